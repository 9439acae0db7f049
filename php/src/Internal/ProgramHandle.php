<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

/**
 * A client of the program: its options, which go with each call.
 *
 * @internal
 */
final class ProgramHandle implements Handle
{
    /** @var \WeakMap<self, string>|null options by handle: no dump of an object shows them, and they hold the token */
    private static ?\WeakMap $options = null;

    /** What the program tells of the options, which it checks by the way. */
    private readonly string $about;

    private bool $isClosed = false;

    /** @param \Closure(string, string, string, float=): string $run calls the program: verb, head, document, seconds to wait */
    public function __construct(private readonly \Closure $run, #[\SensitiveParameter] string $options)
    {
        self::$options ??= new \WeakMap();
        self::$options[$this] = $options;
        $this->about = $this->verb('about', '');
    }

    public function verb(
        string $verb,
        #[\SensitiveParameter] string $document,
        ?string $nonce = null,
        #[\SensitiveParameter] ?string $visitor = null,
    ): string {
        return ($this->run)($verb, $this->head($nonce, $visitor ?? 'null'), $document);
    }

    public function about(): array
    {
        return Json::read($this->about);
    }

    public function wait(string $verb, int $milliseconds): string
    {
        $seconds = $milliseconds / 1_000;
        $told = ($this->run)($verb, $this->head(null, 'null'), Json::of(['timeout' => $seconds]), $seconds);
        $this->isClosed = $this->isClosed || $verb === 'close';

        return $told;
    }

    public function stats(): string
    {
        return $this->verb('stats', '{}');
    }

    /** @return never */
    public function __serialize(): array
    {
        throw new \LogicException('a TikTokCapi\Client cannot be serialized');
    }

    /** What stands before the document: one line. */
    private function head(?string $nonce, #[\SensitiveParameter] string $visitor): string
    {
        $options = self::$options[$this] ?? '{}';

        return "{\"options\":$options,\"nonce\":" . Json::of($nonce) . ',"closed":' . Json::of($this->isClosed) . ",\"visitor\":$visitor}";
    }

    private function __clone()
    {
    }
}
