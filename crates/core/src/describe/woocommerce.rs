//! WooCommerce: an order of its REST API v3, as its webhooks bring it too.
//!
//! The keys `_wc_order_attribution_…` are those of WooCommerce's own order attribution (8.5 and later).

use crate::input::Input;
use crate::normalize::trim;
use crate::problem::{Code, Problem};

use super::draft::{Draft, Row, at, click_id, id, plain, rows, text_at};
use super::found::{Found, require};

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
    "user.ip" <- "customer_ip_address";
    "user.user_agent" <- "customer_user_agent" | "meta_data:_wc_order_attribution_user_agent";
    "user.ttclid" <- "meta_data:ttclid" | "meta_data:_ttclid";
    "user.ttclid" <- "meta_data:_wc_order_attribution_session_entry" as click_id;
    "user.ttp" <- "meta_data:_ttp" | "meta_data:ttp";
    "page.url" <- "meta_data:_wc_order_attribution_session_entry";
    "page.referrer" <- "meta_data:_wc_order_attribution_referrer";
    "properties.order_id" <- "number" | "id" as id;
    "properties.currency" <- "currency";
    "properties.value" <- "total";
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

pub(super) fn described<'p>(order: &'p Input<'_>) -> Found<'p> {
    require(order, &["id", "line_items", "total", "billing"])?;
    sold(order)?;
    let mut event = Draft::of("Purchase");
    event.fill(order, ORDER);
    event.products(at(order, "line_items"), PRODUCT);
    event.identify_by_order();
    event.pass_over(order, PASSED_OVER);
    Ok(vec![event])
}

/// Orders in a status of the shop's own making count when there is a date of payment.
fn sold(order: &Input<'_>) -> Result<(), Problem> {
    let is_sold = match text_at(order, "status") {
        None | Some("processing" | "completed") => true,
        Some(
            "pending" | "on-hold" | "cancelled" | "refunded" | "failed" | "trash" | "checkout-draft"
            | "auto-draft",
        ) => false,
        Some(_) => at(order, "date_paid_gmt").or_else(|| at(order, "date_paid")).is_some(),
    };
    if is_sold { Ok(()) } else { Err(Problem::new("status", Code::NotPaid)) }
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
