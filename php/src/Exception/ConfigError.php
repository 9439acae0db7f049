<?php

declare(strict_types=1);

namespace TikTokCapi\Exception;

/** An option or an argument is unknown, wrong or missing. `option` names it, `hint` says how to mend it. */
final class ConfigError extends CapiException
{
    public function __construct(string $code, public readonly string $option, public readonly string $hint)
    {
        parent::__construct($code, "$option: $code: $hint");
    }
}
