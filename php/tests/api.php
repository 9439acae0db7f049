<?php

declare(strict_types=1);

// The public face: verbs, exceptions, receipts, where options come from.

namespace TikTokCapi\Tests;

use TikTokCapi\Catalog;
use TikTokCapi\Client;
use TikTokCapi\Conversions;
use TikTokCapi\Exception\CapiException;
use TikTokCapi\Exception\ConfigError;
use TikTokCapi\Exception\DeliveryError;
use TikTokCapi\Exception\InternalError;
use TikTokCapi\Exception\InvalidEvent;
use TikTokCapi\Exception\RateLimited;
use TikTokCapi\Exception\Rejected;
use TikTokCapi\Exception\Unauthorized;
use TikTokCapi\Exception\Undelivered;
use TikTokCapi\Result;
use TikTokCapi\Runtime;
use TikTokCapi\Visitor;

use function TikTokCapi\context;
use function TikTokCapi\event_id;
use function TikTokCapi\hash;
use function TikTokCapi\normalize;

const CONTACT = ['event' => 'Contact', 'event_id' => 'e1', 'event_time' => 1767225600, 'page' => ['url' => 'https://a.example/']];

$service = new Service();
$sending = ['pixel_code' => 'C4A', 'access_token' => 't0ken', 'endpoint' => $service->endpoint, 'now' => 1767225600];

Check::that('verbs by hand', static function (): void {
    Check::same('+442079460958', normalize('phone', '020 7946 0958', 'GB'));
    Check::same('848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f', hash('email', ' ALICE_abc@gmail.com '));
    Check::same(null, hash('email', null));
    Check::same('e26ef224-15c0-5956-8cbb-6eaab9bb7cab', event_id('Purchase', 4711));
    Check::same(event_id('Purchase', '4711'), event_id('Purchase', new Text('4711')));
    Check::same('unknown_field', Check::throws(ConfigError::class, static fn () => hash('emial', 'x'))->getCode());
    Check::same('region', Check::throws(ConfigError::class, static fn () => hash('phone', '1', 'Britain'))->option);
    $error = Check::throws(InvalidEvent::class, static fn () => normalize('email', 'nope'));
    Check::same('invalid_email', $error->problems[0]->code);
});

Check::that('a refused event throws its problems', static function (): void {
    foreach (['build', 'pixel', 'track'] as $verb) {
        $client = new Client(['pixel_code' => 'C4A', 'access_token' => 't', 'endpoint' => 'http://127.0.0.1:9']);
        $error = Check::throws(InvalidEvent::class, static fn () => $client->$verb(['event' => '-']));
        Check::same(['invalid_event', 'event', 'invalid_event_name', 'error'], [$error->getCode(), $error->problems[0]->path, $error->problems[0]->code, $error->problems[0]->severity]);
        Check::true($error instanceof CapiException && str_contains($error->getMessage(), 'invalid_event_name'));
        $error = Check::throws(InvalidEvent::class, static fn () => $client->$verb('{"event":'));
        Check::same('invalid_json', $error->problems[0]->code);
    }
});

Check::that('a withheld event is null', static function (): void {
    $client = new Client(['consent' => 'denied']);
    Check::same([null, null], [$client->build(CONTACT), $client->pixel(CONTACT)]);
    Check::same('withheld', $client->explain(CONTACT)->outcome);
});

Check::that('arrays, objects and JSON give the same bytes', static function (): void {
    $client = new Client();
    $body = $client->build(CONTACT);
    Check::same($body, $client->build((object) CONTACT));
    Check::same($body, $client->build((string) json_encode(CONTACT)));
    Check::same($body, $client->build(new \ArrayObject(CONTACT)));
});

Check::that('floats are exact, whatever the settings say', static function (): void {
    $precision = ini_set('serialize_precision', '3');
    foreach ([0.1, 19.9, 1 / 3, 123456789.125, 1.5e-7, 5e-324] as $value) {
        $body = (new Client())->build(CONTACT + ['properties' => ['custom' => $value]]);
        Check::same($value, json_decode((string) $body, true)['properties']['custom']);
    }
    ini_set('serialize_precision', (string) $precision);
});

Check::that('one event is tracked', static function () use ($service, $sending): void {
    $receipt = (new Client($sending))->track(CONTACT);
    Check::same([true, 1, ['r1'], null], [$receipt->ok, $receipt->requests, $receipt->requestIds, $receipt->error()]);
    Check::same(['accepted', 0, 'Contact', 'e1', 'r1'], [$receipt->results[0]->outcome, $receipt->results[0]->code, $receipt->results[0]->event, $receipt->results[0]->eventId, $receipt->results[0]->requestId]);
    Check::same(Service::MESSAGE, $receipt->results[0]->apiMessage);
    Check::same($receipt, $receipt->throwForError());
    Check::same(json_decode((string) (new Client())->build(CONTACT), true), json_decode($service->body(), true)['data'][0]);
});

Check::that('a list never throws for one event', static function () use ($service, $sending): void {
    $events = static function (): \Generator {
        yield CONTACT;
        yield ['event' => '-'];
        yield (object) (['event_id' => 'e2'] + CONTACT);
        yield 'no event';
    };
    foreach ([$events(), iterator_to_array($events())] as $given) {
        $receipt = (new Client($sending))->track($given);
        Check::same(['accepted', 'refused', 'accepted', 'refused'], array_map(static fn (Result $r): string => $r->outcome, $receipt->results));
        Check::same([false, null], [$receipt->ok, $receipt->error()]);
        Check::same(2, count(json_decode($service->body(), true)['data']));
    }
    Check::same([], (new Client($sending))->track([])->results);
});

Check::that('what was built is delivered byte for byte, without being read again', static function () use ($service, $sending): void {
    $strict = new Client(['strict' => true, 'require_consent' => true] + $sending);
    $built = (string) $strict->build(['consent' => 'opted_out', 'user' => ['email' => 'a@b.de', 'ttclid' => 'E.C.P']] + CONTACT);
    $clicked = (string) (new Client())->build(['event_id' => 'e2', 'user' => ['ttclid' => 'a%2525b']] + CONTACT);
    Check::true(str_contains($clicked, '"ttclid":"a%25b"') && str_contains($built, 'limited_data_use') && !str_contains($built, 'user'), "$built $clicked");
    foreach ([$built, $clicked] as $canonical) {
        Check::true($strict->deliver($canonical)->ok);
        Check::same("{\"data\":[$canonical],\"event_source\":\"web\",\"event_source_id\":\"C4A\"}", $service->body());
    }
    $given = [$built, 'canary', '', "\xff", '{"event":TRUE}', "$built,$built", " $built", $clicked, 7, null, []];
    $each = static fn (): \Generator => yield from $given;
    foreach ([$given, $each()] as $list) {
        $receipt = $strict->deliver($list);
        Check::same(['accepted', ...array_fill(0, 6, 'refused'), 'accepted', 'refused', 'refused', 'refused'], array_map(static fn (Result $r): string => $r->outcome, $receipt->results));
        Check::same("{\"data\":[$built,$clicked],\"event_source\":\"web\",\"event_source_id\":\"C4A\"}", $service->body());
        Check::true(!str_contains(print_r($receipt, true), 'canary'));
    }
    Check::same([], $strict->deliver([])->results);
    foreach (['canary', " $built", "[$built]", ''] as $text) {
        $error = Check::throws(InvalidEvent::class, static fn () => $strict->deliver($text));
        Check::true(in_array($error->problems[0]->code, ['not_canonical', 'invalid_json'], true) && !str_contains((string) $error, 'canary'));
    }
    Check::same('missing_option', Check::throws(ConfigError::class, static fn () => (new Client(['pixel_code' => 'C4A']))->deliver('canary'))->getCode());
});

foreach ([40001 => Unauthorized::class, 40100 => RateLimited::class, 50000 => Undelivered::class, 40002 => Rejected::class] as $code => $class) {
    Check::that("TikTok's code $code", static function () use ($service, $sending, $code, $class): void {
        $client = new Client(['access_token' => "code-$code", 'max_attempts' => 1] + $sending);
        $receipt = $client->track(CONTACT);
        $service->body();
        $error = Check::throws($class, static fn () => $receipt->throwForError());
        Check::true($error instanceof DeliveryError);
        Check::same([$code, 1, $receipt], [$error->apiCode, $error->events, $error->receipt]);
        Check::true(preg_match('/^[a-z_]+$/', $error->getCode()) === 1 && !str_contains($error->getMessage(), 'canary'));
    });
}

Check::that('options that are wrong', static function (): void {
    $error = Check::throws(ConfigError::class, static fn () => new Client(['acces_token' => 'x']));
    Check::same(['unknown_option', 'acces_token'], [$error->getCode(), $error->option]);
    Check::true(str_contains($error->hint, '`access_token`'));
    Check::same('invalid_option', Check::throws(ConfigError::class, static fn () => new Client(['timeout' => 0]))->getCode());
    $error = Check::throws(ConfigError::class, static fn () => (new Client(['pixel_code' => 'C4A']))->track(CONTACT));
    Check::same(['missing_option', 'access_token'], [$error->getCode(), $error->option]);
});

Check::that('options come from the environment, also from PHP\'s own', static function () use ($service): void {
    $_ENV['TIKTOK_ACCESS_TOKEN'] = 't1';
    $_SERVER['TIKTOK_EVENT_SOURCE_ID'] = 'C5';
    $endpoint = getenv('TIKTOK_CAPI_ENDPOINT');
    putenv("TIKTOK_CAPI_ENDPOINT=$service->endpoint");
    Check::true((new Client())->track(CONTACT)->ok);
    Check::same('C5', json_decode($service->body(), true)['event_source_id']);
    Check::true((new Client(['pixel_code' => 'C4A']))->track(CONTACT)->ok);
    Check::same('C4A', json_decode($service->body(), true)['event_source_id']);
    putenv($endpoint === false ? 'TIKTOK_CAPI_ENDPOINT' : "TIKTOK_CAPI_ENDPOINT=$endpoint");
    unset($_ENV['TIKTOK_ACCESS_TOKEN'], $_SERVER['TIKTOK_EVENT_SOURCE_ID']);
});

Check::that('a blank variable is none, and a blank option leaves its own to the environment', static function (): void {
    $_ENV['TIKTOK_EVENT_SOURCE_ID'] = " \u{a0}\u{feff}";
    $_SERVER['TIKTOK_EVENT_SOURCE_ID'] = 'C5';
    try {
        foreach (['pixel_code', 'event_source_id'] as $name) {
            foreach ([null, '', "\t\u{2003}\n", []] as $blank) {
                Check::same('C5', (new Client([$name => $blank]))->pixelCode());
            }
            Check::same('C4A', (new Client([$name => ' C4A ']))->pixelCode());
        }
        $_SERVER['TIKTOK_EVENT_SOURCE_ID'] = "\u{3000}";
        Check::same([null, 'C4A'], [(new Client())->pixelCode(), (new Client(['pixel_code' => 'C4A']))->pixelCode()]);
        $_ENV['TIKTOK_ACCESS_TOKEN'] = "\xff"; // not blank, and no token
        Check::same('access_token', Check::throws(ConfigError::class, static fn () => new Client())->option);
    } finally {
        unset($_ENV['TIKTOK_EVENT_SOURCE_ID'], $_SERVER['TIKTOK_EVENT_SOURCE_ID'], $_ENV['TIKTOK_ACCESS_TOKEN']);
    }
});

Check::that('the request that PHP is answering', static function (): void {
    $before = $_SERVER;
    $_SERVER = ['HTTPS' => 'on', 'HTTP_HOST' => 'shop.example', 'REQUEST_URI' => '/a?ttclid=E.C.P.x', 'REMOTE_ADDR' => '10.0.0.2', 'HTTP_USER_AGENT' => 'UA', 'HTTP_COOKIE' => '_ttp=t1', 'HTTP_X_FORWARDED_FOR' => '8.8.8.8'] + $before;
    $parts = context(trusted_proxies: 1);
    Check::same(['ip' => '8.8.8.8', 'ttclid' => 'E.C.P.x', 'ttp' => 't1', 'user_agent' => 'UA'], $parts['user'] ?? null);
    Check::same('https://shop.example/a?ttclid=E.C.P.x', $parts['page']['url'] ?? null);
    Check::same('ttclid', $parts['cookies'][0]['name'] ?? null);
    $_SERVER = $before;
    Check::same(['page' => ['url' => 'https://a.example/']], context('https://a.example/', [], '10.0.0.1'));
});

Check::that('events beyond a pipe\'s size pass', static function (): void {
    $event = CONTACT + ['properties' => ['custom' => str_repeat('ä', 300_000)]];
    Check::true(strlen((string) (new Client())->build($event)) > 600_000);
});

Check::that('the catalogue names the library and its own rows', static function (): void {
    $header = (string) file_get_contents(__DIR__ . '/../src/tiktok_capi.ffi.h');
    Check::true(preg_match('/TIKTOK_CAPI_ABI_VERSION = (\d+)/', $header, $abi) === 1);
    Check::same(1, preg_match('/ABI_VERSION = (\d+);/', (string) file_get_contents(__DIR__ . '/../src/Internal/Native.php'), $ours));
    Check::same($abi[1], $ours[1]);
    Check::true(in_array('Purchase', Catalog::EVENTS, true) && in_array('EUR', Catalog::CURRENCIES, true) && Catalog::CODES['invalid_json'] === 'error');
});

if (function_exists('pcntl_signal') && Runtime::kind() === 'program') {
    Check::that('a program whose exit code something else takes is known by what it tells', static function (): void {
        $previous = pcntl_signal_get_handler(SIGCHLD);
        pcntl_signal(SIGCHLD, SIG_IGN);
        try {
            Check::same('e26ef224-15c0-5956-8cbb-6eaab9bb7cab', event_id('Purchase', 4711));
            Check::same('e1', json_decode((string) (new Client(['pixel_code' => 'C4A']))->build(CONTACT), true)['event_id']);
            Check::throws(InvalidEvent::class, static fn () => (new Client(['pixel_code' => 'C4A']))->build(['event' => '-']));
            Runtime::use(program: '/bin/true');
            Check::throws(InternalError::class, static fn () => event_id('Purchase', 4711));
        } finally {
            Runtime::use();
            pcntl_signal(SIGCHLD, $previous);
        }
    });
}

Check::that('a library that is named and cannot be loaded is told, where FFI is allowed', static function (): void {
    $isAllowed = Runtime::kind() === 'ffi';
    $named = getenv('TIKTOK_CAPI_LIBRARY');
    putenv('TIKTOK_CAPI_LIBRARY=/nowhere/libtiktok_capi.so.1');
    $_ENV['TIKTOK_CAPI_LIBRARY'] = $_SERVER['TIKTOK_CAPI_LIBRARY'] = '/nowhere/libtiktok_capi.so.1';
    try {
        foreach (['TIKTOK_CAPI_LIBRARY' => null, 'library' => '/nowhere/libtiktok_capi.so.1'] as $setting => $library) {
            Runtime::use(library: $library);
            if ($isAllowed) {
                $error = Check::throws(ConfigError::class, static fn () => event_id('Purchase', 1));
                Check::same(['wrong_library', $setting], [$error->getCode(), $error->option]);
            } else {
                Check::same('program', Runtime::kind());
            }
        }
    } finally {
        putenv("TIKTOK_CAPI_LIBRARY=$named");
        $_ENV['TIKTOK_CAPI_LIBRARY'] = $_SERVER['TIKTOK_CAPI_LIBRARY'] = $named;
        Runtime::use();
    }
});

/** What does the work in a PHP with settings of its own, or why nothing does; any warning is an exception there. */
$kindWith = static function (array $settings, array $environment = []): string {
    $script = 'set_error_handler(static fn ($level, $text) => throw new ErrorException($text));'
        . ' require ' . var_export(__DIR__ . '/autoload.php', true) . ';'
        . ' try { TikTokCapi\event_id("Purchase", 1); echo TikTokCapi\Runtime::kind(); }'
        . ' catch (TikTokCapi\Exception\ConfigError $error) { echo $error->getCode(); }';
    $arguments = array_merge(...array_map(static fn (string $setting): array => ['-d', $setting], $settings));
    $process = proc_open([PHP_BINARY, ...$arguments, '-r', $script], [1 => ['pipe', 'w']], $pipes, null, $environment + getenv());
    $told = (string) stream_get_contents($pipes[1]);
    proc_close($process);

    return $told;
};
Check::that('where PHP may start no program, that is told', static function () use ($kindWith): void {
    Check::same('missing_library', $kindWith(['ffi.enable=0', 'disable_functions=proc_open']));
    Check::same('missing_library', $kindWith(['ffi.enable=0', 'disable_functions=proc_terminate']));
});
Check::that('where PHP may not look everywhere, the program is started all the same', static function () use ($kindWith): void {
    $basedir = 'open_basedir=' . dirname(__DIR__);
    $program = (string) getenv('TIKTOK_CAPI_PROGRAM');
    Check::same('program', $kindWith(['ffi.enable=0', $basedir]));
    $found = ['TIKTOK_CAPI_PROGRAM' => '', 'PATH' => '/nowhere:' . dirname($program)];
    Check::same('program', $kindWith(['ffi.enable=0'], $found));
    Check::same('program', $kindWith(['ffi.enable=0', $basedir], $found));
    foreach (['/nowhere', '/'] as $path) {
        Check::same('missing_library', $kindWith(['ffi.enable=0', $basedir], ['PATH' => $path] + $found));
    }
    Check::same('missing_library', $kindWith(['ffi.enable=0', $basedir], ['TIKTOK_CAPI_PROGRAM' => '/nowhere/tiktok-capi']));
    Check::same('ffi', $kindWith(['ffi.enable=1', $basedir]));
});
Check::that('a class that is disabled is none', static function () use ($kindWith): void {
    foreach (['FFI', 'FFI,FFI\Exception'] as $classes) {
        Check::same('program', $kindWith(['ffi.enable=1', "disable_classes=$classes"]));
    }
});
Check::that('the shop of the examples is there without library and program', static function (): void {
    $script = 'require ' . var_export(__DIR__ . '/autoload.php', true) . '; require ' . var_export(dirname(__DIR__, 2) . '/examples/php-shop/conversions.php', true)
        . '; echo get_debug_type(conversions());';
    $settings = ['-d', 'ffi.enable=0', '-d', 'disable_functions=proc_open', '-d', 'error_log=/dev/null'];
    $process = proc_open([PHP_BINARY, ...$settings, '-r', $script], [1 => ['pipe', 'w']], $pipes);
    Check::same('null', stream_get_contents($pipes[1]));
    Check::same(0, proc_close($process));
});
Check::that('a program that does not end is ended', static function (): void {
    $hanging = tempnam(sys_get_temp_dir(), 'tiktok');
    try {
        foreach (['exec sleep 600', 'cat >/dev/null; exec sleep 600', 'exec yes'] as $work) {
            file_put_contents($hanging, "#!/bin/sh\n$work\n");
            chmod($hanging, 0700);
            Runtime::use(program: $hanging, seconds: 0.3);
            $error = Check::throws(InternalError::class, static fn () => event_id('Purchase', str_repeat('1', 1_000_000)));
            Check::true(str_contains($error->getMessage(), '0.3 seconds'));
        }
    } finally {
        Runtime::use();
        unlink($hanging);
    }
});
Check::that('a page is served whatever happens', static function (): void {
    $lines = [];
    $log = static function (string $line) use (&$lines): void {
        $lines[] = $line;
    };
    $client = new Client(['pixel_code' => 'C4A', 'access_token' => 't0ken', 'outbox' => '/nowhere/outbox.db']);
    $event = ['event' => 'Contact', 'user' => ['email' => 'canary@secret.example'], 'page' => ['url' => 'https://shop.example/']];
    Check::same([null, null], [$client->tryEnqueue($event, null, $log), $client->tryTrack(['event' => '!'] + $event, null, $log)]);
    Check::same(['outbox_unavailable', 'invalid_event_name'], array_map(
        static fn (string $line): string => preg_match('/outbox_unavailable|invalid_event_name/', $line, $code) ? $code[0] : $line,
        $lines,
    ));
    Check::true(!str_contains(implode($lines), 'secret'));
    $receipt = (new Client(['pixel_code' => 'C4A', 'require_consent' => true, 'access_token' => 't0ken']))->tryTrack($event);
    Check::same('withheld', $receipt?->results[0]->outcome);
});

Check::that('a program that fails is an internal error', static function (): void {
    foreach (['/bin/false', '/bin/true'] as $program) {
        Runtime::use(program: $program);
        Check::same('program', Runtime::kind());
        Check::same('internal_error', Check::throws(InternalError::class, static fn () => event_id('Purchase', 1))->getCode());
    }
    $mute = new Client(['pixel_code' => 'C4A', 'outbox' => ':memory:']); // made, and no use
    Check::throws(InternalError::class, static fn () => $mute->pixelCode());
    $lines = [];
    $conversions = new Conversions($mute, Visitor::of([]), static function (string $line) use (&$lines): void {
        $lines[] = $line;
    });
    Check::same(['', 1], [$conversions->baseCode(), count($lines)]);
    Runtime::use(program: '/nowhere/tiktok-capi');
    Check::same('missing_library', Check::throws(ConfigError::class, static fn () => event_id('Purchase', 1))->getCode());
    Runtime::use();
});
