//! THE TABLE of names under which shops keep identifiers and secrets, for custom parameters and for parameters in the addresses
//! of pages (`rules.md` §1).
//!
//! Names are compared by their letters alone: `billing_phone`, `customer[phone]` and `BillingPhone2` are one name but for whose
//! phone it is. Of several endings the longest decides: a `headphone` is no `phone`.

use std::borrow::Cow;

use Standing::{Ending, Harmless, Owned, Whole};

/// Whether a parameter of that name carries personal data, or opens what is somebody's.
#[must_use]
pub fn is_personal_name(name: &str) -> bool {
    is_personal(&letters(name), false)
}

/// The same for a parameter in an address, where forms put their fields: there a `name` is a person's, not a product's.
pub(crate) fn is_personal_in_address(name: &str) -> bool {
    is_personal(&letters(name), true)
}

/// What is personal by its own form: the key of a WooCommerce order (`key=wc_order_…`), which shows the order to who has it.
#[must_use]
pub fn is_order_key(value: &str) -> bool {
    value.starts_with("wc_order_")
}

/// What a row of the table says.
#[derive(Clone, Copy, PartialEq)]
enum Standing {
    /// Personal wherever a name ends so.
    Ending,
    /// Personal as the whole name, but for words that say whose it is.
    Whole,
    /// As [`Whole`], but with at least one such word: alone it is of a thing.
    Owned,
    /// Names that end so are of things.
    Harmless,
}

#[rustfmt::skip]
const NAMES: &[(&str, Standing)] = &[
    // To be reached by. TikTok's own `postal_code` is the dealer's.
    ("email", Ending), ("emails", Ending), ("emailaddress", Ending), ("emailaddresses", Ending), ("mailaddress", Ending),
    ("mail", Whole), ("mails", Whole),
    ("phone", Ending), ("phones", Ending), ("phonenumber", Ending), ("phonenumbers", Ending), ("phoneno", Ending),
    ("telephone", Ending), ("telephonenumber", Ending), ("telnumber", Ending), ("tel", Whole), ("fax", Whole), ("faxnumber", Ending),
    ("mobile", Whole), ("mobilenumber", Ending), ("mobileno", Ending), ("cellnumber", Ending), ("contactnumber", Ending), ("msisdn", Ending),
    ("headphone", Harmless), ("headphones", Harmless), ("earphone", Harmless), ("earphones", Harmless), ("microphone", Harmless), ("microphones", Harmless),
    ("smartphone", Harmless), ("smartphones", Harmless), ("iphone", Harmless), ("iphones", Harmless), ("saxophone", Harmless), ("xylophone", Harmless), ("megaphone", Harmless),
    ("address", Whole), ("addresses", Whole), ("addressline", Whole), ("streetaddress", Ending), ("street", Whole),
    ("streetname", Whole), ("streetnumber", Ending), ("housenumber", Ending),
    ("zip", Whole), ("zipcode", Ending), ("postcode", Ending), ("postalcode", Owned),

    // To be called by.
    ("name", Owned), ("names", Owned), ("fullname", Ending), ("firstname", Ending), ("lastname", Ending), ("middlename", Ending), ("surname", Ending),
    ("familyname", Ending), ("givenname", Ending), ("forename", Ending), ("maidenname", Ending), ("fname", Whole), ("lname", Whole),
    ("username", Harmless), ("ordername", Harmless), ("formname", Harmless), ("shipname", Harmless), ("listname", Harmless),
    ("dateofbirth", Ending), ("birthdate", Ending), ("birthday", Ending), ("dob", Whole),

    // To be known by.
    ("externalid", Ending), ("externalids", Ending), ("idfa", Whole), ("gaid", Whole),
    ("ssn", Whole), ("socialsecuritynumber", Ending), ("passportnumber", Ending), ("iban", Whole), ("cardnumber", Ending), ("cvv", Whole), ("cvc", Whole),

    // To open what is somebody's.
    ("password", Ending), ("passwordconfirmation", Ending), ("passwd", Ending), ("pwd", Ending), ("passcode", Ending), ("otp", Whole),
    ("token", Ending), ("jwt", Whole), ("apikey", Ending), ("secret", Whole), ("orderkey", Ending),
];

/// Words in front that say whose something is, or which one of several.
#[rustfmt::skip]
const OWNERS: &[&str] = &[
    "account", "address", "alternate", "applicant", "bill", "billing", "billto", "buyer", "cardholder", "client", "contact", "customer", "default", "delivery",
    "driver", "employee", "form", "guest", "holder", "home", "invoice", "lead", "mailing", "member", "my", "order", "owner", "passenger", "patient", "payee",
    "payer", "person", "personal", "primary", "profile", "purchaser", "receiver", "recipient", "secondary", "sender", "ship", "shipping", "shipto", "shopper",
    "student", "subscriber", "traits", "traveler", "traveller", "user", "your",
];

/// Letters of the longest row of such words that is looked at.
const LONGEST: usize = 64;

fn is_personal(name: &str, is_in_form: bool) -> bool {
    let last = name.bytes().next_back();
    // One byte tells most rows apart, before a whole text is compared.
    let found = NAMES.iter().filter(|(row, _)| row.bytes().next_back() == last);
    let found = found.filter_map(|(row, standing)| Some((row, standing, name.strip_suffix(row)?)));
    let found = found.filter(|(_, standing, before)| match standing {
        Ending | Harmless => true,
        Whole => before.is_empty() || are_owners(before),
        Owned => before.is_empty() && is_in_form || are_owners(before),
    });
    found.max_by_key(|(row, ..)| row.len()).is_some_and(|(_, standing, _)| *standing != Harmless)
}

/// Whether it is one such word or more, and nothing else.
fn are_owners(words: &str) -> bool {
    let mut after_one = OWNERS.iter().filter_map(|owner| words.strip_prefix(owner));
    words.len() <= LONGEST && after_one.any(|rest| rest.is_empty() || are_owners(rest))
}

/// The letters of a name, in lower case. Most names are that already.
fn letters(name: &str) -> Cow<'_, str> {
    if name.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{GROUPS, Rule};

    #[test]
    fn names_are_personal_in_any_spelling() {
        for name in [
            "phoneNumber",
            "firstName",
            "ZIP-Code",
            "externalId",
            "accessToken",
            "E-Mail",
            "e_mail",
            "billing_phone",
            "customer[phone]",
            "BillingPhone2",
            "shipping.address1",
            "customer[default_address][zip]",
            "your-name",
            "reset_password_token",
            "mobile",
            "emails[0]",
            "billingpostalcode",
        ] {
            assert!(is_personal_name(name), "{name}");
        }
    }

    #[test]
    fn names_of_things_are_not() {
        for name in [
            "",
            "1",
            "name",
            "product_name",
            "shipping_method",
            "token_count",
            "headphone",
            "head-phones",
            "username",
            "postal_code",
            "zipper",
            "hotel",
            "half_zip",
            "ip_address",
            "mobile_app",
            "billing",
            "address_type",
            "ключ",
        ] {
            assert!(!is_personal_name(name), "{name}");
        }
        assert!(is_personal_in_address("name") && !is_personal_in_address("product_name"));
        assert!(!is_personal_name(&"user".repeat(1_000_000)));
    }

    #[test]
    fn all_that_is_hashed_is_in_the_table_and_no_parameter_of_tiktok_is() {
        for group in GROUPS {
            for row in group.fields {
                let is_hashed = matches!(row.rule, Rule::Hashed(_));
                assert_eq!(is_personal_name(row.name), is_hashed, "{}.{}", group.name, row.name);
            }
        }
    }

    /// A row whose name another row's ending decides would never be asked.
    #[test]
    fn every_row_counts() {
        for (name, standing) in NAMES {
            let owned = format!("customer{name}");
            assert_eq!(is_personal_name(&owned), *standing != Harmless, "{name}");
            assert!(name.bytes().all(|byte| byte.is_ascii_lowercase()), "{name}");
        }
    }
}
