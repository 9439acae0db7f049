<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

use FFI;
use TikTokCapi\Exception\ConfigError;

/**
 * The C library, called through FFI.
 *
 * @internal
 */
final class Library implements Door
{
    private const HEADER = __DIR__ . '/../tiktok_capi.ffi.h';

    private readonly Slots $slots;

    private function __construct(private readonly FFI $c)
    {
        $this->slots = new Slots($c);
    }

    /**
     * Null where PHP has no FFI, may not use it, or does not find a library that nobody named.
     *
     * @param string|null $setting the one that names the library
     */
    public static function load(string $name, ?string $setting): ?self
    {
        // Of a class that `disable_classes` names nothing is left but the name.
        $c = method_exists('FFI', 'cdef') ? self::declared($name, $setting) : null;
        if ($c === null) {
            return null;
        }
        if ($c->tiktok_capi_abi_version() !== $c->TIKTOK_CAPI_ABI_VERSION) {
            throw new ConfigError('wrong_library', 'library', 'The library and this package are not of the same version.');
        }

        return new self($c);
    }

    public function verb(string $verb, #[\SensitiveParameter] string $arguments): string
    {
        $slots = $this->slots;
        $status = $this->c->{"tiktok_capi_$verb"}($arguments, strlen($arguments), $slots->buffer, $slots->error);

        return $slots->answer($status);
    }

    public function under(#[\SensitiveParameter] string $visitor, #[\SensitiveParameter] string $events): string
    {
        $slots = $this->slots;
        $status = $this->c->tiktok_capi_under($visitor, strlen($visitor), $events, strlen($events), $slots->buffer, $slots->error);

        return $slots->answer($status);
    }

    public function open(#[\SensitiveParameter] string $options): Handle
    {
        $isServer = !in_array(PHP_SAPI, ['cli', 'phpdbg', 'embed'], true);

        return $isServer
            ? new ServerHandle($this, $this->c, $this->slots, $options)
            : new LibraryHandle($this, $this->c, $this->slots, $options);
    }

    private static function declared(string $name, ?string $setting): ?FFI
    {
        try {
            return FFI::cdef((string) file_get_contents(self::HEADER), $name);
        } catch (FFI\Exception) {
            // Not allowed, or not there. Who names a library means that one.
            if ($setting === null || !self::isAllowed()) {
                return null;
            }
            throw new ConfigError('wrong_library', $setting, 'It cannot be loaded. Name libtiktok_capi with its folder, or take the setting away.');
        }
    }

    private static function isAllowed(): bool
    {
        try {
            FFI::cdef();

            return true;
        } catch (FFI\Exception) {
            return false;
        }
    }
}
