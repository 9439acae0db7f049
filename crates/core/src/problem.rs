//! What is wrong with a described event: where, which rule, how bad, and how to mend it. Never the value.
//!
//! All codes stand in one table at the end of this file. A code is for ever: tests, dashboards and the other languages
//! tell problems apart by it, so a code is added or retired but never renamed.

use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};
use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

/// One problem of a described event.
///
/// It holds a path and a code and never any part of the value, so it may be logged and shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    path: String,
    code: Code,
    severity: Severity,
    advice: Advice,
}

impl Problem {
    pub(crate) fn new(path: impl Into<String>, code: Code) -> Self {
        Self { path: path.into(), code, severity: code.severity(), advice: Advice::None }
    }

    pub(crate) fn with(mut self, advice: Advice) -> Self {
        self.advice = advice;
        self
    }

    pub(crate) fn at_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same problem of a part of something.
    pub(crate) fn within(mut self, parent: &str) -> Self {
        if !parent.is_empty() {
            self.path = format!("{parent}.{}", self.path);
        }
        self
    }

    /// Where it is, as `user.phone[1]`; empty for the event as a whole.
    ///
    /// A key that does not look like a field name is shown as `*`, because it may be personal data.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Which rule it is about.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// How bad it is: the code's usual severity, or what `strict` and the field made of it.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// How to mend it, in one or two English sentences.
    #[must_use]
    pub fn hint(&self) -> Cow<'static, str> {
        let hint = self.code.hint();
        match self.advice {
            Advice::None => Cow::Borrowed(hint),
            Advice::DidYouMean(name) => Cow::Owned(format!("{hint} Did you mean `{name}`?")),
            Advice::LooksLike(what) => Cow::Owned(format!("{hint} It looks like {what}.")),
            Advice::Known(names) => Cow::Owned(format!("{hint} Known: {}.", names.join(", "))),
            Advice::At { line, column } => Cow::Owned(format!("{hint} See line {line}, column {column}.")),
            Advice::More(count) => Cow::Owned(format!("{hint} Not listed: {count} more.")),
        }
    }

    /// The problem as one JSON object with `code`, `hint`, `path` and `severity`.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The path in words.
    pub(crate) fn place(&self) -> &str {
        if self.path.is_empty() { "event" } else { &self.path }
    }

    /// The order in which problems are told.
    pub(crate) fn by_path_and_code(a: &Self, b: &Self) -> Ordering {
        (a.path(), a.code().as_str()).cmp(&(b.path(), b.code().as_str()))
    }

    /// The name that was probably meant, when one is near.
    #[must_use]
    pub fn suggestion(&self) -> Option<&'static str> {
        match self.advice {
            Advice::DidYouMean(name) => Some(name),
            _ => None,
        }
    }

    /// Line and column, from 1, of a JSON text that could not be read.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        match self.advice {
            Advice::At { line, column } => Some((line, column)),
            _ => None,
        }
    }
}

/// What is wrong with an event as a whole.
impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self::new("", code)
    }
}

/// The problems as people read them: errors first, then warnings, then what is only worth knowing.
#[must_use]
pub fn gravest_first(problems: &[Problem]) -> Vec<&Problem> {
    let mut sorted: Vec<_> = problems.iter().collect();
    sorted.sort_by_key(|problem| Reverse(problem.severity()));
    sorted
}

pub(crate) fn list_to_json(problems: &[Problem]) -> String {
    serde_json::to_string(problems).unwrap_or_default()
}

/// `{"code", "hint", "path", "severity"}`, as every language is told of it.
impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut told = serializer.serialize_struct("Problem", 4)?;
        told.serialize_field("code", self.code.as_str())?;
        told.serialize_field("hint", &self.hint())?;
        told.serialize_field("path", &self.path)?;
        told.serialize_field("severity", self.severity.as_str())?;
        told.end()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({}): {}", self.place(), self.code, self.severity, self.hint())
    }
}

impl std::error::Error for Problem {}

/// What a hint adds to the sentence of its code. Only names of ours, never a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Advice {
    None,
    DidYouMean(&'static str),
    Known(&'static [&'static str]),
    LooksLike(&'static str),
    At { line: usize, column: usize },
    More(usize),
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Info,
    /// A value was left out, or is sent though something about it is doubtful. The event goes.
    Warning,
    /// The event is refused: it would be meaningless, or TikTok is certain to refuse it.
    Error,
}

impl Severity {
    /// The name used in every language: `info`, `warning` or `error`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Writes the enum of codes with name, severity, meaning and hint. One row a code.
macro_rules! codes {
    ($($(#[doc = $meaning:literal])+ $variant:ident $name:literal $severity:ident $hint:literal;)+) => {
        /// The name of a rule that a described event breaks. See [`Code::all`] for the whole list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[doc = $meaning])+ $variant,)+ }

        impl Code {
            /// Every code, in the order of the table.
            #[must_use]
            pub fn all() -> &'static [Code] {
                &[$(Code::$variant),+]
            }

            /// The name used in every language, as `invalid_email`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Its usual severity. `strict` makes a warning an error; a field that decides over the whole event does too.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),+ }
            }

            /// What it means, in English.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($meaning),+).trim_ascii()),+ }
            }

            /// How to mend it, in English.
            #[must_use]
            pub fn hint(self) -> &'static str {
                match self { $(Self::$variant => $hint),+ }
            }
        }
    };
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

codes! {
    /// The text is not JSON.
    InvalidJson "invalid_json" Error "Give one JSON object per event, in UTF-8.";
    /// A key stands twice in one object.
    DuplicateKey "duplicate_key" Error "Keep one of the two; JSON readers disagree about which one counts.";
    /// The event is nested deeper than 16 levels.
    TooDeep "too_deep" Error "Flatten the custom parameters.";
    /// The event holds more than 100,000 values, or more bytes than one request may.
    EventTooLarge "event_too_large" Error "Send less in one event: at most 100,000 values and 1 MiB.";
    /// The value is of another kind than the field takes.
    WrongType "wrong_type" Warning "Give the kind of value that the catalogue names for this field.";
    /// The text is not valid Unicode (a lone surrogate, or bytes that are not UTF-8).
    NotUnicode "not_unicode" Warning "Decode the text with its true encoding before it gets here.";
    /// An integer is beyond 2^53, where JSON numbers lose digits.
    NumberTooLarge "number_too_large" Warning "Give an id as text; an amount or a count is never so large.";
    /// The number is negative, infinite, not a number, or not plain decimal text.
    InvalidNumber "invalid_number" Warning "Give a number of at least 0, or text such as `19.90` without symbols or thousands marks.";
    /// The value is negative: a refund, which is no conversion.
    NegativeValue "negative_value" Error "Leave refunds out: TikTok takes no conversion back.";
    /// The number has more than 15 significant digits, more than JSON keeps for certain. It is sent.
    TooPrecise "too_precise" Warning "Round it to the currency's own digits.";
    /// The value has more decimals than its currency has by ISO 4217, as 19.905 EUR or 1980.5 JPY. It is sent.
    ExcessDecimals "excess_decimals" Warning "Check that a mark between thousands was not taken for a decimal point, then round the value to the currency's own digits.";
    /// The list is longer than the field takes. The first ones are used.
    TooManyValues "too_many_values" Warning "Give at most 20 values of one identifier, and at most 1,000 lines of contents.";
    /// The key is not in TikTok's reference. In `user` it is left out, elsewhere it is sent as it is.
    UnknownField "unknown_field" Warning "Check the spelling.";
    /// A parameter carries personal data in the clear. It is left out.
    PersonalData "personal_data" Warning "Put identifiers into `user`, where they are hashed, and keep them out of other parameters.";
    /// The value is not one of the names that the field knows. It is left out.
    UnknownValue "unknown_value" Warning "Use one of the field's own names.";

    /// Not one e-mail address.
    InvalidEmail "invalid_email" Warning "Give one address per text; several go into a list.";
    /// Not a phone number that can be dialled from abroad.
    InvalidPhone "invalid_phone" Warning "Give the whole number with its country code, as `+442079460958`.";
    /// A national number and no region to read it in.
    PhoneWithoutCountryCode "phone_without_country_code" Warning "Write it with `+` and the country code, or set `user.phone_region`, `user.country` or the option `default_region`.";
    /// The number has a possible length, but libphonenumber knows no such number. It is sent.
    UnlikelyPhone "unlikely_phone" Warning "Check the number for a typing mistake.";
    /// The digits begin with the country code of the region they are read in, and are a valid number with it. They are read so.
    PhoneWithoutPlus "phone_without_plus" Warning "Write it with `+`, as `+442079460958`; a national number with its leading zero.";
    /// `user.phone_region` is not the two-letter code of a region. It is ignored.
    UnknownRegion "unknown_region" Warning "Give an ISO 3166-1 code of two letters, as `GB`.";
    /// Nothing is left of the name once punctuation is removed.
    InvalidName "invalid_name" Warning "Give the name, or leave the field out.";
    /// Not a postal code; for the United States not five digits.
    InvalidZipCode "invalid_zip_code" Warning "Give it as text, so that leading zeros are kept; for the United States five digits, or ZIP+4 with its hyphen.";
    /// No city or state: nothing is left once all but letters and digits is removed, or only a long number.
    InvalidPlace "invalid_place" Warning "Give the name of the city or state, or leave the field out.";
    /// Not a country that ISO 3166-1 knows.
    InvalidCountry "invalid_country" Warning "Give the two-letter code, as `de`.";
    /// Not an advertising id, or the all-zero one of a device that withholds it.
    InvalidDeviceId "invalid_device_id" Warning "Give the id as the device reports it, and leave it out when it is all zeros.";
    /// Not one IPv4 or IPv6 address.
    InvalidIp "invalid_ip" Warning "Give the visitor's address alone, without port, zone or list.";
    /// A private, local, reserved or otherwise not public address.
    NotPublicIp "not_public_ip" Warning "Give the visitor's own address; behind proxies it is in a forwarding header.";
    /// Not a BCP 47 language tag.
    InvalidLocale "invalid_locale" Warning "Give a tag such as `en-US`.";
    /// The click id is longer than 1,000 characters. It is sent.
    LongTtclid "long_ttclid" Warning "Check that only the click id's own value is passed.";
    /// The click id is still percent-encoded once it was decoded. It is sent.
    EncodedTtclid "encoded_ttclid" Warning "Look for what encodes it twice, and pass the id as the address of the landing page has it.";
    /// What stands for no value: a word such as `null`, a macro that was not filled in, as `{{id}}`, or a phone number of one digit
    /// alone, as `0000000000`.
    Placeholder "placeholder" Warning "Leave the field out when there is no value.";
    /// The id is a whole number with `.0` behind it, as a spreadsheet makes of a number. It is sent.
    SpreadsheetId "spreadsheet_id" Warning "Give the column as text, so that the id is the same everywhere.";
    /// The digest of the empty text.
    HashOfNothing "hash_of_nothing" Warning "Leave the field out when there is no value, instead of hashing nothing.";
    /// An MD5 or SHA-1 digest.
    WeakHash "weak_hash" Warning "Give the raw value, or its SHA-256 digest; TikTok takes no other.";
    /// `{"sha256": …}` without 64 hexadecimal digits.
    InvalidDigest "invalid_digest" Warning "Give the digest as 64 hexadecimal digits.";
    /// The value was hashed already and is passed through.
    Prehashed "prehashed" Info "Nothing to do, provided that it was normalised as TikTok asks before it was hashed.";

    /// A field without which the event means nothing.
    MissingField "missing_field" Error "Add the field.";
    /// Not an event name: 1 to 50 letters, digits, `_` and `-`, starting with a letter.
    InvalidEventName "invalid_event_name" Error "Use a standard name, or a custom one of 1 to 50 letters, digits, `_` or `-` that starts with a letter.";
    /// A custom name that is nearly a standard one. It is sent as it is.
    DidYouMean "did_you_mean" Warning "Standard names are case-sensitive; a custom event is not used for optimisation.";
    /// A name that TikTok has replaced.
    LegacyEventName "legacy_event_name" Warning "Use the new name on both sides, Pixel and server, or set `modern_event_names`.";
    /// A name that TikTok maps to a standard event by itself.
    ReservedEventName "reserved_event_name" Warning "Use the standard name.";
    /// Offline events have standard names only.
    CustomOfflineEvent "custom_offline_event" Warning "Use a standard name for offline events.";
    /// Not a moment in time, or none between 2001 and 2100.
    InvalidTime "invalid_time" Error "Give Unix seconds, or RFC 3339 text with an offset.";
    /// A local time without an offset: it could be any of 40 moments.
    NaiveTime "naive_time" Error "Add the offset, as `2026-01-31T12:00:00+01:00`, or the zone, as `2026-01-31T12:00:00[Europe/Berlin]`.";
    /// The zone's clock shows the time twice or never, as summer time ends or begins, or the offset beside it is not the zone's.
    /// The offset counts; without one, the zone's before the change. A date of C's `asctime` is read in UTC, as HTTP has it.
    AmbiguousTime "ambiguous_time" Warning "Give the time with its offset, or in UTC.";
    /// The time is in milliseconds.
    TimeInMilliseconds "time_in_milliseconds" Error "Divide by 1,000: TikTok counts seconds.";
    /// Older than TikTok attributes unless its windows are changed: 7 days on web and app, where clicks may count up to 28,
    /// and 28 days offline and CRM.
    LateEvent "late_event" Warning "Send events when they happen.";
    /// More than five minutes ahead of the clock.
    FutureEvent "future_event" Warning "Check the clock and the time zone.";
    /// The id is longer than 256 characters. It is sent.
    LongEventId "long_event_id" Warning "Use a short id, for example that of `event_id`.";
    /// No id was given, so one was made. It cannot pair with the Pixel's event.
    EventIdGenerated "event_id_generated" Info "Give the same `event_id` here and to the Pixel, or conversions seen by both count twice.";
    /// A web event without the page's address.
    MissingPageUrl "missing_page_url" Warning "Set `page.url`: TikTok requires it for web events.";
    /// Not an absolute http or https address.
    InvalidUrl "invalid_url" Warning "Give the whole address with `https://`.";
    /// Personal data in the address was replaced.
    UrlRedacted "url_redacted" Info "Nothing to do; better still, keep personal data out of addresses.";
    /// Nothing by which the event could be matched to a person.
    NoIdentifier "no_identifier" Warning "Add at least one of email, phone, external_id, ttclid, ttp or ip; offline, one of the first three.";
    /// `limited_data_use` works only where TikTok can tell the place from a public address.
    LduWithoutIp "ldu_without_ip" Warning "Add the visitor's public `user.ip`.";
    /// TikTok's reference lists the field for other sources only. It is sent.
    NotForThisSource "not_for_this_source" Warning "Check that `event_source` is right.";
    /// Not a currency that ISO 4217 knows.
    InvalidCurrency "invalid_currency" Warning "Give the three-letter code, as `EUR`.";
    /// A currency that TikTok does not list. It is sent.
    UnlistedCurrency "unlisted_currency" Warning "Convert the value to one of TikTok's currencies.";
    /// A value without its currency.
    MissingCurrency "missing_currency" Warning "Set `properties.currency`, or the value is not used.";
    /// A parameter that TikTok recommends for this event.
    MissingRecommended "missing_recommended" Warning "Add it where you have it: reporting and catalogue ads use it.";
    /// The consent cannot be read, so nothing is sent.
    InvalidConsent "invalid_consent" Error "Give `granted`, `denied` or `opted_out`, or an object of consent signals.";
    /// The visitor said no. The event is withheld.
    ConsentDenied "consent_denied" Info "Nothing to do.";
    /// No consent is known, and the option `require_consent` is set. The event is withheld.
    ConsentMissing "consent_missing" Info "Pass the visitor's consent with the event.";
    /// The visitor opted out of sale or sharing; the option `opt_out_mode` was applied.
    OptedOut "opted_out" Info "Nothing to do.";

    /// Bytes for `deliver` that `build` did not give: not canonical, not an event's, or with a raw identifier.
    NotCanonical "not_canonical" Error "Give `deliver` the bytes that `build` gave, unchanged. For a described event there is `track`.";

    /// A payload that `describe` cannot read as one of its format.
    NotThisFormat "not_this_format" Error "Give the payload as its platform makes it, whole and unchanged, and check that the format is the one of that platform.";
    /// The order is a test. Nothing is sent.
    TestOrder "test_order" Info "Nothing to do.";
    /// The order is not paid, was cancelled, or the money went back. Nothing is sent.
    NotPaid "not_paid" Info "Nothing to do; when the order is paid, its platform tells of it again.";
    /// The order only goes on with a subscription: nobody decided on it anew. Nothing is sent.
    Renewal "renewal" Info "Nothing to do; to send such orders too, describe with the option `renewals`: `send`.";
    /// What was sold over a counter: the order has no visit of the shop's pages. Nothing is sent.
    PointOfSale "point_of_sale" Info "Nothing to do; to send such orders too, as to an offline set, describe with the option `point_of_sale`: `send`.";
    /// The shop's staff wrote the order down: it has no visit of the shop's pages. Nothing is sent.
    DraftOrder "draft_order" Info "Nothing to do; to send such orders too, describe with the option `drafts`: `send`.";
    /// A part of the payload is in none of its events.
    LeftOut "left_out" Info "Nothing to do where it is of no use to an event; else add it to the event by hand.";
    /// The call is not for TikTok: its `integrations` turn TikTok's destinations off, or all of them. Nothing is sent.
    NotForTikTok "not_for_tiktok" Info "Nothing to do.";
    /// A digest of what its platform writes otherwise than TikTok before it hashes, so that nobody would be matched. It is left
    /// out.
    ForeignDigest "foreign_digest" Warning "Give the value itself, which is hashed here; docs/describe.md tells when a digest is taken.";
    /// The payload tells of nothing, or of something for which TikTok has no standard event. Nothing is sent.
    NoConversion "no_conversion" Info "Nothing to do. What TikTok has no standard event for is described by hand, as any event.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_snake_case_and_explained() {
        let names: BTreeSet<_> = Code::all().iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), Code::all().len());
        for code in Code::all() {
            assert!(code.as_str().bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{code}");
            assert!(code.meaning().ends_with('.') && code.hint().ends_with('.'), "{code}");
        }
    }

    #[test]
    fn a_hint_names_what_was_meant() {
        let problem = Problem::new("event", Code::DidYouMean).with(Advice::DidYouMean("Purchase"));
        assert!(problem.hint().ends_with("Did you mean `Purchase`?"));
        assert_eq!(problem.suggestion(), Some("Purchase"));
        assert_eq!(problem.to_string(), format!("event: did_you_mean (warning): {}", problem.hint()));
    }
}
