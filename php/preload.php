<?php

declare(strict_types=1);

// For `opcache.preload`. PHP's default, `ffi.enable=preload`, lets only preloaded code and the command line call a library;
// with this line in php.ini the package is such code:
//
//     opcache.preload=/srv/shop/vendor/tiktok-capi/tiktok-capi/preload.php

// Composer loads src/functions.php in each request, and a function cannot be declared twice; so that is left to it.

require_once __DIR__ . '/src/Exception/CapiException.php';
require_once __DIR__ . '/src/Exception/DeliveryError.php';
require_once __DIR__ . '/src/Exception/OutboxException.php';
require_once __DIR__ . '/src/Internal/Door.php';
require_once __DIR__ . '/src/Internal/Handle.php';
require_once __DIR__ . '/src/Internal/LibraryHandle.php';
foreach (glob(__DIR__ . '/src/{,Exception/,Internal/}[A-Z]*.php', GLOB_BRACE) ?: [] as $file) {
    require_once $file;
}
