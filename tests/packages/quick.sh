#!/usr/bin/env bash
# The quick part of what `make packages` builds and `make packages-test` tries: npm packages, wheel and program of this machine,
# unoptimised, each installed where there is no Rust, and a first event accepted.
set -euo pipefail
cd "$(dirname "$0")/../.."

tests/packages/quick-npm.sh
tests/packages/quick-wheel.sh
