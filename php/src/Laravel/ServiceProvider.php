<?php

declare(strict_types=1);

namespace TikTokCapi\Laravel;

use Illuminate\Contracts\Foundation\Application;
use Illuminate\Contracts\Http\Kernel;
use Illuminate\Http\Request;
use TikTokCapi\Client;
use TikTokCapi\Conversions;

/**
 * Laravel: one `Client` for the application, the `Conversions` of the request's visitor, the click id's cookie, and the Blade
 * directives `@tiktokPixel($nonce)` and `@tiktokEvent($event, $nonce)`.
 *
 *     public function store(Request $request, Conversions $conversions) {
 *         $conversions->enqueue(['event' => 'Purchase', ...]);
 */
final class ServiceProvider extends \Illuminate\Support\ServiceProvider
{
    private const CONFIG = __DIR__ . '/../../config/tiktok-capi.php';

    private static ?Client $kept = null;

    private static string $keptOf = '';

    public function register(): void
    {
        $this->mergeConfigFrom(self::CONFIG, Settings::NAME);
        $this->app->singleton(Client::class, static fn (Application $app): Client => self::client(Settings::of($app)->options));
        // Kept in the request, and not in the container: a server that answers many requests in one process has one container.
        $this->app->bind(Conversions::class, static function (Application $app): Conversions {
            $attributes = $app->make(Request::class)->attributes;
            if (!$attributes->has(Conversions::class)) {
                $attributes->set(Conversions::class, CurrentVisitor::conversions($app));
            }

            return $attributes->get(Conversions::class);
        });
    }

    public function boot(): void
    {
        $this->publishes([self::CONFIG => $this->app->configPath(Settings::NAME . '.php')], Settings::NAME);
        $this->app->make(Kernel::class)->prependMiddleware(KeepClickId::class);
        $this->callAfterResolving('blade.compiler', static function ($blade): void {
            $blade->directive('tiktokPixel', static fn (string $nonce): string => self::echoed('base', $nonce));
            $blade->directive('tiktokEvent', static fn (string $arguments): string => self::echoed('event', $arguments));
        });
    }

    /**
     * Octane answers each request with a copy of the container, so the process keeps the client: an outbox that ends with each
     * request would make each wait for TikTok.
     *
     * @param array<string, mixed> $options
     */
    private static function client(#[\SensitiveParameter] array $options): Client
    {
        if (getenv('LARAVEL_OCTANE') === false) {
            return new Client($options);
        }
        $of = hash('sha256', serialize($options)); // and not the options: they hold the token
        if (self::$kept === null || self::$keptOf !== $of) {
            [self::$kept, self::$keptOf] = [new Client($options), $of];
        }

        return self::$kept;
    }

    private static function echoed(string $method, string $arguments): string
    {
        return '<?php echo ' . Page::class . "::$method($arguments); ?>";
    }
}
