<?php

declare(strict_types=1);

namespace TikTokCapi\Tests;

/** Counts what was checked and tells what does not hold. */
final class Check
{
    public static int $checks = 0;

    public static int $failures = 0;

    /** @param callable(): void $body which checks something */
    public static function that(string $name, callable $body): void
    {
        $before = self::$checks;
        try {
            $body();
        } catch (\Throwable $error) {
            self::fail($name, get_class($error) . " {$error->getCode()}: {$error->getMessage()} at {$error->getFile()}:{$error->getLine()}");

            return;
        }
        self::$checks > $before || self::fail($name, 'it checks nothing');
    }

    public static function same(mixed $expected, mixed $got, string $what = ''): void
    {
        self::$checks++;
        if ($expected !== $got) {
            throw new \LogicException("$what\n  expected " . self::shown($expected) . "\n  got      " . self::shown($got));
        }
    }

    public static function true(bool $holds, string $what = ''): void
    {
        self::same(true, $holds, $what);
    }

    /**
     * @template T of \Throwable
     *
     * @param class-string<T> $class
     * @param callable(): mixed $body
     *
     * @return T
     */
    public static function throws(string $class, callable $body): \Throwable
    {
        self::$checks++;
        try {
            $body();
        } catch (\Throwable $error) {
            if (get_class($error) === $class) {
                return $error;
            }
            throw $error;
        }
        throw new \LogicException("no $class");
    }

    private static function fail(string $name, string $why): void
    {
        self::$failures++;
        fwrite(STDERR, "FAILED $name: $why\n");
    }

    private static function shown(mixed $value): string
    {
        return substr((string) json_encode($value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PARTIAL_OUTPUT_ON_ERROR), 0, 2_000);
    }
}
