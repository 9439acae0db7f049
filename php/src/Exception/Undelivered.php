<?php

declare(strict_types=1);

namespace TikTokCapi\Exception;

/** No answer, or none that settles it, after the last try. The same events may be sent again. */
final class Undelivered extends DeliveryError
{
}
