#!/usr/bin/env bash
# Builds the packages of this checkout, and does to their outboxes what happens to outboxes.
#   tests/durability/run.sh [--seconds SECONDS] [--seed SEED] [--only NAME]... [--round NUMBER]
set -euo pipefail
cd "$(dirname "$0")/../.."

tests/setup/packages program python
exec target/packages/python/bin/python tests/durability "$@"
