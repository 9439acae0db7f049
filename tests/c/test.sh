#!/usr/bin/env bash
# Builds the C library unoptimised and with the test hooks, installs it into a folder below target/, and tests that as C and
# C++ programs meet it. Debian's packages are installed when this runs as root.
set -euo pipefail
cd "$(dirname "$0")/../.."

say() { printf '\n== C: %s\n' "$*"; }

say "tools"
tests/setup/need cc build-essential
tests/setup/need c++ build-essential
tests/setup/need pkg-config pkg-config
tests/setup/need cmake cmake
tests/setup/need valgrind valgrind
tests/setup/need python3 python3

work=$PWD/target/c
prefix=$work/prefix
rm -rf "$work"
mkdir -p "$work"
export PKG_CONFIG_PATH=$prefix/lib/pkgconfig LD_LIBRARY_PATH=$prefix/lib PREFIX=$prefix PROFILE=dev FEATURES=test-hooks

say "install"
bindings/c/install.sh "$prefix"
CFLAGS="-g -O1 -Wall -Wextra -Wpedantic -Wshadow -Werror -D_POSIX_C_SOURCE=200809L -DHAS_HOOKS $(pkg-config --cflags tiktok_capi)"
LIBS="$(pkg-config --libs tiktok_capi) -pthread"

say "what is exported, under which name"
declared=$(grep -oE '\btiktok_capi_[a-z_]+\(' "$prefix/include/tiktok_capi.h" | tr -d '(' | sort -u)
exported=$(nm -D --defined-only "$prefix/lib/libtiktok_capi.so" | awk '{print $3}' | grep -vx tiktok_capi_panic_for_test | sort)
diff <(echo "$declared") <(echo "$exported")
[ "$(grep -oE '\btiktok_capi_[a-z_]+\(' "$prefix/include/tiktok_capi.ffi.h" | tr -d '(' | sort -u)" = "$declared" ]
readelf -d "$prefix/lib/libtiktok_capi.so" | grep -q "SONAME.*\[libtiktok_capi.so.1\]"
readelf -d "$prefix/lib/libtiktok_capi.so" | grep -q NODELETE
echo "$(echo "$exported" | wc -l) functions"

say "installed elsewhere, moved, and wholly static"
tests/c/installed.sh "$work"

say "C99, C++17, both libraries, sanitizers"
cd "$work"
cc -std=c99 $CFLAGS "$OLDPWD"/tests/c/api/*.c $LIBS -o api
c++ -std=c++17 $CFLAGS -x c++ "$OLDPWD"/tests/c/api/*.c -x none $LIBS -o api++
cc -std=c99 $CFLAGS "$OLDPWD"/tests/c/api/*.c "$prefix/lib/libtiktok_capi.a" $(sed -n 's/^Libs.private: //p' "$PKG_CONFIG_PATH/tiktok_capi.pc") -o api-static
cc -std=c99 $CFLAGS -fsanitize=address,undefined -fno-sanitize-recover=all "$OLDPWD"/tests/c/api/*.c $LIBS -o api-sanitized
cc -std=c99 $CFLAGS "$OLDPWD/tests/c/driver.c" $LIBS -o driver
cd "$OLDPWD"

cargo build --quiet --locked --package tiktok-capi-cli
target/debug/tiktok-capi sandbox --port 0 --lifetime 900 >"$work/sandbox" 2>&1 &
sandbox=$!
trap 'kill $sandbox 2>/dev/null || true' EXIT
for _ in $(seq 600); do
    TIKTOK_CAPI_ENDPOINT=$(grep -om1 'http://127.0.0.1:[0-9]*' "$work/sandbox" || true)
    [ -n "$TIKTOK_CAPI_ENDPOINT" ] && break
    sleep 0.1
done
[ -n "$TIKTOK_CAPI_ENDPOINT" ] || { echo "the sandbox does not start:" >&2; cat "$work/sandbox" >&2; exit 1; }
mkdir "$work/outboxes"
export TIKTOK_CAPI_ENDPOINT TIKTOK_CAPI_TEST_FOLDER=$work/outboxes

{
    for program in api api++ api-static; do printf '%s: ' "$program"; "$work/$program"; done
    printf 'api-sanitized: '
    "$work/api-sanitized" one-process
    say "valgrind"
    valgrind --quiet --leak-check=full --show-leak-kinds=definite,indirect --errors-for-leak-kinds=definite,indirect \
        --error-exitcode=9 "$work/api" one-process
} 2>&1 | tee "$work/said"
if grep -q canary "$work/said"; then
    echo "an identifier or a token was told" >&2
    exit 1
fi
if grep -qra canary "$work/outboxes"; then
    echo "an identifier or a token is in an outbox" >&2
    exit 1
fi
# Many processes and threads, and yet TikTok counts each event once.
python3 tests/c/counted.py "$TIKTOK_CAPI_ENDPOINT"

say "shared vectors"
python3 tests/c/vectors.py "$work/driver"
python3 tests/c/mistakes.py "$work/driver"

say "README, by pkg-config and by CMake"
export TIKTOK_ACCESS_TOKEN=t0ken
python3 tests/c/readme.py bindings/c/README.md "$work/readme"
say "the guide"
python3 tests/c/readme.py docs/php.md "$work/guide"

say "example: a visitor's purchase"
cc -std=c99 $CFLAGS examples/c/visitor.c $LIBS -o "$work/visitor"
export TIKTOK_EVENT_SOURCE_ID=C4A
[ "$("$work/visitor" wp_consent_marketing=allow)" = accepted ]
for cookies in wp_consent_marketing=deny no_consent=yet; do
    [ "$("$work/visitor" "$cookies")" = withheld ]
done
if TIKTOK_ACCESS_TOKEN= "$work/visitor" wp_consent_marketing=allow >/dev/null 2>&1; then
    echo "nothing can be delivered without a token" >&2
    exit 1
fi

say "passed"
