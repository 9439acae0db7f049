<?php

declare(strict_types=1);

namespace TikTokCapi\Exception;

use TikTokCapi\Problem;

/** The event cannot be sent, or the value is not one of its field. `problems` says where and why. */
final class InvalidEvent extends CapiException
{
    /** @param list<Problem> $problems */
    public function __construct(string $message, public readonly array $problems)
    {
        parent::__construct('invalid_event', $message);
    }
}
