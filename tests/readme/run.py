"""Runs the examples of READMEs and guides: `python3 tests/readme/run.py [FILE.md]...`, from any folder.

All `sh` blocks of a file run one after the other in the same shell, and each must succeed. A `text` or `json` block that
follows one is what it prints on standard output, to the byte. A block of another language cannot be run here, so it is an
error. What is still running at the end is ended.

A README runs in the folder of the workspace. A guide of `docs` runs in a folder of its own, where it may write and which has
a copy of `examples`, with `tiktok-capi` (`tests/setup/packages program` builds it) and a sandbox in place of TikTok.
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

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OUTPUTS = ("text", "json")
SECONDS = 600  # a first build may be among the examples
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
    place = guide if path.parent == ROOT / "docs" else workspace
    with place() as (folder, environment):
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
        elif language not in OUTPUTS or index == 0 or blocks[index - 1][0] != "sh":
            raise SystemExit(f"a block that is not run: ```{language}\n{body}")


@contextlib.contextmanager
def workspace():
    """Where a README runs."""
    yield ROOT, {}


@contextlib.contextmanager
def guide():
    """Where a guide runs."""
    with tempfile.TemporaryDirectory() as folder:
        ignored = shutil.ignore_patterns("node_modules", "vendor", ".venv", "*.sqlite3*")
        shutil.copytree(ROOT / "examples", pathlib.Path(folder, "examples"), ignore=ignored)
        command = [PROGRAM, "sandbox", "--port", "0", "--lifetime", str(SECONDS)]
        sandbox = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            endpoint = sandbox.stdout.readline().strip()
            path = os.pathsep.join([str(PROGRAM.parent), os.environ["PATH"]])
            yield folder, {"TIKTOK_CAPI_ENDPOINT": endpoint, "PATH": path}
        finally:
            sandbox.kill()
            sandbox.wait()


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
