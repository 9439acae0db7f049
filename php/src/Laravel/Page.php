<?php

declare(strict_types=1);

namespace TikTokCapi\Laravel;

use TikTokCapi\Conversions;
use TikTokCapi\Exception\CapiException;

/**
 * What the Blade directives write. A page is served whatever happens.
 *
 * @internal
 */
final class Page
{
    public static function base(?string $nonce = null): string
    {
        return self::written(static fn (Conversions $conversions): string => $conversions->baseCode(null, $nonce, Settings::of(app())->pixelUrl));
    }

    /** @param array<string, mixed>|object $event */
    public static function event(#[\SensitiveParameter] array|object $event, ?string $nonce = null): string
    {
        return self::written(static fn (Conversions $conversions): string => $conversions->snippet($event, $nonce));
    }

    /** @param callable(Conversions): string $write */
    private static function written(callable $write): string
    {
        try {
            return $write(app(Conversions::class));
        } catch (\Throwable $error) {
            // Of others than ours only the class: nobody knows what is in them.
            $why = $error instanceof CapiException ? $error->getMessage() : $error::class;
            app('log')->error("tiktok-capi: $why");

            return '';
        }
    }
}
