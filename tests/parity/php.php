<?php

declare(strict_types=1);

// Replays a file of `cargo xtask parity` through the PHP package: `php php.php FILE [EVERY]`. With EVERY it takes one event in
// so many: where FFI is off, each call starts a program.

namespace TikTokCapi\Parity;

use TikTokCapi\Client;
use TikTokCapi\Exception\InvalidEvent;
use TikTokCapi\Problem;
use TikTokCapi\Runtime;

require __DIR__ . '/../../php/tests/autoload.php';

/** PHP's reader refuses half of a surrogate pair. PHP's own texts are bytes, and those of NOT_UNICODE are no UTF-8. */
const HALF_A_PAIR = '"\ud800"';
const STAND_IN = 'half of a surrogate pair';
const NOT_UNICODE = "\xed\xa0\x80";

function read(string $line): array
{
    return json_decode($line, true, 512, JSON_THROW_ON_ERROR);
}

/** PHP's own value of the event; null where it has none: no property's name begins with NUL. */
function value(array $case): ?object
{
    $text = str_replace(HALF_A_PAIR, '"' . STAND_IN . '"', $case['input_text']);
    $value = $case['is_value'] ? json_decode($text) : null;

    return $value === null ? null : said($value);
}

function said(mixed $value): mixed
{
    return match (true) {
        $value === STAND_IN => NOT_UNICODE,
        is_array($value) => array_map(said(...), $value),
        is_object($value) => (object) array_map(said(...), get_object_vars($value)),
        default => $value,
    };
}

function answer(Client $client, object|string $event): array
{
    try {
        $body = $client->build($event);
        $explanation = $client->explain($event);
        [$outcome, $problems] = [$explanation->outcome, $explanation->problems];
    } catch (InvalidEvent $error) {
        [$body, $outcome, $problems] = [null, 'refused', $error->problems];
    }

    return ['outcome' => $outcome, 'body' => $body, 'problems' => array_map(told(...), $problems)];
}

function told(Problem $problem): array
{
    return ['code' => $problem->code, 'path' => $problem->path, 'severity' => $problem->severity];
}

[, $path, $every] = $argv + [2 => 1];
$lines = fopen($path, 'rb') ?: exit(2);
$head = read((string) fgets($lines));
$clients = $wrong = [];
$ran = $values = 0;
for ($id = 0; ($line = fgets($lines)) !== false; $id++) {
    if ($id % $every > 0) {
        continue;
    }
    $case = read($line);
    $value = value($case);
    $client = $clients[json_encode($case['options'])] ??= new Client($case['options']);
    $got = answer($client, $value ?? $case['input_text']);
    $expected = ['outcome' => $case['outcome'], 'body' => $case['body'], 'problems' => $case['problems']];
    $ran++;
    $values += $value === null ? 0 : 1;
    if ($got !== $expected) {
        $wrong[] = json_encode(['id' => $case['id'], 'expected' => $expected, 'got' => $got]);
    }
}
$kind = Runtime::kind() === 'ffi' ? 'FFI' : 'program';
printf("PHP, %s: %d of %d events, %d as values, %d differ\n", $kind, $ran, $head['count'], $values, count($wrong));
echo implode("\n", array_slice($wrong, 0, 5));
// Most events are values to PHP too.
exit($wrong === [] && $ran === intdiv($head['count'] + $every - 1, (int) $every) && $values > $ran * 0.9 ? 0 : 1);
