//! Value and currency of an event whose items alone have them.

use crate::decimal::Decimal;
use crate::describe::draft::{Draft, Row, at, rows};
use crate::input::Input;

static CURRENCY: &[Row] = rows! {
    "properties.currency" <- "currency";
};

/// Takes the items' currency when it is one, and the sum of their prices when all have one and the event has no value.
pub(super) fn fill<'p>(event: &mut Draft<'p>, items: &'p [Input<'p>]) {
    for item in items {
        event.fill(item, CURRENCY);
    }
    if !has_one_currency(event, items) {
        return;
    }
    for item in items {
        event.pass_over(item, &["currency"]);
    }
    if event.at("properties.value").is_some() {
        return;
    }
    if let Some(total) = total(items).and_then(Decimal::to_input) {
        event.put("properties.value", total);
    }
}

/// Whether no item has another currency than the event. Those of several currencies have no sum.
fn has_one_currency(event: &Draft<'_>, items: &[Input<'_>]) -> bool {
    let currencies = items.iter().filter_map(|item| at(item, "currency")).filter_map(Input::as_text);
    let of_event = event.at("properties.currency").and_then(Input::as_text);
    currencies.into_iter().all(|currency| of_event.is_some_and(|one| one.eq_ignore_ascii_case(currency)))
}

/// `None` when a price is missing or no number: what is left would be the value of something else.
fn total(items: &[Input<'_>]) -> Option<Decimal> {
    let mut items = items.iter().filter(|item| !item.is_absent()).peekable();
    items.peek()?;
    items.try_fold(Decimal::ZERO, |sum, item| {
        let quantity = at(item, "quantity").map_or(Some(Decimal::ONE), Decimal::of)?;
        sum.plus(Decimal::of(at(item, "price")?)?.times(quantity)?)
    })
}
