<?php

declare(strict_types=1);

namespace TikTokCapi\Exception;

use TikTokCapi\Receipt;

/** Events were handed over and did not all arrive. `receipt` says which, `hint` what to look at. */
abstract class DeliveryError extends CapiException
{
    final public function __construct(
        string $code,
        public readonly int $events,
        public readonly string $hint,
        public readonly ?int $apiCode,
        public readonly ?string $requestId,
        public readonly Receipt $receipt,
    ) {
        $told = $apiCode === null ? '' : " (TikTok's code $apiCode)";
        $which = $events === 1 ? '1 event' : "$events events";
        parent::__construct($code, "$which $code$told: $hint");
    }
}
