<?php

declare(strict_types=1);

namespace TikTokCapi;

use TikTokCapi\Exception\InstallError;
use TikTokCapi\Internal\Environment;
use TikTokCapi\Internal\Install\Archive;
use TikTokCapi\Internal\Install\Artifact;
use TikTokCapi\Internal\Install\Aside;
use TikTokCapi\Internal\Install\Platform;
use TikTokCapi\Internal\Install\Release;
use TikTokCapi\Internal\Install\Source;
use TikTokCapi\Internal\Native;

/**
 * Fetches the native part of this package's own release, as the command `tiktok-capi-install` does: the program, or the library. Nothing
 * is kept that has not the SHA-256 of the package's `digests.json`.
 */
final class Installer
{
    public const PROGRAM = 'program';
    public const LIBRARY = 'library';

    /**
     * Installs it, or finds it there, and gives its path. A file is there as a whole or not at all.
     *
     * @param self::PROGRAM|self::LIBRARY $part
     * @param string|null $from a folder, or the address of one, in place of the release's page: a mirror. By default
     *                          what TIKTOK_CAPI_INSTALL_FROM says
     * @param string|null $to the folder; by default the one where `Runtime` looks first
     * @param string|null $platform `linux-x64`, `windows-x64`, ...; by default this machine's
     *
     * @throws InstallError
     */
    public static function install(string $part = self::PROGRAM, ?string $from = null, ?string $to = null, ?string $platform = null): string
    {
        $release = Release::read();
        $artifact = $release->artifact($part, $platform ?? Platform::here());
        $folder = $to ?? Native::folder();
        $path = "$folder/" . basename($artifact->file);
        if (!$artifact->isAt($path)) {
            self::fetched($artifact, $from ?? Environment::variable('TIKTOK_CAPI_INSTALL_FROM') ?? $release->address, $folder, $path);
        }

        return $path;
    }

    private static function fetched(Artifact $artifact, string $from, string $folder, string $path): void
    {
        Archive::need($artifact->archive);
        $aside = Aside::in($folder);
        try {
            [$archive, $file] = [$aside->path($artifact->archive), $aside->path('unpacked')];
            Source::fetch($from, $artifact, $archive);
            $artifact->check($archive);
            Archive::take($artifact, $archive, $file);
            $artifact->checkFile($file);
            $aside->put($file, $path);
        } finally {
            $aside->remove();
        }
    }
}
