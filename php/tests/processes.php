<?php

declare(strict_types=1);

// Several processes, one outbox: nothing that was acknowledged is lost, and TikTok counts each once. A sandbox must be at
// TIKTOK_CAPI_ENDPOINT: `php processes.php FOLDER [PHP-FPM]`, an empty folder, and the program php-fpm where there is one.
//
// What waits in the end is delivered by this process; whose lease ran on when it was killed has to run out first.

namespace TikTokCapi\Tests;

use TikTokCapi\Client;
use TikTokCapi\Runtime;

require __DIR__ . '/autoload.php';
require __DIR__ . '/check.php';
require __DIR__ . '/frameworks/Site.php';
require __DIR__ . '/Pool.php';

error_reporting(E_ALL);
[$folder, $fpm] = [$argv[1], $argv[2] ?? null];
// Short requests make short leases.
$options = static fn (string $outbox): array => ['pixel_code' => 'C4A', 'access_token' => 't0ken', 'outbox' => "$folder/$outbox.db", 'timeout' => 1, 'connect_timeout' => 1, 'max_attempts' => 1];
$event = static fn (string $id): array => ['event' => 'Contact', 'event_id' => $id, 'page' => ['url' => 'https://a.example/'], 'user' => ['external_id' => 1]];

/** Ids of events that are counted, by the prefix of their ids. */
function counted(string $prefix): array
{
    $told = json_decode((string) file_get_contents(getenv('TIKTOK_CAPI_ENDPOINT') . '/sandbox/events?channel=server&limit=10000'), true);
    $counted = array_filter($told['events'], static fn (array $event): bool => $event['standing'] === 'counted' && str_starts_with($event['event_id'], $prefix));

    return array_values(array_column($counted, 'event_id'));
}

/** @param list<string> $acknowledged */
function all_arrive(array $acknowledged, string $prefix, Client $client): void
{
    Check::same([0, 0], [$client->flush(60.0)->waiting, $client->stats()->dead]);
    $counted = counted($prefix);
    Check::same([], array_values(array_diff($acknowledged, $counted)), 'lost');
    Check::same(count($counted), count(array_unique($counted)), 'twice');
}

/**
 * Asks a site for a page again and again, from several processes at once. It gives the ids that the pages acknowledged.
 *
 * @param callable(int): string $page answers with what the page says
 *
 * @return list<string>
 */
function asked(int $askers, int $each, callable $page, ?callable $meanwhile = null): array
{
    [$children, $pipes] = [[], []];
    for ($asker = 0; $asker < $askers; $asker++) {
        $pair = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        $child = pcntl_fork();
        if ($child === 0) {
            for ($i = 0; $i < $each; $i++) {
                try {
                    $said = $page($asker * $each + $i);
                } catch (\Throwable) {
                    $said = 'no answer';
                }
                fwrite($pair[1], "$said\n");
            }
            posix_kill(getmypid(), SIGKILL); // what the parent has made is the parent's to end
        }
        fclose($pair[1]);
        [$children[], $pipes[]] = [$child, $pair[0]];
    }
    $meanwhile === null || $meanwhile();
    $said = array_map('stream_get_contents', $pipes);
    foreach ($children as $child) {
        pcntl_waitpid($child, $status);
    }

    return array_values(array_filter(explode("\n", implode('', $said)), static fn (string $id): bool => preg_match('/^[a-z]+-\d+$/', $id) === 1));
}

Check::that('pcntl_fork: children use the client of their parent', static function () use ($options, $event): void {
    $client = new Client($options('fork'));
    Check::true($client->enqueue($event('fork-9999'))->ok);
    $acknowledged = asked(4, 50, static fn (int $i): string => $client->enqueue($event("fork-$i"))->ok ? "fork-$i" : 'no', static function () use ($client, $event): void {
        for ($i = 1000; $i < 1100; $i++) {
            $client->enqueue($event("fork-$i"));
        }
    });
    Check::same(200, count($acknowledged));
    all_arrive(['fork-9999', ...$acknowledged, ...array_map(static fn (int $i): string => "fork-$i", range(1000, 1099))], 'fork-', $client);
});

Check::that('php -S with four workers, killed in the middle', static function () use ($folder, $options, $event): void {
    $page = static fn (Site $site, string $prefix): \Closure => static fn (int $i): string => @$site->get("/?id=$prefix-$i")->body;
    $environment = ['PHP_CLI_SERVER_WORKERS' => '4', 'SHOP_OPTIONS' => (string) json_encode($options('workers'))];
    $site = new Site(__DIR__ . '/page.php', $environment);
    $first = asked(4, 50, $page($site, 'workers'));
    Check::same(200, count($first), preg_replace('/^.*(Accepted|Closing|\[200\]).*\n/m', '', $site->log()) ?? '');
    if (Runtime::kind() === 'ffi') { // Nobody calls flush: what PHP has forgotten, the process still delivers.
        for ($tries = 0; $tries < 200 && count(counted('workers-')) < 200; $tries++) {
            usleep(50_000);
        }
        Check::same(200, count(counted('workers-')), 'delivered by the workers themselves');
    }
    $second = asked(4, 1_000, $page($site, 'killed'), static function () use ($site, $options): void {
        $client = new Client($options('workers'));
        // More than one for each worker: so one of them has answered.
        for ($tries = 0; $tries < 1_200 && $client->stats()->counts['queued'] <= 204; $tries++) {
            usleep(50_000);
        }
        $site->kill();
    });
    Check::true($second !== [] && count($second) < 4_000, count($second) . ' were acknowledged');
    all_arrive([...$first, ...$second], '', new Client($options('workers')));
});

if (Runtime::kind() === 'ffi') {
    // The second is blank to the core, and not to PHP's `trim`.
    foreach ([':memory:' => 'memory', "\u{a0}" => 'blank'] as $outbox => $prefix) {
        Check::that("php -S without a file ($prefix): the end of the request waits for its events", static function () use ($options, $outbox, $prefix): void {
            $site = new Site(__DIR__ . '/page.php', ['SHOP_OPTIONS' => (string) json_encode(['outbox' => $outbox] + $options('none'))]);
            Check::same(["$prefix-1", ["$prefix-1"]], [$site->get("/?id=$prefix-1")->body, counted("$prefix-")]);
            $site->get("/?id=$prefix-2");
            $site->kill();
            Check::same(2, count(counted("$prefix-")));
        });
    }
}

if ($fpm !== null) {
    Check::that('php-fpm with four processes', static function () use ($fpm, $folder, $options): void {
        $pool = new Pool($fpm, $folder, ['SHOP_OPTIONS' => (string) json_encode($options('fpm'))]);
        $acknowledged = asked(4, 50, static fn (int $i): string => $pool->get(__DIR__ . '/page.php', "id=fpm-$i"));
        Check::same(200, count($acknowledged), $pool->log());
        if (Runtime::kind() === 'ffi') {
            for ($tries = 0; $tries < 200 && count(counted('fpm-')) < 200; $tries++) {
                usleep(50_000);
            }
            Check::same(200, count(counted('fpm-')), 'delivered by the processes themselves');
        }
        unset($pool);
        all_arrive($acknowledged, 'fpm-', new Client($options('fpm')));
    });
}

echo 'processes (', Runtime::kind(), '): ', Check::$checks, ' checks, ', Check::$failures, " failed\n";
exit(Check::$failures === 0 ? 0 : 1);
