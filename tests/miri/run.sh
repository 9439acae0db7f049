#!/usr/bin/env bash
# Runs the tests of `bindings/c` in Miri, which sees every access to memory. It cannot call into C, so what needs SQLite, sockets or
# `pthread_atfork`, which is all that `bindings/atfork` has, is left to the address sanitizer (tests/fuzz) and to tests/c.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! cargo +nightly miri --version >/dev/null 2>&1; then
    echo "make miri: LEFT OUT, nothing was checked. It needs: rustup toolchain install nightly --component miri,rust-src" >&2
    exit 0
fi
# The machine's clock is asked for, as it is without an option that says the time.
MIRIFLAGS="-Zmiri-disable-isolation -Zmiri-strict-provenance" CARGO_TARGET_DIR=target/miri \
    cargo +nightly miri test --locked --package tiktok-capi-c
