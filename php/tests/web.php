<?php

declare(strict_types=1);

// A page for tests/web.sh: says what does the work.

require_once __DIR__ . '/autoload.php';
echo TikTokCapi\Runtime::kind(), ' ', TikTokCapi\event_id('Purchase', 4711), "\n";
