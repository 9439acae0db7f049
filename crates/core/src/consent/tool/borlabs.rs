//! Borlabs Cookie: `borlabs-cookie`, JSON with the allowed services of each allowed group:
//! `{"consents":{"essential":["borlabs-cookie"],"marketing":["facebook-pixel"]},…}`. A refused group is not there.
//!
//! Source: values of versions 2 and 3 as sites send them in public code, with and without a group. Fairly sure; not
//! documented.

use super::seen::{Answer, Seen, choice};
use crate::consent::{Said, Unreadable};
use crate::input::Input;

const COOKIE: &str = "borlabs-cookie";

pub(super) fn read(seen: &Seen<'_>) -> Answer {
    seen.json(COOKIE, chosen)
}

fn chosen(json: &Input<'_>, category: &str) -> Said {
    let Some(groups @ Input::Map(_)) = json.get("consents") else { return Err(Unreadable) };
    match groups.get(category) {
        None => Ok(Some(choice(false))),
        Some(Input::List(services)) => Ok(Some(choice(!services.is_empty()))),
        Some(_) => Err(Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::super::ConsentTool;
    use super::super::tests::{DENIED, GRANTED};
    use super::*;

    fn read(category: &str, value: &str) -> Answer {
        super::super::tests::read(ConsentTool::Borlabs, category, &format!("borlabs-cookie={value}"))
    }

    #[test]
    fn the_group_is_there_when_it_is_allowed() {
        let of = |groups: &str| {
            format!(
                "%7B%22consents%22%3A%7B%22essential%22%3A%5B%22borlabs-cookie%22%5D{groups}%7D%2C%22v3%22%3Atrue%7D"
            )
        };
        assert_eq!(read("", &of("%2C%22marketing%22%3A%5B%22tiktok-pixel%22%5D")), GRANTED);
        assert_eq!(read("", &of("%2C%22marketing%22%3A%5B%5D")), DENIED);
        assert_eq!(read("", &of("")), DENIED);
        assert_eq!(read("statistics", &of("%2C%22statistics%22%3A%5B%22a%22%5D")), GRANTED);
        assert_eq!(read("", &of("%2C%22marketing%22%3Atrue")), Err(COOKIE));
        assert_eq!(read("", r#"{"consents":[]}"#), Err(COOKIE));
        assert_eq!(read("", r#"{"version":1}"#), Err(COOKIE));
    }
}
