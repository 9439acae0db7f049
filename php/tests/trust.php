<?php

declare(strict_types=1);

// Whom TLS trusts by the variables that curl follows. All of them, in every host: crates/client/tests/trust.rs.

namespace TikTokCapi\Tests;

use TikTokCapi\Client;
use TikTokCapi\Exception\ConfigError;

const TRUSTING = ['CURL_CA_BUNDLE', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];

$folder = sys_get_temp_dir() . '/tiktok-capi-trust-' . getmypid();
mkdir($folder);
$service = proc_open([__DIR__ . '/../../target/debug/examples/private_service', $folder], [['pipe', 'r'], ['pipe', 'w']], $pipes);
assert(is_resource($service));
$endpoint = trim((string) fgets($pipes[1]));

$track = static function (string $name = '', string $path = '') use ($endpoint): \TikTokCapi\Receipt {
    array_map(putenv(...), TRUSTING);
    $name === '' || putenv("$name=$path");
    try {
        $client = new Client(['pixel_code' => 'C4A', 'access_token' => 't0ken', 'endpoint' => $endpoint, 'max_attempts' => 1]);

        return $client->track(['event' => 'Contact', 'page' => ['url' => 'https://a.example/'], 'user' => ['ttp' => 't1']]);
    } finally {
        array_map(putenv(...), TRUSTING);
    }
};

Check::that('a private authority is trusted once a variable names it', static function () use ($track, $folder): void {
    Check::same('tls', $track()->results[0]->reason);
    foreach (TRUSTING as $name) {
        Check::true($track($name, $name === 'SSL_CERT_DIR' ? $folder : "$folder/authority.pem")->ok, $name);
    }
});

Check::that('a variable that names nothing is named', static function () use ($track, $folder): void {
    foreach (TRUSTING as $name) {
        $error = Check::throws(ConfigError::class, static fn () => $track($name, "$folder/secret.pem"));
        Check::same(['invalid_option', $name], [$error->getCode(), $error->option]);
        Check::true(!str_contains($error->getMessage(), 'secret'));
    }
});

fclose($pipes[0]);
proc_close($service);
array_map(unlink(...), glob("$folder/*") ?: []);
rmdir($folder);
