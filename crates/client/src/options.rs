//! The client's options. All of them stand in one table, `options/table.rs`, from which every door makes its own.

mod read;
mod table;

use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tiktok_capi_core::{Banner, Entropy, EventSource, Input, MAX_EVENTS, Rules};
use ureq::Proxy;

use crate::endpoint::Endpoint;
use crate::error::{ConfigError, ConfigFault};
use crate::outbox::MEMORY;
use crate::proxy;
use crate::token::Token;
pub use table::{OptionKind, OptionRow};

/// TikTok knows a second copy for 48 hours; one of them is for its delivery, and for clocks that differ.
pub(crate) const LONGEST_AGE: Duration = Duration::from_secs(47 * 3_600);

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
#[derive(Clone)]
pub struct Options {
    pub(crate) rules: Rules,
    pub(crate) banner: Banner,
    pub(crate) now: Option<i64>,
    pub(crate) event_id_seed: Option<Vec<u8>>,
    pub(crate) event_source_id: Option<String>,
    is_pixel_code: bool,
    pub(crate) access_token: Option<Token>,
    pub(crate) test_event_code: Option<String>,
    pub(crate) partner_name: Option<String>,
    pub(crate) endpoint: Endpoint,
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) max_attempts: u32,
    pub(crate) proxy: Option<Proxy>,
    pub(crate) ca_roots: CaRoots,
    pub(crate) max_batch: usize,
    pub(crate) outbox: Option<String>,
    pub(crate) is_durability_full: bool,
    pub(crate) max_events: Option<u64>,
    pub(crate) max_bytes: Option<u64>,
    pub(crate) max_age: Duration,
    token_source: Option<TokenSource>,
    renewal: Option<TokenSource>,
    given: Vec<&'static str>,
}

/// Where a token comes from that changes.
type TokenSource = Arc<dyn Fn() -> Option<Token> + Send + Sync>;

/// Whom TLS trusts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CaRoots {
    /// Mozilla's list, as it was when the library was built.
    Bundled,
    /// What the machine trusts.
    System,
    /// The certificates of a PEM file.
    File(String),
}

impl Default for Options {
    fn default() -> Self {
        Self {
            rules: Rules::at(0, Entropy::default()),
            banner: Banner::default(),
            now: None,
            event_id_seed: None,
            event_source_id: None,
            is_pixel_code: false,
            access_token: None,
            test_event_code: None,
            partner_name: None,
            endpoint: Endpoint::default(),
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(10),
            max_attempts: 4,
            proxy: None,
            ca_roots: CaRoots::Bundled,
            max_batch: MAX_EVENTS,
            outbox: None,
            is_durability_full: false,
            max_events: None,
            max_bytes: None,
            max_age: Duration::from_secs(24 * 3_600),
            token_source: None,
            renewal: None,
            given: Vec::new(),
        }
    }
}

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
        row.apply(self, value).ok_or_else(|| ConfigError::new(ConfigFault::Invalid, row.name, row.takes))?;
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

    /// Fills what was not set from the environment: `TIKTOK_ACCESS_TOKEN` and the others of the table, and the proxy
    /// from `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`. Nothing else is read from there, and nothing later but another
    /// token after TikTok refused the one that came from there.
    ///
    /// # Errors
    /// A variable that its option does not take; the error names the variable.
    pub fn with_environment(self) -> Result<Self, ConfigError> {
        let is_own = self.given.contains(&table::ACCESS_TOKEN);
        let mut options = self.with_variables(|name| std::env::var_os(name))?;
        if !is_own && options.access_token.is_some() {
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
    #[must_use]
    pub fn with_token_source(mut self, source: impl Fn() -> Option<Token> + Send + Sync + 'static) -> Self {
        self.token_source = Some(Arc::new(source));
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
        self.token_source.is_some() || self.access_token.is_some()
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
            if !value.is_absent() && row.apply(&mut self, &value).is_none() {
                return Err(ConfigError::new(ConfigFault::Invalid, variable, row.takes));
            }
        }
        if !self.given.contains(&"proxy") {
            self.proxy = proxy::from_environment(|name| read(name)?.into_string().ok());
        }
        Ok(self)
    }

    /// What only the whole can tell.
    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        if self.is_pixel_code && self.rules.event_source != EventSource::Web {
            let hint = "A pixel code is the id of a web event source; use `event_source_id` for the others.";
            return Err(ConfigError::new(ConfigFault::Invalid, table::PIXEL_CODE, hint));
        }
        if let Some((option, hint)) = self.banner.fault() {
            return Err(ConfigError::new(ConfigFault::Invalid, option, hint));
        }
        Ok(())
    }

    /// Where the outbox keeps its events: the path of a file, or `None` for memory.
    #[must_use]
    pub fn outbox(&self) -> Option<&str> {
        self.outbox.as_deref()
    }

    /// Whether the outbox ends with the process, as it does unless it is a file.
    #[must_use]
    pub fn is_outbox_in_memory(&self) -> bool {
        self.outbox().is_none_or(|path| path == MEMORY)
    }

    /// The pixel code, app id, offline event set id or CRM event set id.
    #[must_use]
    pub fn event_source_id(&self) -> Option<&str> {
        self.event_source_id.as_deref()
    }

    /// The id of the event source where that is a pixel.
    #[must_use]
    pub fn pixel_code(&self) -> Option<&str> {
        self.event_source_id().filter(|_| self.rules.event_source == EventSource::Web)
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Options({})", self.given.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

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
        assert_eq!(options.access_token.as_ref().unwrap().expose(), "t0ken");
        assert_eq!(options.connect_timeout, Duration::from_millis(2_500));
        assert_eq!((options.timeout, options.max_attempts), (Duration::from_secs(3), 1));
        assert_eq!(
            (&options.ca_roots, options.max_batch, options.outbox()),
            (&CaRoots::System, 50, Some(":memory:"))
        );
        assert_eq!(
            (options.now, options.event_id_seed.as_deref()),
            (Some(1_767_225_600_000), Some(&[0, 255][..]))
        );
        assert!(options.rules.strict && options.rules.event_source == EventSource::App);
        assert!(!format!("{options:?}").contains("t0ken"));
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
        assert_eq!(options.access_token.unwrap().expose(), "own");
        assert_eq!((options.event_source_id.as_deref(), options.test_event_code), (Some("C4A"), None));
        assert!(options.endpoint.is_loopback() && options.proxy.is_none());
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
