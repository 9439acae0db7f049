<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

use TikTokCapi\Exception\ConfigError;
use TikTokCapi\Exception\InternalError;

/**
 * The program `tiktok-capi`, started once for each call. What it works on goes to its standard input: other users of the
 * machine can see a program's arguments.
 *
 * @internal
 */
final class Program implements Door
{
    /** The exit code of an answer, and that of a failure which is told on standard output. */
    private const ANSWER = 0;
    private const FAILURE = 3;

    /** Those of a shell, and of a child of PHP's, for a program that cannot be run and for one that is not there. */
    private const ABSENT = [126, 127];

    /** Seconds for a verb, and for one that sends: four tries of a long list may take that. */
    private const SECONDS = 60.0;
    private const SENDING = ['track' => 600.0, 'deliver' => 600.0];

    /** @param float|null $seconds in place of these */
    private function __construct(private readonly string $path, private readonly ?float $seconds)
    {
    }

    /** Null where there is none, or where PHP may start none. */
    public static function at(?string $path, ?float $seconds): ?self
    {
        return $path !== null && self::isAllowed() ? new self($path, $seconds) : null;
    }

    /** Whether PHP may start programs, which `disable_functions` may take away. */
    public static function isAllowed(): bool
    {
        return function_exists('proc_open') && function_exists('proc_close') && function_exists('proc_terminate');
    }

    public function verb(string $verb, #[\SensitiveParameter] string $arguments): string
    {
        return $this->run($verb, '{}', $arguments);
    }

    public function under(#[\SensitiveParameter] string $visitor, #[\SensitiveParameter] string $events): string
    {
        return $this->run('under', "{\"visitor\":$visitor}", $events);
    }

    public function open(#[\SensitiveParameter] string $options): Handle
    {
        return new ProgramHandle($this->run(...), $options);
    }

    /** @param float $waiting seconds that the verb itself was told to wait */
    private function run(
        string $verb,
        #[\SensitiveParameter] string $head,
        #[\SensitiveParameter] string $document,
        float $waiting = 0.0,
    ): string {
        $child = Child::start([$this->path, 'call', $verb]) ?? throw self::absent();
        $seconds = $waiting + ($this->seconds ?? self::SENDING[$verb] ?? self::SECONDS);
        $told = $child->answer("$head\n$document", $seconds);
        $code = self::code($child->code(), $told ?? '');

        return match (true) {
            $told === null => throw new InternalError("internal error: the program tiktok-capi did not end within $seconds seconds"),
            $code === self::ANSWER => $told,
            $code === self::FAILURE => throw Failure::exception($told),
            in_array($code, self::ABSENT, true) => throw self::absent(),
            default => throw new InternalError("internal error: the program tiktok-capi ended with $code"),
        };
    }

    private static function absent(): ConfigError
    {
        return new ConfigError('missing_library', 'program', 'The program tiktok-capi cannot be started. Name it with its folder.');
    }

    /**
     * The exit code. Where something else in the process takes the codes of all children, as a handler of SIGCHLD does, it is
     * -1; then the text says the same.
     */
    private static function code(int $code, #[\SensitiveParameter] string $told): int
    {
        $answer = $code === -1 ? json_decode($told) : null;

        return match (true) {
            $code !== -1 => $code,
            is_string($answer->error ?? null) => self::FAILURE,
            $answer !== null => self::ANSWER,
            default => $code,
        };
    }
}
