//! Segment: a `track` call of its e-commerce specification, as sources, functions and webhooks hand it on.

use crate::input::Input;
use crate::problem::{Code, Problem};

use super::consent;
use super::draft::{Draft, Row, at, click_id, flag, id, rows, text_at};
use super::found::{Found, event_name};

static NAMES: &[(&str, &str)] = &[
    ("Order Completed", "Purchase"),
    ("Checkout Started", "InitiateCheckout"),
    ("Payment Info Entered", "AddPaymentInfo"),
    ("Product Added", "AddToCart"),
    ("Product Added to Wishlist", "AddToWishlist"),
    ("Product Viewed", "ViewContent"),
    ("Products Searched", "Search"),
    ("Signed Up", "CompleteRegistration"),
    ("Trial Started", "StartTrial"),
];

static CALL: &[Row] = rows! {
    "event_time" <- "timestamp" | "originalTimestamp";
    "limited_data_use" <- "properties.limited_data_use" as flag;
    "user.email" <- "context.traits.email" | "properties.email";
    "user.phone" <- "context.traits.phone" | "properties.phone";
    "user.external_id" <- "userId" | "anonymousId" as id;
    "user.first_name" <- "context.traits.firstName" | "context.traits.first_name";
    "user.last_name" <- "context.traits.lastName" | "context.traits.last_name";
    "user.city" <- "context.traits.address.city";
    "user.state" <- "context.traits.address.state";
    "user.zip_code" <- "context.traits.address.postalCode";
    "user.country" <- "context.traits.address.country";
    "user.ip" <- "context.ip";
    "user.user_agent" <- "context.userAgent";
    "user.locale" <- "context.locale";
    "user.ttclid" <- "properties.ttclid" | "integrations.TikTok Conversions.ttclid";
    "user.ttclid" <- "context.page.url" | "context.page.search" as click_id;
    "user.ttp" <- "properties.ttp" | "integrations.TikTok Conversions.ttp";
    "page.url" <- "context.page.url";
    "page.referrer" <- "context.page.referrer";
    "properties.order_id" <- "properties.order_id" as id;
    "properties.currency" <- "properties.currency";
    "properties.value" <- "properties.total" | "properties.revenue" | "properties.value";
    "properties.search_string" <- "properties.query";
};

/// A call that is no order has no number, but an id of its own.
static MESSAGE: &[Row] = rows! {
    "event_id" <- "messageId";
};

static PRODUCT: &[Row] = rows! {
    "content_id" <- "product_id" | "sku" as id;
    "content_name" <- "name";
    "content_category" <- "category";
    "brand" <- "brand";
    "price" <- "price";
    "quantity" <- "quantity";
};

/// What is used otherwise, is about the way of the call, or says again what is taken.
static PASSED_OVER: &[&str] = &[
    "type",
    "event",
    "messageId",
    "anonymousId",
    "channel",
    "version",
    "originalTimestamp",
    "receivedAt",
    "sentAt",
    "context.library",
    "context.page.path",
    "context.page.search",
    "context.page.title",
    "properties.revenue",
    "properties.value",
];

pub(super) fn described<'p>(call: &'p Input<'_>) -> Found<'p> {
    if at(call, "userId").or_else(|| at(call, "anonymousId")).is_none() {
        return Err(Problem::new("userId", Code::NotThisFormat));
    }
    if text_at(call, "type").is_some_and(|kind| kind != "track") {
        return Err(Problem::new("type", Code::NoConversion));
    }
    if consent::is_turned_off(call) {
        return Err(Problem::new("integrations", Code::NotForTikTok));
    }
    let name = text_at(call, "event").ok_or_else(|| Problem::new("event", Code::NotThisFormat))?;
    let name = event_name(NAMES, name)?;
    let mut event = Draft::of(name);
    if let Some(consent) = consent::of_call(call) {
        event.put("consent", consent);
    }
    event.fill(call, CALL);
    match at(call, "properties.products") {
        Some(products) => event.products(Some(products), PRODUCT),
        None => event.product(at(call, "properties"), "content_id", PRODUCT),
    }
    if name == "Purchase" {
        event.identify_by_order();
    }
    event.fill(call, MESSAGE);
    event.pass_over(call, PASSED_OVER);
    Ok(vec![event])
}
