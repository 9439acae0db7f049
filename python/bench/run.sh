#!/usr/bin/env bash
# Builds the package as it is released, installs it beside what people use today, and prints a table.
#   python/bench/run.sh [build | enqueue]
set -euo pipefail
cd "$(dirname "$0")"

venv=$(cd ../.. && pwd)/target/python/bench
[ -x "$venv/bin/python" ] || "${PYTHON:-python3}" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r requirements.txt
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps "${WHEEL:-..}"
exec "$venv/bin/python" -I "$PWD/${1:-build}.py"
