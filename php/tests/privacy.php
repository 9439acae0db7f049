<?php

declare(strict_types=1);

// Planted identifiers and tokens are in no message, trace, dump or export.

namespace TikTokCapi\Tests;

use TikTokCapi\Client;
use TikTokCapi\Internal\Slots;
use TikTokCapi\Exception\InternalError;
use TikTokCapi\Runtime;

use function TikTokCapi\event_id;
use function TikTokCapi\hash;
use function TikTokCapi\normalize;

const EMAIL = 'canary.7f3a@secret.example';
const SECRET = 'canary-token-51c2';

ini_set('zend.exception_ignore_args', '0');

/** Everything that an error page or a log would show of an exception. PHP before 8.2 cannot hide arguments. */
function shown(\Throwable $error): string
{
    $trace = PHP_VERSION_ID >= 80200 ? print_r(array_map(static fn (array $frame) => $frame['args'] ?? [], array_filter($error->getTrace(), static fn (array $frame): bool => str_contains($frame['file'] ?? '', '/php/src/'))), true) : '';

    return $error . print_r(get_object_vars($error), true) . $trace;
}

$clean = static function (string $text): void {
    Check::true(!str_contains($text, 'canary'), $text);
};
$service = new Service();
$options = ['pixel_code' => 'C4A', 'access_token' => SECRET, 'endpoint' => $service->endpoint, 'max_attempts' => 1];

$failing = [
    fn () => new Client(['access_token' => SECRET . ' x']),
    fn () => new Client([SECRET . '!' => 1]),
    fn () => (new Client($options))->build(['event' => EMAIL, 'user' => ['email' => EMAIL]]),
    fn () => (new Client($options))->build('{"user":"' . EMAIL . '"'),
    fn () => (new Client($options))->pixel(['event' => '-', EMAIL => 1]),
    fn () => (new Client($options))->track(['user' => ['email' => EMAIL]]),
    fn () => (new Client($options))->deliver('{"event":"Contact","event_id":"e1","event_time":1,"user":{"email":"' . EMAIL . '"}}'),
    fn () => (new Client($options))->deliver(EMAIL),
    fn () => (new Client($options))->build(['event' => '-'], (new Client())->visitor('https://a.example/?ttclid=' . SECRET, ['Cookie' => '_ttp=' . SECRET])),
    fn () => hash('email', EMAIL . ' ' . EMAIL),
    fn () => normalize('phone', EMAIL),
    fn () => hash(EMAIL, EMAIL),
    fn () => hash('phone', '1', EMAIL),
];
foreach ($failing as $i => $call) {
    Check::that("exception $i", static function () use ($call, $clean): void {
        try {
            $call();
        } catch (\TikTokCapi\Exception\CapiException $error) {
            $clean(shown($error));

            return;
        }
        throw new \LogicException('it did not fail');
    });
}

Check::that('a client shows nothing', static function () use ($options, $clean): void {
    $client = new Client($options);
    ob_start();
    var_dump($client);
    $clean((string) ob_get_clean() . print_r($client, true) . json_encode($client));
    ob_start();
    try {
        var_export($client);
    } finally {
        $clean((string) ob_get_clean());
    }
    Check::throws(\Exception::class, static fn () => throw self_serialized($client));
});

/** What serializing says, as one class: the two ways differ. */
function self_serialized(Client $client): \Exception
{
    try {
        serialize($client);
    } catch (\Exception) {
        return new \Exception('refused');
    }

    return new \LogicException('a client was serialized');
}

Check::that('a visitor shows nothing, and names no value of a consent', static function () use ($clean): void {
    $visitor = (new Client(['consent_cookie' => 'choice']))->visitor('https://a.example/?ttclid=' . SECRET, ['Cookie' => 'choice=' . SECRET], '8.8.8.8');
    $clean(print_r($visitor, true) . $visitor->unreadable);
});

Check::that('a receipt shows no message of TikTok and no id', static function () use ($service, $options, $clean): void {
    $event = ['event' => 'Contact', 'event_id' => SECRET, 'page' => ['url' => 'https://a.example/'], 'user' => ['email' => EMAIL]];
    $receipt = (new Client(['access_token' => 'code-40002'] + $options))->track($event);
    $service->body();
    $clean(print_r($receipt, true));
    $clean(shown($receipt->error() ?? throw new \LogicException('no error')));
    Check::same(Service::MESSAGE, $receipt->results[0]->apiMessage);
});

// The program's own tests have it.
Runtime::kind() === 'ffi' && Check::that('a panic is an internal error without its message', static function () use ($clean): void {
    $declared = 'tiktok_capi_status tiktok_capi_panic_for_test(const char *, size_t, tiktok_capi_buffer **, tiktok_capi_error **);';
    $c = \FFI::cdef(file_get_contents(__DIR__ . '/../src/tiktok_capi.ffi.h') . $declared, Runtime::library());
    $slots = new Slots($c);
    for ($i = 0; $i < 3; $i++) {
        $error = Check::throws(InternalError::class, static fn () => $slots->answer($c->tiktok_capi_panic_for_test(EMAIL, strlen(EMAIL), $slots->buffer, $slots->error)));
        Check::same('internal_error', $error->getCode());
        $clean($error->getMessage());
    }
    Check::same('e26ef224-15c0-5956-8cbb-6eaab9bb7cab', event_id('Purchase', 4711));
});
