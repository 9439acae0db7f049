//! `cargo xtask lint`: what the house is built by, and no compiler looks after.
//!
//! A new check is one file in `lint/` and one row here.

mod circles;
mod fields;
pub(crate) mod files;
mod floors;
mod imports;
mod kinds;
mod php;
mod rust;
mod scripts;

use std::path::Path;

use anyhow::{Result, ensure};

/// A rule, and what finds the places that break it.
struct Check {
    rule: &'static str,
    find: fn(&Path) -> Result<Vec<String>>,
}

const CHECKS: &[Check] = &[
    Check { rule: "fields of the catalogue belong in the core", find: fields::found },
    Check { rule: "files import each other in a circle", find: circles::found },
    Check { rule: "the client's files import from their own floor and those below", find: floors::found },
    Check { rule: "scripts import each other in a circle", find: scripts::found },
    Check { rule: "every kind of failure has its class in every language", find: kinds::found },
];

/// Goes through all checks.
///
/// # Errors
/// Names every place that breaks a rule.
pub(crate) fn run(root: &Path) -> Result<()> {
    let mut told = Vec::new();
    for check in CHECKS {
        let found = (check.find)(root)?;
        if !found.is_empty() {
            told.push(format!("{}:\n{}", check.rule, found.join("\n")));
        }
    }
    ensure!(told.is_empty(), "{}", told.join("\n\n"));
    Ok(())
}
