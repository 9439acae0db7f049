<?php

declare(strict_types=1);

// The helper for the tests of shops: what is kept, what is compared, and why there is nothing.

namespace TikTokCapi\Tests;

use TikTokCapi\Client;
use TikTokCapi\Exception\InvalidEvent;
use TikTokCapi\Testing;

const PURCHASE = [
    'event' => 'Purchase', 'event_id' => 'e1', 'page' => ['url' => 'https://a.example/'], 'user' => ['email' => 'Jo@Example.com'],
    'properties' => ['value' => '39.80', 'currency' => 'eur', 'contents' => [['content_id' => 'A', 'price' => 1, 'quantity' => 2]]],
];

$recorded = static function (callable $test): void {
    $testing = Testing::begin();
    try {
        $test($testing, new Client(['pixel_code' => 'C4A', 'require_consent' => true]));
    } finally {
        $testing->end();
    }
};
$message = static fn (callable $assertion): string => Check::throws(\AssertionError::class, $assertion)->getMessage();

Check::that('what is reported is kept in place of being sent', static function () use ($recorded): void {
    $recorded(static function (Testing $testing, Client $client): void {
        $receipt = $client->track(PURCHASE + ['consent' => 'granted']);
        Check::same([true, 0, 'accepted', 'Purchase', 'e1'], [
            $receipt->ok, $receipt->requests, $receipt->results[0]->outcome, $receipt->results[0]->event, $receipt->results[0]->eventId,
        ]);
        $receipt = $client->enqueue([PURCHASE + ['consent' => 'granted'], ['event' => 'Contact', 'consent' => 'granted']]);
        Check::same(['queued', 'queued'], array_column($receipt->results, 'outcome'));
        Check::same([0, 0], [$client->flush()->waiting, $client->close()->waiting]);
        Check::same(['Purchase', 'Purchase', 'Contact'], array_column($testing->events, 'event'));
        Check::same(64, strlen($testing->events[0]['user']['email']));
        $canonical = $client->build(PURCHASE + ['consent' => 'granted']);
        Check::same('accepted', $client->deliver([$canonical])->results[0]->outcome);
        Check::same('accepted', $client->deliver($canonical)->results[0]->outcome);
        Check::same(5, count($testing->events));
    });
});

Check::that('what is expected is written as an event is', static function () use ($recorded, $message): void {
    $recorded(static function (Testing $testing, Client $client) use ($message): void {
        $client->track(PURCHASE + ['consent' => 'granted']);
        $found = $testing->assertTracked('Purchase', ['user' => ['email' => ' jo@example.com'], 'properties' => ['value' => 39.8, 'currency' => 'EUR']]);
        Check::same('e1', $found['event_id']);
        $testing->assertTracked('Purchase');
        $testing->assertTracked('Purchase', ['event_id' => 'e1', 'properties' => ['contents' => [['content_id' => 'A', 'price' => 1, 'quantity' => 2]]]]);
        $testing->assertNotTracked('Contact');
        Check::same('Purchase was tracked', $message(static fn () => $testing->assertNotTracked('Purchase')));
        $differs = $message(static fn () => $testing->assertTracked('Purchase', ['event_id' => 'e2', 'user' => ['email' => 'al@example.com'], 'properties' => ['value' => 1]]));
        Check::same('Purchase was tracked, but differs in: event_id, properties.value, user.email', $differs);
        Check::same('no Contact was tracked; there was: Purchase', $message(static fn () => $testing->assertTracked('Contact')));
    });
});

Check::that('what was not sent is told with its reason', static function () use ($recorded, $message): void {
    $recorded(static function (Testing $testing, Client $client) use ($message): void {
        Check::same('no Purchase was tracked; there was: nothing', $message(static fn () => $testing->assertTracked('Purchase')));
        $receipt = $client->track(PURCHASE);
        Check::same([true, 'withheld', 'consent_missing'], [$receipt->ok, $receipt->results[0]->outcome, $receipt->results[0]->problems[0]->code]);
        $receipt = $client->track([PURCHASE + ['consent' => 'denied'], ['event' => '-', 'consent' => 'granted']]);
        Check::same([false, 'withheld', 'refused'], [$receipt->ok, ...array_column($receipt->results, 'outcome')]);
        Check::throws(InvalidEvent::class, static fn () => $client->enqueue(['event' => '-', 'consent' => 'granted']));
        $told = 'no Purchase was tracked; there was: withheld: consent_missing, withheld: consent_denied, refused: invalid_event_name';
        Check::same($told, $message(static fn () => $testing->assertTracked('Purchase')));
    });
});

Check::that('a visitor is laid under what is kept', static function () use ($recorded): void {
    $recorded(static function (Testing $testing, Client $client): void {
        $visitor = $client->visitor('https://a.example/?ttclid=E.C.P.x', [], '81.2.69.142', consent: 'granted');
        Check::same('accepted', $client->track(['event' => 'Contact'], $visitor)->results[0]->outcome);
        $testing->assertTracked('Contact', ['user' => ['ttclid' => 'E.C.P.x']]);
    });
});

Check::that('after its end clients deliver again', static function (): void {
    $service = new Service();
    $testing = Testing::begin();
    $testing->end();
    $client = new Client(['pixel_code' => 'C4A', 'access_token' => 't', 'endpoint' => $service->endpoint]);
    Check::same(1, $client->track(PURCHASE)->requests);
    Check::same([], $testing->events);
});
