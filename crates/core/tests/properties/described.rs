//! Random described events along the catalogue, random trees, and rules of every kind.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use tiktok_capi_core::catalog::{self, Field, GROUPS, Group, Identifier, Need, Rule};
use tiktok_capi_core::{Consent, Entropy, EventSource, Input, OptOutMode, Region, Rules, TcfPolicy};

use crate::text::{hostile, like_a_phone, like_an_email};

type Described = BoxedStrategy<Input<'static>>;

/// The moment at which random events are read.
pub(crate) const NOW: i64 = 1_767_225_600_000;

/// A described event: any of the catalogue's fields, most of them with values that fit, and some other keys. Most have
/// what their source requires.
pub(crate) fn event() -> Described {
    let any = group(&catalog::event::GROUP);
    let whole = (any.clone(), event_names()).prop_map(|(mut event, name)| {
        put(&mut event, &["event"], &name);
        for place in [["app", "app_id"], ["lead", "lead_id"], ["user", "external_id"]] {
            put(&mut event, &place, &Input::text("4711"));
        }
        event
    });
    prop_oneof![5 => whole, 1 => any].boxed()
}

/// Puts a value at a place inside an object, unless there is one.
pub(crate) fn put(object: &mut Input<'static>, place: &[&str], value: &Input<'static>) {
    let (Input::Map(members), [key, rest @ ..]) = (object, place) else { return };
    if let Some((_, inner)) = members.iter_mut().find(|(known, _)| known == key) {
        return put(inner, rest, value);
    }
    let mut inner = if rest.is_empty() { value.clone() } else { Input::map::<String>([]) };
    put(&mut inner, rest, value);
    members.push(((*key).to_owned().into(), inner));
}

/// Standard, legacy and reserved names.
fn event_names() -> impl Strategy<Value = Input<'static>> {
    let names = catalog::event_names().iter().map(|name| Input::text(name.name));
    select(names.collect::<Vec<_>>())
}

/// An object of the group: some of its fields in any order, each at most once.
fn group(group: &'static Group) -> Described {
    let names: Vec<&str> = group.fields.iter().map(|row| row.name).collect();
    let most = names.len().min(9);
    let fields = subsequence(names, 0..=most).prop_flat_map(|names| {
        names.into_iter().filter_map(|name| group.field(name)).map(member).collect::<Vec<_>>()
    });
    let others = prop_oneof![4 => Just(vec![]), 1 => vec((hostile(), tree()), 1..3)];
    (fields, others)
        .prop_map(|(mut members, others)| {
            members.extend(others);
            members.sort_by(|(a, _), (b, _)| a.cmp(b));
            members.dedup_by(|(a, _), (b, _)| a == b);
            Input::map(members)
        })
        .boxed()
}

/// A value that stops the whole event hides all other rules, so fields that can do that seldom have one.
fn member(field: &'static Field) -> BoxedStrategy<(String, Input<'static>)> {
    let most = if field.need == Need::Optional { 8 } else { 60 };
    let value = prop_oneof![most => fitting(field.rule), 1 => texts(), 1 => tree()];
    value.prop_map(|value| (field.name.to_owned(), value)).boxed()
}

/// Values that a field of that rule is meant for, and near misses of them.
pub(crate) fn fitting(rule: Rule) -> Described {
    match rule {
        Rule::Object(rows) => group(rows),
        Rule::Lines(rows) => vec(group(rows), 0..4).prop_map(Input::List).boxed(),
        Rule::Texts => vec(texts(), 0..4).prop_map(Input::List).boxed(),
        Rule::Amounts => vec(amounts(), 0..4).prop_map(Input::List).boxed(),
        Rule::Count | Rule::Amount | Rule::Total => amounts(),
        Rule::Flag => any::<bool>().prop_map(Input::Bool).boxed(),
        Rule::Choice(names) => select(names).prop_map(Input::text).boxed(),
        Rule::Any => tree(),
        Rule::EventName => prop_oneof![12 => event_names(), 1 => texts()].boxed(),
        Rule::Time => times(),
        Rule::Consent => consents(),
        Rule::Hashed(identifier) => identifiers(identifier),
        Rule::Url => {
            (select(&["https://shop.example/", "http://[::1]:8080/a?", "https://a.de/?b=1&"][..]), hostile())
                .prop_map(|(start, rest)| Input::text(format!("{start}{rest}")))
                .boxed()
        }
        Rule::Currency => words(&["EUR", "usd", " gbp ", "XAU", "ZZZ", "€"]),
        Rule::Locale => words(&["en_US", "de", "zh-hans-cn", "sr_Latn", "i-klingon", "C"]),
        Rule::Ip => words(&[
            "8.8.8.8",
            "10.0.0.1",
            "::ffff:8.8.8.8",
            "2001:DB9:0:0::1",
            "fe80::1%eth0",
            "8.8.8.8:443",
        ]),
        Rule::Country | Rule::PhoneRegion => {
            words(&["us", "GB", "deu", "Germany", "Côte d'Ivoire", "uk", "XK", "ZZ"])
        }
        Rule::City | Rule::State => {
            prop_oneof![words(&["New York", "California", "São Paulo", "ny", "東京"]), texts()].boxed()
        }
        Rule::Text | Rule::Id | Rule::EventId | Rule::ClickId => {
            prop_oneof![texts(), any::<i64>().prop_map(Input::Integer)].boxed()
        }
    }
}

fn words(words: &'static [&'static str]) -> Described {
    select(words).prop_map(Input::text).boxed()
}

fn texts() -> Described {
    hostile().prop_map(Input::text).boxed()
}

fn amounts() -> Described {
    let decimal = "[0-9]{1,9}(\\.[0-9]{1,9})?".prop_map(Input::text);
    prop_oneof![decimal, numbers(), (0..1_000_i64).prop_map(Input::Integer)].boxed()
}

fn times() -> Described {
    let near = (NOW / 1_000 - 3_000_000)..(NOW / 1_000 + 3_000_000);
    let written = (
        "202[0-9]-[01][0-9]-[0-2][0-9]",
        "[Tt ][01][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?",
        "(Z|[+-][01][0-9]:[0-5][0-9])?",
    );
    let written = written.prop_map(|(date, time, offset)| Input::text(date + &time + &offset));
    prop_oneof![
        6 => near.clone().prop_map(Input::Integer),
        3 => near.prop_map(|s| Input::text(s.to_string())),
        3 => written,
        1 => numbers(),
    ]
    .boxed()
}

fn consents() -> Described {
    let words = words(&["granted", "Granted ", " GRANTED", "granted", "opted_out", "denied", "yes"]);
    let signals = [
        ("word", words_or_text(&["granted", "opted_out", "denied"])),
        ("tcf", words_or_text(&["CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA", "C"])),
        ("gpp", words_or_text(&["DBACNY~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN", "DBAA"])),
        ("us_privacy", words_or_text(&["1YNN", "1YYN", "1---"])),
        ("gpc", any::<bool>().prop_map(Input::Bool).boxed()),
    ];
    let signals = subsequence(signals.to_vec(), 0..=5);
    let signals = signals.prop_flat_map(|signals| {
        signals.into_iter().map(|(name, value)| (Just(name), value)).collect::<Vec<_>>()
    });
    prop_oneof![words, signals.prop_map(Input::map)].boxed()
}

fn words_or_text(known: &'static [&'static str]) -> Described {
    prop_oneof![9 => words(known), 1 => texts()].boxed()
}

fn identifiers(identifier: Identifier) -> Described {
    let one = prop_oneof![6 => raw(identifier), 1 => digests(), 1 => tree()].boxed();
    if identifier.takes_many() {
        prop_oneof![one.clone(), vec(one, 0..24).prop_map(Input::List)].boxed()
    } else {
        one
    }
}

fn raw(identifier: Identifier) -> Described {
    let text = match identifier {
        Identifier::Email => like_an_email().boxed(),
        Identifier::Phone => like_a_phone().boxed(),
        Identifier::ZipCode => {
            prop_oneof!["[0-9]{5}(-[0-9]{4})?", "[A-Z0-9]{2,4} ?[0-9][A-Z]{2}", hostile()].boxed()
        }
        Identifier::Idfa | Identifier::Gaid => {
            prop_oneof!["[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", hostile()].boxed()
        }
        Identifier::Name | Identifier::ExternalId => hostile().boxed(),
    };
    text.prop_map(Input::text).boxed()
}

fn digests() -> Described {
    let hex = prop_oneof![3 => "[0-9a-fA-F]{64}", 1 => "[0-9a-f]{32}", 1 => "[0-9a-f]{40}", 1 => hostile()];
    (hex, any::<bool>())
        .prop_map(
            |(hex, alone)| if alone { Input::text(hex) } else { Input::map([("sha256", Input::text(hex))]) },
        )
        .boxed()
}

fn numbers() -> Described {
    let doubles = prop_oneof![
        any::<f64>(),
        select(&[0.0, -0.0, 0.1 + 0.2, 1e21, 5e-324, f64::NAN, f64::INFINITY, f64::MIN][..])
    ];
    let integers =
        prop_oneof![any::<i64>(), select(&[0, -1, 1 << 53, (1 << 53) + 1, i64::MIN, i64::MAX][..])];
    prop_oneof![doubles.prop_map(Input::Number), integers.prop_map(Input::Integer)].boxed()
}

/// Any value of any kind, up to 20 levels deep; one in a few dozen repeats a key.
pub(crate) fn tree() -> Described {
    let leaf = prop_oneof![
        4 => texts(), 2 => numbers(), 1 => any::<bool>().prop_map(Input::Bool), 1 => Just(Input::Null), 1 => Just(Input::NotUnicode), 1 => Just(Input::Unfit),
    ];
    let rows: Vec<&str> = GROUPS.iter().flat_map(|group| group.fields).map(|row| row.name).collect();
    let keys = prop_oneof![1 => hostile(), 2 => select(rows).prop_map(str::to_owned)];
    let branch = move |inner: Described| {
        let objects = vec((keys.clone(), inner.clone()), 0..6).prop_map(Input::map);
        prop_oneof![vec(inner, 0..6).prop_map(Input::List), objects]
    };
    let bushy = leaf.prop_recursive(5, 40, 6, branch);
    prop_oneof![12 => bushy.clone(), 1 => (bushy, 10..20_usize).prop_map(|(inner, levels)| wrapped(inner, levels))].boxed()
}

fn wrapped(inner: Input<'static>, levels: usize) -> Input<'static> {
    (0..levels).fold(inner, |inner, _| Input::map([("a", inner)]))
}

/// Rules with every option set to anything.
pub(crate) fn rules() -> impl Strategy<Value = Rules> {
    let words = (
        select(&EventSource::ALL[..]),
        select(&["GB", "US", "IT", "CN", "XK", ""][..]).prop_map(Region::from_code),
        select(&[None, Some(Consent::Granted), Some(Consent::Denied), Some(Consent::OptedOut)][..]),
        select(&[OptOutMode::Strip, OptOutMode::LimitedDataUse, OptOutMode::Withhold][..]),
    );
    let numbers = (
        any::<u32>(),
        any::<Option<u16>>(),
        prop_oneof![2 => Just(NOW), 1 => any::<i64>()],
        any::<[u8; 10]>(),
    );
    (words, numbers, any::<(bool, bool, bool)>()).prop_map(
        |(words, numbers, (strict, require_consent, modern_event_names))| {
            let (event_source, default_region, consent, opt_out_mode) = words;
            let (purposes, vendor, now, entropy) = numbers;
            let tcf = TcfPolicy { purposes, vendor };
            let entropy = Entropy::Fixed(entropy);
            Rules {
                event_source,
                default_region,
                strict,
                consent,
                require_consent,
                opt_out_mode,
                tcf,
                modern_event_names,
                now,
                entropy,
            }
        },
    )
}

/// Rules under which as many events as possible are ready: nothing is strict, and nobody's consent is missing.
pub(crate) fn lenient() -> impl Strategy<Value = Rules> {
    rules().prop_map(|rules| Rules {
        strict: false,
        consent: None,
        require_consent: false,
        now: NOW,
        ..rules
    })
}
