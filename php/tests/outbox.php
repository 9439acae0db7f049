<?php

declare(strict_types=1);

// The outbox: what is kept, what is told, what goes wrong. Several processes at once are in processes.php.

namespace TikTokCapi\Tests;

use TikTokCapi\Client;
use TikTokCapi\Exception\CapiException;
use TikTokCapi\Exception\ConfigError;
use TikTokCapi\Exception\InvalidEvent;
use TikTokCapi\Exception\OutboxException;
use TikTokCapi\Exception\OutboxFull;
use TikTokCapi\Result;
use TikTokCapi\Runtime;

$folder = sys_get_temp_dir() . '/tiktok-capi-php-' . getmypid();
mkdir($folder);
$service = new Service();
$base = ['pixel_code' => 'C4A', 'access_token' => 'canary-t0ken', 'endpoint' => $service->endpoint, 'max_attempts' => 1, 'now' => 1767225600];
$nobody = ['endpoint' => 'http://127.0.0.1:9'] + $base; // nothing is delivered there
$event = static fn (string $id): array => ['event' => 'Contact', 'event_id' => $id, 'page' => ['url' => 'https://a.example/'], 'user' => ['email' => 'canary@secret.example']];
$isProgram = Runtime::kind() === 'program';

Check::that('what is queued is delivered by flush, with the bytes of build', static function () use ($base, $folder, $event, $service): void {
    $client = new Client(['outbox' => "$folder/a.db"] + $base);
    $receipt = $client->enqueue($event('o1'));
    Check::same([true, 'queued', 'Contact', 'o1', null], [$receipt->ok, $receipt->results[0]->outcome, $receipt->results[0]->event, $receipt->results[0]->eventId, $receipt->error()]);
    $stats = $client->flush();
    Check::same([0, 0, 1, 1], [$stats->waiting, $stats->dead, $stats->counts['queued'], $stats->counts['accepted']]);
    Check::same('{"data":[' . $client->build($event('o1')) . '],"event_source":"web","event_source_id":"C4A"}', $service->body());
    Check::same(['C4A', 'open', 0, false], [$stats->sources[0]['event_source_id'], $stats->sources[0]['state'], $stats->sources[0]['waiting'], $stats->sources[0]['test']]);
});

Check::that('of a list no event throws, and one alone does', static function () use ($nobody, $folder, $event): void {
    $client = new Client(['outbox' => "$folder/b.db"] + $nobody);
    $events = static function () use ($event): \Generator {
        yield $event('o1');
        yield ['event' => '-'];
        yield ['consent' => 'denied'] + $event('o2');
    };
    Check::same(['queued', 'refused', 'withheld'], array_map(static fn (Result $r): string => $r->outcome, $client->enqueue($events())->results));
    Check::same([], $client->enqueue([])->results);
    Check::same('invalid_event_name', Check::throws(InvalidEvent::class, static fn () => $client->enqueue(['event' => '-']))->problems[0]->code);
    $stats = $client->stats();
    Check::same([1, 1, 1, 2], [$stats->waiting, $stats->counts['queued'], $stats->reasons['withheld.consent_denied'], $stats->counts['refused']]);
    $client->close(0);
});

Check::that('a closed outbox takes nothing, and closes again', static function () use ($nobody, $folder, $event): void {
    $client = new Client(['outbox' => "$folder/c.db"] + $nobody);
    $client->enqueue($event('o1'));
    $start = hrtime(true);
    Check::same(1, $client->close(0.2)->waiting);
    Check::true(hrtime(true) - $start < 3e9, 'bounded');
    $client->close();
    $error = Check::throws(OutboxException::class, static fn () => $client->enqueue($event('o2')));
    Check::same(['outbox_closed', "$folder/c.db"], [$error->getCode(), $error->path]);
    Check::true($error instanceof CapiException && $error->hint !== '' && $client->build($event('o2')) !== null);
    Check::same(1, (new Client(['outbox' => "$folder/c.db", 'access_token' => null] + $nobody))->stats()->waiting);
});

Check::that('a full outbox throws and keeps what it has', static function () use ($nobody, $folder, $event): void {
    $client = new Client(['outbox' => "$folder/d.db", 'max_events' => 2] + $nobody);
    $client->enqueue([$event('o1'), $event('o2')]);
    $error = Check::throws(OutboxFull::class, static fn () => $client->enqueue($event('o3')));
    Check::true($error instanceof OutboxException);
    Check::same(['outbox_full', 2], [$error->getCode(), $client->stats()->waiting]);
    $client->close(0);
});

Check::that('a file that cannot be used is named', static function () use ($nobody, $folder, $event): void {
    file_put_contents("$folder/text.db", str_repeat('no database at all', 100));
    foreach (["$folder/nowhere/e.db" => 'outbox_unavailable', "$folder/text.db" => 'outbox_foreign'] as $path => $code) {
        $client = new Client(['outbox' => $path] + $nobody);
        foreach ([static fn () => $client->enqueue($event('o1')), static fn () => $client->stats(), static fn () => $client->flush(0)] as $verb) {
            $error = Check::throws(OutboxException::class, $verb);
            Check::same([$code, $path], [$error->getCode(), $error->path]);
            Check::true(!str_contains((string) $error, 'canary'));
        }
    }
});

Check::that('times to wait', static function () use ($folder): void {
    $client = new Client(['pixel_code' => 'C4A', 'outbox' => "$folder/f.db"]);
    foreach (['flush', 'close'] as $verb) {
        foreach ([-1, -1.0, -0.001, NAN, -INF, true, false, '5', '', null, [], new \stdClass()] as $timeout) {
            $error = Check::throws(ConfigError::class, static fn () => $client->$verb($timeout));
            Check::same(['invalid_argument', 'timeout'], [$error->getCode(), $error->option]);
        }
        foreach ([-0.0, 0, 0.25, PHP_INT_MAX, PHP_FLOAT_MAX, INF] as $timeout) { // whoever says more than a century waits for one
            Check::same(0, $client->$verb($timeout)->waiting);
        }
        $loosely = eval("return fn (\$client, \$timeout) => \$client->$verb(\$timeout);"); // without `strict_types`, as evaluated code is
        foreach ([true, '2'] as $timeout) {
            Check::same('invalid_argument', Check::throws(ConfigError::class, static fn () => $loosely($client, $timeout))->getCode());
        }
    }
});

Check::that('what is missing', static function () use ($event, $folder): void {
    $client = new Client(['outbox' => "$folder/g.db"]);
    $error = Check::throws(ConfigError::class, static fn () => $client->enqueue($event('o1')));
    Check::same(['missing_option', 'event_source_id'], [$error->getCode(), $error->option]);
    // Without a token it is kept all the same: another process may have one.
    Check::true((new Client(['outbox' => "$folder/g.db", 'pixel_code' => 'C4A']))->enqueue($event('o1'))->ok);
});

Check::that('memory ends with the process, so a program that ends with each call refuses it', static function () use ($base, $event, $isProgram, $service): void {
    $client = new Client($base);
    if ($isProgram) {
        foreach ([static fn () => $client->enqueue($event('m1')), static fn () => $client->stats(), static fn () => $client->flush(), static fn () => $client->close()] as $verb) {
            $error = Check::throws(ConfigError::class, $verb);
            Check::same(['invalid_option', 'outbox'], [$error->getCode(), $error->option]);
        }

        return;
    }
    $client->enqueue($event('m1'));
    unset($client); // the last reference waits for it
    Check::true(str_contains($service->body(), '"event_id":"m1"'));
});

Check::that('neither the file nor what is shown holds an identifier or the token', static function () use ($folder): void {
    foreach (glob("$folder/*") ?: [] as $file) {
        Check::true(!preg_match('/canary|t0ken/', (string) file_get_contents($file)), $file);
        $isOfAnother = str_contains($file, 'text.db'); // what is made beside a file is for the same people
        Check::true($isOfAnother || (fileperms($file) & 0077) === 0, "mode of $file");
    }
});

array_map('unlink', glob("$folder/*") ?: []);
rmdir($folder);
