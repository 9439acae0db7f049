<?php

declare(strict_types=1);

namespace TikTokCapi;

use TikTokCapi\Exception\CapiException;
use TikTokCapi\Internal\Json;

/**
 * Who is visiting: what one web request tells, to be laid under the events that the shop describes, and what the visitor's
 * consent allows.
 *
 * Keep it with the order (`toArray`, `of`, and not as JSON by itself) where the payment is confirmed later, by a webhook or a worker.
 */
final class Visitor implements \JsonSerializable
{
    /**
     * @param array<string, mixed> $told `user`, `page` and `consent`, each only where there is something to say
     * @param list<array{name: string, value: string, max_age: int, secure: bool, header: string}> $cookies what the
     *                                                                                                      response should set
     * @param bool|null $allowed whether events are sent, and so whether a page may load the Pixel; null of one who was kept
     * @param bool|null $limitedDataUse whether the Pixel is loaded with limited data use; null of one who was kept
     * @param string|null $unreadable whose word about consent could not be read, and so counts as denied: a cookie's name, or
     *                                `consent` for what the shop's own code said
     */
    private function __construct(
        #[\SensitiveParameter] private readonly array $told,
        public readonly array $cookies = [],
        public readonly ?bool $allowed = null,
        public readonly ?bool $limitedDataUse = null,
        public readonly ?string $unreadable = null,
    ) {
    }

    /**
     * `Client::visitor`, which never throws: what goes wrong is logged, and the visitor counts as one who denied consent. So
     * does one whose consent cannot be read: the visitor's browser wrote it, so it may not fail an order, and it is no
     * permission either.
     *
     * @param array<string, string|list<string>>|null $headers
     * @param int $trusted_proxies proxies of your own that stand before PHP
     * @param (callable(): (string|array<string, mixed>|null))|null $consent gives what the shop's own banner knows
     * @param (callable(string): mixed)|null $log takes a line without any value; `error_log` by default
     * @param string|null $consent_cookie a cookie that holds `granted`, `denied` or `opted_out`
     */
    public static function read(
        Client $capi,
        ?string $url = null,
        #[\SensitiveParameter] ?array $headers = null,
        ?string $remote_addr = null,
        int $trusted_proxies = 0,
        ?callable $consent = null,
        ?callable $log = null,
        ?string $consent_cookie = null,
    ): self {
        $log ??= error_log(...);
        try {
            $answer = $consent === null ? null : $consent();
            $visitor = $capi->visitor($url, $headers, $remote_addr, $trusted_proxies, $answer, $consent_cookie);
        } catch (\Throwable $error) {
            // A text of ours holds no value. Of others only the class: the shop's own function may have had cookies in hand.
            $why = $error instanceof CapiException ? $error->getMessage() : $error::class;
            $log("tiktok-capi: a request was not read: $why");

            return new self(['consent' => 'denied'], [], false, false);
        }
        if ($visitor->unreadable !== null) {
            $log("tiktok-capi: a request's consent cannot be read ($visitor->unreadable), so it counts as denied");
        }

        return $visitor;
    }

    /**
     * What `toArray` gave. Whatever else it is, no verb takes it.
     *
     * @param array<string, mixed> $told
     */
    public static function of(#[\SensitiveParameter] array $told): self
    {
        return new self($told);
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
     * `consent` replaces the visitor's as a whole, unless it says nothing. The verbs of `Client` do so by themselves.
     *
     * @param array<string, mixed>|object $event
     *
     * @return array<string, mixed>
     */
    public function describe(#[\SensitiveParameter] array|object $event): array
    {
        return Json::described(Runtime::door()->under(Json::of((object) $this->told), Json::of((object) $event)));
    }

    /**
     * For a log, which writes what it is handed over as JSON: what consent allows, and nothing personal. It is no visitor to
     * keep.
     *
     * @return array{allowed: bool|null, limited_data_use: bool|null, unreadable: string|null}
     */
    public function jsonSerialize(): array
    {
        return ['allowed' => $this->allowed, 'limited_data_use' => $this->limitedDataUse, 'unreadable' => $this->unreadable];
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

    /** @internal */
    public static function answered(#[\SensitiveParameter] string $json): self
    {
        $told = Json::read($json);

        return new self($told['visitor'], $told['cookies'], $told['allowed'], $told['limited_data_use'], $told['unreadable']);
    }
}
