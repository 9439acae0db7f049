//! Didomi: `euconsent-v2`, a TC string, and `didomi_token`, base64 of JSON with the shop's own purposes and vendors:
//! `{"purposes":{"enabled":["…"],"disabled":["…"]},"vendors":{"enabled":["…"]}}`. Without a category the TC string
//! decides.
//!
//! Source: "Cookies and storage" (developers.didomi.io) for the cookies, tokens as sites send them in public code for the
//! form of the second. Sure of the first, fairly sure of the second. `didomi_dcs`, a binary token in its stead, is not
//! read.

use super::seen::{Answer, Seen, base64_text, choice, decoded, json, lists};
use crate::consent::{Said, Unreadable};
use crate::input::Input;

const TOKEN: &str = "didomi_token";
const BINARY_TOKEN: &str = "didomi_dcs";

pub(super) fn read(seen: &Seen<'_>) -> Answer {
    let tcf = seen.tc_string("euconsent-v2")?;
    match (seen.category, seen.cookie(TOKEN), seen.cookie(BINARY_TOKEN)) {
        (Some(category), Some(token), _) => {
            let said = decoded(token, |text| chosen(&json(&base64_text(text)?)?, category));
            Ok(tcf.max(said.map_err(|Unreadable| TOKEN)?))
        }
        (Some(_), None, Some(_)) => Err(BINARY_TOKEN),
        (None, Some(_), _) if tcf.is_none() => Err(TOKEN),
        _ => Ok(tcf),
    }
}

/// A token without any purpose or vendor is that of a visitor who has not answered.
fn chosen(token: &Input<'_>, category: &str) -> Said {
    let answers: Vec<_> = ["purposes", "vendors"].iter().filter_map(|kind| token.get(kind)).collect();
    if answers.iter().all(|kind| kind.is_absent()) {
        return token.get("user_id").map(|_| None).ok_or(Unreadable);
    }
    let names =
        |list| answers.iter().try_fold(false, |found, kind| Ok(found | in_list(kind, list, category)?));
    match (names("enabled")?, names("disabled")?) {
        (_, true) => Ok(Some(choice(false))),
        (true, false) => Ok(Some(choice(true))),
        (false, false) => Err(Unreadable),
    }
}

fn in_list(kind: &Input<'_>, list: &str, category: &str) -> Result<bool, Unreadable> {
    kind.get(list).map_or(Ok(false), |names| lists(Some(names), category))
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::super::ConsentTool;
    use super::super::tests::{DENIED, GRANTED, UNASKED};
    use super::*;

    fn read(category: &str, header: &str) -> Answer {
        super::super::tests::read(ConsentTool::Didomi, category, header)
    }

    fn token(json: &str) -> String {
        let mut text = vec![0; json.len() * 2];
        let length = STANDARD.encode_slice(json, &mut text).unwrap();
        format!("didomi_token={}", std::str::from_utf8(&text[..length]).unwrap())
    }

    const CHOSEN: &str = r#"{"user_id":"0","purposes":{"enabled":["marketing-1"],"disabled":["geo"]},
        "vendors":{"enabled":["c:shop"],"disabled":["c:ads"]},"version":2}"#;

    #[test]
    fn a_purpose_or_vendor_of_the_shop() {
        assert_eq!(read("marketing-1", &token(CHOSEN)), GRANTED);
        assert_eq!(read("c:shop", &token(CHOSEN)), GRANTED);
        assert_eq!(read("geo", &token(CHOSEN)), DENIED);
        assert_eq!(read("c:ads", &token(CHOSEN).replace('=', "%3D").replacen("%3D", "=", 1)), DENIED);
        assert_eq!(read("marketing-2", &token(CHOSEN)), Err(TOKEN));
        let both = r#"{"purposes":{"enabled":["tiktok"]},"vendors":{"enabled":["tiktok"]}}"#;
        assert_eq!(read("tiktok", &token(both)), GRANTED);
        assert_eq!(read("geo", &token(r#"{"user_id":"0","version":2}"#)), UNASKED);
        assert_eq!(read("geo", &token(r#"{"purposes":{"enabled":"geo"}}"#)), Err(TOKEN));
    }

    #[test]
    fn without_a_category_the_tc_string_decides() {
        // Version 2 and nothing but noughts: no purpose is allowed.
        let nothing = format!("euconsent-v2=C{}", "A".repeat(50));
        assert_eq!(read("", &nothing), DENIED);
        // The same with purposes 1, 3, 4 and 7.
        let all = format!("euconsent-v2=C{}LI{}", "A".repeat(24), "A".repeat(24));
        assert_eq!(read("", &all), GRANTED);
        assert_eq!(read("c:shop", &format!("{all}; {}", token(CHOSEN))), GRANTED);
        assert_eq!(read("geo", &format!("{all}; {}", token(CHOSEN))), DENIED);
        assert_eq!(read("", &format!("{nothing}; {}", token(CHOSEN))), DENIED);
        assert_eq!(read("", &token(CHOSEN)), Err(TOKEN));
        assert_eq!(read("c:shop", &format!("{nothing}; {}", token(CHOSEN))), DENIED);
        assert_eq!(read("", "didomi_dcs=CAAA"), UNASKED);
        assert_eq!(read("c:shop", "didomi_dcs=CAAA"), Err(BINARY_TOKEN));
    }
}
