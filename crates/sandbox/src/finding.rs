//! What is wrong with a received event, whatever TikTok answers to it: where and which rule. Never the value.
//!
//! TikTok accepts a misspelt key or a digest of nothing with code 0 and matches nobody; these findings are the other
//! half of a verdict. All codes stand in one table. A code is for ever: it is added or retired, never renamed.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One thing that is wrong with an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Where it is, as `user.phone[1]`; a key that does not look like a field name is shown as `*`.
    pub path: String,
    /// Which rule it is about.
    pub code: FindingCode,
}

/// Writes the enum of codes with name and meaning. One row a code.
macro_rules! findings {
    ($($(#[doc = $meaning:literal])+ $variant:ident $name:literal;)+) => {
        /// The name of a rule that a received event breaks. See [`FindingCode::all`] for the whole list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum FindingCode { $($(#[doc = $meaning])+ #[serde(rename = $name)] $variant,)+ }

        impl FindingCode {
            /// Every code, in the order of the table.
            #[must_use]
            pub fn all() -> &'static [Self] {
                &[$(Self::$variant),+]
            }

            /// The name used in every answer and on the page, as `not_hashed`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// What it means, in English.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($meaning),+).trim_ascii()),+ }
            }
        }
    };
}

impl fmt::Display for FindingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

findings! {
    /// The value is of another JSON type than the field takes.
    WrongType "wrong_type";
    /// A field without which TikTok refuses the event.
    MissingField "missing_field";
    /// `null`, blank text, an empty list or an empty object; leave the field out instead.
    EmptyValue "empty_value";
    /// A key stands twice in one object; JSON readers disagree about which one counts.
    DuplicateKey "duplicate_key";
    /// A key that is not in TikTok's reference. TikTok ignores it silently.
    UnknownField "unknown_field";
    /// A field that belongs to another object of the request.
    MisplacedField "misplaced_field";
    /// A name or place of Events API 1.0.
    LegacyField "legacy_field";
    /// TikTok's reference lists the field for other event sources only.
    NotForThisSource "not_for_this_source";
    /// The text is not one of the names that the field knows.
    UnknownValue "unknown_value";
    /// More than 20 values of one identifier, or more than 1,000 lines of contents.
    TooManyValues "too_many_values";
    /// A negative number.
    NegativeNumber "negative_number";

    /// An identifier in the clear where TikTok wants its SHA-256.
    NotHashed "not_hashed";
    /// An MD5 or SHA-1 digest.
    WeakHash "weak_hash";
    /// Nearly a SHA-256 digest: another length, or a character that is no hexadecimal digit.
    InvalidDigest "invalid_digest";
    /// A digest in upper-case digits; TikTok documents lower case.
    UpperCaseDigest "upper_case_digest";
    /// The digest of the empty text.
    HashOfNothing "hash_of_nothing";
    /// The digest of a word that stands for no value, as `null` or `undefined`.
    HashOfPlaceholder "hash_of_placeholder";
    /// A digest in a field that is sent in plain.
    HashedInPlainField "hashed_in_plain_field";
    /// Letters in the wrong case for this field.
    WrongCase "wrong_case";
    /// Personal data in the clear outside of the identifiers.
    PersonalData "personal_data";

    /// Not one IPv4 or IPv6 address.
    InvalidIp "invalid_ip";
    /// A private, local, reserved or documentation address.
    NotPublicIp "not_public_ip";
    /// Not a BCP 47 tag as `en-US`.
    InvalidLocale "invalid_locale";
    /// Not a two-letter country code.
    InvalidCountry "invalid_country";
    /// The click id was not percent-decoded.
    EncodedTtclid "encoded_ttclid";
    /// The click id is longer than 1,000 characters.
    LongTtclid "long_ttclid";
    /// Not an absolute http or https address.
    InvalidUrl "invalid_url";

    /// Not an event name: 1 to 50 letters, digits, `_` and `-`, starting with a letter.
    InvalidEventName "invalid_event_name";
    /// A standard name in other letters or with spaces; it counts as a custom event.
    NearStandardName "near_standard_name";
    /// A name that TikTok has replaced or will.
    LegacyEventName "legacy_event_name";
    /// A name that TikTok maps to a standard event by itself.
    ReservedEventName "reserved_event_name";
    /// Offline events have standard names only.
    CustomOfflineEvent "custom_offline_event";
    /// Without it the event cannot be deduplicated.
    MissingEventId "missing_event_id";
    /// The id is longer than 256 characters.
    LongEventId "long_event_id";
    /// The time is in milliseconds; TikTok counts seconds.
    TimeInMilliseconds "time_in_milliseconds";
    /// Older than TikTok attributes: 7 days on web and app, 28 days offline and CRM.
    LateEvent "late_event";
    /// More than five minutes ahead of the sandbox's clock.
    FutureEvent "future_event";

    /// A web event without the page's address.
    MissingPageUrl "missing_page_url";
    /// Nothing by which the event could be matched to a person.
    NoIdentifier "no_identifier";
    /// `limited_data_use` works only with a public `user.ip`.
    LduWithoutIp "ldu_without_ip";
    /// Not a currency code of three capital letters.
    InvalidCurrency "invalid_currency";
    /// A currency that TikTok does not list.
    UnlistedCurrency "unlisted_currency";
    /// A value without its currency.
    MissingCurrency "missing_currency";
    /// A parameter that TikTok recommends for this event.
    MissingRecommended "missing_recommended";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_are_what_json_says() {
        let names: BTreeSet<_> = FindingCode::all().iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), FindingCode::all().len());
        for code in FindingCode::all() {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
            assert!(code.meaning().ends_with('.'), "{code}");
        }
    }
}
