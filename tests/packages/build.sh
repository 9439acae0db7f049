#!/usr/bin/env bash
# Builds what a release consists of, and lays it into target/dist. What this machine cannot build is named at the end.
#   tests/packages/build.sh [NAME]...          those of tests/packages/build/, all of them when none is named
#   TARGETS="linux-x64-gnu" PROFILE=dev ...    for these targets alone, unoptimised: for tests
set -euo pipefail
cd "$(dirname "$0")/../.."

export TARGETS=${TARGETS:-linux-x64-gnu linux-arm64-gnu linux-x64-musl windows-x64} PROFILE=${PROFILE:-release}
export DIST=$PWD/target/dist SKIPPED=$PWD/target/dist/SKIPPED
mkdir -p "$DIST"
rm -f "$SKIPPED"

if [ $# = 0 ]; then
    set -- program c wheel npm php crates sums
fi
for name; do
    echo "== $name"
    "tests/packages/build/$name.sh"
done
if [ -s "$SKIPPED" ]; then
    printf '\nSKIPPED, not built here:\n' && sort -u "$SKIPPED"
fi
