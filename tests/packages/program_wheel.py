#!/usr/bin/env python3
"""Packs the whole program as a wheel for pip: tiktok-capi-program.

    tests/packages/program_wheel.py PROGRAM PLATFORM FOLDER <THIRD-PARTY-NOTICES     prints the wheel's path

PLATFORM is the tag of the machines that it runs on, or several with a dot between them, as `win_amd64`. Two wheels of the same
program are equal byte for byte.
"""

import base64
import hashlib
import pathlib
import re
import sys
import tomllib
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = ROOT / "python/program"
NAME = "tiktok_capi_program"


def main():
    program, platform, folder = sys.argv[1:]
    version = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))["workspace"]["package"]["version"]
    wheel = pathlib.Path(folder, f"{NAME}-{version}-py3-none-{platform}.whl")
    info = f"{NAME}-{version}.dist-info"
    files = parts(pathlib.Path(program)) | about(info, version, platform)
    files[f"{info}/RECORD"] = record(files, f"{info}/RECORD")
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(entry(name, program), content)
    print(wheel)


def parts(program):
    modules = sorted(path for path in (SOURCE / NAME).iterdir() if path.suffix == ".py" or path.name == "py.typed")
    return {f"{NAME}/{path.name}": path.read_bytes() for path in [*modules, program]}


def about(folder, version, platform):
    """What pip reads, and the licences."""
    licences = {name: (ROOT / name).read_bytes() for name in ("LICENSE-APACHE", "LICENSE-MIT")}
    licences["THIRD-PARTY-NOTICES"] = sys.stdin.buffer.read()
    tags = "".join(f"Tag: py3-none-{each}\n" for each in platform.split("."))
    files = {
        f"{folder}/METADATA": metadata(version, licences).encode(),
        f"{folder}/WHEEL": f"Wheel-Version: 1.0\nGenerator: tiktok-capi\nRoot-Is-Purelib: false\n{tags}".encode(),
        f"{folder}/entry_points.txt": f"[console_scripts]\ntiktok-capi-program = {NAME}:main\n".encode(),
        **{f"{folder}/licenses/{name}": text for name, text in licences.items()},
    }
    return files


def record(files, own):
    digests = {name: base64.urlsafe_b64encode(hashlib.sha256(content).digest()) for name, content in files.items()}
    rows = [f"{name},sha256={digest.decode().rstrip('=')},{len(files[name])}\n" for name, digest in digests.items()]
    return "".join([*rows, f"{own},,\n"]).encode()


def metadata(version, licences):
    """As of the library, whose addresses stand in one place."""
    project = tomllib.loads((ROOT / "python/pyproject.toml").read_text("utf-8"))["project"]
    of_python = re.compile("Typed|Framework|Operating System")
    lines = [
        "Metadata-Version: 2.4",
        "Name: tiktok-capi-program",
        f"Version: {version}",
        "Summary: Conversions for TikTok's Events API 2.0 from a shell, and a sandbox with a page that shows them",
        f"License-Expression: {project['license']}",
        *(f"License-File: {name}" for name in licences),
        f"Keywords: {','.join(project['keywords'])}",
        *(f"Classifier: {name}" for name in project["classifiers"] if not of_python.search(name)),
        *(f"Project-URL: {name}, {address}" for name, address in project["urls"].items()),
        f"Requires-Python: {project['requires-python']}",
        "Description-Content-Type: text/markdown",
    ]
    return "\n".join(lines) + "\n\n" + (SOURCE / "README.md").read_text("utf-8")


def entry(name, program):
    """Made at a fixed time. The program may be run, which pip keeps."""
    entry = zipfile.ZipInfo(name)
    is_program = pathlib.PurePosixPath(name).name == pathlib.Path(program).name and name.startswith(f"{NAME}/")
    entry.external_attr = (0o100755 if is_program else 0o100644) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


if __name__ == "__main__":
    main()
