<?php

declare(strict_types=1);

namespace TikTokCapi;

use TikTokCapi\Exception\ConfigError;
use TikTokCapi\Exception\InvalidEvent;
use TikTokCapi\Internal\Json;

/**
 * The canonical form of one value of a field: for a hashed field what is hashed. Null when the value is absent, or hashed
 * already. It is personal data in the clear.
 *
 * @param string $field as `email` or `properties.currency`
 * @param string|null $region where a phone number without country code is read
 *
 * @throws InvalidEvent nothing is left of the value
 * @throws ConfigError the field or the region is unknown
 */
function normalize(#[\SensitiveParameter] string $field, #[\SensitiveParameter] mixed $value, ?string $region = null): ?string
{
    $arguments = Json::of(['field' => $field, 'value' => $value, 'region' => $region]);

    return Json::read(Runtime::door()->verb('normalize', $arguments))['text'];
}

/**
 * The SHA-256 of one value of a hashed field as it would be sent, in hexadecimal digits. Null when the value is absent.
 *
 * @param string $field as `email`
 * @param string|null $region where a phone number without country code is read
 *
 * @throws InvalidEvent nothing is left of the value
 * @throws ConfigError the field or the region is unknown
 */
function hash(#[\SensitiveParameter] string $field, #[\SensitiveParameter] mixed $value, ?string $region = null): ?string
{
    $arguments = Json::of(['field' => $field, 'value' => $value, 'region' => $region]);

    return Json::read(Runtime::door()->verb('hash', $arguments))['digest'];
}

/**
 * The deterministic id that a conversion shares with the page's Pixel (UUIDv5), so that the two count once. A name that is nearly a
 * standard one, as `purchase`, would give another id than the Pixel's: that is told in PHP's error log.
 *
 * @param string|int|\Stringable|\BackedEnum $key what makes the conversion unique, as the order number
 */
function event_id(string $event, #[\SensitiveParameter] string|int|\Stringable|\BackedEnum $key): string
{
    $arguments = Json::of(['event' => $event, 'key' => $key]);

    $made = Json::read(Runtime::door()->verb('event_id', $arguments));
    foreach ($made['problems'] as $problem) {
        // No warning of PHP's own: frameworks make exceptions of them, and an order would fail for it.
        error_log("tiktok-capi: $problem[path]: $problem[code]: $problem[hint]");
    }

    return $made['event_id'];
}

/**
 * What a page has in its head: it loads the Pixel, keeps what is called before that is there, and reports the page view.
 *
 * @param string|null $source another address of the Pixel's script, as a sandbox's
 * @param bool $limited_data_use for people who opted out
 * @param bool $hold_consent the Pixel holds its reports until the page calls `ttq.grantConsent()`
 * @param string|null $nonce the page's CSP nonce
 *
 * @throws ConfigError the pixel code or the address is none
 */
function base_code(
    string $pixel_code,
    ?string $source = null,
    bool $limited_data_use = false,
    bool $hold_consent = false,
    ?string $nonce = null,
): BaseCode {
    return BaseCode::read(Runtime::door()->verb('base_code', Json::of(get_defined_vars())));
}

/**
 * What a shop has already, an order or a tracking call, as the events that a client takes. It holds none when there is
 * nothing to send, as for a test order; its `problems` say why, and name each part of the payload that became part of no event.
 *
 * Orders that nobody placed on the shop's pages are described only with 'send': renewals of subscriptions, what was sold over a
 * counter, and what staff wrote down.
 *
 * @param 'shopify'|'ga4'|'segment'|'woocommerce'|'events_api_1'|'ga4_mp'|'shopify_graphql'|'meta' $format
 * @param array<mixed>|object|string $payload what the platform gives, or its JSON text
 * @param 'skip'|'send' $renewals
 * @param 'skip'|'send' $point_of_sale
 * @param 'skip'|'send' $drafts
 *
 * @throws InvalidEvent the payload is not one of the format
 * @throws ConfigError there is no such format, or an option is neither of its words
 */
function describe(
    string $format,
    #[\SensitiveParameter] array|object|string $payload,
    string $renewals = 'skip',
    string $point_of_sale = 'skip',
    string $drafts = 'skip',
): Description {
    $options = ['renewals' => $renewals, 'point_of_sale' => $point_of_sale, 'drafts' => $drafts];
    $arguments = Json::of(['format' => $format, 'payload' => $payload, 'options' => $options]);

    return Description::read(Runtime::door()->verb('describe', $arguments));
}

/**
 * Whether Shopify signed a webhook. Compared in constant time. An empty secret, or no header, verifies nothing.
 *
 * @param string $secret the app's client secret
 * @param string $body what arrived, to the byte, as `file_get_contents('php://input')` reads it
 * @param string|null $header `$_SERVER['HTTP_X_SHOPIFY_HMAC_SHA256'] ?? null`
 */
function verify_shopify(#[\SensitiveParameter] string $secret, #[\SensitiveParameter] string $body, ?string $header): bool
{
    $arguments = Json::of(['secret' => $secret, 'body' => $body, 'header' => $header]);

    return Json::read(Runtime::door()->verb('verify_shopify', $arguments))['valid'];
}

/**
 * Whether WooCommerce signed a webhook. Compared in constant time. An empty secret, or no header, verifies nothing.
 *
 * @param string $secret the webhook's own secret
 * @param string $body what arrived, to the byte, as `file_get_contents('php://input')` reads it
 * @param string|null $header `$_SERVER['HTTP_X_WC_WEBHOOK_SIGNATURE'] ?? null`
 */
function verify_woocommerce(#[\SensitiveParameter] string $secret, #[\SensitiveParameter] string $body, ?string $header): bool
{
    $arguments = Json::of(['secret' => $secret, 'body' => $body, 'header' => $header]);

    return Json::read(Runtime::door()->verb('verify_woocommerce', $arguments))['valid'];
}

/**
 * What a web request tells about its visitor: `user`, `page` and `consent` fit into an event as they are, `cookies` are the
 * ones that the response should set. Without arguments it is the request that PHP is answering.
 *
 * @param array<string, string|list<string>>|null $headers
 * @param int $trusted_proxies proxies of your own that stand before PHP
 *
 * @return array{
 *   user?: array<string, string>,
 *   page?: array<string, string>,
 *   consent?: array<string, string|bool>,
 *   cookies?: list<array{name: string, value: string, max_age: int, secure: bool, header: string}>,
 * }
 */
function context(
    ?string $url = null,
    #[\SensitiveParameter] ?array $headers = null,
    ?string $remote_addr = null,
    int $trusted_proxies = 0,
): array {
    $request = Internal\WebRequest::parts($url, $headers, $remote_addr, $trusted_proxies);

    return Json::read(Runtime::door()->verb('context', Json::of((object) $request)));
}
