<?php

declare(strict_types=1);

namespace TikTokCapi\Internal\Install;

use TikTokCapi\Exception\InstallError;

/**
 * Where a release's files come from: a folder, or an address, which is asked by curl where PHP has it, else by PHP's own streams. No more
 * is taken than the file's size.
 *
 * @internal
 */
final class Source
{
    /** @param string $from a folder or the address of one */
    public static function fetch(string $from, Artifact $artifact, string $to): void
    {
        $address = rtrim($from, '/') . "/$artifact->archive";
        $why = match (true) {
            preg_match('#^https?://#i', $from) !== 1 => Stream::copied($address, $artifact->size, $to),
            extension_loaded('curl') => Curl::fetch($address, $artifact->size, $to),
            default => Stream::fetch($address, $artifact->size, $to),
        };
        if ($why !== null) {
            $told = self::told("$why (asked of $from)");
            throw new InstallError('download_failed', $artifact->archive, "$told. Try again, or name another folder or address with `--from`.");
        }
    }

    /** In one line, and without the name and password that an address may have. */
    private static function told(#[\SensitiveParameter] string $text): string
    {
        return (string) preg_replace(['#//[^/@\s]*@#', '/\s+/'], ['//', ' '], $text);
    }
}
