<?php

declare(strict_types=1);

// Laravel's settings: `php artisan vendor:publish --tag=tiktok-capi` copies this file to config/.

return [
    /*
     * Options of the client; TikTokCapi\Catalog lists them all. What is null here comes from the environment. With a file as
     * outbox events outlive this process; `tiktok-capi outbox drain`, run by cron or systemd, delivers what is in it.
     */
    'options' => [
        'pixel_code' => env('TIKTOK_EVENT_SOURCE_ID'),
        'access_token' => env('TIKTOK_ACCESS_TOKEN'),
        'test_event_code' => env('TIKTOK_TEST_EVENT_CODE'), // not in production
        'endpoint' => env('TIKTOK_CAPI_ENDPOINT'),
        'outbox' => env('TIKTOK_CAPI_OUTBOX', storage_path('app/tiktok-capi.db')),
        'default_region' => null,
        'require_consent' => null,

        /*
         * The consent tool (cookie banner) that the shop uses, as `onetrust` or `cookiebot`, and its category that stands for
         * advertising where it is not the usual one; docs/consent.md has them all. Or the name of a cookie that holds
         * `granted`, `denied` or `opted_out`: one that the page's script sets, since Laravel encrypts its own.
         */
        'consent_tool' => null,
        'consent_category' => null,
        'consent_cookie' => null,
    ],

    // How many proxies of your own stand before the application: only they are believed about the visitor's address.
    'trusted_proxies' => 0,

    /*
     * What your consent banner knows: the name of a class whose `__invoke(Illuminate\Http\Request)` gives `granted`,
     * `denied`, `opted_out`, an array of signals, or null. TCF, GPP, US Privacy and Sec-GPC are read without it.
     */
    'consent' => null,

    // The Pixel's script: another address than TikTok's, as the sandbox's.
    'pixel_url' => env('TIKTOK_PIXEL_URL'),
];
