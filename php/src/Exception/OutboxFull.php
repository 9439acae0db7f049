<?php

declare(strict_types=1);

namespace TikTokCapi\Exception;

/** The outbox has reached its limits, or the disk is full. What it holds is safe, and goes on being delivered. */
final class OutboxFull extends OutboxException
{
}
