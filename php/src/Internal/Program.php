<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

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

    private function __construct(private readonly string $path)
    {
    }

    /** Null where there is none, or where PHP may start none (`disable_functions`). */
    public static function at(?string $path): ?self
    {
        $isAllowed = function_exists('proc_open') && function_exists('proc_close');

        return $path !== null && $isAllowed ? new self($path) : null;
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

    private function run(string $verb, #[\SensitiveParameter] string $head, #[\SensitiveParameter] string $document): string
    {
        // A list of arguments is no shell command. Standard error stays PHP's own.
        $process = @proc_open([$this->path, 'call', $verb], [['pipe', 'r'], ['pipe', 'w']], $pipes);
        if ($process === false) {
            throw new InternalError('internal error: the program tiktok-capi cannot be started');
        }
        // The program reads all before it writes, so neither waits for the other. One that ends early closes the pipe.
        @fwrite($pipes[0], "$head\n$document");
        fclose($pipes[0]);
        $told = (string) stream_get_contents($pipes[1]);
        fclose($pipes[1]);

        return match ($code = self::code(proc_close($process), $told)) {
            self::ANSWER => $told,
            self::FAILURE => throw Failure::exception($told),
            default => throw new InternalError("internal error: the program tiktok-capi ended with $code"),
        };
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
