//! Checks that need the whole event: what is missing from it, and what stands where 1.0 had it.

use tiktok_capi_core::EventSource;
use tiktok_capi_core::catalog::IDENTIFIERS;

use super::Check;
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
        let is_known = IDENTIFIERS.iter().any(|name| has_in(event, "user", name));
        if !is_known && !has_in(event, "lead", "lead_id") {
            self.find(&Place::Root.key("user"), FindingCode::NoIdentifier);
        }
        let is_limited = matches!(member(event, "limited_data_use"), Some(Node::Bool(true)));
        if is_limited && !has_in(event, "user", "ip") {
            self.find(&Place::Root.key("limited_data_use"), FindingCode::LduWithoutIp);
        }
    }

    /// What TikTok recommends for an event (`events-api.md` §3.4).
    fn recommended(&mut self, event: &Members<'_>) {
        let name = member(event, "event").and_then(Node::as_text).unwrap_or_default();
        let wanted: &[&str] = match name {
            "AddToCart" | "Purchase" | "ViewContent" | "PlaceAnOrder" | "CompletePayment" => {
                &["contents", "content_type", "currency", "value"]
            }
            "Search" => &["search_string"],
            "StartTrial" | "Subscribe" => &["currency", "value"],
            _ => &[],
        };
        let needs_currency = matches!(name, "Purchase" | "CompletePayment" | "Subscribe" | "StartTrial");
        let parent = Place::Root.key("properties");
        for name in wanted.iter().filter(|name| !has_property(event, name)) {
            let is_unusable = *name == "currency" && needs_currency && has_property(event, "value");
            let code =
                if is_unusable { FindingCode::MissingCurrency } else { FindingCode::MissingRecommended };
            self.find(&parent.key(name), code);
        }
    }

    /// `properties.query`, and `content_type` in each line of the contents.
    fn legacy(&mut self, event: &Members<'_>) {
        let properties = Place::Root.key("properties");
        if has_in(event, "properties", "query") {
            self.find(&properties.key("query"), FindingCode::LegacyField);
        }
        let lines = member(event, "properties").and_then(|properties| properties.get("contents"));
        let Some(Node::List(lines)) = lines else { return };
        if let Some(index) = lines.iter().position(|line| line.get("content_type").is_some()) {
            self.find(&properties.key("contents").index(index).key("content_type"), FindingCode::LegacyField);
        }
    }
}

fn has(members: &Members<'_>, key: &str) -> bool {
    member(members, key).is_some_and(|node| !node.is_empty())
}

fn has_in(event: &Members<'_>, object: &str, key: &str) -> bool {
    member(event, object).and_then(Node::as_map).is_some_and(|members| has(members, key))
}

fn has_property(event: &Members<'_>, name: &str) -> bool {
    let has_ids = || name == "contents" && has_in(event, "properties", "content_ids");
    let has_old_name = || name == "search_string" && has_in(event, "properties", "query");
    has_in(event, "properties", name) || has_ids() || has_old_name()
}
