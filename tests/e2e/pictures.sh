#!/usr/bin/env bash
# Takes the pictures of the sandbox's page for the documentation, docs/images/sandbox-*.png. Debian's packages are installed when
# this runs as root.
set -euo pipefail
cd "$(dirname "$0")/../.."

tests/setup/need chromium chromium
tests/setup/packages program
npm ci --silent --no-audit --no-fund --prefix tests/e2e
exec env PICTURES=keep node --test tests/e2e/pictures.test.mjs
