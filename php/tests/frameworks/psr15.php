<?php

declare(strict_types=1);

// A PSR-15 application as a router of `php -S`: Slim's PSR-7 messages, our middleware, and one handler.

use Psr\Http\Message\ResponseInterface;
use Psr\Http\Message\ServerRequestInterface;
use Psr\Http\Server\RequestHandlerInterface;
use Slim\Psr7\Factory\ServerRequestFactory;
use Slim\Psr7\Response;
use TikTokCapi\Client;
use TikTokCapi\Conversions;
use TikTokCapi\Psr15\Middleware;

use function TikTokCapi\event_id;

require __DIR__ . '/psr.php';
require __DIR__ . '/../autoload.php';

$handler = new class () implements RequestHandlerInterface {
    public function handle(ServerRequestInterface $request): ResponseInterface
    {
        $conversions = $request->getAttribute(Conversions::class);
        parse_str($request->getUri()->getQuery(), $query);
        $event = ['event' => 'Purchase', 'event_id' => event_id('Purchase', $query['order'] ?? '0'), 'user' => ['email' => $query['email'] ?? ''], 'properties' => ['currency' => 'EUR', 'value' => '9.90', 'content_type' => 'product']];
        $response = new Response();
        $response->getBody()->write(match ($request->getUri()->getPath()) {
            '/buy' => $conversions->enqueue($event)->results[0]->outcome,
            '/track' => $conversions->track($event)->results[0]->outcome,
            '/pair' => $conversions->pair(['event_id' => null] + $event, 'n1')[1],
            '/thanks' => $conversions->snippet($event, 'n1'),
            '/pixel' => $conversions->baseCode(nonce: 'n1'),
            default => 'hello',
        });

        return $response;
    }
};
$capi = new Client(json_decode(getenv('SHOP_OPTIONS') ?: '[]', true) + ['event_source_id' => 'C4A', 'access_token' => 't0ken']);
$consent = static fn (ServerRequestInterface $request) => $request->getCookieParams()['consent'] ?? null;
$response = (new Middleware($capi, 1, $consent))->process(ServerRequestFactory::createFromGlobals(), $handler);
foreach ($response->getHeaders() as $name => $values) {
    foreach ($values as $value) {
        header("$name: $value", false);
    }
}
echo $response->getBody();
