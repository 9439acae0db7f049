<?php

declare(strict_types=1);

namespace TikTokCapi\Exception;

/** The native part was not installed; what was there before is untouched. `about` names what is wrong, `hint` says how to mend it. */
final class InstallError extends CapiException
{
    public function __construct(string $code, public readonly string $about, public readonly string $hint)
    {
        parent::__construct($code, "$about: $code: $hint");
    }
}
