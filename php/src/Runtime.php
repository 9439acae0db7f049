<?php

declare(strict_types=1);

namespace TikTokCapi;

use TikTokCapi\Exception\ConfigError;
use TikTokCapi\Internal\Door;
use TikTokCapi\Internal\Environment;
use TikTokCapi\Internal\Library;
use TikTokCapi\Internal\Native;
use TikTokCapi\Internal\Program;
use TikTokCapi\Internal\Quiet;

/**
 * Where the native part is, and how it is called. Without a word from here it is the library, called through FFI; else the program
 * `tiktok-capi`. Each is looked for where `tiktok-capi-install` puts it, then where the system finds libraries, or on `PATH`. The
 * environment variables `TIKTOK_CAPI_LIBRARY` and `TIKTOK_CAPI_PROGRAM` name other places.
 */
final class Runtime
{
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
        return self::$door ??= self::loaded() ?? Program::at(self::program(), self::$seconds) ?? throw self::missing();
    }

    private static function missing(): ConfigError
    {
        $installed = self::installed(Native::program(PHP_OS_FAMILY));
        $hint = match (true) {
            !Program::isAllowed() => 'PHP may start no program here: `disable_functions` names proc_open, proc_close or proc_terminate. Allow them, '
                . 'or allow FFI (`ffi.enable`) and install libtiktok_capi.',
            Quiet::call(static fn (): bool => is_file($installed)) => "Make $installed executable: mode 755, on a disk that is not mounted noexec.",
            default => 'Install the program with `vendor/bin/tiktok-capi-install`; or the library with its `--library`, and allow FFI '
                . '(`ffi.enable`). See TikTokCapi\Runtime for other places.',
        };

        return new ConfigError('missing_library', 'library', $hint);
    }

    /** @internal */
    public static function library(): string
    {
        $name = Native::library(PHP_OS_FAMILY);
        $installed = self::installed($name);

        return self::$library ?? Environment::variable('TIKTOK_CAPI_LIBRARY')
            ?? (Quiet::call(static fn (): bool => is_file($installed)) ? $installed : $name);
    }

    private static function installed(string $name): string
    {
        return Native::folder() . "/$name";
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
        $name = Native::program(PHP_OS_FAMILY);
        foreach ([Native::folder(), ...explode(PATH_SEPARATOR, (string) getenv('PATH'))] as $folder) {
            if (self::isProgram("$folder/$name")) {
                return "$folder/$name";
            }
        }

        return self::isHidden() ? $name : null;
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
