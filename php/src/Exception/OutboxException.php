<?php

declare(strict_types=1);

namespace TikTokCapi\Exception;

/** The outbox cannot be used: see `getCode()`. `path` names its file, `hint` says how to mend it. No event was taken. */
class OutboxException extends CapiException
{
    final public function __construct(string $code, public readonly string $path, public readonly string $hint)
    {
        parent::__construct($code, "$path: $code: $hint");
    }
}
