<?php

declare(strict_types=1);

namespace TikTokCapi;

/** What became of one event. */
final class Result
{
    /**
     * @param 'accepted'|'queued'|'partly'|'rejected'|'refused'|'withheld'|'undelivered' $outcome
     * @param int|null $code TikTok's code, when it gave one
     * @param string|null $reason why it is undelivered, in one stable word
     * @param bool $mayHaveArrived whether TikTok may have it although nobody said so
     * @param list<Problem> $problems
     * @param string $hint what to look at; empty when there is nothing
     * @param string|null $event its name; null when it was not sent
     * @param string|null $eventId the deduplication id, the generated one included; null when it was not sent
     * @param string|null $requestId TikTok's id of the request that decided
     * @param int|null $status the HTTP status of a rejection
     * @param string|null $apiMessage what TikTok said in words; it may echo personal data, so do not log it
     */
    private function __construct(
        public readonly string $outcome,
        public readonly ?int $code,
        public readonly ?string $reason,
        public readonly bool $mayHaveArrived,
        public readonly array $problems,
        public readonly string $hint,
        public readonly ?string $event,
        public readonly ?string $eventId,
        public readonly ?string $requestId,
        public readonly ?int $status,
        public readonly ?string $apiMessage,
    ) {
    }

    /**
     * @internal
     *
     * @param array<string, mixed> $told
     */
    public static function read(array $told): self
    {
        return new self(
            $told['outcome'],
            $told['code'],
            $told['reason'],
            $told['may_have_arrived'],
            Problem::all($told['problems']),
            $told['hint'],
            $told['event'],
            $told['event_id'],
            $told['request_id'],
            $told['status'],
            $told['api_message'],
        );
    }

    /**
     * What `var_dump` and `print_r` show: not the message, and not the id, which may be a customer's.
     *
     * @return array<string, mixed>
     */
    public function __debugInfo(): array
    {
        return array_diff_key(get_object_vars($this), ['apiMessage' => 0, 'eventId' => 0]);
    }
}
