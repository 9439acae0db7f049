<?php

declare(strict_types=1);

// The shop: products, checkout, thanks, and a banner that asks for consent. `php -S localhost:8000 public/index.php`

use TikTokCapi\Exception\CapiException;

require __DIR__ . '/../vendor/autoload.php';
require __DIR__ . '/../conversions.php';

// Prices in pence: money is counted in whole numbers.
const PRODUCTS = ['shoe' => ['Trail shoe', 8990], 'socks' => ['Running socks', 990], 'bottle' => ['Water bottle', 2900]];

session_start(['cookie_httponly' => true, 'cookie_samesite' => 'Lax', 'use_strict_mode' => true]);
$conversions = conversions();
foreach ($conversions?->visitor->cookies ?? [] as $cookie) {
    header('Set-Cookie: ' . $cookie['header'], false);
}
$nonce = bin2hex(random_bytes(16));
header("Content-Security-Policy: script-src 'nonce-$nonce' 'strict-dynamic'; object-src 'none'; base-uri 'none'");

// The script is a sandbox's where one is named; else it is TikTok's own.
$pixel = static fn (): string => $conversions?->baseCode(nonce: $nonce, source: getenv('TIKTOK_PIXEL_URL') ?: null) ?? '';
$page = static function (string $view, array $values) use ($pixel): void {
    extract($values);
    require __DIR__ . '/../views/page.php';
};
$inPounds = static fn (int $pence): string => sprintf('%d.%02d', intdiv($pence, 100), $pence % 100);

switch ($_SERVER['REQUEST_METHOD'] . ' ' . strtok($_SERVER['REQUEST_URI'], '?')) {
    case 'GET /':
        $page('products', ['products' => PRODUCTS, 'inPounds' => $inPounds]);
        break;

    case 'POST /checkout':
        $order = ordered($_POST, $inPounds);
        if ($order === null) {
            see('/');
        }
        $_SESSION['order'] = $order; // only this visitor's; a real shop has a database, and is paid
        try {
            $conversions?->enqueue(purchase($order));
        } catch (CapiException $error) {
            error_log($error->getMessage()); // codes and advice; no error holds a value. The order stands all the same.
        }
        see('/thanks');

    case 'GET /thanks':
        $order = $_SESSION['order'] ?? see('/');
        // TikTok drops repeats for 48 hours. A page that is opened again later would count again, so the Pixel is told no more.
        $isNew = time() - $order['placed_at'] < 86400;
        $page('thanks', ['order' => $order, 'snippet' => $isNew ? $conversions?->snippet(purchase($order), $nonce) ?? '' : '']);
        break;

    case 'POST /consent':
        // Another site's page may not answer for the visitor. Old browsers do not say whose page it was.
        if (($_SERVER['HTTP_SEC_FETCH_SITE'] ?? 'same-origin') !== 'same-origin') {
            http_response_code(403);
            exit;
        }
        $answer = $_POST['answer'] ?? '';
        if (in_array($answer, ['granted', 'denied', 'opted_out'], true)) {
            $kept = ['expires' => time() + 180 * 86400, 'path' => '/', 'secure' => is_secure(), 'samesite' => 'Lax', 'httponly' => true];
            setcookie('consent', $answer, $kept);
        }
        // Back to the same address: the click id in it may be kept now.
        $back = $_POST['back'] ?? '/';
        see(is_string($back) && preg_match('#^/(?![/\\\\])[\x21-\x7e]*$#', $back) === 1 ? $back : '/');

    default:
        http_response_code(404);
        $page('missing', []);
}

/** The order of a form; null when it is none. */
function ordered(array $form, callable $inPounds): ?array
{
    [$lines, $pence] = [[], 0];
    foreach (PRODUCTS as $sku => [$name, $price]) {
        $quantity = is_string($form[$sku] ?? null) ? (int) $form[$sku] : 0;
        if ($quantity > 0 && $quantity < 100) {
            $lines[] = ['sku' => $sku, 'name' => $name, 'price' => $inPounds($price), 'quantity' => $quantity];
            $pence += $price * $quantity;
        }
    }
    [$email, $phone] = [$form['email'] ?? '', $form['phone'] ?? ''];
    if ($lines === [] || !is_string($email) || !is_string($phone) || $email === '') {
        return null;
    }

    $number = strtoupper(bin2hex(random_bytes(6)));

    return ['number' => $number, 'placed_at' => time(), 'email' => $email, 'phone' => $phone, 'lines' => $lines, 'total' => $inPounds($pence)];
}

/** Whether the visitor came by https; a proxy of the shop's own is believed. */
function is_secure(): bool
{
    $proxied = (int) getenv('TRUSTED_PROXIES') > 0 ? $_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '' : '';

    return $proxied === 'https' || !in_array($_SERVER['HTTPS'] ?? '', ['', 'off'], true);
}

function see(string $where): never
{
    header("Location: $where", true, 303);
    exit;
}

function text(string|int $text): string
{
    return htmlspecialchars((string) $text, ENT_QUOTES | ENT_SUBSTITUTE);
}
