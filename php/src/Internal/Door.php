<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

/**
 * What does the work: the C library in this process, or the program `tiktok-capi`. Both take and give the same JSON.
 *
 * @internal
 */
interface Door
{
    /** A verb that needs no client. */
    public function verb(string $verb, #[\SensitiveParameter] string $arguments): string;

    /** One event, or a list of them, with a visitor laid under each. */
    public function under(#[\SensitiveParameter] string $visitor, #[\SensitiveParameter] string $events): string;

    /** A client of options. */
    public function open(#[\SensitiveParameter] string $options): Handle;
}
