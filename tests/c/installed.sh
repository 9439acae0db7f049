#!/usr/bin/env bash
# How the C library is installed: with its licences, into a folder of libraries that the caller names, and found again after it was
# moved, also where there is a blank in its path. A program that is wholly static links.
#   tests/c/installed.sh FOLDER      below which it works
set -euo pipefail
cd "$(dirname "$0")/../.."

# starts PROGRAM
starts() {
    { "$@" 2>&1 || true; } | grep -q usage
}

folder="$1/to be installed" moved="$1/moved elsewhere"
rm -rf "$folder" "$moved"
LIBDIR=lib/here PROFILE=dev bindings/c/install.sh "$folder"
mv "$folder" "$moved"
for file in lib/here/libtiktok_capi.{a,so} share/doc/tiktok_capi/LICENSE-{MIT,APACHE}; do
    [ -s "$moved/$file" ] || { echo "there is no $file" >&2; exit 1; }
done
export PKG_CONFIG_PATH=$moved/lib/here/pkgconfig
eval "cc -std=c99 examples/c/purchase.c $(pkg-config --cflags --libs tiktok_capi) -o '$1/moved-shared'"
eval "cc -std=c99 examples/c/purchase.c $(pkg-config --static --cflags --libs tiktok_capi) -static -o '$1/moved-static'" 2>"$1/said" \
    || { cat "$1/said" >&2; exit 1; }
LD_LIBRARY_PATH=$moved/lib/here starts "$1/moved-shared"
starts env -i "$1/moved-static"
! readelf --dynamic "$1/moved-static" | grep -q NEEDED
cmake -S tests/c/moved -B "$1/moved-by-cmake" -Dtiktok_capi_DIR="$moved/lib/here/cmake/tiktok_capi" >"$1/said" && cmake --build "$1/moved-by-cmake" >>"$1/said" \
    || { cat "$1/said" >&2; exit 1; }
for program in shared static; do
    starts "$1/moved-by-cmake/$program"
done
