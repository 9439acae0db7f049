#!/usr/bin/env bash
# Installs what target/dist holds as its users do, where there is neither Rust nor this repository, and has a sandbox accept a first
# event of each.
#   tests/packages/install.sh [NAME]...    those of tests/packages/install/, all of them when none is named
set -euo pipefail
cd "$(dirname "$0")/../.."

export DIST=$PWD/target/dist SKIPPED=$PWD/target/dist/SKIPPED
if [ $# = 0 ]; then
    set -- program c wheel npm php crates sums container
fi
for name; do
    echo "== $name"
    "tests/packages/install/$name.sh"
done
if [ -s "$SKIPPED" ]; then
    printf '\nSKIPPED, neither built nor tried here:\n' && sort -u "$SKIPPED"
fi
