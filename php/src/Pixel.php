<?php

declare(strict_types=1);

namespace TikTokCapi;

use TikTokCapi\Internal\Json;

/** What the page needs so that TikTok's Pixel reports the same conversion and the two are counted once. */
final class Pixel
{
    /**
     * @param string|null $identify JSON argument of `ttq.identify`, when there is anything to identify by
     * @param array{string, string, string} $track JSON arguments of `ttq.track`: name, properties, and the `event_id`
     * @param string $script the body of a script element, safe inside HTML
     * @param string $html the whole element, with the nonce when one was given
     */
    private function __construct(
        public readonly ?string $identify,
        public readonly array $track,
        public readonly string $script,
        public readonly string $html,
    ) {
    }

    /** @internal */
    public static function read(string $json): self
    {
        return new self(...Json::read($json));
    }
}
