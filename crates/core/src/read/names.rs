//! Event names: standard, custom, legacy, reserved, or nearly one of them (`rules.md` §4).

use std::borrow::Cow;

use super::reader::Reader;
use crate::catalog::{self, PAGEVIEW, Standing};
use crate::path::Path;
use crate::problem::{Advice, Code};
use crate::source::EventSource;
use crate::value::Value;

const LONGEST: usize = 50;

impl Reader<'_> {
    pub(super) fn event_name<'a>(&mut self, name: Cow<'a, str>, path: &Path<'_>) -> Result<Value<'a>, Code> {
        let source = self.rules.event_source;
        let known = catalog::event_name(&name);
        if known.is_some_and(|known| known.standard.has(source)) {
            return Ok(Value::Text(name));
        }
        match known.map(|known| known.standing) {
            Some(Standing::Legacy(Some(new))) if self.rules.modern_event_names => {
                return Ok(Value::text(new));
            }
            Some(Standing::Legacy(new)) => {
                self.advise(path, Code::LegacyEventName, new.map_or(Advice::None, Advice::DidYouMean));
            }
            Some(Standing::Reserved(standard)) => {
                self.advise(path, Code::ReservedEventName, Advice::DidYouMean(standard));
                self.custom_name(source, path);
            }
            Some(Standing::Standard) | None => self.unlisted_name(&name, source, path)?,
        }
        Ok(Value::Text(name))
    }

    fn unlisted_name(&mut self, name: &str, source: EventSource, path: &Path<'_>) -> Result<(), Code> {
        if source == EventSource::Web && name == PAGEVIEW {
            return Ok(());
        }
        if let Some(standard) = catalog::near_standard(name, source) {
            self.advise(path, Code::DidYouMean, Advice::DidYouMean(standard));
        }
        if !is_custom_name(name) {
            return Err(Code::InvalidEventName);
        }
        self.custom_name(source, path);
        Ok(())
    }

    fn custom_name(&mut self, source: EventSource, path: &Path<'_>) {
        if source == EventSource::Offline {
            self.report(path, Code::CustomOfflineEvent);
        }
    }
}

/// 1 to 50 ASCII letters, digits, `_` and `-`, the first a letter (TikTok's help page on custom events).
fn is_custom_name(name: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    name.len() <= LONGEST && name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(is_part)
}
