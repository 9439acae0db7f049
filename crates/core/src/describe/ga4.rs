//! Google Analytics 4: the e-commerce objects of Google Tag Manager's data layer, what gtag pushes there, and the events of
//! server-side containers.
//!
//! A hashed e-mail address is not taken, unless the event says that it is the address as it was: Google removes the dots of
//! Gmail addresses before it hashes, TikTok does not.

mod names;
mod parameters;
mod total;

use crate::input::Input;
use crate::normalize::trim;
use crate::problem::{Code, Problem};

use super::consent;
use super::draft::{Draft, at, text_at};
use super::found::{Found, event_name};

pub(super) use names::NAMES;
pub(super) use parameters::fill;

static PASSED_OVER: &[&str] = &["event", "event_name"];

/// Universal Analytics, which Google ended in 2024: enhanced e-commerce, and the transactions before it.
static UNIVERSAL: &[&str] = &[
    "ecommerce.purchase",
    "ecommerce.refund",
    "ecommerce.detail",
    "ecommerce.add",
    "ecommerce.remove",
    "ecommerce.checkout",
    "ecommerce.checkout_option",
    "ecommerce.click",
    "ecommerce.impressions",
    "ecommerce.promoView",
    "ecommerce.promoClick",
    "transactionProducts",
    "transactionTotal",
];

/// What an e-commerce object of GA4 has. Shops in between push both.
static OWN: &[&str] = &["items", "transaction_id", "value"];

pub(super) fn described<'p>(pushed: &'p Input<'_>) -> Found<'p> {
    let [command, event, parameters] = [0, 1, 2].map(|place| argument(pushed, place));
    let [ecommerce, model] = ["ecommerce", "eventModel"].map(|place| at(pushed, place));
    let scopes: Vec<&Input<'_>> =
        ecommerce.into_iter().chain([pushed]).chain(model).chain(parameters).collect();
    refuse_universal(pushed, &scopes)?;
    let name = name(pushed).ok_or_else(|| Problem::new("event", Code::NotThisFormat))?;
    let name = event_name(NAMES, name).ok_or_else(|| Problem::new("event", Code::NoConversion))?;
    let mut draft = Draft::of(name);
    if let Some(consent) = consent::of_pushed(pushed) {
        draft.put("consent", consent);
        draft.pass_over(pushed, consent::OF_PUSHED);
    }
    fill(&mut draft, &scopes);
    draft.identify_by_order();
    draft.pass_over(pushed, PASSED_OVER);
    [command, event].into_iter().flatten().for_each(|used| draft.pass(used));
    Ok(vec![draft])
}

/// The event's name.
fn name<'p>(pushed: &'p Input<'_>) -> Option<&'p str> {
    let text = |place| argument(pushed, place).and_then(Input::as_text).map(trim);
    let command = || text(1).filter(|_| text(0) == Some("event"));
    text_at(pushed, "event").or_else(|| text_at(pushed, "event_name")).or_else(command)
}

/// `gtag("event", "purchase", {…})` pushes its arguments, numbered: an object of them, or a list, as PHP makes of one.
fn argument<'p, 'i>(pushed: &'p Input<'i>, place: usize) -> Option<&'p Input<'i>> {
    const NUMBERS: [&str; 3] = ["0", "1", "2"];
    match pushed {
        Input::List(arguments) => arguments.get(place),
        object => object.get(NUMBERS.get(place)?),
    }
}

fn refuse_universal(pushed: &Input<'_>, scopes: &[&Input<'_>]) -> Result<(), Problem> {
    let is_own = scopes.iter().any(|scope| OWN.iter().any(|member| at(scope, member).is_some()));
    let universal = UNIVERSAL.iter().filter(|_| !is_own).find(|place| at(pushed, place).is_some());
    universal.map_or(Ok(()), |place| Err(Problem::new(*place, Code::NotThisFormat)))
}
