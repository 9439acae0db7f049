//! Google Analytics 4: the e-commerce objects of Google Tag Manager's data layer, and the same members at the top, as
//! `gtag` and server-side containers have them.
//!
//! A hashed e-mail address is not taken: Google removes the dots of Gmail addresses before it hashes, TikTok does not.

use crate::input::Input;
use crate::problem::{Code, Problem};

use super::consent;
use super::draft::{Draft, Row, at, click_id, id, rows, text_at};
use super::found::{Found, event_name};

static NAMES: &[(&str, &str)] = &[
    ("purchase", "Purchase"),
    ("begin_checkout", "InitiateCheckout"),
    ("add_payment_info", "AddPaymentInfo"),
    ("add_to_cart", "AddToCart"),
    ("add_to_wishlist", "AddToWishlist"),
    ("view_item", "ViewContent"),
    ("search", "Search"),
    ("generate_lead", "Lead"),
    ("sign_up", "CompleteRegistration"),
];

static EVENT: &[Row] = rows! {
    "event_id" <- "event_id";
    "user.email" <- "user_data.email" | "user_data.email_address";
    "user.phone" <- "user_data.phone_number" | "user_data.sha256_phone_number";
    "user.external_id" <- "user_id" as id;
    "user.first_name" <- "user_data.address.first_name";
    "user.last_name" <- "user_data.address.last_name";
    "user.city" <- "user_data.address.city";
    "user.state" <- "user_data.address.region";
    "user.zip_code" <- "user_data.address.postal_code";
    "user.country" <- "user_data.address.country";
    "user.ip" <- "ip_override";
    "user.user_agent" <- "user_agent";
    "user.ttclid" <- "page_location" as click_id;
    "page.url" <- "page_location";
    "page.referrer" <- "page_referrer";
    "properties.order_id" <- "ecommerce.transaction_id" | "transaction_id" as id;
    "properties.currency" <- "ecommerce.currency" | "currency";
    "properties.value" <- "ecommerce.value" | "value";
    "properties.search_string" <- "ecommerce.search_term" | "search_term";
};

static PRODUCT: &[Row] = rows! {
    "content_id" <- "item_id" as id;
    "content_name" <- "item_name";
    "content_category" <- "item_category";
    "brand" <- "item_brand";
    "price" <- "price";
    "quantity" <- "quantity";
};

static PASSED_OVER: &[&str] = &["event", "event_name"];

pub(super) fn described<'p>(pushed: &'p Input<'_>) -> Found<'p> {
    let name = text_at(pushed, "event").or_else(|| text_at(pushed, "event_name"));
    let name = name.ok_or_else(|| Problem::new("event", Code::NotThisFormat))?;
    let mut event = Draft::of(event_name(NAMES, name)?);
    if let Some(consent) = consent::of_pushed(pushed) {
        event.put("consent", consent);
        event.pass_over(pushed, consent::OF_PUSHED);
    }
    event.fill(pushed, EVENT);
    event.products(at(pushed, "ecommerce.items").or_else(|| at(pushed, "items")), PRODUCT);
    event.identify_by_order();
    event.pass_over(pushed, PASSED_OVER);
    Ok(vec![event])
}
