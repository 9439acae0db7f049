<?php

declare(strict_types=1);

namespace TikTokCapi;

use TikTokCapi\Exception\ConfigError;
use TikTokCapi\Exception\InvalidEvent;
use TikTokCapi\Internal\Door;
use TikTokCapi\Internal\Json;

/**
 * The canonical form of one value of a field: for a hashed field what is hashed. Null when the value is absent, or hashed
 * already. It is personal data in the clear.
 *
 * @param string $field as `email` or `properties.currency`
 * @param string|null $region where a phone number without country code is read
 *
 * @throws InvalidEvent nothing is left of the value
 * @throws ConfigError the field or the region is unknown
 */
function normalize(#[\SensitiveParameter] string $field, #[\SensitiveParameter] mixed $value, ?string $region = null): ?string
{
    $arguments = Json::of(['field' => $field, 'value' => $value, 'region' => $region]);

    return Json::read(Door::get()->verb('normalize', $arguments))['text'];
}

/**
 * The SHA-256 of one value of a hashed field as it would be sent, in hexadecimal digits. Null when the value is absent.
 *
 * @param string $field as `email`
 * @param string|null $region where a phone number without country code is read
 *
 * @throws InvalidEvent nothing is left of the value
 * @throws ConfigError the field or the region is unknown
 */
function hash(#[\SensitiveParameter] string $field, #[\SensitiveParameter] mixed $value, ?string $region = null): ?string
{
    $arguments = Json::of(['field' => $field, 'value' => $value, 'region' => $region]);

    return Json::read(Door::get()->verb('hash', $arguments))['digest'];
}

/**
 * The deterministic id that a conversion shares with the page's Pixel (UUIDv5), so that the two count once.
 *
 * @param string|int|\Stringable|\BackedEnum $key what makes the conversion unique, as the order number
 */
function event_id(string $event, #[\SensitiveParameter] string|int|\Stringable|\BackedEnum $key): string
{
    $arguments = Json::of(['event' => $event, 'key' => $key]);

    return Json::read(Door::get()->verb('event_id', $arguments))['event_id'];
}

/**
 * What a web request tells about its visitor: `user`, `page` and `consent` fit into an event as they are, `cookies` are the
 * ones that the response should set. Without arguments it is the request that PHP is answering.
 *
 * @param array<string, string|list<string>>|null $headers
 * @param int $trusted_proxies proxies of your own that stand before PHP
 *
 * @return array{
 *   user?: array<string, string>,
 *   page?: array<string, string>,
 *   consent?: array<string, string|bool>,
 *   cookies?: list<array{name: string, value: string, max_age: int, secure: bool, header: string}>,
 * }
 */
function context(
    ?string $url = null,
    #[\SensitiveParameter] ?array $headers = null,
    ?string $remote_addr = null,
    int $trusted_proxies = 0,
): array {
    $request = Internal\WebRequest::parts($url, $headers, $remote_addr, $trusted_proxies);

    return Json::read(Door::get()->verb('context', Json::of((object) $request)));
}
