<?php

declare(strict_types=1);

// Runs every test: `php tests/run.php ffi|program`. The argument says what must do the work.

namespace TikTokCapi\Tests;

use TikTokCapi\Runtime;

error_reporting(E_ALL);
set_error_handler(static fn (int $level, string $message, string $file, int $line) => error_reporting() & $level
    ? throw new \ErrorException($message, 0, $level, $file, $line)
    : false);
foreach (['TIKTOK_ACCESS_TOKEN', 'TIKTOK_EVENT_SOURCE_ID', 'TIKTOK_TEST_EVENT_CODE', 'TIKTOK_CAPI_ENDPOINT', 'TIKTOK_CAPI_OUTBOX'] as $variable) {
    putenv($variable);
    unset($_ENV[$variable], $_SERVER[$variable]);
}

require __DIR__ . '/autoload.php';
require __DIR__ . '/check.php';
require __DIR__ . '/Service.php';

$kind = $argv[1] ?? 'ffi';
Check::that("the work is done by $kind", static fn () => Check::same($kind, Runtime::kind()));
foreach (['vectors', 'host_values', 'api', 'mistakes', 'outbox', 'visitor', 'privacy', 'trust', 'testing'] as $file) {
    $before = Check::$checks;
    (static fn () => require __DIR__ . "/$file.php")();
    echo $file, ': ', Check::$checks - $before, " checks\n";
}
echo 'PHP ', PHP_VERSION, " ($kind): ", Check::$checks, ' checks, ', Check::$failures, " failed\n";
exit(Check::$failures === 0 && Check::$checks > 11_000 ? 0 : 1);
