<?php

declare(strict_types=1);

namespace TikTokCapi;

use TikTokCapi\Internal\Door;
use TikTokCapi\Internal\Library;

/**
 * Where the native part is, and how it is called. Without a word from here it is `libtiktok_capi.so.1` where the system finds
 * libraries, called through FFI; else the program `tiktok-capi` of `PATH`. The environment variables
 * `TIKTOK_CAPI_LIBRARY` and `TIKTOK_CAPI_PROGRAM` name other places.
 */
final class Runtime
{
    private const ABI_VERSION = 1;

    private static ?string $library = null;

    private static ?string $program = null;

    /**
     * Names the library, the program, or both; for all clients that are made from now on. With a program alone, FFI is not
     * used.
     */
    public static function use(?string $library = null, ?string $program = null): void
    {
        self::$library = $library;
        self::$program = $program;
        Door::forget();
    }

    /** `ffi` or `program`. */
    public static function kind(): string
    {
        return Door::get() instanceof Library ? 'ffi' : 'program';
    }

    /** @internal */
    public static function isProgramOnly(): bool
    {
        return self::$program !== null && self::$library === null;
    }

    /** @internal */
    public static function library(): string
    {
        $name = PHP_OS_FAMILY === 'Darwin'
            ? sprintf('libtiktok_capi.%d.dylib', self::ABI_VERSION)
            : sprintf('libtiktok_capi.so.%d', self::ABI_VERSION);

        return self::$library ?? self::variable('TIKTOK_CAPI_LIBRARY') ?? $name;
    }

    /**
     * The setting that names the library; null where none does.
     *
     * @internal
     */
    public static function libraryNamedBy(): ?string
    {
        return match (true) {
            self::$library !== null => 'library',
            self::variable('TIKTOK_CAPI_LIBRARY') !== null => 'TIKTOK_CAPI_LIBRARY',
            default => null,
        };
    }

    /** @internal */
    public static function program(): ?string
    {
        $named = self::$program ?? self::variable('TIKTOK_CAPI_PROGRAM');
        if ($named !== null) {
            return is_executable($named) ? $named : null;
        }
        foreach (explode(PATH_SEPARATOR, (string) getenv('PATH')) as $folder) {
            if (is_executable("$folder/tiktok-capi")) {
                return "$folder/tiktok-capi";
            }
        }

        return null;
    }

    private static function variable(string $name): ?string
    {
        $value = $_ENV[$name] ?? $_SERVER[$name] ?? getenv($name);

        return is_string($value) && $value !== '' ? $value : null;
    }
}
