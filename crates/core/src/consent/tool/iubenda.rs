//! iubenda: `_iub_cs-` and the number of the shop's policy, JSON:
//! `{"timestamp":"…","purposes":{"1":true,"5":false},"id":1}`, or `{"consent":true}` where the shop asks once for all.
//! Purpose 5 is marketing.
//!
//! Source: values as sites send them in public code, and Pixel Manager for WooCommerce's reader of iubenda, which has the
//! purposes' numbers. Fairly sure. Of `_iub_cs-…-uspr` no description was found.

use super::seen::{Answer, Seen, choice, decoded, flag, json};
use crate::consent::{Said, Unreadable};
use crate::input::Input;

const FIXED: &str = "_iub_cs-";

pub(super) fn read(seen: &Seen<'_>) -> Answer {
    let category = seen.category.ok_or(FIXED)?;
    let of_policies = seen.cookies.iter().filter(|(name, _)| is_of_a_policy(name)).map(|(_, value)| value);
    let mut said = of_policies.map(|value| decoded(value, |text| chosen(&json(text)?, category)));
    said.try_fold(None, |most, said| Ok(most.max(said?))).map_err(|Unreadable| FIXED)
}

fn is_of_a_policy(name: &str) -> bool {
    let number = name.strip_prefix(FIXED).unwrap_or_default();
    !number.is_empty() && number.bytes().all(|letter| letter.is_ascii_digit())
}

fn chosen(json: &Input<'_>, category: &str) -> Said {
    let yes = match (json.get("purposes"), json.get("consent")) {
        (Some(purposes), _) => flag(purposes, category)?,
        (None, Some(_)) => flag(json, "consent")?,
        (None, None) => return json.get("id").map(|_| None).ok_or(Unreadable),
    };
    Ok(Some(choice(yes)))
}

#[cfg(test)]
mod tests {
    use super::super::ConsentTool;
    use super::super::tests::{DENIED, GRANTED, UNASKED};
    use super::*;

    fn read(category: &str, header: &str) -> Answer {
        super::super::tests::read(ConsentTool::Iubenda, category, header)
    }

    #[test]
    fn purpose_five_is_marketing() {
        let of = |five: &str| {
            format!(
                "_iub_cs-12345678=%7B%22timestamp%22%3A%222026-01-01T00%3A00%3A00.000Z%22%2C%22version%22%3A%221.75.1%22%2C\
                 %22purposes%22%3A%7B%221%22%3Atrue%2C%224%22%3Atrue%2C%225%22%3A{five}%7D%2C%22id%22%3A12345678%7D"
            )
        };
        assert_eq!(read("", &of("true")), GRANTED);
        assert_eq!(read("", &of("false")), DENIED);
        assert_eq!(read("4", &of("false")), GRANTED);
        assert_eq!(read("3", &of("true")), Err(FIXED));
        assert_eq!(read("", &of("1")), Err(FIXED));
    }

    #[test]
    fn one_question_for_all() {
        assert_eq!(read("", r#"_iub_cs-1={"consent":true,"id":1}"#), GRANTED);
        assert_eq!(read("", r#"_iub_cs-1={"consent":false,"id":1}"#), DENIED);
        assert_eq!(read("", r#"_iub_cs-1={"id":1}"#), UNASKED);
        assert_eq!(read("", r#"_iub_cs-1={"consent":"yes"}"#), Err(FIXED));
    }

    #[test]
    fn only_the_cookies_of_policies_count_and_all_of_them() {
        assert_eq!(read("", r#"_iub_cs-1={"consent":true}; _iub_cs-2={"consent":false}"#), DENIED);
        assert_eq!(read("", "_iub_cs-1-uspr=x; _iub_cs-s1=x; _iub_cs-=x"), UNASKED);
        assert_eq!(read("", r#"_iub_cs-1={"consent":true}; _iub_cs-2=x"#), Err(FIXED));
    }
}
