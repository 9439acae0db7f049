<?php

declare(strict_types=1);

namespace TikTokCapi\Tests;

/** A copy of the package, a release that it belongs to, and the command that installs the one from the other. */
final class Package
{
    public const PROGRAM = "#!/bin/sh\nexit 1\n";
    public const LIBRARY = 'a library';

    private const PLATFORMS = ['linux-x64-musl', 'linux-x64-gnu', 'linux-arm64-gnu', 'linux-arm64-musl', 'macos-arm64', 'macos-x64'];

    public readonly string $root;

    public readonly string $native;

    public readonly string $release;

    public function __construct(public readonly string $folder)
    {
        [$this->root, $this->release] = ["$folder/package", "$folder/release"];
        $this->native = "$this->root/native";
        mkdir($this->root);
        mkdir($this->release);
        foreach (['bin', 'src', 'composer.json'] as $part) {
            self::run(['cp', '-R', dirname(__DIR__, 2) . "/$part", $this->root]);
        }
        foreach (self::PLATFORMS as $platform) {
            $library = str_starts_with($platform, 'macos') ? 'libtiktok_capi.1.dylib' : 'libtiktok_capi.so.1';
            $this->pack("program-$platform", "p/tiktok-capi", self::PROGRAM);
            $this->pack("library-$platform", "c/lib/$library", self::LIBRARY);
        }
        $this->zip('program-windows-x64', 'tiktok-capi.exe', self::PROGRAM);
        $this->write([]);
    }

    /**
     * @param list<string> $arguments
     * @param list<string> $settings of PHP
     * @param array<string, string> $environment
     *
     * @return array{int, string, string} its exit code, and what it told
     */
    public function install(array $arguments, array $settings = [], array $environment = []): array
    {
        return self::run([PHP_BINARY, ...$settings, "$this->root/bin/tiktok-capi-install", ...$arguments], $environment);
    }

    /**
     * What it says when it refuses, and that it leaves nothing behind.
     *
     * @param list<string> $arguments
     * @param list<string> $settings of PHP
     * @param array<string, string> $environment
     */
    public function refuses(string $code, array $arguments, array $settings = [], array $environment = []): string
    {
        [$exit, $told, $error] = $this->install($arguments, $settings, $environment);
        Check::same([1, ''], [$exit, $told], $error);
        Check::same(1, preg_match("/^tiktok-capi-install: [^\n]+: $code: [^\n]+\.\n$/D", $error), "$code expected, not $error");
        Check::same([], glob("{$this->native}/.tiktok*"));

        return $error;
    }

    /** Takes away what is installed; and puts something in its place. */
    public function empty(?string $before = null): void
    {
        is_dir($this->native) || mkdir($this->native);
        is_file("$this->native/tiktok-capi") && unlink("$this->native/tiktok-capi");
        $before === null || file_put_contents("$this->native/tiktok-capi", $before);
    }

    public function installed(): ?string
    {
        return is_file("$this->native/tiktok-capi") ? (string) file_get_contents("$this->native/tiktok-capi") : null;
    }

    /** How the package would work by itself, or what it says about that. */
    public function kind(string $told = 'getCode'): string
    {
        $script = 'spl_autoload_register(static fn ($class) => require $argv[1] . "/src/" . strtr(substr($class, 11), "\\\\", "/") . ".php");'
            . "try { echo TikTokCapi\Runtime::kind(); } catch (TikTokCapi\Exception\ConfigError \$e) { echo \$e->$told(); }";

        return self::run([PHP_BINARY, '-d', 'ffi.enable=0', '-r', $script, $this->root], ['PATH' => '/nowhere', 'TIKTOK_CAPI_PROGRAM' => '', 'TIKTOK_CAPI_LIBRARY' => ''])[1];
    }

    /** This package with a release whose archives are not what they seem, and digests that vouch for them. */
    public function hostile(string $kind): self
    {
        $other = clone $this;
        foreach ((array) glob("$this->release/program-*.tar.gz") as $archive) {
            $platform = preg_replace('/^program-|\.tar\.gz$/', '', basename((string) $archive));
            match ($kind) {
                'links' => $other->pack("program-$platform", 'p/tiktok-capi', "$this->folder/other", ['ln', '-sf']),
                'climbs' => $other->pack("program-$platform", '../../../evil', self::PROGRAM),
                'lacks' => $other->pack("program-$platform", 'p/tiktok', self::PROGRAM),
                'is none' => file_put_contents((string) $archive, str_repeat('none', 500)),
            };
        }
        $other->write($kind === 'climbs' ? ['program' => '../../../evil'] : ['program' => 'p/tiktok-capi']);

        return $other;
    }

    /** @param list<string>|null $link what makes a link of that content */
    private function pack(string $name, string $file, string $content, ?array $link = null): void
    {
        $stage = "$this->folder/stage/a/b/c/d";
        is_dir(dirname("$stage/$file")) || mkdir(dirname("$stage/$file"), 0755, true);
        $link === null ? file_put_contents("$stage/$file", $content) : self::run([...$link, $content, "$stage/$file"]);
        self::run(['tar', '-C', $stage, '-czPf', "$this->release/$name.tar.gz", $file]);
        self::run(['rm', '-rf', "$this->folder/stage"]);
    }

    private function zip(string $name, string $file, string $content): void
    {
        $zip = new \PharData("$this->release/$name.zip");
        $zip[$file] = $content;
    }

    /** @param array<string, string> $files the name in the archive by part, where it is another than the archive's only one */
    private function write(array $files): void
    {
        $told = ['version' => '0.0.1', 'address' => 'http://127.0.0.1:9', 'program' => [], 'library' => []];
        foreach (array_diff((array) scandir($this->release), ['.', '..']) as $name) {
            preg_match('/^(program|library)-(.*?)(\.tar\.gz|\.zip)$/', $name, $parts);
            [, $part, $platform] = $parts;
            $file = $files[$part] ?? $this->only($name);
            $content = $part === 'program' ? self::PROGRAM : self::LIBRARY;
            $told[$part][$platform] = ['archive' => $name, 'size' => filesize("$this->release/$name"), 'sha256' => hash_file('sha256', "$this->release/$name"), 'file' => $file, 'file_sha256' => hash('sha256', $content)];
        }
        file_put_contents("$this->root/digests.json", json_encode($told));
    }

    private function only(string $archive): string
    {
        foreach (new \RecursiveIteratorIterator(new \PharData("$this->release/$archive")) as $path => $file) {
            return substr($path, strlen("phar://$this->release/$archive/"));
        }
        throw new \LogicException("$archive is empty");
    }

    /**
     * @param list<string> $command
     * @param array<string, string> $environment
     *
     * @return array{int, string, string}
     */
    private static function run(array $command, array $environment = []): array
    {
        $errors = tmpfile();
        $process = proc_open($command, [1 => ['pipe', 'w'], 2 => $errors], $pipes, null, $environment + getenv());
        $told = (string) stream_get_contents($pipes[1]);
        $code = proc_close($process);
        rewind($errors);

        return [$code, $told, (string) stream_get_contents($errors)];
    }
}
