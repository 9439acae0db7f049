<?php

declare(strict_types=1);

namespace TikTokCapi\Laravel;

use Illuminate\Contracts\Foundation\Application;
use TikTokCapi\Exception\ConfigError;

/**
 * What stands in config/tiktok-capi.php.
 *
 * @internal
 */
final class Settings
{
    public const NAME = 'tiktok-capi';

    /** @param array<string, mixed> $options */
    private function __construct(
        #[\SensitiveParameter] public readonly array $options,
        public readonly int $trustedProxies,
        public readonly ?string $consent,
        public readonly ?string $pixelUrl,
    ) {
    }

    public static function of(Application $app): self
    {
        $told = $app->make('config')->get(self::NAME);
        $options = $told['options'] ?? null;
        if (!is_array($options)) {
            throw self::wrong('options', 'Give an array of the options of the client.');
        }
        $proxies = $told['trusted_proxies'] ?? 0;
        if (!is_int($proxies) || $proxies < 0) {
            throw self::wrong('trusted_proxies', 'Give a number of proxies, 0 or more.');
        }
        $consent = $told['consent'] ?? null;
        if ($consent !== null && !(is_string($consent) && method_exists($consent, '__invoke'))) {
            throw self::wrong('consent', 'Give the name of a class with `__invoke(Illuminate\Http\Request $request)`.');
        }

        return new self(array_filter($options, static fn (mixed $value): bool => $value !== null), $proxies, $consent, $told['pixel_url'] ?? null);
    }

    /**
     * Nothing: the options hold the token.
     *
     * @return array{}
     */
    public function __debugInfo(): array
    {
        return [];
    }

    private static function wrong(string $setting, string $hint): ConfigError
    {
        return new ConfigError('invalid_option', self::NAME . ".$setting", $hint);
    }
}
