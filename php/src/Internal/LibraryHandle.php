<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

use FFI;

/**
 * A client of the C library.
 *
 * @internal
 */
final class LibraryHandle implements Handle
{
    private const FUNCTIONS = [
        'build' => 'tiktok_capi_build',
        'explain' => 'tiktok_capi_explain',
        'track' => 'tiktok_capi_client_track',
    ];

    private readonly FFI\CData $client;

    public function __construct(private readonly FFI $c, private readonly Slots $slots, #[\SensitiveParameter] string $options)
    {
        $slots->check($c->tiktok_capi_client_new($options, strlen($options), $slots->client, $slots->error));
        $this->client = $slots->client[0];
    }

    public function __destruct()
    {
        if (isset($this->client)) {
            $this->c->tiktok_capi_client_free($this->client);
        }
    }

    public function verb(string $verb, #[\SensitiveParameter] string $document, ?string $nonce = null): string
    {
        $buffer = $this->slots->buffer;
        $error = $this->slots->error;
        $length = strlen($document);
        $status = $verb === 'pixel'
            ? $this->c->tiktok_capi_pixel($this->client, $document, $length, $nonce, strlen($nonce ?? ''), $buffer, $error)
            : $this->c->{self::FUNCTIONS[$verb]}($this->client, $document, $length, $buffer, $error);

        return $this->slots->answer($status);
    }

    private function __clone()
    {
    }
}
