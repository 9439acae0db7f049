<?php

declare(strict_types=1);

namespace TikTokCapi;

use TikTokCapi\Exception\CapiException;

/**
 * Who is visiting: what one web request tells, to be laid under the events that the shop describes.
 *
 * Keep it with the order (`toArray`, `of`) where the payment is confirmed later, by a webhook or a worker.
 */
final class Visitor
{
    /**
     * @param array<string, mixed> $told `user`, `page` and `consent`, each only where there is something to say
     * @param list<array{name: string, value: string, max_age: int, secure: bool, header: string}> $cookies what the
     *                                                                                                      response should set
     */
    private function __construct(
        #[\SensitiveParameter] private readonly array $told,
        public readonly array $cookies = [],
    ) {
    }

    /**
     * Reads a request; without arguments the one that PHP is answering. It never throws: what goes wrong is logged, and the
     * visitor counts as one who denied consent.
     *
     * `consent` says what the shop's own banner knows, beside the signals of the request: `granted`, `denied`, `opted_out`,
     * further signals, or null. The most restrictive counts. A consent that cannot be read counts as denied: the visitor's
     * browser wrote it, so it may not fail an order, and it is no permission either. A cookie is to be set only when an event
     * of this visitor may carry it.
     *
     * @param array<string, string|list<string>>|null $headers
     * @param int $trusted_proxies proxies of your own that stand before PHP
     * @param (callable(): (string|array<string, mixed>|null))|null $consent
     * @param (callable(string): mixed)|null $log takes a line without any value; `error_log` by default
     */
    public static function read(
        Client $capi,
        ?string $url = null,
        #[\SensitiveParameter] ?array $headers = null,
        ?string $remote_addr = null,
        int $trusted_proxies = 0,
        ?callable $consent = null,
        ?callable $log = null,
    ): self {
        try {
            $told = context($url, $headers, $remote_addr, $trusted_proxies);
            $answer = $consent === null ? null : $consent();

            return self::settled($capi, self::withConsent($told, $answer), $log ?? error_log(...));
        } catch (\Throwable $error) {
            // A text of ours holds no value. Of others only the class: the shop's own function may have had cookies in hand.
            $why = $error instanceof CapiException ? $error->getMessage() : $error::class;
            ($log ?? error_log(...))("tiktok-capi: a request was not read: $why");

            return new self(['consent' => 'denied']);
        }
    }

    /**
     * What `toArray` gave.
     *
     * @param array<string, mixed> $told
     */
    public static function of(#[\SensitiveParameter] array $told): self
    {
        return new self(array_intersect_key($told, ['user' => 0, 'page' => 0, 'consent' => 0]));
    }

    /**
     * For a database or a queue. It is personal data: address, browser, click id.
     *
     * @return array<string, mixed>
     */
    public function toArray(): array
    {
        return $this->told;
    }

    /**
     * The event with this visitor laid under it: what the event says wins, member by member of `user` and `page`. Its
     * `consent` replaces the visitor's as a whole, unless it says nothing.
     *
     * @param array<string, mixed>|object $event
     *
     * @return array<string, mixed>
     */
    public function describe(#[\SensitiveParameter] array|object $event): array
    {
        $event = self::members($event);
        foreach ($this->told as $part => $told) {
            $own = $event[$part] ?? null;
            if ($part === 'consent' ? self::saysNothing($own) : self::isAbsent($own)) {
                $event[$part] = $told;
            } elseif ($part !== 'consent' && (is_array($own) || is_object($own))) {
                $event[$part] = array_filter(self::members($own), static fn (mixed $value): bool => !self::isAbsent($value)) + $told;
            }
        }

        return $event;
    }

    /**
     * Nothing: it is personal data.
     *
     * @return array{}
     */
    public function __debugInfo(): array
    {
        return [];
    }

    /**
     * @param array<string, mixed> $told
     *
     * @return array<string, mixed>
     */
    private static function withConsent(#[\SensitiveParameter] array $told, mixed $answer): array
    {
        $signals = $told['consent'] ?? [];

        return match (true) {
            self::saysNothing($answer) => $told,
            is_array($answer) => ['consent' => array_filter($answer, static fn (mixed $value): bool => !self::saysNothing($value)) + $signals] + $told,
            $signals !== [] => ['consent' => ['word' => $answer] + $signals] + $told,
            default => ['consent' => $answer] + $told,
        };
    }

    /**
     * Sees by an event of this visitor what may be done.
     *
     * @param array<string, mixed> $told
     */
    private static function settled(Client $capi, #[\SensitiveParameter] array $told, callable $log): self
    {
        $cookies = $told['cookies'] ?? [];
        unset($told['cookies']);
        if ($cookies === [] && !isset($told['consent'])) {
            return new self($told);
        }
        $probe = $capi->explain((new self($told))->describe(['event' => 'Pageview', 'event_id' => 'probe']));
        foreach ($probe->problems as $problem) {
            if ($problem->severity === 'error' && explode('.', $problem->path)[0] === 'consent') {
                $log('tiktok-capi: the consent of a request cannot be read, so it counts as denied');

                return new self(['consent' => 'denied'] + $told);
            }
        }
        $carried = $probe->event['user'] ?? [];

        return new self($told, array_values(array_filter($cookies, static fn (array $cookie): bool => isset($carried[$cookie['name']]))));
    }

    /** @return array<string, mixed> */
    private static function members(#[\SensitiveParameter] array|object $value): array
    {
        return match (true) {
            is_array($value) => $value,
            $value instanceof \JsonSerializable => self::members($value->jsonSerialize()),
            $value instanceof \Traversable => iterator_to_array($value),
            default => get_object_vars($value),
        };
    }

    /** A consent that is absent, or signals that are all absent, those in Google's included. */
    private static function saysNothing(#[\SensitiveParameter] mixed $consent, int $levels = 2): bool
    {
        if (self::isAbsent($consent) || $levels === 0) {
            return self::isAbsent($consent);
        }
        $signals = match (true) {
            $consent instanceof \JsonSerializable => $consent->jsonSerialize(),
            $consent instanceof \stdClass => get_object_vars($consent),
            default => $consent,
        };

        return is_array($signals) && array_filter($signals, static fn (mixed $value): bool => !self::saysNothing($value, $levels - 1)) === [];
    }

    private static function isAbsent(#[\SensitiveParameter] mixed $value): bool
    {
        return $value === null || $value === [] || (is_string($value) && trim($value) === '');
    }
}
