<?php
/**
 * Plugin Name: TikTok conversions of paid orders
 * Description: Reports each paid WooCommerce order to TikTok's Events API, once, and lets the Pixel report the same.
 * Version: 0.1.0
 * Requires PHP: 8.1
 * Requires Plugins: woocommerce
 * License: MIT OR Apache-2.0
 *
 * The order is reported when its payment is complete, or when it is processed or completed without (cash on delivery, bank
 * transfer), and not on the thank-you page: that page is not always reached, and is reached again by whoever reloads it. What
 * the checkout tells of the visitor is kept with the order until then, since a payment is often confirmed by the payment
 * provider's own request.
 *
 * Nothing is reported of a visitor who was not asked: name the consent banner with the option `consent_tool`, or let the filter
 * `tiktok_capi_consent` say what it knows.
 *
 * A page cache hands one visitor's page to all. So the Pixel is only on pages that no cache keeps: cart, checkout, thank-you,
 * and those with DONOTCACHEPAGE. A landing page that comes from a cache runs no PHP, so it keeps no click id: let it out of
 * the cache where addresses have `ttclid`.
 *
 * To install it, upload the zip of a release on WordPress's page for plugins. From a checkout, run
 * `COMPOSER_MIRROR_PATH_REPOS=1 composer install` in this folder, which copies the package into it, then copy the folder to
 * wp-content/plugins.
 *
 * Where PHP has no FFI, the package starts a program. The zip has none: an administrator's next page fetches it from the package's own
 * release, and keeps nothing that has not the SHA-256 which the package brings. WordPress's cron delivers what waits.
 *
 * Settings are constants in wp-config.php or environment variables: TIKTOK_ACCESS_TOKEN, TIKTOK_EVENT_SOURCE_ID (the pixel
 * code), TIKTOK_CAPI_OUTBOX (a file outside of the web root), TIKTOK_TRUSTED_PROXIES (a number). The filter
 * `tiktok_capi_options` may add options, or take `require_consent` away.
 */

declare(strict_types=1);

namespace TikTokCapi\Example\WooCommerce;

use TikTokCapi\Client;
use TikTokCapi\Conversions;
use TikTokCapi\Exception\CapiException;
use TikTokCapi\Installer;
use TikTokCapi\Runtime;
use TikTokCapi\Visitor;

use function TikTokCapi\event_id;

defined('ABSPATH') || exit;
if (is_file(__DIR__ . '/vendor/autoload.php')) {
    require_once __DIR__ . '/vendor/autoload.php';
}

const VISITOR = '_tiktok_capi_visitor';
const REPORTED = '_tiktok_capi_reported';
const DELIVER = 'tiktok_capi_deliver';
const TRIED = 'tiktok_capi_tried';

add_action('before_woocommerce_init', __NAMESPACE__ . '\declare_order_tables');
add_action('init', __NAMESPACE__ . '\keep_click_id');
add_action('woocommerce_checkout_create_order', __NAMESPACE__ . '\keep_visitor'); // the classic checkout
add_action('woocommerce_store_api_checkout_update_order_meta', __NAMESPACE__ . '\keep_visitor'); // the block checkout
add_action('woocommerce_payment_complete', __NAMESPACE__ . '\report');
add_action('woocommerce_order_status_processing', __NAMESPACE__ . '\report'); // cash on delivery, and what is paid by hand
add_action('woocommerce_order_status_completed', __NAMESPACE__ . '\report');
add_action('wp_head', __NAMESPACE__ . '\print_base_code');
add_action('woocommerce_thankyou', __NAMESPACE__ . '\print_purchase');
add_filter('wc_subscriptions_object_data', __NAMESPACE__ . '\without_visitor');
add_action(DELIVER, __NAMESPACE__ . '\deliver');
add_action('admin_init', __NAMESPACE__ . '\install_program');
add_action('admin_notices', __NAMESPACE__ . '\print_what_is_missing');

/** Orders are only reached by WooCommerce's own functions, so they may be in tables of their own (HPOS). */
function declare_order_tables(): void
{
    if (class_exists(\Automattic\WooCommerce\Utilities\FeaturesUtil::class)) {
        \Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility('custom_order_tables', __FILE__);
    }
}

/** Sets the cookie of the click that brought the visitor, when they allow it. */
function keep_click_id(): void
{
    $visitor = headers_sent() || is_admin() || wp_doing_cron() ? null : visitor();
    foreach ($visitor?->cookies ?? [] as ['header' => $header]) {
        header("Set-Cookie: $header", false);
    }
}

/** Keeps what the checkout's request tells. Whoever makes the order saves it. */
function keep_visitor(\WC_Order $order): void
{
    $visitor = visitor();
    if ($visitor !== null) {
        // The request itself is the checkout's own, to an address that nobody visits.
        $order->update_meta_data(VISITOR, array_replace_recursive($visitor->toArray(), ['page' => ['url' => wc_get_checkout_url()]]));
    }
}

/**
 * What WooCommerce Subscriptions copies from an order to a subscription and from there to each renewal, by key: without what
 * belongs to the one order. Nobody clicked an ad to have it renewed, and a renewal is reported by itself.
 *
 * @param array<string, mixed> $data
 *
 * @return array<string, mixed>
 */
function without_visitor(array $data): array
{
    return array_diff_key($data, [VISITOR => 0, REPORTED => 0]);
}

/** Reports a paid order. It is written to the outbox, so nobody waits; and once, however many of the hooks are fired for it. */
function report(int $id): void
{
    $order = wc_get_order($id);
    if (!$order instanceof \WC_Order || $order->get_meta(REPORTED) !== '') {
        return;
    }
    guarded(static function () use ($order): void {
        $receipt = conversions_of($order)?->enqueue(purchase($order));
        if ($receipt !== null) {
            $order->update_meta_data(REPORTED, $receipt->results[0]->outcome);
            $order->save_meta_data();
            wp_schedule_single_event(time(), DELIVER);
        }
    });
}

/** What waits is delivered beside the pages of the shop: without FFI no process is left that would. The rest has its next turn. */
function deliver(): void
{
    guarded(static function (): void {
        if (client()?->flush(20.0)->waiting > 0) {
            wp_schedule_single_event(time() + 5 * MINUTE_IN_SECONDS, DELIVER);
        }
    });
}

/** Fetches the program where there is none yet, as after an update of the plugin; where that fails, again in an hour. */
function install_program(): void
{
    if (current_user_can('activate_plugins') && what_is_missing() !== null && get_transient(TRIED) === false) {
        set_transient(TRIED, 'yes', HOUR_IN_SECONDS);
        guarded(static fn () => Installer::install());
    }
}

/** To whoever can mend it. */
function print_what_is_missing(): void
{
    $missing = current_user_can('activate_plugins') ? what_is_missing() : null;
    if ($missing !== null) {
        echo '<div class="notice notice-error"><p>TikTok conversions are not reported. ', esc_html($missing), '</p></div>';
    }
}

/** Null when the package can work. */
function what_is_missing(): ?string
{
    try {
        Runtime::kind();

        return null;
    } catch (CapiException $error) {
        return $error->getMessage();
    }
}

/** The Pixel itself, where no page cache hands it to somebody else, who may have denied it. */
function print_base_code(): void
{
    if (!is_cart() && !is_checkout() && !defined('DONOTCACHEPAGE')) {
        return;
    }
    guarded(static function (): void {
        [$client, $visitor] = [client(), visitor()];
        if ($client !== null && $visitor !== null) {
            echo (new Conversions($client, $visitor))->baseCode(source: setting('TIKTOK_PIXEL_URL')), "\n";
        }
    });
}

/**
 * The Pixel's copy of the purchase, with the same `event_id`: TikTok counts the two once. It drops repeats for 48 hours; a page
 * that is opened again later would count again, so the Pixel is told no more.
 */
function print_purchase(int $id): void
{
    $order = wc_get_order($id);
    $paid = $order instanceof \WC_Order && $order->is_paid() ? $order->get_date_paid() : null;
    if ($paid !== null && time() - $paid->getTimestamp() < DAY_IN_SECONDS) {
        guarded(static function () use ($order): void {
            echo conversions_of($order)?->snippet(purchase($order)), "\n";
        });
    }
}

/** An order as TikTok's event: amounts are texts, so no digit is lost. */
function purchase(\WC_Order $order): array
{
    return [
        'event' => 'Purchase',
        'event_id' => event_id('Purchase', $order->get_order_number()),
        'event_time' => $order->get_date_paid()?->getTimestamp(),
        'user' => [
            'email' => $order->get_billing_email(),
            'phone' => $order->get_billing_phone(),
            'external_id' => $order->get_customer_id() ?: null,
            'first_name' => $order->get_billing_first_name(),
            'last_name' => $order->get_billing_last_name(),
            'city' => $order->get_billing_city(),
            'state' => $order->get_billing_state(),
            'zip_code' => $order->get_billing_postcode(),
            'country' => $order->get_billing_country(),
        ],
        'properties' => [
            'currency' => $order->get_currency(),
            'value' => (string) $order->get_total(),
            'content_type' => 'product',
            'description' => implode(', ', array_map(static fn (\WC_Order_Item_Product $item): string => $item->get_name(), array_values($order->get_items()))),
            'contents' => array_map(static fn (\WC_Order_Item_Product $item): array => [
                'content_id' => $item->get_variation_id() ?: $item->get_product_id(),
                'content_name' => $item->get_name(),
                'price' => (string) $order->get_item_total($item, true),
                'quantity' => $item->get_quantity(),
            ], array_values($order->get_items())),
            'order_id' => $order->get_order_number(),
        ],
    ];
}

/** The verbs for the visitor who made the order, whoever's request this is. */
function conversions_of(\WC_Order $order): ?Conversions
{
    $client = client();
    $kept = $order->get_meta(VISITOR);

    return $client === null ? null : new Conversions($client, Visitor::of(is_array($kept) ? $kept : []));
}

/** The visitor of this request; read once. Null while the settings are wrong. */
function visitor(): ?Visitor
{
    static $visitor = null;
    $client = client();

    return $visitor ??= $client === null ? null : Visitor::read(
        $client,
        trusted_proxies: (int) setting('TIKTOK_TRUSTED_PROXIES'),
        consent: static fn () => apply_filters('tiktok_capi_consent', null),
    );
}

/** One for the request; null while the settings are wrong, which is logged. */
function client(): ?Client
{
    static $client = null;
    guarded(static function () use (&$client): void {
        $named = ['access_token' => 'TIKTOK_ACCESS_TOKEN', 'event_source_id' => 'TIKTOK_EVENT_SOURCE_ID', 'outbox' => 'TIKTOK_CAPI_OUTBOX', 'endpoint' => 'TIKTOK_CAPI_ENDPOINT'];
        $options = array_filter(array_map(setting(...), $named), static fn (?string $value): bool => $value !== null);
        $client ??= new Client(apply_filters('tiktok_capi_options', ['require_consent' => true] + $options));
    });

    return $client;
}

function setting(string $name): ?string
{
    $value = defined($name) ? constant($name) : getenv($name);

    return $value === false || $value === '' ? null : (string) $value;
}

/** A shop sells whatever happens here. A message of ours has codes and advice, and no value. */
function guarded(callable $body): void
{
    try {
        $body();
    } catch (\Throwable $error) {
        // Of others than ours only the class: nobody knows what is in them.
        error_log('tiktok-capi: ' . ($error instanceof CapiException ? $error->getMessage() : $error::class));
    }
}
