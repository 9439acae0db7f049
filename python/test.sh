#!/usr/bin/env bash
# Installs the package as its users do, but unoptimised and with the test hooks, and runs every test of it.
#   python/test.sh [arguments of pytest]      PYTHON=python3.12 python/test.sh
set -euo pipefail
cd "$(dirname "$0")"

python=${PYTHON:-python3}
venv=$(cd .. && pwd)/target/python/$("$python" -c 'import sys; print("venv-%d.%d" % sys.version_info[:2])')
say() { printf '\n== python: %s\n' "$*"; }

say "environment $venv"
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt

export PATH="$venv/bin:$PATH" # maturin, without an isolated environment of its own for each build

say "build (dev profile, test-hooks)"
python -m pip install --quiet --disable-pip-version-check --no-build-isolation --force-reinstall --no-deps \
    --config-settings=build-args="--profile dev --features test-hooks" .

say "what the tests send to"
cargo build --quiet --locked --manifest-path ../Cargo.toml --package tiktok-capi-cli
cargo build --quiet --locked --manifest-path ../Cargo.toml --package tiktok-capi --example private_service

say "tests"
exec pytest "$@" # not `python -m`: that would import the folder beside it instead of what was installed
