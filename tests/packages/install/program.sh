#!/usr/bin/env bash
# Unpacks the program of each archive where there is nothing else, and has a sandbox accept its first event. That of another processor
# runs under qemu, that of Windows under Wine.
set -euo pipefail
cd "$(dirname "$0")/../../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ -x target/debug/tiktok-capi ] || cargo build --quiet --locked --package tiktok-capi-cli
event='{"event":"Contact","user":{"email":"jo@example.com"},"page":{"url":"https://shop.example/contact"}}'

# unpacked ARCHIVE: the folder of what it holds
unpacked() {
    case $1 in
    *.zip) python3 -m zipfile -e "$1" "$work" ;;
    *) tar -xzf "$1" -C "$work" ;;
    esac
    basename "$1" | sed -E 's/\.(zip|tar\.gz)$//'
}

# complete FOLDER: whether all that belongs to the program is there
complete() {
    for file in README.md LICENSE-APACHE LICENSE-MIT THIRD-PARTY-NOTICES.txt man/man1/tiktok-capi.1 man/man1/tiktok-capi-send.1 \
        completions/{tiktok-capi.bash,_tiktok-capi,tiktok-capi.fish,tiktok-capi.ps1}; do
        [ -s "$1/$file" ] || { echo "$1 has no $file" >&2 && return 1; }
    done
}

# static PROGRAM: whether it needs nothing of the machine
static() {
    ! readelf --program-headers "$1" | grep -q INTERP && ! readelf --dynamic "$1" | grep -q NEEDED
}

# first COMMAND...: sends an event to a sandbox from an environment that has nothing but the sandbox's address
# shellcheck disable=SC2016
first() {
    local clean='exec env -i PATH=/usr/bin:/bin HOME='$work' TIKTOK_CAPI_ENDPOINT="$TIKTOK_CAPI_ENDPOINT" \
        TIKTOK_ACCESS_TOKEN="$TIKTOK_ACCESS_TOKEN" TIKTOK_EVENT_SOURCE_ID="$TIKTOK_EVENT_SOURCE_ID" "$@" send -'
    timeout 300 target/debug/tiktok-capi run --port 0 -- sh -c "$clean" sh "$@" <<<"$event" >"$work/said" 2>&1 \
        || { cat "$work/said" >&2 && return 1; }
}

for archive in "$DIST"/tiktok-capi-[0-9]*-*; do
    folder=$work/$(unpacked "$archive")
    complete "$folder"
    run=()
    case $archive in
    *-linux-x64-musl.*)
        static "$folder/tiktok-capi"
        # Where not even a C library is, if this may leave all else behind.
        [ "$(id -u)" != 0 ] || run=("$(PATH=$PATH:/usr/sbin command -v chroot)" "$folder" /tiktok-capi)
        ;;
    *-linux-x64-*) ;;
    *-linux-arm64-*)
        tests/setup/need qemu-aarch64-static qemu-user-static && tests/setup/need /usr/aarch64-linux-gnu/lib/ld-linux-aarch64.so.1 libc6-arm64-cross \
            || { tests/packages/skip "trying ${archive##*/}" "no qemu, or no C library for it" && continue; }
        run=(qemu-aarch64-static -L /usr/aarch64-linux-gnu "$folder/tiktok-capi")
        ;;
    *-windows-*)
        tests/packages/wine cmd /c exit || { tests/packages/skip "trying ${archive##*/}" "no Wine" && continue; }
        run=("$PWD/tests/packages/wine" "$folder/tiktok-capi.exe")
        ;;
    esac
    [ ${#run[@]} != 0 ] || run=("$folder/tiktok-capi")
    began=$(date +%s%N)
    first "${run[@]}"
    echo "${archive##*/}: the first event was accepted after $((($(date +%s%N) - began) / 1000000)) ms, the sandbox's start among them"
    rm -r "$folder"
done
