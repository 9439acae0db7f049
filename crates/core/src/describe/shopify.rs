//! Shopify: an order of the REST Admin API, as the webhook `orders/paid` brings it.
//!
//! The address of the order's own page (`order_status_url`) shows the order to whoever has it, so only its host is used.

use crate::input::Input;
use crate::problem::{Code, Problem};

use super::draft::{Draft, Row, at, click_id, first_with, id, rows, somebody, text_at};
use super::found::{Found, require};
use super::origin::{Sign, unvisited};

static ORDER: &[Row] = rows! {
    "event_time" <- "processed_at" | "created_at";
    "user.email" <- "email" | "contact_email" | "customer.email";
    "user.phone" <- "phone" | "customer.phone";
    "user.external_id" <- "customer.id" as id;
    "user.locale" <- "customer_locale";
    "properties.order_id" <- "id" as id;
    "properties.currency" <- "currency";
    "properties.value" <- "total_price";
};

static VISIT: &[Row] = rows! {
    "user.ip" <- "client_details.browser_ip" | "browser_ip";
    "user.user_agent" <- "client_details.user_agent";
    "user.ttclid" <- "note_attributes:ttclid" as somebody;
    "user.ttclid" <- "landing_site" as click_id;
    "user.ttclid" <- "note_attributes:ttclid";
    "user.ttp" <- "note_attributes:_ttp" | "note_attributes:ttp" as somebody;
    "user.ttp" <- "note_attributes:_ttp" | "note_attributes:ttp";
    "page.referrer" <- "referring_site";
};

static COUNTRIES: &[&str] = &["country_code", "country"];

static PHONE: &[Row] = rows! {
    "user.phone" <- "phone";
    "user.phone_region" <- "country_code";
};

static NAME: &[Row] = rows! {
    "user.first_name" <- "first_name";
    "user.last_name" <- "last_name";
};

static ADDRESS: &[Row] = rows! {
    "user.city" <- "city";
    "user.state" <- "province" | "province_code";
    "user.zip_code" <- "zip";
    "user.country" <- "country_code" | "country";
};

static PRODUCT: &[Row] = rows! {
    "content_id" <- "variant_id" | "product_id" | "sku" as id;
    "content_name" <- "title";
    "brand" <- "vendor";
    "price" <- "price";
    "quantity" <- "quantity";
};

/// What is used otherwise, is about the way of the order through the shop, or says again what is taken.
static PASSED_OVER: &[&str] = &[
    "admin_graphql_api_id",
    "app_id",
    "browser_ip",
    "buyer_accepts_marketing",
    "cart_token",
    "checkout_id",
    "checkout_token",
    "client_details.accept_language",
    "client_details.browser_height",
    "client_details.browser_width",
    "client_details.session_hash",
    "closed_at",
    "confirmation_number",
    "confirmed",
    "contact_email",
    "created_at",
    "current_subtotal_price",
    "current_subtotal_price_set",
    "current_total_discounts",
    "current_total_discounts_set",
    "current_total_price",
    "current_total_price_set",
    "current_total_tax",
    "current_total_tax_set",
    "customer.admin_graphql_api_id",
    "customer.created_at",
    "customer.currency",
    "customer.default_address",
    "customer.email",
    "customer.first_name",
    "customer.last_name",
    "customer.state",
    "customer.updated_at",
    "customer.verified_email",
    "billing_address.latitude",
    "billing_address.longitude",
    "billing_address.name",
    "billing_address.province_code",
    "billing_address.country",
    "estimated_taxes",
    "financial_status",
    "fulfillment_status",
    "landing_site",
    "landing_site_ref",
    "line_items.admin_graphql_api_id",
    "line_items.fulfillable_quantity",
    "line_items.fulfillment_service",
    "line_items.fulfillment_status",
    "line_items.gift_card",
    "line_items.grams",
    "line_items.id",
    "line_items.name",
    "line_items.price_set",
    "line_items.product_exists",
    "line_items.product_id",
    "line_items.requires_shipping",
    "line_items.sku",
    "line_items.taxable",
    "line_items.total_discount_set",
    "line_items.variant_inventory_management",
    "line_items.variant_title",
    "name",
    "number",
    "order_number",
    "order_status_url",
    "payment_gateway_names",
    "presentment_currency",
    "source_name",
    "subtotal_price",
    "subtotal_price_set",
    "taxes_included",
    "test",
    "token",
    "total_discounts_set",
    "total_line_items_price",
    "total_line_items_price_set",
    "total_price_set",
    "total_shipping_price_set",
    "total_tax_set",
    "total_weight",
    "updated_at",
    "user_id",
];

/// Where an order comes from that nobody placed on the shop's pages. The first order of a subscription comes from them.
static SIGNS: &[Sign] = &[
    ("source_name", Some("subscription_contract"), Code::Renewal),
    ("source_name", Some("subscription_contract_checkout_one"), Code::Renewal),
    ("tags", Some("Subscription Recurring Order"), Code::Renewal),
    ("tags", Some("appstle_subscription_recurring_order"), Code::Renewal),
    ("source_name", Some("pos"), Code::PointOfSale),
    ("source_name", Some("shopify_draft_order"), Code::DraftOrder),
];

pub(super) fn described<'p>(order: &'p Input<'_>) -> Found<'p> {
    require(order, &["id", "line_items", "total_price"])?;
    sold(order, ["test", "cancelled_at", "financial_status"])?;
    let why = unvisited(order, SIGNS);
    let mut event = Draft::of("Purchase");
    event.fill(order, ORDER);
    if why.is_none() {
        visit(&mut event, order);
    }
    customer(&mut event, order);
    event.products(at(order, "line_items"), PRODUCT);
    event.identify_by_order();
    event.pass_over(order, PASSED_OVER);
    Ok(vec![event.doubted(order, why)])
}

fn visit<'p>(event: &mut Draft<'p>, order: &'p Input<'_>) {
    event.fill(order, VISIT);
    let page = text_at(order, "landing_site");
    if let Some(page) = page.and_then(|page| landing(page, text_at(order, "order_status_url"))) {
        event.put("page.url", Input::text(page));
    }
}

fn customer<'p>(event: &mut Draft<'p>, order: &'p Input<'_>) {
    let addresses = ["billing_address", "shipping_address", "customer.default_address"];
    let addresses = addresses.map(|place| at(order, place));
    let address = first_with(&addresses, COUNTRIES);
    event.fill_first(&addresses, &["phone"], PHONE);
    event.fill_first(&[address], COUNTRIES, ADDRESS);
    event.fill_first(&[address, at(order, "customer")], &["first_name", "last_name"], NAME);
}

/// Says why an order is no sale. The members that say so are called otherwise by each of Shopify's APIs.
pub(super) fn sold(order: &Input<'_>, [test, cancelled, status]: [&'static str; 3]) -> Result<(), Problem> {
    if order.get(test) == Some(&Input::Bool(true)) {
        return Err(Problem::new(test, Code::TestOrder));
    }
    if at(order, cancelled).is_some() {
        return Err(Problem::new(cancelled, Code::NotPaid));
    }
    let is_sold =
        |status: &str| ["paid", "partially_refunded"].iter().any(|sold| sold.eq_ignore_ascii_case(status));
    match text_at(order, status) {
        Some(given) if !is_sold(given) => Err(Problem::new(status, Code::NotPaid)),
        _ => Ok(()),
    }
}

/// The page on which the visit began: an address, or the path of one on the host of the order's page.
pub(super) fn landing(page: &str, order_page: Option<&str>) -> Option<String> {
    if !page.starts_with('/') {
        return Some(page.to_owned());
    }
    let (scheme, rest) = order_page?.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    Some(format!("{scheme}://{host}{page}"))
}
