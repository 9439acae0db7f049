#!/usr/bin/env bash
# The bill of what is linked in, as CycloneDX, and the digests of everything in target/dist. Last of all, since it is of all the others.
set -euo pipefail
cd "$(dirname "$0")/../../.."

tools=$PWD/target/packages/sbom
if [ ! -x "$tools/bin/cargo-cyclonedx" ]; then
    cargo install --quiet cargo-cyclonedx@0.5.9 --locked --debug --root "$tools" --target-dir "$tools/build"
    rm -rf "$tools/build"
fi
if [ ! -x "$tools/python/bin/python" ]; then
    python3 -m venv "$tools/python"
    "$tools/python/bin/pip" install --quiet --disable-pip-version-check 'cyclonedx-python-lib[json-validation]==11.12.0'
fi
trap 'find crates bindings -name release-sbom.json -delete' EXIT

# Of the program, which holds what the packages of all languages do, but for the glue. It writes one beside every manifest.
PATH="$tools/bin:$PATH" cargo cyclonedx -qq --manifest-path crates/cli/Cargo.toml --format json --spec-version 1.5 \
    --target all --no-build-deps --override-filename release-sbom
"$tools/python/bin/python" tests/packages/sbom.py crates/cli/release-sbom.json "$DIST/sbom.cdx.json"

(
    cd "$DIST"
    find . -type f ! -name SKIPPED ! -name SHA256SUMS -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum >SHA256SUMS
    cat SHA256SUMS
)
