#!/usr/bin/env bash
# Sets up and runs everything that is tested of the npm package. Needs Node 20 or newer and Rust, nothing else.
set -euo pipefail
cd "$(dirname "$0")"

# Options of whoever runs this must not reach the tests.
unset "${!TIKTOK_@}"

echo "node: development tools and frameworks"
npm ci --ignore-scripts --no-audit --no-fund
npm ci --prefix ../examples/express-shop --no-audit --no-fund

echo "node: Bun and Deno, which the tests skip where they cannot be had"
npm ci --prefix test/runtimes --ignore-scripts --no-audit --no-fund || echo "node: not here; their tests are skipped"

echo "node: the native part with test hooks, and the program for its sandbox"
node build.mjs --features test-hooks
cargo build --quiet --locked --package tiktok-capi-cli
cargo build --quiet --locked --package tiktok-capi --example private_service
target="$(cargo metadata --format-version 1 --no-deps | node -p 'JSON.parse(require("node:fs").readFileSync(0)).target_directory')"
export TIKTOK_CAPI_PROGRAM="$target/debug/tiktok-capi"

echo "node: tests"
node --test test/*.test.mjs
