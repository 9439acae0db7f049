<?php

declare(strict_types=1);

// The shared vectors: the same cases that every other language runs, from the same files.

namespace TikTokCapi\Tests;

use TikTokCapi\Client;
use TikTokCapi\Conversions;
use TikTokCapi\Exception\ConfigError;
use TikTokCapi\Exception\InvalidEvent;
use TikTokCapi\Internal\Json;
use TikTokCapi\Problem;
use TikTokCapi\Runtime;
use TikTokCapi\Visitor;

use function TikTokCapi\base_code;
use function TikTokCapi\context;
use function TikTokCapi\describe;
use function TikTokCapi\event_id;
use function TikTokCapi\hash;
use function TikTokCapi\normalize;
use function TikTokCapi\verify_shopify;
use function TikTokCapi\verify_woocommerce;

/** @param list<Problem> $problems */
function told(array $problems): array
{
    return array_map(static fn (Problem $p): array => ['path' => $p->path, 'code' => $p->code, 'severity' => $p->severity], $problems);
}

/** What a call makes, and what it writes into PHP's error log. */
function logged(callable $call): array
{
    $file = (string) tempnam(sys_get_temp_dir(), 'log');
    $before = (string) ini_set('error_log', $file);
    try {
        return [$call(), (string) file_get_contents($file)];
    } finally {
        ini_set('error_log', $before);
        unlink($file);
    }
}

function ordered(array $problems): array
{
    return array_map(static fn (array $p): array => ['path' => $p['path'], 'code' => $p['code'], 'severity' => $p['severity']], $problems);
}

/** The event as a PHP value, or as JSON text where a value cannot say it. */
function described(array $case): array|string|object
{
    if (array_key_exists('input', $case)) {
        return is_array($case['input']) ? $case['input'] : (string) json_encode($case['input']);
    }
    if (isset($case['input_text'])) {
        return $case['input_text'];
    }
    ['before' => $before, 'piece' => $piece, 'times' => $times, 'after' => $after] = $case['input_repeat'];

    return $before . str_repeat($piece, $times) . $after;
}

/** A value with its members in one order: two that say the same are the same. */
function sorted(mixed $value): mixed
{
    if (is_array($value)) {
        $value = array_map(sorted(...), $value);
        array_is_list($value) || ksort($value);
    }

    return $value;
}

function by_rule(string $verb, array $case): void
{
    $input = $case['input'];
    $arguments = Json::of($input + ['options' => (object) $case['options']]);
    if ($case['error'] !== null) {
        Check::same($case['error'], Check::throws(ConfigError::class, static fn () => Runtime::door()->verb($verb, $arguments))->getCode());

        return;
    }
    try {
        $answer = json_decode(Runtime::door()->verb($verb, $arguments), true, 512, JSON_THROW_ON_ERROR);
        $problems = Problem::all($answer['problems']);
        $public = $verb === 'hash' ? hash(...) : normalize(...);
        $wanted = $answer[$verb === 'hash' ? 'digest' : 'text'];
        if (array_keys($case['options']) === ['now']) {
            Check::same($wanted, $public($input['field'], $input['value'], $input['region'] ?? null));
        }
    } catch (InvalidEvent $error) {
        [$answer, $problems] = [['digest' => null, 'text' => null], $error->problems];
    }
    Check::same(ordered($case['problems']), told($problems), 'problems');
    Check::same($case['digest'], $answer['digest'], 'digest');
    if ($verb === 'normalize') {
        Check::same($case['text'], $answer['text'], 'text');
    }
}

$service = new Service();
$verbs = [
    'build' => static function (array $case): void {
        $client = new Client($case['options']);
        $event = described($case);
        try {
            $body = $client->build($event);
            $explanation = $client->explain($event);
            [$outcome, $problems] = [$explanation->outcome, $explanation->problems];
        } catch (InvalidEvent $error) {
            [$body, $outcome, $problems] = [null, 'refused', $error->problems];
        }
        Check::same($case['outcome'], $outcome, 'outcome');
        Check::same(ordered($case['problems']), told($problems), 'problems');
        Check::same($case['body'], $body, 'body');
    },
    'explain' => static function (array $case): void {
        $explanation = (new Client($case['options']))->explain(described($case));
        Check::same($case['outcome'], $explanation->outcome, 'outcome');
        Check::same(ordered($case['problems']), told($explanation->problems), 'problems');
        $coverage = $explanation->coverage;
        Check::true($coverage === null || is_string($coverage['note']), 'the label');
        unset($coverage['note']);
        Check::true($case['coverage'] == $coverage, 'coverage');
        Check::true($case['event'] === null ? $explanation->event === null : str_contains($explanation->json, "\"event\":{$case['event']},"), 'event');
    },
    'pixel' => static function (array $case): void {
        $pixel = (new Client($case['options']))->pixel(described($case), $case['nonce']);
        foreach (['identify', 'track', 'script', 'html'] as $part) {
            Check::same($case[$part], $pixel->$part, $part);
        }
    },
    'normalize' => static fn (array $case) => by_rule('normalize', $case),
    'hash' => static fn (array $case) => by_rule('hash', $case),
    'event_id' => static function (array $case): void {
        $make = static fn () => event_id($case['input']['event'], $case['input']['key']);
        if ($case['error'] === null) {
            [$id, $log] = logged($make);
            Check::same($case['text'], $id);
            Check::same(array_column($case['problems'], 'code'), preg_match_all('/: event: (\w+): /', $log, $codes) > 0 ? $codes[1] : []);

            return;
        }
        $error = Check::throws(ConfigError::class, $make);
        Check::same(['invalid_argument', $case['error']], [$error->getCode(), $error->option]);
    },
    'context' => static function (array $case): void {
        Check::same($case['body'], Runtime::door()->verb('context', is_array($case['input']) ? Json::of((object) $case['input']) : (string) json_encode($case['input'])));
    },
    'base_code' => static function (array $case): void {
        $given = Json::of((object) $case['input']);
        if ($case['error'] !== null) {
            $error = Check::throws(ConfigError::class, static fn () => Runtime::door()->verb('base_code', $given));
            Check::same(['invalid_argument', $case['error']], [$error->getCode(), $error->option]);

            return;
        }
        $made = base_code(...array_filter($case['input'], static fn (mixed $value): bool => $value !== null));
        Check::same([$case['script'], $case['html']], [$made->script, $made->html]);
    },
    'describe' => static function (array $case): void {
        $given = described($case);
        foreach (is_string($given) ? [$given] : [$given, (string) json_encode($given)] as $payload) {
            try {
                $found = describe($case['format'], $payload, ...$case['options'] ?? []);
                [$events, $problems] = [$found->events, $found->problems];
            } catch (InvalidEvent $error) {
                [$events, $problems] = [[], $error->problems];
            }
            Check::true($case['events'] == $events, 'events');
            Check::same(ordered($case['problems']), told($problems), 'problems');
        }
    },
    'verify_shopify' => static fn (array $case) => Check::same($case['valid'], verify_shopify(...$case['input'])),
    'verify_woocommerce' => static fn (array $case) => Check::same($case['valid'], verify_woocommerce(...$case['input'])),
    'visitor' => static function (array $case): void {
        $client = new Client($case['options']);
        $input = $case['input'];
        if ($case['error'] !== null) { // PHP's own arguments cannot be misspelt
            $handle = Runtime::door()->open(Json::of((object) $case['options']));
            $error = Check::throws(ConfigError::class, static fn () => $handle->verb('visitor', Json::of($input)));
            Check::same(['invalid_argument', $case['error']], [$error->getCode(), $error->option]);

            return;
        }
        $told = $client->visitor($input['url'] ?? '', $input['headers'] ?? [], $input['remote_addr'] ?? '', $input['trusted_proxies'] ?? 0, $input['consent'] ?? null, $input['consent_cookie'] ?? null);
        $got = ['allowed' => $told->allowed, 'cookies' => $told->cookies, 'limited_data_use' => $told->limitedDataUse, 'unreadable' => $told->unreadable, 'visitor' => $told->toArray()];
        if (isset($input['event'])) {
            $event = $input['event'];
            $got['event'] = is_array($event) ? $told->describe($event) : json_decode(Runtime::door()->under(Json::of((object) $told->toArray()), Json::of($event)));
        }
        Check::same(sorted($case['answer']), sorted($got));
        $page = static fn (Visitor $visitor): string => (new Conversions($client, $visitor))->baseCode('C4A');
        Check::same([$told->allowed, $page($told)], [$page($told) !== '', $page(Visitor::of($told->toArray()))], 'kept');
    },
    'deliver' => static function (array $case) use ($service): void {
        $client = new Client(['access_token' => 't0ken', 'endpoint' => $service->endpoint] + $case['options']);
        $canonical = described($case);
        foreach ([$canonical, [$canonical]] as $given) {
            try {
                $receipt = $client->deliver($given);
                [$problems, $body] = [$receipt->results[0]->problems, $receipt->requests === 0 ? null : $service->body()];
            } catch (InvalidEvent $error) {
                [$problems, $body] = [$error->problems, null];
            }
            Check::same([$case['body'], ordered($case['problems'])], [$body, told($problems)]);
        }
    },
    'options' => static function (array $case): void {
        $options = [$case['input']['name'] => $case['input']['value']] + $case['options'];
        if ($case['error'] === null) {
            new Client($options);
            // What is taken was read: what no option takes is not.
            $error = Check::throws(ConfigError::class, static fn () => new Client([$case['input']['name'] => ['x' => 1]] + $options));
            Check::same('invalid_option', $error->getCode());

            return;
        }
        $error = Check::throws(ConfigError::class, static fn () => new Client($options));
        Check::same($case['error'], $error->getCode());
        Check::true(in_array($error->option, [$case['input']['name'], '*'], true), 'option');
        Check::true($case['nearest'] === null || str_contains($error->hint, "`{$case['nearest']}`"), 'nearest');
    },
    'body' => static function (array $case) use ($service): void {
        $client = new Client(['access_token' => 't0ken', 'endpoint' => $service->endpoint] + $case['options']);
        $receipt = $client->track($case['input']);
        $outcomes = array_map(static fn ($result) => $result->outcome === 'accepted' ? 'ready' : $result->outcome, $receipt->results);
        Check::same($case['outcomes'], $outcomes, 'outcomes');
        Check::same($case['body'] === null ? 0 : 1, $receipt->requests, 'requests');
        Check::same($case['body'], $receipt->requests === 0 ? null : $service->body(), 'body');
    },
];

$folder = __DIR__ . '/../../tests/vectors';
$index = json_decode((string) file_get_contents("$folder/index.json"), true, 512, JSON_THROW_ON_ERROR);
$ran = 0;
Check::that('every file is in the index', static function () use ($folder, $index): void {
    $files = array_map('basename', glob("$folder/*.json") ?: []);
    Check::same(['index.json', ...array_keys($index['files'])], [...array_diff(['index.json'], []), ...array_values(array_diff($files, ['index.json']))]);
});
foreach ($index['files'] as $name => $count) {
    $file = json_decode((string) file_get_contents("$folder/$name"), true, 512, JSON_THROW_ON_ERROR);
    Check::that("count of $name", static fn () => Check::same([$count, $count], [$file['count'], count($file['cases'])]));
    foreach ($file['cases'] as $case) {
        Check::that($case['id'], static fn () => $verbs[$file['verb']]($case));
        $ran++;
    }
}
Check::that('the count of all', static fn () => Check::same($index['count'], $ran));
echo "$ran of {$index['count']} vectors ran\n";
