<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

use FFI;
use TikTokCapi\Exception\OutboxException;

/**
 * A client of the C library on a web server. PHP forgets it at the end of the request, but the process keeps it: connections
 * stay warm, and the outbox goes on delivering while nobody is asking for anything.
 *
 * @internal
 */
final class ServerHandle extends LibraryHandle
{
    /** What nobody else can deliver is waited for, at the end of the request. */
    private const PATIENCE = 2_000;

    private bool $hasPending = false;

    public function __destruct()
    {
        try {
            if ($this->hasPending) {
                $this->wait('flush', self::PATIENCE);
            }
        } catch (OutboxException $error) {
            error_log("tiktok-capi: {$error->getMessage()}");
        } finally {
            parent::__destruct();
        }
    }

    public function verb(
        string $verb,
        #[\SensitiveParameter] string $document,
        ?string $nonce = null,
        #[\SensitiveParameter] ?string $visitor = null,
    ): string {
        $answer = parent::verb($verb, $document, $nonce, $visitor);
        $this->hasPending = $this->hasPending || ($verb === 'enqueue' && $this->about()['is_outbox_in_memory']);

        return $answer;
    }

    public function wait(string $verb, int $milliseconds): string
    {
        $this->hasPending = false;

        return parent::wait($verb, $milliseconds);
    }

    protected function opened(FFI $c, Slots $slots, #[\SensitiveParameter] string $options): int
    {
        return $c->tiktok_capi_client_shared($options, strlen($options), $slots->client, $slots->error);
    }
}
