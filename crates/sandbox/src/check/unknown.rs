//! Keys that the catalogue does not know in that place, and values without a rule of their own.

use tiktok_capi_core::catalog::{GROUPS, Group, Unknown, is_order_key, is_personal_name, nearest};
use tiktok_capi_core::holds_address;

use super::Check;
use crate::finding::FindingCode;
use crate::json::Node;
use crate::place::Place;
use crate::privacy::is_phone;

impl Check {
    /// TikTok ignores keys that it does not know, and answers 0. Among custom parameters a near miss is one of them.
    pub(super) fn unknown(
        &mut self,
        key: &str,
        node: &mut Node<'_>,
        group: &'static Group,
        parent: &Place<'_>,
    ) {
        let place = parent.key(key);
        let is_event = matches!(parent, Place::Root);
        if is_misplaced(key, is_event) {
            self.find(&place, FindingCode::MisplacedField);
        } else if is_of_version_1(key, group) {
            self.find(&place, FindingCode::LegacyField);
        } else if group.unknown != Unknown::Custom || nearest(key, group).is_some() {
            self.find(&place, FindingCode::UnknownField);
        }
        match group.unknown {
            Unknown::LeftOut => self.mask(node),
            Unknown::Reported | Unknown::Custom => self.custom(Some(key), node, &place),
        }
    }

    /// A value without a rule of its own: personal data in it is found and masked.
    pub(super) fn custom(&mut self, key: Option<&str>, node: &mut Node<'_>, place: &Place<'_>) {
        let says_something = !node.is_empty() && !matches!(node, Node::Bool(_));
        if key.is_some_and(|key| holds_address(key) || says_something && is_personal_name(key)) {
            self.find(place, FindingCode::PersonalData);
            return self.mask(node);
        }
        match node {
            Node::Text(_) => self.free_text(node, place, |text| holds_address(text) || is_order_key(text)),
            Node::List(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.custom(None, item, &place.index(index));
                }
            }
            Node::Map(members) => {
                self.duplicates(members, place);
                for (key, node) in members.iter_mut() {
                    self.custom(Some(key.as_ref()), node, &place.key(key));
                    self.mask_key(key);
                }
            }
            Node::Null | Node::Bool(_) | Node::Number(_) => {}
        }
    }

    pub(super) fn free_text(&mut self, node: &mut Node<'_>, place: &Place<'_>, is_found: fn(&str) -> bool) {
        let Some(text) = node.as_text() else { return };
        if is_found(text) {
            self.find(place, FindingCode::PersonalData);
            self.mask(node);
        } else if is_phone(text) {
            self.mask(node);
        }
    }
}

/// Whether the key is at home in another object of the request: `test_event_code` in the event, `event_id` in the
/// properties, `lead_id` in `user`.
fn is_misplaced(key: &str, is_event: bool) -> bool {
    let of_request = matches!(key, "event_source" | "event_source_id" | "test_event_code" | "partner_name");
    let of_event = !is_event && matches!(key, "event" | "event_id" | "event_time");
    of_request || of_event || key == "lead_id" || is_event && is_elsewhere(key)
}

/// Whether the key is 1.0's, whose name or place 2.0 gave up (`events-api.md` §8).
fn is_of_version_1(key: &str, group: &Group) -> bool {
    let names: &[&str] = match group.name {
        "event" => &["timestamp", "context", "pixel_code", "event_set_id", "type"],
        "user" => &["phone_number", "phone_numbers", "emails"],
        _ => &[],
    };
    names.contains(&key)
}

/// Whether the key is a field of one of the event's objects.
fn is_elsewhere(key: &str) -> bool {
    GROUPS.iter().skip(1).any(|group| group.field(key).is_some_and(|row| !row.rule.is_input_only()))
}
