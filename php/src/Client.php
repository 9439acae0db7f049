<?php

declare(strict_types=1);

namespace TikTokCapi;

use TikTokCapi\Exception\CapiException;
use TikTokCapi\Exception\ConfigError;
use TikTokCapi\Exception\InvalidEvent;
use TikTokCapi\Exception\OutboxException;
use TikTokCapi\Internal\Environment;
use TikTokCapi\Internal\Handle;
use TikTokCapi\Internal\Json;
use TikTokCapi\Internal\WebRequest;
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
        $this->handle = Runtime::door()->open(Json::of((object) Environment::under($options)));
    }

    /** The pixel code; null where there is none, as for the events of an app, an offline shop or a CRM. */
    public function pixelCode(): ?string
    {
        return $this->handle->about()['pixel_code'];
    }

    /**
     * Who is visiting, by one web request; without arguments by the one that PHP is answering. Every verb that takes events lays
     * such a visitor under each. What the visitor's browser wrote never makes it throw. No network.
     *
     * Of all that tells about consent, the signals of the request and the cookies that the options name among it, the most
     * restrictive counts. What cannot be read counts as denied, and `unreadable` says whose word it was.
     *
     * @param array<string, string|list<string>>|null $headers
     * @param int $trusted_proxies proxies of your own that stand before PHP
     * @param string|array<string, mixed>|null $consent what the shop's own banner knows: `granted`, `denied`, `opted_out`,
     *                                                  further signals, or null. Anything else cannot be read
     * @param string|null $consent_cookie a cookie that holds such a word, in place of the option's
     */
    public function visitor(
        ?string $url = null,
        #[\SensitiveParameter] ?array $headers = null,
        ?string $remote_addr = null,
        int $trusted_proxies = 0,
        #[\SensitiveParameter] mixed $consent = null,
        ?string $consent_cookie = null,
    ): Visitor {
        $request = WebRequest::parts($url, $headers, $remote_addr, $trusted_proxies);
        $request += ['consent' => $consent, 'consent_cookie' => $consent_cookie];

        return Visitor::answered($this->handle->verb('visitor', Json::of($request)));
    }

    /**
     * The canonical bytes of one event as they would be sent; null when the visitor's consent withholds it. No network.
     *
     * @param Event|object|string $event
     *
     * @throws InvalidEvent the event is refused
     */
    public function build(#[\SensitiveParameter] array|object|string $event, ?Visitor $visitor = null): ?string
    {
        try {
            return $this->handle->verb('build', Json::event($event), null, self::told($visitor));
        } catch (Withheld) {
            return null;
        }
    }

    /**
     * What would be sent and why, with every identifier masked. No network.
     *
     * @param Event|object|string $event
     */
    public function explain(#[\SensitiveParameter] array|object|string $event, ?Visitor $visitor = null): Explanation
    {
        return Explanation::read($this->handle->verb('explain', Json::event($event), null, self::told($visitor)));
    }

    /**
     * The page's half of an event, with the same `event_id`; null when consent withholds it. No network.
     *
     * @param Event|object|string $event
     * @param string|null $nonce the page's CSP nonce
     *
     * @throws InvalidEvent the event is refused
     */
    public function pixel(#[\SensitiveParameter] array|object|string $event, ?string $nonce = null, ?Visitor $visitor = null): ?Pixel
    {
        try {
            return Pixel::read($this->handle->verb('pixel', Json::event($event), $nonce, self::told($visitor)));
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
    public function track(#[\SensitiveParameter] array|object|string $events, ?Visitor $visitor = null): Receipt
    {
        return Receipt::read($this->handle->verb('track', self::oneOrMore($events), null, self::told($visitor)));
    }

    /**
     * Delivers what `build` gave, maybe elsewhere and a while ago, byte for byte: one event, or a list or iterator of them. It
     * is not read by the rules again, so consent, id and time are those of the moment when it was built.
     *
     * It blocks as `track` does.
     *
     * @param string|iterable<string> $canonical
     *
     * @throws InvalidEvent the one event is not canonical
     * @throws ConfigError the token or the event source's id is missing
     */
    public function deliver(#[\SensitiveParameter] string|iterable $canonical): Receipt
    {
        return Receipt::read($this->handle->verb('deliver', is_string($canonical) ? Json::of($canonical) : Json::list($canonical)));
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
    public function enqueue(#[\SensitiveParameter] array|object|string $events, ?Visitor $visitor = null): Receipt
    {
        return Receipt::read($this->handle->verb('enqueue', self::oneOrMore($events), null, self::told($visitor)));
    }

    /**
     * `track` for a page, which is served whatever happens: what it would throw is logged, by its codes and without a value.
     *
     * @param Event|list<Event|object>|iterable<Event|object>|object|string $events
     * @param (callable(string): mixed)|null $log takes a line; `error_log` by default
     *
     * @return Receipt|null null where nothing was handed over
     */
    public function tryTrack(#[\SensitiveParameter] array|object|string $events, ?Visitor $visitor = null, ?callable $log = null): ?Receipt
    {
        return self::logged(fn (): Receipt => $this->track($events, $visitor), $log);
    }

    /**
     * `enqueue` for a page, as `tryTrack` is `track`.
     *
     * @param Event|list<Event|object>|iterable<Event|object>|object|string $events
     * @param (callable(string): mixed)|null $log takes a line; `error_log` by default
     */
    public function tryEnqueue(#[\SensitiveParameter] array|object|string $events, ?Visitor $visitor = null, ?callable $log = null): ?Receipt
    {
        return self::logged(fn (): Receipt => $this->enqueue($events, $visitor), $log);
    }

    /**
     * Waits until nothing waits in the outbox any more, but no longer than so many seconds.
     *
     * @param int|float $timeout seconds
     *
     * @throws ConfigError the time is no number, or less than 0
     * @throws OutboxException the outbox cannot be used
     */
    public function flush(mixed $timeout = 10.0): Stats
    {
        return Stats::read($this->handle->wait('flush', self::milliseconds($timeout)));
    }

    /**
     * Flushes the outbox and ends it for this process. What is left stays in the file; in memory it is lost. On a web server
     * there is no need to: the process goes on delivering.
     *
     * @param int|float $timeout seconds
     *
     * @throws ConfigError the time is no number, or less than 0
     * @throws OutboxException the outbox cannot be used
     */
    public function close(mixed $timeout = 2.0): Stats
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

        return $isList ? Json::list($events) : Json::event($events);
    }

    /**
     * @param callable(): Receipt $send
     * @param (callable(string): mixed)|null $log
     */
    private static function logged(callable $send, ?callable $log): ?Receipt
    {
        try {
            return $send();
        } catch (CapiException $error) {
            ($log ?? error_log(...))("tiktok-capi: a conversion is not reported: {$error->getMessage()}");

            return null;
        }
    }

    private static function told(?Visitor $visitor): ?string
    {
        $told = $visitor?->toArray() ?? [];

        return $told === [] ? null : Json::of($told);
    }

    /** Of any kind: as an `int|float` PHP would make numbers of flags and texts, where the caller has no `strict_types`. */
    private static function milliseconds(mixed $seconds): int
    {
        if (!(is_int($seconds) || is_float($seconds)) || !($seconds >= 0)) { // not a number is neither
            throw new ConfigError('invalid_argument', 'timeout', 'Give seconds, 0 or more.');
        }

        return (int) round(min($seconds, 3_155_760_000.0) * 1_000); // a century, which an integer holds
    }
}
