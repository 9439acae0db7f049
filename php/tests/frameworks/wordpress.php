<?php

declare(strict_types=1);

// The WooCommerce plugin of examples/ as a router of `php -S`, without WordPress and WooCommerce: what follows are stand-ins of
// the few functions and classes that the plugin uses, with the names and arguments that their documentation gives. So this
// tests the plugin's own work, and not that WooCommerce calls it: `/checkout`, `/paid`, `/status`, `/thanks`, `/admin` and `/cron` fire the
// hooks. PLUGIN names a plugin that brings the package along.

namespace {
    define('ABSPATH', __DIR__ . '/');
    define('DAY_IN_SECONDS', 86400);
    define('HOUR_IN_SECONDS', 3600);
    define('MINUTE_IN_SECONDS', 60);
    define('PATH', strtok($_SERVER['REQUEST_URI'], '?'));

    final class WC_Order_Item_Product
    {
        public function get_product_id(): int
        {
            return 17;
        }

        public function get_variation_id(): int
        {
            return 0;
        }

        public function get_name(): string
        {
            return 'Trail shoe';
        }

        public function get_quantity(): int
        {
            return 2;
        }
    }

    /** An order in a file. */
    final class WC_Order
    {
        private function __construct(private string $file, private array $data)
        {
        }

        public static function made(int $id): self
        {
            return new self(getenv('SHOP_FOLDER') . "/order-$id", ['number' => (string) $id, 'billing_email' => "jo$id@example.com", 'meta' => [], 'paid' => null]);
        }

        public static function found(int $id): self|false
        {
            $file = getenv('SHOP_FOLDER') . "/order-$id";

            return is_file($file) ? new self($file, unserialize((string) file_get_contents($file))) : false;
        }

        public function pay(int $at): void
        {
            $this->data['paid'] ??= $at;
            $this->save();
        }

        public function save(): void
        {
            file_put_contents($this->file, serialize($this->data));
        }

        public function save_meta_data(): void
        {
            $this->save();
        }

        public function update_meta_data(string $key, mixed $value): void
        {
            $this->data['meta'][$key] = $value;
        }

        public function get_meta(string $key): mixed
        {
            return $this->data['meta'][$key] ?? '';
        }

        /** @return array<string, mixed> */
        public function meta(): array
        {
            return $this->data['meta'];
        }

        public function is_paid(): bool
        {
            return $this->data['paid'] !== null;
        }

        public function get_date_paid(): ?DateTimeImmutable
        {
            return $this->is_paid() ? (new DateTimeImmutable())->setTimestamp($this->data['paid']) : null;
        }

        public function get_items(): array
        {
            return [3 => new WC_Order_Item_Product()];
        }

        public function get_item_total(WC_Order_Item_Product $item, bool $withTax = false): float
        {
            return 19.9;
        }

        public function __call(string $name, array $arguments): mixed
        {
            return match ($name) {
                'get_order_number' => $this->data['number'],
                'get_billing_email' => $this->data['billing_email'],
                'get_billing_phone' => '020 7946 0958',
                'get_billing_country' => 'GB',
                'get_customer_id' => 0,
                'get_currency' => 'GBP',
                'get_total' => '39.80',
                'get_billing_first_name', 'get_billing_last_name', 'get_billing_city', 'get_billing_state', 'get_billing_postcode' => '',
            };
        }
    }

    function add_action(string $hook, callable $callback): void
    {
        $GLOBALS['hooks'][$hook][] = $callback;
    }

    function add_filter(string $hook, callable $callback): void
    {
        add_action($hook, $callback);
    }

    function do_action(string $hook, mixed ...$arguments): void
    {
        foreach ($GLOBALS['hooks'][$hook] ?? [] as $callback) {
            $callback(...array_slice($arguments, 0, 1));
        }
    }

    function apply_filters(string $hook, mixed $value): mixed
    {
        foreach ($GLOBALS['hooks'][$hook] ?? [] as $callback) {
            $value = $callback($value);
        }

        return match ($hook) {
            'tiktok_capi_consent' => $_COOKIE['consent'] ?? $value,
            'tiktok_capi_options' => json_decode(getenv('SHOP_OPTIONS') ?: '[]', true) + $value,
            default => $value,
        };
    }

    function wc_get_order(int $id): WC_Order|false
    {
        return WC_Order::found($id);
    }

    function wc_get_checkout_url(): string
    {
        return 'https://shop.example/checkout/';
    }

    function is_admin(): bool
    {
        return false;
    }

    function wp_doing_cron(): bool
    {
        return false;
    }

    function is_cart(): bool
    {
        return PATH === '/cart';
    }

    function current_user_can(string $capability): bool
    {
        return $capability === 'activate_plugins' && PATH === '/admin';
    }

    function esc_html(string $text): string
    {
        return htmlspecialchars($text, ENT_QUOTES);
    }

    /** What is kept for later, in a file by name. */
    function get_transient(string $name): string|false
    {
        return @file_get_contents(getenv('SHOP_FOLDER') . "/$name");
    }

    function set_transient(string $name, string $value, int $seconds): bool
    {
        return file_put_contents(getenv('SHOP_FOLDER') . "/$name", $value) !== false;
    }

    function wp_schedule_single_event(int $at, string $hook): bool
    {
        return set_transient("$hook.cron", (string) $at, 0);
    }

    // WooCommerce's thank-you page is a part of its checkout.
    function is_checkout(): bool
    {
        return in_array(PATH, ['/checkout', '/thanks'], true);
    }

    if (getenv('PLUGIN') !== false) {
        require getenv('PLUGIN');
    } else {
        require __DIR__ . '/../autoload.php';
        require __DIR__ . '/../../../examples/woocommerce/tiktok-capi-orders/tiktok-capi-orders.php';
    }

    $id = (int) ($_GET['order'] ?? 0);
    do_action('init');
    ob_start();
    do_action('wp_head');
    switch (PATH) {
        case '/checkout':
            $order = WC_Order::made($id);
            do_action('woocommerce_checkout_create_order', $order, []);
            $order->save();
            break;
        case '/paid':
            WC_Order::found($id)->pay(time());
            do_action('woocommerce_order_status_processing', $id);
            do_action('woocommerce_payment_complete', $id, 'transaction');
            break;
        case '/status': // set by hand, or by cash on delivery: no payment is completed
            WC_Order::found($id)->pay(time() - (int) ($_GET['ago'] ?? 0));
            do_action("woocommerce_order_status_{$_GET['to']}", $id);
            break;
        case '/renew': // what WooCommerce Subscriptions copies to a renewal
            $meta = WC_Order::found($id)->meta();
            echo json_encode(array_keys(apply_filters('wc_subscriptions_object_data', $meta + ['_shop' => 'kept'])));
            break;
        case '/thanks':
            do_action('woocommerce_thankyou', $id);
            break;
        case '/admin':
            do_action('admin_init');
            do_action('admin_notices');
            break;
        case '/cron': // what is due, once
            foreach (glob(getenv('SHOP_FOLDER') . '/*.cron') as $due) {
                unlink($due);
                do_action(basename($due, '.cron'));
            }
            break;
    }
    ob_end_flush();
}
