<?php

declare(strict_types=1);

namespace TikTokCapi\Tests;

/**
 * A server that keeps the body of each request. The access token `code-40002` makes it answer with that code, and every
 * message echoes personal data, as TikTok's may.
 */
final class Service
{
    public const MESSAGE = 'canary message of TikTok';

    public readonly string $endpoint;

    /** @var resource */
    private $process;

    /** @var array<int, resource> */
    private array $pipes;

    public function __construct()
    {
        $process = proc_open([PHP_BINARY, __FILE__, 'serve'], [['pipe', 'r'], ['pipe', 'w']], $pipes);
        assert(is_resource($process));
        [$this->process, $this->pipes] = [$process, $pipes];
        $this->endpoint = 'http://' . trim((string) fgets($pipes[1]));
    }

    public function __destruct()
    {
        proc_terminate($this->process);
    }

    /** The body of the next request that was made. */
    public function body(): string
    {
        $length = (int) fgets($this->pipes[1]);

        return $length === 0 ? '' : (string) stream_get_contents($this->pipes[1], $length);
    }

    public static function serve(): void
    {
        $server = stream_socket_server('tcp://127.0.0.1:0');
        echo stream_socket_get_name($server, false), "\n";
        while (($connection = @stream_socket_accept($server, 600)) !== false) {
            self::answer($connection);
            fclose($connection);
        }
    }

    /** @param resource $connection */
    private static function answer($connection): void
    {
        [$length, $code] = [0, 0];
        while (($line = trim((string) fgets($connection))) !== '') {
            [$name, $value] = explode(':', $line, 2) + [1 => ''];
            $length = strcasecmp($name, 'content-length') === 0 ? (int) $value : $length;
            $code = strcasecmp($name, 'access-token') === 0 && str_contains($value, 'code-') ? (int) substr(trim($value), 5) : $code;
        }
        $body = $length === 0 ? '' : (string) stream_get_contents($connection, $length);
        $answer = json_encode(['code' => $code, 'message' => self::MESSAGE, 'request_id' => 'r1', 'data' => (object) []]);
        fwrite($connection, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " . strlen((string) $answer) . "\r\n\r\n$answer");
        echo strlen($body), "\n", $body;
    }
}

if (($argv[1] ?? '') === 'serve') {
    Service::serve();
}
