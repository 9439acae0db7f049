<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

use FFI;

/**
 * The places where the library writes its answers, made once: PHP calls one function at a time.
 *
 * @internal
 */
final class Slots
{
    public readonly FFI\CData $buffer;

    public readonly FFI\CData $error;

    public readonly FFI\CData $client;

    public function __construct(private readonly FFI $c)
    {
        $this->buffer = $c->new('tiktok_capi_buffer *[1]');
        $this->error = $c->new('tiktok_capi_error *[1]');
        $this->client = $c->new('tiktok_capi_client *[1]');
    }

    public function answer(int $status): string
    {
        $this->check($status);
        $buffer = $this->buffer[0];
        try {
            return $this->c->tiktok_capi_buffer_data($buffer);
        } finally {
            $this->c->tiktok_capi_buffer_free($buffer);
        }
    }

    /** Throws unless the status is OK. */
    public function check(int $status): void
    {
        if ($status === 0) {
            return;
        }
        $error = $this->error[0];
        try {
            $failure = Failure::exception($this->c->tiktok_capi_error_json($error));
        } finally {
            $this->c->tiktok_capi_error_free($error);
        }
        throw $failure;
    }
}
