#!/usr/bin/env bash
# Checks the crates for Windows and macOS, tests and benchmarks included, and that nothing is warned of. It takes minutes: nobody
# has their standard library here, so that is built. Left out, loudly, where the toolchain is missing.
#   tests/packages/cross.sh [windows-x64|macos-arm64]...     both when none is named
set -euo pipefail
cd "$(dirname "$0")/../.."

[ $# != 0 ] || set -- windows-x64 macos-arm64
crates=(tiktok-capi{,-core,-json,-sandbox,-table,-cli,-c})
said=$(mktemp)
trap 'rm -f "$said"' EXIT
for target; do
    status=0
    PROFILE=dev tests/packages/cargo "$target" check --all-targets "${crates[@]/#/--package=}" >/dev/null 2>"$said" || status=$?
    case $status in
    0)
        if grep -A 12 '^warning' "$said"; then exit 1; fi
        echo "$target: checked"
        ;;
    75) tests/packages/skip "the check for $target" "$(tail -n 1 "$said")" ;;
    *) cat "$said" >&2 && exit 1 ;;
    esac
done
