<?php

declare(strict_types=1);

namespace TikTokCapi\Internal\Install;

use TikTokCapi\Exception\InstallError;
use TikTokCapi\Internal\Quiet;

/**
 * One file out of an archive. Its name is the release's and what it is written to is ours: nothing in the archive says where anything
 * goes.
 *
 * @internal
 */
final class Archive
{
    private const EXTENSIONS = ['.tar.gz' => ['Phar', 'zlib'], '.zip' => ['Phar', 'zlib']];

    /** Before anything is fetched. */
    public static function need(string $name): void
    {
        foreach (self::EXTENSIONS as $ending => $extensions) {
            $lacking = str_ends_with($name, $ending) ? array_filter($extensions, static fn (string $each): bool => !extension_loaded($each)) : [];
            if ($lacking !== []) {
                $names = strtolower(implode(', ', $lacking));
                throw new InstallError('missing_extension', $names, "Unpacking $name takes it. Add it to PHP, or unpack by hand and name the program with TIKTOK_CAPI_PROGRAM.");
            }
        }
    }

    public static function take(Artifact $artifact, string $archive, string $to): void
    {
        $source = $artifact->file === $artifact->archive ? $archive : self::inside($artifact, $archive);
        if (!Quiet::call(static fn (): bool => copy($source, $to))) {
            throw new InstallError('wrong_archive', $artifact->archive, "$artifact->file cannot be taken out of it. Is the disk full?");
        }
    }

    private static function inside(Artifact $artifact, string $archive): string
    {
        try {
            return (new \PharData($archive))[$artifact->file]->getPathname();
        } catch (\UnexpectedValueException | \BadMethodCallException) {
            throw new InstallError('wrong_archive', $artifact->archive, "$artifact->file is not in it, or it cannot be read.");
        }
    }
}
