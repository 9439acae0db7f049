<?php

declare(strict_types=1);

// Runs the PHP examples of README.md, one after the other: `php tests/readme.php PREFIX`, with what its `sh` block installs
// in PREFIX. With `sh` in place of PREFIX it prints that block.

namespace TikTokCapi\Readme;

error_reporting(E_ALL);
set_error_handler(static fn (int $level, string $message, string $file, int $line) => throw new \ErrorException($message, 0, $level, $file, $line));
ini_set('assert.exception', '1');
require __DIR__ . '/autoload.php';

$_SERVER = ['HTTP_HOST' => 'shop.example', 'REQUEST_URI' => '/?ttclid=E.C.P.x', 'HTTPS' => 'on'] + $_SERVER;
preg_match_all('/^```(\w+)\n(.*?)^```$/ms', (string) file_get_contents(__DIR__ . '/../README.md'), $blocks, PREG_SET_ORDER);
if ($argv[1] === 'sh') {
    echo implode('', array_column(array_filter($blocks, static fn (array $block): bool => $block[1] === 'sh'), 2));
    exit;
}
$prefix = $argv[1];
$ran = 0;
$imports = '';
ob_start();
foreach ($blocks as [, $language, $code]) {
    if ($language !== 'php') {
        assert($language === 'sh');
        continue;
    }
    preg_match_all('/^use .*;$/m', $code, $uses);
    $imports .= implode("\n", $uses[0]) . "\n";
    eval("$imports " . preg_replace('/^use .*;$/m', '', $code));
    $ran++;
}
$printed = (string) ob_get_clean();
foreach (['naive_time error', '"did_you_mean"', "accepted ", '<script nonce="the page', 'ffi'] as $part) {
    if (!str_contains($printed, $part)) {
        throw new \LogicException("not printed: $part\n$printed");
    }
}
echo "$ran blocks ran\n";
exit($ran === 6 ? 0 : 1);
