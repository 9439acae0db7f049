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
    /** @throws \TikTokCapi\Exception\CapiException|Withheld */
    public function verb(string $verb, #[\SensitiveParameter] string $document, ?string $nonce = null): string;

    /**
     * `flush` or `close`.
     *
     * @throws \TikTokCapi\Exception\CapiException
     */
    public function wait(string $verb, int $milliseconds): string;

    /** @throws \TikTokCapi\Exception\CapiException */
    public function stats(): string;
}
