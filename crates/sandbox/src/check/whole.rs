//! Checks that need the whole event: what is missing from it, and what stands where 1.0 had it.

use tiktok_capi_core::EventSource;
use tiktok_capi_core::catalog::{
    RECOMMENDED_IN_LINES, identifiers, needs_currency, recommended, user as user_row,
};

use super::Check;
use super::keys;
use crate::finding::FindingCode;
use crate::json::{Members, Node, member};
use crate::place::Place;

impl Check {
    pub(super) fn whole(&mut self, event: &Members<'_>) {
        self.deduplication(event);
        self.person(event);
        if self.source == EventSource::Web && !has_in(event, "page", "url") {
            self.find(&Place::Root.key("page").key("url"), FindingCode::MissingPageUrl);
        }
        self.recommended(event);
        self.legacy(event);
    }

    /// The reference does not list `event_id` for apps.
    fn deduplication(&mut self, event: &Members<'_>) {
        if self.source != EventSource::App && !has(event, "event_id") {
            self.find(&Place::Root.key("event_id"), FindingCode::MissingEventId);
        }
    }

    fn person(&mut self, event: &Members<'_>) {
        let user = member(event, "user");
        let is_limited = matches!(member(event, "limited_data_use"), Some(Node::Bool(true)));
        // Of a person who opted out nothing is left but the wish.
        if is_limited && user.is_none_or(Node::is_empty) {
            return;
        }
        let is_known = identifiers(self.source).iter().any(|name| keys::is_usable(user, name));
        let is_lead = self.source == EventSource::Crm && has_in(event, "lead", "lead_id");
        if !is_known && !is_lead {
            self.find(&Place::Root.key("user"), FindingCode::NoIdentifier);
        }
        if is_limited && user_row::ip.sources.has(self.source) && !keys::is_usable(user, "ip") {
            self.find(&Place::Root.key("limited_data_use"), FindingCode::LduWithoutIp);
        }
    }

    /// What TikTok recommends for an event (`events-api.md` §3.4). The `description` is no more than information to
    /// `explain`, and a finding is a warning.
    fn recommended(&mut self, event: &Members<'_>) {
        let name = member(event, "event").and_then(Node::as_text).unwrap_or_default();
        let wanted = recommended(name);
        let parent = Place::Root.key("properties");
        let missing = |name: &&&str| **name != "description" && !has_property(event, name);
        for missed in wanted.iter().filter(missing) {
            let is_unusable = *missed == "currency" && needs_currency(name) && has_property(event, "value");
            let code =
                if is_unusable { FindingCode::MissingCurrency } else { FindingCode::MissingRecommended };
            self.find(&parent.key(missed), code);
        }
        if wanted.contains(&"contents") {
            self.recommended_in_lines(event);
        }
    }

    /// The first line without each of them.
    fn recommended_in_lines(&mut self, event: &Members<'_>) {
        let (properties, lines) = (Place::Root.key("properties"), lines(event));
        let contents = properties.key("contents");
        for name in RECOMMENDED_IN_LINES {
            let lacks = |line: &Node<'_>| line.as_map().is_some_and(|line| !has(line, name));
            if let Some(index) = lines.iter().position(lacks) {
                self.find(&contents.index(index).key(name), FindingCode::MissingRecommended);
            }
        }
    }

    /// `properties.query` in place of `search_string`, and `content_type` in each line of the contents.
    fn legacy(&mut self, event: &Members<'_>) {
        let properties = Place::Root.key("properties");
        if has_in(event, "properties", "query") && !has_in(event, "properties", "search_string") {
            self.find(&properties.key("query"), FindingCode::LegacyField);
        }
        if has_old_content_type(event) {
            let first = properties.key("contents");
            self.find(&first.index(0).key("content_type"), FindingCode::LegacyField);
        }
    }
}

fn has(members: &Members<'_>, key: &str) -> bool {
    member(members, key).is_some_and(|node| !node.is_empty())
}

fn has_in(event: &Members<'_>, object: &str, key: &str) -> bool {
    member(event, object).and_then(Node::as_map).is_some_and(|members| has(members, key))
}

/// Whether all lines say what `properties.content_type` could say once. Where they differ, no other place is known.
fn has_old_content_type(event: &Members<'_>) -> bool {
    let types = || lines(event).iter().map(|line| line.get("content_type").and_then(Node::as_text));
    let own = member(event, "properties").and_then(|properties| properties.get("content_type"));
    let Some(Some(first)) = types().next() else { return false };
    types().all(|other| other == Some(first)) && own.is_none_or(|own| own.as_text() == Some(first))
}

fn lines<'n, 'a>(event: &'n Members<'a>) -> &'n [Node<'a>] {
    match member(event, "properties").and_then(|properties| properties.get("contents")) {
        Some(Node::List(lines)) => lines,
        _ => &[],
    }
}

fn has_property(event: &Members<'_>, name: &str) -> bool {
    let has_ids = || name == "contents" && has_in(event, "properties", "content_ids");
    let has_old_name = || name == "search_string" && has_in(event, "properties", "query");
    let is_in_lines = || name == "content_type" && has_old_content_type(event);
    has_in(event, "properties", name) || has_ids() || has_old_name() || is_in_lines()
}
