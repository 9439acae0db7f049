<?php

declare(strict_types=1);

// What JSON cannot say: the shared list of expected codes, with PHP's own values.

namespace TikTokCapi\Tests;

use TikTokCapi\Client;
use TikTokCapi\Exception\ConfigError;
use TikTokCapi\Problem;

enum Currency: string
{
    case Euro = 'EUR';
}

enum Unit
{
    case One;
}

final class Page
{
    public string $neverSet;

    public function __construct(public readonly string $url, public readonly ?string $referrer = null, private string $own = 'x')
    {
    }
}

final class Sealed
{
    private string $own = 'x';
}

/** As the UUIDs of libraries are. */
final class Text implements \Stringable
{
    public function __construct(private readonly string $text)
    {
    }

    public function __toString(): string
    {
        return $this->text;
    }
}

final class Endless implements \JsonSerializable
{
    public function jsonSerialize(): mixed
    {
        return $this;
    }
}

/** A collection whose members never end, as a cursor may be. */
final class Unending implements \IteratorAggregate
{
    public function __construct(private readonly bool $isCounted)
    {
    }

    public function getIterator(): \Generator
    {
        for ($key = 0; true; $key += (int) $this->isCounted) {
            yield "key$key" => 1;
        }
    }
}

$shared = static function (): array {
    $value = [0];
    for ($i = 0; $i < 12; $i++) {
        $value = array_fill(0, 10, $value);
    }

    return $value;
};
$cycle = static function (): object {
    $value = new \stdClass();
    $value->inside = $value;

    return $value;
};
$wide = static function (): array {
    $value = [];
    for ($i = 0; $i < 10; $i++) {
        $value[] = &$value;
    }

    return $value;
};
$deep = static function (): array {
    $value = [];
    for ($i = 0; $i < 1_000; $i++) {
        $value = [$value];
    }

    return $value;
};
$generator = static fn () => yield from ['a', 'b'];

/** @var array<string, list<\Closure(): mixed>> $values */
$values = [
    'lone_surrogate' => [fn () => "\xed\xa0\x80", fn () => "jo@example.com\xff"],
    'lone_surrogate_custom' => [fn () => "\xc3("],
    'lone_surrogate_key' => [fn () => ["\xff" => 'x']],
    'nul' => [fn () => "a\0b"],
    'nan' => [fn () => NAN],
    'infinity' => [fn () => INF],
    'negative_infinity' => [fn () => -INF],
    'nan_custom' => [fn () => NAN],
    'negative_zero' => [fn () => -0.0],
    'integer_2_53' => [fn () => 2 ** 53],
    'integer_beyond_2_53' => [fn () => 2 ** 53 + 1],
    'integer_beyond_64_bits' => [fn () => PHP_INT_MAX],
    'integer_far_below_zero' => [fn () => PHP_INT_MIN],
    'big_integer_small' => [fn () => 3],
    'decimal' => [fn () => new Text('19.90'), fn () => '19.90'],
    'decimal_whole' => [fn () => new Text('19.00')],
    'decimal_nan' => [fn () => new Text('NaN')],
    'moment' => [
        fn () => new \DateTimeImmutable('2026-01-01 01:00', new \DateTimeZone('+01:00')),
        fn () => new \DateTime('2026-01-01 00:00:00.999999', new \DateTimeZone('UTC')),
    ],
    'moment_last' => [
        fn () => new \DateTimeImmutable('@' . PHP_INT_MAX),
        fn () => new \DateTimeImmutable('9999-12-31 23:59:59 -12:00'),
    ],
    'uuid' => [fn () => new Text('e26ef224-15c0-5956-8cbb-6eaab9bb7cab')],
    'enumeration' => [fn () => Currency::Euro],
    'text_object' => [fn () => new Text('eur')],
    'record' => [fn () => new Page('https://a.example/')],
    'other_mapping' => [fn () => new \ArrayObject(['url' => 'https://a.example/']), fn () => (object) ['url' => 'https://a.example/']],
    'other_list' => [fn () => new \ArrayIterator(['a', 'b']), fn () => \SplFixedArray::fromArray(['a', 'b'])],
    'absent' => [fn () => null, fn () => '', fn () => [], fn () => new \stdClass(), fn () => new \ArrayObject()],
    'function' => [fn () => fn () => 1],
    'object' => [fn () => new Sealed(), fn () => Unit::One, fn () => fopen("php://memory", "r"), fn () => new Endless()],
    'generator' => [$generator],
    'not_an_event' => [fn () => new Sealed()],
    'cycle' => [$cycle],
    'cycle_wide' => [$wide],
    'deep' => [$deep],
    'many' => [fn () => array_fill(0, 1_000_000, 1), fn () => new \ArrayIterator(array_fill(0, 1_000_000, 1))],
    'shared' => [$shared],
    'endless' => [fn () => new Unending(true)],
];
$notInPhp = [
    'integer_enormous' => 'an integer has 64 bits',
    'not_text_key' => 'a key is text or an integer, and PHP itself turns "1" into 1',
    'decimal_enormous' => 'a number of any size that JSON or text can say is told as invalid',
    'decimal_custom' => 'a decimal is an object that becomes text, and text stays text',
    'decimal_beyond_2_53' => 'the same',
    'decimal_fraction_as_text' => 'the same',
    'moment_naive' => 'every date-time has an offset',
    'moment_day' => 'there is no day without a time',
    'moment_day_as_text' => 'the same',
    'moment_invalid' => 'a date-time always holds a moment',
    'bytes' => 'text is bytes',
    'bytes_custom' => 'the same',
    'bytes_flag' => 'the same',
    'set' => 'there are no sets',
    'symbol' => 'there are no symbols',
];
// A value of no kind is told as a number that is none: JSON has no other word that every field refuses.
$otherwiseTold = ['wrong_type' => 'invalid_number'];

$list = json_decode((string) file_get_contents(__DIR__ . '/../../tests/parity/host_values.json'), true, 512, JSON_THROW_ON_ERROR);
$cases = array_column($list['cases'], null, 'name');
Check::that('every name of the list is mapped or excused', static function () use ($cases, $values, $notInPhp): void {
    $named = [...array_keys($values), ...array_keys($notInPhp)];
    Check::same([[], []], [array_values(array_diff($named, array_keys($cases))), array_values(array_diff(array_keys($cases), $named))]);
});

$placed = static function (string $at, mixed $value) use ($list): mixed {
    if ($at === '') {
        return $value;
    }
    $event = $list['event'];
    $place = &$event;
    foreach (explode('.', $at) as $name) {
        $place = &$place[$name];
    }
    $place = $value;

    return $event;
};
Check::that('events without end are told of', static function () use ($list): void {
    $client = new Client(['pixel_code' => 'C4A', 'access_token' => 't0ken'] + $list['options']);
    foreach (['track', 'enqueue', 'deliver'] as $verb) {
        $error = Check::throws(ConfigError::class, static fn () => $client->$verb((static function (): \Generator {
            while (true) {
                yield '{}';
            }
        })()));
        Check::same(['invalid_argument', 'events'], [$error->getCode(), $error->option]);
    }
    // One key over and over is one member, and ends too.
    $unending = ['properties' => ['custom' => new Unending(false)]] + $list['event'];
    Check::same(['key0' => 1], json_decode((string) $client->build($unending), true)['properties']['custom']);
});

$found = static function (string $body, string $at): mixed {
    $value = json_decode($body, true, 512, JSON_THROW_ON_ERROR);
    foreach (explode('.', $at) as $name) {
        $value = $value[$name] ?? null;
    }

    return $value;
};

foreach ($values as $name => $made) {
    foreach ($made as $i => $value) {
        Check::that("$name-$i", static function () use ($cases, $name, $value, $list, $placed, $found, $otherwiseTold): void {
            $case = $cases[$name];
            $client = new Client($list['options']);
            $event = $placed($case['at'], $value());
            $explanation = $client->explain($event);
            if (isset($case['code'])) {
                $path = $case['path'] ?? $case['at'];
                $codes = array_map(static fn (Problem $p): string => $p->code, array_filter($explanation->problems, static fn (Problem $p): bool => $p->path === $path));
                $allowed = [$case['code'], $otherwiseTold[$case['code']] ?? $case['code']];
                Check::true(array_intersect($allowed, $codes) !== [], json_encode($explanation->problems) ?: '');

                return;
            }
            Check::same('ready', $explanation->outcome);
            Check::same($case['value'], $found((string) $client->build($event), $case['at']));
        });
    }
}
