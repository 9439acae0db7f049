//! The client's options. All of them stand in one table, `options/table.rs`, from which every door makes its own.

pub(crate) mod endpoint;
pub(crate) mod error;
mod no_proxy;
mod proxy;
mod read;
pub(crate) mod roots;
pub(crate) mod settings;
pub(crate) mod spelling;
pub(crate) mod table;
pub(crate) mod token;

use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;

use tiktok_capi_core::{EventSource, Input};

use error::{ConfigError, ConfigFault};
use roots::Host;
use settings::{Place, Settings};
use table::OptionRow;
use token::Token;

/// Everything that a client is told once: how to read events, where to send them, and how patiently.
///
/// ```
/// use tiktok_capi::{Input, Options};
///
/// let options = Options::default()
///     .with("pixel_code", &Input::text("C4A"))?
///     .with("default_region", &Input::text("US"))?
///     .with_environment()?;
/// # Ok::<(), tiktok_capi::ConfigError>(())
/// ```
#[derive(Clone, Default)]
pub struct Options {
    pub(crate) settings: Settings,
    host: Host,
    is_pixel_code: bool,
    token_source: Option<TokenSource>,
    renewal: Option<TokenSource>,
    given: Vec<&'static str>,
}

/// Where a token comes from that changes.
pub type TokenSource = Arc<dyn Fn() -> Option<Token> + Send + Sync>;

impl Options {
    /// Every option there is: what flags, types and reference pages are made from.
    #[must_use]
    pub fn all() -> &'static [OptionRow] {
        table::ROWS
    }

    /// Reads an object of options. Absent values leave the default.
    ///
    /// # Errors
    /// An unknown, repeated or invalid option.
    pub fn from_input(options: &Input<'_>) -> Result<Self, ConfigError> {
        let mut read = Self::default();
        match options {
            Input::Null => {}
            Input::Map(members) => members.iter().try_for_each(|(name, value)| read.set(name, value))?,
            _ => return Err(ConfigError::new(ConfigFault::Invalid, "options", "Give an object of options.")),
        }
        Ok(read)
    }

    /// Sets one option by its name; see [`Options::all`]. An absent value leaves the default.
    ///
    /// # Errors
    /// The name is unknown, was set before, or does not take the value.
    pub fn set(&mut self, name: &str, value: &Input<'_>) -> Result<(), ConfigError> {
        let row = table::find(name).ok_or_else(|| table::unknown(name))?;
        if value.is_absent() {
            return Ok(());
        }
        if self.given.contains(&row.name) {
            return Err(ConfigError::new(ConfigFault::Repeated, row.name, "Give it once, under one name."));
        }
        row.apply(&mut self.settings, value)
            .ok_or_else(|| ConfigError::new(ConfigFault::Invalid, row.name, row.takes))?;
        self.is_pixel_code |= name == table::PIXEL_CODE;
        self.given.push(row.name);
        Ok(())
    }

    /// The same options with one more set; see [`Options::set`].
    ///
    /// # Errors
    /// Those of [`Options::set`].
    pub fn with(mut self, name: &str, value: &Input<'_>) -> Result<Self, ConfigError> {
        self.set(name, value)?;
        Ok(self)
    }

    /// Says in what the client runs; a compiled program, unless this is called. Call it before [`Options::with_environment`].
    #[must_use]
    pub fn in_host(mut self, host: Host) -> Self {
        self.host = host;
        self
    }

    /// Fills what was not set from the environment: `TIKTOK_ACCESS_TOKEN` and the others of the table, and the proxy
    /// from `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, and whom TLS trusts from the variables of the [`Host`]. Nothing else
    /// is read from there, and nothing later but another token after TikTok refused the one that came from there.
    ///
    /// # Errors
    /// A variable that its option does not take; the error names the variable.
    pub fn with_environment(self) -> Result<Self, ConfigError> {
        let is_own = self.given.contains(&table::ACCESS_TOKEN);
        let mut options = self.with_variables(|name| std::env::var_os(name))?;
        if !is_own && options.settings.access_token.is_some() {
            options = options.with_renewal(|| Token::new(&std::env::var(table::TOKEN_VARIABLE).ok()?));
        }
        Ok(options)
    }

    /// Where another token may be found after TikTok refused the one of the option `access_token`.
    pub(crate) fn with_renewal(mut self, source: impl Fn() -> Option<Token> + Send + Sync + 'static) -> Self {
        self.renewal = Some(Arc::new(source));
        self
    }

    /// Takes the token from a function that is asked for each request of the outbox and each call of `track`, so that a
    /// token may change. Where it has none, the option `access_token` stands in.
    ///
    /// Clients that share an outbox share what delivers it only if they were given the very same source, a clone of it.
    #[must_use]
    pub fn with_token_source(mut self, source: TokenSource) -> Self {
        self.token_source = Some(source);
        self
    }

    pub(crate) fn sourced_token(&self) -> Option<Token> {
        self.token_source.as_ref().and_then(|source| source())
    }

    pub(crate) fn renewed_token(&self) -> Option<Token> {
        self.renewal.as_ref().and_then(|source| source())
    }

    /// Whether there is a token or somebody to ask for one. It asks nobody.
    pub(crate) fn has_token(&self) -> bool {
        self.token_source.is_some() || self.settings.access_token.is_some()
    }

    /// Whether clients of both deliver alike, so that one may do it for the other.
    pub(crate) fn deliver_alike(&self, other: &Self) -> bool {
        let is_same_source = match (&self.token_source, &other.token_source) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        // Whatever renews a token looks into the one environment of the process.
        let is_renewed_alike = self.renewal.is_some() == other.renewal.is_some();
        is_same_source && is_renewed_alike && self.settings.deliver_alike(&other.settings)
    }

    /// As [`Options::with_environment`], from variables of the caller's own.
    ///
    /// # Errors
    /// A variable that its option does not take; the error names the variable.
    pub fn with_variables(mut self, read: impl Fn(&str) -> Option<OsString>) -> Result<Self, ConfigError> {
        for row in table::ROWS {
            let Some(variable) = row.variable.filter(|_| !self.given.contains(&row.name)) else { continue };
            let Some(value) = read(variable) else { continue };
            let value = value.to_str().map_or(Input::NotUnicode, Input::text);
            if !value.is_absent() && row.apply(&mut self.settings, &value).is_none() {
                return Err(ConfigError::new(ConfigFault::Invalid, variable, row.takes));
            }
        }
        if !self.given.contains(&"proxy") {
            self.settings.way = proxy::from_environment(|name| read(name)?.into_string().ok());
        }
        if !self.given.contains(&"ca_roots") {
            self.settings.ca_roots = roots::from_environment(self.host, read);
        }
        Ok(self)
    }

    /// What only the whole can tell.
    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        if self.is_pixel_code && self.settings.rules.event_source != EventSource::Web {
            let hint = "A pixel code is the id of a web event source; use `event_source_id` for the others.";
            return Err(ConfigError::new(ConfigFault::Invalid, table::PIXEL_CODE, hint));
        }
        if self.has_pixel_code_for_a_set() {
            let hint = "This is a pixel code. Give the id of the event set, a number that Events Manager shows beside its name.";
            return Err(ConfigError::new(ConfigFault::Invalid, table::EVENT_SOURCE_ID, hint));
        }
        if let Some((option, hint)) = self.settings.banner.fault() {
            return Err(ConfigError::new(ConfigFault::Invalid, option, hint));
        }
        Ok(())
    }

    /// TikTok answers 40002 to it, for all of a request (events-api.md §1.2), and an outbox would fill up with dead letters.
    fn has_pixel_code_for_a_set(&self) -> bool {
        let is_of_a_set = matches!(self.settings.rules.event_source, EventSource::Offline | EventSource::Crm);
        is_of_a_set && self.event_source_id().is_some_and(is_pixel_code)
    }

    /// Where the outbox keeps its events.
    #[must_use]
    pub fn outbox(&self) -> &Place {
        &self.settings.outbox
    }

    /// Whether the outbox ends with the process, as it does unless it is a file.
    #[must_use]
    pub fn is_outbox_in_memory(&self) -> bool {
        *self.outbox() == Place::Memory
    }

    /// The pixel code, app id, offline event set id or CRM event set id.
    #[must_use]
    pub fn event_source_id(&self) -> Option<&str> {
        self.settings.event_source_id.as_deref()
    }

    /// The id of the event source where that is a pixel.
    #[must_use]
    pub fn pixel_code(&self) -> Option<&str> {
        self.event_source_id().filter(|_| self.settings.rules.event_source == EventSource::Web)
    }
}

/// Capital letters and digits; ids of event sets are numbers.
fn is_pixel_code(id: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    id.bytes().all(is_part) && id.bytes().any(|byte| byte.is_ascii_uppercase())
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Options({})", self.given.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Duration;

    use tiktok_capi_core::{Banner, Rules};

    use super::*;
    use crate::options::roots::CaRoots;

    fn read(json: &str) -> Result<Options, ConfigError> {
        Options::from_input(&Input::from_json(json.as_bytes()).unwrap())
    }

    fn refused(json: &str) -> (&'static str, String) {
        let error = read(json).and_then(|options| options.check()).unwrap_err();
        (error.code(), error.option().to_owned())
    }

    #[test]
    fn everything_is_set_by_name() {
        let options = read(
            r#"{"event_source":"app","default_region":"US","event_source_id":7123,"access_token":"t0ken",
            "test_event_code":"TEST1","partner_name":"Us","endpoint":"http://localhost:8787","connect_timeout":"2.5",
            "timeout":3,"max_attempts":1,"proxy":"http://proxy:1","ca_roots":"system","max_batch":50,
            "outbox":":memory:","strict":true,"now":1767225600,"event_id_seed":"00ff","timeout":null}"#,
        )
        .unwrap();
        assert_eq!((options.event_source_id(), options.pixel_code()), (Some("7123"), None));
        assert!(!format!("{options:?}").contains("t0ken"));
        let settings = options.settings;
        assert_eq!(settings.access_token.as_ref().unwrap().expose(), "t0ken");
        assert_eq!(settings.connect_timeout, Duration::from_millis(2_500));
        assert_eq!((settings.timeout, settings.max_attempts), (Duration::from_secs(3), 1));
        assert_eq!(
            (settings.ca_roots, settings.max_batch, settings.outbox),
            (CaRoots::System, 50, Place::Memory)
        );
        assert_eq!(
            (settings.now, settings.event_id_seed.as_deref()),
            (Some(1_767_225_600_000), Some(&[0, 255][..]))
        );
        assert!(settings.rules.strict && settings.rules.event_source == EventSource::App);
    }

    #[test]
    fn blanks_around_the_place_of_an_outbox_are_not_of_it() {
        let place = |json: &str| read(json).unwrap().outbox().clone();
        for memory in [
            "{}",
            r#"{"outbox":" "}"#,
            r#"{"outbox":":memory:"}"#,
            r#"{"outbox":" :memory:\n"}"#,
            r#"{"outbox":"\ufeff:memory:"}"#,
        ] {
            assert_eq!(place(memory), Place::Memory);
        }
        assert_eq!(place(r#"{"outbox":" shop.db "}"#), Place::File("shop.db".into()));
        assert_eq!(place(r#"{"outbox":"shop:memory:"}"#), Place::File("shop:memory:".into()));
    }

    #[test]
    fn errors_name_the_option_and_no_value() {
        for (json, code, option) in [
            (r#"{"acces_token":"x"}"#, "unknown_option", "acces_token"),
            (r#"{"EAAB secret!":1}"#, "unknown_option", "*"),
            (r#"{"endpoint":"http://tiktok.example"}"#, "invalid_option", "endpoint"),
            (r#"{"access_token":"a b"}"#, "invalid_option", "access_token"),
            (r#"{"access_token":5}"#, "invalid_option", "access_token"),
            (r#"{"timeout":0}"#, "invalid_option", "timeout"),
            (r#"{"timeout":"1e9"}"#, "invalid_option", "timeout"),
            (r#"{"max_attempts":0}"#, "invalid_option", "max_attempts"),
            (r#"{"max_batch":1001}"#, "invalid_option", "max_batch"),
            (r#"{"strict":1}"#, "invalid_option", "strict"),
            (r#"{"event_id_seed":"0"}"#, "invalid_option", "event_id_seed"),
            (r#"{"event_source_id":"1","pixel_code":"2"}"#, "repeated_option", "event_source_id"),
            (r#"{"pixel_code":"1","event_source":"offline"}"#, "invalid_option", "pixel_code"),
            (
                r#"{"event_source_id":"C4A0EXAMPLE0PIXEL0AB","event_source":"offline"}"#,
                "invalid_option",
                "event_source_id",
            ),
            (
                r#"{"event_source_id":"C4A0EXAMPLE0PIXEL0AB","event_source":"crm"}"#,
                "invalid_option",
                "event_source_id",
            ),
            (r#"{"consent_tool":"onetrst"}"#, "invalid_option", "consent_tool"),
            (r#"{"consent_category":"C0004"}"#, "invalid_option", "consent_category"),
            (r#"{"consent_tool":"klaro"}"#, "invalid_option", "consent_category"),
            (r#"{"consent_cookie":"a b"}"#, "invalid_option", "consent_cookie"),
            ("[]", "invalid_option", "options"),
        ] {
            assert_eq!(refused(json), (code, option.to_owned()), "{json}");
        }
        let error = read(r#"{"accessToken":"x"}"#).unwrap_err();
        assert!(error.hint().contains("`access_token`"));
    }

    #[test]
    fn an_option_wins_over_the_environment() {
        let read_variable = |name: &str| {
            Some(OsString::from(match name {
                "TIKTOK_ACCESS_TOKEN" => "from-environment",
                "TIKTOK_EVENT_SOURCE_ID" => "C4A",
                "TIKTOK_TEST_EVENT_CODE" => " ",
                "TIKTOK_CAPI_ENDPOINT" => "http://127.0.0.1:1",
                _ => return None,
            }))
        };
        let options = read(r#"{"access_token":"own"}"#).unwrap().with_variables(read_variable).unwrap();
        let settings = options.settings;
        assert!(settings.endpoint.is_loopback() && settings.proxy().is_none());
        assert_eq!(settings.access_token.unwrap().expose(), "own");
        assert_eq!((settings.event_source_id.as_deref(), settings.test_event_code), (Some("C4A"), None));
        let bad = |name: &str| (name == "TIKTOK_CAPI_ENDPOINT").then(|| OsString::from("nope"));
        assert_eq!(Options::default().with_variables(bad).unwrap_err().option(), "TIKTOK_CAPI_ENDPOINT");
    }

    #[test]
    fn the_table_holds_every_option_once() {
        let names: BTreeSet<_> =
            Options::all().iter().flat_map(|row| row.alias.into_iter().chain([row.name])).collect();
        assert_eq!(names.len(), Options::all().len() + 1);
        assert!(Rules::OPTIONS.iter().chain(Banner::OPTIONS).all(|name| names.contains(name)));
        for row in Options::all() {
            assert!(row.doc.ends_with('.') && row.takes.ends_with('.'), "{}", row.name);
            let mut options = Options::default();
            assert_eq!(
                options.set(row.name, &Input::NotUnicode).unwrap_err().code(),
                "invalid_option",
                "{}",
                row.name
            );
        }
    }
}
