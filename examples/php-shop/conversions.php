<?php

declare(strict_types=1);

// What TikTok is told: who is visiting, what a purchase is. The rest of the shop knows nothing of it.

use TikTokCapi\Client;
use TikTokCapi\Conversions;
use TikTokCapi\Exception\CapiException;
use TikTokCapi\Visitor;

use function TikTokCapi\event_id;

/** The visitor of this request, and the verbs for what they do; null where TikTok cannot be told, which the log says. */
function conversions(): ?Conversions
{
    try {
        return connected();
    } catch (CapiException $error) { // neither library nor program, or a wrong option: the page is served all the same
        error_log($error->getMessage()); // codes and advice; no error holds a value

        return null;
    }
}

function connected(): Conversions
{
    // Token and pixel code come from the environment. An event is in the file when `enqueue` returns; this process delivers
    // it where PHP may load the library, and `tiktok-capi outbox drain`, run by cron or systemd, where it may not.
    $outbox = getenv('TIKTOK_CAPI_OUTBOX') ?: __DIR__ . '/shop.outbox'; // outside of the web root
    // The cookie is that of the shop's own banner; other tools' signals are read too.
    $capi = new Client(['outbox' => $outbox, 'default_region' => 'GB', 'require_consent' => true, 'consent_cookie' => 'consent']);

    return new Conversions($capi, Visitor::read($capi, trusted_proxies: (int) getenv('TRUSTED_PROXIES')));
}

/** The purchase as both halves report it: the server when it is paid, the Pixel on the thanks page. */
function purchase(array $order): array
{
    return [
        'event' => 'Purchase',
        'event_id' => event_id('Purchase', $order['number']),
        'user' => ['email' => $order['email'], 'phone' => $order['phone']],
        'properties' => [
            'currency' => 'GBP',
            'value' => $order['total'],
            'content_type' => 'product',
            'description' => implode(', ', array_column($order['lines'], 'name')),
            'contents' => array_map(static fn (array $line): array => [
                'content_id' => $line['sku'],
                'content_name' => $line['name'],
                'price' => $line['price'],
                'quantity' => $line['quantity'],
            ], $order['lines']),
            'order_id' => $order['number'],
        ],
    ];
}
