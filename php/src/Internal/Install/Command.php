<?php

declare(strict_types=1);

namespace TikTokCapi\Internal\Install;

use TikTokCapi\Exception\InstallError;
use TikTokCapi\Installer;
use TikTokCapi\Internal\Native;

/**
 * The command `tiktok-capi-install`.
 *
 * @internal
 */
final class Command
{
    private const USAGE = <<<'END'
        Installs the native part of this package's release, and checks that it is the one.

        usage: tiktok-capi-install [--program] [--library] [--to FOLDER] [--from FOLDER|ADDRESS] [--for PLATFORM]

          --program   the program, which PHP starts where it may not use FFI; without a word from you it is this
          --library   the C library, for FFI
          --to        where it is put; by default where the package looks first
          --from      a folder with the release's files, or the address of one: a mirror
                      [environment: TIKTOK_CAPI_INSTALL_FROM]
          --for       for another machine than this, as linux-x64: to be uploaded

        Exit codes: 0 it is installed, 1 it is not, and what was there before is untouched, 2 called wrongly.

        END;

    private const NAMED = ['--to' => 'to', '--from' => 'from', '--for' => 'platform'];

    /**
     * Its exit code: 0, 1 where something was not installed, 2 when called wrongly.
     *
     * @param list<string> $arguments without the command's name
     */
    public static function run(array $arguments): int
    {
        if (array_intersect($arguments, ['--help', '-h']) !== []) {
            echo self::USAGE;

            return 0;
        }
        $told = self::read($arguments);
        if ($told === null) {
            fwrite(STDERR, self::USAGE);

            return 2;
        }
        try {
            self::install(...$told);
        } catch (InstallError $error) {
            fwrite(STDERR, "tiktok-capi-install: {$error->getMessage()}\n");

            return 1;
        }

        return 0;
    }

    /**
     * The parts and the named arguments; null where something is not known.
     *
     * @param list<string> $arguments
     *
     * @return array{list<string>, array<string, string>}|null
     */
    private static function read(array $arguments): ?array
    {
        [$parts, $named] = [[], []];
        while ($arguments !== []) {
            [$name, $value] = explode('=', array_shift($arguments), 2) + [1 => null];
            $value ??= isset(self::NAMED[$name]) ? array_shift($arguments) : null;
            match (true) {
                isset(self::NAMED[$name]) && ($value ?? '') !== '' => $named[self::NAMED[$name]] = $value,
                in_array($name, ['--program', '--library'], true) && $value === null => $parts[] = substr($name, 2),
                default => $named = null,
            };
            if ($named === null) {
                return null;
            }
        }

        return [$parts === [] ? [Installer::PROGRAM] : $parts, $named];
    }

    /**
     * @param list<string> $parts
     * @param array<string, string> $named
     */
    private static function install(array $parts, array $named): void
    {
        foreach ($parts as $part) {
            $path = Installer::install($part, ...$named);
            echo "$part: $path\n";
            $isFound = realpath($named['to'] ?? Native::folder()) === realpath(Native::folder());
            echo $isFound ? '' : 'Name it with TIKTOK_CAPI_' . strtoupper($part) . ", or with TikTokCapi\\Runtime::use.\n";
        }
    }
}
