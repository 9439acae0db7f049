#!/usr/bin/env bash
# Builds the C library and the program unoptimised, and runs every test of the package twice: through FFI and through the
# program. Debian's packages are installed when this runs as root.
set -euo pipefail
cd "$(dirname "$0")"

say() { printf '\n== PHP: %s\n' "$*"; }
need() { # FILE OR COMMAND, PACKAGE...
    local what=$1
    shift
    [ -e "$what" ] || command -v "$what" >/dev/null && return
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo "missing: $what (Debian: apt-get install $*)" >&2; exit 1; }
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
need php php-cli
need composer composer
need /usr/share/php/Slim/Psr7/autoload.php php-slim-psr7
need /usr/share/php/Illuminate/Foundation/Application.php php-laravel-framework
fpm=/usr/sbin/php-fpm$(php -r 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;')
need "$fpm" php-fpm
php -r 'exit(extension_loaded("curl") ? 0 : 1);' || need php-curl php-curl
php -r 'exit(PHP_VERSION_ID >= 80100 && extension_loaded("ffi") ? 0 : 1);' || { echo "PHP 8.1 or newer with FFI is needed" >&2; exit 1; }

target=$(cd .. && pwd)/target
prefix=$target/php/prefix
rm -rf "$target/php"
mkdir -p "$prefix"

say "library and program, as the README installs them"
export PREFIX=$prefix PROFILE=dev FEATURES=test-hooks
# The program too is built as for development, so that nothing is compiled twice.
bash -euc "cargo() { command cargo \"\$@\" --profile dev --locked; }; $(php tests/readme.php sh)"
export TIKTOK_CAPI_LIBRARY=$prefix/lib/libtiktok_capi.so.1 TIKTOK_CAPI_PROGRAM=$prefix/bin/tiktok-capi

cargo build --quiet --locked --manifest-path ../Cargo.toml --package tiktok-capi --example private_service

say "composer.json and syntax"
php -r 'foreach (["autoload", "require"] as $key) isset(json_decode(file_get_contents("composer.json"), true, 9, JSON_THROW_ON_ERROR)[$key]) || exit(1);'
find . -name '*.php' -print0 | xargs -0 -n1 php -l >/dev/null

say "the installer"
php tests/installer.php "$(mktemp -d "$target/php/XXXX")"

say "through FFI"
php -d ffi.enable=1 tests/run.php ffi 2>"$target/php/errors" || { cat "$target/php/errors"; exit 1; }
if grep -q secret.example "$target/php/errors"; then
    echo "an identifier was told on standard error" >&2
    exit 1
fi

say "through the program"
php -d ffi.enable=0 tests/run.php program

# web EXPECTED [SETTING]...: asks a web server of PHP's what does the work there.
web() {
    local expected=$1 got= server address
    shift
    php "$@" -S 127.0.0.1:0 tests/web.php >"$target/php/web" 2>&1 &
    server=$!
    for _ in $(seq 100); do
        address=$(grep -om1 'http://127.0.0.1:[0-9]*' "$target/php/web" || true)
        [ -n "$address" ] && break
        sleep 0.1
    done
    got=$(php -r 'echo file_get_contents($argv[1]);' "$address" || true)
    kill "$server"
    [ "$got" = "$expected e26ef224-15c0-5956-8cbb-6eaab9bb7cab" ] || { echo "expected $expected, got $got" >&2; cat "$target/php/web" >&2; exit 1; }
    echo "$expected"
}
say "on a web server, with PHP's own settings and with preloading"
web program
if php -r 'exit(extension_loaded("Zend OPcache") ? 0 : 1);'; then
    web ffi -d "opcache.preload=$PWD/preload.php" -d "opcache.preload_user=$(id -un)"
fi

"$prefix/bin/tiktok-capi" sandbox --port 0 --lifetime 900 >"$target/php/sandbox" 2>&1 &
trap "kill $! 2>/dev/null || true" EXIT
for _ in $(seq 600); do
    TIKTOK_CAPI_ENDPOINT=$(grep -om1 'http://127.0.0.1:[0-9]*' "$target/php/sandbox" || true)
    [ -n "$TIKTOK_CAPI_ENDPOINT" ] && break
    sleep 0.1
done
[ -n "$TIKTOK_CAPI_ENDPOINT" ] || { echo "the sandbox does not start:" >&2; cat "$target/php/sandbox" >&2; exit 1; }
export TIKTOK_CAPI_ENDPOINT
COMPOSER_ALLOW_SUPERUSER=1 composer install --quiet --no-interaction --working-dir ../examples/php-shop

# twice TEST [ARGUMENT]...: runs a test through FFI and through the program, each with an empty folder and an empty sandbox.
twice() {
    local enable folder
    for enable in 1 0; do
        folder=$(mktemp -d "$target/php/XXXX")
        php -r 'file_get_contents($argv[1] . "/sandbox/reset", false, stream_context_create(["http" => ["method" => "POST"]]));' "$TIKTOK_CAPI_ENDPOINT"
        php -d "ffi.enable=$enable" "$1" "$folder" "${@:2}"
    done
}
say "frameworks, over HTTP"
twice tests/frameworks.php
say "many processes, one outbox"
twice tests/processes.php "$fpm"

say "examples of the README and of the guide"
export TIKTOK_ACCESS_TOKEN=t0ken
for guide in README.md ../docs/php.md; do
    php -d ffi.enable=1 -d zend.assertions=1 -d auto_prepend_file="$PWD/tests/frameworks/psr.php" tests/readme.php "$prefix" "$guide"
done

say "passed"
