#!/usr/bin/env bash
# Builds the package as it is released, installs it beside what people use today, and prints the table of build.py.
set -euo pipefail
cd "$(dirname "$0")"

venv=$(cd ../.. && pwd)/target/python/bench
[ -x "$venv/bin/python" ] || "${PYTHON:-python3}" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r requirements.txt
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps "${WHEEL:-..}"
exec "$venv/bin/python" -I "$PWD/build.py"
