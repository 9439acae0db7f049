#!/usr/bin/env python3
"""Makes a bill of materials of cargo-cyclonedx one that is the same on every machine and whenever it is made, and checks it.

    tests/packages/sbom.py FROM TO    cyclonedx-python-lib has the schema
"""

import json
import pathlib
import re
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

# The crates of this workspace: how cargo names them has the folder in it, and a purl says where to download what is not there.
OWN = re.compile(r'path\+file://[^#"]*#')
NOWHERE = re.compile(r'\?download_url=file://[^#"]*')


def main():
    source, target = map(pathlib.Path, sys.argv[1:])
    bill = json.loads(NOWHERE.sub("", OWN.sub("workspace#", source.read_text("utf-8"))))
    # When it was made and a number drawn at random: both are optional.
    bill.pop("serialNumber", None)
    bill["metadata"].pop("timestamp", None)
    text = json.dumps(bill, indent=1, ensure_ascii=False) + "\n"
    for wrong in problems(text):
        sys.exit(f"{target.name}: {wrong}")
    target.write_text(text, "utf-8")
    print(f"{target.name}: {len(bill['components'])} components")


def problems(text):
    if invalid := JsonStrictValidator(SchemaVersion.V1_5).validate_str(text):
        yield f"not CycloneDX 1.5: {invalid}"
    for place in (str(pathlib.Path.cwd()), str(pathlib.Path.home()), "file:/"):
        if place in text:
            yield f"{place} is in it"
    names = {component["name"] for component in json.loads(text)["components"]}
    if missing := {"tiktok-capi-core", "ring", "libsqlite3-sys", "rlibphonenumber"} - names:
        yield f"{sorted(missing)} are linked, and not in it"


if __name__ == "__main__":
    main()
