#!/usr/bin/env bash
# Runs the demonstration, and fails when it tells its reader anything but its headings and what it shows.
set -euo pipefail
cd "$(dirname "$0")/../.."

said=$(tests/demo/run.sh 2>&1 | tee >(cat >&2))
if sed '/^One purchase of /,$d' <<<"$said" | grep -vE '^(== .*|  .+ …|)$'; then
    echo "the lines above are not for the reader of the demonstration" >&2
    exit 1
fi
