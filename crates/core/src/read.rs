//! Walks the described event along the catalogue and applies each row's rule. Gathers all problems on the way.

mod custom;
mod identifier;
mod names;
mod reader;

pub(crate) use identifier::Canonical;
use reader::Read;
pub(crate) use reader::{Reader, text};

use std::borrow::Cow;

use crate::catalog::{self, Field, Group, Rule, Unknown};
use crate::consent::Consent;
use crate::input::Input;
use crate::normalize::{
    addresses, apply, click_id, country, currency, ip, locale, number, place, placeholder, time, url,
};
use crate::path::Path;
use crate::problem::{Advice, Code, Problem, Severity};
use crate::region::Region;
use crate::value::{Members, Value};

/// Lines of `contents` that one event may have.
const MAX_LINES: usize = 1_000;

/// Characters of an `event_id` beyond which something else was probably passed.
const LONGEST_EVENT_ID: usize = 256;

impl Reader<'_> {
    /// Reads the members of an object. Where the group's own place does not fit the source, its rows are not judged
    /// again.
    pub(crate) fn object<'a>(
        &mut self,
        group: &'static Group,
        members: &'a [(Cow<'_, str>, Input<'_>)],
        path: &Path<'_>,
        fits: bool,
    ) -> Members<'a> {
        let mut read = Vec::with_capacity(members.len() + 2);
        for (key, value) in members.iter().filter(|(_, value)| !value.is_absent()) {
            let path = path.key(key);
            let (name, value) = if let Some(row) = group.field(key) {
                let fits_too = self.check_source(row, &path, fits);
                (row.name, self.field(row, value, &path, fits_too))
            } else {
                (key.as_ref(), self.unknown(group, key, value, &path))
            };
            if let Some(value) = value {
                read.push((Cow::Borrowed(name), value));
            }
        }
        Members::from_unsorted(read)
    }

    fn check_source(&mut self, row: &Field, path: &Path<'_>, fits: bool) -> bool {
        let fits_too = row.sources.has(self.rules.event_source);
        if fits && !fits_too {
            self.report(path, Code::NotForThisSource);
        }
        fits && fits_too
    }

    /// Reads one field. A value that cannot be used is left out and reported.
    fn field<'a>(
        &mut self,
        row: &'static Field,
        value: &'a Input<'_>,
        path: &Path<'_>,
        fits: bool,
    ) -> Option<Value<'a>> {
        match self.value(row.rule, value, path, fits) {
            Ok(value) => value,
            Err(code) => {
                self.reject(row, value, path, code);
                None
            }
        }
    }

    fn reject(&mut self, row: &Field, value: &Input<'_>, path: &Path<'_>, code: Code) {
        let mut problem = Problem::new(path.to_string(), code).with(advice(row.rule, value, code));
        if row.is_decisive(self.rules.event_source) {
            problem = problem.at_severity(Severity::Error);
        }
        self.problems.push(problem);
    }

    /// Applies the rule to a value.
    pub(crate) fn value<'a>(
        &mut self,
        rule: Rule,
        value: &'a Input<'_>,
        path: &Path<'_>,
        fits: bool,
    ) -> Read<'a> {
        match rule {
            Rule::Object(group) => self.group(group, value, path, fits),
            Rule::Lines(group) => self.lines(group, value, path, fits),
            Rule::Text => plain(impersonal(text(value)?)?),
            Rule::Id => plain(named(impersonal(text(value)?)?)?),
            Rule::Texts => Ok(self.texts(value, path)),
            Rule::Count => number::count(value).map(Some),
            Rule::Amount => self.amount(value, path).map(Some),
            Rule::Total => self.total(value, path).map(Some),
            Rule::Amounts => self.amounts(value, path),
            Rule::Flag => flag(value).map(|flag| Some(Value::Bool(flag))),
            Rule::Choice(names) => choice(names, &text(value)?).map(Some),
            Rule::Any => Ok(self.custom(value, path)),
            Rule::EventName => self.event_name(text(value)?, path).map(Some),
            Rule::Time => self.time(value, path).map(Some),
            Rule::EventId => self.event_id(named(impersonal(text(value)?)?)?, path),
            Rule::Currency => self.currency(text(value)?, path).map(Some),
            Rule::Url => self.url(text(value)?, path).map(Some),
            Rule::Locale => plain(apply(text(value)?, locale::canonical)?),
            Rule::Ip => plain(apply(text(value)?, ip::canonical)?),
            Rule::ClickId => self.click_id(impersonal(text(value)?)?, path),
            Rule::City => plain(apply(text(value)?, place::city)?),
            Rule::State => plain(apply(text(value)?, |raw| place::state(raw, self.country))?),
            Rule::Country => country::canonical(&text(value)?).map(|country| Some(Value::Text(country))),
            Rule::Hashed(identifier) => self.identifier(identifier, value, path),
            Rule::Consent => self.own_consent(value),
            Rule::PhoneRegion => self.phone_region(value, path),
        }
    }

    fn group<'a>(
        &mut self,
        group: &'static Group,
        value: &'a Input<'_>,
        path: &Path<'_>,
        fits: bool,
    ) -> Read<'a> {
        let members = match value {
            Input::Map(members) => members,
            Input::NotUnicode => return Err(Code::NotUnicode),
            _ => return Err(Code::WrongType),
        };
        let read = self.object(group, members, path, fits);
        Ok((!read.is_empty()).then_some(Value::Map(read)))
    }

    fn lines<'a>(
        &mut self,
        group: &'static Group,
        value: &'a Input<'_>,
        path: &Path<'_>,
        fits: bool,
    ) -> Read<'a> {
        let Input::List(lines) = value else {
            let line = self.group(group, value, path, fits)?;
            return Ok(line.map(|line| Value::List(vec![line])));
        };
        if lines.len() > MAX_LINES {
            self.report(path, Code::TooManyValues);
        }
        let mut read = Vec::with_capacity(lines.len().min(MAX_LINES));
        for (index, line) in lines.iter().take(MAX_LINES).enumerate().filter(|(_, line)| !line.is_absent()) {
            let path = path.index(index);
            match self.group(group, line, &path, fits) {
                Ok(line) => read.extend(line),
                Err(code) => self.report(&path, code),
            }
        }
        Ok((!read.is_empty()).then_some(Value::List(read)))
    }

    fn texts<'a>(&mut self, value: &'a Input<'_>, path: &Path<'_>) -> Option<Value<'a>> {
        let Input::List(items) = value else {
            let text = text(value).and_then(impersonal).map_err(|code| self.report(path, code)).ok()?;
            return Some(Value::List(vec![Value::Text(text)]));
        };
        let mut texts = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate().filter(|(_, item)| !item.is_absent()) {
            match text(item).and_then(impersonal) {
                Ok(text) => texts.push(Value::Text(text)),
                Err(code) => self.report(&path.index(index), code),
            }
        }
        (!texts.is_empty()).then_some(Value::List(texts))
    }

    fn amount<'a>(&mut self, value: &Input<'_>, path: &Path<'_>) -> Result<Value<'a>, Code> {
        let (amount, is_too_precise) = number::amount(value)?;
        if is_too_precise {
            self.report(path, Code::TooPrecise);
        }
        Ok(amount)
    }

    fn total<'a>(&mut self, value: &Input<'_>, path: &Path<'_>) -> Result<Value<'a>, Code> {
        self.amount(value, path)
            .map_err(|code| if number::is_refund(value) { Code::NegativeValue } else { code })
    }

    fn amounts<'a>(&mut self, value: &'a Input<'_>, path: &Path<'_>) -> Read<'a> {
        let Input::List(items) = value else { return Err(Code::WrongType) };
        let mut amounts = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate().filter(|(_, item)| !item.is_absent()) {
            let path = path.index(index);
            match self.amount(item, &path) {
                Ok(amount) => amounts.push(amount),
                Err(code) => self.report(&path, code),
            }
        }
        Ok((!amounts.is_empty()).then_some(Value::List(amounts)))
    }

    fn time<'a>(&mut self, value: &Input<'_>, path: &Path<'_>) -> Result<Value<'a>, Code> {
        let moment = time::moment(value)?;
        if moment.is_ambiguous {
            self.report(path, Code::AmbiguousTime);
        }
        if let Some(code) =
            time::doubt(moment.seconds, self.rules.now.div_euclid(1_000), self.rules.event_source)
        {
            self.report(path, code);
        }
        Ok(Value::Integer(moment.seconds))
    }

    fn event_id<'a>(&mut self, id: Cow<'a, str>, path: &Path<'_>) -> Read<'a> {
        if id.len() > LONGEST_EVENT_ID && id.chars().count() > LONGEST_EVENT_ID {
            self.report(path, Code::LongEventId);
        }
        plain(id)
    }

    fn currency<'a>(&mut self, code: Cow<'a, str>, path: &Path<'_>) -> Result<Value<'a>, Code> {
        let currency = apply(code, currency::canonical)?;
        if !currency::is_listed(&currency) {
            self.report(path, Code::UnlistedCurrency);
        }
        Ok(Value::Text(currency))
    }

    fn url<'a>(&mut self, raw: Cow<'a, str>, path: &Path<'_>) -> Result<Value<'a>, Code> {
        let url = apply(raw, url::canonical)?;
        // A number is no address, so the text was borrowed, and only redaction makes a new one.
        if matches!(url, Cow::Owned(_)) {
            self.report(path, Code::UrlRedacted);
        }
        Ok(Value::Text(url))
    }

    fn click_id<'a>(&mut self, raw: Cow<'a, str>, path: &Path<'_>) -> Read<'a> {
        let id = named(apply(raw, |raw| Ok(click_id::canonical(raw)))?)?;
        if id.len() > click_id::LONGEST && id.chars().count() > click_id::LONGEST {
            self.report(path, Code::LongTtclid);
        }
        if click_id::is_encoded(&id) {
            self.report(path, Code::EncodedTtclid);
        }
        plain(id)
    }

    fn own_consent<'a>(&mut self, value: &Input<'_>) -> Read<'a> {
        self.consent = Consent::read(value, self.rules.tcf);
        self.consent.map(|_| None)
    }

    /// It was read before everything else; here it is only judged.
    fn phone_region<'a>(&mut self, value: &Input<'_>, path: &Path<'_>) -> Read<'a> {
        if Region::from_code(&text(value)?).is_none() {
            self.report(path, Code::UnknownRegion);
        }
        Ok(None)
    }

    fn unknown<'a>(
        &mut self,
        group: &'static Group,
        key: &str,
        value: &'a Input<'_>,
        path: &Path<'_>,
    ) -> Option<Value<'a>> {
        if group.unknown != Unknown::LeftOut && custom::is_personal(key, value, path) {
            self.report(path, Code::PersonalData);
            return None;
        }
        let meant = catalog::nearest(key, group);
        if group.unknown != Unknown::Custom || meant.is_some() {
            self.advise(path, Code::UnknownField, meant.map_or(Advice::None, Advice::DidYouMean));
        }
        if group.unknown == Unknown::LeftOut { None } else { self.custom(value, path) }
    }
}

/// What the hint of a value that cannot be used adds.
pub(crate) fn advice(rule: Rule, value: &Input<'_>, code: Code) -> Advice {
    match (rule, code) {
        (Rule::Choice(names), Code::UnknownValue) => Advice::Known(names),
        (Rule::Time, Code::InvalidTime) => time::look(value).map_or(Advice::None, Advice::LooksLike),
        _ => Advice::None,
    }
}

/// No text that is sent in plain holds an e-mail address (`rules.md` §0.3).
fn impersonal(text: Cow<'_, str>) -> Result<Cow<'_, str>, Code> {
    if addresses::holds_address(&text) { Err(Code::PersonalData) } else { Ok(text) }
}

/// No id stands for nobody (`rules.md` §3.4).
fn named(id: Cow<'_, str>) -> Result<Cow<'_, str>, Code> {
    if placeholder::is_nobody(&id) { Err(Code::Placeholder) } else { Ok(id) }
}

#[expect(clippy::unnecessary_wraps, reason = "every rule gives a `Read`")]
fn plain(text: Cow<'_, str>) -> Read<'_> {
    Ok((!text.is_empty()).then_some(Value::Text(text)))
}

fn flag(value: &Input<'_>) -> Result<bool, Code> {
    match value {
        Input::Bool(flag) => Ok(*flag),
        Input::NotUnicode => Err(Code::NotUnicode),
        _ => Err(Code::WrongType),
    }
}

/// The name as TikTok spells it, whatever the case it is written in.
fn choice<'a>(names: &'static [&'static str], text: &str) -> Result<Value<'a>, Code> {
    let known = names.iter().find(|name| name.eq_ignore_ascii_case(text));
    known.map(|name| Value::text(*name)).ok_or(Code::UnknownValue)
}
