//! Names and places as people see them: without the entities that HTML forms and shops write into them (`O&#039;Connor`), and
//! without what cannot be seen (`rules.md` §2).

use std::borrow::Cow;

use html_escape::decode_html_entities;

use super::text::{is_invisible, is_space};

/// A form escapes, a shop escapes again, and a database that has both once more.
const MOST_DECODINGS: usize = 3;

/// The text with HTML's entities undone, those that end in a semicolon, and without characters that have no width.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    let text = decoded(text);
    if !text.contains(is_hidden) {
        return text;
    }
    Cow::Owned(text.chars().filter(|&c| !is_hidden(c)).collect())
}

/// U+FEFF is white space to ECMAScript, and inside of a name it is none. Controls that are no white space cannot be seen.
fn is_hidden(c: char) -> bool {
    is_invisible(c) || c == '\u{feff}' || c.is_control() && !is_space(c)
}

fn decoded(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..MOST_DECODINGS {
        if !text.contains('&') {
            break;
        }
        let Cow::Owned(decoded) = decode_html_entities(&text) else { break };
        text = Cow::Owned(decoded.chars().map(of_windows).collect());
    }
    text
}

/// `&#146;` is an apostrophe: numbers of controls mean what Windows-1252 has there (WHATWG HTML §13.2.5.80).
fn of_windows(c: char) -> char {
    let place = u32::from(c).checked_sub(0x80).and_then(|place| usize::try_from(place).ok());
    place.and_then(|place| WINDOWS_1252.chars().nth(place)).unwrap_or(c)
}

/// Its signs from 0x80 to 0x9F; the five that it does not have are controls.
const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_undone_however_often_they_were_written() {
        for (raw, expected) in [
            ("O&#039;Connor", "O'Connor"),
            ("O&#x27;Connor", "O'Connor"),
            ("O&amp;#039;Connor", "O'Connor"),
            ("O&#146;Connor", "O\u{2019}Connor"),
            ("M&uuml;ller", "Müller"),
            ("M&amp;uuml;ller", "Müller"),
            ("Tom &amp;amp; Jo", "Tom & Jo"),
            ("&#138;ef", "Šef"),
        ] {
            assert_eq!(shown(raw), expected, "{raw}");
        }
    }

    #[test]
    fn what_is_no_entity_stays() {
        for text in [
            "Tom & Jo",
            "AT&T",
            "Jo &c",
            "&;",
            "&nobody;",
            "&#;",
            "&#xd800;",
            "100% & more; or less",
            "O'Connor",
        ] {
            assert!(matches!(shown(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn what_has_no_width_goes() {
        assert_eq!(shown("\u{200e}Jo\u{200b}\u{2066}h\u{ad}n\u{feff}na\u{fe0f}"), "Johnna");
        assert_eq!(shown("Jo&shy;hn&zwnj;"), "John");
        assert_eq!(shown("Jo\0\u{7}hn\u{9f}"), "John");
        assert_eq!(shown("Jo\tAnn"), "Jo\tAnn");
    }

    #[test]
    fn windows_1252_has_32_signs_there() {
        assert_eq!(WINDOWS_1252.chars().count(), 32);
    }
}
