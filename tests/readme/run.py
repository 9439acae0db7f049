"""Runs the examples of READMEs and guides: `python3 tests/readme/run.py [FILE.md]...`, from any folder.

All `sh` blocks of a file run one after the other in the same shell, and each must succeed. A `text` or `json` block that
follows one is what it prints on standard output, to the byte. A program runs among them, with what they have installed; its last
comment is what it prints. One of C is what stands in `main`. A block of another language cannot be run here, so it is an error.
What is still running at the end is ended.

The project's README begins in the folder of a shop beside this checkout, `../tiktok-capi`, with a sandbox in place of TikTok. Other
READMEs run in the folder of the workspace. A guide of `docs` runs in a folder of its own, where it may write and which has a copy
of `examples`, with `tiktok-capi` and a sandbox too.
"""

import contextlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import venv

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OUTPUTS = ("text", "json")
PROGRAMS = {
    "python": "python - <<'END'\n%sEND",
    "js": "node --input-type=module - <<'END'\n%sEND",
    "php": "php <<'END'\n<?php\n%sEND",
    "c": "cc -std=c99 -Wall -Werror -x c - $(pkg-config --cflags --libs tiktok_capi) -o purchase <<'END'\n"
    "#include <stdio.h>\n#include <string.h>\n#include <tiktok_capi.h>\nint main(void)\n{\n%s}\nEND\n./purchase",
    "rust": "cat >src/main.rs <<'END'\n%sEND\ncargo run --quiet",
}
SECONDS = 1800  # first builds may be among the examples
PROGRAM = ROOT / "target/debug/tiktok-capi"


def main():
    files = sys.argv[1:] or ["README.md"]
    failed = sum(check(ROOT / name) for name in files)
    sys.exit(1 if failed else 0)


def check(path):
    """Runs the examples of one file and counts those that failed."""
    examples = list(read(path.read_text()))
    if not examples:
        raise SystemExit(f"{path.name}: nothing to run")
    with place_of(path) as (folder, environment):
        printed, errors, code = run([command for command, _ in examples], folder, environment)
    failed = sum(not is_right(*each) for each in zip(examples, printed))
    if failed:
        print(f"--- exit code {code}, standard error\n{errors}")
    print(f"{path.name}: {len(examples) - failed} passed, {failed} failed")
    return failed


def is_right(example, printed):
    command, expected = example
    right = printed is not None and (expected is None or printed == expected)
    print(f"{'ok' if right else 'FAILED'}: {command.strip().splitlines()[0]}")
    if not right:
        print(f"--- expected\n{expected}\n--- printed\n{printed}")
    return right


def read(text):
    """Each command block with what it prints, or with None where nothing is said about that."""
    blocks = BLOCK.findall(text)
    for index, (language, body) in enumerate(blocks):
        follows = blocks[index + 1] if index + 1 < len(blocks) else ("", "")
        if language == "sh":
            yield body, follows[1] if follows[0] in OUTPUTS else None
        elif language in PROGRAMS:
            yield f"{PROGRAMS[language] % body}\n", said_at_the_end(body)
        elif language not in OUTPUTS or index == 0 or blocks[index - 1][0] != "sh":
            raise SystemExit(f"a block that is not run: ```{language}\n{body}")


def said_at_the_end(program):
    comments = re.findall(r"(?:#|//) (.+)$", program, re.MULTILINE)
    if not comments:
        raise SystemExit(f"a program that does not say what it prints:\n{program}")
    return f"{comments[-1]}\n"


def place_of(path):
    if path == ROOT / "README.md":
        return project()
    return guide() if path.parent == ROOT / "docs" else workspace()


@contextlib.contextmanager
def project():
    """A shop's folder, before anything is installed. What is built for it is unoptimised, which takes less long."""
    for command, package in [("php", "php-cli"), ("composer", "composer"), ("pkg-config", "pkg-config")]:
        subprocess.run([ROOT / "tests/setup/need", command, package], check=True)
    # Always the same folder: cargo knows by its path what it has built already.
    beside = ROOT / "target/readme"
    shutil.rmtree(beside, ignore_errors=True)
    try:
        with sandbox() as environment:
            yield shop(beside), environment | unoptimised() | at_hand(beside / "shop")
    finally:
        shutil.rmtree(beside)


def shop(beside):
    """A project of each language, and the checkout beside it. Nothing else is needed, so no public registry is asked."""
    folder = beside / "shop"
    venv.create(folder / ".venv", with_pip=True)
    (beside / "tiktok-capi").symlink_to(ROOT)
    (folder / "composer.json").write_text('{"repositories": {"packagist.org": false}}')
    (folder / "Cargo.toml").write_text('[package]\nname = "shop"\nedition = "2024"\n\n[workspace]\n')
    (folder / "src").mkdir()
    (folder / "src/main.rs").write_text("fn main() {}\n")
    shutil.copy(ROOT / "Cargo.lock", folder)
    return folder


def unoptimised():
    cargo = {"CARGO_TARGET_DIR": str(ROOT / "target"), "CARGO_PROFILE_DEV_DEBUG": "line-tables-only"}
    return cargo | {"PROFILE": "dev", "MATURIN_PEP517_ARGS": "--profile dev"}


def at_hand(folder):
    path = os.pathsep.join([str(folder / ".venv/bin"), os.environ["PATH"]])
    return {"PATH": path, "TIKTOK_ACCESS_TOKEN": "any", "COMPOSER_ALLOW_SUPERUSER": "1"}


@contextlib.contextmanager
def workspace():
    """Where another README runs."""
    yield ROOT, {}


@contextlib.contextmanager
def guide():
    """Where a guide runs."""
    with tempfile.TemporaryDirectory() as folder, sandbox() as environment:
        ignored = shutil.ignore_patterns("node_modules", "vendor", ".venv", "*.sqlite3*")
        shutil.copytree(ROOT / "examples", pathlib.Path(folder, "examples"), ignore=ignored)
        path = os.pathsep.join([str(PROGRAM.parent), os.environ["PATH"]])
        yield folder, environment | {"PATH": path}


@contextlib.contextmanager
def sandbox():
    """Where a client finds a sandbox that runs."""
    subprocess.run([ROOT / "tests/setup/packages", "program"], check=True)
    command = [PROGRAM, "sandbox", "--port", "0", "--lifetime", str(SECONDS)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield {"TIKTOK_CAPI_ENDPOINT": process.stdout.readline().strip()}
    finally:
        process.kill()
        process.wait()


def run(commands, folder, environment):
    """What each command printed (None for one that failed or was not reached), standard error and the exit code."""
    with tempfile.TemporaryDirectory() as outputs, tempfile.TemporaryFile("w+") as errors:
        files = [pathlib.Path(outputs, str(index)) for index in range(len(commands))]
        script = "".join(f"exec >'{file}'\n{command}\n" for file, command in zip(files, commands))
        shell = subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=folder, env=os.environ | environment, stderr=errors, start_new_session=True,
        )
        try:
            code = shell.wait(SECONDS)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(shell.pid, signal.SIGKILL)
        printed = [file.read_text() for file in files if file.exists()]
        errors.seek(0)
        told = errors.read()
    if code:
        printed.pop()  # the last one that was reached is the one that failed
    return printed + [None] * (len(commands) - len(printed)), told, code


if __name__ == "__main__":
    main()
