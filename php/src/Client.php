<?php

declare(strict_types=1);

namespace TikTokCapi;

use TikTokCapi\Exception\ConfigError;
use TikTokCapi\Exception\InvalidEvent;
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
        $this->handle = Door::get()->open(Json::of((object) self::withEnvironment($options)));
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
        $isList = is_array($events) ? array_is_list($events) : $events instanceof \Traversable;
        $json = $isList ? Json::list($events) : self::described($events);

        return Receipt::read($this->handle->verb('track', $json));
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
