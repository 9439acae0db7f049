//! THE TABLE of options: name, meaning, what it takes, and the environment variable where it has one.

use tiktok_capi_core::Input;
use tiktok_capi_core::catalog::nearest_of;

use super::error::{ConfigError, ConfigFault};
use super::read;
use super::settings::Settings;

/// One option.
#[derive(Debug)]
pub struct OptionRow {
    /// Its name, the same in every language but for the language's own case.
    pub name: &'static str,
    /// A second name.
    pub alias: Option<&'static str>,
    /// The kind of value, for flags and types.
    pub kind: OptionKind,
    /// The environment variable that stands in for it.
    pub variable: Option<&'static str>,
    /// What it means, in a sentence or two.
    pub doc: &'static str,
    /// What it takes; also the hint when it gets something else.
    pub takes: &'static str,
    set: Setter,
}

/// The kind of an option's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionKind {
    /// Text.
    Text,
    /// Text that must not be shown or logged.
    Secret,
    /// A boolean.
    Flag,
    /// A number.
    Number,
    /// A list of integers.
    Integers,
}

/// Sets the value of the option of that name; `None` when it does not take the value.
type Setter = fn(&mut Settings, &'static str, &Input<'_>) -> Option<()>;

impl OptionRow {
    pub(super) fn apply(&self, settings: &mut Settings, value: &Input<'_>) -> Option<()> {
        (self.set)(settings, self.name, value)
    }
}

/// The option, and its variable, that the client looks up again.
pub(super) const ACCESS_TOKEN: &str = "access_token";
pub(super) const TOKEN_VARIABLE: &str = "TIKTOK_ACCESS_TOKEN";

pub(super) const EVENT_SOURCE_ID: &str = "event_source_id";

/// The second name of `event_source_id`, for web alone.
pub(super) const PIXEL_CODE: &str = "pixel_code";

/// Writes the rows: meaning, name, kind, the function of `read.rs` that sets it, a second name, a variable, what it takes.
macro_rules! rows {
    ($($(#[doc = $doc:literal])+ $name:ident $kind:ident $set:ident $(alias $alias:ident)? $(env $variable:ident)? $takes:literal;)+) => {
        pub(super) const ROWS: &[OptionRow] = &[$(OptionRow {
            name: stringify!($name),
            alias: rows!(@name $($alias)?),
            kind: OptionKind::$kind,
            variable: rows!(@name $($variable)?),
            doc: concat!($($doc),+).trim_ascii_start(),
            takes: $takes,
            set: read::$set,
        }),+];
    };
    (@name) => { None };
    (@name $name:ident) => { Some(stringify!($name)) };
}

rows! {
    /// Where the conversions happen.
    event_source Text rule "Give `web`, `app`, `offline` or `crm`.";
    /// Region of phone numbers without country code.
    default_region Text rule "Give an ISO 3166-1 code of two letters, as `US`.";
    /// Whether a warning stops an event.
    strict Flag rule "Give true or false.";
    /// Consent of events that carry none of their own.
    consent Text rule "Give `granted`, `denied` or `opted_out`.";
    /// Whether an event without consent is withheld (GDPR).
    require_consent Flag rule "Give true or false.";
    /// What becomes of events of people who opted out (CCPA).
    opt_out_mode Text rule "Give `strip`, `limited_data_use` or `withhold`.";
    /// TCF purposes that a consent string must allow.
    tcf_purposes Integers rule "Give a list of purposes from 1 to 11.";
    /// TCF vendor that a consent string must allow as well.
    tcf_vendor Number rule "Give the vendor's number in the Global Vendor List.";
    /// The consent tool whose cookie is read with each visitor's request.
    consent_tool Text banner "Give one of `axeptio`, `borlabs`, `civic`, `complianz`, `cookie_information`, `cookie_script`, `cookiebot`, `cookieconsent`, `cookiefirst`, `cookieyes`, `didomi`, `iubenda`, `ketch`, `klaro`, `onetrust`, `shopify`, `tarteaucitron`, `wp_consent_api`.";
    /// The category of the consent tool that stands for advertising, where it is not the usual one.
    consent_category Text banner "Give the name of a category as the tool's cookie has it, as `C0004`.";
    /// The cookie of the shop's own that holds `granted`, `denied` or `opted_out`.
    consent_cookie Text banner "Give the name of a cookie.";
    /// Whether `CompletePayment` and `SubmitForm` are renamed to `Purchase` and `Lead`.
    modern_event_names Flag rule "Give true or false.";
    /// A fixed clock for described events, in Unix seconds; for tests.
    now Number now "Give Unix seconds, or RFC 3339 text with an offset.";
    /// Makes generated event ids repeatable: the event at index i of a call gets the i-th id; for tests.
    event_id_seed Text event_id_seed "Give hexadecimal digits, two for each byte.";

    /// The pixel code, app id, offline event set id or CRM event set id.
    event_source_id Text event_source_id alias pixel_code env TIKTOK_EVENT_SOURCE_ID "Give the id as Events Manager shows it.";
    /// The token of Events Manager, or of a developer app that may report conversions.
    access_token Secret access_token env TIKTOK_ACCESS_TOKEN "Give the token as Events Manager shows it: visible ASCII characters.";
    /// Shows the events in Events Manager under Test Events; not for production.
    test_event_code Text test_event_code env TIKTOK_TEST_EVENT_CODE "Give the code as Events Manager shows it.";
    /// Only for partners that TikTok knows.
    partner_name Text partner_name "Give the name that TikTok assigned.";

    /// Another address than TikTok's, such as the sandbox's.
    endpoint Text endpoint env TIKTOK_CAPI_ENDPOINT "Give an https address, or http to a loopback host, without user name and query.";
    /// Seconds to look a name up, and seconds to open a connection.
    connect_timeout Number connect_timeout "Give seconds from 0.001 to 300.";
    /// Seconds for one try, from the name lookup to the last byte of the answer.
    timeout Number timeout "Give seconds from 0.001 to 300.";
    /// Tries of one request, the first included.
    max_attempts Number max_attempts "Give an integer from 1 to 10.";
    /// The proxy that leads out; never used for a loopback endpoint. `none` ignores the environment's.
    proxy Secret proxy "Give an address, as `http://proxy.example:3128` or `socks5://proxy.example`, or `none`.";
    /// Whom TLS trusts: Mozilla's list that comes with the library, what the machine trusts, or a file of certificates. Where it is
    /// not given, `SSL_CERT_FILE` and the other variables of the host count.
    ca_roots Text ca_roots "Give `bundled`, `system`, or the path of a PEM file.";
    /// Events of one request.
    max_batch Number max_batch "Give an integer from 1 to 1000.";
    /// Where the outbox keeps its events: a file that survives the process and is shared by all that name it, or memory.
    outbox Text outbox env TIKTOK_CAPI_OUTBOX "Give the path of a file, or `:memory:`.";
    /// What an event in the outbox's file survives: the end of the process, or a loss of power as well.
    durability Text durability "Give `normal` or `full`.";
    /// Events that the outbox takes, dead letters included: 1,000,000 in a file and 100,000 in memory.
    max_events Number max_events "Give an integer from 1 to 1000000000.";
    /// Bytes of events that the outbox takes, dead letters included: 1 GiB in a file and 128 MiB in memory.
    max_bytes Number max_bytes "Give an integer from 1 to 1000000000000.";
    /// Seconds after the first try that may have arrived during which the outbox sends an event again.
    max_age Number max_age "Give seconds from 1 to 169200, which is 47 hours.";
}

/// The row of that name or second name.
pub(super) fn find(name: &str) -> Option<&'static OptionRow> {
    ROWS.iter().find(|row| row.name == name || row.alias == Some(name))
}

/// Names the option that was probably meant. A name that does not look like one is not shown: it may be a secret.
pub(super) fn unknown(name: &str) -> ConfigError {
    let shown = if is_name(name) { name.to_owned() } else { "*".to_owned() };
    let hint = match nearest(name) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => "There is no such option.".to_owned(),
    };
    ConfigError::new(ConfigFault::Unknown, shown, hint)
}

fn is_name(text: &str) -> bool {
    text.len() <= 32 && text.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_')
}

fn nearest(name: &str) -> Option<&'static str> {
    nearest_of(name, ROWS.iter().flat_map(|row| [Some(row.name), row.alias]).flatten())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tiktok_capi_core::ConsentTool;

    #[test]
    fn the_consent_tools_are_named() {
        let names: Vec<_> = ConsentTool::ALL.iter().map(|tool| format!("`{}`", tool.as_str())).collect();
        assert_eq!(find("consent_tool").unwrap().takes, format!("Give one of {}.", names.join(", ")));
    }
}
