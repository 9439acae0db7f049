<?php

declare(strict_types=1);

namespace TikTokCapi\Laravel;

use Illuminate\Contracts\Foundation\Application;
use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;
use TikTokCapi\Conversions;
use TikTokCapi\Exception\CapiException;

/**
 * Sets the cookies that an ad's click brought. It stands outside of Laravel's own cookie encryption: the Pixel reads them.
 *
 * @internal
 */
final class KeepClickId
{
    public function __construct(private readonly Application $app)
    {
    }

    public function handle(Request $request, \Closure $next): Response
    {
        $response = $next($request);
        try {
            foreach ($this->app->make(Conversions::class)->visitor->cookies as ['header' => $header]) {
                $response->headers->set('Set-Cookie', $header, false);
            }
        } catch (\Throwable $error) {
            // A wrong setting may not take the shop down. Whoever reports an event meets the exception itself. Of others than
            // ours only the class: nobody knows what is in them.
            $why = $error instanceof CapiException ? $error->getMessage() : $error::class;
            $this->app->make('log')->error("tiktok-capi: $why");
        }

        return $response;
    }
}
