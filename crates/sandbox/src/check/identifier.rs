//! Identifiers: SHA-256 digests, and nothing in the clear.

use std::collections::HashMap;
use std::sync::LazyLock;

use sha2::{Digest as _, Sha256};
use tiktok_capi_core::catalog::{Identifier, Rule, user};
use tiktok_capi_core::{Entropy, Input, Rules, hash};

use super::Check;
use crate::answer::PII_NOT_HASHED;
use crate::finding::FindingCode;
use crate::json::Node;
use crate::place::Place;

/// Values of one identifier that TikTok may be sent (`rules.md` §1).
const MOST_VALUES: usize = 20;

impl Check {
    pub(super) fn hashed(&mut self, identifier: Identifier, node: &mut Node<'_>, place: &Place<'_>) {
        match node {
            Node::Text(_) => self.digest(identifier, node, place),
            Node::List(items) if identifier.takes_many() => {
                if items.len() > MOST_VALUES {
                    self.find(place, FindingCode::TooManyValues);
                }
                for (index, item) in items.iter_mut().enumerate() {
                    self.one_of_many(identifier, item, &place.index(index));
                }
            }
            _ => self.refused_value(node, place, "Not a valid string."),
        }
    }

    fn one_of_many(&mut self, identifier: Identifier, item: &mut Node<'_>, place: &Place<'_>) {
        match item {
            Node::Text(text) if text.is_empty() => self.find(place, FindingCode::EmptyValue),
            Node::Text(_) => self.digest(identifier, item, place),
            _ => self.refused_value(item, place, "Not a valid string."),
        }
    }

    fn digest(&mut self, identifier: Identifier, node: &mut Node<'_>, place: &Place<'_>) {
        let Some(text) = node.as_text() else { return };
        let Some(code) = fault(identifier, text) else { return };
        match code {
            FindingCode::UpperCaseDigest | FindingCode::HashOfNothing | FindingCode::HashOfPlaceholder => {
                self.find(place, code);
            }
            _ => self.in_the_clear(identifier, code, node, place),
        }
    }

    /// What is no digest is never kept.
    ///
    /// Device ids may be sent raw. Of the others only e-mail and phone are refused: TikTok's constant 40062 speaks of
    /// those, and the reference page itself shows an `external_id` in the clear.
    fn in_the_clear(
        &mut self,
        identifier: Identifier,
        code: FindingCode,
        node: &mut Node<'_>,
        place: &Place<'_>,
    ) {
        match identifier {
            Identifier::Idfa | Identifier::Gaid => self.device_id(identifier, node, place),
            Identifier::Email | Identifier::Phone => {
                self.find(place, code);
                self.refuse(place, PII_NOT_HASHED, "Not hashed.");
            }
            Identifier::ExternalId | Identifier::Name | Identifier::ZipCode => self.find(place, code),
        }
        self.mask(node);
    }

    fn device_id(&mut self, identifier: Identifier, node: &Node<'_>, place: &Place<'_>) {
        let is_wrong = |c: char| match identifier {
            Identifier::Idfa => c.is_ascii_lowercase(),
            _ => c.is_ascii_uppercase(),
        };
        if node.as_text().is_some_and(|text| text.contains(is_wrong)) {
            self.find(place, FindingCode::WrongCase);
        }
    }
}

/// What is wrong with a text that should be a digest.
pub(super) fn fault(identifier: Identifier, text: &str) -> Option<FindingCode> {
    let is_hex = text.bytes().all(|b| b.is_ascii_hexdigit());
    match text.len() {
        64 if is_hex => fault_of_digest(identifier, text),
        32 | 40 if is_hex => Some(FindingCode::WeakHash),
        24.. if is_hex => Some(FindingCode::InvalidDigest),
        64 if text.bytes().all(|b| b.is_ascii_alphanumeric()) => Some(FindingCode::InvalidDigest),
        _ => Some(FindingCode::NotHashed),
    }
}

fn fault_of_digest(identifier: Identifier, digest: &str) -> Option<FindingCode> {
    let is_upper = digest.bytes().any(|b| b.is_ascii_uppercase());
    let lower = if is_upper { digest.to_ascii_lowercase() } else { String::new() };
    let lower = if is_upper { lower.as_str() } else { digest };
    if lower == OF_NOTHING {
        return Some(FindingCode::HashOfNothing);
    }
    if OF_PLACEHOLDERS.get(lower).is_some_and(|refused| refused.contains(&identifier)) {
        return Some(FindingCode::HashOfPlaceholder);
    }
    is_upper.then_some(FindingCode::UpperCaseDigest)
}

/// SHA-256 of the empty text.
const OF_NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Digests of the words that stand for no value (`rules.md` §3.4), and the identifiers for which the core refuses the word:
/// people are called Guest.
static OF_PLACEHOLDERS: LazyLock<HashMap<String, Vec<Identifier>>> =
    LazyLock::new(|| WORDS.iter().map(|word| (digest(word), refusing(word))).collect());

fn digest(word: &str) -> String {
    const_hex::encode(Sha256::digest(word.as_bytes()))
}

fn refusing(word: &str) -> Vec<Identifier> {
    let rules = Rules::at(0, Entropy::default());
    let refused = user::GROUP.fields.iter().filter_map(|row| {
        let Rule::Hashed(identifier) = row.rule else { return None };
        let hashed = hash(row.name, &Input::text(word), None, &rules).ok()?;
        hashed.digest().is_none().then_some(identifier)
    });
    refused.collect()
}

/// What programs hash where there is nobody.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    " ", "null", "NULL", "Null", "none", "None", "nil", "nan", "NaN", "NaT", "undefined", "unknown", "n/a", "N/A", "#n/a", "#N/A",
    "<na>", "<NA>", "\\n", "\\N", "anonymous", "guest", "Guest", "0", "-1", "-", "+", "***", "{}", "\"\"", "(none)", "(null)",
    "(not set)", "not set", "null null", "[object Object]", "[object object]", "00000000-0000-0000-0000-000000000000",
];
