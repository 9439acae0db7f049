<?php

declare(strict_types=1);

// What Composer would write from composer.json.
spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'TikTokCapi\\')) {
        require __DIR__ . '/../src/' . strtr(substr($class, strlen('TikTokCapi\\')), '\\', '/') . '.php';
    }
});
require __DIR__ . '/../src/functions.php';
