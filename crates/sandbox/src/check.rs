//! The two verdicts on one received event: what TikTok would answer, and what is wrong all the same.
//!
//! The checks read the bytes that arrived. With the code that builds requests they share the catalogue, and what it takes for a
//! name, for nobody and for personal; `tests/agreement.rs` holds that they never contradict `explain`. Where no source says what TikTok
//! answers, the comment at the rule says what was chosen.
//!
//! On its way the check masks what must not be kept (`privacy.rs`).

mod identifier;
mod keys;
mod names;
mod plain;
mod unknown;
mod whole;

use tiktok_capi_core::EventSource;
use tiktok_capi_core::catalog::{Field, Group, Rule, event as event_row};

use crate::answer::PARAM_ERROR;
use crate::finding::{Finding, FindingCode};
use crate::json::{Members, Node};
use crate::place::{Place, is_name};
use crate::privacy::{MASK, is_personal};
pub(crate) use keys::match_keys;
pub(crate) use plain::most_days;

/// Findings that are kept of one event.
const MOST_FINDINGS: usize = 50;

/// What the check found.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    pub(crate) findings: Vec<Finding>,
    /// Why TikTok would refuse the event, if it would: the first reason.
    pub(crate) refusal: Option<Refusal>,
    /// Whether something in the event was replaced, because it must not be kept.
    pub(crate) is_masked: bool,
}

/// A code of TikTok's, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: i64,
    /// As TikTok's messages write it, without the index of the event.
    pub(crate) path: String,
    pub(crate) reason: &'static str,
}

/// Checks one event of 2.0's shape. `now` is Unix seconds.
pub(crate) fn event(node: &mut Node<'_>, source: EventSource, now: i64) -> Checked {
    let mut check = Check { source, now, checked: Checked::default() };
    let Node::Map(members) = node else {
        check.wrong_type(&Place::Root, "Not a valid mapping type.");
        *node = Node::Null;
        return check.checked;
    };
    // These look at names and ids before anything is masked.
    check.required(members);
    check.whole(members);
    check.object(members, &event_row::GROUP, &Place::Root);
    check.checked
}

struct Check {
    source: EventSource,
    now: i64,
    checked: Checked,
}

impl Check {
    fn find(&mut self, place: &Place<'_>, code: FindingCode) {
        if self.checked.findings.len() < MOST_FINDINGS {
            self.checked.findings.push(Finding { path: place.to_string(), code });
        }
    }

    fn refuse(&mut self, place: &Place<'_>, code: i64, reason: &'static str) {
        if self.checked.refusal.is_none() {
            self.checked.refusal = Some(Refusal { code, path: place.dotted(), reason });
        }
    }

    /// The words are those of TikTok's 1.0 endpoints; what `event/track/` says exactly is not known.
    fn wrong_type(&mut self, place: &Place<'_>, reason: &'static str) {
        self.find(place, FindingCode::WrongType);
        self.refuse(place, PARAM_ERROR, reason);
    }

    fn missing(&mut self, place: &Place<'_>) {
        self.find(place, FindingCode::MissingField);
        self.refuse(place, PARAM_ERROR, "Missing data for required field.");
    }

    fn mask(&mut self, node: &mut Node<'_>) {
        *node = Node::text(MASK);
        self.checked.is_masked = true;
    }

    /// Fields without which TikTok refuses the event.
    fn required(&mut self, members: &Members<'_>) {
        for row in event_row::GROUP.fields {
            let node = members.iter().find(|(name, _)| name == row.name).map(|(_, node)| node);
            if let Rule::Object(group) = row.rule {
                self.required_within(node, group, row);
            } else if row.name == "event_time" || row.is_required(self.source) {
                self.present(node, &Place::Root.key(row.name));
            }
        }
    }

    fn required_within(&mut self, node: Option<&Node<'_>>, group: &Group, parent: &Field) {
        let source = self.source;
        for row in group.fields.iter().filter(|row| row.is_required(source)) {
            self.present(
                node.and_then(|node| node.get(row.name)),
                &Place::Root.key(parent.name).key(row.name),
            );
        }
    }

    fn present(&mut self, node: Option<&Node<'_>>, place: &Place<'_>) {
        if node.is_none_or(Node::is_empty) {
            self.missing(place);
        }
    }

    fn object(&mut self, members: &mut Members<'_>, group: &'static Group, place: &Place<'_>) {
        self.duplicates(members, place);
        for (key, node) in members.iter_mut() {
            match group.field(key).filter(|row| !row.rule.is_input_only()) {
                Some(row) => self.field(row, node, &place.key(key)),
                None => self.unknown(key, node, group, place),
            }
            self.mask_key(key);
        }
    }

    fn mask_key(&mut self, key: &mut std::borrow::Cow<'_, str>) {
        if !is_name(key) && is_personal(key) {
            *key = MASK.into();
            self.checked.is_masked = true;
        }
    }

    fn duplicates(&mut self, members: &Members<'_>, place: &Place<'_>) {
        // Canonical bodies are sorted, so most objects are done here.
        if members.is_sorted_by(|(a, _), (b, _)| a < b) {
            return;
        }
        let mut keys: Vec<&str> = members.iter().map(|(key, _)| key.as_ref()).collect();
        keys.sort_unstable();
        let twice = keys.windows(2).find_map(|pair| match pair {
            [a, b] if a == b => Some(*a),
            _ => None,
        });
        if let Some(key) = twice {
            self.find(&place.key(key), FindingCode::DuplicateKey);
        }
    }

    fn field(&mut self, row: &'static Field, node: &mut Node<'_>, place: &Place<'_>) {
        if self.is_elsewhere(row, place) {
            self.find(place, FindingCode::NotForThisSource);
        }
        // Empty values count as absent: whether TikTok refuses any is not known, and Segment sends them.
        if node.is_empty() {
            self.find(place, FindingCode::EmptyValue);
            return;
        }
        self.value(row.rule, node, place);
    }

    /// An object of another source is found once, for all of it; and to ask for limited processing is wrong nowhere.
    fn is_elsewhere(&self, row: &'static Field, place: &Place<'_>) -> bool {
        let is_at_home =
            |object| event_row::GROUP.field(object).is_none_or(|row| row.sources.has(self.source));
        let is_limit = std::ptr::eq(row, &raw const event_row::limited_data_use);
        !row.sources.has(self.source) && !is_limit && place.object().is_none_or(is_at_home)
    }

    fn value(&mut self, rule: Rule, node: &mut Node<'_>, place: &Place<'_>) {
        match rule {
            Rule::Object(group) => self.map(group, node, place),
            Rule::Lines(group) => self.lines(group, node, place),
            Rule::Hashed(identifier) => self.hashed(identifier, node, place),
            Rule::Texts => self.list(Rule::Text, node, place),
            Rule::Amounts => self.list(Rule::Amount, node, place),
            Rule::Amount | Rule::Total => self.number(node, place, is_number, "Not a valid number."),
            Rule::Count => self.number(node, place, is_integer, "Not a valid integer."),
            Rule::Time => self.time(node, place),
            Rule::Flag if !matches!(node, Node::Bool(_)) => {
                self.refused_value(node, place, "Not a valid boolean.");
            }
            Rule::Flag => {}
            Rule::Any | Rule::Consent | Rule::PhoneRegion => self.custom(None, node, place),
            _ => self.text(rule, node, place),
        }
    }

    /// A value of the wrong type may be anything, so it is not kept.
    fn refused_value(&mut self, node: &mut Node<'_>, place: &Place<'_>, reason: &'static str) {
        self.wrong_type(place, reason);
        if !matches!(node, Node::Bool(_) | Node::Null) {
            self.mask(node);
        }
    }

    fn map(&mut self, group: &'static Group, node: &mut Node<'_>, place: &Place<'_>) {
        match node {
            Node::Map(members) => self.object(members, group, place),
            _ => self.refused_value(node, place, "Not a valid mapping type."),
        }
    }

    fn lines(&mut self, group: &'static Group, node: &mut Node<'_>, place: &Place<'_>) {
        let Node::List(lines) = node else { return self.refused_value(node, place, "Not a valid list.") };
        if lines.len() > 1_000 {
            self.find(place, FindingCode::TooManyValues);
        }
        for (index, line) in lines.iter_mut().enumerate() {
            self.map(group, line, &place.index(index));
        }
    }

    fn list(&mut self, rule: Rule, node: &mut Node<'_>, place: &Place<'_>) {
        let Node::List(items) = node else { return self.refused_value(node, place, "Not a valid list.") };
        for (index, item) in items.iter_mut().enumerate() {
            self.value(rule, item, &place.index(index));
        }
    }

    /// Numbers as text are refused: the mobile endpoint does (`events-api.md` §1.2), for this one no source says.
    fn number(
        &mut self,
        node: &mut Node<'_>,
        place: &Place<'_>,
        is_right: fn(&Node<'_>) -> bool,
        reason: &'static str,
    ) {
        if !is_right(node) {
            return self.refused_value(node, place, reason);
        }
        if matches!(node, Node::Number(number) if number.as_f64().is_some_and(|number| number < 0.0)) {
            self.find(place, FindingCode::NegativeNumber);
        }
    }
}

fn is_number(node: &Node<'_>) -> bool {
    matches!(node, Node::Number(_))
}

fn is_integer(node: &Node<'_>) -> bool {
    matches!(node, Node::Number(number) if !number.is_f64())
}

#[cfg(test)]
mod tests;
