<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

/**
 * The parts of the request that PHP is answering, for those that the caller does not give.
 *
 * @internal
 */
final class WebRequest
{
    /**
     * @param array<string, string|list<string>>|null $headers
     *
     * @return array<string, mixed>
     */
    public static function parts(?string $url, ?array $headers, ?string $remoteAddr, int $trustedProxies): array
    {
        return [
            'url' => $url ?? self::url(),
            'headers' => (object) ($headers ?? self::headers()),
            'remote_addr' => $remoteAddr ?? $_SERVER['REMOTE_ADDR'] ?? null,
            'trusted_proxies' => $trustedProxies,
        ];
    }

    private static function url(): ?string
    {
        $host = $_SERVER['HTTP_HOST'] ?? null;
        if (!is_string($host)) {
            return null;
        }
        $scheme = in_array($_SERVER['HTTPS'] ?? '', ['', 'off'], true) ? 'http' : 'https';

        return "$scheme://$host" . ($_SERVER['REQUEST_URI'] ?? '/');
    }

    /**
     * @return array<string, string>
     */
    private static function headers(): array
    {
        $headers = [];
        foreach ($_SERVER as $name => $value) {
            if (is_string($value) && str_starts_with((string) $name, 'HTTP_')) {
                $headers[strtr(substr($name, 5), '_', '-')] = $value;
            }
        }

        return $headers;
    }
}
