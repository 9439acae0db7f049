#!/usr/bin/env bash
# Fuzzes each target for some seconds:  tests/fuzz/run.sh [seconds] [target ...]
#
# What libFuzzer needs is a few flags of rustc, so no further tool has to be installed. The address sanitizer watches: it comes with
# every toolchain for Linux and macOS, and a stable one is told that it may use it. What C code is in the tree, SQLite's and ring's,
# it sees only at the borders. Inputs that were found are kept in `corpus/`, those that break something in `artifacts/`.
set -euo pipefail
cd "$(dirname "$0")"

seconds=${1:-20}
targets=("${@:2}")
[ ${#targets[@]} -gt 0 ] || targets=(c consent cookies csv describe email event_json phone reply sandbox table verbs)

command -v c++ >/dev/null || { echo "make fuzz needs a C++ compiler, for libFuzzer: apt-get install g++" >&2; exit 1; }

flags=(-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-pc-table
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing)
toolchain=()
if rustup toolchain list 2>/dev/null | grep -q '^nightly'; then
    toolchain=(+nightly)
else
    export RUSTC_BOOTSTRAP=1
fi
host=$(rustc "${toolchain[@]}" -vV | sed -n 's/^host: //p')
case $host in
*-linux-gnu | *-apple-darwin) flags+=(-Zsanitizer=address) ;;
*) echo "No address sanitizer for $host: fuzzing goes on without." >&2 ;;
esac

echo "Building the targets"
RUSTFLAGS="${flags[*]}" CARGO_TARGET_DIR=target cargo "${toolchain[@]}" build --quiet --release --locked --target "$host" --bins

for target in "${targets[@]}"; do
    mkdir -p "corpus/$target" "artifacts/$target"
    echo "$target, for $seconds seconds"
    log="artifacts/$target/log"
    words=()
    [ ! -f "dictionaries/$target.dict" ] || words=(-dict="dictionaries/$target.dict")
    if ! "target/$host/release/$target" -max_total_time="$seconds" -max_len=2048 -timeout=10 -rss_limit_mb=3072 \
        "${words[@]}" -artifact_prefix="artifacts/$target/" -print_final_stats=1 "corpus/$target" "seeds/$target" >"$log" 2>&1
    then
        tail -40 "$log" >&2
        echo "$target: broken by the input named above; it is in tests/fuzz/artifacts/$target" >&2
        exit 1
    fi
    sed -n 's/^stat::number_of_executed_units: */  runs: /p; s/^stat::new_units_added: */  inputs added: /p' "$log"
done
