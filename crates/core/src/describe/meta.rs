//! Meta: a body of its Conversions API, `{"data": […]}`, or one event of it.
//!
//! A digest is taken where TikTok hashes the same text. Meta writes phones without their `+`, so that digest is another one;
//! city, state and country go to TikTok in plain, so a digest is none of them.

use std::slice;

use crate::hash::Digest;
use crate::input::Input;
use crate::normalize::trim;
use crate::path::Path;
use crate::problem::{Code, Problem};

use super::draft::{Draft, Row, at, click_id, id, plain, rows, text_at};
use super::found::{Found, event_name};
use super::origin::{Sign, unvisited};
use super::rule::{flag, scalar};

static NAMES: &[(&str, &str)] = &[
    ("Purchase", "Purchase"),
    ("InitiateCheckout", "InitiateCheckout"),
    ("AddPaymentInfo", "AddPaymentInfo"),
    ("AddToCart", "AddToCart"),
    ("AddToWishlist", "AddToWishlist"),
    ("ViewContent", "ViewContent"),
    ("Search", "Search"),
    ("Lead", "Lead"),
    ("CompleteRegistration", "CompleteRegistration"),
    ("Contact", "Contact"),
    ("CustomizeProduct", "CustomizeProduct"),
    ("FindLocation", "FindLocation"),
    ("Schedule", "Schedule"),
    ("StartTrial", "StartTrial"),
    ("SubmitApplication", "SubmitApplication"),
    ("Subscribe", "Subscribe"),
    ("PageView", "Pageview"),
];

static EVENT: &[Row] = rows! {
    "event_id" <- "event_id";
    "event_time" <- "event_time";
    "consent" <- "opt_out" as opted_out;
    "limited_data_use" <- "data_processing_options" as limited;
    "user.email" <- "user_data.em";
    "user.external_id" <- "user_data.external_id";
    "user.first_name" <- "user_data.fn" as alone;
    "user.last_name" <- "user_data.ln" as alone;
    "user.zip_code" <- "user_data.zp" as alone;
    "user.city" <- "user_data.ct" as in_plain;
    "user.state" <- "user_data.st" as in_plain;
    "user.country" <- "user_data.country" as in_plain;
    "user.ip" <- "user_data.client_ip_address";
    "user.user_agent" <- "user_data.client_user_agent";
    "user.ttclid" <- "event_source_url" as click_id;
    "page.url" <- "event_source_url";
    "page.referrer" <- "referrer_url";
    "properties.order_id" <- "custom_data.order_id" as id;
    "properties.currency" <- "custom_data.currency";
    "properties.value" <- "custom_data.value";
    "properties.num_items" <- "custom_data.num_items";
    "properties.search_string" <- "custom_data.search_string";
    "properties.content_type" <- "custom_data.content_type";
    "properties.delivery_category" <- "custom_data.delivery_category";
    "properties.predicted_ltv" <- "custom_data.predicted_ltv";
    "properties.status" <- "custom_data.status";
};

static PRODUCT: &[Row] = rows! {
    "content_id" <- "id" as id;
    "content_name" <- "title";
    "content_category" <- "category";
    "brand" <- "brand";
    "price" <- "item_price";
    "quantity" <- "quantity";
};

/// The one product that the event is about, without lines.
static ONLY_PRODUCT: &[Row] = rows! {
    "content_id" <- "content_ids" as alone;
    "content_name" <- "content_name";
    "content_category" <- "content_category";
};

static PRODUCTS: &[Row] = rows! {
    "properties.content_ids" <- "custom_data.content_ids";
};

static SIGNS: &[Sign] = &[("action_source", Some("physical_store"), Code::PointOfSale)];

/// What is used otherwise, says again what is taken, or names somebody at Meta alone.
static PASSED_OVER: &[&str] = &[
    "event_name",
    "action_source",
    "opt_out",
    "data_processing_options_country",
    "data_processing_options_state",
    "user_data.fbc",
    "user_data.fbp",
    "user_data.fb_login_id",
    "custom_data.content_ids",
];

/// The same of what is around events.
static BODY_PASSED_OVER: &[&str] =
    &["access_token", "namespace_id", "partner_agent", "upload_id", "upload_source", "upload_tag"];

pub(super) fn described<'p>(body: &'p Input<'_>) -> Found<'p> {
    match body.get("data") {
        Some(Input::List(data)) if data.is_empty() => Err(Problem::new("data", Code::NoConversion)),
        Some(Input::List(data)) => events(body, data),
        Some(_) => Err(Problem::new("data", Code::NotThisFormat)),
        None => Ok(vec![event(body, &Path::Root)?]),
    }
}

fn events<'p>(body: &'p Input<'_>, data: &'p [Input<'_>]) -> Found<'p> {
    let calls = data.iter().enumerate();
    let events = calls.map(|(index, call)| event(call, &Path::Root.key("data").index(index)));
    let mut events = events.collect::<Result<Vec<_>, _>>()?;
    events.iter_mut().take(1).for_each(|first| first.pass_over(body, BODY_PASSED_OVER));
    Ok(events)
}

fn event<'p>(call: &'p Input<'_>, path: &Path<'_>) -> Result<Draft<'p>, Problem> {
    let problem = |code| Problem::new(path.key("event_name").to_string(), code);
    let name = text_at(call, "event_name").ok_or_else(|| problem(Code::NotThisFormat))?;
    let Some(name) = event_name(NAMES, name) else {
        return Ok(Draft::none(call, problem(Code::NoConversion)));
    };
    let mut event = Draft::of(name);
    event.fill(call, EVENT);
    phones(&mut event, call);
    products(&mut event, call);
    if name == "Purchase" {
        event.identify_by_order();
    }
    event.pass_over(call, PASSED_OVER);
    let why = unvisited(call, SIGNS).map(|why| why.within(&path.to_string()));
    Ok(event.doubted(call, why))
}

/// Digests of phones are told of: they stand for a person, and Meta's own form of the number is not TikTok's.
fn phones<'p>(event: &mut Draft<'p>, call: &'p Input<'_>) {
    let Some(all) = at(call, "user_data.ph") else { return };
    let phones = if let Input::List(phones) = all { phones } else { slice::from_ref(all) };
    let (digests, plain): (Vec<_>, Vec<_>) = phones.iter().partition(|phone| is_hashed(phone));
    match plain.as_slice() {
        [] => return event.refuse(all),
        [only] => event.put("user.phone", scalar(only)),
        several => event.put("user.phone", Input::List(several.iter().map(|phone| scalar(phone)).collect())),
    };
    for phone in plain {
        event.pass(phone);
    }
    for digest in digests {
        event.refuse(digest);
    }
}

/// Lines say more than ids, and one id has a name and a category beside it.
fn products<'p>(event: &mut Draft<'p>, call: &'p Input<'_>) {
    match (at(call, "custom_data.contents"), at(call, "custom_data.content_ids")) {
        (Some(contents), _) => event.products(Some(contents), PRODUCT),
        (None, Some(Input::List(ids))) if ids.len() > 1 => event.fill(call, PRODUCTS),
        (None, _) => event.product(at(call, "custom_data"), "content_id", ONLY_PRODUCT),
    }
}

/// One value, which Meta's own libraries put into a list. Several stay one, so that reading the event tells of them.
fn alone<'p>(value: &'p Input<'_>) -> Option<Input<'p>> {
    match value {
        Input::List(items) => match items.as_slice() {
            [only] => plain(only),
            _ => plain(value),
        },
        other => plain(other),
    }
}

/// A value that says nothing as a digest, which is left out.
fn in_plain<'p>(value: &'p Input<'_>) -> Option<Input<'p>> {
    if is_hashed(value) { None } else { alone(value) }
}

fn is_hashed(value: &Input<'_>) -> bool {
    match value {
        Input::List(items) => items.iter().any(is_hashed),
        other => other.as_text().is_some_and(|text| Digest::from_hex(trim(text)).is_some()),
    }
}

/// Meta uses such an event for attribution alone, which TikTok does not offer: to us it is one of a person who opted out.
fn opted_out<'p>(value: &'p Input<'_>) -> Option<Input<'p>> {
    match flag(value)? {
        Input::Bool(false) => None,
        Input::Bool(true) => Some(Input::text("opted_out")),
        other => Some(other),
    }
}

/// `["LDU"]`. What else may stand there stays, so that reading the event refuses it.
fn limited<'p>(options: &'p Input<'_>) -> Option<Input<'p>> {
    match alone(options)? {
        Input::Text(word) if trim(&word).eq_ignore_ascii_case("LDU") => Some(Input::Bool(true)),
        other => Some(other),
    }
}
