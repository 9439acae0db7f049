<?php

declare(strict_types=1);

namespace TikTokCapi\Exception;

/**
 * Everything that this package throws. Exceptions are told apart by class and by `getCode()`, which is a word; a code is
 * for ever. None shows a value of an event, an option's value, the token, or what TikTok said.
 */
abstract class CapiException extends \RuntimeException
{
    public function __construct(string $code, string $message)
    {
        parent::__construct($message);
        // A word, as PDOException has it.
        $this->code = $code;
    }
}
