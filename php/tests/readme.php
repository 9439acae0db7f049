<?php

declare(strict_types=1);

// Runs the PHP examples of a guide, one after the other: `php tests/readme.php PREFIX GUIDE`, with what the `sh` block of README.md
// installs in PREFIX. With `sh` in place of PREFIX it prints that block.

namespace TikTokCapi\Readme;

error_reporting(E_ALL);
set_error_handler(static fn (int $level, string $message, string $file, int $line) => throw new \ErrorException($message, 0, $level, $file, $line));
ini_set('assert.exception', '1');
require __DIR__ . '/autoload.php';

/** By guide: how many blocks of PHP it has, and what they print among other things. */
const WANTED = [
    'README.md' => [7, ['naive_time error', '"did_you_mean"', 'accepted ', '<script nonce="the page', 'ffi', "queued\n", '[accepted] => 1']],
    'php.md' => [6, ["withheld: consent_missing\n", "queued\n", "accepted\n", '<script nonce="n1">if(window.ttq)', 'ttq.load', "withheld\n"]],
];

[, $prefix, $guide] = $argv + [2 => __DIR__ . '/../README.md'];
$_SERVER = ['HTTP_HOST' => 'shop.example', 'REQUEST_URI' => '/?ttclid=E.C.P.x', 'HTTPS' => 'on', 'HTTP_COOKIE' => 'consent=granted'] + $_SERVER;
preg_match_all('/^```(\w+)\n(.*?)^```$/ms', (string) file_get_contents($guide), $blocks, PREG_SET_ORDER);
if ($prefix === 'sh') {
    echo implode('', array_column(array_filter($blocks, static fn (array $block): bool => $block[1] === 'sh'), 2));
    exit;
}
[$count, $parts] = WANTED[basename($guide)];
$folder = "$prefix/guide";
is_dir($folder) || mkdir($folder);
$ran = 0;
$imports = '';
ob_start();
foreach ($blocks as [, $language, $code]) {
    // Other languages have tests of their own, and so has what only runs inside Laravel: frameworks.php.
    if ($language !== 'php' || str_contains($code, 'Route::')) {
        assert(in_array($language, ['sh', 'console', 'php', 'blade', 'c'], true));
        continue;
    }
    preg_match_all('/^use .*;$/m', $code, $uses);
    $imports .= implode("\n", $uses[0]) . "\n";
    eval("$imports " . preg_replace('/^(use|require) .*;$/m', '', $code)); // loaded already, by autoload.php
    $ran++;
}
$printed = (string) ob_get_clean();
foreach ($parts as $part) {
    if (!str_contains($printed, $part)) {
        throw new \LogicException("not printed: $part\n$printed");
    }
}
echo "$ran blocks ran\n";
exit($ran === $count ? 0 : 1);
