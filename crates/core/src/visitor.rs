//! Who is visiting: what a web request and the shop's own banner tell of a person, decided once for every language.
//!
//! A page asks it whether it may have the Pixel, an answer which cookies to set, and an event is laid over it.

mod arguments;
mod choice;
mod under;

use std::fmt;

use crate::consent::Banner;
use crate::context::{self, Cookie, Request};
use crate::input::Input;
use crate::permission::Permission;
use crate::rules::Rules;

pub use arguments::visitor_of;
use choice::{Choice, choice};
pub use under::{under, visitor_given};

/// The visitor of one request.
#[derive(Clone, PartialEq)]
pub struct Visitor {
    told: Input<'static>,
    permission: Permission,
    cookies: Vec<Cookie>,
    unreadable: Option<String>,
}

impl Visitor {
    /// Reads a request, what the shop itself knows of its visitor's consent (`Input::Null` where it knows nothing), and
    /// what its banner left in a cookie. The most restrictive counts.
    ///
    /// It never fails: consent that cannot be read counts as denied. The visitor's browser may have written it, so it may not
    /// fail an order, and it is no permission.
    ///
    /// ```
    /// use tiktok_capi_core::{Banner, Entropy, Input, Request, Rules, Visitor};
    ///
    /// let headers = [("Cookie", "shop_consent=granted; _ttp=2F7h37YkS1j57AYSKTI7IHhJPYH")];
    /// let request = Request { url: "https://shop.example/", headers: &headers, ..Request::default() };
    /// let banner = Banner { cookie: Some("shop_consent".to_owned()), ..Banner::default() };
    /// let visitor = Visitor::read(&request, &Input::Null, &banner, &Rules::at(0, Entropy::default()));
    /// assert!(visitor.allowed());
    /// let event = visitor.under(Input::map([("event", Input::text("Contact"))]));
    /// assert_eq!(event.get("consent"), Some(&Input::text("granted")));
    /// ```
    #[must_use]
    pub fn read(request: &Request<'_>, consent: &Input<'_>, banner: &Banner, rules: &Rules) -> Self {
        let context = context::context(request);
        let Choice { consent, said, unreadable } = choice(&context, request, consent, banner, rules.tcf);
        let permission = Permission::of(said, rules);
        let parts = [("consent", consent), ("page", context.page()), ("user", context.user())];
        let parts = parts.into_iter().filter(|(_, part)| !part.is_absent());
        // A cookie is set only where an event of this visitor may carry what is in it.
        let may_carry = permission.is_sent && !permission.is_stripped;
        let cookies = if may_carry { context.cookies } else { Vec::new() };
        Self { told: Input::map(parts), permission, cookies, unreadable }
    }

    /// `{"consent": …, "page": {…}, "user": {…}}`: what is laid under an event ([`under()`]), each part only where there is
    /// something in it. It is personal data.
    #[must_use]
    pub fn told(&self) -> &Input<'static> {
        &self.told
    }

    /// The event with this visitor laid under it; see [`under()`].
    #[must_use]
    pub fn under<'a>(&self, event: Input<'a>) -> Input<'a> {
        under(&self.told, event)
    }

    /// Whether events of this visitor are sent, and so whether a page may load the Pixel: by consent alone.
    #[must_use]
    pub fn allowed(&self) -> bool {
        self.permission.is_sent
    }

    /// Whether the Pixel is loaded with limited data use, as for people who opted out.
    #[must_use]
    pub fn limited_data_use(&self) -> bool {
        self.permission.is_sent && self.permission.is_limited
    }

    /// What the answer should set.
    #[must_use]
    pub fn cookies(&self) -> &[Cookie] {
        &self.cookies
    }

    /// Which consent could not be read, and so counts as denied: the name of a cookie, or `consent` for what the shop said.
    #[must_use]
    pub fn unreadable(&self) -> Option<&str> {
        self.unreadable.as_deref()
    }
}

impl fmt::Debug for Visitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Visitor").field("unreadable", &self.unreadable).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event_id::Entropy;

    #[test]
    fn debug_shows_nothing_personal() {
        let headers = [("Cookie", "_ttp=secret; usprivacy=secret")];
        let request = Request { headers: &headers, ..Request::default() };
        let rules = Rules::at(0, Entropy::default());
        let visitor = Visitor::read(&request, &Input::Null, &Banner::default(), &rules);
        assert_eq!(format!("{visitor:?}"), "Visitor { unreadable: Some(\"usprivacy\"), .. }");
    }
}
