<?php

declare(strict_types=1);

namespace TikTokCapi\Laravel;

use Illuminate\Contracts\Foundation\Application;
use Illuminate\Http\Request;
use TikTokCapi\Client;
use TikTokCapi\Conversions;
use TikTokCapi\Visitor;

/**
 * The visitor whose request Laravel is answering. It is read when it is first asked for, so that the shop's own cookies are
 * decrypted by then.
 *
 * @internal
 */
final class CurrentVisitor
{
    public static function conversions(Application $app): Conversions
    {
        $client = $app->make(Client::class);

        return new Conversions($client, self::visitor($app, $client), static fn (string $line) => $app->make('log')->error($line));
    }

    private static function visitor(Application $app, Client $client): Visitor
    {
        $request = $app->make(Request::class);
        if ($app->runningInConsole() && !$app->runningUnitTests()) {
            return Visitor::of([]); // A command or a queue's worker: nobody is visiting.
        }
        $settings = Settings::of($app);

        return Visitor::read(
            $client,
            $request->fullUrl(),
            $request->headers->all(),
            (string) $request->server('REMOTE_ADDR'),
            $settings->trustedProxies,
            $settings->consent === null ? null : static fn () => $app->make($settings->consent)($request),
            static fn (string $line) => $app->make('log')->warning($line), // any visitor's browser can bring it about
        );
    }
}
