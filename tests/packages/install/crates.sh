#!/usr/bin/env bash
# Unpacks the packed crates where this repository is not, runs their tests there, and has the sandbox of the packed program accept
# the event of a program that depends on them.
set -euo pipefail
cd "$(dirname "$0")/../../.."

folder=$(mktemp -d) target=$PWD/target/packages/crates
trap 'rm -rf "$folder" "$target"' EXIT

for file in "$DIST"/*.crate; do
    tar -xzf "$file" -C "$folder"
done
cp Cargo.lock "$folder"
cd "$folder"

# As crates.io would give them: by name and version, each from its package.
{
    printf '[workspace]\nresolver = "3"\nmembers = ["*-*"]\n\n[profile.dev]\ndebug = false\n\n[patch.crates-io]\n'
    for package in tiktok-capi*; do
        printf '%s = { path = "%s" }\n' "${package%-*}" "$package"
    done
} >Cargo.toml

version=$(ls -d tiktok-capi-core-*) version=${version#tiktok-capi-core-}
mkdir -p first-event/src
cp "tiktok-capi-$version/examples/purchase.rs" first-event/src/main.rs
printf '[package]\nname = "first-event"\nedition = "2024"\n\n[dependencies]\ntiktok-capi = "%s"\n' "$version" >first-event/Cargo.toml
echo '{"event": "Contact", "user": {"email": "ada@example.com"}, "page": {"url": "https://shop.example/"}}' >contact.json

export CARGO_TARGET_DIR=$target
cargo build --quiet --workspace
said=$(cd / && env -i "$target/debug/tiktok-capi" run -- "$target/debug/first-event" "$folder/contact.json" 2>&1) || { echo "$said" >&2 && exit 1; }
grep --quiet '^accepted$' <<<"$said" || { echo "no event was accepted: $said" >&2 && exit 1; }
echo "crates: the first event was accepted"
cargo test --quiet --workspace
