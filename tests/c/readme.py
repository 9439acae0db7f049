"""Runs the examples of bindings/c/README.md: `readme.py README FOLDER`, with PREFIX naming what is installed.

The first C program is purchase.c; the `sh` block installs and compiles it, the `cmake` block builds it once more. Each
program runs; a `json` block is what the program before it prints.
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


def main():
    readme, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True)
    (folder / "bindings").symlink_to(ROOT / "bindings")
    printed = ""
    seen = []
    for language, body in BLOCK.findall(readme.read_text("utf-8")):
        seen.append(language)
        if language == "c":
            name = "purchase" if seen.count("c") == 1 else "value"
            (folder / f"{name}.c").write_text(body)
            if name == "value":
                run(["sh", "-c", f"cc -std=c99 -Wall -Wextra -Werror {name}.c $(pkg-config --cflags --libs tiktok_capi) -o {name}"], folder)
                printed = run([f"./{name}"], folder)
        elif language == "sh":
            run(["bash", "-euc", body], folder)
            assert '"outcome":"accepted"' in run(["./purchase"], folder)
        elif language == "cmake":
            (folder / "CMakeLists.txt").write_text(body)
            run(["bash", "-euc", 'cmake -S . -B build -DCMAKE_PREFIX_PATH="$PREFIX" >&2 && cmake --build build >&2'], folder)
            assert '"outcome":"accepted"' in run(["build/purchase"], folder)
        elif language == "json":
            assert printed == body, printed
        else:
            sys.exit(f"a block that is not run: {language}")
    assert seen == ["c", "sh", "cmake", "c", "json"], seen
    print(f"{len(seen)} blocks ran")


main()
