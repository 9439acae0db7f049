<?php

declare(strict_types=1);

namespace TikTokCapi;

use TikTokCapi\Internal\Handle;
use TikTokCapi\Internal\Json;
use TikTokCapi\Internal\RecordingDoor;

/**
 * For the tests of a shop: what clients report is described for real, and kept here in place of being sent.
 *
 *     $testing = Testing::begin();       // before the client is made, as in setUp()
 *     placeOrder();
 *     $testing->assertTracked('Purchase', ['properties' => ['value' => 39.8], 'user' => ['email' => 'jo@example.com']]);
 *     $testing->end();                   // as in tearDown()
 *
 * No token is needed. An event that would be refused throws as it does in production.
 */
final class Testing
{
    /** @var list<array<string, mixed>> what was tracked, enqueued or delivered, in order: canonical, identifiers hashed */
    public array $events = [];

    /** @var list<string> why what was described and not sent was not, in order: `withheld: consent_missing` */
    public array $unsent = [];

    private ?Handle $handle = null;

    private function __construct()
    {
    }

    /** Keeps what is reported by the clients that are made from now on, until `end`. */
    public static function begin(): self
    {
        $testing = new self();
        Runtime::putInFront(static fn ($door): RecordingDoor => new RecordingDoor($door, $testing->keep(...), $testing->tell(...)));

        return $testing;
    }

    /** Clients that are made from now on deliver again. */
    public function end(): void
    {
        Runtime::putInFront(null);
    }

    /**
     * Gives the first event of that name that holds what is expected, which is written as an event is, and compared as it would be
     * sent: `['user' => ['email' => 'jo@example.com']]`.
     *
     * @param array<string, mixed> $expected
     *
     * @return array<string, mixed>
     *
     * @throws \AssertionError there is none
     */
    public function assertTracked(string $event, #[\SensitiveParameter] array $expected = []): array
    {
        $named = $this->named($event);
        if ($named === []) {
            $others = [...array_column($this->events, 'event'), ...$this->unsent];

            throw new \AssertionError("no $event was tracked; there was: " . (implode(', ', $others) ?: 'nothing'));
        }
        $wanted = $this->canonical($event, $expected);
        $differences = array_map(static fn (array $each): array => self::differences($each, $wanted, ''), $named);
        $found = array_search([], $differences, true);
        if ($found === false) {
            $told = implode('; or ', array_map(static fn (array $paths): string => implode(', ', $paths), $differences));

            throw new \AssertionError("$event was tracked, but differs in: $told");
        }

        return $named[$found];
    }

    /** @throws \AssertionError there is an event of that name */
    public function assertNotTracked(string $event): void
    {
        if ($this->named($event) !== []) {
            throw new \AssertionError("$event was tracked");
        }
    }

    /** @param array<string, mixed> $event */
    private function keep(#[\SensitiveParameter] array $event, Handle $handle): void
    {
        $this->events[] = $event;
        $this->handle = $handle;
    }

    /**
     * The outcome and the codes that decided it: those of consent, or the errors.
     *
     * @param list<array{code: string, path: string, severity: string}> $problems
     */
    private function tell(string $outcome, array $problems): void
    {
        $decides = static fn (array $problem): bool => $outcome === 'withheld' ? $problem['path'] === 'consent' : $problem['severity'] === 'error';
        $this->unsent[] = "$outcome: " . implode(', ', array_column(array_filter($problems, $decides), 'code'));
    }

    /** @return list<array<string, mixed>> */
    private function named(string $event): array
    {
        return array_values(array_filter($this->events, static fn (array $each): bool => $each['event'] === $event));
    }

    /**
     * @param array<string, mixed> $expected
     *
     * @return array<string, mixed>
     */
    private function canonical(string $event, #[\SensitiveParameter] array $expected): array
    {
        $described = ['event' => $event, 'consent' => 'granted'] + $expected;
        $wanted = Json::read($this->handle?->verb('build', Json::of($described)) ?? '{}');
        $made = array_diff_key(['event_id' => 0, 'event_time' => 0], $expected);

        return array_diff_key($wanted, $made);
    }

    /**
     * The paths at which something else stands than is wanted. A list is wanted as a whole.
     *
     * @return list<string>
     */
    private static function differences(#[\SensitiveParameter] mixed $found, #[\SensitiveParameter] mixed $wanted, string $path): array
    {
        $isObject = is_array($wanted) && !array_is_list($wanted);
        if (!$isObject || !is_array($found)) {
            return $found === $wanted ? [] : [$path];
        }
        $paths = [];
        foreach ($wanted as $name => $value) {
            $paths[] = self::differences($found[$name] ?? null, $value, $path === '' ? (string) $name : "$path.$name");
        }

        return array_merge(...$paths);
    }
}
