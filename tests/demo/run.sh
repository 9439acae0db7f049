#!/usr/bin/env bash
# The demonstration, on a fresh machine too: builds all packages unoptimised, sets the shops up, and runs `run.py`. Debian's
# packages are installed when this runs as root. What is not for the reader is shown only where it failed.
#   tests/demo/run.sh [--stay]
set -euo pipefail
cd "$(dirname "$0")/../.."

say() { printf '== %s\n' "$*"; }
quietly() { tests/setup/quietly "$@"; }

say "packages, from this checkout (the first time takes some minutes)"
quietly tests/setup/machine
tests/setup/need php php-cli
tests/setup/need composer composer
for package in program python node c; do
    printf '  %s …\n' "$package"
    quietly tests/setup/packages "$package"
done
quietly cargo build --locked --package tiktok-capi --example purchase

say "shops"
work=$PWD/target/demo prefix=$PWD/target/packages/c
rm -rf "$work"
mkdir -p "$work"
quietly target/packages/python/bin/pip install --disable-pip-version-check --requirement examples/django-shop/requirements.txt
quietly npm ci --no-audit --no-fund --prefix examples/express-shop
quietly npm ci --no-audit --no-fund --prefix tests/demo
COMPOSER_ALLOW_SUPERUSER=1 quietly composer install --no-interaction --working-dir examples/php-shop
cc -std=c99 -O1 -Wall -Wextra -Wpedantic -Werror -I"$prefix/include" examples/c/purchase.c -L"$prefix/lib" -Wl,-rpath,"$prefix/lib" -ltiktok_capi -o "$work/purchase"

say "one purchase, from every language"
exec python3 tests/demo/run.py "$@"
