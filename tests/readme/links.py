"""Checks that the links of every page lead somewhere: `python3 tests/readme/links.py`, from any folder.

A relative link names a file of this repository, and what stands behind `#` one of its headings. What is installed by itself has
none, since it is read where there is no repository: there every link is absolute, and one to this repository names a file, too.
"""

import collections
import pathlib
import re
import subprocess
import sys
from urllib.parse import unquote

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Each is the page of a package: on crates.io, PyPI, npm, Packagist, or beside the headers of the C library.
PACKAGES = ("crates/", "python/", "node/", "php/", "bindings/c/")
# A file and a folder as GitHub shows them, and a file as it gives it out, which pictures need.
OWN = re.compile(r"https://github\.com/tiktok-capi/tiktok-capi/(?:blob|tree|raw)/main/(.+)")
FENCE = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\]\(<?([^)\s>]+)|\b(?:src|srcset|href)=\"([^\"]+)\"")


def main():
    listed = subprocess.run(["git", "ls-files", "-z", "*.md"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    pages = [ROOT / name for name in listed.split("\0") if name]
    told = [f"{page.relative_to(ROOT)}: {link}: {wrong}" for page in pages for link, wrong in wrong_links(page)]
    print("\n".join(told) or f"the links of {len(pages)} pages lead somewhere")
    sys.exit(1 if told else 0)


def wrong_links(page):
    """Each link that leads nowhere, and why."""
    stands_alone = page.relative_to(ROOT).as_posix().startswith(PACKAGES)
    for match in LINK.finditer(CODE.sub("", FENCE.sub("", page.read_text("utf-8")))):
        link = match[1] or match[2]
        own = OWN.fullmatch(link)
        if own:
            wrong = why(ROOT, own[1])
        elif re.match(r"[a-z]+:", link):
            continue
        elif stands_alone and not link.startswith("#"):
            wrong = "relative, in a package's own page"
        else:
            wrong = why(page.parent, link, page)
        if wrong:
            yield link, wrong


def why(folder, link, page=None):
    """Why a link of files of this repository leads nowhere; None when it leads somewhere."""
    path, _, heading = link.partition("#")
    target = (folder / unquote(path)).resolve() if path else page
    if not target.exists() or ROOT not in (target, *target.parents):
        return "no such file"
    if heading and heading not in headings(target):
        return "no such heading"
    return None


def headings(page):
    """What GitHub calls the headings of a page in addresses."""
    names = []
    seen = collections.Counter()
    for title in re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE):
        shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title)
        name = re.sub(r"[^\w\- ]", "", shown.strip().lower()).replace(" ", "-")
        names.append(f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return names


if __name__ == "__main__":
    main()
