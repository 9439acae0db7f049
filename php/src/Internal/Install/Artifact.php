<?php

declare(strict_types=1);

namespace TikTokCapi\Internal\Install;

use TikTokCapi\Exception\InstallError;
use TikTokCapi\Internal\Quiet;

/**
 * One file of a release, and what it must be: an archive, the file in it that is wanted, the size of the archive in bytes, and the SHA-256
 * of both.
 *
 * @internal
 */
final class Artifact
{
    public function __construct(
        public readonly string $archive,
        public readonly int $size,
        private readonly string $digest,
        public readonly string $file,
        private readonly string $fileDigest,
    ) {
    }

    /** Whether its file stands there already. It may have been uploaded without its mode, which is given back then. */
    public function isAt(string $path): bool
    {
        return Quiet::call(fn (): bool => is_file($path) && hash_file('sha256', $path) === $this->fileDigest)
            && Quiet::call(static fn (): bool => is_executable($path) || chmod($path, Aside::MODE));
    }

    public function check(string $path): void
    {
        if (filesize($path) < $this->size) {
            throw new InstallError('cut_download', $this->archive, 'Its end is missing: the connection broke off, or the disk is full. Try again.');
        }
        self::checked($path, $this->digest, $this->archive);
    }

    public function checkFile(string $path): void
    {
        self::checked($path, $this->fileDigest, $this->file);
    }

    private static function checked(string $path, string $digest, string $name): void
    {
        if (!hash_equals($digest, (string) hash_file('sha256', $path))) {
            throw new InstallError('wrong_digest', $name, 'It is not the file of this release, and was thrown away. Look where it comes from.');
        }
    }
}
