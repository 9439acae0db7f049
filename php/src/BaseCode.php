<?php

declare(strict_types=1);

namespace TikTokCapi;

use TikTokCapi\Internal\Json;

/** What a page has in its head to load the Pixel. */
final class BaseCode
{
    /**
     * @param string $script the body of a script element, safe inside HTML
     * @param string $html the whole element, with the nonce when one was given
     */
    private function __construct(public readonly string $script, public readonly string $html)
    {
    }

    /** @internal */
    public static function read(string $json): self
    {
        return new self(...Json::read($json));
    }
}
