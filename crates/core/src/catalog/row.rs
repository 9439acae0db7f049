//! What a row of the catalogue says.

use crate::source::{EventSource, Sources};

/// One field: a row of the catalogue.
#[derive(Debug)]
pub struct Field {
    /// TikTok's name, the same in every language.
    pub name: &'static str,
    /// How a value is brought to its canonical form.
    pub rule: Rule,
    /// The event sources for which TikTok's reference lists it.
    pub sources: Sources,
    /// What absence and bad values mean.
    pub need: Need,
    /// What it is, in a sentence or two.
    pub doc: &'static str,
}

impl Field {
    /// Whether a value that cannot be used stops the event, instead of being left out.
    #[must_use]
    pub fn is_decisive(&self, source: EventSource) -> bool {
        match self.need {
            Need::Optional => false,
            Need::Decisive => true,
            Need::Required(sources) => sources.has(source),
        }
    }

    /// Whether the event means nothing without it.
    #[must_use]
    pub fn is_required(&self, source: EventSource) -> bool {
        matches!(self.need, Need::Required(sources) if sources.has(source))
    }
}

/// What absence and bad values of a field mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A bad value is left out with a warning.
    Optional,
    /// It may be absent, but a bad value stops the event.
    Decisive,
    /// For these sources absence and bad values stop the event.
    Required(Sources),
}

/// An object of the event: its rows, and what becomes of keys that have none.
#[derive(Debug)]
pub struct Group {
    /// The name of the object, as `user`.
    pub name: &'static str,
    /// What it describes.
    pub doc: &'static str,
    /// Its rows, in the order of TikTok's reference.
    pub fields: &'static [&'static Field],
    /// What becomes of other keys.
    pub unknown: Unknown,
    pub(super) find: fn(&str) -> Option<&'static Field>,
}

impl Group {
    /// The row of that name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        (self.find)(name)
    }
}

/// What becomes of a key that the catalogue does not know (`rules.md` §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// Left out with a warning: a misspelt identifier must not leave in the clear.
    LeftOut,
    /// Sent as it is with a warning.
    Reported,
    /// Sent as a custom parameter; a warning only when it is nearly a known name.
    Custom,
}

/// How a value is brought to its canonical form.
#[derive(Debug, Clone, Copy)]
pub enum Rule {
    /// An object of its own rows.
    Object(&'static Group),
    /// A list of objects.
    Lines(&'static Group),
    /// Text, trimmed. Integers become text; an e-mail address is personal data and left out.
    Text,
    /// As [`Rule::Text`]; what stands for nobody, as `undefined`, is left out.
    Id,
    /// A list of texts; one text stands for a list of one.
    Texts,
    /// An integer of at least 0.
    Count,
    /// A number of at least 0, or decimal text.
    Amount,
    /// As [`Rule::Amount`]; a negative one stops the event, since it is no conversion.
    Total,
    /// A list of numbers of at least 0.
    Amounts,
    /// A boolean.
    Flag,
    /// One of a few names.
    Choice(&'static [&'static str]),
    /// Any value. TikTok's type is not known, so it passes like a custom parameter.
    Any,
    /// The event's name.
    EventName,
    /// A moment in time.
    Time,
    /// The deduplication id.
    EventId,
    /// ISO 4217.
    Currency,
    /// An absolute http or https address, personal data redacted.
    Url,
    /// BCP 47.
    Locale,
    /// A public IPv4 or IPv6 address.
    Ip,
    /// TikTok's click id.
    ClickId,
    /// Letters, marks and digits in lower case.
    City,
    /// As [`Rule::City`]; names of US states become two letters.
    State,
    /// ISO 3166-1 alpha-2 in lower case.
    Country,
    /// An identifier that is sent as its SHA-256.
    Hashed(Identifier),
    /// Read by us and never sent: the visitor's consent.
    Consent,
    /// Read by us and never sent: the region that phone numbers are read in.
    PhoneRegion,
}

/// The identifiers that are sent as SHA-256 digests, each with its own canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identifier {
    /// Trimmed, NFC, lower-case.
    Email,
    /// E.164 with `+`.
    Phone,
    /// Trimmed, case kept.
    ExternalId,
    /// Trimmed, NFC, lower-case, without punctuation.
    Name,
    /// Lower-case, without white space and hyphens; US: five digits.
    ZipCode,
    /// A UUID in upper case.
    Idfa,
    /// Hexadecimal groups in lower case.
    Gaid,
}

impl Identifier {
    /// Whether several values may be given (`rules.md` §1).
    #[must_use]
    pub fn takes_many(self) -> bool {
        matches!(self, Self::Email | Self::Phone | Self::ExternalId)
    }
}

impl Rule {
    /// A name for generated tables, as `text` or `hashed e-mail`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Object(_) => "object",
            Self::Lines(_) => "list of objects",
            Self::Text => "text",
            Self::Id => "id",
            Self::Texts => "list of texts",
            Self::Count => "integer ≥ 0",
            Self::Amount | Self::Total => "number ≥ 0",
            Self::Amounts => "list of numbers ≥ 0",
            Self::Flag => "boolean",
            Self::Choice(_) => "one of a list",
            Self::Any => "any",
            Self::EventName => "event name",
            Self::Time => "time",
            Self::EventId => "text",
            Self::Currency => "ISO 4217 code",
            Self::Url => "web address",
            Self::Locale => "BCP 47 tag",
            Self::Ip => "public IP address",
            Self::ClickId => "click id",
            Self::City => "place name",
            Self::State => "state",
            Self::Country => "ISO 3166-1 code",
            Self::Hashed(Identifier::Email) => "hashed e-mail address",
            Self::Hashed(Identifier::Phone) => "hashed phone number",
            Self::Hashed(Identifier::ExternalId) => "hashed id",
            Self::Hashed(Identifier::Name) => "hashed name",
            Self::Hashed(Identifier::ZipCode) => "hashed postal code",
            Self::Hashed(Identifier::Idfa) => "hashed IDFA",
            Self::Hashed(Identifier::Gaid) => "hashed GAID",
            Self::Consent => "consent (not sent)",
            Self::PhoneRegion => "region (not sent)",
        }
    }

    /// Whether the field is only read by us and never sent.
    #[must_use]
    pub fn is_input_only(self) -> bool {
        matches!(self, Self::Consent | Self::PhoneRegion)
    }
}
