<?php

declare(strict_types=1);

// Reports a purchase after it is paid, as a queue's worker or a payment provider's webhook would: `php purchase.php ORDER.json`.
// The order holds what the shop kept at the checkout, the visitor's request and their answer to the banner among it.

use TikTokCapi\Client;
use TikTokCapi\Exception\CapiException;

use function TikTokCapi\event_id;

require __DIR__ . '/vendor/autoload.php';

function purchase(array $order): array
{
    return [
        'event' => 'Purchase',
        'event_id' => event_id('Purchase', $order['number']), // the Pixel on the thanks page has the same
        'event_time' => new DateTimeImmutable($order['placed_at']),
        'user' => ['email' => $order['email'], 'phone' => $order['phone']],
        'properties' => [
            'currency' => $order['currency'],
            'value' => $order['total'],
            'content_type' => 'product',
            'description' => implode(', ', array_column($order['lines'], 'name')),
            'contents' => array_map(content(...), $order['lines']),
            'order_id' => $order['number'],
        ],
    ];
}

function content(array $line): array
{
    return [
        'content_id' => $line['sku'],
        'content_name' => $line['name'],
        'price' => $line['price'],
        'quantity' => $line['quantity'],
    ];
}

$order = json_decode((string) file_get_contents($argv[1] ?? __DIR__ . '/order.json'), true, 512, JSON_THROW_ON_ERROR);
$capi = new Client(['default_region' => 'GB', 'require_consent' => true]); // token and pixel code come from the environment
try {
    $visitor = $capi->visitor(...$order['request'], consent: $order['consent'] ?? null);
    $receipt = $capi->track(purchase($order), $visitor)->throwForError();
    echo $receipt->results[0]->outcome, "\n";
} catch (CapiException $error) {
    error_log($error->getMessage()); // codes and advice; no error holds a value
    exit(1);
}
