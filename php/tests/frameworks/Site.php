<?php

declare(strict_types=1);

namespace TikTokCapi\Tests;

/** An application behind PHP's own web server, with PHP's settings as this process has them. */
final class Site
{
    public readonly string $address;

    private readonly string $log;

    /** @var resource */
    private $process;

    /** @param array<string, string> $environment */
    public function __construct(string $router, array $environment = [])
    {
        $this->log = (string) tempnam(sys_get_temp_dir(), 'site');
        $settings = ['-d', 'ffi.enable=' . ini_get('ffi.enable'), '-d', 'display_errors=0', '-d', 'log_errors=1', '-d', 'session.save_path=' . sys_get_temp_dir()];
        $process = proc_open([PHP_BINARY, ...$settings, '-S', '127.0.0.1:0', $router], [1 => ['file', $this->log, 'a'], 2 => ['file', $this->log, 'a']], $pipes, null, $environment + getenv());
        assert(is_resource($process));
        $this->process = $process;
        for ($tries = 0; $tries < 200 && preg_match('#http://127\.0\.0\.1:\d+#', $this->log(), $address) !== 1; $tries++) {
            usleep(50_000);
        }
        $this->address = $address[0] ?? throw new \LogicException("no server: {$this->log()}");
    }

    public function __destruct()
    {
        $this->kill();
        unlink($this->log);
    }

    /** Ends it without asking, workers too: they are its children. */
    public function kill(): void
    {
        $id = proc_get_status($this->process)['pid'];
        foreach (preg_split('/\s+/', trim((string) shell_exec("pgrep -P $id")), -1, PREG_SPLIT_NO_EMPTY) ?: [] as $child) {
            posix_kill((int) $child, SIGKILL);
        }
        posix_kill($id, SIGKILL);
    }

    public function log(): string
    {
        return (string) file_get_contents($this->log);
    }

    /** @param list<string> $headers */
    public function get(string $path, array $headers = []): Answer
    {
        return $this->asked('GET', $path, $headers, '');
    }

    /**
     * @param array<string, string> $form
     * @param list<string> $headers
     */
    public function post(string $path, array $form, array $headers = []): Answer
    {
        return $this->asked('POST', $path, ['Content-Type: application/x-www-form-urlencoded', ...$headers], http_build_query($form));
    }

    /** @param list<string> $headers */
    private function asked(string $method, string $path, array $headers, string $body): Answer
    {
        $options = ['method' => $method, 'header' => $headers, 'content' => $body, 'ignore_errors' => true, 'follow_location' => 0, 'timeout' => 30];
        $text = (string) file_get_contents($this->address . $path, false, stream_context_create(['http' => $options]));

        return new Answer($http_response_header, $text);
    }
}

/** What a site answered. */
final class Answer
{
    public readonly int $status;

    public readonly ?string $location;

    /** @var array<string, string> */
    public readonly array $cookies;

    /** @param list<string> $headers */
    public function __construct(array $headers, public readonly string $body)
    {
        $this->status = (int) explode(' ', $headers[0])[1];
        [$cookies, $location] = [[], null];
        foreach ($headers as $header) {
            if (preg_match('/^Set-Cookie: ([^=]+)=([^;]*)/i', $header, $cookie) === 1) {
                $cookies[$cookie[1]] = $cookie[2];
            }
            $location = preg_match('/^Location: (.*)$/i', $header, $found) === 1 ? $found[1] : $location;
        }
        [$this->cookies, $this->location] = [$cookies, $location];
    }
}
