#!/usr/bin/env bash
# Writes random described events, and replays them in every language: same bytes, same problems.
#   tests/parity/run.sh [SEED] [COUNT]
set -euo pipefail
cd "$(dirname "$0")/../.."

seed=${1:-1} count=${2:-10000}
cases=target/parity.ndjson
prefix=$PWD/target/packages/c

# Options of whoever runs this must not reach the replays.
unset "${!TIKTOK_@}"

tests/setup/packages
cc -std=c99 -O1 -I"$prefix/include" tests/c/driver.c -L"$prefix/lib" -Wl,-rpath,"$prefix/lib" -ltiktok_capi -o target/packages/driver

failed=0
replay() {
    "$@" || failed=1
}

echo "seed $seed"
replay cargo xtask parity --seed "$seed" --count "$count" --out $cases
replay python3 tests/parity/cli.py target/debug/tiktok-capi $cases
replay target/packages/python/bin/python tests/parity/python.py $cases
replay node tests/parity/node.mjs $cases
replay python3 tests/parity/c.py target/packages/driver $cases
replay env TIKTOK_CAPI_LIBRARY="$prefix/lib/libtiktok_capi.so.1" php -d ffi.enable=1 tests/parity/php.php $cases
replay env TIKTOK_CAPI_PROGRAM=target/debug/tiktok-capi php -d ffi.enable=0 tests/parity/php.php $cases 40
exit $failed
