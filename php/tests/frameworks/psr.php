<?php

declare(strict_types=1);

// PSR-7 from Debian's package of Slim's messages, PSR-15 from wherever it is.

require_once 'Slim/Psr7/autoload.php';
if (!interface_exists(\Psr\Http\Server\MiddlewareInterface::class)) {
    require_once __DIR__ . '/psr_http_server.php';
}
