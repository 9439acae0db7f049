#!/usr/bin/env bash
# The program as an archive for each platform, with its manual, what shells complete, and the licences.
set -euo pipefail
cd "$(dirname "$0")/../../.."

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --quiet --locked --package tiktok-capi-cli
here=target/debug/tiktok-capi

# papers FOLDER: what is the same for all platforms, as the program of this machine tells it
papers() {
    mkdir -p "$1"/{man/man1,completions}
    cp LICENSE-APACHE LICENSE-MIT "$1"
    cp crates/cli/README.md "$1/README.md"
    tests/packages/notices tiktok-capi-cli >"$1/THIRD-PARTY-NOTICES.txt"
    "$here" man >"$1/man/man1/tiktok-capi.1"
    "$here" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z-]*\) .*/\1/p' | grep -vx help | while read -r command; do
        "$here" man "$command" >"$1/man/man1/tiktok-capi-$command.1"
    done
    "$here" completions bash >"$1/completions/tiktok-capi.bash"
    "$here" completions zsh >"$1/completions/_tiktok-capi"
    "$here" completions fish >"$1/completions/tiktok-capi.fish"
    "$here" completions powershell >"$1/completions/tiktok-capi.ps1"
}

papers "$work/papers"
for target in $TARGETS; do
    built=$(tests/packages/cargo "$target" --package tiktok-capi-cli) || {
        [ $? = 75 ] || exit 1
        tests/packages/skip "the program for $target" "this machine has no toolchain for it"
        continue
    }
    case $target in
    windows-*) program=tiktok-capi.exe ending=zip ;;
    *) program=tiktok-capi ending=tar.gz ;;
    esac
    folder=$work/tiktok-capi-$version-$target
    cp -r "$work/papers" "$folder"
    install -m 755 "$built/$program" "$folder"
    tests/packages/archive "$folder" "$DIST/${folder##*/}.$ending"
    rm -r "$folder"
    ls -l "$DIST/${folder##*/}.$ending" | awk '{ print $5, $9 }'
done
