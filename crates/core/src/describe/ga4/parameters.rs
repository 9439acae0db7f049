//! The parameters of an event, wherever GA4 has them: beside its name, in `ecommerce`, in gtag's `eventModel`, in the `params` of
//! the Measurement Protocol.

use crate::describe::draft::{Draft, Row, at, borrowed, click_id, id, rows, somebody};
use crate::describe::rule::flag;
use crate::input::Input;

use super::total;

static EVENT: &[Row] = rows! {
    "event_id" <- "event_id";
    "event_time" <- "event_time";
    "limited_data_use" <- "limited_data_use" as flag;
    "page.url" <- "page_location";
    "page.referrer" <- "page_referrer" | "referrer";
    "properties.order_id" <- "transaction_id" | "order_id" as id;
    "properties.currency" <- "currency";
    "properties.value" <- "value";
    "properties.search_string" <- "search_term" | "search_string" | "query";
    "properties.description" <- "description";
    "properties.shop_id" <- "shop_id";
    "properties.content_type" <- "tt_content_type" | "content_type";
    "properties.content_ids" <- "content_ids";
    "properties.num_items" <- "num_items";
    "properties.customer_type" <- "customer_type";
    "properties.predicted_ltv" <- "predicted_ltv";
    "properties.delivery_category" <- "delivery_category";
    "device.architecture" <- "client_hints.architecture";
    "device.bitness" <- "client_hints.bitness";
    "device.browser_version_list" <- "client_hints.full_version_list" as whole;
    "device.mobile" <- "client_hints.mobile";
    "device.model" <- "client_hints.model";
    "device.platform" <- "client_hints.platform";
    "device.platform_version" <- "client_hints.platform_version";
};

/// The page's address has the newest click; the cookie is older, and what the page sent along is older still or the same.
static VISITOR: &[Row] = rows! {
    "user.ttclid" <- "page_location" as click_id;
    "user.ttclid" <- "common_cookie.ttclid" | "ttclid" | "user_data.ttclid" as somebody;
    "user.ttp" <- "common_cookie._ttp" | "_ttp" | "ttp" | "user_data._ttp" | "user_data.ttp" as somebody;
    "user.ip" <- "ip_override" | "ip_address" | "ip";
    "user.user_agent" <- "user_agent";
    "user.locale" <- "locale" | "user_data.locale" | "language";
};

/// One that stands for nobody, where no other place has one.
static OF_NOBODY: &[Row] = rows! {
    "user.ttclid" <- "common_cookie.ttclid" | "ttclid" | "user_data.ttclid";
    "user.ttp" <- "common_cookie._ttp" | "_ttp" | "ttp" | "user_data._ttp" | "user_data.ttp";
};

static PERSON: &[Row] = rows! {
    "user.email" <- "email" | "email_address" | "user_data.email" | "user_data.email_address";
    "user.phone" <- "phone" | "phone_number" | "user_data.phone" | "user_data.phone_number";
    "user.phone" <- "user_data.sha256_phone_number";
    "user.external_id" <- "external_id" | "tt_external_id" | "user_id" | "userId" | "user_data.external_id" as id;
    "user.first_name" <- "first_name" | "firstName" | "nameFirst" | "user_data.first_name" | "user_data.address.first_name";
    "user.last_name" <- "last_name" | "lastName" | "nameLast" | "user_data.last_name" | "user_data.address.last_name";
    "user.city" <- "city" | "user_data.city" | "user_data.address.city";
    "user.state" <- "state" | "region" | "user_data.state" | "user_data.region";
    "user.state" <- "user_data.address.region" | "user_data.address.state";
    "user.zip_code" <- "zip" | "zip_code" | "postal_code" | "user_data.zip" | "user_data.postal_code";
    "user.zip_code" <- "user_data.address.postal_code" | "user_data.address.zip";
    "user.country" <- "countryCode" | "country" | "user_data.country" | "user_data.address.country";
};

static PRODUCT: &[Row] = rows! {
    "content_id" <- "item_id" | "id" | "content_id" as id;
    "content_name" <- "item_name" | "name" | "content_name";
    "content_category" <- "item_category" | "item_category1" | "item_category2" | "item_category3";
    "content_category" <- "category" | "content_category";
    "brand" <- "item_brand" | "brand";
    "price" <- "price";
    "quantity" <- "quantity";
};

/// An address that Google's rules did not change, by what the shop says of it.
static UNCHANGED_EMAIL: &[Row] = rows! {
    "user.email" <- "user_data.sha256_email_address";
};

/// Digests of what Google writes otherwise than TikTok before it hashes: Gmail addresses without dots, names without digits.
static FOREIGN: &[(&str, &str)] = &[
    ("user.email", "user_data.sha256_email_address"),
    ("user.first_name", "user_data.address.sha256_first_name"),
    ("user.last_name", "user_data.address.sha256_last_name"),
];

/// Book-keeping of Google's tags, and what page and items say in another place.
static PASSED_OVER: &[&str] = &[
    "client_id",
    "client_hints.wow64",
    "debug_mode",
    "engagement_time_msec",
    "eventCallback",
    "eventTimeout",
    "event_callback",
    "event_timeout",
    "ga_session_id",
    "ga_session_number",
    "groups",
    "gtm",
    "items.index",
    "page_encoding",
    "page_hostname",
    "page_path",
    "page_title",
    "screen_resolution",
    "send_to",
    "session_id",
    "user_data._tag_mode",
    "user_data.email_unchanged",
    "viewport_size",
];

/// Cookies of TikTok's. The others are for other platforms.
static COOKIES: &[&str] = &["ttclid", "_ttp"];

/// Takes an event's parameters out of several objects, of which the first that has one counts.
pub(in crate::describe) fn fill<'p>(event: &mut Draft<'p>, scopes: &[&'p Input<'p>]) {
    for scope in scopes {
        event.fill(scope, EVENT);
        event.fill(scope, VISITOR);
        event.fill(scope, PERSON);
        unchanged_email(event, scope);
    }
    products(event, scopes);
    for scope in scopes {
        event.fill(scope, OF_NOBODY);
        event.refuse_digests(scope, FOREIGN);
        event.pass_over(scope, PASSED_OVER);
        event.pass_over_members(scope, |name, _| is_of_a_tag(name));
        if let Some(cookies) = at(scope, "common_cookie") {
            event.pass_over_members(cookies, |name, _| !COOKIES.contains(&name));
        }
    }
}

fn unchanged_email<'p>(event: &mut Draft<'p>, scope: &'p Input<'_>) {
    if at(scope, "user_data.email_unchanged") == Some(&Input::Bool(true)) {
        event.fill(scope, UNCHANGED_EMAIL);
    }
}

/// `gtm.uniqueEventId`, `x-ga-measurement_id` and so on.
fn is_of_a_tag(name: &str) -> bool {
    ["gtm.", "x-ga-", "x-sst-"].iter().any(|prefix| name.starts_with(prefix))
}

fn products<'p>(event: &mut Draft<'p>, scopes: &[&'p Input<'p>]) {
    let items = |name| scopes.iter().find_map(|scope| at(scope, name));
    let items = items("items").or_else(|| items("contents"));
    event.products(items, PRODUCT);
    if let Some(Input::List(items)) = items {
        total::fill(event, items);
    }
}

#[expect(clippy::unnecessary_wraps, reason = "every rule is a `Rule`")]
fn whole<'p>(value: &'p Input<'_>) -> Option<Input<'p>> {
    Some(borrowed(value))
}
