#!/usr/bin/env bash
# The C library as an archive for each platform: headers, both libraries, what pkg-config and CMake read, and the licences.
set -euo pipefail
cd "$(dirname "$0")/../../.."

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tests/packages/notices tiktok-capi-c >"$work/THIRD-PARTY-NOTICES.txt"

for target in $TARGETS; do
    # What is static has no shared library.
    [ "$target" != linux-x64-musl ] || continue
    built=$(CARGO_TERM_COLOR=never tests/packages/cargo "$target" rustc --package tiktok-capi-c --lib -- \
        --print native-static-libs 2>"$work/said") || {
        status=$?
        cat "$work/said" >&2
        [ $status = 75 ] || exit 1
        tests/packages/skip "the C library for $target" "this machine has no toolchain for it"
        continue
    }
    folder=$work/tiktok-capi-c-$version-$target
    CARGO_BUILD_TARGET=$(basename "$(dirname "$built")") BUILT=$built NEEDED=$(sed -n 's/^note: native-static-libs: //p' "$work/said" | tail -n 1) \
        bindings/c/install.sh "$folder"
    cp bindings/c/README.md "$work/THIRD-PARTY-NOTICES.txt" "$folder/share/doc/tiktok_capi"
    case $target in
    windows-*) ending=zip ;;
    *) ending=tar.gz ;;
    esac
    tests/packages/archive "$folder" "$DIST/${folder##*/}.$ending"
    rm -r "$folder"
    ls -l "$DIST/${folder##*/}.$ending" | awk '{ print $5, $9 }'
done
