//! Whatever stands at one place of a payload, describing it and reading the events ends well.

use std::fs;
use std::path::Path;

use tiktok_capi_core::{Code, Description, Entropy, Event, Format, Input, Problem, Rules, describe};

const SAMPLES: [(&str, Format); 12] = [
    ("shopify", Format::Shopify),
    ("woocommerce", Format::WooCommerce),
    ("ga4", Format::Ga4),
    ("ga4_server", Format::Ga4),
    ("ga4_mp", Format::Ga4Mp),
    ("segment", Format::Segment),
    ("segment_app", Format::Segment),
    ("pixel_track", Format::EventsApi1),
    ("pixel_batch", Format::EventsApi1),
    ("offline_track", Format::EventsApi1),
    ("shopify_graphql", Format::ShopifyGraphql),
    ("meta", Format::Meta),
];

fn hostile() -> Vec<Input<'static>> {
    let deep = (0..14).fold(Input::Null, |inner, _| Input::List(vec![inner]));
    vec![
        Input::Null,
        Input::Bool(true),
        Input::Integer(-1),
        Input::Integer(i64::MAX),
        Input::Number(f64::NAN),
        Input::text("https://?ttclid=&ttclid=%ff#://"),
        Input::NotUnicode,
        Input::Unfit,
        Input::Map(Vec::new()),
        Input::List(vec![Input::Null, Input::map([("name", Input::Unfit), ("value", Input::Null)])]),
        deep,
    ]
}

/// Calls `then` with the tree once for each of its values, that one replaced.
fn each_replaced<'a>(whole: &Input<'a>, by: &Input<'a>, then: &mut dyn FnMut(&Input<'a>)) {
    let count = values(whole);
    for index in 0..count {
        let mut left = index;
        let mut replaced = whole.clone();
        replace(&mut replaced, by, &mut left);
        then(&replaced);
    }
}

fn values(input: &Input<'_>) -> usize {
    1 + match input {
        Input::List(items) => items.iter().map(values).sum(),
        Input::Map(members) => members.iter().map(|(_, value)| values(value)).sum(),
        _ => 0,
    }
}

/// Whether the value that is so many values away was found and replaced.
fn replace<'a>(input: &mut Input<'a>, by: &Input<'a>, left: &mut usize) -> bool {
    if *left == 0 {
        *input = by.clone();
        return true;
    }
    *left -= 1;
    match input {
        Input::List(items) => items.iter_mut().any(|item| replace(item, by, left)),
        Input::Map(members) => members.iter_mut().any(|(_, value)| replace(value, by, left)),
        _ => false,
    }
}

fn says_what_is_left_or_why_there_is_nothing(described: &Description<'_>) {
    let left = [Code::LeftOut, Code::ForeignDigest];
    let mut codes = described.problems.iter().map(Problem::code).filter(|code| !left.contains(code));
    if described.events.is_empty() {
        assert!(codes.next().is_some());
    } else {
        assert!(codes.all(|code| code == Code::NoConversion));
    }
    assert!(described.problems.len() <= 24);
}

#[test]
fn a_bad_value_is_no_trouble() {
    let rules = Rules::at(1_767_225_600_000, Entropy::default());
    let mut tried = 0;
    for (name, format) in SAMPLES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../tests/payloads/{name}.json"));
        let json = fs::read_to_string(path).unwrap();
        let sample = Input::from_json(json.as_bytes()).unwrap();
        for bad in hostile() {
            each_replaced(&sample, &bad, &mut |payload| {
                let described = describe(format, payload);
                says_what_is_left_or_why_there_is_nothing(&described);
                assert!(described.lines().map(|line| line.len()).sum::<usize>() < 2 * json.len(), "{name}");
                assert!(Input::from_json(described.to_json().as_bytes()).is_ok(), "{name}");
                for event in &described.events {
                    let _ = Event::read(event, &rules);
                }
                tried += 1;
            });
        }
    }
    assert!(tried > 2_000, "{tried} payloads");
}
