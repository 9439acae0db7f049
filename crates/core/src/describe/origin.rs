//! Orders that nobody placed on the shop's pages, and what becomes of them.

use crate::input::Input;
use crate::normalize::trim;
use crate::problem::{Code, Problem};

use super::draft::at;

/// What becomes of orders that nobody placed on the shop's pages. Unless it is said otherwise none of them is sent: they are no
/// work of the site that the Pixel watches, and would be counted as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unvisited {
    /// Orders by which a subscription goes on.
    pub renewals: Handling,
    /// What was sold over a counter.
    pub point_of_sale: Handling,
    /// What the shop's staff wrote down, as an order by telephone.
    pub drafts: Handling,
}

/// What becomes of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Handling {
    /// It gives no event, and a problem that says why.
    #[default]
    Skip,
    /// It is described like any other, without a visit.
    Send,
}

impl Handling {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Skip, Self::Send];

    /// The name used in every language: `skip` or `send`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::Send => "send",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|handling| handling.as_str() == name)
    }
}

impl Unvisited {
    /// Whether an order is sent in spite of what there is to say of it.
    pub(super) fn sends(self, why: &Problem) -> bool {
        let handling = match why.code() {
            Code::Renewal => self.renewals,
            Code::PointOfSale => self.point_of_sale,
            Code::DraftOrder => self.drafts,
            _ => Handling::Skip,
        };
        handling == Handling::Send
    }
}

/// A place of the payload, what stands there (nothing named is anything), and what that says of the order.
pub(super) type Sign = (&'static str, Option<&'static str>, Code);

/// Why nobody placed the order on the shop's pages, by the first sign that it bears.
pub(super) fn unvisited(order: &Input<'_>, signs: &[Sign]) -> Option<Problem> {
    let borne = |(place, wanted, _): &&Sign| {
        at(order, place).is_some_and(|value| wanted.is_none_or(|wanted| says(value, wanted)))
    };
    let (place, _, code) = signs.iter().find(borne)?;
    Some(Problem::new(place.replace(':', "."), *code))
}

/// Tags are a list, or a text with commas.
fn says(value: &Input<'_>, wanted: &str) -> bool {
    match value {
        Input::List(items) => items.iter().any(|item| says(item, wanted)),
        Input::Text(text) => text.split(',').any(|part| trim(part).eq_ignore_ascii_case(wanted)),
        Input::Integer(number) => number.to_string() == wanted,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(json: &str) -> Input<'_> {
        Input::from_json(json.as_bytes()).unwrap()
    }

    #[test]
    fn the_first_sign_counts() {
        static SIGNS: &[Sign] = &[
            ("meta:renewal", None, Code::Renewal),
            ("tags", Some("Recurring Order"), Code::Renewal),
            ("via", Some("pos"), Code::PointOfSale),
            ("meta:pos", Some("1"), Code::PointOfSale),
        ];
        for (json, expected) in [
            (r#"{"via":"pos","meta":[{"key":"renewal","value":5}]}"#, Some(("meta.renewal", Code::Renewal))),
            (
                r#"{"meta":[{"key":"renewal","value":" "},{"key":"pos","value":1}]}"#,
                Some(("meta.pos", Code::PointOfSale)),
            ),
            (r#"{"tags":"new, recurring order"}"#, Some(("tags", Code::Renewal))),
            (r#"{"tags":["new","Recurring Order"]}"#, Some(("tags", Code::Renewal))),
            (r#"{"via":" pos "}"#, Some(("via", Code::PointOfSale))),
            (r#"{"via":"web","tags":"Recurring Orders","meta":[{"key":"pos","value":true}]}"#, None),
        ] {
            let found = unvisited(&input(json), SIGNS);
            assert_eq!(found.as_ref().map(|why| (why.path(), why.code())), expected, "{json}");
        }
    }
}
