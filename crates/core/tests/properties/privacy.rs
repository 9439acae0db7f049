//! No raw identifier that goes in comes out: not in bytes, the page's script, problems, explanations or `Debug`.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use tiktok_capi_core::{Event, Input, Problem, Region, Rules, explain, normalize, pixel};

use crate::config;
use crate::described::{put, rules};
use crate::text::hostile;

/// Somebody, by a word and digits that stand nowhere else: no digest has these letters.
#[derive(Debug, Clone)]
struct Person {
    word: String,
    digits: String,
}

fn person() -> impl Strategy<Value = Person> {
    ("zq[g-z]{9}", "[1-9][0-9]{10}").prop_map(|(word, digits)| Person { word, digits })
}

impl Person {
    fn email(&self) -> String {
        format!("{}@{}.example", self.word, self.word)
    }

    fn is_in(&self, output: &str) -> bool {
        output.to_lowercase().contains(&self.word) || output.contains(&self.digits)
    }
}

/// A place in the event, and what a caller puts there.
type Placed = (Vec<String>, Input<'static>);

fn at(place: &str, value: impl Into<String>) -> Placed {
    (place.split('/').map(str::to_owned).collect(), Input::text(value.into()))
}

/// Where identifiers belong, with what callers do wrong there.
fn hashed(person: &Person, noise: &str) -> Vec<Placed> {
    let Person { word, digits } = person;
    let email = person.email();
    let mut placed = vec![
        at("user/external_id", format!("{noise}{word}")),
        at("user/first_name", format!("{word}{noise}")),
        at("user/last_name", word.to_uppercase()),
        at("user/zip_code", word.as_str()),
        at("user/idfa", word.as_str()),
        at("user/gaid", digits.as_str()),
        at("user/phone_region", word.as_str()),
        at("user/country", word.as_str()),
    ];
    let emails = [
        format!(" {} ", email.to_uppercase()),
        format!("{noise}{email}"),
        format!("{email},{email}"),
        word.clone(),
    ];
    let phones =
        [format!("+44{digits}"), digits.clone(), format!("{noise}{digits}"), format!("+{digits}@{word}")];
    for (field, values) in [("email", emails), ("phone", phones)] {
        placed.push((
            vec!["user".into(), field.into()],
            Input::List(values.into_iter().map(Input::text).collect()),
        ));
    }
    placed
}

/// Where identifiers do not belong.
fn misplaced(person: &Person) -> Vec<Placed> {
    let Person { word, digits } = person;
    let email = person.email();
    vec![
        at("user/emial", email.as_str()),
        at("user/phoneNumber", digits.as_str()),
        at(&format!("user/{email}"), "1"),
        at(&format!("user/{digits}"), "1"),
        at("user/email/sha256", word.as_str()),
        at("user/phone/value", digits.as_str()),
        at("email", email.as_str()),
        at(&email, "1"),
        at("event_id", email.as_str()),
        at("event_time", word.as_str()),
        at("consent", word.as_str()),
        at("limited_data_use", word.as_str()),
        at("properties/email", word.as_str()),
        at("properties/Phone", digits.as_str()),
        at("properties/first_name", word.as_str()),
        at("properties/note", email.as_str()),
        at(&format!("properties/{email}"), "1"),
        at(&format!("properties/more/{email}"), "1"),
        at("properties/more/deep", format!(" {email}")),
        at("properties/description", email.as_str()),
        at("properties/currency", word.as_str()),
        at("properties/value", word.as_str()),
        at("properties/content_type", email.as_str()),
        at("properties/content_ids", email.as_str()),
        at("properties/contents/phone", digits.as_str()),
        at("properties/contents/content_id", email.as_str()),
        at(
            "page/url",
            format!("https://{word}:{digits}@shop.example/{email}/?email={word}&u={email}#token={word}"),
        ),
        at("page/referrer", format!("https://shop.example/?tel={digits}&E-Mail={word}")),
        at("page/token", word.as_str()),
        at("device/owner", email.as_str()),
        at("lead/lead_event_source", email.as_str()),
        at("ad/decline_reason", email.as_str()),
        at("app/app_name", email.as_str()),
    ]
}

/// What TikTok takes in plain, but nobody else is to see.
fn sent_in_plain(person: &Person) -> Vec<Placed> {
    let Person { word, digits } = person;
    vec![
        at("user/ttclid", format!("E.C.P.{word}")),
        at("user/ttp", word.as_str()),
        at("user/user_agent", format!("Mozilla/5.0 {word}")),
        at("user/idfv", digits.as_str()),
        at("user/city", word.as_str()),
        at("user/state", word.as_str()),
        at("lead/lead_id", digits.as_str()),
        at("ad/callback", word.as_str()),
        at("page/url", format!("https://shop.example/?ttclid={word}")),
    ]
}

fn event(placed: &[Placed]) -> Input<'static> {
    let mut event = Input::map([("event", Input::text("Purchase"))]);
    for (place, value) in placed {
        put(&mut event, &place.iter().map(String::as_str).collect::<Vec<_>>(), value);
    }
    event
}

/// Everything that is shown to people, logged or put into the page.
fn shown(input: &Input<'_>, rules: &Rules) -> String {
    let reading = Event::read(input, rules);
    let explanation = explain(input, rules);
    let mut shown = format!("{input:?} {reading:?} {explanation:?} {explanation} {}", explanation.to_json());
    for problem in &reading.problems {
        write!(shown, "{problem} {problem:?} {} {}", problem.hint(), Problem::to_json(problem)).unwrap();
    }
    if let Some(event) = reading.outcome.ready() {
        let pixel = pixel(event);
        write!(shown, "{event:?} {pixel:?} {} {}", pixel.script(), pixel.html(None)).unwrap();
    }
    shown
}

fn some_of(placed: Vec<Placed>) -> impl Strategy<Value = Vec<Placed>> {
    let most = placed.len();
    subsequence(placed, 1..=most).prop_shuffle()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn identifiers_do_not_come_out(
        (person, placed) in (person(), hostile()).prop_flat_map(|(person, noise)| {
            let everywhere = [hashed(&person, &noise), misplaced(&person)].concat();
            (Just(person), some_of(everywhere))
        }),
        rules in rules(),
    ) {
        let input = event(&placed);
        let bytes = Event::read(&input, &rules).outcome.ready().map(Event::to_json).unwrap_or_default();
        prop_assert!(!person.is_in(&bytes), "in the bytes: {}", bytes);
        let shown = shown(&input, &rules);
        prop_assert!(!person.is_in(&shown), "shown: {}", shown);
    }

    #[test]
    fn what_is_sent_in_plain_is_not_shown(
        (person, placed) in person().prop_flat_map(|person| (Just(person.clone()), some_of(sent_in_plain(&person)))),
        rules in rules(),
    ) {
        let shown = shown(&event(&placed), &rules);
        prop_assert!(!person.is_in(&shown), "shown: {}", shown);
    }

    #[test]
    fn a_single_value_is_not_shown(
        person in person(), field in select(&["email", "phone", "external_id", "first_name", "zip_code", "idfa", "ip", "ttclid"][..]),
        place in any::<Index>(), rules in rules(),
    ) {
        let values = [person.email(), format!("+49{}", person.digits), person.word.clone(), person.digits.clone()];
        let value = Input::text(place.get(&values).as_str());
        let normalized = normalize(field, &value, Region::from_code("DE"), &rules).unwrap();
        let shown = format!("{value:?} {normalized:?} {:?} {:?}", normalized.problems(), normalized.digest());
        prop_assert!(!person.is_in(&shown), "shown: {}", shown);
    }
}
