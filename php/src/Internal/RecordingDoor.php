<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

/**
 * Stands in front of the door while a test records: clients describe for real, and hand nothing over.
 *
 * @internal
 */
final class RecordingDoor implements Door
{
    /**
     * @param \Closure(array<string, mixed>, Handle): void $keep
     * @param \Closure(string, list<array<string, mixed>>): void $tell
     */
    public function __construct(private readonly Door $door, private readonly \Closure $keep, private readonly \Closure $tell)
    {
    }

    public function verb(string $verb, #[\SensitiveParameter] string $arguments): string
    {
        return $this->door->verb($verb, $arguments);
    }

    public function under(#[\SensitiveParameter] string $visitor, #[\SensitiveParameter] string $events): string
    {
        return $this->door->under($visitor, $events);
    }

    public function open(#[\SensitiveParameter] string $options): Handle
    {
        return new RecordingHandle($this->door->open($options), $this->keep, $this->tell);
    }
}
