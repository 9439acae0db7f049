"""Runs the commands of docs/shared-hosting.md where they are meant to be run: `hosting.py HOME`, with the environment as it is there."""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests/readme"))
sys.dont_write_bytecode = True

from run import is_right, read, run  # noqa: E402


def main():
    examples = list(read((ROOT / "docs/shared-hosting.md").read_text()))
    printed, errors, code = run([command for command, _ in examples], sys.argv[1], {})
    failed = sum(not is_right(*each) for each in zip(examples, printed))
    if failed:
        raise SystemExit(f"exit code {code}, standard error\n{errors}")


if __name__ == "__main__":
    main()
