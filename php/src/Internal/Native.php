<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

/**
 * The native part: its names, which are those of a system, and the folder of this package where `tiktok-capi-install` puts it. An update
 * of the package takes that folder away, so what is in it is of the package's version.
 *
 * @internal
 */
final class Native
{
    private const ABI_VERSION = 1;

    /** @param string $family as PHP_OS_FAMILY has it */
    public static function library(string $family): string
    {
        return match ($family) {
            'Windows' => 'tiktok_capi.dll',
            'Darwin' => sprintf('libtiktok_capi.%d.dylib', self::ABI_VERSION),
            default => sprintf('libtiktok_capi.so.%d', self::ABI_VERSION),
        };
    }

    /** @param string $family as PHP_OS_FAMILY has it */
    public static function program(string $family): string
    {
        return $family === 'Windows' ? 'tiktok-capi.exe' : 'tiktok-capi';
    }

    public static function folder(): string
    {
        return dirname(__DIR__, 2) . '/native';
    }
}
