<?php

declare(strict_types=1);

namespace TikTokCapi\Internal\Install;

use TikTokCapi\Exception\InstallError;
use TikTokCapi\Internal\Environment;

/**
 * The environment's proxies for PHP's streams, which do not read them: `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy`.
 *
 * @internal
 */
final class Proxy
{
    /** @return array<string, mixed> options of an `http` context */
    public static function options(string $address): array
    {
        $scheme = strtolower((string) parse_url($address, PHP_URL_SCHEME));
        $proxy = self::direct((string) parse_url($address, PHP_URL_HOST)) ? null : self::of($scheme);
        if ($proxy === null) {
            return [];
        }
        $parts = parse_url(str_contains($proxy, '://') ? $proxy : "http://$proxy");
        if (!isset($parts['host']) || $parts['scheme'] !== 'http') {
            throw new InstallError('missing_extension', 'curl', "PHP's streams know http proxies alone. Add curl to PHP, or name a folder with `--from`.");
        }
        $user = isset($parts['user']) ? base64_encode(rawurldecode($parts['user']) . ':' . rawurldecode($parts['pass'] ?? '')) : null;

        return [
            'proxy' => "tcp://{$parts['host']}:" . ($parts['port'] ?? 80),
            'request_fulluri' => $scheme === 'http',
            'header' => $user === null ? [] : ["Proxy-Authorization: Basic $user"],
        ];
    }

    /** HTTP_PROXY in capitals is what a visitor's header `Proxy` makes of itself on a web server. */
    private static function of(string $scheme): ?string
    {
        $names = $scheme === 'http' ? ['http_proxy'] : ['https_proxy', 'HTTPS_PROXY'];
        foreach ([...$names, 'all_proxy', 'ALL_PROXY'] as $name) {
            $proxy = Environment::variable($name);
            if ($proxy !== null) {
                return $proxy;
            }
        }

        return null;
    }

    private static function direct(string $host): bool
    {
        $exceptions = preg_split('/[\s,]+/', Environment::variable('no_proxy') ?? Environment::variable('NO_PROXY') ?? '', -1, PREG_SPLIT_NO_EMPTY) ?: [];
        foreach ($exceptions as $exception) {
            $domain = '.' . ltrim(strtolower($exception), '.');
            if ($exception === '*' || str_ends_with('.' . strtolower($host), $domain)) {
                return true;
            }
        }

        return false;
    }
}
