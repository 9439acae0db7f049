<?php

declare(strict_types=1);

namespace TikTokCapi;

use TikTokCapi\Exception\ConfigError;
use TikTokCapi\Internal\Door;
use TikTokCapi\Internal\Environment;
use TikTokCapi\Internal\Library;
use TikTokCapi\Internal\Program;
use TikTokCapi\Internal\Quiet;

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

    private static ?float $seconds = null;

    private static ?Door $door = null;

    /** @var (\Closure(Door): Door)|null */
    private static ?\Closure $front = null;

    /**
     * Names the library, the program, or both; for all clients that are made from now on. With a program alone, FFI is not
     * used.
     *
     * @param float|null $seconds how long the program may take for a call; by default a minute, and ten for `track` and `deliver`
     */
    public static function use(?string $library = null, ?string $program = null, ?float $seconds = null): void
    {
        self::$seconds = $seconds;
        self::$library = $library;
        self::$program = $program;
        self::$door = null;
    }

    /** `ffi` or `program`. */
    public static function kind(): string
    {
        return self::itself() instanceof Library ? 'ffi' : 'program';
    }

    /**
     * The library where PHP may load it, else the program.
     *
     * @internal
     */
    public static function door(): Door
    {
        return self::$front === null ? self::itself() : (self::$front)(self::itself());
    }

    /**
     * What stands in front of the door, as tests have it; null for nothing.
     *
     * @internal
     *
     * @param (\Closure(Door): Door)|null $front
     */
    public static function putInFront(?\Closure $front): void
    {
        self::$front = $front;
    }

    private static function itself(): Door
    {
        return self::$door ??= self::loaded() ?? Program::at(self::program(), self::$seconds) ?? throw new ConfigError(
            'missing_library',
            'library',
            'Install libtiktok_capi, and allow FFI (`ffi.enable`); or install the program tiktok-capi, and allow `proc_open`. '
                . 'See TikTokCapi\Runtime for other places.',
        );
    }

    /** @internal */
    public static function library(): string
    {
        $name = PHP_OS_FAMILY === 'Darwin'
            ? sprintf('libtiktok_capi.%d.dylib', self::ABI_VERSION)
            : sprintf('libtiktok_capi.so.%d', self::ABI_VERSION);

        return self::$library ?? Environment::variable('TIKTOK_CAPI_LIBRARY') ?? $name;
    }

    private static function loaded(): ?Library
    {
        $isProgramOnly = self::$program !== null && self::$library === null;

        return $isProgramOnly ? null : Library::load(self::library(), self::libraryNamedBy());
    }

    /** The setting that names the library; null where none does. */
    private static function libraryNamedBy(): ?string
    {
        return match (true) {
            self::$library !== null => 'library',
            Environment::variable('TIKTOK_CAPI_LIBRARY') !== null => 'TIKTOK_CAPI_LIBRARY',
            default => null,
        };
    }

    private static function program(): ?string
    {
        $named = self::$program ?? Environment::variable('TIKTOK_CAPI_PROGRAM');
        if ($named !== null) {
            return self::isProgram($named) || self::isHidden() ? $named : null;
        }
        foreach (explode(PATH_SEPARATOR, (string) getenv('PATH')) as $folder) {
            if (self::isProgram("$folder/tiktok-capi")) {
                return "$folder/tiktok-capi";
            }
        }

        return self::isHidden() ? 'tiktok-capi' : null;
    }

    private static function isProgram(string $path): bool
    {
        return Quiet::call(static fn (): bool => is_executable($path));
    }

    /** Whether PHP may not look at files everywhere. What it may not look at it may start all the same. */
    private static function isHidden(): bool
    {
        return (string) ini_get('open_basedir') !== '';
    }
}
