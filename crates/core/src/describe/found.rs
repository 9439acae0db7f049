//! What a format finds in a payload.

use crate::catalog::{self, PAGEVIEW, Standing, event_names};
use crate::input::Input;
use crate::problem::{Code, Problem};
use crate::source::EventSource;

use super::draft::Draft;

/// The events of a payload; the problem that says why there are none.
pub(super) type Found<'p> = Result<Vec<Draft<'p>>, Problem>;

/// Refuses a payload without the members that every one of its format has.
pub(super) fn require(payload: &Input<'_>, names: &[&'static str]) -> Result<(), Problem> {
    match names.iter().find(|name| payload.get(name).is_none()) {
        Some(name) => Err(Problem::new(*name, Code::NotThisFormat)),
        None => Ok(()),
    }
}

/// TikTok's name of what a page's call names otherwise, or by TikTok's own name, which stays.
pub(super) fn event_name(names: &[(&str, &'static str)], given: &str) -> Option<&'static str> {
    known_name(names, given).or_else(|| tiktok_name(given).filter(|name| is_of_pages(name)))
}

/// TikTok's name of what a payload calls otherwise. Names are one but for case and what stands between their words.
pub(super) fn known_name(names: &[(&str, &'static str)], given: &str) -> Option<&'static str> {
    names.iter().find(|(theirs, _)| is_one_name(theirs, given)).map(|(_, ours)| *ours)
}

/// A name of TikTok's own.
pub(super) fn tiktok_name(given: &str) -> Option<&'static str> {
    let names = event_names().iter().map(|known| known.name).chain([PAGEVIEW]);
    names.into_iter().find(|name| is_one_name(name, given))
}

fn is_one_name(a: &str, b: &str) -> bool {
    bare(a).eq(bare(b))
}

fn bare(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| !matches!(c, ' ' | '_' | '-')).flat_map(char::to_lowercase)
}

/// What is standard for apps alone, as `Login`, and what TikTok maps by itself, as `Browse`, are everyday words of pages.
fn is_of_pages(name: &str) -> bool {
    let known = catalog::event_name(name);
    known.is_none_or(|known| {
        known.standard.has(EventSource::Web) || matches!(known.standing, Standing::Legacy(_))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_however_their_words_are_joined() {
        let names = [("Order Completed", "Purchase"), ("sign_up", "CompleteRegistration")];
        for (given, expected) in [
            ("Order Completed", Some("Purchase")),
            ("order_completed", Some("Purchase")),
            ("OrderCompleted", Some("Purchase")),
            ("Sign Up", Some("CompleteRegistration")),
            ("add_to_cart", Some("AddToCart")),
            ("CompletePayment", Some("CompletePayment")),
            ("PageView", Some("Pageview")),
            ("Login", None),
            ("Browse", None),
            ("Orders Completed", None),
            ("", None),
        ] {
            assert_eq!(event_name(&names, given), expected, "{given}");
        }
        assert_eq!(known_name(&names, "AddToCart"), None);
    }
}
