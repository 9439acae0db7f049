<?php

declare(strict_types=1);

// A Laravel application in one file, as a router of `php -S`: Laravel's own kernel, container, Blade and cookie encryption.

use Illuminate\Contracts\Debug\ExceptionHandler;
use Illuminate\Contracts\Http\Kernel;
use Illuminate\Foundation\Application;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Blade;
use Illuminate\Support\Facades\Route;
use TikTokCapi\Client;
use TikTokCapi\Conversions;
use TikTokCapi\Laravel\ServiceProvider;
use TikTokCapi\Laravel\TrackConversion;

use function TikTokCapi\event_id;

error_reporting(E_ALL & ~E_DEPRECATED);
require 'Illuminate/autoload.php';
require 'Illuminate/Foundation/helpers.php';
require __DIR__ . '/../../autoload.php';

/** The release before this read the event by the rules once more. */
const EARLIER = "O:34:\"TikTokCapi\\Laravel\\TrackConversion\":13:{s:7:\"backoff\";a:5:{i:0;i:10;i:1;i:60;i:2;i:300;i:3;i:900;i:4;i:3600;}"
    . "s:41:\"\0TikTokCapi\\Laravel\\TrackConversion\0since\";i:SINCE;s:41:\"\0TikTokCapi\\Laravel\\TrackConversion\0event\";s:LENGTH:\"EVENT\";"
    . 's:3:"job";N;s:10:"connection";N;s:5:"queue";N;s:15:"chainConnection";N;s:10:"chainQueue";N;s:19:"chainCatchCallbacks";N;s:5:"delay";N;'
    . 's:11:"afterCommit";N;s:10:"middleware";a:0:{}s:7:"chained";a:0:{}}';

final class HttpKernel extends \Illuminate\Foundation\Http\Kernel
{
    protected $middlewareGroups = ['web' => [
        \Illuminate\Cookie\Middleware\EncryptCookies::class,
        \Illuminate\Cookie\Middleware\AddQueuedCookiesToResponse::class,
        \Illuminate\Routing\Middleware\SubstituteBindings::class,
    ]];

    protected $routeMiddleware = ['signed' => \Illuminate\Routing\Middleware\ValidateSignature::class];
}

/** What the shop's own banner keeps in a cookie that Laravel encrypts. */
final class Banner
{
    public function __invoke(Request $request): ?string
    {
        return $request->cookie('consent');
    }
}

/** The files that a project has in its folders; made anew, so that nothing lies about in the package. */
function project(string $folder): string
{
    foreach (['config', 'bootstrap/cache', 'storage/app', 'storage/logs', 'storage/framework/views', 'resources/views'] as $part) {
        is_dir("$folder/$part") || mkdir("$folder/$part", 0777, true);
    }
    $providers = array_map(static fn (string $name): string => "Illuminate\\$name\\{$name}ServiceProvider", ['Bus', 'Cookie', 'Database', 'Encryption', 'Filesystem', 'Pipeline', 'Queue', 'View']);
    $configs = [
        'app' => ['key' => 'base64:' . base64_encode(str_repeat('k', 32)), 'cipher' => 'AES-256-CBC', 'env' => 'production', 'debug' => false, 'timezone' => 'UTC', 'locale' => 'en', 'providers' => [...$providers, \Illuminate\Foundation\Providers\FoundationServiceProvider::class, ServiceProvider::class]],
        'logging' => ['default' => 'errorlog', 'channels' => ['errorlog' => ['driver' => 'errorlog']]],
        'view' => ['paths' => ["$folder/resources/views"], 'compiled' => "$folder/storage/framework/views"],
        'queue' => ['default' => 'sync', 'connections' => ['sync' => ['driver' => 'sync']], 'failed' => ['driver' => 'null']],
        'database' => ['default' => 'none', 'connections' => []],
        'filesystems' => ['default' => 'local', 'disks' => []],
        'session' => ['driver' => 'array', 'path' => '/', 'domain' => null, 'secure' => false, 'same_site' => 'lax'],
        'tiktok-capi' => ['trusted_proxies' => json_decode(getenv('SHOP_PROXIES') ?: '1'), 'consent' => Banner::class],
    ];
    if (getenv('SHOP_OPTIONS') !== false) {
        $configs['tiktok-capi']['options'] = json_decode(getenv('SHOP_OPTIONS'), true) + ['outbox' => "$folder/storage/app/tiktok-capi.db"];
    }
    foreach ($configs as $name => $config) {
        file_put_contents("$folder/config/$name.php", '<?php return ' . var_export($config, true) . ';');
    }

    return $folder;
}

$app = new Application(project((string) getenv('SHOP_FOLDER')));
$app->singleton(Kernel::class, HttpKernel::class);
$app->singleton(\Illuminate\Contracts\Console\Kernel::class, \Illuminate\Foundation\Console\Kernel::class);
$app->singleton(ExceptionHandler::class, \Illuminate\Foundation\Exceptions\Handler::class);
$app->booted(static function (): void {
    $purchase = static fn (Request $request): array => ['event' => 'Purchase', 'event_id' => event_id('Purchase', (string) $request->query('order')), 'user' => ['email' => $request->query('email')], 'properties' => ['currency' => 'EUR', 'value' => '9.90', 'content_type' => 'product', 'description' => 'Socks', 'contents' => [['content_id' => 's1', 'price' => '9.90', 'quantity' => 1]]]];
    Route::middleware('web')->group(static function () use ($purchase): void {
        if (is_file($routes = getenv('SHOP_FOLDER') . '/routes.php')) {
            require $routes;
            Route::getRoutes()->refreshNameLookups(); // as a project's RouteServiceProvider does
        }
        Route::get('/', static fn (): string => 'hello');
        Route::get('/consent/{answer}', static fn (string $answer) => response('kept')->cookie('consent', $answer));
        Route::get('/buy', static fn (Request $request, Conversions $conversions): string => $conversions->enqueue($purchase($request))->results[0]->outcome);
        Route::get('/clients', static function (): string { // of two requests, as Octane answers them
            $client = static function (): Client {
                $copy = clone app();
                $copy->forgetInstance(Client::class);

                return $copy->make(Client::class);
            };

            return $client() === $client() ? 'one' : 'two';
        });
        Route::get('/queue', static function (Request $request, Conversions $conversions) use ($purchase): string {
            $job = TrackConversion::of($conversions, $purchase($request));
            $queued = serialize($job);
            if ($job !== null) {
                dispatch(unserialize($queued));
            }

            return str_contains($queued, 'example.com') ? 'the queue holds an address' : ($job === null ? 'withheld' : 'dispatched');
        });
        Route::get('/earlier', static function (Request $request): string { // a job as the release before queued it
            $event = sprintf('{"event":"Lead","event_id":"%s","event_time":%d,"limited_data_use":true,"page":{"url":"https://shop.example/"},"user":{"ttclid":"a%%25b"}}', $request->query('id'), time());
            dispatch(unserialize(strtr(EARLIER, ['SINCE' => time(), 'LENGTH' => strlen($event), 'EVENT' => $event])));

            return 'dispatched';
        });
        Route::get('/thanks', static function (Request $request) use ($purchase): string {
            $php = Blade::compileString('<head>@tiktokPixel($nonce)</head>@tiktokEvent($event, $nonce)');
            [$event, $nonce] = [$purchase($request), 'n1'];
            ob_start();
            eval("?>$php");

            return (string) ob_get_clean();
        });
    });
});
$kernel = $app->make(Kernel::class);
$response = $kernel->handle($request = Request::capture())->send();
$kernel->terminate($request, $response);
