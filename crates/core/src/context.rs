//! `context`: what a web request tells about the visitor (`events-api.md` §7), and the cookie to set.

use std::net::{IpAddr, SocketAddr};

use crate::input::Input;
use crate::normalize::{click_id, ip, trim, url};

/// The click id is kept for 30 days: TikTok advises at least 28, and its own server-side tag keeps it so long.
const CLICK_ID_SECONDS: u32 = 30 * 24 * 60 * 60;

/// The cookies of IAB's signals.
const TCF: &str = "euconsent-v2";
const GPP: &str = "__gpp";
const US_PRIVACY: &str = "usprivacy";

/// The parts of a request that matter here, as any web framework has them.
#[derive(Clone, Copy, Default)]
pub struct Request<'a> {
    /// The full address that was asked for, with its query.
    pub url: &'a str,
    /// The headers by name, in any case. A repeated one may stand here several times.
    pub headers: &'a [(&'a str, &'a str)],
    /// The address of the connection's other end, with or without a port. A Unix socket has none, but it counts as one of
    /// `trusted_proxies` all the same.
    pub remote_addr: Option<&'a str>,
    /// How many proxies of your own stand before the application. Each appends one address to `X-Forwarded-For`;
    /// what stands before those is whatever the visitor wrote.
    pub trusted_proxies: usize,
}

impl std::fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Request(***)")
    }
}

impl<'a> Request<'a> {
    fn headers(&self, wanted: &str) -> impl DoubleEndedIterator<Item = &'a str> {
        let found = self.headers.iter().filter(move |(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| trim(value)).filter(|value| !value.is_empty())
    }

    fn header(&self, wanted: &str) -> Option<&'a str> {
        self.headers(wanted).next()
    }

    /// Names and values of all cookies, quotation marks around a value taken off.
    pub(crate) fn cookies(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let pairs = self.headers("cookie").flat_map(|header| header.split(';'));
        let pairs = pairs.filter_map(|pair| pair.split_once('='));
        pairs.map(|(name, value)| (trim(name), unquoted(trim(value))))
    }

    /// The first cookie of that name that is not empty: an empty one says nothing, and does not hide another.
    pub(crate) fn cookie(&self, wanted: &str) -> Option<&'a str> {
        let mut found = self.cookies().filter(|(name, value)| *name == wanted && !value.is_empty());
        found.next().map(|(_, value)| value)
    }

    /// The first cookie of that name with an id in it, and not with what stands for nobody.
    fn id(&self, wanted: &str) -> Option<&'a str> {
        let mut found = self.cookies().filter(|(name, _)| *name == wanted);
        found.find(|(_, value)| click_id::is_one(value)).map(|(_, value)| value)
    }

    /// The address that the outermost proxy of your own saw.
    fn client(&self) -> Option<IpAddr> {
        let forwarded = self.headers("x-forwarded-for").flat_map(|header| header.split(','));
        let other_end = self.remote_addr.unwrap_or_default();
        let chain: Vec<&str> = forwarded.chain([other_end]).map(trim).collect();
        let index = chain.len().checked_sub(1)?.saturating_sub(self.trusted_proxies);
        chain.get(index).and_then(|address| address_alone(address)).map(|ip| ip.to_canonical())
    }
}

fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value)
}

/// An address with or without port and brackets.
fn address_alone(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

/// What the request tells. Each part may go into the event under the same name.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// `user.ttclid`: from the address, else from the cookie.
    pub ttclid: Option<String>,
    /// `user.ttp`: the Pixel's cookie.
    pub ttp: Option<String>,
    /// `user.ip`, when it is public.
    pub ip: Option<String>,
    /// `user.user_agent`.
    pub user_agent: Option<String>,
    /// `page.url`.
    pub url: Option<String>,
    /// `page.referrer`.
    pub referrer: Option<String>,
    /// Whether the browser says `Sec-GPC: 1`.
    pub gpc: bool,
    /// The TCF string of the cookie `euconsent-v2`.
    pub tcf: Option<String>,
    /// The GPP string of the cookie `__gpp`.
    pub gpp: Option<String>,
    /// The US Privacy string of the cookie `usprivacy`.
    pub us_privacy: Option<String>,
    /// What the answer should set.
    pub cookies: Vec<Cookie>,
}

impl std::fmt::Debug for Context {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Context(***)")
    }
}

/// A cookie that the answer should set.
#[derive(Clone, PartialEq, Eq)]
pub struct Cookie {
    /// Its name.
    pub name: &'static str,
    /// Its value, fit for a header.
    pub value: String,
    /// How long it lives, in seconds.
    pub max_age: u32,
    /// Whether it is for https only, as the request was.
    pub secure: bool,
}

impl Cookie {
    /// The value of a `Set-Cookie` header. The cookie is first-party and readable by the Pixel.
    #[must_use]
    pub fn header(&self) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!("{}={}; Max-Age={}; Path=/; SameSite=Lax{secure}", self.name, self.value, self.max_age)
    }
}

impl std::fmt::Debug for Cookie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cookie({}=***)", self.name)
    }
}

/// Reads a web request.
///
/// ```
/// use tiktok_capi_core::{Request, context};
///
/// let headers = [("Cookie", "_ttp=2F7h37YkS1j57AYSKTI7IHhJPYH"), ("X-Forwarded-For", "8.8.8.8")];
/// let url = "https://shop.example/?ttclid=E.C.P.abc";
/// let context = context(&Request { url, headers: &headers, remote_addr: Some("10.0.0.2"), trusted_proxies: 1 });
/// assert_eq!(context.ttclid.as_deref(), Some("E.C.P.abc"));
/// assert_eq!(context.ip.as_deref(), Some("8.8.8.8"));
/// assert_eq!(context.cookies[0].header(), "ttclid=E.C.P.abc; Max-Age=2592000; Path=/; SameSite=Lax; Secure");
/// ```
#[must_use]
pub fn context(request: &Request<'_>) -> Context {
    let from_url = url::click_id(request.url).map(|id| trim(&id).to_owned());
    let from_cookie = request.id("ttclid").map(|id| click_id::canonical(id).into_owned());
    let owned = |text: &str| text.to_owned();
    let address = |text: &str| url::canonical(text).ok().map(std::borrow::Cow::into_owned);
    Context {
        cookies: from_url
            .iter()
            .filter(|id| Some(*id) != from_cookie.as_ref())
            .map(|id| click_cookie(id, request))
            .collect(),
        ttclid: from_url.or(from_cookie),
        ttp: request.id("_ttp").map(owned),
        ip: request.client().filter(|&client| ip::is_public(client)).map(|client| client.to_string()),
        user_agent: request.header("user-agent").map(owned),
        url: address(request.url),
        referrer: request.header("referer").and_then(address),
        gpc: request.header("sec-gpc") == Some("1"),
        tcf: request.cookie(TCF).map(owned),
        gpp: request.cookie(GPP).map(owned),
        us_privacy: request.cookie(US_PRIVACY).map(owned),
    }
}

fn click_cookie(id: &str, request: &Request<'_>) -> Cookie {
    let value = percent_encoding::utf8_percent_encode(id, COOKIE_UNSAFE).to_string();
    let secure = request.url.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://"));
    Cookie { name: "ttclid", value, max_age: CLICK_ID_SECONDS, secure }
}

/// Everything but what RFC 6265 §4.1.1 lets stand in a cookie's value, and `%`.
const COOKIE_UNSAFE: &percent_encoding::AsciiSet =
    &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b',').add(b';').add(b'\\').add(b'%');

impl Context {
    /// `{"consent": …, "cookies": […], "page": …, "user": …}`, each part only when there is something in it. `user`,
    /// `page` and `consent` fit into a described event as they are.
    #[must_use]
    pub fn to_json(&self) -> String {
        let signals = self.signals().into_iter().map(|(name, value, _)| (name, value));
        let parts = [
            ("consent", Input::map(signals)),
            ("cookies", Input::List(self.cookies.iter().map(Cookie::described).collect())),
            ("page", self.page()),
            ("user", self.user()),
        ];
        Input::map(parts.into_iter().filter(|(_, part)| !part.is_absent())).to_json()
    }

    pub(crate) fn user(&self) -> Input<'static> {
        given([
            ("ip", &self.ip),
            ("ttclid", &self.ttclid),
            ("ttp", &self.ttp),
            ("user_agent", &self.user_agent),
        ])
    }

    pub(crate) fn page(&self) -> Input<'static> {
        given([("referrer", &self.referrer), ("url", &self.url)])
    }

    /// Signals of consent by their names, each with the cookie or header that it came in.
    pub(crate) fn signals(&self) -> Vec<(&'static str, Input<'static>, &'static str)> {
        let gpc = self.gpc.then_some(("gpc", Input::Bool(true), "Sec-GPC"));
        let cookies =
            [("gpp", &self.gpp, GPP), ("tcf", &self.tcf, TCF), ("us_privacy", &self.us_privacy, US_PRIVACY)];
        let given =
            |(name, text, cookie): (_, &Option<String>, _)| Some((name, Input::text(text.clone()?), cookie));
        gpc.into_iter().chain(cookies.into_iter().filter_map(given)).collect()
    }
}

fn given<const N: usize>(members: [(&'static str, &Option<String>); N]) -> Input<'static> {
    let given = members.into_iter().filter_map(|(name, text)| Some((name, Input::text(text.clone()?))));
    Input::map(given)
}

impl Cookie {
    pub(crate) fn described(&self) -> Input<'_> {
        Input::map([
            ("header", Input::text(self.header())),
            ("max_age", Input::Integer(self.max_age.into())),
            ("name", Input::text(self.name)),
            ("secure", Input::Bool(self.secure)),
            ("value", Input::text(self.value.as_str())),
        ])
    }
}

/// Reads the parts from the tree that other languages hand in:
/// `{"url": text, "headers": {name: text or list}, "remote_addr": text, "trusted_proxies": integer}`.
///
/// Whatever is absent or of another kind is not there: a request is never an error.
#[must_use]
pub fn context_of(input: &Input<'_>) -> Context {
    with_request(input, context)
}

/// The cookies of such a request, the first of each name that is not empty, as JSON: what a shop's own function is asked about.
#[must_use]
pub fn cookies_of(input: &Input<'_>) -> String {
    with_request(input, |request| {
        let mut found: Vec<(&str, Input<'_>)> = Vec::new();
        for (name, value) in request.cookies() {
            match found.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) if known.is_absent() => *known = Input::text(value),
                Some(_) => {}
                None => found.push((name, Input::text(value))),
            }
        }
        Input::map(found).to_json()
    })
}

/// Hands on the request that such a tree is.
pub(crate) fn with_request<T>(input: &Input<'_>, then: impl FnOnce(&Request<'_>) -> T) -> T {
    let text = |name: &str| input.get(name).and_then(Input::as_text);
    let mut headers = Vec::new();
    if let Some(Input::Map(members)) = input.get("headers") {
        for (name, value) in members {
            match value {
                Input::List(values) => {
                    headers.extend(values.iter().filter_map(|v| Some((name.as_ref(), v.as_text()?))));
                }
                value => headers.extend(value.as_text().map(|text| (name.as_ref(), text))),
            }
        }
    }
    let trusted_proxies = match input.get("trusted_proxies") {
        Some(Input::Integer(count)) => usize::try_from(*count).unwrap_or(0),
        _ => 0,
    };
    let url = text("url").unwrap_or_default();
    then(&Request { url, headers: &headers, remote_addr: text("remote_addr"), trusted_proxies })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> String {
        context_of(&Input::from_json(json.as_bytes()).unwrap()).to_json()
    }

    #[test]
    fn the_address_wins_over_the_cookie() {
        let both =
            r#"{"url":"http://a.de/?ttclid=new%2B","headers":{"cookie":"x=1; ttclid=old; _ttp=\"T\""}}"#;
        let json = of(both);
        assert!(json.contains(r#""user":{"ttclid":"new+","ttp":"T"}"#), "{json}");
        assert!(json.contains(r#""header":"ttclid=new+; Max-Age=2592000; Path=/; SameSite=Lax""#), "{json}");
        assert!(
            !of(r#"{"url":"http://a.de/?ttclid=x","headers":{"Cookie":"ttclid=x"}}"#).contains("cookies")
        );
        assert_eq!(of(r#"{"headers":{"Cookie":"ttclid=a%2Bb"}}"#), r#"{"user":{"ttclid":"a+b"}}"#);
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let ip = |proxies: usize, forwarded: &str, remote: &str| {
            let headers = [("X-Forwarded-For", forwarded)];
            let remote_addr = Some(remote).filter(|remote| !remote.is_empty());
            context(&Request { url: "", headers: &headers, remote_addr, trusted_proxies: proxies }).ip
        };
        assert_eq!(ip(0, "1.1.1.1", "8.8.8.8").as_deref(), Some("8.8.8.8"));
        assert_eq!(ip(1, "9.9.9.9, 1.1.1.1", "10.0.0.1").as_deref(), Some("1.1.1.1"));
        assert_eq!(ip(2, "9.9.9.9, 1.1.1.1, 10.0.0.2", "10.0.0.1").as_deref(), Some("1.1.1.1"));
        assert_eq!(ip(5, "1.1.1.1", "10.0.0.1").as_deref(), Some("1.1.1.1"));
        assert_eq!(ip(1, "1.1.1.1:4711", "10.0.0.1:80").as_deref(), Some("1.1.1.1"));
        assert_eq!(ip(1, "[2001:4860::8]:99", "10.0.0.1").as_deref(), Some("2001:4860::8"));
        assert_eq!(ip(1, "192.168.0.7", "10.0.0.1"), None);
        assert_eq!(ip(1, "unknown", "10.0.0.1"), None);
        assert_eq!(ip(0, "1.1.1.1, 8.8.8.8", ""), None);
        assert_eq!(ip(1, "1.1.1.1, 8.8.8.8", "").as_deref(), Some("8.8.8.8"));
        assert_eq!(ip(2, "9.9.9.9, 1.1.1.1, 8.8.8.8", "").as_deref(), Some("1.1.1.1"));
    }

    #[test]
    fn the_first_cookie_of_a_name_counts() {
        let json = br#"{"headers":{"Cookie":["a=\"1\"; b; c=; e=","a=2;  d = x=y ; e=3"]}}"#;
        let told = cookies_of(&Input::from_json(json).unwrap());
        assert_eq!(told, r#"{"a":"1","c":"","e":"3","d":"x=y"}"#);
    }

    #[test]
    fn consent_signals_come_along() {
        let json = of(r#"{"headers":{"Sec-GPC":"1","Cookie":["usprivacy=1YNN","euconsent-v2=CPx"]}}"#);
        assert_eq!(json, r#"{"consent":{"gpc":true,"tcf":"CPx","us_privacy":"1YNN"}}"#);
        assert_eq!(of(r#"{"headers":{"Sec-GPC":"0"}}"#), "{}");
    }

    #[test]
    fn hostile_parts_make_no_header() {
        let json = of(r#"{"url":"https://a.de/?ttclid=a%0d%0ax%3b%20y"}"#);
        assert!(json.contains(r#""header":"ttclid=a%0D%0Ax%3B%20y; Max-Age"#), "{json}");
    }
}
