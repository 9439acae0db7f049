<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

use FFI;

/**
 * A client of the C library. It ends with its last reference, and its outbox with it, which takes up to two seconds.
 *
 * @internal
 */
class LibraryHandle implements Handle
{
    private const FUNCTIONS = [
        'build' => 'tiktok_capi_build',
        'explain' => 'tiktok_capi_explain',
        'track' => 'tiktok_capi_client_track',
        'enqueue' => 'tiktok_capi_client_enqueue',
        'deliver' => 'tiktok_capi_client_deliver',
        'visitor' => 'tiktok_capi_client_visitor',
    ];

    private readonly FFI\CData $client;

    public function __construct(
        private readonly Door $library,
        private readonly FFI $c,
        private readonly Slots $slots,
        #[\SensitiveParameter] string $options,
    ) {
        $slots->check($this->opened($c, $slots, $options));
        $this->client = $slots->client[0];
    }

    public function __destruct()
    {
        if (isset($this->client)) {
            $this->c->tiktok_capi_client_free($this->client);
        }
    }

    public function verb(
        string $verb,
        #[\SensitiveParameter] string $document,
        ?string $nonce = null,
        #[\SensitiveParameter] ?string $visitor = null,
    ): string {
        $document = $visitor === null ? $document : $this->library->under($visitor, $document);
        $buffer = $this->slots->buffer;
        $error = $this->slots->error;
        $length = strlen($document);
        $status = $verb === 'pixel'
            ? $this->c->tiktok_capi_pixel($this->client, $document, $length, $nonce, strlen($nonce ?? ''), $buffer, $error)
            : $this->c->{self::FUNCTIONS[$verb]}($this->client, $document, $length, $buffer, $error);

        return $this->slots->answer($status);
    }

    public function about(): array
    {
        return Json::read($this->slots->answer($this->c->tiktok_capi_client_about($this->client, $this->slots->buffer, $this->slots->error)));
    }

    public function wait(string $verb, int $milliseconds): string
    {
        return $this->slots->answer($this->c->{"tiktok_capi_client_$verb"}($this->client, $milliseconds, $this->slots->buffer, $this->slots->error));
    }

    public function stats(): string
    {
        return $this->slots->answer($this->c->tiktok_capi_client_stats($this->client, $this->slots->buffer, $this->slots->error));
    }

    protected function opened(FFI $c, Slots $slots, #[\SensitiveParameter] string $options): int
    {
        return $c->tiktok_capi_client_new($options, strlen($options), $slots->client, $slots->error);
    }

    private function __clone()
    {
    }
}
