"""Runs the examples of a guide: `readme.py GUIDE FOLDER`, with PREFIX naming what is installed.

Of bindings/c/README.md the first C program is purchase.c; the `sh` block installs and compiles it, the `cmake` block builds it
once more. Each program runs; a `json` block is what the program before it prints. Of other guides the C programs run.
"""

import pathlib
import re
import subprocess
import sys

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROOT = pathlib.Path(__file__).resolve().parents[2]


def run(command, folder):
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"failed: {command}")
    return done.stdout


def built_and_run(folder, name, body):
    (folder / f"{name}.c").write_text(body)
    run(["sh", "-c", f"cc -std=c99 -Wall -Wextra -Werror {name}.c $(pkg-config --cflags --libs tiktok_capi) -o {name}"], folder)
    return run([f"./{name}"], folder)


def main():
    readme, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True)
    if readme.name != "README.md":
        programs = [body for language, body in BLOCK.findall(readme.read_text("utf-8")) if language == "c"]
        for body in programs:
            print(built_and_run(folder, "guide", body))
        assert programs
        return
    (folder / "bindings").symlink_to(ROOT / "bindings")
    printed = ""
    seen = []
    for language, body in BLOCK.findall(readme.read_text("utf-8")):
        seen.append(language)
        if language == "c":
            if seen.count("c") == 1:
                (folder / "purchase.c").write_text(body)
                continue
            printed = built_and_run(folder, "example", body)
            assert "enqueue" not in body or (printed.startswith("queued\n") and '"accepted":1' in printed), printed
        elif language == "sh":
            run(["bash", "-euc", body], folder)
            assert run(["./purchase"], folder) == "accepted\n"
        elif language == "cmake":
            (folder / "CMakeLists.txt").write_text(body)
            run(["bash", "-euc", 'cmake -S . -B build -DCMAKE_PREFIX_PATH="$PREFIX" >&2 && cmake --build build >&2'], folder)
            assert run(["build/purchase"], folder) == "accepted\n"
        elif language == "json":
            assert printed == body, printed
        else:
            sys.exit(f"a block that is not run: {language}")
    assert seen == ["c", "sh", "cmake", "c", "c", "json"], seen
    print(f"{len(seen)} blocks ran")


main()
