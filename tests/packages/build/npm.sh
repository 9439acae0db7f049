#!/usr/bin/env bash
# Builds the npm packages: the client's JavaScript with its native parts, and the program, for those of $TARGETS that this machine
# can build for.
set -euo pipefail
cd "$(dirname "$0")/../../.."

built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
names=()

# addon TARGET: prints the folder of the native part. What musl loads into a program cannot be static.
addon() {
    local flags=
    [[ $1 != *-musl ]] || flags=-Ctarget-feature=-crt-static
    RUSTFLAGS=$flags tests/packages/cargo "$1" --package tiktok-capi-node
}

# program TARGET: prints the folder of the program
program() {
    tests/packages/cargo "$1" --package tiktok-capi-cli
}

# part NAME TARGET WHAT FROM TO: a package NAME for TARGET, where WHAT builds the file FROM, which is handed on as TO
part() {
    local folder status=0
    [[ " $TARGETS " == *" $2 "* ]] || return 0
    folder=$("$3" "$2") || status=$?
    if [ "$status" = 75 ]; then
        tests/packages/skip "npm: $1" "this machine cannot build for $2"
    elif [ "$status" != 0 ]; then
        exit "$status"
    else
        cp "$folder/$4" "$built/$5"
        names+=("$1")
    fi
}

for target in linux-x64-gnu linux-arm64-gnu linux-x64-musl; do
    part "$target" "$target" addon libtiktok_capi_node.so "tiktok-capi.$target.node"
done
part program-linux-x64 linux-x64-musl program tiktok-capi program-linux-x64
part program-linux-arm64 linux-arm64-gnu program tiktok-capi program-linux-arm64
part program-win32-x64 windows-x64 program tiktok-capi.exe program-win32-x64.exe
tests/packages/skip "npm: darwin-*, win32-x64-msvc" "artifacts.yml builds them on machines of their own"
tests/packages/skip "npm: linux-arm64-musl" "nothing builds it yet"

tests/packages/notices tiktok-capi-node >"$built/THIRD-PARTY-NOTICES.node"
tests/packages/notices tiktok-capi-cli >"$built/THIRD-PARTY-NOTICES.program"
rm -f "$DIST"/tiktok-capi-*.tgz
node node/packages.mjs "$built" "$DIST" "${names[@]}"
