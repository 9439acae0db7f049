<?php

declare(strict_types=1);

namespace TikTokCapi;

use TikTokCapi\Exception\DeliveryError;
use TikTokCapi\Exception\RateLimited;
use TikTokCapi\Exception\Rejected;
use TikTokCapi\Exception\Unauthorized;
use TikTokCapi\Exception\Undelivered;
use TikTokCapi\Internal\Json;

/** What became of the events of one call, in the caller's order. */
final class Receipt
{
    private const ERRORS = [
        'unauthorized' => Unauthorized::class,
        'rate_limited' => RateLimited::class,
        'undelivered' => Undelivered::class,
        'rejected' => Rejected::class,
    ];

    /**
     * @param bool $ok whether every event was accepted or queued, or withheld because its visitor did not consent
     * @param list<Result> $results
     * @param list<string> $requestIds TikTok's ids of the requests that were answered, tries included
     * @param int $requests requests that were made, tries included
     * @param int|null $retryAfter seconds that TikTok asked to wait when it was last asked in vain
     * @param array{code: string, events: int, hint: string, api_code: int|null, request_id: string|null}|null $error
     */
    private function __construct(
        public readonly bool $ok,
        public readonly array $results,
        public readonly array $requestIds,
        public readonly int $requests,
        public readonly ?int $retryAfter,
        private readonly ?array $error,
    ) {
    }

    /** The worst that happened to an event that was handed over, as an exception that is not thrown. */
    public function error(): ?DeliveryError
    {
        if ($this->error === null) {
            return null;
        }
        ['code' => $code, 'events' => $events, 'hint' => $hint, 'api_code' => $apiCode, 'request_id' => $id] = $this->error;

        return new (self::ERRORS[$code])($code, $events, $hint, $apiCode, $id, $this);
    }

    /**
     * Throws when an event did not arrive. Events that were refused before they were sent are not among these: see the
     * problems of each result.
     *
     * @throws DeliveryError
     */
    public function throwForError(): self
    {
        $error = $this->error();

        return $error === null ? $this : throw $error;
    }

    /** @internal */
    public static function read(string $json): self
    {
        $told = Json::read($json);
        $results = array_map(Result::read(...), $told['results']);

        return new self($told['ok'], $results, $told['request_ids'], $told['requests'], $told['retry_after'], $told['error']);
    }
}
