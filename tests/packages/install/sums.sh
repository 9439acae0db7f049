#!/usr/bin/env bash
# Whether everything in target/dist is as SHA256SUMS has it, and the bill of materials one that others can read.
set -euo pipefail
cd "$(dirname "$0")/../../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(cd "$DIST" && sha256sum --check --quiet --strict SHA256SUMS)
diff <(cd "$DIST" && find . -type f ! -name SKIPPED ! -name SHA256SUMS -printf '%P\n' | LC_ALL=C sort) <(sed 's/^[0-9a-f]*  //' "$DIST/SHA256SUMS")

# read FILE: the bill is CycloneDX, and nothing in it is of this machine
read_bill() { target/packages/sbom/python/bin/python tests/packages/sbom.py "$1" "$work/read"; }

read_bill "$DIST/sbom.cdx.json"
cmp "$work/read" "$DIST/sbom.cdx.json"
for wrong in 's/"bomFormat"/"bomFrmat"/' "s#\"publisher\": \"#&$PWD#;s#\"description\": \"#&$PWD#" 's/"name": "ring"/"name": "rung"/'; do
    sed "$wrong" "$DIST/sbom.cdx.json" >"$work/wrong"
    ! read_bill "$work/wrong" >/dev/null 2>&1 || { echo "a bill that is wrong by $wrong passes" >&2 && exit 1; }
done
echo "sums: $(wc -l <"$DIST/SHA256SUMS") files"
