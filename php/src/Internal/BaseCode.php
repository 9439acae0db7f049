<?php

declare(strict_types=1);

namespace TikTokCapi\Internal;

/**
 * What a page needs before TikTok's script is loaded: a queue with the Pixel's methods, and the pixels with their address,
 * the time and their options under `_i`, `_t` and `_o`, where that script looks for them.
 *
 * @internal
 */
final class BaseCode
{
    public const SOURCE = 'https://analytics.tiktok.com/i18n/pixel/events.js';

    private const SCRIPT = <<<'JS'
        (function (window, document, name, source, code, options) {
          window.TiktokAnalyticsObject = name
          var ttq = window[name] = window[name] || []
          if (ttq.load) return
          ttq.methods = ['page', 'track', 'identify', 'instances', 'debug', 'on', 'off', 'once', 'ready', 'alias', 'group',
            'enableCookie', 'disableCookie', 'holdConsent', 'revokeConsent', 'grantConsent']
          function deferred(queue) {
            ttq.methods.forEach(function (method) {
              queue[method] = function () { queue.push([method].concat(Array.prototype.slice.call(arguments))) }
            })
            return queue
          }
          ttq._i = {}
          ttq._t = {}
          ttq._o = {}
          ttq.instance = function (id) { return deferred(ttq._i[id] || []) }
          ttq.load = function (id, given) {
            ttq._i[id] = []
            ttq._i[id]._u = source
            ttq._t[id] = Date.now()
            ttq._o[id] = given || {}
            var script = document.createElement('script')
            script.async = true
            script.nonce = (document.currentScript || {}).nonce
            script.src = source + '?sdkid=' + encodeURIComponent(id) + '&lib=' + name
            document.head.appendChild(script)
          }
          deferred(ttq).load(code, options)
          ttq.page()
        })(window, document, 'ttq', %s, %s, %s)
        JS;

    public static function html(string $code, string $source, ?string $nonce, bool $isLimited): string
    {
        $options = $isLimited ? ['limited_data_use' => true] : new \stdClass();
        $attribute = $nonce === null ? '' : ' nonce="' . htmlspecialchars($nonce, ENT_QUOTES | ENT_SUBSTITUTE) . '"';

        return "<script$attribute>" . sprintf(self::SCRIPT, self::json($source), self::json($code), self::json($options)) . '</script>';
    }

    /** JSON in which nothing can end the script element or open a comment. */
    private static function json(mixed $value): string
    {
        return json_encode($value, JSON_HEX_TAG | JSON_HEX_AMP | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR);
    }
}
