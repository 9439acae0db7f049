<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

use TikTokCapi\Exception\InvalidEvent;

/**
 * A client whose events are kept in place of being sent.
 *
 * @internal
 */
final class RecordingHandle implements Handle
{
    private const OUTCOMES = ['track' => 'accepted', 'deliver' => 'accepted', 'enqueue' => 'queued'];

    private const RESULT = [
        'code' => null, 'reason' => null, 'may_have_arrived' => false, 'problems' => [], 'hint' => '', 'event' => null,
        'event_id' => null, 'request_id' => null, 'status' => null, 'api_message' => null,
    ];

    private const RECEIPT = ['request_ids' => [], 'requests' => 0, 'retry_after' => null, 'error' => null];

    private const STATS = [
        'waiting' => 0, 'in_flight' => 0, 'dead' => 0, 'bytes' => 0, 'left_behind' => 0, 'oldest_seconds' => null, 'counts' => [],
        'reasons' => [], 'sources' => [], 'thread' => null,
    ];

    /**
     * @param \Closure(array<string, mixed>, Handle): void $keep takes what would be sent
     * @param \Closure(string, list<array<string, mixed>>): void $tell takes the outcome and the problems of what would not
     */
    public function __construct(private readonly Handle $handle, private readonly \Closure $keep, private readonly \Closure $tell)
    {
    }

    public function verb(
        string $verb,
        #[\SensitiveParameter] string $document,
        ?string $nonce = null,
        #[\SensitiveParameter] ?string $visitor = null,
    ): string {
        $outcome = self::OUTCOMES[$verb] ?? null;
        if ($outcome === null) {
            return $this->handle->verb($verb, $document, $nonce, $visitor);
        }
        $given = json_decode($document);
        $results = is_array($given)
            ? array_map(fn (mixed $event): array => $this->ofMany($outcome, self::text($event), $visitor), $given)
            : [$this->kept($outcome, is_string($given) ? self::text($given) : $document, $visitor)];
        $ok = !in_array('refused', array_column($results, 'outcome'), true);

        return Json::of((object) (['ok' => $ok, 'results' => $results] + self::RECEIPT));
    }

    public function about(): array
    {
        return $this->handle->about();
    }

    public function wait(string $verb, int $milliseconds): string
    {
        return $this->stats();
    }

    public function stats(): string
    {
        return Json::of(self::STATS);
    }

    /** An event of `deliver` is a text already, and consent was applied when it was built. */
    private static function text(#[\SensitiveParameter] mixed $event): string
    {
        if (!is_string($event)) {
            return Json::of($event);
        }
        $canonical = json_decode($event);

        return $canonical instanceof \stdClass ? Json::of((object) ((array) $canonical + ['consent' => 'granted'])) : $event;
    }

    /** @return array<string, mixed> of a list no event throws */
    private function ofMany(string $outcome, #[\SensitiveParameter] string $event, #[\SensitiveParameter] ?string $visitor): array
    {
        try {
            return $this->kept($outcome, $event, $visitor);
        } catch (InvalidEvent) {
            return $this->unsent($event, $visitor);
        }
    }

    /**
     * @return array<string, mixed>
     *
     * @throws InvalidEvent
     */
    private function kept(string $outcome, #[\SensitiveParameter] string $event, #[\SensitiveParameter] ?string $visitor): array
    {
        try {
            $sent = Json::read($this->handle->verb('build', $event, null, $visitor));
        } catch (Withheld) {
            return $this->unsent($event, $visitor);
        }
        ($this->keep)($sent, $this->handle);
        $problems = $this->explained($event, $visitor)['problems'];

        return ['outcome' => $outcome, 'event' => $sent['event'], 'event_id' => $sent['event_id'], 'problems' => $problems] + self::RESULT;
    }

    /** @return array<string, mixed> */
    private function unsent(#[\SensitiveParameter] string $event, #[\SensitiveParameter] ?string $visitor): array
    {
        $told = $this->explained($event, $visitor);
        ($this->tell)($told['outcome'], $told['problems']);

        return ['outcome' => $told['outcome'], 'problems' => $told['problems']] + self::RESULT;
    }

    /** @return array<string, mixed> */
    private function explained(#[\SensitiveParameter] string $event, #[\SensitiveParameter] ?string $visitor): array
    {
        return Json::read($this->handle->verb('explain', $event, null, $visitor));
    }
}
