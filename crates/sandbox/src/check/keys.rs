//! Which match keys an event has. What nobody can be known by is none: a private address, the digest of nothing.

use tiktok_capi_core::catalog::{Rule, user};
use tiktok_capi_core::is_nobody;

use super::identifier::fault;
use super::plain::ip_fault;
use crate::finding::FindingCode;
use crate::json::Node;
use crate::record::MatchKeys;

/// The match keys of an event, before anything in it is masked.
pub(crate) fn match_keys(event: &Node<'_>) -> MatchKeys {
    let user = event.get("user");
    MatchKeys::of(|name| is_usable(user, name))
}

/// Whether the field of `user` has a value that somebody can be known by.
pub(super) fn is_usable(user: Option<&Node<'_>>, name: &str) -> bool {
    user.and_then(|user| user.get(name)).is_some_and(|node| holds_somebody(name, node))
}

/// A value of another kind has its own finding, and may be somebody's all the same.
fn holds_somebody(name: &str, node: &Node<'_>) -> bool {
    match node {
        Node::Text(text) => is_somebodys(name, text),
        Node::List(items) => items.iter().any(|item| holds_somebody(name, item)),
        _ => !node.is_empty(),
    }
}

fn is_somebodys(name: &str, text: &str) -> bool {
    if text.trim().is_empty() {
        return false;
    }
    match user::GROUP.field(name).map(|row| row.rule) {
        Some(Rule::Ip) => ip_fault(text).is_none(),
        Some(Rule::ClickId | Rule::Id) => !is_nobody(text),
        Some(Rule::Hashed(identifier)) => !is_of_nobody(fault(identifier, text)),
        _ => true,
    }
}

fn is_of_nobody(fault: Option<FindingCode>) -> bool {
    matches!(fault, Some(FindingCode::HashOfNothing | FindingCode::HashOfPlaceholder))
}
