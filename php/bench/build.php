<?php

declare(strict_types=1);

// PHP beside the core: `php -d ffi.enable=1 php/bench/build.php`, after `python3 bindings/c/bench/run.py`, which builds what
// this uses. Prints the median microseconds of one purchase, and the ratio to the core's JSON path.

use TikTokCapi\Client;
use TikTokCapi\Runtime;

require __DIR__ . '/../tests/autoload.php';

const ROUNDS = 21;
$root = dirname(__DIR__, 2);
$file = "$root/examples/purchase.json";
$json = (string) file_get_contents($file);
$event = json_decode($json, true);
Runtime::use(library: "$root/target/c-bench/prefix/lib/libtiktok_capi.so.1");
$client = new Client(['now' => 1767225600]);

/** What shops write: trim, lower-case, hash, encode. No phone rules, no checks, no canonical form. */
$byHand = static function () use ($event): string {
    $body = $event;
    foreach (['email', 'phone', 'external_id', 'first_name', 'last_name', 'zip_code'] as $field) {
        if (isset($body['user'][$field])) {
            $hashed = array_map(static fn ($value) => hash('sha256', strtolower(trim((string) $value))), (array) $body['user'][$field]);
            $body['user'][$field] = count($hashed) === 1 ? $hashed[0] : $hashed;
        }
    }

    return (string) json_encode($body);
};

$timed = static function (callable $body, int $iterations): float {
    $start = hrtime(true);
    for ($i = 0; $i < $iterations; $i++) {
        $body();
    }

    return (hrtime(true) - $start) / $iterations / 1e3;
};
$rows = [
    'core, from JSON' => static fn (): float => (int) shell_exec(escapeshellarg("$root/target/release/examples/core") . ' ' . escapeshellarg($file) . ' 5000') / 1e3,
    'PHP build(JSON)' => static fn (): float => $timed(static fn () => $client->build($json), 5000),
    'PHP build(array)' => static fn (): float => $timed(static fn () => $client->build($event), 5000),
    'PHP by hand' => static fn (): float => $timed($byHand, 5000),
];
$times = [];
for ($round = 0; $round < ROUNDS; $round++) {
    foreach ($rows as $name => $row) {
        $times[$name][] = $row();
    }
}
$medians = array_map(static function (array $rounds): float {
    sort($rounds);

    return $rounds[intdiv(count($rounds), 2)];
}, $times);
foreach ($medians as $name => $median) {
    printf("%-18s %8.2f µs %6.2f\n", $name, $median, $median / $medians['core, from JSON']);
}

Runtime::use(library: "$root/target/c-bench/prefix/lib/libtiktok_capi.so.1");
$start = hrtime(true);
Runtime::kind();
printf("%-18s %8.2f µs\n", 'loading by FFI', (hrtime(true) - $start) / 1e3);
