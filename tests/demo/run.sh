#!/usr/bin/env bash
# The demonstration, on a fresh machine too: builds all packages unoptimised, sets the shops up, and runs `run.py`. Debian's packages
# are installed when this runs as root.
#   tests/demo/run.sh [--stay]
set -euo pipefail
cd "$(dirname "$0")/../.."

say() { printf '== %s\n' "$*"; }
need() { # COMMAND PACKAGE
    command -v "$1" >/dev/null && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >/dev/null
    else
        echo "missing: $1 (Debian: apt-get install $2)" >&2
        exit 1
    fi
}

tests/setup/machine >/dev/null
need php php-cli
need composer composer

say "packages, from this checkout"
tests/setup/packages
cargo build --quiet --locked --package tiktok-capi --example purchase

say "shops"
work=$PWD/target/demo prefix=$PWD/target/packages/c
rm -rf "$work"
mkdir -p "$work"
target/packages/python/bin/pip install --quiet --disable-pip-version-check --requirement examples/django-shop/requirements.txt
npm ci --silent --no-audit --no-fund --prefix examples/express-shop
npm ci --silent --no-audit --no-fund --prefix tests/demo
COMPOSER_ALLOW_SUPERUSER=1 composer install --quiet --no-interaction --working-dir examples/php-shop
cc -std=c99 -O1 -Wall -Wextra -Wpedantic -Werror -I"$prefix/include" examples/c/purchase.c -L"$prefix/lib" -Wl,-rpath,"$prefix/lib" -ltiktok_capi -o "$work/purchase"

say "one purchase, from every language"
exec python3 tests/demo/run.py "$@"
