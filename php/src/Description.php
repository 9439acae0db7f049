<?php

declare(strict_types=1);

namespace TikTokCapi;

use TikTokCapi\Internal\Json;

/**
 * The events of a payload; `Client::track` takes it as it is. Dumped, it shows how many they are, and nobody's data.
 *
 * @phpstan-import-type Event from Catalog
 *
 * @implements \IteratorAggregate<int, Event>
 */
final class Description implements \Countable, \IteratorAggregate
{
    /**
     * @param list<Event> $events none when there is nothing to send
     * @param list<Problem> $problems why there are none; what of the payload is in none of them
     */
    private function __construct(
        public readonly array $events,
        public readonly array $problems,
    ) {
    }

    public function count(): int
    {
        return count($this->events);
    }

    public function getIterator(): \Iterator
    {
        return new \ArrayIterator($this->events);
    }

    /** @return array{events: int, problems: list<Problem>} */
    public function __debugInfo(): array
    {
        return ['events' => count($this->events), 'problems' => $this->problems];
    }

    /** @internal */
    public static function read(#[\SensitiveParameter] string $json): self
    {
        $told = Json::described($json);

        return new self($told['events'], Problem::all($told['problems']));
    }
}
