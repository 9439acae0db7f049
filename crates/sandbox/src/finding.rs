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

/// How much a finding weighs. What is lost stands out from what would be good to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// What was sent is lost, to TikTok or to the campaigns, or should never have been sent.
    Grave,
    /// It is taken, but perhaps not as it was meant.
    Doubtful,
    /// Nothing that was sent is lost; more would help.
    Advice,
}

/// Writes the enum of codes with name, weight, meaning and fix. One row a code.
macro_rules! findings {
    ($($(#[doc = $meaning:literal])+ $variant:ident $name:literal $weight:ident $fix:literal;)+) => {
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

            /// How much it weighs.
            #[must_use]
            pub fn weight(self) -> Weight {
                match self { $(Self::$variant => Weight::$weight),+ }
            }

            /// What it means, in English.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($meaning),+).trim_ascii()),+ }
            }

            /// What mends it, in English.
            #[must_use]
            pub fn fix(self) -> &'static str {
                match self { $(Self::$variant => $fix),+ }
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
    WrongType "wrong_type" Grave
        "Send the JSON type that the catalogue names: numbers without quotation marks, texts with them.";
    /// A field without which TikTok refuses the event.
    MissingField "missing_field" Grave
        "Send the field; TikTok refuses the whole request without it.";
    /// `null`, blank text, an empty list or an empty object; leave the field out instead.
    EmptyValue "empty_value" Doubtful
        "Leave the key out when there is nothing to say.";
    /// A key stands twice in one object; JSON readers disagree about which one counts.
    DuplicateKey "duplicate_key" Doubtful
        "Write each key once; the code that builds the JSON sets it in two places.";
    /// A key that is not in TikTok's reference. TikTok ignores it silently.
    UnknownField "unknown_field" Grave
        "Compare the key's spelling with the catalogue: `tiktok-capi catalog`.";
    /// A field that belongs to another object of the request.
    MisplacedField "misplaced_field" Grave
        "Move the field to its own object: ids of the event to the event, test codes to the request.";
    /// A name or place of Events API 1.0.
    LegacyField "legacy_field" Doubtful
        "Use the 2.0 name: `event_time` for `timestamp`, `user` and `page` in place of `context`, `phone` for `phone_number`, \
         `search_string` for `query`, `content_type` beside `contents` and not within.";
    /// TikTok's reference lists the field for other event sources only.
    NotForThisSource "not_for_this_source" Doubtful
        "Leave it out for this event source, or send the event under the source it belongs to.";
    /// The text is not one of the names that the field knows.
    UnknownValue "unknown_value" Doubtful
        "Use one of the names that the catalogue lists for the field.";
    /// More than 20 values of one identifier, or more than 1,000 lines of contents.
    TooManyValues "too_many_values" Doubtful
        "Send the most recent few: 20 values of an identifier, 1,000 lines at most.";
    /// A negative number.
    NegativeNumber "negative_number" Doubtful
        "Send amounts and counts of at least 0; a refund is no conversion.";

    /// An identifier in the clear where TikTok wants its SHA-256.
    NotHashed "not_hashed" Grave
        "Send the SHA-256 of the canonical value, or hand the raw value to tiktok-capi, which hashes it.";
    /// An MD5 or SHA-1 digest.
    WeakHash "weak_hash" Grave
        "Hash with SHA-256: 64 hexadecimal digits.";
    /// Nearly a SHA-256 digest: another length, or a character that is no hexadecimal digit.
    InvalidDigest "invalid_digest" Grave
        "Send all 64 hexadecimal digits; look for a column that is too short or a text that was cut.";
    /// A digest in upper-case digits; TikTok documents lower case.
    UpperCaseDigest "upper_case_digest" Doubtful
        "Write the digest in lower case.";
    /// The digest of the empty text.
    HashOfNothing "hash_of_nothing" Grave
        "Do not hash an empty field: leave the key out when there is no value.";
    /// The digest of a word that stands for no value, as `null` or `undefined`.
    HashOfPlaceholder "hash_of_placeholder" Grave
        "Leave the key out in place of hashing `null`, `undefined` or `guest`.";
    /// A word or an unfilled macro that stands for no value, as `undefined` or `{{id}}`.
    Placeholder "placeholder" Grave
        "Leave the key out when there is no value; look for a template that was not filled in.";
    /// A digest in a field that is sent in plain.
    HashedInPlainField "hashed_in_plain_field" Grave
        "Send this field in plain, in lower case; TikTok hashes it itself.";
    /// Letters in the wrong case for this field.
    WrongCase "wrong_case" Doubtful
        "Write it in lower case; IDFA in upper case.";
    /// Personal data in the clear outside of the identifiers.
    PersonalData "personal_data" Grave
        "Take it out of here; hashed identifiers belong to `user`.";

    /// Not one IPv4 or IPv6 address.
    InvalidIp "invalid_ip" Grave
        "Send the visitor's one address: of `X-Forwarded-For` the entry that your own proxy wrote.";
    /// A private, local, reserved or documentation address.
    NotPublicIp "not_public_ip" Grave
        "Send the visitor's address, not that of the proxy or container in front of the application.";
    /// Not a BCP 47 tag as `en-US`.
    InvalidLocale "invalid_locale" Doubtful
        "Write a BCP 47 tag with a hyphen, as `en-US`.";
    /// Not a two-letter country code.
    InvalidCountry "invalid_country" Grave
        "Write ISO 3166-1 alpha-2 in lower case, as `de`.";
    /// The click id was not percent-decoded.
    EncodedTtclid "encoded_ttclid" Grave
        "Decode the click id once, as the query parser of a web framework does.";
    /// The click id is longer than 1,000 characters.
    LongTtclid "long_ttclid" Doubtful
        "Send the click id alone, not the whole address or cookie header.";
    /// Not an absolute http or https address.
    InvalidUrl "invalid_url" Grave
        "Send the whole address with `https://`.";

    /// Not an event name: 1 to 50 letters, digits, `_` and `-`, starting with a letter.
    InvalidEventName "invalid_event_name" Grave
        "Use a standard name, or 1 to 50 letters, digits, `_` and `-` that begin with a letter.";
    /// A standard name in other letters or with spaces; it counts as a custom event.
    NearStandardName "near_standard_name" Grave
        "Write the standard name exactly, as `AddToCart`; otherwise no campaign can optimise for it.";
    /// A name that TikTok has replaced or will.
    LegacyEventName "legacy_event_name" Doubtful
        "Use the new name: `Purchase` for `CompletePayment`, `Lead` for `SubmitForm`. Change the Pixel on the same day.";
    /// A name that TikTok maps to a standard event by itself.
    ReservedEventName "reserved_event_name" Doubtful
        "Use the standard name that TikTok maps it to.";
    /// Offline events have standard names only.
    CustomOfflineEvent "custom_offline_event" Doubtful
        "Use one of the standard names; offline event sets take no others.";
    /// Without it the event cannot be deduplicated.
    MissingEventId "missing_event_id" Doubtful
        "Send an `event_id` that is the same on every retry and in the Pixel, as `tiktok-capi event-id Purchase 4711` makes.";
    /// The id is longer than 256 characters.
    LongEventId "long_event_id" Doubtful
        "Use a shorter id, as a UUID or the order number.";
    /// The time is in milliseconds; TikTok counts seconds.
    TimeInMilliseconds "time_in_milliseconds" Grave
        "Divide by 1,000: `event_time` is in Unix seconds.";
    /// No Unix seconds of the years 2001 to 2100: a date of Excel, `yyyymmdd`, microseconds.
    InvalidTime "invalid_time" Grave
        "Send whole Unix seconds, as 1767225600.";
    /// Older than TikTok attributes: 7 days on web and app, 28 days offline and CRM.
    LateEvent "late_event" Grave
        "Send events when they happen; look for a queue that stands still or a job that runs too rarely.";
    /// More than five minutes ahead of the sandbox's clock.
    FutureEvent "future_event" Doubtful
        "Send the time in UTC, and look at the machine's clock.";

    /// A web event without the page's address.
    MissingPageUrl "missing_page_url" Doubtful
        "Send `page.url`, the address of the page that the visitor saw.";
    /// Nothing by which the event could be matched to a person.
    NoIdentifier "no_identifier" Grave
        "Send at least one of e-mail, phone, click id, `ttp`, or IP with user agent.";
    /// `limited_data_use` works only with a public `user.ip`.
    LduWithoutIp "ldu_without_ip" Doubtful
        "Send `user.ip` together with `limited_data_use`, so that TikTok can tell the state.";
    /// Not a currency code of three capital letters.
    InvalidCurrency "invalid_currency" Grave
        "Write ISO 4217 in capital letters, as `EUR`.";
    /// A currency that TikTok does not list.
    UnlistedCurrency "unlisted_currency" Doubtful
        "Convert the amount into a currency that TikTok lists: `tiktok-capi catalog`.";
    /// A value without its currency.
    MissingCurrency "missing_currency" Grave
        "Send `properties.currency` together with `value`; without it the value does not count.";
    /// A parameter that TikTok recommends for this event.
    MissingRecommended "missing_recommended" Advice
        "Send the parameter: bidding for value and catalogue ads need it.";
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
            assert!(code.meaning().ends_with('.') && code.fix().ends_with('.'), "{code}");
        }
    }
}
