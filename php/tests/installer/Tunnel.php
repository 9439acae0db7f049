<?php

declare(strict_types=1);

namespace TikTokCapi\Tests;

/**
 * The page of a release behind TLS, for `release.example`, whose name nobody knows but a proxy; and that proxy. Both are one process: the
 * proxy answers CONNECT, and becomes the page.
 */
final class Tunnel
{
    public readonly string $proxy;

    /** The certificate that vouches for the page. */
    public readonly string $roots;

    /** @var resource */
    private $process;

    public function __construct(string $release, string $folder)
    {
        $this->roots = "$folder/roots.pem";
        $this->process = proc_open([PHP_BINARY, __FILE__, $release, $this->roots], [1 => ['pipe', 'w']], $pipes);
        $this->proxy = 'http://' . trim((string) fgets($pipes[1]));
    }

    public function __destruct()
    {
        proc_terminate($this->process, 9);
    }

    public static function serve(string $release, string $roots): void
    {
        $page = stream_context_create(['ssl' => ['local_cert' => self::certified($roots)]]);
        $server = stream_socket_server('tcp://127.0.0.1:0', context: $page);
        echo stream_socket_get_name($server, false), "\n";
        while (($connection = @stream_socket_accept($server, 600)) !== false) {
            self::head($connection);
            fwrite($connection, "HTTP/1.1 200 OK\r\n\r\n");
            if (@stream_socket_enable_crypto($connection, true, STREAM_CRYPTO_METHOD_TLS_SERVER) === true) {
                $body = (string) file_get_contents("$release/" . basename(explode(' ', self::head($connection))[1]));
                fwrite($connection, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " . strlen($body) . "\r\n\r\n$body");
            }
            fclose($connection);
        }
    }

    /**
     * The first line of a request, whose head is read to its end.
     *
     * @param resource $connection
     */
    private static function head($connection): string
    {
        $first = (string) fgets($connection);
        while (trim((string) fgets($connection)) !== '') {
        }

        return $first;
    }

    /** Writes the certificate for those who trust it, and gives the file of certificate and key. */
    private static function certified(string $roots): string
    {
        $settings = "$roots.cnf";
        file_put_contents($settings, "[req]\ndistinguished_name=dn\n[dn]\n[page]\nsubjectAltName=DNS:release.example\nbasicConstraints=critical,CA:TRUE\n");
        $how = ['config' => $settings, 'x509_extensions' => 'page', 'digest_alg' => 'sha256', 'private_key_bits' => 2048];
        $key = openssl_pkey_new($how);
        $certificate = openssl_csr_sign(openssl_csr_new(['commonName' => 'release.example'], $key, $how), null, $key, 1, $how);
        openssl_x509_export_to_file($certificate, $roots);
        openssl_pkey_export($key, $secret, null, $how);
        $both = "$roots.key";
        file_put_contents($both, file_get_contents($roots) . $secret);

        return $both;
    }
}

if (isset($argv[2]) && realpath($argv[0]) === __FILE__) {
    Tunnel::serve($argv[1], $argv[2]);
}
