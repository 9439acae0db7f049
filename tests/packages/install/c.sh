#!/usr/bin/env bash
# Unpacks the C library of each archive into a folder with a blank in its name, where there is no Rust, compiles a program with the
# shared and with the static library, and has a sandbox accept its event. What is for another processor runs under qemu, what is
# for Windows under Wine, and is unloaded there too.
set -euo pipefail
cd "$(dirname "$0")/../../.."
root=$PWD

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ -x target/debug/tiktok-capi ] || cargo build --quiet --locked --package tiktok-capi-cli
tests/setup/need pkg-config pkg-config
tests/setup/need cc build-essential
cache=${XDG_CACHE_HOME:-$HOME/.cache}/zig
zig="$root/target/packages/tools/bin/python -m ziglang cc"

# compiled PROGRAM SOURCE COMPILER [ARGUMENT]...: by a compiler that finds no Rust; arguments are quoted as pkg-config does
compiled() {
    local program=$1 source=$2
    shift 2
    env -i PATH=/usr/bin:/bin HOME="$work" ZIG_GLOBAL_CACHE_DIR="$cache" sh -c "$* '$source' $arguments -o '$program'"
}

# accepted COMMAND...: a sandbox takes what the program sends, which has nothing but the sandbox's address
# shellcheck disable=SC2016
accepted() {
    local clean='cd '$work' && exec env -i PATH=/usr/bin:/bin HOME='$work' LD_LIBRARY_PATH="$LD_LIBRARY_PATH" WINEPATH="$WINEPATH" \
        TIKTOK_CAPI_ENDPOINT="$TIKTOK_CAPI_ENDPOINT" TIKTOK_ACCESS_TOKEN="$TIKTOK_ACCESS_TOKEN" \
        TIKTOK_EVENT_SOURCE_ID="$TIKTOK_EVENT_SOURCE_ID" "$@"'
    LD_LIBRARY_PATH=$prefix/lib WINEPATH=Z:$prefix/bin timeout 300 \
        target/debug/tiktok-capi run --port 0 -- sh -c "$clean" sh "$@" >"$work/said" 2>&1 || { cat "$work/said" >&2 && return 1; }
}

# flags ARGUMENT...: what pkg-config says
flags() {
    PKG_CONFIG_PATH=$prefix/lib/pkgconfig pkg-config "$@" tiktok_capi
}

# complete: whether all is there that is installed
complete() {
    for file in include/tiktok_capi{,.ffi}.h lib/libtiktok_capi.a lib/cmake/tiktok_capi/tiktok_capi-config.cmake \
        share/doc/tiktok_capi/{LICENSE-APACHE,LICENSE-MIT,THIRD-PARTY-NOTICES.txt,README.md}; do
        [ -s "$prefix/$file" ] || { echo "${archive##*/} has no $file" >&2 && return 1; }
    done
}

for archive in "$DIST"/tiktok-capi-c-*; do
    rm -rf "$work/a prefix"
    mkdir "$work/a prefix"
    case $archive in
    *.zip) python3 -m zipfile -e "$archive" "$work/a prefix" ;;
    *) tar -xzf "$archive" -C "$work/a prefix" ;;
    esac
    prefix=$(echo "$work/a prefix"/*)
    complete
    run=() static=-static
    case $archive in
    *-linux-x64-gnu.*) compiler=cc ;;
    *-linux-arm64-gnu.*)
        # zig has no glibc for programs that are wholly static, and has to be told of the unwinder that others link by themselves.
        compiler="$zig -target aarch64-linux-gnu.2.17" static=-lunwind
        tests/setup/need qemu-aarch64-static qemu-user-static && tests/setup/need /usr/aarch64-linux-gnu/lib/ld-linux-aarch64.so.1 libc6-arm64-cross \
            || { tests/packages/skip "trying ${archive##*/}" "no qemu, or no C library for it" && continue; }
        run=(qemu-aarch64-static -L /usr/aarch64-linux-gnu -E "LD_LIBRARY_PATH=$prefix/lib")
        ;;
    *-windows-*)
        compiler=x86_64-w64-mingw32-gcc
        tests/packages/wine cmd /c exit || { tests/packages/skip "trying ${archive##*/}" "no Wine" && continue; }
        run=("$root/tests/packages/wine")
        ;;
    esac
    arguments=$(flags --cflags --libs)
    compiled "$work/shared.exe" "$root/examples/c/purchase.c" "$compiler"
    accepted "${run[@]}" "$work/shared.exe" "$root/examples/purchase.json"
    mkdir "$work/static"
    mv "$prefix"/lib/libtiktok_capi.{so,dll.a}* "$work/static" 2>/dev/null || true
    arguments="$(flags --cflags --libs --static) $static"
    compiled "$work/static.exe" "$root/examples/c/purchase.c" "$compiler"
    accepted "${run[@]}" "$work/static.exe" "$root/examples/purchase.json"
    rm -r "$work/static"
    if [[ $archive = *-windows-* ]]; then
        arguments=$(flags --cflags)
        compiled "$work/unloaded.exe" "$root/tests/packages/unloaded.c" "$compiler"
        accepted "${run[@]}" "$work/unloaded.exe"
        echo "${archive##*/}: unloaded while it delivers, and delivers"
    fi
    echo "${archive##*/}: a program of each library had its event accepted"
done
