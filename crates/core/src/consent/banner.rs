//! Where a shop's own banner leaves what its visitors chose: the client options `consent_tool`, `consent_category` and
//! `consent_cookie`.

use super::ConsentTool;
use crate::input::Input;
use crate::normalize::trim;

/// What a shop asks its visitors with. By default nothing but the signals that every request brings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Banner {
    /// The consent tool, whose cookie is read.
    pub tool: Option<ConsentTool>,
    /// The category of that tool which stands for advertising, where it is not the usual one.
    pub category: Option<String>,
    /// The cookie of the shop's own that holds `granted`, `denied` or `opted_out`.
    pub cookie: Option<String>,
}

impl Banner {
    /// Names of the options that [`Banner::set`] takes.
    pub const OPTIONS: &'static [&'static str] = &["consent_tool", "consent_category", "consent_cookie"];

    /// Sets one option by its name. `None` when there is no such option, or it does not take that value.
    pub fn set(&mut self, name: &str, value: &Input<'_>) -> Option<()> {
        let text = trim(value.as_text()?);
        match name {
            "consent_tool" => self.tool = Some(ConsentTool::from_name(text)?),
            "consent_category" => self.category = Some(text.to_owned()),
            "consent_cookie" => self.cookie = Some(cookie_name(text)?.to_owned()),
            _ => return None,
        }
        Some(())
    }

    /// What only the whole can tell: the option that does not go with the others, and how to mend it.
    #[must_use]
    pub fn fault(&self) -> Option<(&'static str, &'static str)> {
        let needs_category = self.tool.is_some_and(ConsentTool::needs_category);
        match (&self.category, self.tool) {
            (None, _) if needs_category => Some(("consent_category", NEEDED)),
            (Some(_), None) => Some(("consent_category", IDLE)),
            _ => None,
        }
    }
}

const NEEDED: &str = "Name the category of advertising as your consent tool has it: it has no usual one.";
const IDLE: &str = "Name the `consent_tool` whose category it is.";

/// A token of HTTP (RFC 6265 §4.1.1): what is none would never be found.
fn cookie_name(text: &str) -> Option<&str> {
    let is_token = |byte: u8| byte.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?={}".contains(&byte);
    (!text.is_empty() && text.bytes().all(is_token)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_set_by_name() {
        let mut banner = Banner::default();
        for (name, value) in
            [("consent_tool", " OneTrust "), ("consent_category", "C0005"), ("consent_cookie", "ok")]
        {
            assert_eq!(banner.set(name, &Input::text(value)), Some(()), "{name}");
        }
        let expected = Banner {
            tool: ConsentTool::from_name("onetrust"),
            category: Some("C0005".to_owned()),
            cookie: Some("ok".to_owned()),
        };
        assert_eq!(banner, expected);
        for (name, value) in [
            ("consent_tool", "onetrst"),
            ("consent_cookie", "a b"),
            ("consent_cookie", "a=b"),
            ("consent", "granted"),
        ] {
            assert_eq!(banner.set(name, &Input::text(value)), None, "{name}");
        }
        assert_eq!(banner.set("consent_tool", &Input::Bool(true)), None);
    }

    #[test]
    fn a_category_and_its_tool_go_together() {
        let fault = |tool: Option<&str>, category: Option<&str>| {
            let tool = tool.and_then(ConsentTool::from_name);
            let banner = Banner { tool, category: category.map(str::to_owned), cookie: None };
            banner.fault().map(|(option, _)| option)
        };
        assert_eq!(fault(None, Some("C0004")), Some("consent_category"));
        assert_eq!(fault(Some("klaro"), None), Some("consent_category"));
        for (tool, category) in [(None, None), (Some("onetrust"), None), (Some("klaro"), Some("tiktok"))] {
            assert_eq!(fault(tool, category), None);
        }
    }
}
