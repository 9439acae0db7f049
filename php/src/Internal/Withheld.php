<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

/**
 * Consent does not allow the event to be sent. It never leaves the package.
 *
 * @internal
 */
final class Withheld extends \Exception
{
}
