<?php

declare(strict_types=1);

// What a request tells, laid under what the shop describes. The frameworks stand on it: see frameworks.php.

namespace TikTokCapi\Tests;

use TikTokCapi\Client;
use TikTokCapi\Conversions;
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
    Check::same(['word' => 'granted', 'gpc' => true], $read($gpc, static fn (): string => 'granted')->describe([])['consent']);
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
    $strict = new Client(['require_consent' => true]);
    Check::same([], Visitor::read($strict, 'https://shop.example/?ttclid=x', [], '8.8.8.8')->cookies);
    Check::same(['ttclid'], array_column(Visitor::read($strict, 'https://shop.example/?ttclid=x', [], '8.8.8.8', 0, static fn (): string => 'granted')->cookies, 'name'));
});

Check::that('what cannot be read counts as denied, is logged without a value, and throws nothing', static function () use ($read): void {
    $lines = [];
    $log = static function (string $line) use (&$lines): void {
        $lines[] = $line;
    };
    Check::same('denied', $read(['Cookie' => 'euconsent-v2=canary'], null, $log)->describe([])['consent']);
    Check::same('denied', $read([], static fn () => throw new \DomainException('canary'), $log)->describe([])['consent']);
    Check::same('denied', $read([], static fn (): string => 'canary', $log)->describe([])['consent']);
    Check::same(3, count($lines));
    Check::true(!str_contains(implode($lines), 'canary'), implode($lines));
});

Check::that('a visitor is kept with an order, and shows nothing', static function () use ($read, $headers): void {
    $visitor = $read($headers);
    $kept = json_decode((string) json_encode($visitor->toArray()), true);
    Check::same($visitor->describe([]), Visitor::of($kept)->describe([]));
    Check::same([[], false], [Visitor::of($kept)->cookies, str_contains(print_r($visitor, true), 'E.C.P')]);
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
