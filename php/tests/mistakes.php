<?php

declare(strict_types=1);

// Ten things that new users do wrong (`tests/mistakes`), and what they are told.

namespace TikTokCapi\Tests;

use TikTokCapi\Client;
use TikTokCapi\Exception\CapiException;

$told = static function (array $mistake): string {
    $options = $mistake['options'] ?? [];
    try {
        if ($mistake['verb'] === 'hash') {
            \TikTokCapi\hash($mistake['field'], $mistake['value']);
        }
        $client = new Client($options);
        if ($mistake['verb'] === 'explain') {
            return implode("\n", array_map('strval', $client->explain($mistake['event'])->problems));
        }
        if ($mistake['verb'] === 'build') {
            $client->build($mistake['event']);
        }
        $client->track(['event' => 'Contact']);
    } catch (CapiException $error) {
        return $error->getMessage();
    }

    return 'nothing was wrong';
};

$mistakes = json_decode((string) file_get_contents(__DIR__ . '/../../tests/mistakes/mistakes.json'), true, 16, JSON_THROW_ON_ERROR);
Check::same(10, \count($mistakes));
foreach ($mistakes as $mistake) {
    Check::that("mistake: {$mistake['id']}", static function () use ($mistake, $told): void {
        $printed = $told($mistake);
        foreach ([$mistake['code'], $mistake['place'], ...$mistake['says']] as $part) {
            Check::true(str_contains($printed, trim($part, '{}')), "no $part in $printed");
        }
        Check::true(preg_match('/canary|7946/', $printed) === 0, $printed);
        if ($mistake['verb'] === 'build') {
            Check::true(str_contains(explode("\n", $printed)[1], $mistake['code']), "the error comes first: $printed");
        }
    });
}
