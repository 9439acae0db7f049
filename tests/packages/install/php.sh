#!/usr/bin/env bash
# Installs the PHP package with Composer where there is neither Rust nor this repository, once from the zip and once from a repository
# of its own, and its native part by its installer; the WooCommerce plugin as WordPress unpacks it; and runs what docs/shared-hosting.md
# says. A sandbox accepts the first event of each.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
dist=${DIST:-$root/target/dist}
skip=$here/../skip

package=$(compgen -G "$dist/tiktok-capi-php-*.zip") || { "$skip" php "there is no zip of it in target/dist" && exit; }
plugin=$(compgen -G "$dist/tiktok-capi-orders-*.zip")
"$root/tests/setup/need" php php-cli
"$root/tests/setup/need" composer composer
php -r 'exit((int) !extension_loaded("zip"));' || "$root/tests/setup/need" php-zip php-zip || true

work=$(mktemp -d "${TMPDIR:-/tmp}/a shop XXXX")
stop=()
trap 'for each in "${stop[@]}"; do kill "$each" 2>/dev/null || true; done; rm -rf "$work"' EXIT

# The machine of a user: PHP, Composer and what every Linux has. PHP has no FFI there unless a test says so.
mkdir -p "$work/bin" "$work/home/composer" "$work/zip"
printf '#!/bin/sh\nexec "%s" -d ffi.enable="${FFI:-0}" "$@"\n' "$(command -v php)" >"$work/bin/php"
printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$work/bin/php" "$(readlink -f "$(command -v composer)")" >"$work/bin/composer"
chmod 755 "$work/bin/php" "$work/bin/composer"
python3 -m zipfile -e "$package" "$work/package"
native=vendor/tiktok-capi/tiktok-capi/native

# as_user FOLDER COMMAND [ARGUMENT]...
as_user() {
    local folder=$1
    shift
    (cd "$folder" && exec env -i HOME="$work/home" PATH="$work/bin:/usr/bin:/bin" TMPDIR="$work" COMPOSER_HOME="$work/home/composer" \
        ${PHP_INI_SCAN_DIR:+PHP_INI_SCAN_DIR="$PHP_INI_SCAN_DIR"} COMPOSER_ALLOW_SUPERUSER=1 TIKTOK_ACCESS_TOKEN=any \
        TIKTOK_CAPI_INSTALL_FROM="$dist" TIKTOK_CAPI_ENDPOINT="${endpoint:-}" FFI="${FFI:-0}" "$@")
}
if as_user / sh -c 'command -v cargo rustc tiktok-capi'; then
    echo "the machine of a user has Rust, or the program" >&2
    exit 1
fi

# composed REPOSITORY: what Composer of that machine knows, and nothing else
composed() {
    printf '{"repositories": [%s, {"packagist.org": false}]}\n' "$1" >"$work/home/composer/config.json"
}

# served COMMAND [ARGUMENT]...: starts what tells an address, and sets `address`
served() {
    as_user "$work" "$@" >"$work/served" 2>&1 &
    stop+=($!)
    for _ in $(seq 300); do
        address=$(grep -om1 'http://127.0.0.1:[0-9]*' "$work/served") && return
        sleep 0.1
    done
    cat "$work/served" >&2
    return 1
}

cat >"$work/first.php" <<'END'
<?php
require 'vendor/autoload.php';
$contact = ['event' => 'Contact', 'page' => ['url' => 'https://shop.example/'], 'user' => ['email' => 'jo@example.com']];
echo TikTokCapi\Runtime::kind(), ' ', (new TikTokCapi\Client(['pixel_code' => 'C4A']))->track($contact)->results[0]->outcome, "\n";
END

# first KIND: the shop's first event, by the library or by the program
first() {
    local got
    got=$(FFI=$([ "$1" = ffi ] && echo 1 || echo 0) as_user "$work/shop" php "$work/first.php")
    [ "$got" = "$1 accepted" ] || { echo "expected '$1 accepted', got '$got'" >&2; exit 1; }
    echo "ok: $2, $got"
}

# a shop that has the package, of the repository that Composer knows
shop() {
    rm -rf "$work/shop"
    mkdir "$work/shop"
    as_user "$work/shop" composer --quiet --no-interaction require tiktok-capi/tiktok-capi
}

began=$(date +%s%N)
if php -r 'exit((int) !extension_loaded("zip"));'; then
    cp "$package" "$work/zip"
    composed "{\"type\": \"artifact\", \"url\": \"$work/zip\"}"
else
    "$skip" "php as an artifact" "PHP has no zip extension; its files are installed from a folder"
    composed "{\"type\": \"path\", \"url\": \"$work/package\", \"options\": {\"symlink\": false}}"
fi
shop
as_user "$work/shop" vendor/bin/tiktok-capi-install
echo "installed in $((($(date +%s%N) - began) / 1000000)) ms"
for left in tests bench test.sh split.sh .gitattributes; do
    [ ! -e "$work/shop/vendor/tiktok-capi/tiktok-capi/$left" ] || { echo "$left is in the package" >&2; exit 1; }
done
served "$work/shop/$native/tiktok-capi" sandbox --port 0 --lifetime 900
endpoint=$address
first program "the zip"
[ "$(stat -c %a "$work/shop/$native/tiktok-capi")" = 755 ]

if ! as_user "$work/shop" php -r 'exit(method_exists("FFI", "cdef") ? 0 : 1);'; then
    "$skip" "php by the library" "PHP has no FFI"
elif as_user "$work/shop" vendor/bin/tiktok-capi-install --library >"$work/library" 2>&1; then
    first ffi "the zip"
elif grep -q ': no_build: ' "$work/library"; then
    "$skip" "php by the library" "no C library of this platform is in target/dist"
else
    cat "$work/library" >&2
    exit 1
fi

# What shared-hosting.md says of cron's PHP: an empty setting lifts what php.ini forbids.
echo 'disable_functions = proc_open' >"$work/php.ini"
for lifted in '' '-ddisable_functions='; do
    as_user "$work/shop" php -c "$work/php.ini" -d display_errors=0 -d log_errors=1 ${lifted:+"$lifted"} "$work/first.php" || true
done >"$work/lifted" 2>"$work/forbidden"
grep -q missing_library "$work/forbidden" && [ "$(cat "$work/lifted")" = "program accepted" ] || { cat "$work/lifted" "$work/forbidden" >&2; exit 1; }

# Its own repository, as a release makes it, twice: a tag that is there is not made again.
git init --quiet --bare --initial-branch=main "$work/php.git"
"$root/php/split.sh" "$work/package/digests.json" "$work/php.git" >/dev/null
if "$root/php/split.sh" "$work/package/digests.json" "$work/php.git" >/dev/null 2>&1; then
    echo "a release was pushed twice" >&2
    exit 1
fi
composed "{\"type\": \"vcs\", \"url\": \"file://$work/php.git\"}"
shop
as_user "$work/shop" vendor/bin/tiktok-capi-install
first program "a repository of its own"

# As WordPress unpacks it: no file can be started. Its administrator's page fetches the program, its cron delivers.
mkdir "$work/plugins" "$work/wordpress"
python3 -m zipfile -e "$plugin" "$work/plugins"
find "$work/plugins" -type f -exec chmod 644 {} +
cp "$root/php/tests/frameworks/wordpress.php" "$work/wordpress.php"
served env PLUGIN="$work/plugins/tiktok-capi-orders/tiktok-capi-orders.php" SHOP_FOLDER="$work/wordpress" SHOP_OPTIONS='{"require_consent": false}' \
    TIKTOK_EVENT_SOURCE_ID=C4A TIKTOK_CAPI_OUTBOX="$work/wordpress/outbox" php -S 127.0.0.1:0 "$work/wordpress.php"
asked() { as_user "$work" php -r 'echo file_get_contents($argv[1]);' "$1"; }
before=$(asked "$endpoint/sandbox/events?channel=server&limit=1000" | grep -o '"standing"' | wc -l)
[ -z "$(asked "$address/admin")" ] || { asked "$address/admin" >&2; cat "$work/served" >&2; exit 1; }
for page in checkout paid cron; do
    asked "$address/$page?order=7" >/dev/null
done
after=$(asked "$endpoint/sandbox/events?channel=server&limit=1000" | grep -o '"standing"' | wc -l)
[ "$after" = $((before + 1)) ] || { echo "the plugin's order did not arrive" >&2; cat "$work/served" >&2; exit 1; }
echo "ok: the plugin"

composed "{\"type\": \"vcs\", \"url\": \"file://$work/php.git\"}"
as_user "$work/home" python3 "$here/hosting.py" "$work/home"
