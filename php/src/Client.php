<?php

declare(strict_types=1);

namespace TikTokCapi;

use TikTokCapi\Exception\ConfigError;
use TikTokCapi\Exception\InvalidEvent;
use TikTokCapi\Exception\OutboxException;
use TikTokCapi\Internal\Door;
use TikTokCapi\Internal\Handle;
use TikTokCapi\Internal\Json;
use TikTokCapi\Internal\Withheld;

/**
 * Describes and delivers conversions.
 *
 * An event is an array of TikTok's own names, an object with public properties, or its JSON text. Values may be strings,
 * numbers, booleans, dates, backed enums, what is `Stringable` or `JsonSerializable`, arrays and iterators.
 *
 * @phpstan-import-type Event from Catalog
 * @phpstan-import-type Options from Catalog
 */
final class Client
{
    private readonly Handle $handle;

    /**
     * Reads the options; what they do not set comes from the environment, as `TIKTOK_ACCESS_TOKEN`, also from `$_ENV` and
     * `$_SERVER`. It opens no connection.
     *
     * @param Options $options
     *
     * @throws ConfigError an option is unknown or wrong
     */
    public function __construct(#[\SensitiveParameter] array $options = [])
    {
        $options = self::withEnvironment($options);
        $outbox = $options['outbox'] ?? '';
        $isInMemory = is_string($outbox) && in_array(trim($outbox), ['', ':memory:'], true);
        $this->handle = Door::get()->open(Json::of((object) $options), $isInMemory);
    }

    /**
     * The canonical bytes of one event as they would be sent; null when the visitor's consent withholds it. No network.
     *
     * @param Event|object|string $event
     *
     * @throws InvalidEvent the event is refused
     */
    public function build(#[\SensitiveParameter] array|object|string $event): ?string
    {
        try {
            return $this->handle->verb('build', self::described($event));
        } catch (Withheld) {
            return null;
        }
    }

    /**
     * What would be sent and why, with every identifier masked. No network.
     *
     * @param Event|object|string $event
     */
    public function explain(#[\SensitiveParameter] array|object|string $event): Explanation
    {
        return Explanation::read($this->handle->verb('explain', self::described($event)));
    }

    /**
     * The page's half of an event, with the same `event_id`; null when consent withholds it. No network.
     *
     * @param Event|object|string $event
     * @param string|null $nonce the page's CSP nonce
     *
     * @throws InvalidEvent the event is refused
     */
    public function pixel(#[\SensitiveParameter] array|object|string $event, ?string $nonce = null): ?Pixel
    {
        try {
            return Pixel::read($this->handle->verb('pixel', self::described($event), $nonce));
        } catch (Withheld) {
            return null;
        }
    }

    /**
     * Delivers one event, or a list or iterator of events, now; and tells what became of each.
     *
     * It blocks until TikTok has answered or the tries are used up. Of a list no event throws, and no failed delivery does
     * either: see `Receipt::throwForError`.
     *
     * @param Event|list<Event|object>|iterable<Event|object>|object|string $events
     *
     * @throws InvalidEvent the one event is refused
     * @throws ConfigError the token or the event source's id is missing
     */
    public function track(#[\SensitiveParameter] array|object|string $events): Receipt
    {
        return Receipt::read($this->handle->verb('track', self::oneOrMore($events)));
    }

    /**
     * Puts one event, or a list or iterator of events, into the outbox and returns at once: a local write, no network.
     *
     * With a file as `outbox` an event that is `queued` outlives this process, however it ends. With FFI a thread of this
     * process delivers it; with the program nothing but `tiktok-capi outbox drain` does, and `flush`.
     *
     * @param Event|list<Event|object>|iterable<Event|object>|object|string $events
     *
     * @throws InvalidEvent the one event is refused
     * @throws ConfigError the token or the event source's id is missing, or the program does the work and there is no file
     * @throws OutboxException the outbox is full, closed, or cannot be used; none of the events is kept
     */
    public function enqueue(#[\SensitiveParameter] array|object|string $events): Receipt
    {
        return Receipt::read($this->handle->verb('enqueue', self::oneOrMore($events)));
    }

    /**
     * Waits until nothing waits in the outbox any more, but no longer than so many seconds.
     *
     * @throws OutboxException the outbox cannot be used
     */
    public function flush(float $timeout = 10.0): Stats
    {
        return Stats::read($this->handle->wait('flush', self::milliseconds($timeout)));
    }

    /**
     * Flushes the outbox and ends it for this process. What is left stays in the file; in memory it is lost. On a web server
     * there is no need to: the process goes on delivering.
     *
     * @throws OutboxException the outbox cannot be used
     */
    public function close(float $timeout = 2.0): Stats
    {
        return Stats::read($this->handle->wait('close', self::milliseconds($timeout)));
    }

    /**
     * What the outbox holds, and what became of what it held.
     *
     * @throws OutboxException the outbox cannot be used
     */
    public function stats(): Stats
    {
        return Stats::read($this->handle->stats());
    }

    /**
     * Nothing: the options hold the token.
     *
     * @return array{}
     */
    public function __debugInfo(): array
    {
        return [];
    }

    private static function oneOrMore(#[\SensitiveParameter] array|object|string $events): string
    {
        $isList = is_array($events) ? array_is_list($events) : $events instanceof \Traversable;

        return $isList ? Json::list($events) : self::described($events);
    }

    private static function milliseconds(float $seconds): int
    {
        if (!($seconds >= 0.0)) { // not a number is neither
            throw new ConfigError('invalid_argument', 'timeout', 'Give seconds, 0 or more.');
        }

        return (int) round(min($seconds, 3_155_760_000.0) * 1_000); // a century, which an integer holds
    }

    private static function described(#[\SensitiveParameter] array|object|string $event): string
    {
        return match (true) {
            is_string($event) => $event,
            $event === [] => '{}', // An array without members says as little as an object without.
            default => Json::of($event),
        };
    }

    /**
     * PHP's own environment may hold more than the process's: from a `.env` file, or from the web server.
     *
     * @param array<string, mixed> $options
     *
     * @return array<string, mixed>
     */
    private static function withEnvironment(#[\SensitiveParameter] array $options): array
    {
        if (isset($options['pixel_code'])) {
            $options += ['event_source_id' => null];
        }
        foreach (Catalog::VARIABLES as $option => $variable) {
            $value = $_ENV[$variable] ?? $_SERVER[$variable] ?? getenv($variable);
            if (is_string($value) && $value !== '' && !array_key_exists($option, $options)) {
                $options[$option] = $value;
            }
        }

        return $options;
    }
}
