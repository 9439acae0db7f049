//! The way from what is typed to what is hashed, in steps that a person can follow. Where it ends, the core says.

use serde::Serialize;
use tiktok_capi_core::catalog::Identifier;
use tiktok_capi_core::{Normalized, Region};

/// One step, and the text after it.
#[derive(Serialize)]
pub(super) struct Step {
    does: String,
    text: String,
}

/// The steps; none for a digest, and only what was typed for a value that the core refuses.
pub(super) fn steps(
    typed: &str,
    identifier: Identifier,
    region: Option<Region>,
    normalized: &Normalized,
) -> Vec<Step> {
    let mut steps = vec![Step { does: "What you typed".to_owned(), text: typed.to_owned() }];
    let Some(canonical) = normalized.text() else { return steps };
    let trimmed = typed.trim();
    let mut add = |does: &str, text: &str| steps.push(Step { does: does.to_owned(), text: text.to_owned() });
    add("No white space around it", trimmed);
    match identifier {
        Identifier::Email | Identifier::Name | Identifier::ZipCode | Identifier::Gaid => {
            add("Lower case", &trimmed.to_lowercase());
        }
        Identifier::Idfa => add("Upper case", &trimmed.to_uppercase()),
        Identifier::Phone => add(&how_it_is_read(trimmed, region), trimmed),
        Identifier::ExternalId => {}
    }
    add(last(identifier), canonical);
    steps
}

fn how_it_is_read(trimmed: &str, region: Option<Region>) -> String {
    match region {
        _ if trimmed.starts_with(['+', '＋']) => "Read as a number with its country code".to_owned(),
        Some(region) => format!("Read as a number dialled in {}", region.as_str()),
        None => "Read without a region".to_owned(),
    }
}

/// What the core's rule still does.
fn last(identifier: Identifier) -> &'static str {
    match identifier {
        Identifier::Email => "One form of Unicode (NFC); dots and +tags stay",
        Identifier::Phone => "E.164: +, country code, number, nothing else",
        Identifier::ExternalId => "Nothing more: the case stays",
        Identifier::Name => "One form of Unicode (NFC), no punctuation, single spaces",
        Identifier::ZipCode => "No spaces and hyphens; in the US the first five digits",
        Identifier::Idfa | Identifier::Gaid => "Groups with hyphens",
    }
}
