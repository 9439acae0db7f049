<?php

declare(strict_types=1);

namespace TikTokCapi\Exception;

/** TikTok was still throttling after the last try. */
final class RateLimited extends DeliveryError
{
}
