#!/usr/bin/env bash
# Builds the program in another folder than this one, and compares: both have the same bytes, and no path of this machine in them.
#   tests/packages/reproducible.sh [TARGET]      linux-x64-gnu when none is named
#   PROFILE=dev tests/packages/reproducible.sh   unoptimised; what is for debuggers, which a release does not have, is left out
set -euo pipefail
cd "$(dirname "$0")/../.."

target=${1:-linux-x64-gnu}
export TOOLS=${TOOLS:-$PWD/target/packages/tools}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
other=$work/another/folder
mkdir -p "$other"
git ls-files -z --cached --others --exclude-standard | xargs -0 tar -c --ignore-failed-read 2>/dev/null | tar -x -C "$other"

case $target in
windows-*) program=tiktok-capi.exe strip=x86_64-w64-mingw32-strip package=binutils-mingw-w64-x86-64 ;;
linux-arm64-*) program=tiktok-capi strip=aarch64-linux-gnu-strip package=binutils-aarch64-linux-gnu ;;
*) program=tiktok-capi strip=strip package=binutils ;;
esac

# built CHECKOUT NAME: its program
built() {
    local folder
    folder=$(unset CARGO_TARGET_DIR && "$1/tests/packages/cargo" "$target" --package tiktok-capi-cli) || exit
    cp "$folder/$program" "$work/$2"
    if [ "${PROFILE:-release}" = dev ]; then
        tests/setup/need $strip $package
        $strip "$work/$2"
    fi
}

built "$PWD" here
built "$other" there
cmp "$work/here" "$work/there"
for path in "$PWD" "$other" "$TOOLS" "${CARGO_HOME:-$HOME/.cargo}" "$(rustc --print sysroot)"; do
    if grep -aF "$path" "$work/here" >/dev/null; then
        echo "the program for $target has this machine's $path in it" >&2
        exit 1
    fi
done
echo "$target: two folders, the same bytes: $(sha256sum <"$work/here" | cut -c 1-16)"
