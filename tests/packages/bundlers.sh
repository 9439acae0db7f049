#!/usr/bin/env bash
# Tries what docs/bundlers.md says: a shop is bundled, traced or installed by each tool, carried to a folder of its own, and has a
# first event accepted by a sandbox there. Takes the packages of target/dist; the tools come from the npm registry.
#   tests/packages/bundlers.sh [NAME]...     functions of this file; all of them when none is named
set -euo pipefail
cd "$(dirname "$0")/../.."
here=$PWD/tests/packages

place=$(mktemp -d)
servers=()
trap 'kill "${servers[@]}" 2>/dev/null || true; rm -rf "$place"' EXIT
unset "${!TIKTOK_@}"

# server COMMAND...: starts what prints its address, which becomes $address
server() {
    local said
    exec {said}< <(exec "$@")
    servers+=($!)
    read -r -t 60 address <&"$said"
}

# shop NAME FILES PACKAGE...: goes to a new shop of that name, where npm has installed these
shop() {
    cp -r "$here/bundlers/$2" "$place/$1"
    cd "$place/$1"
    echo '{ "private": true, "type": "module" }' >package.json
    [ $# = 2 ] || quietly npm install --no-audit --no-fund "${@:3}"
}

quietly() {
    "$here/../setup/quietly" "$@"
}

# accepted WHAT COMMAND...: the shop that the command starts here
accepted() {
    [ "$("${@:2}" "$sandbox")" = accepted ] || { echo "FAILED: $1" >&2 && exit 1; }
    echo "$1: first event accepted"
}

# tools: package managers, by their packages
tools() {
    [ -d "$place/tools" ] || (shop tools shop --ignore-scripts pnpm@10.34.9 @yarnpkg/cli-dist@4.18.1 bun@1.4.5)
}

traced() {
    shop traced shop tiktok-capi @vercel/nft@1.11.5
    node trace.mjs "$place/carried"
    cd "$place/carried"
    accepted "@vercel/nft" node shop.mjs
}

esbuild() {
    local words=(--bundle --platform=node --loader:.node=copy --log-level=warning)
    shop esbuild shop tiktok-capi esbuild@0.28.2
    npx esbuild shop.mjs "${words[@]}" --outfile="$place/cjs/shop.cjs"
    npx esbuild shop.mjs "${words[@]}" --format=esm --outfile="$place/esm/shop.mjs" \
        --banner:js="import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)"
    npx esbuild shop.mjs --bundle --platform=node --external:tiktok-capi --outfile=beside/shop.cjs --log-level=warning
    accepted "esbuild, the package left out" node beside/shop.cjs
    cd "$place"
    accepted "esbuild" node cjs/shop.cjs
    accepted "esbuild, ES modules" node esm/shop.mjs
}

webpack() {
    shop webpack shop tiktok-capi webpack@5.113.0 webpack-cli@6 node-loader@2.1.0
    sed -n '/^\/\/ webpack.config.js$/,/^```$/p' "$here/../../docs/bundlers.md" | sed '$d' >webpack.config.cjs
    quietly npx webpack --config webpack.config.cjs --mode production --entry ./shop.mjs --output-path "$place/packed"
    cd "$place/packed"
    accepted webpack node main.js
}

ncc() {
    shop ncc shop tiktok-capi @vercel/ncc@0.45.0
    quietly npx ncc build shop.mjs --out "$place/compiled"
    cd "$place/compiled"
    accepted ncc node index.mjs
}

pnpm() {
    tools
    shop pnpm shop
    quietly "$place/tools/node_modules/.bin/pnpm" add --store-dir "$place/pnpm-store" tiktok-capi @tiktok-capi/program
    accepted pnpm node shop.mjs
    "$place/tools/node_modules/.bin/pnpm" exec tiktok-capi --version
}

yarn() {
    tools
    local yarn=$place/tools/node_modules/.bin/yarn
    shop yarn shop
    export YARN_NPM_REGISTRY_SERVER=$registry YARN_UNSAFE_HTTP_WHITELIST=127.0.0.1 YARN_ENABLE_TELEMETRY=0 YARN_GLOBAL_FOLDER=$place/yarns
    quietly "$yarn" add tiktok-capi @tiktok-capi/program
    [ -e .pnp.cjs ]
    accepted "Yarn, Plug'n'Play" "$yarn" node shop.mjs
    "$yarn" tiktok-capi --version
}

bun() {
    tools
    local bun
    bun=$(compgen -G "$place/tools/node_modules/@oven/*/bin/bun" | head -n 1)
    shop bun shop
    BUN_INSTALL_CACHE_DIR=$place/buns quietly "$bun" add tiktok-capi
    accepted Bun "$bun" shop.mjs
    quietly "$bun" build shop.mjs --target=bun --outdir "$place/bunned"
    quietly "$bun" build shop.mjs --compile --outfile "$place/one/shop"
    cd "$place"
    accepted "bun build" "$bun" bunned/shop.js
    accepted "bun build --compile" one/shop
}

next15() {
    shop next15 next tiktok-capi next@15.5.29 react@19.3.1 react-dom@19.3.1
    rm proxy.js
    sed -n '/^\/\/ middleware.js$/,/^```$/p' "$here/../../docs/bundlers.md" | sed '$d' >middleware.js
    standalone "Next 15, webpack"
}

next16() {
    shop next16 next tiktok-capi next@16.4.6 react@19.3.1 react-dom@19.3.1
    standalone "Next 16, Turbopack"
    standalone "Next 16, webpack" --webpack
}

# standalone WHAT [ARGUMENT OF NEXT BUILD]...: what `output: 'standalone'` carries is all that there is
standalone() {
    local port said carried
    carried=$(mktemp -d "$place/next.XXXX")
    rm -rf .next
    NEXT_TELEMETRY_DISABLED=1 quietly npx next build "${@:2}"
    cp -r .next/standalone/. "$carried"
    port=$(node -e 'require("node:net").createServer().listen(0, "127.0.0.1", function () { console.log(this.address().port); this.close() })')
    exec {said}< <(cd "$carried" && exec env HOSTNAME=127.0.0.1 PORT="$port" TIKTOK_CAPI_ENDPOINT="$sandbox" TIKTOK_ACCESS_TOKEN=any \
        TIKTOK_EVENT_SOURCE_ID=C4A node server.js)
    servers+=($!)
    while read -r -t 60 line <&"$said" && [[ $line != *Ready* ]]; do :; done
    sandbox="http://127.0.0.1:$port" accepted "$1" node ask.mjs
}

server node "$here/registry.mjs" "${DIST:-target/dist}" "$(npm config get registry)"
registry=$address
export npm_config_registry=$registry
cargo build --quiet --locked --package tiktok-capi-cli
server "${CARGO_TARGET_DIR:-target}/debug/tiktok-capi" sandbox --port 0 --lifetime 3600
sandbox=$address

[ $# != 0 ] || set -- traced esbuild webpack ncc pnpm yarn bun next15 next16
for name; do
    ("$name")
done
