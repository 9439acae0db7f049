//! Every kind of failure has its class in every language that has exceptions, and its status in C.

use std::path::Path;

use anyhow::Result;
use tiktok_capi::{DeliveryErrorKind, Kind};

use super::files;

/// The classes of calls that could not be done.
fn of_calls() -> Vec<&'static str> {
    Kind::ALL.iter().filter_map(|kind| kind.class()).collect()
}

/// The classes of deliveries that did not arrive.
fn of_deliveries() -> Vec<&'static str> {
    DeliveryErrorKind::ALL.map(DeliveryErrorKind::class).to_vec()
}

/// Where a language declares its classes, and how; `{}` is the name.
type Declaration = (&'static str, &'static str);

const CLASSES: &[Declaration] = &[
    ("node/index.d.ts", "export class {} extends "),
    ("node/lib/errors.js", "class {} extends "),
    ("php/src/Exception/{}.php", "class {} extends "),
    ("python/tiktok_capi/_errors.py", "class {}("),
];

/// What became of a delivery is no status: the receipt tells.
const STATUSES: &[Declaration] = &[("bindings/c/src/status.rs", "    {} = ")];

/// Where PHP makes exceptions of the names that answers hold: what is not named there would be an internal error.
const MADE: &[Declaration] = &[("php/src/Internal/Failure.php", "'{}' => new ")];
const MADE_OF_DELIVERIES: &[Declaration] = &[("php/src/Receipt.php", "'{}' => ")];

/// Names that differ: PHP's `Error` is another thing, and the statuses of C say what they are about.
const OTHER_NAMES: &[(&str, &str, &str)] = &[
    ("php/src/Exception/{}.php", "OutboxError", "OutboxException"),
    ("bindings/c/src/status.rs", "ConfigError", "Config"),
    ("bindings/c/src/status.rs", "InternalError", "Internal"),
    ("bindings/c/src/status.rs", "OutboxError", "Outbox"),
];

pub(super) fn found(root: &Path) -> Result<Vec<String>> {
    let classes = [of_calls(), of_deliveries()].concat();
    let kinds = Kind::ALL.map(Kind::as_str);
    let deliveries = DeliveryErrorKind::ALL.map(DeliveryErrorKind::as_str);
    Ok([
        missing(root, &classes, CLASSES)?,
        missing(root, &of_calls(), STATUSES)?,
        missing(root, &kinds, MADE)?,
        missing(root, &deliveries, MADE_OF_DELIVERIES)?,
    ]
    .concat())
}

fn missing(root: &Path, classes: &[&str], declarations: &[Declaration]) -> Result<Vec<String>> {
    let mut missing = Vec::new();
    for (place, words) in declarations {
        for class in classes {
            let other = OTHER_NAMES.iter().find(|(file, known, _)| (file, known) == (place, class));
            let name = other.map_or(*class, |(_, _, name)| name);
            let (file, words) = (place.replace("{}", name), words.replace("{}", name));
            let path = root.join(&file);
            if !path.is_file() || !files::read(&path)?.contains(&words) {
                missing.push(format!("{file} has no `{}` for {class}", words.trim()));
            }
        }
    }
    Ok(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_that_a_language_lacks_is_named() {
        let declaration = |words: &str| {
            let classes = ["OutboxError", "OutboxFull"].map(|class| words.replace("{}", class));
            classes.join("X\n")
        };
        let root = files::made_up(
            "kinds",
            &[
                ("node/index.d.ts", &declaration("export class {} extends ")),
                ("node/lib/errors.js", "class OutboxError extends X\nclass OutboxFuller extends X"),
                ("php/src/Internal/Failure.php", "'outbox' => new OutboxException(),\ndefault => new X()"),
                ("php/src/Exception/OutboxException.php", "class OutboxException extends X"),
                ("php/src/Exception/OutboxError.php", "class OutboxError extends X"),
                ("python/tiktok_capi/_errors.py", &declaration("class {}(")),
                ("bindings/c/src/status.rs", "    Outbox = 40,\n    OutboxFull = 41,"),
            ],
        );
        let classes = ["OutboxError", "OutboxFull"];
        let expected = [
            "node/lib/errors.js has no `class OutboxFull extends` for OutboxFull",
            "php/src/Exception/OutboxFull.php has no `class OutboxFull extends` for OutboxFull",
        ];
        assert_eq!(missing(&root, &classes, CLASSES).unwrap(), expected);
        assert!(missing(&root, &classes, STATUSES).unwrap().is_empty());
        assert_eq!(missing(&root, &["ConfigError"], STATUSES).unwrap().len(), 1);
        let unmade = "php/src/Internal/Failure.php has no `'outbox_full' => new` for outbox_full";
        assert_eq!(missing(&root, &["outbox", "outbox_full"], MADE).unwrap(), [unmade]);
        std::fs::remove_dir_all(root).unwrap();
    }
}
