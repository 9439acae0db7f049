//! WooCommerce: an order of its REST API v3, as its webhooks bring it too.
//!
//! The keys `_wc_order_attribution_…` are those of WooCommerce's own order attribution (8.5 and later).

use crate::input::Input;
use crate::normalize::trim;
use crate::problem::{Code, Problem};

use super::draft::{Draft, Row, at, click_id, id, plain, rows, somebody, text_at};
use super::found::{Found, require};
use super::origin::{Sign, unvisited};

static ORDER: &[Row] = rows! {
    "event_time" <- "date_paid_gmt" | "date_created_gmt" as utc;
    "user.email" <- "billing.email";
    "user.phone" <- "billing.phone";
    "user.phone_region" <- "billing.country";
    "user.external_id" <- "customer_id" as id;
    "user.first_name" <- "billing.first_name";
    "user.last_name" <- "billing.last_name";
    "user.city" <- "billing.city";
    "user.state" <- "billing.state";
    "user.zip_code" <- "billing.postcode";
    "user.country" <- "billing.country";
    "properties.order_id" <- "number" | "id" as id;
    "properties.currency" <- "currency";
    "properties.value" <- "total";
};

/// A renewal has that of the first order, since all of its meta data is copied.
static VISIT: &[Row] = rows! {
    "user.ip" <- "customer_ip_address";
    "user.user_agent" <- "customer_user_agent" | "meta_data:_wc_order_attribution_user_agent";
    "user.ttclid" <- "meta_data:ttclid" | "meta_data:_ttclid" as somebody;
    "user.ttclid" <- "meta_data:_wc_order_attribution_session_entry" as click_id;
    "user.ttclid" <- "meta_data:ttclid" | "meta_data:_ttclid";
    "user.ttp" <- "meta_data:_ttp" | "meta_data:ttp" as somebody;
    "user.ttp" <- "meta_data:_ttp" | "meta_data:ttp";
    "page.url" <- "meta_data:_wc_order_attribution_session_entry";
    "page.referrer" <- "meta_data:_wc_order_attribution_referrer";
};

static PRODUCT: &[Row] = rows! {
    "content_id" <- "variation_id" | "product_id" | "sku" as id;
    "content_name" <- "name";
    "price" <- "price" as unit_price;
    "quantity" <- "quantity";
};

/// What is used otherwise, is about the way of the order through the shop, or says again what is taken.
static PASSED_OVER: &[&str] = &[
    "_links",
    "cart_hash",
    "created_via",
    "currency_symbol",
    "date_completed",
    "date_completed_gmt",
    "date_created",
    "date_created_gmt",
    "date_modified",
    "date_modified_gmt",
    "date_paid",
    "id",
    "is_editable",
    "line_items.id",
    "line_items.parent_name",
    "line_items.product_id",
    "line_items.sku",
    "line_items.subtotal",
    "line_items.subtotal_tax",
    "line_items.tax_class",
    "line_items.taxes",
    "line_items.total",
    "line_items.total_tax",
    "meta_data:_wc_order_attribution_device_type",
    "meta_data:_wc_order_attribution_source_type",
    "needs_payment",
    "needs_processing",
    "order_key",
    "parent_id",
    "payment_url",
    "prices_include_tax",
    "status",
    "version",
];

/// Statuses in which an order is paid, and those in which it is not or no longer. The prefix with which WooCommerce keeps them
/// belongs to none.
static SOLD: &[&str] = &["processing", "completed"];
static NOT_SOLD: &[&str] = &[
    "pending",
    "on-hold",
    "cancelled",
    "refunded",
    "failed",
    "trash",
    "checkout-draft",
    "auto-draft",
    "draft",
    "new",
];

/// How an order was made that nobody placed on the shop's pages: by WooCommerce Subscriptions and others like it, at a till, or
/// by the shop's staff.
static SIGNS: &[Sign] = &[
    ("meta_data:_subscription_renewal", None, Code::Renewal),
    ("created_via", Some("subscription"), Code::Renewal),
    ("meta_data:wps_sfw_renewal_order", Some("yes"), Code::Renewal),
    ("meta_data:is_a_renew", Some("yes"), Code::Renewal),
    ("created_via", Some("pos-rest-api"), Code::PointOfSale),
    ("created_via", Some("woocommerce-pos"), Code::PointOfSale),
    ("created_via", Some("admin"), Code::DraftOrder),
];

pub(super) fn described<'p>(order: &'p Input<'_>) -> Found<'p> {
    require(order, &["id", "line_items", "total", "billing"])?;
    sold(order)?;
    let why = unvisited(order, SIGNS);
    let mut event = Draft::of("Purchase");
    event.fill(order, ORDER);
    if why.is_none() {
        event.fill(order, VISIT);
    }
    event.products(at(order, "line_items"), PRODUCT);
    event.identify_by_order();
    event.pass_over(order, PASSED_OVER);
    Ok(vec![event.doubted(order, why)])
}

/// Says why an order is no sale. A status of the shop's own making counts when there is a date of payment.
fn sold(order: &Input<'_>) -> Result<(), Problem> {
    if let Some(place) = subscription(order) {
        return Err(Problem::new(place, Code::NoConversion));
    }
    let status = text_at(order, "status").map(|status| status.strip_prefix("wc-").unwrap_or(status));
    let is_sold = match status {
        None => true,
        Some(status) if SOLD.contains(&status) => true,
        Some(status) if NOT_SOLD.contains(&status) => false,
        Some(_) => at(order, "date_paid_gmt").or_else(|| at(order, "date_paid")).is_some(),
    };
    if is_sold { Ok(()) } else { Err(Problem::new("status", Code::NotPaid)) }
}

/// By what a subscription is told from the orders of it, whose form it has: its first order was paid as one, and told of.
fn subscription(order: &Input<'_>) -> Option<&'static str> {
    let links = ["_links.self.href", "_links.collection.href"];
    let is_linked = |place: &&str| text_at(order, place).is_some_and(|link| link.contains("/subscriptions"));
    let period = at(order, "billing_period").map(|_| "billing_period");
    period.or_else(|| links.iter().any(is_linked).then_some("_links"))
}

/// `2026-01-31T12:00:00` without an offset, which is what the members named `…_gmt` hold.
fn utc<'p>(value: &'p Input<'_>) -> Option<Input<'p>> {
    const LENGTH: usize = "2026-01-31T12:00:00".len();
    match value.as_text().map(trim) {
        Some(time) if time.len() == LENGTH => Some(Input::text(format!("{time}Z"))),
        _ => plain(value),
    }
}

/// WooCommerce divides a line's total by its quantity and hands on every digit, as 2.8011204481792715.
fn unit_price<'p>(value: &'p Input<'_>) -> Option<Input<'p>> {
    /// WooCommerce's `WC_ROUNDING_PRECISION`, as a factor.
    const PRECISION: f64 = 1e6;
    /// Beyond it six decimals are more than a number holds.
    const LARGEST: f64 = 1e9;
    match value {
        Input::Number(price) if price.abs() < LARGEST => {
            Some(Input::Number((price * PRECISION).round() / PRECISION))
        }
        _ => plain(value),
    }
}
