//! Consent as a shop's consent tool (cookie banner) left it in the visitor's cookies, by the tool's name.
//!
//! Each tool's form is in a file of its own below, with the public source it is known from. All of them keep three rules:
//! an absent cookie means that nobody was asked; one that is not of the form cannot be read, which the caller counts as a
//! no; and what the tool allows counts, by the visitor's answer or, before it, by what the shop's own set-up allows in that
//! region: so the server does what the tool lets the page do.

mod axeptio;
mod borlabs;
mod civic;
mod complianz;
mod cookie_information;
mod cookie_script;
mod cookiebot;
mod cookieconsent;
mod cookiefirst;
mod cookieyes;
mod didomi;
mod iubenda;
mod ketch;
mod klaro;
mod onetrust;
mod seen;
mod shopify;
mod tarteaucitron;
mod wp_consent_api;

use super::{Consent, TcfPolicy};
use crate::normalize::trim;
use seen::{Reader, Seen};

/// A consent tool, by its name in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentTool {
    /// Axeptio.
    Axeptio,
    /// Borlabs Cookie.
    Borlabs,
    /// Civic Cookie Control.
    Civic,
    /// Complianz.
    Complianz,
    /// Cookie Information.
    CookieInformation,
    /// CookieScript.
    CookieScript,
    /// Cookiebot.
    Cookiebot,
    /// CookieConsent by Orest Bida.
    Cookieconsent,
    /// CookieFirst.
    CookieFirst,
    /// CookieYes.
    CookieYes,
    /// Didomi.
    Didomi,
    /// iubenda.
    Iubenda,
    /// Ketch.
    Ketch,
    /// Klaro.
    Klaro,
    /// OneTrust, and CookiePro, which is the same.
    OneTrust,
    /// Shopify's customer privacy.
    Shopify,
    /// tarteaucitron.
    Tarteaucitron,
    /// WordPress's Consent API.
    WpConsentApi,
}

impl ConsentTool {
    /// All of them, by name.
    pub const ALL: &'static [Self] = &[
        Self::Axeptio,
        Self::Borlabs,
        Self::Civic,
        Self::Complianz,
        Self::CookieInformation,
        Self::CookieScript,
        Self::Cookiebot,
        Self::Cookieconsent,
        Self::CookieFirst,
        Self::CookieYes,
        Self::Didomi,
        Self::Iubenda,
        Self::Ketch,
        Self::Klaro,
        Self::OneTrust,
        Self::Shopify,
        Self::Tarteaucitron,
        Self::WpConsentApi,
    ];

    /// Reads a name, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|tool| tool.as_str().eq_ignore_ascii_case(trim(name)))
    }

    /// The name used in every language.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.row().0
    }

    /// The category, purpose or service that stands for advertising unless the shop names another. `None` where every shop
    /// has names of its own, and where there is nothing to name.
    #[must_use]
    pub fn default_category(self) -> Option<&'static str> {
        self.row().1
    }

    /// Whether the shop must name a category, since the tool has none that is the same everywhere.
    #[must_use]
    pub fn needs_category(self) -> bool {
        matches!(self, Self::Axeptio | Self::Cookieconsent | Self::Ketch | Self::Klaro)
    }

    /// What the visitor chose; `None` where nobody was asked yet.
    ///
    /// `cookies` are the pairs of the request in their order, the quotes around a value taken off and nothing decoded. Of
    /// several with one name the first counts. A blank `category` is none.
    ///
    /// # Errors
    /// The name of the cookie that cannot be read, or its fixed part: `cmplz_`, `wp_consent_` and `_iub_cs-` end in what is
    /// the shop's own.
    pub(crate) fn read(
        self,
        category: Option<&str>,
        tcf: TcfPolicy,
        cookies: &[(&str, &str)],
    ) -> Result<Option<Consent>, &'static str> {
        let (_, default, read) = self.row();
        let named = category.map(trim).filter(|category| !category.is_empty());
        read(&Seen { cookies, category: named.or(default), tcf })
    }

    fn row(self) -> (&'static str, Option<&'static str>, Reader) {
        match self {
            Self::Axeptio => ("axeptio", None, axeptio::read),
            Self::Borlabs => ("borlabs", Some("marketing"), borlabs::read),
            Self::Civic => ("civic", Some("marketing"), civic::read),
            Self::Complianz => ("complianz", Some("marketing"), complianz::read),
            Self::CookieInformation => {
                ("cookie_information", Some("cookie_cat_marketing"), cookie_information::read)
            }
            Self::CookieScript => ("cookie_script", Some("targeting"), cookie_script::read),
            Self::Cookiebot => ("cookiebot", Some("marketing"), cookiebot::read),
            Self::Cookieconsent => ("cookieconsent", None, cookieconsent::read),
            Self::CookieFirst => ("cookiefirst", Some("advertising"), cookiefirst::read),
            Self::CookieYes => ("cookieyes", Some("advertisement"), cookieyes::read),
            Self::Didomi => ("didomi", None, didomi::read),
            Self::Iubenda => ("iubenda", Some("5"), iubenda::read),
            Self::Ketch => ("ketch", None, ketch::read),
            Self::Klaro => ("klaro", None, klaro::read),
            Self::OneTrust => ("onetrust", Some("C0004"), onetrust::read),
            Self::Shopify => ("shopify", None, shopify::read),
            Self::Tarteaucitron => ("tarteaucitron", Some("tiktok"), tarteaucitron::read),
            Self::WpConsentApi => ("wp_consent_api", Some("marketing"), wp_consent_api::read),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::seen::{Answer, LONGEST};
    use super::*;

    pub(super) const GRANTED: Answer = Ok(Some(Consent::Granted));
    pub(super) const DENIED: Answer = Ok(Some(Consent::Denied));
    pub(super) const UNASKED: Answer = Ok(None);

    /// Reads the text of a `Cookie` header.
    pub(super) fn read(tool: ConsentTool, category: &str, header: &str) -> Answer {
        let cookies: Vec<_> = header.split("; ").filter_map(|pair| pair.split_once('=')).collect();
        tool.read(Some(category), TcfPolicy::default(), &cookies)
    }

    /// One cookie of each tool.
    const COOKIES: &[(ConsentTool, &str)] = &[
        (ConsentTool::Axeptio, "axeptio_cookies"),
        (ConsentTool::Borlabs, "borlabs-cookie"),
        (ConsentTool::Civic, "CookieControl"),
        (ConsentTool::Complianz, "cmplz_marketing"),
        (ConsentTool::CookieInformation, "CookieInformationConsent"),
        (ConsentTool::CookieScript, "CookieScriptConsent"),
        (ConsentTool::Cookiebot, "CookieConsent"),
        (ConsentTool::Cookieconsent, "cc_cookie"),
        (ConsentTool::CookieFirst, "cookiefirst-consent"),
        (ConsentTool::CookieYes, "cookieyes-consent"),
        (ConsentTool::Didomi, "didomi_token"),
        (ConsentTool::Didomi, "euconsent-v2"),
        (ConsentTool::Iubenda, "_iub_cs-12345678"),
        (ConsentTool::Ketch, "_ketch_consent_v1_"),
        (ConsentTool::Klaro, "klaro"),
        (ConsentTool::OneTrust, "OptanonConsent"),
        (ConsentTool::OneTrust, "eupubconsent-v2"),
        (ConsentTool::Shopify, "_tracking_consent"),
        (ConsentTool::Tarteaucitron, "tarteaucitron"),
        (ConsentTool::WpConsentApi, "wp_consent_marketing"),
    ];

    fn category(tool: ConsentTool) -> &'static str {
        tool.default_category().unwrap_or("marketing")
    }

    #[test]
    fn names_are_read_in_any_case() {
        for &tool in ConsentTool::ALL {
            assert_eq!(ConsentTool::from_name(&format!(" {} ", tool.as_str().to_uppercase())), Some(tool));
            assert!(COOKIES.iter().any(|(known, _)| *known == tool), "{tool:?}");
        }
        assert!(ConsentTool::ALL.windows(2).all(|two| two[0].as_str() != two[1].as_str()));
        assert_eq!(ConsentTool::from_name("osano"), None);
        assert_eq!(ConsentTool::OneTrust.default_category(), Some("C0004"));
        assert_eq!(ConsentTool::Klaro.default_category(), None);
    }

    #[test]
    fn an_absent_cookie_means_that_nobody_was_asked() {
        for &tool in ConsentTool::ALL {
            assert_eq!(read(tool, category(tool), ""), UNASKED, "{tool:?}");
            assert_eq!(read(tool, category(tool), "CookieConsents=1; consent=1"), UNASKED, "{tool:?}");
        }
    }

    #[test]
    fn what_is_not_of_the_form_is_named_and_never_shown() {
        let huge = format!("{{\"marketing\":true{}}}", " ".repeat(LONGEST));
        let deep = "[".repeat(4000);
        let values =
            ["", "x", "%FF%FE", "%7B%22a", "{", "{}x", "null", "[]", "'\"'", "=", ",", "%", &huge, &deep];
        for &(tool, cookie) in COOKIES {
            for value in values {
                let answer = read(tool, category(tool), &format!("{cookie}={value}"));
                let name = answer.expect_err(cookie);
                assert!(cookie.starts_with(name), "{name}");
            }
        }
    }

    #[test]
    fn a_tool_without_a_common_category_needs_one() {
        for &tool in ConsentTool::ALL.iter().filter(|tool| tool.needs_category()) {
            let (_, cookie) = *COOKIES.iter().find(|(known, _)| *known == tool).unwrap();
            for category in [None, Some(" ")] {
                let answer = tool.read(category, TcfPolicy::default(), &[(cookie, "%7B%22ads%22%3Atrue%7D")]);
                assert_eq!(answer, Err(cookie));
            }
        }
    }

    #[test]
    fn the_first_of_two_cookies_counts() {
        assert_eq!(read(ConsentTool::Klaro, "a", "klaro={\"a\":false}; klaro={\"a\":true}"), DENIED);
    }

    proptest! {
        #[test]
        fn no_value_panics(value in "\\PC{0,60}", json in "[{}\\[\\]\",:%'0-9a-f=!_&-]{0,60}") {
            for &(tool, cookie) in COOKIES {
                for text in [value.as_str(), json.as_str()] {
                    let _ = tool.read(Some(category(tool)), TcfPolicy::default(), &[(cookie, text)]);
                }
            }
        }
    }
}
