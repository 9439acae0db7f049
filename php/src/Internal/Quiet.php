<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

/**
 * What may warn about this machine's settings, as `open_basedir` does. The answer says all there is to know, and a handler of the
 * shop's that makes an exception of every warning, even of one behind an `@`, would take the page down.
 *
 * @internal
 */
final class Quiet
{
    /**
     * @template T
     *
     * @param callable(): T $work
     *
     * @return T
     */
    public static function call(callable $work): mixed
    {
        set_error_handler(static fn (): bool => true);
        try {
            return $work();
        } finally {
            restore_error_handler();
        }
    }
}
