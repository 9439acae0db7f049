<?php

declare(strict_types=1);

namespace TikTokCapi\Exception;

/** TikTok refuses the token, or its right on the event source. */
final class Unauthorized extends DeliveryError
{
}
