<?php

declare(strict_types=1);

namespace TikTokCapi;

use TikTokCapi\Internal\Json;

/** What would be sent and why. Identifiers are masked, so it can be pasted into a ticket. */
final class Explanation implements \Stringable
{
    /**
     * @param 'ready'|'refused'|'withheld' $outcome
     * @param list<Problem> $problems
     * @param array<string, mixed>|null $event the canonical event with masked identifiers, when it is ready
     * @param array<string, mixed>|null $coverage which match keys there are, and our estimate of their coverage from 0 to
     *                                            10; it is not TikTok's score
     * @param string $json the whole as canonical JSON
     */
    private function __construct(
        public readonly string $outcome,
        public readonly array $problems,
        public readonly ?array $event,
        public readonly ?array $coverage,
        public readonly string $json,
    ) {
    }

    public function __toString(): string
    {
        return $this->json;
    }

    /** @internal */
    public static function read(string $json): self
    {
        $told = Json::read($json);

        return new self($told['outcome'], Problem::all($told['problems']), $told['event'], $told['coverage'] ?? null, $json);
    }
}
