#!/usr/bin/env bash
# The wheel of the library and that of the whole program, of this machine and unoptimised: installed by pip from a folder alone, where
# there is no Rust. `tiktok-capi run` starts the sandbox of the extra, which accepts a first event.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tests/setup/packages program python
mkdir "$work/dist"
(cd python && PATH="$PWD/../target/packages/python/bin:$PATH" maturin build --quiet --locked --profile dev --compatibility linux --out "$work/dist")
strip -o "$work/tiktok-capi" target/debug/tiktok-capi
tests/packages/notices tiktok-capi-cli \
    | tests/packages/program_wheel.py "$work/tiktok-capi" "linux_$(uname -m)" "$work/dist"

cp tests/packages/install/wheel.py "$work/first.py"
python3 -m venv "$work/shop"
clean() { (cd "$work" && timeout 300 env -i "PATH=/usr/bin:/bin" "HOME=$work" "$@"); }
clean "$work/shop/bin/pip" install --quiet --disable-pip-version-check --no-cache-dir --no-index --find-links "$work/dist" 'tiktok-capi[sandbox]'
said=$(clean "$work/shop/bin/tiktok-capi" run --port 0 -- "$work/shop/bin/python" first.py)
grep -E 'accepted [0-9]+ ms after the start' <<<"$said" || { echo "$said" >&2 && exit 1; }
