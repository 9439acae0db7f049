#!/usr/bin/env bash
# Installs what PyPI gets from target/dist alone, where there is neither Rust nor this repository, by every Python of this machine:
# `tiktok-capi run` starts the sandbox of the extra, which accepts a first event. Arm64 runs under qemu. The source distribution is
# built from itself alone, with Rust.
#   tests/packages/install.sh wheel
set -euo pipefail
cd "$(dirname "$0")/../../.."

tools=${TOOLS:-$PWD/target/packages/tools}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp tests/packages/install/wheel.py "$work/first.py"
path=/usr/bin:/bin
PATH=$path command -v cargo && { echo "there is a cargo in $path" >&2 && exit 1; }
clean=(env -i "PATH=$path" "HOME=$work" PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1)
within() { (cd "$work" && timeout 300 "${clean[@]}" "$@"); }
milliseconds() { echo $((($(date +%s%N) - $1) / 1000000)); }

# judged: what others say of them
judged() {
    [ -x "$tools/bin/pip" ] || python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet --disable-pip-version-check auditwheel==6.8.2 abi3audit==0.0.26 twine==7.0.0
    "$tools/bin/twine" check --strict "$DIST"/tiktok_capi-*.{whl,tar.gz} "$DIST"/tiktok_capi_program-*.whl
    for wheel in "$DIST"/tiktok_capi-*-abi3-*.whl; do
        "$tools/bin/auditwheel" show "$wheel" | tr -s '\n ' ' ' >"$work/said"
        grep -o 'the following platform tag: "manylinux_2_17_[a-z0-9_]*"' "$work/said" || { cat "$work/said" >&2 && exit 1; }
        "$tools/bin/abi3audit" --strict "$wheel"
    done
    for file in "$DIST"/tiktok_capi-*.{whl,tar.gz} "$DIST"/tiktok_capi_program-*.whl; do
        for licence in LICENSE-APACHE LICENSE-MIT THIRD-PARTY-NOTICES; do
            listed "$file" | grep -q "/$licence$" || { echo "$file lacks $licence" >&2 && exit 1; }
        done
    done
}

listed() {
    case $1 in
    *.whl) python3 -m zipfile --list "$1" | awk '{ print $1 }' ;;
    *) tar -tzf "$1" ;;
    esac
}

# pythons: one of each version, by its path
pythons() {
    local minor each
    for minor in 10 11 12 13 14; do
        for each in "/usr/bin/python3.$minor" "/usr/local/bin/python3.$minor" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3."$minor".*/bin/python3; do
            "$each" -c 'import ensurepip, ssl, venv' 2>/dev/null && echo "$each" && break
        done || true
    done
}

# installed PYTHON WHAT: the folder of an environment with it, in which a word about the time it took
installed() {
    local venv began
    venv=$(mktemp -d "$work/venv-XXXX")
    within "$1" -m venv "$venv"
    began=$(date +%s%N)
    within "$venv/bin/pip" install --quiet --no-index --find-links "$DIST" "$2"
    echo "installed in $(milliseconds "$began") ms" >"$venv/took"
    echo "$venv"
}

# first PYTHON: a shop that has the library and the whole program
first() {
    local venv
    venv=$(installed "$1" 'tiktok-capi[sandbox]')
    echo "$(within "$venv/bin/tiktok-capi" run --port 0 -- "$venv/bin/python" first.py | tail -1), $(<"$venv/took")"
    within "$venv/bin/tiktok-capi" --help | grep -q '^  sandbox '
    within "$venv/bin/tiktok-capi-program" --version >/dev/null
    within "$venv/bin/pip" check >/dev/null
    rm -r "$venv"
}

# alone PYTHON: without the extra, the word says how to get it
alone() {
    local venv said code=0
    venv=$(installed "$1" tiktok-capi)
    within "$venv/bin/tiktok-capi" event-id Purchase 4711 >/dev/null
    said=$(within "$venv/bin/tiktok-capi" sandbox 2>&1) || code=$?
    [ "$code" = 2 ] && [[ $said == *"pip install 'tiktok-capi[sandbox]=="* ]] || { echo "$said" >&2 && exit 1; }
    rm -r "$venv"
}

# arm64: Debian's Python for it, unpacked, not installed
arm64() {
    local root=$work/arm64 python
    tests/setup/need qemu-aarch64-static qemu-user-static || return 75
    tests/packages/python_arm64 "$root" || return
    python3 -m pip install --quiet --disable-pip-version-check --no-index --find-links "$DIST" --target "$work/site" \
        --platform manylinux_2_17_aarch64 --only-binary :all: --python-version 3.11 'tiktok-capi[sandbox]'
    python=$(basename "$root"/usr/bin/python3.*)
    QEMU_LD_PREFIX=$root timeout 600 "$program" run --port 0 -- env PYTHONPATH="$work/site" PYTHONHOME="$root/usr" \
        qemu-aarch64-static "$root/usr/bin/$python" "$work/first.py" | tail -1 | sed 's/^/arm64 under qemu: /'
    qemu-aarch64-static "$work/site/tiktok_capi_program/tiktok-capi" --version | sed 's/^/arm64 under qemu: /'
}

# source: built from what the source distribution holds
source_alone() {
    local venv
    venv=$(mktemp -d "$work/venv-XXXX")
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check 'maturin==1.16.0'
    mkdir "$work/source"
    tar -xzf "$DIST"/tiktok_capi-*.tar.gz -C "$work/source" --strip-components 1
    (cd "$work/source" && PATH="$venv/bin:$PATH" CARGO_TARGET_DIR=${SOURCE_TARGET:-$work/target} "$venv/bin/pip" install --quiet --disable-pip-version-check \
        --no-build-isolation --no-index --config-settings=build-args="--profile ${PROFILE:-release}" .)
    rm -rf "$work/source"
    (cd "$work" && timeout 300 "$program" run --port 0 -- "$venv/bin/python" first.py | tail -1 | sed 's/^/from the source distribution: /')
}

judged
for python in $(pythons); do
    first "$python"
done
alone "$(pythons | head -1)"
cargo build --quiet --locked --package tiktok-capi-cli
program=$PWD/target/debug/tiktok-capi
if compgen -G "$DIST/tiktok_capi-*_aarch64.whl" >/dev/null; then
    code=0 && arm64 || code=$?
    [ "$code" = 0 ] || [ "$code" = 75 ] || exit "$code"
    [ "$code" = 0 ] || tests/packages/skip "trying the wheel for arm64" "no Python for it"
fi
source_alone
