//! `describe`: what a shop has already, an order or a tracking call, as the events that `build` and `track` take.
//!
//! Each format is a file with its tables: a row says which member of the event comes from which place of the payload.
//! Nothing is normalised or hashed here. Reading the event looks at every value as if it had been written by hand.

mod consent;
mod draft;
mod events_api_1;
mod found;
mod ga4;
mod ga4_mp;
mod graphql;
mod json;
mod left;
mod meta;
mod origin;
mod place;
mod rule;
mod segment;
mod shopify;
mod shopify_graphql;
mod signature;
mod woocommerce;

use std::fmt;

use crate::input::Input;
use crate::problem::{Problem, Severity};
use draft::Draft;
use found::Found;

pub use origin::{Handling, Unvisited};
pub use signature::{verify_shopify, verify_woocommerce};

/// The form of a payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// The body of Shopify's webhook `orders/paid`: an order as the REST Admin API has it.
    Shopify,
    /// An event of Google Analytics 4, as it is pushed into the data layer of Google Tag Manager, or as a server-side
    /// container has it.
    Ga4,
    /// A `track` or `page` call of Segment, as `Order Completed`.
    Segment,
    /// An order of WooCommerce's REST API v3, which is also the body of its webhooks.
    WooCommerce,
    /// A body of TikTok's Events API 1.0: `pixel/track`, `pixel/batch`, `offline/track`, `offline/batch`.
    EventsApi1,
    /// A body of Google Analytics 4's Measurement Protocol.
    Ga4Mp,
    /// Orders as Shopify's GraphQL Admin API gives them.
    ShopifyGraphql,
    /// A body of Meta's Conversions API.
    Meta,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Shopify,
        Self::Ga4,
        Self::Segment,
        Self::WooCommerce,
        Self::EventsApi1,
        Self::Ga4Mp,
        Self::ShopifyGraphql,
        Self::Meta,
    ];

    /// The name used in every language.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Shopify => "shopify",
            Self::Ga4 => "ga4",
            Self::Segment => "segment",
            Self::WooCommerce => "woocommerce",
            Self::EventsApi1 => "events_api_1",
            Self::Ga4Mp => "ga4_mp",
            Self::ShopifyGraphql => "shopify_graphql",
            Self::Meta => "meta",
        }
    }

    /// Reads a name.
    ///
    /// # Errors
    /// [`UnknownFormat`] when there is no such format.
    pub fn from_name(name: &str) -> Result<Self, UnknownFormat> {
        Self::ALL.into_iter().find(|format| format.as_str() == name).ok_or(UnknownFormat)
    }

    fn reader(self) -> Reader {
        match self {
            Self::Shopify => shopify::described,
            Self::Ga4 => ga4::described,
            Self::Segment => segment::described,
            Self::WooCommerce => woocommerce::described,
            Self::EventsApi1 => events_api_1::described,
            Self::Ga4Mp => ga4_mp::described,
            Self::ShopifyGraphql => shopify_graphql::described,
            Self::Meta => meta::described,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// There is no format of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownFormat;

impl UnknownFormat {
    /// How to mend it.
    #[must_use]
    pub fn hint(self) -> &'static str {
        "Give one of shopify, ga4, segment, woocommerce, events_api_1, ga4_mp, shopify_graphql, meta."
    }
}

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.hint())
    }
}

impl std::error::Error for UnknownFormat {}

type Reader = for<'p> fn(&'p Input<'_>) -> Found<'p>;

/// What a payload comes to.
#[derive(Debug)]
pub struct Description<'p> {
    /// The events, each as `build` and `track` take it. None when there is nothing to send.
    pub events: Vec<Input<'p>>,
    /// Without events, why there are none: an error when the payload cannot be read as one of its format, an information
    /// when it can, and nothing is to be sent (`test_order`, `not_paid`, `not_for_tiktok`, `no_conversion`, and what
    /// [`Unvisited`] is about). With events, the same of a part of the payload, and what of it is in none of them
    /// (`left_out`, `foreign_digest`). Sorted by path and code.
    pub problems: Vec<Problem>,
}

impl<'p> Description<'p> {
    fn nothing(why: Problem) -> Self {
        Self { events: Vec::new(), problems: vec![why] }
    }

    fn of(payload: &'p Input<'p>, mut drafts: Vec<Draft<'p>>, unvisited: Unvisited) -> Self {
        let is_sent = |draft: &Draft<'_>| draft.doubt().is_none_or(|why| unvisited.sends(why));
        drafts.iter_mut().filter(|draft| !is_sent(draft)).for_each(Draft::give_up);
        let kept = drafts.iter().filter(|draft| !is_sent(draft));
        let mut problems: Vec<_> = kept.filter_map(Draft::doubt).cloned().collect();
        if problems.len() < drafts.len() {
            problems.extend(left::told(payload, &drafts));
        }
        problems.sort_by(Problem::by_path_and_code);
        Self { events: drafts.into_iter().filter(is_sent).map(Draft::into_input).collect(), problems }
    }

    /// Whether the payload cannot be read as one of its format.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity() == Severity::Error)
    }
}

/// Describes the events that a payload tells of. Texts are borrowed from it.
///
/// An order gets the id `event_id(event, order)`, which its page can compute for the Pixel too. Of orders that nobody placed
/// on the shop's pages none is sent; [`describe_with`] says otherwise.
///
/// ```
/// use tiktok_capi_core::{Format, Input, describe, event_id};
///
/// let pushed = br#"{"event": "purchase", "ecommerce": {"transaction_id": "4711", "value": 39.8, "currency": "EUR"}}"#;
/// let payload = Input::from_json(pushed)?;
/// let described = describe(Format::Ga4, &payload);
/// assert_eq!(described.events[0].get("event_id"), Some(&Input::text(event_id("Purchase", "4711")?)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn describe<'p>(format: Format, payload: &'p Input<'_>) -> Description<'p> {
    describe_with(format, payload, Unvisited::default())
}

/// The same, with a word on renewals, sales over a counter and orders that staff wrote down.
#[must_use]
pub fn describe_with<'p>(format: Format, payload: &'p Input<'_>, unvisited: Unvisited) -> Description<'p> {
    let found = payload.check_shape().and_then(|()| format.reader()(payload));
    found.map_or_else(Description::nothing, |drafts| Description::of(payload, drafts, unvisited))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Code;

    fn described(format: Format, json: &str) -> String {
        describe(format, &Input::from_json(json.as_bytes()).unwrap()).to_json()
    }

    #[test]
    fn names_are_read_back() {
        for format in Format::ALL {
            assert_eq!(Format::from_name(&format.to_string()), Ok(format));
        }
        assert_eq!(Format::from_name("Shopify"), Err(UnknownFormat));
        assert!(UnknownFormat.to_string().contains(&Format::ALL.map(Format::as_str).join(", ")));
    }

    #[test]
    fn a_hostile_payload_is_refused_before_it_is_read() {
        let deep = "[".repeat(17) + &"]".repeat(17);
        let many = format!("[{}0]", "0,".repeat(100_000));
        for format in Format::ALL {
            for (json, code) in [
                (deep.as_str(), "too_deep"),
                (&many, "event_too_large"),
                (r#"{"a":1,"a":2}"#, "duplicate_key"),
            ] {
                assert!(described(format, json).contains(code), "{format} {code}");
            }
            for json in
                ["null", "5", r#""order""#, "[]", "{}", "[{}]", r#"{"event":5,"batch":5,"line_items":5}"#]
            {
                let input = Input::from_json(json.as_bytes()).unwrap();
                let described = describe(format, &input);
                assert!(described.is_refused() && described.events.is_empty(), "{format} {json}");
                assert_eq!(described.problems[0].code(), Code::NotThisFormat, "{format} {json}");
            }
        }
    }

    #[test]
    fn nothing_to_send_is_no_refusal() {
        for (json, events) in [(r#"{"event":"search"}"#, 1), (r#"{"event":"scroll"}"#, 0)] {
            let input = Input::from_json(json.as_bytes()).unwrap();
            let described = describe(Format::Ga4, &input);
            assert_eq!((described.events.len(), described.is_refused()), (events, false), "{json}");
        }
    }

    #[test]
    fn what_json_cannot_say_is_still_told_of_later() {
        let pushed = r#"{"event":"search","search_term":"\ud800","value":1e999,"user_id":{"a":1},"currency":["a",[1]]}"#;
        let written = described(Format::Ga4, pushed);
        assert!(written.contains(r#""search_string":"\ud800""#), "{written}");
        assert!(
            written.contains(r#""value":1e999"#) && written.contains(r#""external_id":1e999"#),
            "{written}"
        );
        assert!(written.contains(r#""currency":["a",1e999]"#), "{written}");
        assert!(Input::from_json(written.as_bytes()).is_ok());
    }

    #[test]
    fn debug_shows_no_value() {
        let input = Input::from_json(br#"{"event":"search","search_term":"secret"}"#).unwrap();
        assert!(!format!("{:?}", describe(Format::Ga4, &input)).contains("secret"));
    }
}
