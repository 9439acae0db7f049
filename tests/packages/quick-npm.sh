#!/usr/bin/env bash
# The npm packages of this machine, unoptimised: packed as a release packs them, installed by name, traced by what deployments trace
# with, and a first event accepted of each.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ "$(uname -sm)" != "Linux x86_64" ]; then
    exec tests/packages/skip "npm packages" "this script knows Linux on x64 alone"
fi
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export DIST=$place/dist

node node/build.mjs >/dev/null
cargo build --quiet --locked --package tiktok-capi-cli
target=$(cargo metadata --format-version 1 --no-deps | node -p 'JSON.parse(require("node:fs").readFileSync(0)).target_directory')
strip -o "$place/program-linux-x64" "$target/debug/tiktok-capi"
strip -o "$place/tiktok-capi.linux-x64-gnu.node" node/tiktok-capi.linux-x64-gnu.node
for what in node program; do
    tests/packages/notices tiktok-capi-${what/program/cli} >"$place/THIRD-PARTY-NOTICES.$what"
done
node node/packages.mjs "$place" "$DIST" linux-x64-gnu program-linux-x64
tests/packages/install/npm.sh linux-x64-gnu
tests/packages/bundlers.sh traced
