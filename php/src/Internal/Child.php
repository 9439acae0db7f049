<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

/**
 * One run of a program: what it is told on its standard input, and what it answers, within a time. PHP's own limit does not count
 * what a script waits for.
 *
 * @internal
 */
final class Child
{
    private const PIECE = 65_536;

    /**
     * @param resource $process
     * @param resource $input
     * @param resource $output
     */
    private function __construct(private $process, private $input, private $output)
    {
        stream_set_blocking($input, false);
        stream_set_blocking($output, false);
    }

    /**
     * Null where it cannot be started. Standard error stays PHP's own.
     *
     * @param list<string> $command a list of arguments is no shell command
     */
    public static function start(array $command): ?self
    {
        $pipes = [];
        $process = Quiet::call(static function () use ($command, &$pipes) {
            return proc_open($command, [['pipe', 'r'], ['pipe', 'w']], $pipes);
        });

        return $process === false ? null : new self($process, $pipes[0], $pipes[1]);
    }

    /** What it answers; null when it did not end in time. It is killed then. */
    public function answer(#[\SensitiveParameter] string $told, float $seconds): ?string
    {
        $answer = '';
        $end = microtime(true) + $seconds;
        for ($written = 0; !feof($this->output); ) {
            $left = $end - microtime(true);
            if ($left <= 0) {
                proc_terminate($this->process, 9);

                return null;
            }
            if ($this->waits($written < strlen($told), $left)) {
                $written = $this->wrote($told, $written);
            }
            $answer .= (string) fread($this->output, self::PIECE);
        }

        return $answer;
    }

    /** Its exit code, once it has ended. */
    public function code(): int
    {
        foreach (array_filter([$this->input, $this->output], is_resource(...)) as $pipe) {
            fclose($pipe);
        }

        return proc_close($this->process);
    }

    /** Waits for the other side, no longer than until the end; says whether there is something to write and room for it. */
    private function waits(bool $isWriting, float $left): bool
    {
        [$read, $write, $except] = [[$this->output], $isWriting ? [$this->input] : [], []];
        // A signal ends the wait early, and warns.
        Quiet::call(static function () use (&$read, &$write, &$except, $left) {
            return stream_select($read, $write, $except, (int) $left, (int) (fmod($left, 1) * 1_000_000));
        });

        return $isWriting && $write !== [];
    }

    /** How much is written now. All of it is where the other side has closed its end: nobody reads on. */
    private function wrote(#[\SensitiveParameter] string $told, int $written): int
    {
        $piece = substr($told, $written, self::PIECE);
        $count = Quiet::call(fn () => fwrite($this->input, $piece));
        $written = $count === false ? strlen($told) : $written + $count;
        if ($written === strlen($told)) {
            fclose($this->input);
        }

        return $written;
    }
}
