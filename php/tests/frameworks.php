<?php

declare(strict_types=1);

// The frameworks, over HTTP: each application is served by `php -S`, and what arrives is asked of the sandbox at
// TIKTOK_CAPI_ENDPOINT. `php frameworks.php FOLDER`, an empty one; PHP's own settings, as `-d ffi.enable=1`, go to the servers.

namespace TikTokCapi\Tests;

use TikTokCapi\Client;
use TikTokCapi\Runtime;

use function TikTokCapi\event_id;
use function TikTokCapi\hash;

require __DIR__ . '/autoload.php';
require __DIR__ . '/check.php';
require __DIR__ . '/frameworks/Site.php';

error_reporting(E_ALL);
[$folder, $endpoint] = [$argv[1], (string) getenv('TIKTOK_CAPI_ENDPOINT')];

/** What the server's side told of an event that is counted; null when nothing arrived. */
function arrived(string $id, int $seconds = 10): ?array
{
    $told = @file_get_contents(getenv('TIKTOK_CAPI_ENDPOINT') . "/sandbox/wait?timeout=$seconds&event_id=" . rawurlencode($id));

    return $told === false ? null : json_decode($told, true);
}

/** The block of docs/php.md in that language which holds a word. */
function of_the_guide(string $language, string $word): string
{
    preg_match_all("/^```$language\n(.*?)^```$/ms", (string) file_get_contents(__DIR__ . '/../../docs/php.md'), $blocks);

    return array_values(array_filter($blocks[1], static fn (string $block): bool => str_contains($block, $word)))[0];
}

/** What waits in a file is delivered as the guide says, by cron. */
function drained(string $outbox): void
{
    $environment = ['TIKTOK_CAPI_OUTBOX' => $outbox, 'TIKTOK_ACCESS_TOKEN' => 't0ken', 'TIKTOK_EVENT_SOURCE_ID' => 'C4A'];
    $command = substr(trim(of_the_guide('sh', 'drain')), strlen('tiktok-capi '));
    $process = proc_open([(string) getenv('TIKTOK_CAPI_PROGRAM'), ...explode(' ', $command)], [], $pipes, null, $environment + getenv());
    Check::same(0, proc_close($process), 'drain');
    Check::same(0, (new Client(['outbox' => $outbox]))->stats()->waiting);
}

/**
 * Whether a page has the Pixel: of a visitor of whom nothing else is known, of one who opted out (then with limited data use), of one
 * who denied.
 *
 * @return array{bool, bool, bool}
 */
function shown(Site $site, string $page, string $opted = 'opted_out', string $denied = 'denied'): array
{
    $has = static fn (string $answer, string $word): bool => str_contains($site->get($page, $answer === '' ? [] : ["Cookie: consent=$answer"])->body, $word);

    return [$has('', 'ttq.load') && !$has('', 'limited_data_use'), $has($opted, '{"limited_data_use":true}'), $has($denied, 'ttq')];
}

$ad = ['X-Forwarded-For: 81.2.69.142', 'User-Agent: Mozilla/5.0'];
$buying = static fn (string $number): string => 'ttclid=E.C.P.x&order=' . $number . '&email=jo@example.com';

Check::that('PSR-15', static function () use ($folder, $ad, $buying): void {
    $outbox = "$folder/psr15.db";
    $site = new Site(__DIR__ . '/frameworks/psr15.php', ['TIKTOK_CAPI_OUTBOX' => $outbox]);
    $answer = $site->get('/?ttclid=E.C.P.x', $ad);
    Check::same(['hello', 'E.C.P.x'], [$answer->body, $answer->cookies['ttclid'] ?? null], 'cookie');
    Check::same('queued', $site->get('/buy?order=psr-1&email=jo@example.com', [...$ad, 'Cookie: ttclid=E.C.P.x'])->body);
    drained($outbox);
    $event = arrived(event_id('Purchase', 'psr-1'));
    Check::same(['E.C.P.x', '81.2.69.142', 'Mozilla/5.0', hash('email', 'jo@example.com')], [$event['data']['user']['ttclid'] ?? null, $event['data']['user']['ip'] ?? null, $event['data']['user']['user_agent'] ?? null, $event['data']['user']['email'] ?? null], 'user');
    Check::true(str_starts_with($event['data']['page']['url'] ?? '', "$site->address/buy?"), 'page');

    Check::same('accepted', $site->get('/track?' . $buying('psr-2'), $ad)->body);
    Check::true(str_contains($site->get('/thanks?' . $buying('psr-2'), $ad)->body, '"event_id":"' . event_id('Purchase', 'psr-2') . '"'), 'the same id');
    $pair = $site->get('/pair?' . $buying('psr-3'), $ad)->body;
    Check::true(preg_match('/^<script nonce="n1">.*"event_id":"([^"]+)"/', $pair, $id) === 1, $pair);
    drained($outbox);
    Check::same('Purchase', arrived($id[1])['event'] ?? null, 'the generated id of both halves');

    $denied = [...$ad, 'Cookie: consent=denied'];
    $answer = $site->get('/buy?' . $buying('psr-4'), $denied);
    Check::same(['withheld', [], '', ''], [$answer->body, $answer->cookies, $site->get('/thanks?' . $buying('psr-4'), $denied)->body, $site->get('/pixel', $denied)->body]);
    $limited = [...$ad, 'Cookie: consent=opted_out'];
    Check::same('queued', $site->get('/buy?' . $buying('psr-5'), $limited)->body);
    Check::true(str_contains($site->get('/pixel', $limited)->body, 'limited_data_use'));
    $gpc = $site->get('/buy?' . $buying('psr-6'), [...$ad, 'Sec-GPC: 1']);
    Check::same(['queued', []], [$gpc->body, $gpc->cookies]);
    drained($outbox);
    Check::same(null, arrived(event_id('Purchase', 'psr-4'), 0));
    foreach (['psr-5', 'psr-6'] as $number) {
        $event = arrived(event_id('Purchase', $number))['data'] ?? [];
        Check::same([true, null, null], [$event['limited_data_use'] ?? null, $event['user']['email'] ?? null, $event['user']['ttclid'] ?? null]);
    }
    Check::same(1, (new Client(['outbox' => $outbox, 'pixel_code' => 'C4A']))->stats()->reasons['withheld.consent_denied'] ?? 0);
    Check::same('hello', $site->get('/', ['Cookie: euconsent-v2=no-such-string'])->body, 'a consent that cannot be read breaks no page');
    Check::same(1, substr_count($site->log(), 'cannot be read (euconsent-v2)'), 'told once, by its name');
    Check::true(!str_contains($site->log(), 'no-such-string'));

    $strict = new Site(__DIR__ . '/frameworks/psr15.php', ['TIKTOK_CAPI_OUTBOX' => $outbox, 'SHOP_OPTIONS' => '{"strict":true,"consent_cookie":"choice"}']);
    Check::same([true, true, false], shown($strict, '/pixel'));
    Check::same('', $strict->get('/pixel', ['Cookie: choice=denied'])->body);
    $offline = new Site(__DIR__ . '/frameworks/psr15.php', ['TIKTOK_CAPI_OUTBOX' => $outbox, 'SHOP_OPTIONS' => '{"event_source":"offline","event_source_id":"7123"}']);
    Check::same('', $offline->get('/pixel', $ad)->body, 'an id that is none of a pixel');
});

Check::that('Laravel', static function () use ($folder, $ad, $buying): void {
    $site = new Site(__DIR__ . '/frameworks/laravel/index.php', ['SHOP_FOLDER' => "$folder/laravel", 'TIKTOK_EVENT_SOURCE_ID' => 'C4A', 'TIKTOK_ACCESS_TOKEN' => 't0ken']);
    $answer = $site->get('/?ttclid=E.C.P.x', $ad);
    Check::same([200, 'hello', 'E.C.P.x'], [$answer->status, $answer->body, $answer->cookies['ttclid'] ?? null], 'a cookie in the clear');
    Check::same('queued', $site->get('/buy?' . $buying('laravel-1'), $ad)->body);
    Check::same('dispatched', $site->get('/queue?' . $buying('laravel-2'), $ad)->body);
    Check::same('two', $site->get('/clients')->body);
    $octane = new Site(__DIR__ . '/frameworks/laravel/index.php', ['LARAVEL_OCTANE' => '1', 'SHOP_FOLDER' => "$folder/octane", 'TIKTOK_EVENT_SOURCE_ID' => 'C4A', 'TIKTOK_ACCESS_TOKEN' => 't0ken']);
    Check::same('one', $octane->get('/clients')->body);
    drained("$folder/laravel/storage/app/tiktok-capi.db");
    foreach (['laravel-1', 'laravel-2'] as $number) {
        $user = arrived(event_id('Purchase', $number))['data']['user'] ?? [];
        Check::same(['E.C.P.x', '81.2.69.142', hash('email', 'jo@example.com')], [$user['ttclid'] ?? null, $user['ip'] ?? null, $user['email'] ?? null], $number);
    }
    $page = $site->get('/thanks?' . $buying('laravel-1'), $ad)->body;
    Check::true(preg_match('#^<head><script nonce="n1">.*"C4A",\{\},false\);</script></head><script nonce="n1">if\(window\.ttq\).*' . event_id('Purchase', 'laravel-1') . '#s', $page) === 1, $page);

    $consent = $site->get('/consent/denied', $ad)->cookies['consent'];
    Check::true(!str_contains($consent, 'denied'), 'Laravel encrypts it');
    $denied = [...$ad, "Cookie: consent=$consent"];
    $answer = $site->get('/buy?' . $buying('laravel-3'), $denied);
    Check::same(['withheld', null], [$answer->body, $answer->cookies['ttclid'] ?? null]);
    Check::same(['withheld', '<head></head>'], [$site->get('/queue?' . $buying('laravel-3'), $denied)->body, $site->get('/thanks?' . $buying('laravel-3'), $denied)->body]);

    Check::same('hello', $site->get('/', ['Cookie: euconsent-v2=no-such-string'])->body);
    Check::same(1, substr_count($site->log(), 'cannot be read (euconsent-v2)'), 'told once, by its name');
    Check::true(str_contains($site->log(), 'WARNING') && !str_contains($site->log(), 'no-such-string'));

    $wrong = new Site(__DIR__ . '/frameworks/laravel/index.php', ['SHOP_FOLDER' => "$folder/wrong", 'SHOP_PROXIES' => '"two"', 'TIKTOK_EVENT_SOURCE_ID' => 'C4A']);
    Check::same([200, 'hello', 500], [$wrong->get('/')->status, $wrong->get('/')->body, $wrong->get('/buy?order=1')->status], 'a wrong setting takes no page down');
    Check::true(str_contains($wrong->log(), 'tiktok-capi.trusted_proxies: invalid_option'), $wrong->log());
});

Check::that('Laravel: what is queued is delivered as it was built, and consent alone decides about the Pixel', static function () use ($folder, $ad): void {
    $environment = ['TIKTOK_EVENT_SOURCE_ID' => 'C4A', 'TIKTOK_ACCESS_TOKEN' => 't0ken'];
    $strict = new Site(__DIR__ . '/frameworks/laravel/index.php', ['SHOP_FOLDER' => "$folder/strict", 'SHOP_OPTIONS' => '{"strict":true,"consent_cookie":"choice"}'] + $environment);
    $cookie = static fn (string $answer): string => $strict->get("/consent/$answer", $ad)->cookies['consent'];
    [$opted, $denied] = [$cookie('opted_out'), $cookie('denied')];
    Check::same('dispatched', $strict->get('/queue?order=strict-1&email=jo@example.com', [...$ad, "Cookie: consent=$opted"])->body, 'of one who opted out');
    $event = arrived(event_id('Purchase', 'strict-1'))['data'] ?? [];
    Check::same([true, null], [$event['limited_data_use'] ?? null, $event['user'] ?? null]);

    $lax = new Site(__DIR__ . '/frameworks/laravel/index.php', ['SHOP_FOLDER' => "$folder/lax", 'SHOP_OPTIONS' => '{"consent_cookie":"choice"}'] + $environment);
    $click = 'ttclid=E%25252525x&email=jo@example.com&order=';
    Check::same(['queued', 'dispatched'], [$lax->get("/buy?{$click}lax-1", $ad)->body, $lax->get("/queue?{$click}lax-2", $ad)->body]);
    drained("$folder/lax/storage/app/tiktok-capi.db");
    [$bought, $queued] = [arrived(event_id('Purchase', 'lax-1')), arrived(event_id('Purchase', 'lax-2'))];
    Check::true(str_contains($bought['data']['user']['ttclid'] ?? '', '%25'), 'a click id that could be decoded again');
    Check::same($bought['data']['user']['ttclid'] ?? null, $queued['data']['user']['ttclid'] ?? null, 'it is decoded once');

    Check::same('dispatched', $strict->get('/earlier?id=earlier-1', $ad)->body, 'of an earlier release');
    Check::same(['a%25b', true], [arrived('earlier-1')['data']['user']['ttclid'] ?? null, arrived('earlier-1')['data']['limited_data_use'] ?? null]);

    Check::same([true, true, false], shown($strict, '/thanks?order=strict-4', $opted, $denied));
    Check::true(!str_contains($strict->get('/thanks?order=strict-4', ['Cookie: choice=denied'])->body, 'ttq'), 'a cookie in the clear');
    $offline = new Site(__DIR__ . '/frameworks/laravel/index.php', ['SHOP_FOLDER' => "$folder/offline", 'SHOP_OPTIONS' => '{"event_source":"offline","event_source_id":"7000000000000000001"}'] + $environment);
    Check::true(str_contains($offline->get('/thanks?order=offline-1', $ad)->body, '<head></head>'), 'an id that is none of a pixel');
    Check::same(1, substr_count($offline->log(), 'a page is served without the Pixel: '), 'which is logged');
});

Check::that('Laravel, as the guide says', static function () use ($folder, $ad): void {
    $shop = "$folder/guide";
    mkdir("$shop/resources/views", 0777, true);
    file_put_contents("$shop/routes.php", "<?php\n" . of_the_guide('php', 'Route::'));
    file_put_contents("$shop/resources/views/thanks.blade.php", of_the_guide('blade', '@tiktokEvent'));
    $site = new Site(__DIR__ . '/frameworks/laravel/index.php', ['SHOP_FOLDER' => $shop, 'TIKTOK_EVENT_SOURCE_ID' => 'C4A', 'TIKTOK_ACCESS_TOKEN' => 't0ken']);
    $thanks = (string) $site->post('/orders/9001', [], $ad)->location;
    Check::true(str_contains($thanks, '/thanks/9001?expires='), $thanks);
    Check::same(403, $site->get('/thanks/9001', [...$ad, 'Accept: application/json'])->status, 'an address that was guessed');
    $page = $site->get(substr($thanks, strlen($site->address)), $ad)->body;
    Check::true(str_contains($page, event_id('Purchase', '9001')) && str_contains($page, 'ttq.load'), $page);
    Check::same('Thank you', $site->post('/leads', ['email' => 'jo@example.com'], $ad)->body);
    Check::same(hash('email', 'jo@example.com'), arrived(event_id('Lead', 7))['data']['user']['email'] ?? null);
    drained("$shop/storage/app/tiktok-capi.db");
    Check::same('counted', arrived(event_id('Purchase', '9001'))['standing'] ?? null);
});

Check::that('WooCommerce, with stand-ins of its hooks and orders', static function () use ($folder, $ad): void {
    mkdir("$folder/woocommerce");
    $settings = ['SHOP_FOLDER' => "$folder/woocommerce", 'TIKTOK_CAPI_OUTBOX' => "$folder/woocommerce.db", 'TIKTOK_EVENT_SOURCE_ID' => 'C4A', 'TIKTOK_ACCESS_TOKEN' => 't0ken', 'TIKTOK_TRUSTED_PROXIES' => '1'];
    $site = new Site(__DIR__ . '/frameworks/wordpress.php', $settings);
    $granted = [...$ad, 'Cookie: consent=granted'];
    Check::same('E.C.P.x', $site->get('/checkout?order=501&ttclid=E.C.P.x', $granted)->cookies['ttclid'] ?? null);
    // The payment provider confirms, twice; from another address.
    $site->get('/paid?order=501', ['X-Forwarded-For: 8.8.4.4', 'User-Agent: Provider']);
    $site->get('/paid?order=501', ['X-Forwarded-For: 8.8.4.4']);
    $site->get('/cron');
    $event = arrived(event_id('Purchase', '501'));
    Check::same(['counted', 'E.C.P.x', '81.2.69.142', 39.8, hash('phone', '+442079460958')], [$event['standing'], $event['data']['user']['ttclid'] ?? null, $event['data']['user']['ip'] ?? null, $event['data']['properties']['value'], $event['data']['user']['phone'] ?? null]);
    Check::same('https://shop.example/checkout/', $event['data']['page']['url'] ?? null, 'not the address of a script');
    Check::same('["_shop"]', $site->get('/renew?order=501')->body, 'a renewal has no visitor');
    Check::same([], array_filter($event['findings'], static fn (array $finding): bool => $finding['code'] !== 'missing_recommended'), 'findings');
    Check::same(['accepted' => 1, 'queued' => 1], (new Client(['outbox' => "$folder/woocommerce.db"]))->stats()->counts, 'once');
    $page = $site->get('/thanks?order=501', $granted)->body;
    Check::true(str_contains($page, event_id('Purchase', '501')) && str_contains($page, 'ttq.load'), $page);
    Check::same([true, false], array_map(static fn (string $path): bool => str_contains($site->get($path, $granted)->body, 'ttq.load'), ['/cart', '/product']), 'no Pixel where a cache may keep the page');

    // Cash on delivery completes no payment; and an order that is two days old is not told to the Pixel once more.
    foreach (['504' => 'processing', '505' => 'completed'] as $id => $status) {
        $site->get("/checkout?order=$id", $granted);
        $site->get("/status?order=$id&to=$status&ago=172800");
        drained("$folder/woocommerce.db");
        Check::same('counted', arrived(event_id('Purchase', (string) $id))['standing'] ?? null, $status);
        Check::true(!str_contains($site->get("/thanks?order=$id", $granted)->body, event_id('Purchase', (string) $id)));
    }
    $site->get('/status?order=504&to=completed');
    Check::same(['accepted' => 3, 'queued' => 3], (new Client(['outbox' => "$folder/woocommerce.db"]))->stats()->counts, 'once');

    $denied = [...$ad, 'Cookie: consent=denied'];
    Check::same([], $site->get('/checkout?order=502&ttclid=E.C.P.x', $denied)->cookies);
    $site->get('/paid?order=502'); // the provider's request knows nothing of the visitor's choice; the order does
    Check::true(!str_contains($site->get('/thanks?order=502', $denied)->body, 'ttq'));
    Check::same(1, (new Client(['outbox' => "$folder/woocommerce.db"]))->stats()->counts['withheld'] ?? 0);
    Check::same([], $site->get('/checkout?order=506&ttclid=E.C.P.x', $ad)->cookies, 'nobody was asked');
    $site->get('/paid?order=506');
    Check::same(2, (new Client(['outbox' => "$folder/woocommerce.db"]))->stats()->counts['withheld'] ?? 0);

    $strict = new Site(__DIR__ . '/frameworks/wordpress.php', ['SHOP_OPTIONS' => '{"strict":true,"require_consent":false,"consent_cookie":"choice"}'] + $settings);
    Check::same([true, true, false], shown($strict, '/cart'));
    Check::true(!str_contains($strict->get('/cart', ['Cookie: choice=denied'])->body, 'ttq'));
    Check::same(200, $strict->get('/cart', ['Cookie: usprivacy=no-such-string'])->status);
    Check::same(1, substr_count($strict->log(), 'cannot be read (usprivacy)'), 'told once, by its name');
    $offline = new Site(__DIR__ . '/frameworks/wordpress.php', ['SHOP_OPTIONS' => '{"event_source":"offline"}'] + $settings);
    Check::true(!str_contains($offline->get('/cart', $granted)->body, 'ttq'), 'an id that is none of a pixel');

    $wrong = new Site(__DIR__ . '/frameworks/wordpress.php', ['TIKTOK_ACCESS_TOKEN' => 'no token'] + $settings);
    Check::same(200, $wrong->get('/checkout?order=503')->status);
    Check::true(str_contains($wrong->log(), 'access_token: invalid_option') && !str_contains($wrong->log(), 'no token'));
    Check::same('', $site->get('/admin')->body);
    $bare = new Site(__DIR__ . '/frameworks/wordpress.php', ['TIKTOK_CAPI_LIBRARY' => '', 'TIKTOK_CAPI_PROGRAM' => '/nowhere/tiktok-capi'] + $settings);
    if (Runtime::kind() === 'program') { // a library may be where the system looks
        $told = [$bare->get('/admin')->body, $bare->get('/admin')->body];
        Check::true(str_contains($told[0], 'missing_library') && $told[0] === $told[1] && $bare->get('/cart')->body === '', $told[0]);
        Check::same(1, substr_count($bare->log(), 'no_release'), 'a checkout has no release, and that is tried once an hour');
    }
});

Check::that('the plain shop of examples/', static function () use ($folder, $ad): void {
    $site = new Site(__DIR__ . '/../../examples/php-shop/public/index.php', ['TIKTOK_CAPI_OUTBOX' => "$folder/shop.db", 'TIKTOK_EVENT_SOURCE_ID' => 'C4A', 'TIKTOK_ACCESS_TOKEN' => 't0ken', 'TRUSTED_PROXIES' => '1']);
    $first = $site->get('/?ttclid=E.C.P.x', $ad);
    Check::same([200, null, false], [$first->status, $first->cookies['ttclid'] ?? null, str_contains($first->body, 'ttq')], 'nothing before an answer');
    Check::true(str_contains($first->body, 'value="/?ttclid=E.C.P.x"'));
    $yes = $site->post('/consent', ['answer' => 'granted', 'back' => '/?ttclid=E.C.P.x'], $ad);
    Check::same([303, '/?ttclid=E.C.P.x', 'granted'], [$yes->status, $yes->location, $yes->cookies['consent'] ?? null]);
    Check::same('/', $site->post('/consent', ['answer' => 'granted', 'back' => '//evil.example/'], $ad)->location);
    $foreign = $site->post('/consent', ['answer' => 'granted'], [...$ad, 'Sec-Fetch-Site: cross-site']);
    Check::same([403, []], [$foreign->status, array_diff_key($foreign->cookies, ['PHPSESSID' => 0])], 'another site answers for nobody');
    Check::same(303, $site->post('/consent', ['answer' => 'granted'], [...$ad, 'Sec-Fetch-Site: same-origin'])->status);
    $session = "Cookie: PHPSESSID={$first->cookies['PHPSESSID']}; consent=granted";
    $second = $site->get('/?ttclid=E.C.P.x', [...$ad, $session]);
    Check::same(['E.C.P.x', true], [$second->cookies['ttclid'] ?? null, str_contains($second->body, 'ttq.load')]);
    $bought = $site->post('/checkout', ['shoe' => '1', 'email' => 'Jo@Example.com', 'phone' => '020 7946 0958'], [...$ad, "$session; ttclid=E.C.P.x"]);
    Check::same('/thanks', $bought->location);
    $thanks = $site->get('/thanks', [...$ad, $session])->body;
    Check::true(preg_match('/"event_id":"([^"]+)"/', $thanks, $id) === 1, $thanks);
    drained("$folder/shop.db");
    $event = arrived($id[1]);
    Check::same(['E.C.P.x', hash('email', 'jo@example.com'), 89.9], [$event['data']['user']['ttclid'] ?? null, $event['data']['user']['email'] ?? null, $event['data']['properties']['value']]);
    Check::same([303, '/'], [$site->post('/checkout', ['shoe' => '-1'], $ad)->status, $site->get('/thanks', $ad)->location]);
    Check::same(404, $site->get('/nowhere', $ad)->status);

    $denied = "Cookie: PHPSESSID={$first->cookies['PHPSESSID']}; consent=denied";
    $site->post('/checkout', ['socks' => '2', 'email' => 'jo@example.com'], [...$ad, $denied]);
    Check::true(!str_contains($site->get('/thanks', [...$ad, $denied])->body, 'ttq'));
    Check::same(['accepted' => 1, 'queued' => 1, 'withheld' => 1], (new Client(['outbox' => "$folder/shop.db"]))->stats()->counts);
});

foreach (glob("$folder/*") ?: [] as $file) {
    Check::that("no identifier in $file", static fn () => Check::true(is_dir($file) || !str_contains((string) file_get_contents($file), 'example.com"')));
}
echo 'frameworks: ', Check::$checks, ' checks, ', Check::$failures, " failed\n";
exit(Check::$failures === 0 && Check::$checks >= 5 ? 0 : 1);
