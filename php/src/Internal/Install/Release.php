<?php

declare(strict_types=1);

namespace TikTokCapi\Internal\Install;

use TikTokCapi\Exception\InstallError;

/**
 * What the package's `digests.json` says of its own release: the address of its files, and what each must be. A checkout has no such
 * file; `tests/packages/digests` writes it when a release is made.
 *
 * @internal
 */
final class Release
{
    /** @param array<string, array<string, array<string, mixed>>> $parts by part and platform */
    private function __construct(public readonly string $version, public readonly string $address, private readonly array $parts)
    {
    }

    public static function read(): self
    {
        $file = dirname(__DIR__, 3) . '/digests.json';
        $told = is_file($file) ? json_decode((string) file_get_contents($file), true) : null;
        if (!is_array($told)) {
            throw new InstallError('no_release', 'digests.json', 'This copy of the package is of no release. Build the native part as docs/php.md says.');
        }

        return new self($told['version'], $told['address'], ['program' => $told['program'], 'library' => $told['library']]);
    }

    public function artifact(string $part, string $platform): Artifact
    {
        foreach (Platform::builds($platform, $part) as $name) {
            $row = $this->parts[$part][$name] ?? null;
            if ($row !== null) {
                return new Artifact($row['archive'], $row['size'], $row['sha256'], $row['file'], $row['file_sha256']);
            }
        }
        $known = implode(', ', array_keys($this->parts[$part]));
        throw new InstallError('no_build', $platform, "Release $this->version has no $part for it, only for: $known. Build it as docs/php.md says.");
    }
}
