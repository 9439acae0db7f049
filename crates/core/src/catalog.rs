//! The catalogue: every field, event name and currency that TikTok's reference knows, one row each.
//!
//! A row says what a field is called, which rule brings it to its canonical form, for which event sources TikTok lists
//! it, and what a bad value means for the event. Everything else reads this table: the core applies it, `cargo xtask
//! generate` prints it for people and other languages, and the vectors must name each row at least once.
//!
//! To add a field: one row in `catalog/fields.rs`, one rule file if the rule is new, one vector, `cargo xtask generate`.

mod events;
mod fields;
mod nearest;
mod personal;
mod row;

pub use events::{
    EventName, PAGEVIEW, RECOMMENDED_IN_LINES, Standing, event_name, event_names, near_standard,
    needs_currency, recommended,
};
pub use fields::{GROUPS, ad, app, contents, event, lead, page, properties, user};
pub(crate) use nearest::is_same_name;
pub use nearest::{nearest, nearest_of};
pub use personal::{is_order_key, is_personal_name};
pub(crate) use personal::{is_personal_in_address, is_personal_within};
pub use row::{Field, Group, Identifier, Need, Rule, Unknown};

use crate::source::EventSource;

/// The 62 currencies that TikTok lists (`events-api.md` §2.4).
pub const CURRENCIES: &[&str] = &[
    "AED", "ARS", "AUD", "BDT", "BHD", "BIF", "BOB", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CRC", "CZK",
    "DKK", "DZD", "EGP", "EUR", "GBP", "GTQ", "HKD", "HNL", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KES",
    "KHR", "KRW", "KWD", "KZT", "MAD", "MOP", "MXN", "MYR", "NGN", "NIO", "NOK", "NZD", "OMR", "PEN", "PHP",
    "PKR", "PLN", "PYG", "QAR", "RON", "RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "VES",
    "VND", "ZAR",
];

/// What a person can be known by, in `user`.
pub const IDENTIFIERS: &[&str] = &[
    "email",
    "phone",
    "external_id",
    "first_name",
    "last_name",
    "zip_code",
    "idfa",
    "idfv",
    "gaid",
    "ip",
    "ttclid",
    "ttp",
];

/// What an event of that source can be matched by. Offline there is no click and no device, and a name or an address is
/// shared by many.
#[must_use]
pub fn identifiers(source: EventSource) -> &'static [&'static str] {
    if source == EventSource::Offline { &["email", "phone", "external_id"] } else { IDENTIFIERS }
}

/// Whether a key looks like the name of a field. Another can be somebody's address or number, and is shown nowhere.
#[must_use]
pub fn is_field_like(key: &str) -> bool {
    let starts_like_a_name = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    starts_like_a_name && key.len() <= 50 && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// A field by its path, as `user.email` or `email`: a bare name is looked up in `user` first, then in the event and
/// its other objects.
#[must_use]
pub fn field(path: &str) -> Option<&'static Field> {
    let (group, name) = path.rsplit_once('.').unwrap_or(("", path));
    let wanted = |known: &&&Group| group.is_empty() || known.name == group;
    let order = |first: bool| GROUPS.iter().filter(move |known| (known.name == "user") == first);
    order(true).chain(order(false)).filter(wanted).find_map(|known| known.field(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_and_documented() {
        for group in GROUPS {
            for row in group.fields {
                assert!(std::ptr::eq(group.field(row.name).unwrap(), *row), "{}.{}", group.name, row.name);
                assert!(row.doc.ends_with('.') && !row.doc.starts_with(' '), "{}.{}", group.name, row.name);
            }
        }
    }

    #[test]
    fn a_bare_name_is_looked_up_in_user_first() {
        assert!(std::ptr::eq(field("city").unwrap(), &raw const user::city));
        assert!(std::ptr::eq(field("properties.city").unwrap(), &raw const properties::city));
        assert!(std::ptr::eq(field("currency").unwrap(), &raw const properties::currency));
        assert!(field("nope").is_none() && field("user.currency").is_none());
    }
}
