<?php

declare(strict_types=1);

// What a request tells, laid under what the shop describes. The frameworks stand on it: see frameworks.php.

namespace TikTokCapi\Tests;

use TikTokCapi\Client;
use TikTokCapi\Conversions;
use TikTokCapi\Exception\ConfigError;
use TikTokCapi\Exception\InvalidEvent;
use TikTokCapi\Visitor;

$capi = new Client(['pixel_code' => 'C4A', 'now' => 1767225600]);
$headers = ['User-Agent' => 'UA', 'Cookie' => '_ttp=t1'];
$read = static fn (array $headers, mixed ...$more): Visitor => Visitor::read($capi, 'https://shop.example/?ttclid=E.C.P.x', $headers, '8.8.8.8', 0, ...$more);

Check::that('what the shop says wins, member by member', static function () use ($read, $headers): void {
    $event = $read($headers)->describe(['event' => 'Contact', 'user' => ['ip' => '9.9.9.9', 'email' => 'a@b.de', 'ttp' => ' '], 'page' => new class () {
        public string $referrer = 'https://a.example/';
    }]);
    Check::true($event['user'] == ['ip' => '9.9.9.9', 'email' => 'a@b.de', 'ttp' => 't1', 'ttclid' => 'E.C.P.x', 'user_agent' => 'UA'], 'user');
    Check::true($event['page'] == ['referrer' => 'https://a.example/', 'url' => 'https://shop.example/?ttclid=E.C.P.x'], 'page');
    Check::same('9.9.9.9', $read([])->describe((object) ['user' => (object) ['ip' => '9.9.9.9']])['user']['ip']);
    Check::same(['user' => 7], Visitor::of(['user' => ['ip' => '1.1.1.1']])->describe(['user' => 7]));
});

Check::that('consent is replaced as a whole, and what the banner knows stands beside the signals', static function () use ($read): void {
    $gpc = ['Sec-GPC' => '1'];
    Check::same(['gpc' => true], $read($gpc)->describe([])['consent']);
    Check::same('granted', $read($gpc)->describe(['consent' => 'granted'])['consent']);
    Check::same(['gpc' => true, 'word' => 'granted'], $read($gpc, static fn (): string => 'granted')->describe([])['consent']);
    Check::same('granted', $read([], static fn (): string => 'granted')->describe([])['consent']);
    Check::same('denied', $read($gpc, static fn (): string => 'canary', static fn (string $line) => null)->describe([])['consent']);
    Check::true(['gpc' => true, 'google' => ['ad_storage' => 'granted']] == $read($gpc, static fn (): array => ['google' => ['ad_storage' => 'granted']])->describe([])['consent']);
    Check::same(['gpc' => true], $read($gpc, static fn (): ?string => null)->describe([])['consent']);
});

Check::that('the banner\'s yes does not outweigh the browser\'s no', static function () use ($capi, $read): void {
    $outcome = static fn (array $headers, mixed $own): array => array_map(
        static fn ($explained): array => [$explained->outcome, $explained->event['limited_data_use'] ?? false],
        [$capi->explain($read($headers, static fn (): mixed => $own)->describe(['event' => 'Contact', 'event_id' => 'e1']))],
    )[0];
    Check::same(['ready', true], $outcome(['Sec-GPC' => '1'], 'granted'));
    Check::same(['withheld', false], $outcome(['Sec-GPC' => '1'], 'denied'));
    Check::same(['withheld', false], $outcome(['Sec-GPC' => '1'], ['google' => ['ad_storage' => 'denied']]));
    Check::same(['ready', true], $outcome(['Cookie' => 'usprivacy=1YNN'], 'opted_out'));
});

Check::that('a consent that says nothing leaves the visitor\'s', static function () use ($read): void {
    $gpc = ['Sec-GPC' => '1'];
    $json = new class () implements \JsonSerializable {
        public function jsonSerialize(): array
        {
            return ['tcf' => null];
        }
    };
    foreach ([null, ' ', [], ['tcf' => null], ['gpc' => '', 'google' => ['ad_storage' => null]], new \stdClass(), (object) ['tcf' => ''], $json] as $blank) {
        Check::same(['gpc' => true], $read($gpc)->describe(['consent' => $blank])['consent']);
    }
    Check::same(['gpc' => true], $read($gpc, static fn (): array => ['gpc' => null, 'tcf' => ' '])->describe([])['consent']);
    Check::true(['gpc' => true, 'us_privacy' => '1YNN'] == $read($gpc, static fn (): array => ['gpc' => null, 'us_privacy' => '1YNN'])->describe([])['consent']);
});

Check::that('a cookie is set only when an event may carry it', static function () use ($read): void {
    Check::same(['ttclid'], array_column($read([])->cookies, 'name'));
    Check::same([], $read([], static fn (): string => 'denied')->cookies);
    Check::same([], $read(['Sec-GPC' => '1'])->cookies);
    $asking = new Client(['require_consent' => true]);
    Check::same([], Visitor::read($asking, 'https://shop.example/?ttclid=x', [], '8.8.8.8')->cookies);
    Check::same(['ttclid'], array_column(Visitor::read($asking, 'https://shop.example/?ttclid=x', [], '8.8.8.8', 0, static fn (): string => 'granted')->cookies, 'name'));
});

Check::that('what cannot be read counts as denied, is logged once without a value, and throws nothing', static function () use ($capi, $read): void {
    $lines = [];
    $log = static function (string $line) use (&$lines): void {
        $lines[] = $line;
    };
    $unreadable = [
        'euconsent-v2' => $read(['Cookie' => 'euconsent-v2=canary'], null, $log),
        'choice' => Visitor::read($capi, 'https://shop.example/', ['Cookie' => 'choice=canary'], '8.8.8.8', log: $log, consent_cookie: 'choice'),
        'consent' => $read([], static fn (): string => 'canary', $log),
    ];
    foreach ($unreadable as $name => $visitor) {
        Check::same(['consent' => 'denied', 'allowed' => false, 'limited' => false, 'unreadable' => $name, 'cookies' => []], ['consent' => $visitor->describe([])['consent'], 'allowed' => $visitor->allowed, 'limited' => $visitor->limitedDataUse, 'unreadable' => $visitor->unreadable, 'cookies' => $visitor->cookies]);
        Check::same('', (new Conversions($capi, $visitor))->baseCode('C4A'));
    }
    Check::same(array_map(static fn (string $who): string => "tiktok-capi: a request's consent cannot be read ($who), so it counts as denied", array_keys($unreadable)), $lines);
    foreach ([true, 1.5, static fn (): string => 'granted', new \DateTime(), ['no_signal' => 1]] as $answer) {
        Check::same([false, 'consent'], [$read([], static fn (): mixed => $answer, $log)->allowed, $read([], static fn (): mixed => $answer, $log)->unreadable]);
    }
    [$lines, $before] = [[], count($lines)];
    $thrown = $read([], static fn () => throw new \DomainException('canary'), $log);
    Check::same([['consent' => 'denied'], false, ['tiktok-capi: a request was not read: DomainException']], [$thrown->toArray(), $thrown->allowed, $lines]);
    Check::same(13, $before);
    Check::true(!str_contains(implode($lines), 'canary'), implode($lines));
});

Check::that('the options say where the shop\'s banner keeps what it knows', static function (): void {
    $page = static fn (Client $capi, string $cookie): string => (new Conversions($capi, Visitor::read($capi, 'https://shop.example/', ['Cookie' => $cookie], '8.8.8.8')))->baseCode('C4A');
    $own = new Client(['require_consent' => true, 'consent_cookie' => 'choice']);
    Check::same([true, '', ''], [$page($own, 'choice=%22granted%22') !== '', $page($own, 'choice=denied'), $page($own, 'other=granted')]);
    $tool = new Client(['require_consent' => true, 'consent_tool' => 'wp_consent_api']);
    Check::same([true, ''], [$page($tool, 'wp_consent_marketing=allow') !== '', $page($tool, 'wp_consent_marketing=deny')]);
});

Check::that('consent alone decides about the Pixel: not what is missing of the visitor, and not `strict`', static function (): void {
    foreach ([[], ['strict' => true], ['strict' => true, 'event_source_id' => 'C4A', 'opt_out_mode' => 'limited_data_use']] as $options) {
        $capi = new Client($options);
        $lines = [];
        $base = static function (Visitor $visitor) use ($capi, &$lines): string {
            return (new Conversions($capi, $visitor, static function (string $line) use (&$lines): void {
                $lines[] = $line;
            }))->baseCode('C4A');
        };
        $nobody = $capi->visitor('', [], '');
        $optedOut = $capi->visitor('', [], '', consent: 'opted_out');
        foreach ([$nobody, Visitor::of([]), Visitor::of($nobody->toArray())] as $visitor) {
            Check::true(str_ends_with($base($visitor), '"C4A",{},false);</script>'));
        }
        foreach ([$optedOut, Visitor::of($optedOut->toArray())] as $visitor) {
            Check::true(str_ends_with($base($visitor), '"C4A",{"limited_data_use":true},false);</script>'));
        }
        Check::same(['', '', []], [$base($capi->visitor('', [], '', consent: 'denied')), $base(Visitor::of(['consent' => 'denied'])), $lines]);
        Check::same(['ttclid'], array_column($capi->visitor('https://shop.example/?ttclid=x', [], '')->cookies, 'name'));
    }
});

Check::that('the base code is the client\'s own, and an id that is none of a pixel loads none', static function (): void {
    $lines = [];
    $base = static function (array $options, array $told = []) use (&$lines): string {
        return (new Conversions(new Client($options), Visitor::of($told), static function (string $line) use (&$lines): void {
            $lines[] = $line;
        }))->baseCode();
    };
    Check::true(str_contains($base(['pixel_code' => ' C4A ']), '"C4A"'));
    Check::same(['', '', []], [$base(['pixel_code' => 'C4A'], ['consent' => 'denied']), $base([], ['consent' => 'denied']), $lines]);
    Check::same(['', '', 2], [$base([]), $base(['event_source_id' => "\u{a0}"]), count($lines)], 'each time it is logged');
    foreach (['offline', 'crm', 'app'] as $source) {
        $options = ['event_source' => $source, 'event_source_id' => '7000000000000000001'];
        Check::same([null, ''], [(new Client($options))->pixelCode(), $base($options)]);
    }
    Check::same(5, count($lines));
    Check::true(str_contains($lines[0], 'pixel_code') && !str_contains(implode($lines), '7000000000000000001'), implode($lines));
});

Check::that('every verb lays a visitor under what it takes', static function () use ($read): void {
    $capi = new Client(['pixel_code' => 'C4A', 'now' => 1767225600, 'access_token' => 't', 'endpoint' => 'http://127.0.0.1:9', 'max_attempts' => 1]);
    $visitor = $read(['User-Agent' => 'UA'], static fn (): string => 'opted_out');
    $event = ['event' => 'Contact', 'event_id' => 'e1'];
    foreach ([$event, (object) $event, (string) json_encode($event)] as $given) {
        $built = json_decode((string) $capi->build($given, $visitor), true);
        Check::same([true, false, 'https://shop.example/?ttclid=redacted'], [$built['limited_data_use'], isset($built['user']), $built['page']['url']]);
        Check::same($built['page'], $capi->explain($given, $visitor)->event['page'] ?? null);
        Check::true(str_contains((string) $capi->pixel($given, 'n1', $visitor)?->html, 'nonce="n1"'));
    }
    Check::same((string) $capi->build($visitor->describe($event)), $capi->build($event, $visitor));
    $denied = $read([], static fn (): string => 'denied');
    Check::same([null, null, 'withheld'], [$capi->build($event, $denied), $capi->pixel($event, visitor: $denied), $capi->explain($event, $denied)->outcome]);
    Check::same('withheld', $capi->track($event, $denied)->results[0]->outcome);
    $own = static fn (): \Generator => yield from [$event, ['consent' => 'granted'] + $event, '{"event":"Contact"', 7];
    $told = array_map(static fn ($result): array => [$result->outcome, $result->problems[0]->code ?? null], $capi->track($own(), $denied)->results);
    $bare = array_map(static fn ($result): array => [$result->outcome, $result->problems[0]->code ?? null], $capi->track($own())->results);
    Check::same(['withheld', 'undelivered', 'refused', 'refused'], array_column($told, 0));
    Check::same(array_slice($bare, 2), array_slice($told, 2), 'what is wrong with an event has one code');
    Check::throws(InvalidEvent::class, static fn () => $capi->build('{"event":', $visitor));
});

Check::that('both halves have one id, whatever the event is', static function () use ($read): void {
    $folder = sys_get_temp_dir() . '/tiktok-capi-pair-' . getmypid();
    $capi = new Client(['pixel_code' => 'C4A', 'outbox' => $folder, 'endpoint' => 'http://127.0.0.1:9']);
    $conversions = new Conversions($capi, $read([]));
    $lead = new class () {
        public string $event = 'Lead';
        public ?string $event_id = ' ';
    };
    // An id that cannot be used is left out, and another one made.
    $unfit = ['event' => 'Lead', 'event_id' => "\xff"];
    foreach ([['event' => 'Lead'], $lead, $unfit, new \ArrayObject(['event' => 'Lead', 'event_id' => null]), ['event' => 'Lead', 'event_id' => ' own ']] as $event) {
        [$receipt, $html] = $conversions->pair($event, 'n1');
        Check::true(str_contains($html, "\"event_id\":\"{$receipt->results[0]->eventId}\""), $html);
    }
    Check::same('own', $receipt->results[0]->eventId);
    foreach ([[], [['event' => 'Lead']]] as $none) {
        Check::throws(InvalidEvent::class, static fn () => $conversions->pair($none));
    }
    Check::same(5, $capi->stats()->waiting);
    $capi->close(0);
    array_map('unlink', glob("$folder*") ?: []);
});

Check::that('what `describe` gives back is read as the event would be', static function () use ($capi, $read): void {
    $event = ['event' => 'Purchase', 'event_id' => 'e1', 'event_time' => new \DateTimeImmutable('2026-01-01T00:00:00Z'), 'user' => ['email' => "\xff", 'external_id' => [1, 2]], 'properties' => ['value' => 0.1, 'currency' => 'EUR', 'custom' => PHP_INT_MAX, 'none' => INF]];
    $visitor = $read([]);
    $codes = static fn (array $problems): array => array_map(static fn ($problem): string => "$problem->path $problem->code", $problems);
    [$laid, $described] = [$capi->explain($event, $visitor), $capi->explain($visitor->describe($event))];
    Check::same($laid->event, $described->event);
    Check::true($laid->event !== null && count($laid->problems) === count($described->problems), implode(', ', $codes($described->problems)));
});

Check::that('a visitor is kept with an order, and shows nothing', static function () use ($read, $headers): void {
    $visitor = $read($headers);
    $kept = json_decode((string) json_encode($visitor->toArray()), true);
    Check::same($visitor->describe([]), Visitor::of($kept)->describe([]));
    Check::same([[], false], [Visitor::of($kept)->cookies, str_contains(print_r($visitor, true), 'E.C.P')]);
});

Check::that('as JSON, which a log makes of it, a visitor is what consent allows, and none that a verb takes', static function () use ($capi, $read): void {
    $denied = $read([], static fn (): string => 'denied');
    Check::same('{"allowed":false,"limited_data_use":false,"unreadable":null}', json_encode($denied));
    Check::same('{"allowed":true,"limited_data_use":true,"unreadable":null}', json_encode($read(['Sec-GPC' => '1', 'Cookie' => '_ttp=t1'])));
    Check::same('{"allowed":null,"limited_data_use":null,"unreadable":null}', json_encode(Visitor::of($denied->toArray())));
    $event = ['event' => 'Contact', 'event_id' => 'e1'];
    foreach ([$denied, Visitor::of($denied->toArray())] as $visitor) {
        $none = Visitor::of(json_decode((string) json_encode($visitor), true));
        foreach (['build', 'explain', 'track', 'enqueue'] as $verb) {
            $error = Check::throws(ConfigError::class, static fn () => $capi->$verb($event, $none));
            Check::same(['invalid_argument', 'visitor'], [$error->getCode(), $error->option], $verb);
        }
        Check::throws(ConfigError::class, static fn () => $capi->pixel($event, visitor: $none));
        Check::throws(ConfigError::class, static fn () => $none->describe($event));
        $lines = [];
        $conversions = new Conversions($capi, $none, static function (string $line) use (&$lines): void {
            $lines[] = $line;
        });
        Check::same(['', '', 2], [$conversions->baseCode(), $conversions->snippet($event), count($lines)]);
    }
});

Check::that('a visitor that an earlier release kept', static function () use ($capi): void {
    $told = ['user' => ['ip' => '8.8.8.8', 'ttclid' => 'E.C.P.x'], 'page' => ['url' => 'https://shop.example/'], 'consent' => ['word' => 'granted', 'gpc' => true]];
    $kept = Visitor::of($told);
    Check::same([null, null, $told], [$kept->allowed, $kept->unreadable, $kept->toArray()]);
    Check::true($capi->explain(['event' => 'Contact'], $kept)->event['limited_data_use'] ?? false);
    Check::true(str_contains((new Conversions($capi, $kept))->baseCode(), 'limited_data_use'));
});

Check::that('a list is described one by one', static function () use ($capi, $read): void {
    $conversions = new Conversions($capi, $read([], static fn (): string => 'denied'));
    Check::same(null, $conversions->pixel(['event' => 'Contact']));
    $sending = new Conversions(new Client(['pixel_code' => 'C4A', 'access_token' => 't', 'endpoint' => 'http://127.0.0.1:9', 'max_attempts' => 1]), $read([], static fn (): string => 'denied'));
    $given = static fn (): \Generator => yield from [['event' => 'Contact'], (object) ['event' => 'Contact'], 7];
    Check::same(['withheld', 'withheld', 'refused'], array_column(array_map('get_object_vars', $sending->track($given())->results), 'outcome'));
});

Check::that('the page\'s half never throws', static function () use ($capi, $read): void {
    $lines = [];
    $conversions = new Conversions($capi, $read([]), static function (string $line) use (&$lines): void {
        $lines[] = $line;
    });
    Check::same(['', 1], [$conversions->snippet(['event' => '-', 'user' => ['email' => 'canary']]), count($lines)]);
    Check::true(!str_contains($lines[0], 'canary'));
    Check::true(str_starts_with($conversions->snippet(['event' => 'Contact'], 'n1'), '<script nonce="n1">if(window.ttq)'));
});

Check::that('the base code follows consent, and never throws', static function () use ($capi, $read): void {
    $lines = [];
    $conversions = new Conversions($capi, $read([]), static function (string $line) use (&$lines): void {
        $lines[] = $line;
    });
    $html = $conversions->baseCode('C4A', '"><b>', 'https://a.example/events.js');
    Check::true(str_starts_with($html, '<script nonce="&quot;&gt;&lt;b&gt;">('), 'the nonce');
    Check::true(str_ends_with($html, '("https://a.example/events.js","C4A",{},false);</script>'), 'the arguments');
    Check::same(['', '', 2], [$conversions->baseCode('C4A</script>'), $conversions->baseCode('C4A', null, '//a.example'), count($lines)]);
    Check::true(!str_contains($lines[0], 'C4A'));
    Check::true(str_ends_with((new Conversions($capi, $read(['Sec-GPC' => '1'])))->baseCode('C4A', hold_consent: true), '{"limited_data_use":true},true);</script>'));
    Check::same('', (new Conversions($capi, $read([], static fn (): string => 'denied')))->baseCode('C4A'));
});
