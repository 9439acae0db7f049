//! Segment: a `track` call, of its e-commerce specification or by one of TikTok's names, and a `page` call, as sources,
//! functions and webhooks hand them on.

mod device;
mod integrations;
mod names;

use crate::catalog::{PAGEVIEW, properties};
use crate::input::Input;
use crate::problem::{Code, Problem};

use super::consent;
use super::draft::{Draft, Row, at, rows, text_at};
use super::found::Found;
use super::rule::{click_id, flag, id, somebody};

static CALL: &[Row] = rows! {
    "event_id" <- "properties.event_id";
    "event_time" <- "timestamp" | "originalTimestamp";
    "limited_data_use" <- "properties.limited_data_use" | "context.limited_data_use" as flag;
    "user.external_id" <- "userId" | "anonymousId" as id;
    "user.ip" <- "context.ip";
    "user.user_agent" <- "context.userAgent";
    "user.locale" <- "context.locale";
    "user.ttclid" <- "properties.ttclid" as somebody;
    "user.ttp" <- "properties.ttp" | "properties._ttp" as somebody;
    "properties.order_id" <- "properties.order_id" as id;
    "properties.currency" <- "properties.currency";
    "properties.value" <- "properties.total" | "properties.revenue" | "properties.value";
    "properties.search_string" <- "properties.search_string" | "properties.query";
    "lead.lead_id" <- "properties.lead_id" as id;
    "lead.lead_event_source" <- "properties.lead_event_source";
};

/// Who a call is about, by its properties and by traits.
static PERSON: &[Row] = rows! {
    "user.email" <- "email";
    "user.phone" <- "phone" | "phone_number" | "phoneNumber";
    "user.first_name" <- "first_name" | "firstName";
    "user.last_name" <- "last_name" | "lastName";
    "user.city" <- "address.city";
    "user.state" <- "address.state" | "address.region";
    "user.zip_code" <- "address.postal_code" | "address.postalCode" | "address.zip_code" | "address.zip";
    "user.zip_code" <- "postal_code" | "postalCode" | "zip_code" | "zip";
    "user.country" <- "address.country";
};

/// The same without an address around it. Among properties these names are TikTok's for the places of a journey.
static TRAITS: &[Row] = rows! {
    "user.city" <- "city";
    "user.state" <- "state" | "region";
    "user.country" <- "country";
};

/// Names of TikTok's properties that are read otherwise. A postal code is the user's: a dealer's is no loss.
static READ: &[&str] = &["contents", "query", "postal_code"];

static PAGE: &[Row] = rows! {
    "user.ttclid" <- "url" | "search" as click_id;
    "page.url" <- "url";
    "page.referrer" <- "referrer";
};

/// A click id that stands for nobody, where no other place has one.
static OF_NOBODY: &[Row] = rows! {
    "user.ttclid" <- "properties.ttclid";
    "user.ttp" <- "properties.ttp" | "properties._ttp";
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

/// A line that has TikTok's own names.
static CONTENT: &[Row] = rows! {
    "content_id" <- "content_id" | "product_id" | "sku" as id;
    "content_name" <- "content_name" | "name";
    "content_category" <- "content_category" | "category";
    "content_type" <- "content_type";
    "brand" <- "brand";
    "price" <- "price";
    "quantity" <- "quantity";
};

/// What is used otherwise, is about the way of the call, or says again what is taken.
static PASSED_OVER: &[&str] = &[
    "_metadata",
    "projectId",
    "writeKey",
    "type",
    "event",
    "name",
    "messageId",
    "anonymousId",
    "channel",
    "version",
    "originalTimestamp",
    "receivedAt",
    "sentAt",
    "context.campaign",
    "context.consentManagement.provider",
    "context.library",
    "context.page.path",
    "context.page.search",
    "context.page.title",
    "context.timezone",
    "context.userAgentData",
    "properties.revenue",
    "properties.value",
];

/// What a page call says of its page beside the address.
static OF_A_PAGE: &[&str] = &["path", "search", "title", "name", "category"];

pub(super) fn described<'p>(call: &'p Input<'_>) -> Found<'p> {
    if at(call, "userId").or_else(|| at(call, "anonymousId")).is_none() {
        return Err(Problem::new("userId", Code::NotThisFormat));
    }
    if consent::is_turned_off(call) {
        return Err(Problem::new("integrations", Code::NotForTikTok));
    }
    let mut event = match text_at(call, "type") {
        Some("page") => page(call),
        None | Some("track") => track(call)?,
        Some(_) => return Err(Problem::new("type", Code::NoConversion)),
    };
    event.fill(call, OF_NOBODY);
    event.fill(call, MESSAGE);
    event.pass_over(call, PASSED_OVER);
    Ok(vec![event])
}

fn page<'p>(call: &'p Input<'_>) -> Draft<'p> {
    let mut event = Draft::of(PAGEVIEW);
    fill(&mut event, call);
    if let Some(page) = at(call, "properties") {
        event.fill(page, PAGE);
        event.pass_over(page, OF_A_PAGE);
    }
    event
}

fn track<'p>(call: &'p Input<'_>) -> Result<Draft<'p>, Problem> {
    let name = text_at(call, "event").ok_or_else(|| Problem::new("event", Code::NotThisFormat))?;
    let name = names::event_name(name, device::source(call))?;
    let mut event = Draft::of(name);
    fill(&mut event, call);
    products(&mut event, call);
    if matches!(name, "Purchase" | "CompletePayment" | "PlaceAnOrder") {
        event.identify_by_order();
    }
    Ok(event)
}

/// What all calls have. Properties are about this very call, traits about its user at some time, so properties come first.
fn fill<'p>(event: &mut Draft<'p>, call: &'p Input<'_>) {
    if let Some(consent) = consent::of_call(call) {
        event.put("consent", consent);
        event.pass_over(call, consent::OF_CALL);
    }
    event.fill(call, CALL);
    if let Some(all) = at(call, "properties") {
        event.fill(all, PERSON);
        event
            .copy(all, "properties", |name| properties::GROUP.field(name).is_some() && !READ.contains(&name));
    }
    for traits in ["context.traits", "traits"].into_iter().filter_map(|place| at(call, place)) {
        event.fill(traits, PERSON);
        event.fill(traits, TRAITS);
    }
    integrations::fill(event, call);
    if let Some(page) = at(call, "context.page") {
        event.fill(page, PAGE);
    }
    device::fill(event, call);
}

fn products<'p>(event: &mut Draft<'p>, call: &'p Input<'_>) {
    let [contents, products] = ["properties.contents", "properties.products"].map(|place| at(call, place));
    match (contents, products) {
        (Some(contents), _) => event.products(Some(contents), CONTENT),
        (None, Some(products)) => event.products(Some(products), PRODUCT),
        (None, None) => event.product(at(call, "properties"), "content_id", PRODUCT),
    }
}
