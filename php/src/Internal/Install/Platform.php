<?php

declare(strict_types=1);

namespace TikTokCapi\Internal\Install;

use TikTokCapi\Internal\Quiet;

/**
 * Which build of a release a machine takes: `linux-x64`, `linux-arm64-musl`, `macos-arm64`, `windows-x64`.
 *
 * @internal
 */
final class Platform
{
    public static function here(): string
    {
        return self::of(PHP_OS_FAMILY, php_uname('m'), self::isMusl());
    }

    /** @param string $family as PHP_OS_FAMILY has it */
    public static function of(string $family, string $machine, bool $isMusl): string
    {
        $system = $family === 'Darwin' ? 'macos' : strtolower($family);
        $processor = match (strtolower($machine)) {
            'x86_64', 'amd64' => 'x64',
            'aarch64', 'arm64' => 'arm64',
            default => $machine,
        };

        return "$system-$processor" . ($isMusl ? '-musl' : '');
    }

    /**
     * The release's names for it, the best one first. A program that was linked with musl is static and runs on every Linux; a library
     * needs the C library that PHP has.
     *
     * @return list<string>
     */
    public static function builds(string $platform, string $part): array
    {
        return $part === 'library' ? [$platform, "$platform-gnu"] : [$platform, "$platform-musl", "$platform-gnu"];
    }

    private static function isMusl(): bool
    {
        return str_contains((string) Quiet::call(static fn () => file_get_contents('/proc/self/maps')), '/ld-musl-');
    }
}
