#!/usr/bin/env bash
# Packs the crates that are published. Whether they build and what their tests say, tests/packages/install/crates.sh finds.
set -euo pipefail
cd "$(dirname "$0")/../../.."

mapfile -t names < <(tests/packages/crates)
[ "${#names[@]}" = 6 ] || { echo "six crates are published, not ${#names[*]}: ${names[*]}" >&2 && exit 1; }
rm -rf target/package "$DIST"/*.crate
cargo package --quiet --locked --no-verify --allow-dirty "${names[@]/#/--package=}"
cp target/package/*.crate "$DIST"

for file in "$DIST"/*.crate; do
    for part in LICENSE-APACHE LICENSE-MIT README.md; do
        tar -xzOf "$file" --wildcards "*/$part" >/dev/null || { echo "$(basename "$file") has no $part" >&2 && exit 1; }
    done
    tar -xzOf "$file" --wildcards "*/LICENSE-MIT" | cmp - LICENSE-MIT
done
ls -l "$DIST"/*.crate
