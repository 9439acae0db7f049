#!/usr/bin/env bash
# Builds what PyPI gets: a wheel of the library for each platform and every Python from 3.10 on, its source distribution, and a wheel of
# the whole program for each platform.
#   tests/packages/build.sh wheel
set -euo pipefail
cd "$(dirname "$0")/../../.."

export TOOLS=${TOOLS:-$PWD/target/packages/tools}
[ -x "$TOOLS/bin/pip" ] || python3 -m venv "$TOOLS"
"$TOOLS/bin/pip" install --quiet --disable-pip-version-check maturin==1.16.0

# within TARGET COMMAND...: skips what this machine cannot build
within() {
    local code=0
    tests/packages/toolchain "$@" || code=$?
    [ $code = 0 ] || [ $code = 75 ] || exit $code
    [ $code = 0 ] || tests/packages/skip "wheels for $1" "this machine lacks a toolchain for it"
}

# library TARGET TAG [ARGUMENT OF MATURIN]...
library() {
    # shellcheck disable=SC2016
    within "$1" bash -euc 'cd python && maturin build --zig --locked --profile "$PROFILE" --target "$CARGO_BUILD_TARGET" --compatibility "$@" --out "$DIST"' \
        maturin "${@:2}"
}

# program TARGET TAG: a static one runs beside any C library
program() {
    local code=0 built
    built=$(tests/packages/cargo "$1" --package tiktok-capi-cli) || code=$?
    [ $code = 0 ] || [ $code = 75 ] || exit $code
    [ $code = 0 ] || { tests/packages/skip "the wheel of the program for $1" "this machine lacks a toolchain for it" && return; }
    tests/packages/notices >"$built/THIRD-PARTY-NOTICES"
    built=$(compgen -G "$built/tiktok-capi*" | grep -E '/tiktok-capi(\.exe)?$')
    tests/packages/program_wheel.py "$built" "$2" "$DIST" <"$(dirname "$built")/THIRD-PARTY-NOTICES"
}

# They go into the library's packages, and are not kept beside it.
trap 'rm -f python/THIRD-PARTY-NOTICES' EXIT
tests/packages/notices tiktok-capi-python >python/THIRD-PARTY-NOTICES
rm -f "$DIST"/tiktok_capi-*.{whl,tar.gz} "$DIST"/tiktok_capi_program-*.whl
for target in $TARGETS; do
    case $target in
    linux-x64-gnu) library "$target" manylinux_2_17 ;;
    linux-arm64-gnu) library "$target" manylinux_2_17 && program "$target" manylinux_2_17_aarch64.manylinux2014_aarch64 ;;
    linux-x64-musl) program "$target" manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64 ;;
    windows-x64) program "$target" win_amd64 ;;
    esac
done
tests/packages/skip "a wheel for Alpine, macOS and Windows" "the workflow builds it; here pip would build the source distribution"
free_threaded=$(compgen -c 'python3.14t' | head -1 || true)
if [ -n "$free_threaded" ]; then
    library linux-x64-gnu manylinux_2_17 --interpreter "$free_threaded"
else
    tests/packages/skip "a wheel for Python without its lock (cp314t)" "there is no python3.14t on this machine"
fi
(cd python && "$TOOLS/bin/maturin" sdist --out "$DIST")
