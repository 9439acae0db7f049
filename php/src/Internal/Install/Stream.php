<?php

declare(strict_types=1);

namespace TikTokCapi\Internal\Install;

use TikTokCapi\Exception\InstallError;

/**
 * By PHP's own streams.
 *
 * @internal
 */
final class Stream
{
    /** Seconds during which nothing comes. */
    private const SILENT = 60;

    /** Null, or why not. */
    public static function fetch(#[\SensitiveParameter] string $address, int $size, string $to): ?string
    {
        if (filter_var(ini_get('allow_url_fopen'), FILTER_VALIDATE_BOOL) === false) {
            throw new InstallError('missing_extension', 'curl', 'PHP has neither it nor `allow_url_fopen`. Run `php -d allow_url_fopen=1` with this command, or name a folder with `--from`.');
        }
        if (stripos($address, 'https:') === 0 && !extension_loaded('openssl')) {
            throw new InstallError('missing_extension', 'openssl', 'PHP has neither it nor curl, and an https address takes one of them. Add one, or name a folder with `--from`.');
        }

        return self::copied($address, $size, $to, self::context($address));
    }

    /**
     * Null, or why not.
     *
     * @param resource|null $context
     */
    public static function copied(#[\SensitiveParameter] string $address, int $size, string $to, $context = null): ?string
    {
        $why = null;
        set_error_handler(static function (int $level, string $message) use (&$why): bool {
            $why ??= preg_replace('/^\w+\(.*?\): /', '', $message);

            return true;
        });
        try {
            $source = fopen($address, 'rb', false, $context);
            $status = $source === false ? null : self::status($source);

            return match (true) {
                $source === false => $why ?? 'it cannot be opened',
                $status !== null && $status !== 200 => "HTTP $status",
                // One byte more than it may have is enough to see that it is another.
                default => file_put_contents($to, stream_get_contents($source, $size + 1)) === false ? 'it cannot be written' : null,
            };
        } finally {
            restore_error_handler();
        }
    }

    /**
     * Of the answer after all redirections; null for a file.
     *
     * @param resource $source
     */
    private static function status($source): ?int
    {
        $lines = stream_get_meta_data($source)['wrapper_data'] ?? null;
        $statuses = is_array($lines) ? preg_filter('#^HTTP/\S+ (\d+).*$#s', '$1', $lines) : [];

        return $statuses === [] ? null : (int) end($statuses);
    }

    /** @return resource */
    private static function context(string $address)
    {
        $http = Proxy::options($address) + ['timeout' => self::SILENT, 'user_agent' => 'tiktok-capi-install', 'ignore_errors' => true];

        return stream_context_create(['http' => $http]);
    }
}
