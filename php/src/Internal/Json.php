<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

use TikTokCapi\Catalog;
use TikTokCapi\Exception\ConfigError;
use TikTokCapi\Exception\InternalError;

// Named here, these are single instructions and not calls.
use function array_is_list;
use function count;
use function is_array;
use function is_bool;
use function is_float;
use function is_int;
use function is_object;
use function is_string;

/**
 * A PHP value as JSON text. It knows kinds of value and never a field; what is wrong with a value, the core says.
 *
 * @internal
 */
final class Json
{
    /** Half of a UTF-16 pair: text that is not Unicode. */
    private const NOT_UNICODE = '"\ud800"';

    /** Beyond every number: a value of a kind that no event can hold, and numbers that are none. */
    private const UNFIT = '1e999';

    private const FLAGS = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES;

    private const WITHOUT_END = 'Give an array, or at most ' . Catalog::MAX_ITERATED . ' events at once: an iterator may have no end.';

    /** How many more values are looked at: one more than the core takes, so that it says `event_too_large`. */
    private int $left = Catalog::MAX_VALUES + 1;

    public static function of(#[\SensitiveParameter] mixed $value): string
    {
        $left = Catalog::MAX_VALUES;
        $json = is_array($value) && self::keepsFloats() && self::isPlain($value, 1, $left) ? json_encode($value, self::FLAGS) : false;

        return $json === false ? (new self())->value($value, 0) : $json;
    }

    /**
     * Whether PHP's own encoder, which is several times faster, says the same: there is no object, and nothing is nested
     * too deep or too much: an array may stand in another any number of times. What it refuses, as text that is not Unicode, is left to the walk.
     *
     * @param array<mixed> $members
     */
    private static function isPlain(#[\SensitiveParameter] array $members, int $depth, int &$left): bool
    {
        foreach ($members as $member) {
            if (--$left < 0) {
                return false;
            }
            if (is_string($member) || is_int($member)) {
                continue;
            }
            if (is_array($member)) {
                if ($depth >= Catalog::MAX_DEPTH || !self::isPlain($member, $depth + 1, $left)) {
                    return false;
                }
            } elseif (!is_float($member) && !is_bool($member) && $member !== null) {
                return false;
            }
        }

        return true;
    }

    /** Whether PHP's own encoder writes all digits of a float. */
    private static function keepsFloats(): bool
    {
        return in_array(ini_get('serialize_precision'), ['-1', '17'], true);
    }

    /**
     * A list of events, each with its own limits.
     *
     * @param iterable<mixed> $events
     */
    public static function list(#[\SensitiveParameter] iterable $events): string
    {
        $most = max(is_countable($events) ? count($events) : 0, Catalog::MAX_ITERATED);
        $texts = [];
        foreach ($events as $event) {
            if (count($texts) >= $most) {
                throw new ConfigError('invalid_argument', 'events', self::WITHOUT_END);
            }
            $texts[] = self::of($event);
        }

        return '[' . implode(',', $texts) . ']';
    }

    /** One event. An array without members says as little as an object without. */
    public static function event(#[\SensitiveParameter] array|object|string $event): string
    {
        return match (true) {
            is_string($event) => $event,
            $event === [] => '{}',
            default => self::of($event),
        };
    }

    /**
     * Described events, told back.
     *
     * @return array<string, mixed>
     */
    public static function described(#[\SensitiveParameter] string $json): array
    {
        // PHP reads no text that is not Unicode, and would refuse the whole. As a number beyond all numbers it is told of
        // when the event is read. Within a text the quotation marks would be escaped.
        return self::read(str_replace(self::NOT_UNICODE, self::UNFIT, $json));
    }

    /**
     * An answer that is an object.
     *
     * @return array<string, mixed>
     */
    public static function read(#[\SensitiveParameter] string $json): array
    {
        $answer = json_decode($json, true);

        return is_array($answer) ? $answer : throw new InternalError('internal error: the answer of tiktok-capi cannot be read');
    }

    private function value(#[\SensitiveParameter] mixed $value, int $depth): string
    {
        $this->left--;

        return match (true) {
            is_string($value) => self::text($value),
            is_array($value) => $this->members($value, array_is_list($value), $depth),
            is_int($value) => (string) $value,
            is_float($value) => self::number($value),
            $value === null => 'null',
            is_bool($value) => $value ? 'true' : 'false',
            is_object($value) => $this->object($value, $depth),
            default => self::UNFIT,
        };
    }

    private static function text(#[\SensitiveParameter] string $text): string
    {
        return json_encode($text, self::FLAGS) ?: self::NOT_UNICODE;
    }

    /** Seventeen digits give every float back, whatever `serialize_precision` and the locale say. */
    private static function number(float $number): string
    {
        return is_finite($number) ? sprintf('%.17h', $number) : self::UNFIT;
    }

    /** @param array<mixed> $members */
    private function members(#[\SensitiveParameter] array $members, bool $isList, int $depth): string
    {
        if ($depth >= Catalog::MAX_DEPTH) {
            return '[]'; // The core takes none so deep. A cycle ends here too.
        }
        $texts = [];
        foreach ($members as $key => $member) {
            if ($this->left <= 0) {
                break;
            }
            $text = $this->value($member, $depth + 1);
            $texts[] = $isList ? $text : self::member((string) $key, $text);
        }

        return $isList ? '[' . implode(',', $texts) . ']' : '{' . implode(',', $texts) . '}';
    }

    /** A key that is not Unicode is shown as `*` in the path of the problem. */
    private static function member(#[\SensitiveParameter] string $key, #[\SensitiveParameter] string $text): string
    {
        $name = json_encode($key, self::FLAGS);

        return $name === false ? "\"\u{fffd}\":" . self::NOT_UNICODE : "$name:$text";
    }

    private function object(#[\SensitiveParameter] object $value, int $depth): string
    {
        $again = fn (mixed $plain): string => $depth > Catalog::MAX_DEPTH ? self::UNFIT : $this->value($plain, $depth + 1);

        return match (true) {
            $value instanceof \BackedEnum => $this->value($value->value, $depth),
            $value instanceof \DateTimeInterface => self::text($value->format(\DateTimeInterface::RFC3339_EXTENDED)),
            $value instanceof \JsonSerializable => $again($value->jsonSerialize()),
            $value instanceof \Stringable => self::text((string) $value),
            $value instanceof \UnitEnum, $value instanceof \Generator => self::UNFIT,
            $value instanceof \Traversable => $this->iterated($value, $depth),
            default => $this->properties($value, $depth),
        };
    }

    /**
     * A collection: a list when its keys are 0, 1, …
     *
     * @param \Traversable<mixed, mixed> $value
     */
    private function iterated(#[\SensitiveParameter] \Traversable $value, int $depth): string
    {
        $members = [];
        $most = $this->left;
        foreach ($value as $key => $member) {
            if (--$most < 0) {
                break; // counted here, for its keys may be the same over and over
            }
            if (!is_int($key) && !is_string($key)) {
                return self::UNFIT;
            }
            $members[$key] = $member;
        }

        return $this->members($members, array_is_list($members), $depth);
    }

    /** The public properties. An object that has none is no record. */
    private function properties(#[\SensitiveParameter] object $value, int $depth): string
    {
        $properties = get_object_vars($value);
        $isRecord = $properties !== [] || $value instanceof \stdClass;

        return $isRecord ? $this->members($properties, false, $depth) : self::UNFIT;
    }
}
