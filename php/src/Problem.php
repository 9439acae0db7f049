<?php

declare(strict_types=1);

namespace TikTokCapi;

/** What is wrong with a described event, or worth knowing. It never holds a value, so it may be logged. */
final class Problem implements \Stringable
{
    /**
     * @param string $path where it is, as `user.phone[1]`; empty for the event as a whole
     * @param string $code which rule it is about, one of `Catalog::CODES`; a code is for ever
     * @param 'info'|'warning'|'error' $severity
     * @param string $hint how to mend it
     */
    public function __construct(
        public readonly string $path,
        public readonly string $code,
        public readonly string $severity,
        public readonly string $hint,
    ) {
    }

    public function __toString(): string
    {
        return ($this->path === '' ? 'event' : $this->path) . ": $this->code ($this->severity): $this->hint";
    }

    /**
     * @internal
     *
     * @param list<array{path: string, code: string, severity: 'info'|'warning'|'error', hint: string}> $told
     *
     * @return list<self>
     */
    public static function all(array $told): array
    {
        return array_map(static fn (array $problem): self => new self(...$problem), $told);
    }
}
