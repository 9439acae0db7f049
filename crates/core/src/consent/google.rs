//! Google's consent mode: the signals of a page (`gtag('consent', …)`), and `gcs` and `gcd` as Google's tags send them.
//!
//! The signals and the members of the default command are those of Google's reference of `gtag.js`. Of `gcs` and `gcd` Google
//! tells nothing; the letters are as Markus Baersch read them from its tags (simoahava.com, "Consent Mode v2 for Google tags").

use super::bits::Malformed;
use crate::input::Input;
use crate::normalize::trim;

/// What the visitor allowed of advertising. The greater of two is the more restrictive one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ads {
    Granted,
    /// All but personalization.
    Impersonal,
    Denied,
}

/// What all signals come to; nothing where none is about advertising.
pub(super) fn read(value: &Input<'_>) -> Result<Option<Ads>, Malformed> {
    let Input::Map(signals) = value else { return Err(Malformed) };
    let given = signals.iter().filter(|(_, value)| !value.is_absent());
    most(given.map(|(name, value)| signal(name, value)))
}

type Said = Result<Option<Ads>, Malformed>;

fn most(mut said: impl Iterator<Item = Said>) -> Said {
    said.try_fold(None, |most, said| Ok(most.max(said?)))
}

fn signal(name: &str, value: &Input<'_>) -> Said {
    let text = || value.as_text().map(trim).ok_or(Malformed);
    match name {
        // How long tags wait for an answer, and where a default holds, are no answer.
        "wait_for_update" | "region" => Ok(None),
        "gcs" => gcs(text()?),
        "gcd" => gcd(text()?),
        name => Ok(of_type(name, Answer::from_word(text()?)?)),
    }
}

#[derive(Clone, Copy)]
enum Answer {
    Granted,
    Denied,
}

impl Answer {
    /// In any case: the Measurement Protocol has capitals.
    fn from_word(word: &str) -> Result<Self, Malformed> {
        match word.to_ascii_lowercase().as_str() {
            "granted" => Ok(Self::Granted),
            "denied" => Ok(Self::Denied),
            _ => Err(Malformed),
        }
    }

    /// What a letter of `gcd` says in the end, by the page's default and by an update of it; nothing where neither was.
    fn from_letter(letter: u8) -> Result<Option<Self>, Malformed> {
        match letter {
            b'l' => Ok(None),
            b'm' | b'p' | b'q' | b'u' => Ok(Some(Self::Denied)),
            b'n' | b'r' | b't' | b'v' => Ok(Some(Self::Granted)),
            _ => Err(Malformed),
        }
    }
}

/// Google's other types are about storage that has nothing to do with advertising.
fn of_type(name: &str, answer: Answer) -> Option<Ads> {
    match (name, answer) {
        ("ad_storage" | "ad_user_data" | "ad_personalization", Answer::Granted) => Some(Ads::Granted),
        ("ad_storage" | "ad_user_data", Answer::Denied) => Some(Ads::Denied),
        ("ad_personalization", Answer::Denied) => Some(Ads::Impersonal),
        _ => None,
    }
}

/// `G1`, then the storage of advertising and that of analytics: `1` granted, `0` denied, `-` for one that nobody set.
fn gcs(text: &str) -> Said {
    match text.as_bytes() {
        [b'G', b'1', b'1', b'0' | b'1' | b'-'] => Ok(Some(Ads::Granted)),
        [b'G', b'1', b'0', b'0' | b'1' | b'-'] => Ok(Some(Ads::Denied)),
        [b'G', b'1', b'-', b'0' | b'1' | b'-'] => Ok(None),
        _ => Err(Malformed),
    }
}

/// `13r3r3r3r5`: two digits, then four letters with a digit behind each. What may follow is of other types.
fn gcd(text: &str) -> Said {
    let [b'1', b'0'..=b'9', types @ ..] = text.as_bytes() else { return Err(Malformed) };
    let mut letters = types.chunks_exact(2).map(|pair| match pair {
        [letter, b'0'..=b'9'] => Answer::from_letter(*letter),
        _ => Err(Malformed),
    });
    most(TYPES.into_iter().map(|name| {
        let answer = letters.next().ok_or(Malformed)??;
        Ok(answer.and_then(|answer| of_type(name, answer)))
    }))
}

/// In the order of `gcd`.
const TYPES: [&str; 4] = ["ad_storage", "analytics_storage", "ad_user_data", "ad_personalization"];

#[cfg(test)]
mod tests {
    use super::*;

    fn said(json: &str) -> Said {
        read(&Input::from_json(json.as_bytes()).unwrap())
    }

    #[test]
    fn the_default_command_is_read() {
        let granted = Ok(Some(Ads::Granted));
        assert_eq!(said(r#"{"ad_storage":"granted","wait_for_update":500}"#), granted);
        assert_eq!(said(r#"{"ad_storage":"granted","region":["DE","US-CA"]}"#), granted);
        assert_eq!(said(r#"{"ad_user_data":"DENIED"}"#), Ok(Some(Ads::Denied)));
        assert_eq!(said(r#"{"wait_for_update":500}"#), Ok(None));
        for json in [r#"{"ad_storage":true}"#, r#"{"ad_storage":"yes"}"#, r#"{"other":500}"#, r#""granted""#]
        {
            assert_eq!(said(json), Err(Malformed), "{json}");
        }
    }

    #[test]
    fn letters_tell_default_and_update() {
        for (letter, expected) in [
            ('l', None),
            ('p', Some(Ads::Denied)),
            ('q', Some(Ads::Denied)),
            ('m', Some(Ads::Denied)),
            ('u', Some(Ads::Denied)),
            ('t', Some(Ads::Granted)),
            ('r', Some(Ads::Granted)),
            ('n', Some(Ads::Granted)),
            ('v', Some(Ads::Granted)),
        ] {
            let gcd = format!("13{letter}3{letter}3{letter}3{letter}5");
            assert_eq!(said(&format!(r#"{{"gcd":"{gcd}"}}"#)), Ok(expected), "{letter}");
        }
    }

    #[test]
    fn the_places_of_the_types_count() {
        for (gcd, expected) in [
            ("11r1p1r1r5", Ads::Granted),
            ("11p1r1r1r5", Ads::Denied),
            ("11r1r1p1r5", Ads::Denied),
            ("11r1r1r1p5", Ads::Impersonal),
            ("13l3l3l3r1l1", Ads::Granted),
        ] {
            assert_eq!(said(&format!(r#"{{"gcd":"{gcd}"}}"#)), Ok(Some(expected)), "{gcd}");
        }
        for gcd in ["11r1r1r5", "11r1r1r1x5", "1rrrrr", "11r1r1r1r", "21r1r1r1r5", "11R1R1R1R5", "11"] {
            assert_eq!(said(&format!(r#"{{"gcd":"{gcd}"}}"#)), Err(Malformed), "{gcd}");
        }
    }
}
