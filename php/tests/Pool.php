<?php

declare(strict_types=1);

namespace TikTokCapi\Tests;

/** php-fpm with four processes, and as much of FastCGI (its specification, version 1) as asking for a page takes. */
final class Pool
{
    private const BEGIN = 1, END = 3, PARAMS = 4, IN = 5, OUT = 6;

    /** @var resource */
    private $process;

    /** @param array<string, string> $environment */
    public function __construct(string $fpm, private readonly string $folder, array $environment)
    {
        $root = posix_getuid() === 0 ? "user = root\ngroup = root\n" : '';
        $variables = '';
        foreach ($environment + array_filter(getenv(), static fn (string $name): bool => str_starts_with($name, 'TIKTOK_'), ARRAY_FILTER_USE_KEY) as $name => $value) {
            $variables .= "env[$name] = '$value'\n";
        }
        file_put_contents("$folder/fpm.conf", "[global]\nerror_log = $folder/fpm.log\ndaemonize = no\n[www]\n{$root}listen = $folder/fpm.sock\npm = static\npm.max_children = 4\ncatch_workers_output = yes\n$variables");
        $process = proc_open([$fpm, '-R', '-n', '-d', 'extension=ffi', '-d', 'ffi.enable=' . ini_get('ffi.enable'), '-y', "$folder/fpm.conf"], [1 => ['file', '/dev/null', 'w'], 2 => ['file', "$folder/fpm.err", 'w']], $pipes);
        assert(is_resource($process));
        $this->process = $process;
        for ($tries = 0; $tries < 200 && !file_exists("$folder/fpm.sock"); $tries++) {
            usleep(50_000);
        }
    }

    public function __destruct()
    {
        proc_terminate($this->process, SIGTERM);
        proc_close($this->process);
    }

    public function log(): string
    {
        return (string) @file_get_contents("{$this->folder}/fpm.log") . (string) @file_get_contents("{$this->folder}/fpm.err");
    }

    public function get(string $script, string $query): string
    {
        $connection = stream_socket_client("unix://{$this->folder}/fpm.sock", timeout: 30);
        $told = ['SCRIPT_FILENAME' => $script, 'QUERY_STRING' => $query, 'REQUEST_METHOD' => 'GET', 'REQUEST_URI' => "/?$query", 'SERVER_PROTOCOL' => 'HTTP/1.1', 'GATEWAY_INTERFACE' => 'CGI/1.1'];
        $params = '';
        foreach ($told as $name => $value) {
            $params .= pack('NN', strlen($name) | 1 << 31, strlen($value) | 1 << 31) . $name . $value;
        }
        fwrite($connection, self::record(self::BEGIN, pack('nCx5', 1, 0)) . self::record(self::PARAMS, $params) . self::record(self::PARAMS, '') . self::record(self::IN, ''));
        $out = '';
        while (strlen($head = (string) stream_get_contents($connection, 8)) === 8) {
            ['type' => $type, 'length' => $length, 'padding' => $padding] = unpack('Cversion/Ctype/nid/nlength/Cpadding/x', $head);
            $content = $length + $padding === 0 ? '' : substr((string) stream_get_contents($connection, $length + $padding), 0, $length);
            $out .= $type === self::OUT ? $content : '';
            if ($type === self::END) {
                break;
            }
        }

        return explode("\r\n\r\n", $out, 2)[1] ?? '';
    }

    private static function record(int $type, string $content): string
    {
        return pack('CCnnCx', 1, $type, 1, strlen($content), 0) . $content;
    }
}
