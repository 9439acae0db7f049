<?php

declare(strict_types=1);

namespace TikTokCapi\Exception;

/** TikTok refuses the events. Sending them again does not help. */
final class Rejected extends DeliveryError
{
}
