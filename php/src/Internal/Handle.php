<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

/**
 * A client behind a door.
 *
 * @internal
 */
interface Handle
{
    /**
     * @param string|null $visitor is laid under the document's events
     *
     * @throws \TikTokCapi\Exception\CapiException|Withheld
     */
    public function verb(
        string $verb,
        #[\SensitiveParameter] string $document,
        ?string $nonce = null,
        #[\SensitiveParameter] ?string $visitor = null,
    ): string;

    /** @return array{event_source: string, event_source_id: string|null, is_outbox_in_memory: bool, pixel_code: string|null} */
    public function about(): array;

    /**
     * `flush` or `close`.
     *
     * @throws \TikTokCapi\Exception\CapiException
     */
    public function wait(string $verb, int $milliseconds): string;

    /** @throws \TikTokCapi\Exception\CapiException */
    public function stats(): string;
}
