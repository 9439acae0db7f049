//! THE TABLE of names under which shops keep identifiers and secrets, for custom parameters and for parameters in the addresses
//! of pages (`rules.md` §1).
//!
//! Names are compared by their letters alone, without accents: `billing_phone`, `customer[phone]` and `BillingPhone2` are one name
//! but for whose phone it is. Of several endings the longest decides: a `headphone` is no `phone`. Beside English there are the
//! languages in which columns of exports are known.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

use Standing::{Ending, Harmless, OneWord, Owned, Whole};

/// Whether a parameter of that name carries personal data, or opens what is somebody's.
#[must_use]
pub fn is_personal_name(name: &str) -> bool {
    is_personal(name, false)
}

/// The same for a parameter in an address, where forms put their fields: there a `name` is a person's, not a product's.
pub(crate) fn is_personal_in_address(name: &str) -> bool {
    is_personal(name, true)
}

/// The same for a member of an object that has a name itself: the `name` in a `customer` is a person's.
pub(crate) fn is_personal_within(object: &str, name: &str) -> bool {
    let object = letters(object);
    let owner =
        ["info", "details", "data"].iter().find_map(|end| object.strip_suffix(end)).unwrap_or(&object);
    are_owners(owner) && is_personal(&[owner, ".", name].concat(), false)
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
    /// The same as one word; in two, as `user[name]`, they are what they say.
    OneWord,
}

#[rustfmt::skip]
const NAMES: &[(&str, Standing)] = &[
    // To be reached by. TikTok's own `postal_code` is the dealer's.
    ("email", Ending), ("emails", Ending), ("emailaddress", Ending), ("emailaddresses", Ending), ("mailaddress", Ending),
    ("emailhash", Ending), ("emailsha", Ending), ("emailmd", Ending), ("mail", Whole), ("mails", Whole),
    ("emailadresse", Ending), ("mailadresse", Ending), ("emailadres", Ending), ("courriel", Ending), ("correo", Whole), ("correoelectronico", Ending),
    ("phonehash", Ending), ("phonesha", Ending), ("phonemd", Ending), ("whatsapp", Whole), ("whatsappnumber", Ending), ("cell", Owned),
    ("telefon", Ending), ("telefonnummer", Ending), ("handynummer", Ending), ("mobilnummer", Ending), ("telefono", Ending), ("telefone", Ending),
    ("telemovel", Ending), ("celular", Whole), ("movil", Whole), ("cellulare", Whole), ("telefoon", Ending), ("telefoonnummer", Ending), ("mobielnummer", Ending),
    ("phone", Ending), ("phones", Ending), ("phonenumber", Ending), ("phonenumbers", Ending), ("phoneno", Ending),
    ("telephone", Ending), ("telephonenumber", Ending), ("telnumber", Ending), ("tel", Whole), ("fax", Whole), ("faxnumber", Ending),
    ("mobile", Whole), ("mobilenumber", Ending), ("mobileno", Ending), ("cellnumber", Ending), ("contactnumber", Ending), ("msisdn", Ending),
    ("headphone", Harmless), ("headphones", Harmless), ("earphone", Harmless), ("earphones", Harmless), ("microphone", Harmless), ("microphones", Harmless),
    ("smartphone", Harmless), ("smartphones", Harmless), ("iphone", Harmless), ("iphones", Harmless), ("saxophone", Harmless), ("xylophone", Harmless), ("megaphone", Harmless),
    ("address", Whole), ("addresses", Whole), ("addressline", Whole), ("streetaddress", Ending), ("street", Whole),
    ("streetname", Whole), ("streetnumber", Ending), ("housenumber", Ending),
    ("addr", Whole), ("zip", Whole), ("zipcode", Ending), ("postcode", Ending), ("postalcode", Owned), ("pincode", Whole),
    ("adresse", Whole), ("adres", Whole), ("direccion", Whole), ("indirizzo", Whole), ("endereco", Whole), ("strasse", Whole), ("straat", Whole),
    ("hausnummer", Ending), ("huisnummer", Ending), ("plz", Whole), ("postleitzahl", Ending), ("codepostal", Ending), ("codigopostal", Ending),
    ("codicepostale", Ending), ("cep", Whole),

    // To be called by.
    ("name", Owned), ("names", Owned), ("fullname", Ending), ("firstname", Ending), ("lastname", Ending), ("middlename", Ending), ("surname", Ending),
    ("familyname", Ending), ("givenname", Ending), ("forename", Ending), ("maidenname", Ending), ("fname", Whole), ("lname", Whole),
    ("namefirst", Ending), ("namelast", Ending), ("additionalname", Ending), ("nombre", Owned), ("nome", Owned), ("nom", Owned), ("naam", Owned),
    ("vorname", Ending), ("nachname", Ending), ("familienname", Ending), ("prenom", Ending), ("nomdefamille", Ending), ("apellido", Ending), ("apellidos", Ending),
    ("cognome", Ending), ("sobrenome", Ending), ("apelido", Ending), ("voornaam", Ending), ("achternaam", Ending),
    ("username", OneWord), ("ordername", Harmless), ("formname", Harmless), ("shipname", Harmless), ("listname", Harmless),
    ("dateofbirth", Ending), ("birthdate", Ending), ("birthday", Ending), ("bday", Whole), ("dob", Whole), ("geburtsdatum", Ending), ("geburtstag", Ending),
    ("fechadenacimiento", Ending), ("datedenaissance", Ending), ("datadinascita", Ending), ("datadenascimento", Ending), ("geboortedatum", Ending),

    // To be known by.
    ("externalid", Ending), ("externalids", Ending), ("idfa", Whole), ("gaid", Whole),
    ("ssn", Whole), ("socialsecuritynumber", Ending), ("passport", Whole), ("passportnumber", Ending), ("nationalid", Ending),
    ("driverlicense", Ending), ("driverslicense", Ending), ("cpf", Whole), ("dni", Whole), ("iban", Whole), ("cardnumber", Ending), ("ccnumber", Ending),
    ("creditcard", Whole), ("cvv", Whole), ("cvc", Whole),

    // To open what is somebody's.
    ("password", Ending), ("passwordconfirmation", Ending), ("passwd", Ending), ("pwd", Ending), ("passcode", Ending), ("passphrase", Ending), ("pass", Owned), ("otp", Whole),
    ("passwort", Ending), ("kennwort", Ending), ("motdepasse", Ending), ("contrasena", Ending), ("wachtwoord", Ending),
    ("token", Ending), ("jwt", Whole), ("authorization", Whole), ("bearer", Whole), ("phpsessid", Whole), ("jsessionid", Whole), ("apikey", Ending), ("secret", Whole),
    ("orderkey", Ending), ("resetkey", Ending), ("activationkey", Ending),
];

/// Words in front that say whose something is, or which one of several.
#[rustfmt::skip]
const OWNERS: &[&str] = &[
    "account", "address", "alternate", "applicant", "attendee", "beneficiary", "bill", "billing", "billto", "booker", "buyer", "candidate", "cardholder", "client",
    "contact", "customer", "default", "delivery", "donor", "driver", "employee", "fields", "form", "friend", "guest", "holder", "home", "insured", "invoice", "lead",
    "mailing", "member", "my", "order", "owner", "participant", "passenger", "patient", "payee", "payer", "person", "personal", "primary", "profile", "purchaser",
    "receiver", "recipient", "registrant", "secondary", "sender", "ship", "shipping", "shipto", "shopper", "signer", "spouse", "student", "subscriber", "tenant",
    "traits", "traveler", "traveller", "user", "visitor", "your",
];

/// Letters of the longest row of such words that is looked at.
const LONGEST: usize = 64;

fn is_personal(name: &str, is_in_form: bool) -> bool {
    let (name, word) = (letters(name), last_word(name));
    let last = name.bytes().next_back();
    // One byte tells most rows apart, before a whole text is compared.
    let found = NAMES.iter().filter(|(row, _)| row.bytes().next_back() == last);
    let found = found.filter_map(|(row, standing)| Some((row, standing, name.strip_suffix(row)?)));
    let found = found.filter(|(row, standing, before)| match standing {
        Ending | Harmless => true,
        OneWord => letters(word).ends_with(*row),
        Whole => before.is_empty() || are_owners(before),
        Owned => before.is_empty() && is_in_form || are_owners(before),
    });
    let longest = found.max_by_key(|(row, ..)| row.len());
    longest.is_some_and(|(_, standing, _)| !matches!(standing, Harmless | OneWord))
}

/// What a form's or an object's own part of a name is called: `name` of `customer[name]` and `passengers[0].name`.
fn last_word(name: &str) -> &str {
    let mut words = name.rsplit(['.', '[']);
    words.find(|word| word.contains(char::is_alphabetic)).unwrap_or(name)
}

/// Whether it is one such word or more, and nothing else.
fn are_owners(words: &str) -> bool {
    let mut after_one = OWNERS.iter().filter_map(|owner| words.strip_prefix(owner));
    // A list of people is called `passengers`.
    let are_more = |rest: &str| rest.is_empty() || are_owners(rest);
    words.len() <= LONGEST
        && after_one.any(|rest| are_more(rest) || rest.strip_prefix('s').is_some_and(are_more))
}

/// The letters of a name, in lower case and without accents. Most names are that already.
fn letters(name: &str) -> Cow<'_, str> {
    if name.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(name);
    }
    if name.is_ascii() {
        return Cow::Owned(
            name.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect(),
        );
    }
    // Capital letters have two for `ß`.
    let capitals = name.nfd().filter(|c| c.is_alphabetic()).flat_map(char::to_uppercase);
    Cow::Owned(capitals.flat_map(char::to_lowercase).collect())
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
            "user[name]",
            "passengers[0].name",
            "email_sha256",
            "Teléfono",
            "te\u{301}le\u{301}fono",
            "Prénom",
            "Straße",
            "vorname",
            "kundenTelefon",
            "contraseña",
        ] {
            assert!(is_personal_name(name), "{name}");
        }
    }

    #[test]
    fn what_an_object_is_called_says_whose_something_is() {
        for object in ["customer", "passengers", "billing_address", "customerInfo", "user"] {
            assert!(is_personal_within(object, "name"), "{object}");
        }
        for (object, name) in [
            ("product", "name"),
            ("order", "name"),
            ("customer", "username"),
            ("items", "name"),
            ("data", "name"),
            ("customer", "tags"),
        ] {
            assert!(!is_personal_within(object, name), "{object}.{name}");
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
            "nombre",
            "cell_count",
            "passport_cover",
            "ski_pass",
            "ключ",
        ] {
            assert!(!is_personal_name(name), "{name}");
        }
        for name in ["name", "nombre", "nom", "pass", "postal_code"] {
            assert!(is_personal_in_address(name) && !is_personal_name(name), "{name}");
        }
        assert!(!is_personal_in_address("product_name"));
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
            assert_eq!(is_personal_name(&owned), !matches!(standing, Harmless | OneWord), "{name}");
            assert!(name.bytes().all(|byte| byte.is_ascii_lowercase()), "{name}");
        }
    }
}
