//! Google Analytics 4: the e-commerce objects of Google Tag Manager's data layer, what gtag pushes there, and the events of
//! server-side containers.
//!
//! A hashed e-mail address is not taken, unless the event says that it is the address as it was: Google removes the dots of
//! Gmail addresses before it hashes, TikTok does not.

mod names;
mod parameters;
mod total;

use crate::input::Input;
use crate::problem::{Code, Problem};

use super::consent;
use super::draft::{Draft, at, text_at};
use super::found::{Found, event_name};

pub(super) use names::NAMES;
pub(super) use parameters::fill;

static PASSED_OVER: &[&str] = &["event", "event_name", "0", "1"];

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
    let [ecommerce, model, command] = ["ecommerce", "eventModel", "2"].map(|place| at(pushed, place));
    let scopes: Vec<&Input<'_>> = ecommerce.into_iter().chain([pushed]).chain(model).chain(command).collect();
    refuse_universal(pushed, &scopes)?;
    let name = name(pushed).ok_or_else(|| Problem::new("event", Code::NotThisFormat))?;
    let mut event = Draft::of(event_name(NAMES, name)?);
    if let Some(consent) = consent::of_pushed(pushed) {
        event.put("consent", consent);
        event.pass_over(pushed, consent::OF_PUSHED);
    }
    fill(&mut event, &scopes);
    event.identify_by_order();
    event.pass_over(pushed, PASSED_OVER);
    Ok(vec![event])
}

/// The event's name. `gtag("event", "purchase", {…})` pushes its arguments, numbered.
fn name<'p>(pushed: &'p Input<'_>) -> Option<&'p str> {
    let command = || text_at(pushed, "1").filter(|_| text_at(pushed, "0") == Some("event"));
    text_at(pushed, "event").or_else(|| text_at(pushed, "event_name")).or_else(command)
}

fn refuse_universal(pushed: &Input<'_>, scopes: &[&Input<'_>]) -> Result<(), Problem> {
    let is_own = scopes.iter().any(|scope| OWN.iter().any(|member| at(scope, member).is_some()));
    let universal = UNIVERSAL.iter().filter(|_| !is_own).find(|place| at(pushed, place).is_some());
    universal.map_or(Ok(()), |place| Err(Problem::new(*place, Code::NotThisFormat)))
}
