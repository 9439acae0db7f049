<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

use TikTokCapi\Exception\ConfigError;
use TikTokCapi\Exception\InternalError;
use TikTokCapi\Exception\InvalidEvent;
use TikTokCapi\Exception\OutboxException;
use TikTokCapi\Exception\OutboxFull;
use TikTokCapi\Problem;

/**
 * From a failure, as the library and the program write it, to an exception.
 *
 * @internal
 */
final class Failure
{
    public static function exception(string $json): \Exception
    {
        $told = json_decode($json, true);

        return match ($told['error'] ?? null) {
            'invalid_event' => new InvalidEvent($told['message'], Problem::all($told['problems'])),
            'config' => new ConfigError($told['code'], $told['option'], $told['hint']),
            'withheld' => new Withheld(),
            'outbox' => new OutboxException($told['code'], $told['path'], $told['hint']),
            'outbox_full' => new OutboxFull($told['code'], $told['path'], $told['hint']),
            'internal' => new InternalError($told['message']),
            default => new InternalError('internal error: the answer of tiktok-capi cannot be read'),
        };
    }
}
