<?php

declare(strict_types=1);

namespace TikTokCapi;

use TikTokCapi\Exception\CapiException;

/**
 * The client's verbs for one visitor: what the request tells (click id, the Pixel's cookie, address, browser, page, consent)
 * goes under what the shop describes.
 *
 * An event is an array of TikTok's own names or an object with public properties; several are a list or an iterator.
 *
 * @phpstan-import-type Event from Catalog
 */
final class Conversions
{
    private readonly \Closure $log;

    /** @param (callable(string): mixed)|null $log takes a line without any value; `error_log` by default */
    public function __construct(public readonly Client $client, public readonly Visitor $visitor, ?callable $log = null)
    {
        $this->log = ($log ?? error_log(...))(...);
    }

    /**
     * `Client::enqueue` for this visitor: a local write, no network. This is the one to use while a visitor waits.
     *
     * @param Event|iterable<Event|object>|object $events
     */
    public function enqueue(#[\SensitiveParameter] array|object $events): Receipt
    {
        return $this->client->enqueue($events, $this->visitor);
    }

    /**
     * `Client::track` for this visitor, who waits for TikTok.
     *
     * @param Event|iterable<Event|object>|object $events
     */
    public function track(#[\SensitiveParameter] array|object $events): Receipt
    {
        return $this->client->track($events, $this->visitor);
    }

    /**
     * `Client::pixel` for this visitor.
     *
     * @param Event|object $event
     */
    public function pixel(#[\SensitiveParameter] array|object $event, ?string $nonce = null): ?Pixel
    {
        return $this->client->pixel($event, $nonce, $this->visitor);
    }

    /**
     * Both halves in one call, with one `event_id`: enqueues the server's, and gives the page's as a script element, which
     * is empty when consent withholds the event.
     *
     * @param Event|object $event
     *
     * @return array{Receipt, string}
     */
    public function pair(#[\SensitiveParameter] array|object $event, ?string $nonce = null): array
    {
        $event = $this->visitor->describe($event);
        $receipt = $this->client->enqueue($event);
        $id = $receipt->results[0]->eventId;
        $pixel = $id === null ? null : $this->client->pixel(['event_id' => $id] + $event, $nonce);

        return [$receipt, $pixel?->html ?? ''];
    }

    /**
     * The page's half for a template: a script element, or an empty text when consent withholds the event. It never throws:
     * the page is served, and a refused event is logged by its codes.
     *
     * @param Event|object $event
     */
    public function snippet(#[\SensitiveParameter] array|object $event, ?string $nonce = null): string
    {
        try {
            return $this->pixel($event, $nonce)?->html ?? '';
        } catch (CapiException $error) {
            ($this->log)("tiktok-capi: a page is served without its conversion: {$error->getMessage()}");

            return '';
        }
    }

    /**
     * The Pixel's base code as a script element; empty where the visitor's consent does not allow the Pixel. For people who
     * opted out it is loaded with TikTok's limited data use. It never throws: without a pixel code it is empty, which is logged.
     *
     * @param string|null $pixel_code the client's by default
     * @param string|null $source another address of the Pixel's script, as the sandbox's
     * @param bool $hold_consent the Pixel holds its reports until the page calls `ttq.grantConsent()`
     */
    public function baseCode(?string $pixel_code = null, ?string $nonce = null, ?string $source = null, bool $hold_consent = false): string
    {
        try {
            $visitor = $this->judged();
            if ($visitor->allowed !== true) {
                return '';
            }
            $pixel_code ??= $this->client->pixelCode() ?? '';

            return base_code($pixel_code, $source, $visitor->limitedDataUse === true, $hold_consent, $nonce)->html;
        } catch (CapiException $error) {
            ($this->log)("tiktok-capi: a page is served without the Pixel: {$error->getMessage()}");

            return '';
        }
    }

    /** The visitor by the client's rules: one who was kept does not know what they allow. */
    private function judged(): Visitor
    {
        if ($this->visitor->allowed !== null) {
            return $this->visitor;
        }

        return $this->client->visitor('', [], '', consent: $this->visitor->describe([])['consent'] ?? null);
    }
}
