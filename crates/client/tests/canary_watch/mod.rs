//! What is planted, what is listened to, and the search.
#![allow(clippy::unwrap_used, clippy::panic, reason = "it is only used by a test, which fails by panicking")]

pub(crate) mod described;
pub(crate) mod outbox;
mod planted;
pub(crate) mod sandbox;
pub(crate) mod service;

use std::collections::BTreeMap;
use std::fmt::{self, Debug, Display};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tiktok_capi::core::Digest;

use crate::support::TOKEN;

/// The `event_id`. Its owner finds it in receipts, and in what the service keeps.
pub(crate) const ORDER: &str = "canary-order";
/// What the service says in words.
pub(crate) const SAID: &str = "canary-said";
pub(crate) const SECRET: &str = "canary-secret";
pub(crate) const EMAIL: &str = "canary.mail@example.com";
pub(crate) const BAD_EMAIL: &str = "canary.bad@@example.com";
pub(crate) const QUERY: &str = "canary.query@example.com";
pub(crate) const PHONE: &str = "+12025550143";
pub(crate) const CUSTOMER: &str = "canary-customer";
pub(crate) const NAME: &str = "Canaryfirst";
pub(crate) const CLICK: &str = "E.C.P.canaryclick";
pub(crate) const COOKIE: &str = "canarycookie";
pub(crate) const IP: &str = "93.184.216.34";
pub(crate) const AGENT: &str = "CanaryBrowser/1.0";

/// Everything that is planted: by a name that may be printed, in each form in which it may come out again.
pub(crate) struct Canaries(Vec<(&'static str, String)>);

impl Canaries {
    pub(crate) fn new() -> Self {
        let plain = [
            ("token", TOKEN),
            ("secret", SECRET),
            ("message", SAID),
            ("e-mail", EMAIL),
            ("e-mail as letters", "canarymailexamplecom"),
            ("bad e-mail", BAD_EMAIL),
            ("e-mail of an address", QUERY),
            ("phone", PHONE),
            ("national phone", "2025550143"),
            ("spaced phone", "202 555 0143"),
            ("customer", CUSTOMER),
            ("first name", NAME),
            ("order", ORDER),
            ("click id", CLICK),
            ("cookie", COOKIE),
            ("address", IP),
            ("user agent", AGENT),
        ];
        let hashed = [EMAIL, PHONE, CUSTOMER, "canaryfirst"];
        let names = ["e-mail digest", "phone digest", "customer digest", "name digest"];
        let digests = names.into_iter().zip(hashed.map(|text| Digest::of(text).to_hex()));
        let encoded =
            [("encoded e-mail", EMAIL.replace('@', "%40")), ("encoded query", QUERY.replace('@', "%40"))];
        let plain = plain.into_iter().map(|(name, text)| (name, text.to_lowercase()));
        Self(plain.chain(digests).chain(encoded).collect())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The names of those that are in the text.
    pub(crate) fn found(&self, text: &str) -> Vec<&'static str> {
        let text = text.to_lowercase();
        self.0.iter().filter(|(_, canary)| text.contains(canary)).map(|(name, _)| *name).collect()
    }
}

/// What somebody was shown, by kind, and which canaries each kind may hold.
#[derive(Default)]
pub(crate) struct Shown(BTreeMap<&'static str, Kind>);

#[derive(Default)]
struct Kind {
    texts: Vec<String>,
    may_hold: &'static [&'static str],
}

impl Shown {
    /// A text that may hold no canary.
    pub(crate) fn text(&mut self, kind: &'static str, text: impl Into<String>) {
        self.text_with(kind, text, &[]);
    }

    /// A text whose purpose it is to hold some of them.
    pub(crate) fn text_with(
        &mut self,
        kind: &'static str,
        text: impl Into<String>,
        may_hold: &'static [&'static str],
    ) {
        let kind = self.0.entry(kind).or_default();
        kind.texts.push(text.into());
        kind.may_hold = may_hold;
    }

    /// What `{:?}` and `{:#?}` show, and how a program dies that unwraps it.
    pub(crate) fn debug(&mut self, kind: &'static str, value: &impl Debug) {
        self.text(kind, format!("{value:?} {value:#?}"));
        IS_MEANT.store(true, Ordering::SeqCst);
        let panic = catch_unwind(AssertUnwindSafe(|| unwrap(Err(value)))).unwrap_err();
        IS_MEANT.store(false, Ordering::SeqCst);
        self.text("panics", panic.downcast::<String>().map_or_else(|_| String::new(), |text| *text));
    }

    /// An error in all of its forms.
    pub(crate) fn error(&mut self, kind: &'static str, error: &(impl Debug + Display)) {
        self.text(kind, error.to_string());
        self.debug(kind, error);
    }

    /// What was found where it may not be.
    pub(crate) fn search(&self, canaries: &Canaries) -> Vec<String> {
        let kinds =
            self.0.iter().flat_map(|(name, kind)| kind.texts.iter().map(move |text| (name, kind, text)));
        let found = kinds.filter_map(|(name, kind, text)| {
            let mut found = canaries.found(text);
            found.retain(|canary| !kind.may_hold.contains(canary));
            (!found.is_empty()).then(|| format!("{found:?} in {name}: {text:.3000}"))
        });
        found.collect()
    }
}

/// How much was searched.
impl Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<34} {:>6} {:>9}  may hold", "shown", "texts", "bytes")?;
        for (name, Kind { texts, may_hold }) in &self.0 {
            let bytes: usize = texts.iter().map(String::len).sum();
            writeln!(f, "{name:<34} {:>6} {bytes:>9}  {}", texts.len(), may_hold.join(", "))?;
        }
        Ok(())
    }
}

/// What people write who do not look at errors.
fn unwrap<E: Debug>(result: Result<(), E>) {
    result.unwrap();
}

/// Whether a panic is to be looked at, and does not mean that the test fails.
static IS_MEANT: AtomicBool = AtomicBool::new(false);

/// Everything that is logged in this process, by `tracing` and by `log`, down to trace; and what panics say.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub(crate) fn start() -> Self {
        let log = Self::default();
        log::set_logger(Box::leak(Box::new(log.clone()))).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        let writer = log.clone();
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(move || writer.clone())
            .init();
        let (hook, usual) = (Mutex::new(log.clone()), std::panic::take_hook());
        std::panic::set_hook(Box::new(move |panic| {
            if IS_MEANT.load(Ordering::SeqCst) {
                writeln!(hook.lock().unwrap(), "{panic}").unwrap();
            } else {
                usual(panic);
            }
        }));
        log
    }

    pub(crate) fn take(&self) -> String {
        String::from_utf8(std::mem::take(&mut *self.0.lock().unwrap())).unwrap()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl log::Log for Log {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        writeln!(self.clone(), "{} {}", record.target(), record.args()).unwrap();
    }

    fn flush(&self) {}
}
