<?php

declare(strict_types=1);

// The page of a release as a router of `php -S`, and as a proxy before it: what it gives instead of a file is said by its folder.

[, $how, $name] = explode('/', (string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) + [2 => ''];
$whole = (string) file_get_contents(getenv('RELEASE') . '/' . basename($name));
if (str_starts_with($_SERVER['REQUEST_URI'], 'http:')) {
    error_log('proxied for ' . substr($_SERVER['HTTP_PROXY_AUTHORIZATION'] ?? 'Basic nobody', 6));
}
$body = match ($how) {
    'release' => $whole,
    'changed' => substr($whole, 0, -1) . chr(ord(substr($whole, -1)) ^ 1),
    'longer' => "$whole.",
    'endless' => $whole . str_repeat("\0", 10_000_000),
    'cut' => substr($whole, 0, 100),
    default => '',
};
match ($how) {
    'absent' => http_response_code(404),
    'moved' => header("Location: /release/$name"),
    'cut' => header('Content-Length: ' . strlen($whole)),
    default => header('Content-Length: ' . strlen($body)),
};
echo $body;
