<?php

declare(strict_types=1);

namespace TikTokCapi;

use TikTokCapi\Internal\Json;

/** What an outbox holds, and what became of what it held since its file was made. */
final class Stats
{
    /**
     * @param int $waiting events that wait for delivery, with those that are being sent
     * @param int $in_flight events that a process is sending, or was sending when it died
     * @param int $dead events that are not sent again unless somebody asks for it
     * @param int $bytes bytes of all of them
     * @param int $left_behind those of them that only this process holds, since somebody moved or deleted the file while it was in use
     * @param int|null $oldest_seconds how long the event that is next in line has waited
     * @param array<string, int> $counts how often what happened, as `queued`, `accepted`, `rejected`, `withheld`
     * @param array<string, int> $reasons the same with the reason, as `rejected.40002`
     * @param list<array{event_source: string, event_source_id: string, next_try_seconds: int|null, state: string, test: bool, waiting: int}> $sources
     * @param 'running'|'failed'|null $thread the thread of this process that delivers; `failed` where the system let none start
     */
    private function __construct(
        public readonly int $waiting,
        public readonly int $in_flight,
        public readonly int $dead,
        public readonly int $bytes,
        public readonly int $left_behind,
        public readonly ?int $oldest_seconds,
        public readonly array $counts,
        public readonly array $reasons,
        public readonly array $sources,
        public readonly ?string $thread,
    ) {
    }

    /** @internal */
    public static function read(string $json): self
    {
        return new self(...Json::read($json));
    }
}
