#!/usr/bin/env bash
# The PHP package as Composer takes it, and the WooCommerce plugin with the package in it: two zips. The digests of the programs and
# libraries in target/dist are in the package, so those are built before.
set -euo pipefail
cd "$(dirname "$0")/../../.."

tests/setup/need php php-cli
tests/setup/need composer composer
dist=${DIST:-$PWD/target/dist}
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -1)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! tests/packages/digests "$dist" "$version" >"$work/digests.json" 2>"$work/why"; then
    tests/packages/skip php "$(tail -1 "$work/why"), which its installer would fetch"
    exit
fi
rm -f "$dist"/tiktok-capi-php-*.zip "$dist"/tiktok-capi-orders-*.zip
package=$dist/tiktok-capi-php-$version.zip
TZ=UTC git archive --format=zip --output="$package" "$(php/split.sh "$work/digests.json")"

# The plugin: Composer lays the package under it as it would for a shop.
plugin=$work/tiktok-capi-orders
cp -R examples/woocommerce/tiktok-capi-orders "$plugin"
rm -rf "$plugin/vendor"
python3 -m zipfile -e "$package" "$work/package"
export COMPOSER_HOME=$work/composer COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_MIRROR_PATH_REPOS=1
composer() { command composer --quiet --no-interaction --working-dir="$plugin" "$@"; }
composer config --unset repositories
composer config repositories.release path ../package
composer config repositories.packagist.org false
composer config autoloader-suffix TikTokCapiOrders # else it is another each time
composer install --no-dev --optimize-autoloader
# Where Composer found the package is of no use to a shop.
php -r '
    $file = "$argv[1]/vendor/composer/installed.json";
    $told = json_decode((string) file_get_contents($file), true);
    unset($told["packages"][0]["dist"]);
    file_put_contents($file, json_encode($told, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES) . "\n");
' "$plugin"
cp LICENSE-* "$plugin"
rm "$plugin/composer.json" "$plugin/.gitignore"
! grep -rlF "$work" "$plugin" || { echo "a path of this machine is in the plugin" >&2; exit 1; }
tests/packages/archive "$plugin" "$dist/tiktok-capi-orders-$version.zip"
ls -l "$package" "$dist/tiktok-capi-orders-$version.zip"
