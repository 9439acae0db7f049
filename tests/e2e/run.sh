#!/usr/bin/env bash
# Opens the example shops in a headless Chromium, buys something, and looks in the sandbox for what arrived. Then it clicks through
# the sandbox's own page, and compares it with its pictures in the documentation. SLOW=6 plays a slow machine. Debian's packages are
# installed when this runs as root.
#   tests/e2e/run.sh [node's test options]
set -euo pipefail
cd "$(dirname "$0")/../.."

tests/setup/machine >/dev/null
tests/setup/need chromium chromium
tests/setup/packages program python node
target/packages/python/bin/pip install --quiet --disable-pip-version-check --requirement examples/django-shop/requirements.txt
npm ci --silent --no-audit --no-fund --prefix examples/express-shop
npm ci --silent --no-audit --no-fund --prefix tests/e2e
exec node --test --test-concurrency=1 "$@" tests/e2e/{pairing,list,event,views,looks,pictures,likeness}.test.mjs
