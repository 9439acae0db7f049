<?php

declare(strict_types=1);

namespace TikTokCapi\Psr15;

use Psr\Http\Message\ResponseInterface;
use Psr\Http\Message\ServerRequestInterface;
use Psr\Http\Server\MiddlewareInterface;
use Psr\Http\Server\RequestHandlerInterface;
use TikTokCapi\Client;
use TikTokCapi\Conversions;
use TikTokCapi\Exception\ConfigError;
use TikTokCapi\Visitor;

/**
 * Gives each request the `Conversions` of its visitor, and keeps the click id that an ad brought.
 *
 *     $conversions = $request->getAttribute(Conversions::class);
 *     $conversions->enqueue(['event' => 'Purchase', ...]);
 *
 * An error in reading the request is logged, and the page is served.
 */
final class Middleware implements MiddlewareInterface
{
    private readonly ?\Closure $consent;

    private readonly ?\Closure $log;

    /**
     * @param int $trusted_proxies proxies of your own that stand before the application
     * @param (callable(ServerRequestInterface): (string|array<string, mixed>|null))|null $consent what the shop's own banner
     *                                                                                           knows; see `Visitor::read`
     * @param (callable(string): mixed)|null $log takes a line without any value; `error_log` by default
     */
    public function __construct(
        private readonly Client $client,
        private readonly int $trusted_proxies = 0,
        ?callable $consent = null,
        ?callable $log = null,
    ) {
        if ($trusted_proxies < 0) {
            throw new ConfigError('invalid_argument', 'trusted_proxies', 'Give a number of proxies, 0 or more.');
        }
        $this->consent = $consent === null ? null : $consent(...);
        $this->log = $log === null ? null : $log(...);
    }

    public function process(ServerRequestInterface $request, RequestHandlerInterface $handler): ResponseInterface
    {
        $visitor = $this->visitor($request);
        $conversions = new Conversions($this->client, $visitor, $this->log);
        $response = $handler->handle($request->withAttribute(Conversions::class, $conversions));
        foreach ($visitor->cookies as ['header' => $header]) {
            $response = $response->withAddedHeader('Set-Cookie', $header);
        }

        return $response;
    }

    private function visitor(ServerRequestInterface $request): Visitor
    {
        return Visitor::read(
            $this->client,
            (string) $request->getUri(),
            $request->getHeaders(),
            $request->getServerParams()['REMOTE_ADDR'] ?? '',
            $this->trusted_proxies,
            $this->consent === null ? null : fn () => ($this->consent)($request),
            $this->log,
        );
    }
}
