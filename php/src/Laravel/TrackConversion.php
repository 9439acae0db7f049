<?php

declare(strict_types=1);

namespace TikTokCapi\Laravel;

use Illuminate\Bus\Queueable;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Queue\InteractsWithQueue;
use TikTokCapi\Client;
use TikTokCapi\Conversions;
use TikTokCapi\Exception\InvalidEvent;
use TikTokCapi\Exception\Rejected;

/**
 * Delivers one event from Laravel's queue, for shops that would rather watch one queue than an outbox.
 *
 *     dispatch(TrackConversion::of($conversions, ['event' => 'Purchase', ...]));
 *
 * The event is described and hashed before it is queued: the queue holds no raw identifier, and every try sends the same
 * bytes.
 */
final class TrackConversion implements ShouldQueue
{
    use InteractsWithQueue;
    use Queueable;

    /** @var list<int> seconds between tries */
    public array $backoff = [10, 60, 300, 900, 3600];

    /** Seconds. TikTok knows an event that comes again as one that it has for two days; half of that is left for clocks. */
    private const TOO_OLD = 24 * 3600;

    private readonly int $since;

    /** @param string $event its canonical bytes; the name stays, since jobs of earlier releases wait in queues */
    private function __construct(#[\SensitiveParameter] private readonly string $event)
    {
        $this->since = time();
    }

    /**
     * The job for an event of this visitor, to be dispatched; null when consent withholds it.
     *
     * @param array<string, mixed>|object $event
     *
     * @throws InvalidEvent the event is refused
     */
    public static function of(Conversions $conversions, #[\SensitiveParameter] array|object $event): ?self
    {
        $built = $conversions->client->build($event, $conversions->visitor);

        return $built === null ? null : new self($built);
    }

    public function retryUntil(): \DateTimeInterface
    {
        return (new \DateTimeImmutable())->setTimestamp($this->since + self::TOO_OLD);
    }

    public function handle(Client $client): void
    {
        try {
            $client->deliver($this->event)->throwForError();
        } catch (Rejected|InvalidEvent $error) {
            $this->fail($error); // Another try would not help.
        }
    }
}
