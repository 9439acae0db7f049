<?php

declare(strict_types=1);

// A page for processes.php: puts an event into the outbox, and says its id once that is acknowledged.

require_once __DIR__ . '/autoload.php';

$client = new TikTokCapi\Client(json_decode((string) getenv('SHOP_OPTIONS'), true));
$receipt = $client->enqueue(['event' => 'Contact', 'event_id' => $_GET['id'], 'page' => ['url' => 'https://a.example/'], 'user' => ['external_id' => 1]]);
echo $receipt->results[0]->outcome === 'queued' ? $_GET['id'] : 'not kept';
