<?php

declare(strict_types=1);

// The command that installs the native part, from a copy of the package with a release of its own: `php installer.php FOLDER`, an empty
// folder. What stands in for the release's page is tests/installer/page.php.

namespace TikTokCapi\Tests;

use TikTokCapi\Internal\Install\Platform;
use TikTokCapi\Internal\Native;

require __DIR__ . '/autoload.php';
require __DIR__ . '/check.php';
require __DIR__ . '/frameworks/Site.php';
require __DIR__ . '/installer/Package.php';
require __DIR__ . '/installer/Tunnel.php';

error_reporting(E_ALL);
$folder = "$argv[1]/a shop's folder";
mkdir($folder);
$package = new Package($folder);
$page = new Site(__DIR__ . '/installer/page.php', ['RELEASE' => $package->release]);
// Without curl PHP's streams do the work. What is loaded without php.ini is linked in.
$isLinkedIn = static fn (string $extension): bool => shell_exec(PHP_BINARY . " -n -r 'echo (int) extension_loaded(\"$extension\");'") === '1';
$shared = array_filter(['phar', 'zlib', 'openssl'], static fn (string $extension): bool => !$isLinkedIn($extension));
$withoutCurl = ['-n', ...array_map(static fn (string $extension): string => "-dextension=$extension", array_values($shared))];
$ways = ['streams' => $withoutCurl, 'as PHP is' => []];

Check::that('each system has its names', static function (): void {
    Check::same(['libtiktok_capi.so.1', 'tiktok-capi'], [Native::library('Linux'), Native::program('Linux')]);
    Check::same(['libtiktok_capi.so.1', 'tiktok-capi'], [Native::library('BSD'), Native::program('BSD')]);
    Check::same(['libtiktok_capi.1.dylib', 'tiktok-capi'], [Native::library('Darwin'), Native::program('Darwin')]);
    Check::same(['tiktok_capi.dll', 'tiktok-capi.exe'], [Native::library('Windows'), Native::program('Windows')]);
    Check::same(dirname(__DIR__) . '/native', Native::folder());
});

Check::that('each machine has its builds', static function (): void {
    Check::same('linux-x64', Platform::of('Linux', 'x86_64', false));
    Check::same('linux-arm64-musl', Platform::of('Linux', 'aarch64', true));
    Check::same('macos-arm64', Platform::of('Darwin', 'arm64', false));
    Check::same('windows-x64', Platform::of('Windows', 'AMD64', false));
    Check::same('linux-i686', Platform::of('Linux', 'i686', false));
    Check::same('linux-x64-musl', Platform::builds('linux-x64', 'program')[1]);
    Check::true(!in_array('linux-x64-musl', Platform::builds('linux-x64', 'library'), true));
    Check::true(!in_array('linux-x64-gnu', Platform::builds('linux-x64-musl', 'library'), true));
});

Check::that('from a folder to the place where the package looks, and once', static function () use ($package): void {
    Check::same([0, "program: $package->native/tiktok-capi\n", ''], $package->install(['--from', $package->release]));
    Check::same(0755, fileperms("$package->native/tiktok-capi") & 0777);
    Check::same(0755, fileperms($package->native) & 0777);
    Check::same('program', $package->kind());
    Check::same(0, $package->install(['--from', '/nowhere'])[0], 'what is there is not fetched again');
    chmod("$package->native/tiktok-capi", 0644);
    Check::same('missing_library', $package->kind());
    Check::true(str_contains($package->kind('getMessage'), '755'), 'how a file is mended that lost its mode');
    Check::same(0, $package->install(['--from', '/nowhere'])[0], 'an upload without its mode gets it back');
    Check::same('program', $package->kind());
});

Check::that('both parts, elsewhere', static function () use ($package): void {
    [$code, $told] = $package->install(['--library', '--program', "--to=$package->folder/opt/native", '--from', $package->release]);
    Check::same(0, $code);
    Check::true(str_contains($told, 'TIKTOK_CAPI_LIBRARY') && str_contains($told, 'TIKTOK_CAPI_PROGRAM'), $told);
    Check::same(Package::LIBRARY, file_get_contents("$package->folder/opt/native/libtiktok_capi.so.1"));
    Check::same(0755, fileperms("$package->folder/opt/native/libtiktok_capi.so.1") & 0777);
});

Check::that('for another machine, to be uploaded', static function () use ($package): void {
    Check::same(0, $package->install(['--for', 'windows-x64', '--to', "$package->folder/upload", '--from', $package->release])[0]);
    Check::same(Package::PROGRAM, file_get_contents("$package->folder/upload/tiktok-capi.exe"));
});

foreach ($ways as $way => $settings) {
    Check::that("from an address, by $way", static function () use ($package, $page, $settings): void {
        foreach (['release', 'moved'] as $path) {
            $package->empty();
            Check::same([0, ''], [($got = $package->install(['--from', "$page->address/$path/"], $settings))[0], $got[2]]);
            Check::same(Package::PROGRAM, file_get_contents("$package->native/tiktok-capi"));
        }
        $package->empty();
        Check::same(0, $package->install([], $settings, ['TIKTOK_CAPI_INSTALL_FROM' => "$page->address/release"])[0]);
    });

    Check::that("what is not the release's file is not kept, by $way", static function () use ($package, $page, $settings): void {
        $wrong = ['changed' => 'wrong_digest', 'longer' => 'wrong_digest', 'endless' => 'wrong_digest', 'empty' => 'cut_download', 'cut' => 'cut_download', 'absent' => 'download_failed'];
        foreach ($wrong as $path => $problem) {
            foreach ([null, 'an older one'] as $before) {
                $package->empty($before);
                $package->refuses($problem, ['--from', "$page->address/$path"], $settings);
                Check::same($before, $package->installed(), $path);
            }
        }
    });

    Check::that("nobody answers, by $way", static function () use ($package, $settings): void {
        $package->empty();
        $told = $package->refuses('download_failed', ['--from', 'http://canary:canary@127.0.0.1:9'], $settings);
        Check::true(str_contains($told, '127.0.0.1:9') && !str_contains($told, 'canary'), $told);
    });

    Check::that("through the environment's proxy, by $way", static function () use ($package, $page, $settings): void {
        $package->empty();
        $proxy = str_replace('//', '//jo:canary@', $page->address);
        Check::same(0, $package->install(['--from', 'http://release.example/release'], $settings, ['http_proxy' => $proxy])[0]);
        Check::true(str_contains($page->log(), 'proxied for am86Y2FuYXJ5'), 'the proxy is told who asks');
        foreach (['http_proxy' => 'http://127.0.0.1:9', 'HTTP_PROXY' => 'http://127.0.0.1:9', 'no_proxy' => '127.0.0.1'] as $name => $value) {
            $environment = ['http_proxy' => $name === 'no_proxy' ? 'http://127.0.0.1:9' : '', $name => $value];
            $package->empty();
            Check::same($name === 'http_proxy' ? 1 : 0, $package->install(['--from', "$page->address/release"], $settings, $environment)[0], $name);
        }
    });

    Check::that("by TLS, through a proxy's tunnel, by $way", static function () use ($package, $settings): void {
        $tunnel = new Tunnel($package->release, $package->folder);
        $roots = ['SSL_CERT_FILE' => $tunnel->roots, 'CURL_CA_BUNDLE' => ''];
        $ask = ['--from', 'https://release.example'];
        $package->empty();
        Check::same([0, ''], [($got = $package->install($ask, $settings, $roots + ['https_proxy' => $tunnel->proxy]))[0], $got[2]]);
        $package->empty();
        $package->refuses('download_failed', $ask, $settings, ['https_proxy' => $tunnel->proxy]); // nobody vouches for it
    });
}

Check::that('what PHP lacks is named', static function () use ($package, $page, $withoutCurl, $shared): void {
    $package->empty();
    if ($shared !== []) {
        $package->refuses('missing_extension', ['--from', $package->release], ['-n']);
    }
    $closed = [...$withoutCurl, '-d', 'allow_url_fopen=0'];
    $told = $package->refuses('missing_extension', ['--from', "$page->address/release"], $closed);
    Check::true(str_contains($told, 'allow_url_fopen=1') && str_contains($told, 'curl'), $told);
    Check::same(0, $package->install(['--from', $package->release], $closed)[0], 'a folder takes neither');
    $package->empty();
    if (extension_loaded('curl')) {
        Check::same(0, $package->install(['--from', "$page->address/release"], ['-d', 'allow_url_fopen=0'])[0]);
    }
});

Check::that('a folder that nobody may write', static function () use ($package): void {
    file_put_contents("$package->folder/file", '');
    $package->refuses('not_writable', ['--to', "$package->folder/file/native", '--from', $package->release]);
    mkdir("$package->folder/taken/tiktok-capi/full", 0755, true);
    $package->refuses('not_writable', ['--to', "$package->folder/taken", '--from', $package->release]);
    Check::same(['tiktok-capi'], array_values(array_diff((array) scandir("$package->folder/taken"), ['.', '..'])));
    if (posix_geteuid() !== 0) { // root may write everywhere
        mkdir("$package->folder/closed", 0555);
        $package->refuses('not_writable', ['--to', "$package->folder/closed", '--from', $package->release]);
    }
});

Check::that('a link is replaced, and not followed', static function () use ($package): void {
    $package->empty();
    file_put_contents("$package->folder/other", 'of others');
    symlink("$package->folder/other", "$package->native/tiktok-capi");
    Check::same(0, $package->install(['--from', $package->release])[0]);
    Check::same(['of others', false], [file_get_contents("$package->folder/other"), is_link("$package->native/tiktok-capi")]);
});

Check::that('no archive says where anything goes', static function () use ($package): void {
    foreach (['links', 'climbs', 'lacks', 'is none'] as $kind) {
        $package->empty();
        $hostile = $package->hostile($kind);
        Check::true($hostile->install(['--from', $hostile->release])[0] === 1 && $hostile->installed() === null, $kind);
        Check::same([], glob("$package->folder/evil*"));
        Check::same(['.', '..'], scandir($hostile->native), $kind);
    }
});

Check::that('a copy of no release, a machine of none, and what is called wrongly', static function () use ($package): void {
    $package->empty();
    Check::true(str_contains($package->refuses('no_build', ['--for', 'linux-s390x', '--from', $package->release]), 'linux-x64-musl'));
    foreach ([['--form', 'x'], ['--from'], ['--to='], ['here'], ['--program=yes']] as $arguments) {
        Check::same(2, $package->install($arguments)[0], implode(' ', $arguments));
    }
    Check::same(0, $package->install(['--help'])[0]);
    rename("$package->root/digests.json", "$package->root/none.json");
    $package->refuses('no_release', []);
});

echo 'the installer: ', Check::$checks, ' checks, ', Check::$failures, " failed\n";
exit(Check::$failures === 0 && Check::$checks > 100 ? 0 : 1);
