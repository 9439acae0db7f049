<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

use TikTokCapi\Exception\ConfigError;

/**
 * What does the work: the C library in this process, or the program `tiktok-capi`. Both take and give the same JSON.
 *
 * @internal
 */
abstract class Door
{
    private static ?self $door = null;

    /** A verb that needs no client. */
    abstract public function verb(string $verb, #[\SensitiveParameter] string $arguments): string;

    /** One event, or a list of them, with a visitor laid under each. */
    abstract public function under(#[\SensitiveParameter] string $visitor, #[\SensitiveParameter] string $events): string;

    /** A client of options. */
    abstract public function open(#[\SensitiveParameter] string $options): Handle;

    /** The library where PHP may load it, else the program. */
    public static function get(): self
    {
        return self::$door ??= Library::load() ?? Program::find() ?? throw new ConfigError(
            'missing_library',
            'library',
            'Install libtiktok_capi, and allow FFI (`ffi.enable`); or install the program tiktok-capi, and allow `proc_open`. '
                . 'See TikTokCapi\Runtime for other places.',
        );
    }

    /** Looks again at the next call. */
    public static function forget(): void
    {
        self::$door = null;
    }
}
