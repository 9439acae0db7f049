<?php

declare(strict_types=1);

namespace TikTokCapi\Internal\Install;

use TikTokCapi\Internal\Environment;

/**
 * By the extension curl, which reads the environment's proxies itself.
 *
 * @internal
 */
final class Curl
{
    /** Seconds to open a connection, and seconds during which nothing comes. */
    private const CONNECTING = 30;
    private const SILENT = 60;

    /** Null, or why not. */
    public static function fetch(#[\SensitiveParameter] string $address, int $size, string $to): ?string
    {
        $file = fopen($to, 'wb');
        if ($file === false) {
            return 'it cannot be written';
        }
        $curl = curl_init($address);
        curl_setopt_array($curl, self::options());
        curl_setopt($curl, CURLOPT_WRITEFUNCTION, self::upTo($size, $file));
        $status = curl_exec($curl) === false ? curl_error($curl) : curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
        fclose($file);

        // A file that is too short or too long is told by what it is checked with.
        return match (true) {
            $status === 200, curl_errno($curl) === CURLE_WRITE_ERROR, curl_errno($curl) === CURLE_PARTIAL_FILE => null,
            is_int($status) => "HTTP $status",
            default => $status,
        };
    }

    /** @return array<int, mixed> */
    private static function options(): array
    {
        $roots = Environment::variable('CURL_CA_BUNDLE') ?? Environment::variable('SSL_CERT_FILE');

        return ($roots === null ? [] : [CURLOPT_CAINFO => $roots]) + [
            CURLOPT_FOLLOWLOCATION => true,
            CURLOPT_MAXREDIRS => 10,
            CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
            CURLOPT_REDIR_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
            CURLOPT_CONNECTTIMEOUT => self::CONNECTING,
            CURLOPT_LOW_SPEED_LIMIT => 1,
            CURLOPT_LOW_SPEED_TIME => self::SILENT,
            CURLOPT_USERAGENT => 'tiktok-capi-install',
        ];
    }

    /** @param resource $file */
    private static function upTo(int $size, $file): \Closure
    {
        return static function ($curl, string $piece) use (&$size, $file): int {
            $size -= strlen($piece);
            if ($size < 0) {
                fwrite($file, $piece); // longer than it may be: what stands there is refused

                return 0;
            }

            return (int) fwrite($file, $piece);
        };
    }
}
