<?php

declare(strict_types=1);

namespace TikTokCapi\Exception;

/** A bug of this package. Nothing of what was being handled is in the message. */
final class InternalError extends CapiException
{
    public function __construct(string $message)
    {
        parent::__construct('internal_error', $message);
    }
}
