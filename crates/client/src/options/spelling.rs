//! Options in hints. Hints write them as Rust, Python, PHP and C do (`default_region`); other languages and the program have
//! their own way to write them.

use super::table;

/// The hint with each option in it as `spell` writes it, and the receipt's `api_message` likewise; what it gives takes the place of
/// the backticks, too.
#[must_use]
pub fn spelt(hint: &str, spell: impl Fn(&str) -> String) -> String {
    let pieces = hint.split('`').enumerate().map(|(index, piece)| match index % 2 {
        0 => piece.to_owned(),
        _ if is_spelt(piece) => spell(piece),
        _ => format!("`{piece}`"),
    });
    pieces.collect()
}

fn is_spelt(name: &str) -> bool {
    name == "api_message" || table::find(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_spelt_and_nothing_else() {
        let flag = |name: &str| format!("--{}", name.replace('_', "-"));
        for (hint, expected) in [
            ("Set `user.country` or `default_region`.", "Set `user.country` or --default-region."),
            ("Check `api_message`, `pixel_code`", "Check --api-message, --pixel-code"),
            ("Give the same `event_id`.", "Give the same `event_id`."),
            ("Nothing to do.", "Nothing to do."),
        ] {
            assert_eq!(spelt(hint, flag), expected);
        }
    }
}
