<?php

declare(strict_types=1);

namespace TikTokCapi\Internal\Install;

use TikTokCapi\Exception\InstallError;
use TikTokCapi\Internal\Quiet;

/**
 * A folder beside what is installed, on the same disk, so that the last step is a renaming: nobody ever starts half a program.
 *
 * @internal
 */
final class Aside
{
    /** What the web server's user must be able to start, whoever installs it. */
    public const MODE = 0755;

    /** @param string $folder that of the goal */
    private function __construct(private readonly string $folder, private readonly string $place)
    {
    }

    public static function in(string $folder): self
    {
        $place = "$folder/.tiktok-capi-" . bin2hex(random_bytes(6));
        $isMade = Quiet::call(static fn (): bool => is_dir($folder) || (mkdir($folder, self::MODE, true) && chmod($folder, self::MODE)));
        if (!$isMade || !Quiet::call(static fn (): bool => mkdir($place, 0700))) {
            throw self::notWritable($folder);
        }

        return new self($folder, $place);
    }

    public function path(string $name): string
    {
        return "$this->place/" . basename($name);
    }

    /** Puts a file of this folder where it is wanted, in one step. */
    public function put(string $file, string $goal): void
    {
        if (!Quiet::call(static fn (): bool => chmod($file, self::MODE) && rename($file, $goal))) {
            throw self::notWritable($this->folder);
        }
    }

    public function remove(): void
    {
        foreach (glob(addcslashes($this->place, '*?[\\') . '/*') ?: [] as $file) {
            Quiet::call(static fn (): bool => unlink($file));
        }
        Quiet::call(fn (): bool => rmdir($this->place));
    }

    private static function notWritable(string $folder): InstallError
    {
        return new InstallError('not_writable', $folder, 'Nothing can be written there. Say `--to` with another folder, or install as the user whose it is.');
    }
}
