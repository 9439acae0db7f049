//! Events that hold what must not be seen again.

use tiktok_capi::Input;
use tiktok_capi::core::catalog::GROUPS;

use super::{AGENT, BAD_EMAIL, CLICK, COOKIE, CUSTOMER, EMAIL, IP, NAME, ORDER, PHONE, QUERY};
use crate::support::TOKEN;

/// An event with something personal wherever there is a place for it, and where there is none.
pub(crate) fn planted() -> Input<'static> {
    let user = [
        ("email", EMAIL),
        ("phone", "+1 202 555 0143"),
        ("external_id", CUSTOMER),
        ("first_name", NAME),
        ("ttclid", CLICK),
        ("ttp", COOKIE),
        ("ip", IP),
        ("user_agent", AGENT),
        ("emial", EMAIL),
        (EMAIL, EMAIL),
        ("zip_code", BAD_EMAIL),
        ("country", PHONE),
        ("locale", EMAIL),
    ];
    let page = [("url", format!("https://shop.example/?email={QUERY}")), ("referrer", EMAIL.to_owned())];
    let properties =
        [("currency", EMAIL), ("value", PHONE), ("content_type", CUSTOMER), ("description", EMAIL)];
    let texts = |(name, value): (&'static str, &'static str)| (name, Input::text(value));
    Input::map([
        ("event", Input::text("Purchase")),
        ("event_id", Input::text(ORDER)),
        ("user", Input::map(user.map(texts))),
        ("page", Input::map(page.map(|(name, value)| (name, Input::text(value))))),
        ("properties", Input::map(properties.map(texts))),
        (EMAIL, Input::text(EMAIL)),
    ])
}

/// Events that are refused for what is planted in them.
pub(crate) fn refused() -> Vec<Input<'static>> {
    let named = |value: Input<'static>| Input::map([("event", value)]);
    let timed = |value| Input::map([("event", Input::text("Contact")), ("event_time", value)]);
    let twice =
        [("event", Input::text("Contact")), (EMAIL, Input::text(PHONE)), (EMAIL, Input::text(CUSTOMER))];
    let deep = (0..20).fold(Input::text(EMAIL), |inner, _| Input::map([(PHONE, inner)]));
    let list = Input::List(vec![Input::text(TOKEN)]);
    vec![
        named(Input::text(EMAIL)),
        named(Input::text(PHONE)),
        named(list.clone()),
        timed(Input::text(EMAIL)),
        timed(Input::Integer(1_202_555_014_300)),
        Input::map(twice),
        named(deep),
        list,
        Input::text(EMAIL),
    ]
}

/// E-mail address and phone number in every field of the catalogue, as text, as list, as key and value of an object, and
/// as an unknown key of every object.
pub(crate) fn swept() -> Vec<Input<'static>> {
    let mut events = Vec::new();
    for group in GROUPS {
        let fields = group.fields.iter().map(|field| field.name).chain([EMAIL, PHONE]);
        for field in fields.filter(|field| *field != "event_id") {
            for value in [EMAIL, PHONE, BAD_EMAIL] {
                let text = || Input::text(value);
                let shapes = [text(), Input::List(vec![text(), text()]), Input::map([(value, text())])];
                events.extend(shapes.map(|value| placed(group.name, field, value)));
            }
        }
    }
    events
}

/// An event with one value in that field of that object.
fn placed(group: &str, field: &'static str, value: Input<'static>) -> Input<'static> {
    let member = Input::map([(field, value.clone())]);
    let mut members = vec![("event", Input::text("Contact"))];
    match group {
        "event" => {
            members.retain(|(name, _)| *name != field);
            members.push((field, value));
        }
        "contents" => members.push(("properties", Input::map([("contents", Input::List(vec![member]))]))),
        "user" => members.push(("user", member)),
        "properties" => members.push(("properties", member)),
        "page" => members.push(("page", member)),
        "app" => members.push(("app", member)),
        "ad" => members.push(("ad", member)),
        "lead" => members.push(("lead", member)),
        other => panic!("the catalogue has a new object, {other}"),
    }
    Input::map(members)
}
