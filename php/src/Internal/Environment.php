<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

use TikTokCapi\Catalog;

/**
 * The environment as PHP has it, which may hold more than the process's: from a `.env` file, or from the web server.
 *
 * @internal
 */
final class Environment
{
    /** White space alone, as rules.md §2 has it. */
    private const BLANK = '/^[\t-\r\p{Zs}\x{2028}\x{2029}\x{feff}]*$/Du';

    /**
     * The options, and what they leave open from the environment. What is absent there or here is so as the core has it: the
     * core itself reads the process's environment alone.
     *
     * @param array<string, mixed> $options
     *
     * @return array<string, mixed>
     */
    public static function under(#[\SensitiveParameter] array $options): array
    {
        $given = array_filter($options, static fn (mixed $value): bool => !self::isAbsent($value));
        if (isset($given['pixel_code'])) {
            $given['event_source_id'] = $given['pixel_code']; // one option of two names
        }
        foreach (array_diff_key(Catalog::VARIABLES, $given) as $option => $variable) {
            $options[$option] = self::variable($variable) ?? $options[$option] ?? null;
        }

        return $options;
    }

    /** Null where it is not set, or blank. */
    public static function variable(string $name): ?string
    {
        foreach ([$_ENV[$name] ?? null, $_SERVER[$name] ?? null, getenv($name)] as $value) {
            if (is_string($value) && !self::isAbsent($value)) {
                return $value;
            }
        }

        return null;
    }

    private static function isAbsent(#[\SensitiveParameter] mixed $value): bool
    {
        return $value === null || $value === [] || (is_string($value) && preg_match(self::BLANK, $value) === 1);
    }
}
