//! THE TABLE of event names (`events-api.md` §3), and which name was probably meant.

use strsim::osa_distance;

use crate::source::{EventSource, Sources};

const A: Sources = Sources::APP;
const WOC: Sources = Sources::NOT_APP;
const ALL: Sources = Sources::ALL;
const NONE: Sources = Sources::NONE;

/// Bytes of a name that is compared: twice what TikTok takes of a custom name.
const LONGEST: usize = 100;

/// The page view, which is no standard event: TikTok's own tags send it with this spelling.
pub const PAGEVIEW: &str = "Pageview";

/// An event name that TikTok knows: a row of the catalogue.
#[derive(Debug)]
pub struct EventName {
    /// The name; case-sensitive.
    pub name: &'static str,
    /// The sources for which it is a standard event.
    pub standard: Sources,
    /// What it is elsewhere.
    pub standing: Standing,
}

/// What a name means where it is not a standard event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing more: elsewhere it is a custom event.
    Standard,
    /// Replaced by TikTok, with the new name where there is one. Accepted until 2027.
    Legacy(Option<&'static str>),
    /// TikTok maps it to this standard event by itself.
    Reserved(&'static str),
}

/// The row of that name, spelt exactly so.
#[must_use]
pub fn event_name(name: &str) -> Option<&'static EventName> {
    EVENT_NAMES.iter().find(|known| known.name == name)
}

/// Every row.
#[must_use]
pub fn event_names() -> &'static [EventName] {
    EVENT_NAMES
}

/// The properties that TikTok recommends for an event (`events-api.md` §3.4).
#[must_use]
pub fn recommended(event: &str) -> &'static [&'static str] {
    match event {
        "AddToCart" | "Purchase" | "ViewContent" | "PlaceAnOrder" | "CompletePayment" => {
            &["contents", "content_type", "description", "currency", "value"]
        }
        "Search" => &["search_string"],
        "StartTrial" | "Subscribe" => &["currency", "value"],
        _ => &[],
    }
}

/// What TikTok recommends in each line of `contents`, for events of which it recommends `contents`.
pub const RECOMMENDED_IN_LINES: &[&str] = &["content_id", "price", "quantity"];

/// Whether a value of that event counts with its currency alone.
#[must_use]
pub fn needs_currency(event: &str) -> bool {
    matches!(event, "Purchase" | "CompletePayment" | "Subscribe" | "StartTrial")
}

/// The standard name of the source that a custom name is nearly equal to: but for case, spaces, `_` and `-`, or by one
/// edit. Names much longer than any standard one are not compared.
#[must_use]
pub fn near_standard(name: &str, source: EventSource) -> Option<&'static str> {
    if name.len() > LONGEST {
        return None;
    }
    let standard = EVENT_NAMES.iter().filter(|known| known.standard.has(source)).map(|known| known.name);
    let page_view = (source == EventSource::Web).then_some(PAGEVIEW);
    let is_near = |known: &&str| bare(known) == bare(name) || osa_distance(known, name) == 1;
    let near = standard.chain(page_view).find(is_near).or_else(|| renewed(is_near, source));
    near.or_else(|| if source == EventSource::App { of_apps(name) } else { None })
}

/// The new name of one that TikTok replaced.
fn renewed(is_near: impl Fn(&&str) -> bool, source: EventSource) -> Option<&'static str> {
    let old = EVENT_NAMES
        .iter()
        .find(|known| matches!(known.standing, Standing::Legacy(_)) && is_near(&known.name))?;
    let Standing::Legacy(new) = old.standing else { return None };
    new.filter(|new| event_name(new).is_some_and(|known| known.standard.has(source)))
}

/// Standard events of apps by their names on the web, and by the words that people have for them.
const OF_APPS: &[(&str, &str)] = &[
    ("initiatecheckout", "Checkout"),
    ("completeregistration", "Registration"),
    ("appinstall", "InstallApp"),
    ("applaunch", "LaunchAPP"),
    ("appopen", "LaunchAPP"),
    ("inappadimpression", "InAppADImpr"),
    ("inapppurchase", "Purchase"),
];

fn of_apps(name: &str) -> Option<&'static str> {
    let name = bare(name);
    OF_APPS.iter().find(|(other, _)| *other == name).map(|(_, known)| *known)
}

fn bare(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, ' ' | '_' | '-')).flat_map(char::to_lowercase).collect()
}

/// `standard "Name" sources;` and so on → the rows.
macro_rules! event_names {
    ($($name:literal $standard:expr, $standing:expr;)+) => {
        static EVENT_NAMES: &[EventName] = {
            use Standing::{Legacy, Reserved, Standard};
            &[$(EventName { name: $name, standard: $standard, standing: $standing }),+]
        };
    };
}

event_names! {
    "AddPaymentInfo" ALL, Standard;
    "AddToCart" ALL, Standard;
    "AddToWishlist" ALL, Standard;
    "ApplicationApproval" WOC, Standard;
    "CompleteRegistration" WOC, Standard;
    "Contact" WOC, Standard;
    "CustomizeProduct" WOC, Standard;
    "Download" WOC, Standard;
    "FindLocation" WOC, Standard;
    "InitiateCheckout" WOC, Standard;
    "Lead" WOC, Standard;
    "Purchase" ALL, Standard;
    "Schedule" WOC, Standard;
    "Search" ALL, Standard;
    "StartTrial" ALL, Standard;
    "SubmitApplication" WOC, Standard;
    "Subscribe" ALL, Standard;
    "ViewContent" ALL, Standard;

    "AchieveLevel" A, Standard;
    "Checkout" A, Reserved("PlaceAnOrder");
    "CompleteTutorial" A, Standard;
    "CreateGroup" A, Standard;
    "CreateRole" A, Standard;
    "GenerateLead" A, Standard;
    "InAppADClick" A, Standard;
    "InAppADImpr" A, Standard;
    "InstallApp" A, Standard;
    "JoinGroup" A, Standard;
    "LaunchAPP" A, Standard;
    "LoanApplication" A, Standard;
    "LoanApproval" A, Standard;
    "LoanDisbursal" A, Standard;
    "Login" A, Standard;
    "Rate" A, Standard;
    "Registration" A, Reserved("CompleteRegistration");
    "SpendCredits" A, Standard;
    "UnlockAchievement" A, Standard;

    "CompletePayment" NONE, Legacy(Some("Purchase"));
    "SubmitForm" NONE, Legacy(Some("Lead"));
    "ClickButton" NONE, Legacy(None);
    "PlaceAnOrder" NONE, Legacy(None);

    "AddBilling" NONE, Reserved("AddPaymentInfo");
    "Browse" NONE, Reserved("Pageview");
    "ClickForm" NONE, Reserved("Lead");
    "ClickInDownloadPage" NONE, Reserved("ClickButton");
    "ClickToDownload" NONE, Reserved("Download");
    "Consult" NONE, Reserved("Contact");
    "ConsultByPhone" NONE, Reserved("Contact");
    "StartCheckout" NONE, Reserved("InitiateCheckout");
    "ViewConsultationPage" NONE, Reserved("ViewContent");
    "ViewDownloadPage" NONE, Reserved("ViewContent");
    "ViewForm" NONE, Reserved("ViewContent");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_source_has_its_standard_events() {
        let count = |source| EVENT_NAMES.iter().filter(|known| known.standard.has(source)).count();
        assert_eq!(EventSource::ALL.map(count), [18, 27, 18, 18]);
    }

    #[test]
    fn near_misses_are_seen() {
        for (name, expected) in [
            ("purchase", Some("Purchase")),
            ("Add To Cart", Some("AddToCart")),
            ("Purchse", Some("Purchase")),
            ("PageView", Some("Pageview")),
            ("add_to_wishlist", Some("AddToWishlist")),
            ("MyEvent", None),
        ] {
            assert_eq!(near_standard(name, EventSource::Web), expected);
        }
        assert_eq!(near_standard("launchapp", EventSource::App), Some("LaunchAPP"));
        assert_eq!(near_standard("launchapp", EventSource::Web), None);
        assert_eq!(near_standard("In-App Purchase", EventSource::App), Some("Purchase"));
        assert_eq!(near_standard("InitiateCheckout", EventSource::App), Some("Checkout"));
        assert_eq!(near_standard("AppInstall", EventSource::Web), None);
    }
}
