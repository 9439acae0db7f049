#!/usr/bin/env bash
# The tests of tiktok_capi.django, with the oldest and the newest Django and the long-term one between them: each in an environment
# of its own, with the package installed as its users do, but unoptimised.
#   python/tests/django/run.sh [arguments of pytest]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../../.."
folder=$PWD/target/python/django

say() { printf '\n== django: %s\n' "$*"; }
install() { "$1/bin/python" -m pip install --quiet --disable-pip-version-check "${@:2}"; }
environment() { [ -x "$2/bin/python" ] || "$1" -m venv "$2"; }

# The first Python of these that runs. Django 6 needs 3.12; pyenv shows a Python that is not the current one only by its path.
python_for_django_6() {
    local each
    for each in python3.14 python3.13 python3.12 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[2-9]*/bin/python; do
        "$each" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && echo "$each" && return
    done
}

say "the package and the sandbox"
rm -rf "$folder/wheel"
environment python3 "$folder/build"
install "$folder/build" 'maturin==1.16.0'
PATH="$folder/build/bin:$PATH" pip wheel --quiet --disable-pip-version-check --no-build-isolation --no-deps \
    --config-settings=build-args="--profile dev --features test-hooks" --wheel-dir "$folder/wheel" ./python
cargo build --quiet --locked --package tiktok-capi-cli

check() { # PYTHON DJANGO [arguments of pytest]
    local python=$1 django=$2 venv=$folder/$2
    shift 2
    environment "$python" "$venv"
    say "Django $django, $("$venv/bin/python" -V)"
    install "$venv" --requirement "$here/requirements.txt" "Django==$django"
    install "$venv" --force-reinstall --no-deps "$folder"/wheel/*.whl
    PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$here "$venv/bin/python" -P -m pytest -c "$here/pytest.ini" --rootdir "$here" "$here" "$@"
}

check "${PYTHON:-python3}" 4.2.30 "$@"
check "${PYTHON:-python3}" 5.2.19 "$@"
newest=$(python_for_django_6)
if [ -n "$newest" ]; then
    check "$newest" 6.1.3 "$@"
else
    say "Django 6 is left out: it needs Python 3.12 or newer"
fi
