//! Addresses of pages: absolute http or https, byte for byte as given except for personal data.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::addresses::holds_address;
use super::click_id;
use super::text::{is_space, trim};
use crate::catalog::{is_order_key, is_personal_in_address};
use crate::problem::Code;

const REDACTED: &str = "redacted";

/// # Errors
/// `invalid_url` when it is not an absolute http or https address.
pub(crate) fn canonical(raw: &str) -> Result<Cow<'_, str>, Code> {
    let url = trim(raw);
    let parts = Parts::of(url).ok_or(Code::InvalidUrl)?;
    Ok(parts.redacted(is_personal).map_or(url.into(), Cow::Owned))
}

/// The same address without the click id, for a visitor who opted out.
pub(crate) fn without_click_id(url: &str) -> Cow<'_, str> {
    let redacted =
        Parts::of(url).and_then(|parts| parts.redacted(|name, _| name.eq_ignore_ascii_case("ttclid")));
    redacted.map_or(url.into(), Cow::Owned)
}

/// Whether a script may be loaded from there, by a query of its own: nothing but what RFC 3986 §2 lets an address hold.
pub(crate) fn is_script_source(url: &str) -> bool {
    let is_clean = url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte));
    let is_bare = |parts: Parts<'_>| parts.user.or(parts.query).or(parts.fragment).is_none();
    is_clean && Parts::of(url).is_some_and(is_bare)
}

/// The click id in the query, decoded: the first that is one, and no macro that an ad has left unfilled.
pub(crate) fn click_id(url: &str) -> Option<Cow<'_, str>> {
    let (_, query) = url.split('#').next()?.split_once('?')?;
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let mut ids = pairs.filter(|(name, _)| decoded(name) == "ttclid").map(|(_, value)| decoded(value));
    ids.find(|id| click_id::is_one(id))
}

/// An address, cut where RFC 3986 §3 cuts it.
struct Parts<'a> {
    scheme: &'a str,
    user: Option<&'a str>,
    host: &'a str,
    path: &'a str,
    query: Option<&'a str>,
    fragment: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn of(url: &'a str) -> Option<Self> {
        let (scheme, rest) = url.split_once(':')?;
        let rest = rest.strip_prefix("//")?;
        let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
        let (rest, fragment) = cut(rest, '#');
        let (rest, query) = cut(rest, '?');
        let (authority, path) = rest.split_at_checked(rest.find('/').unwrap_or(rest.len()))?;
        let (user, host) =
            authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
        let is_clean = is_graphic(url) || !url.contains(|c: char| is_space(c) || c.is_control());
        let has_host = !host.is_empty() && !host.starts_with(':') && !host.contains('\\');
        (is_web && is_clean && has_host).then_some(Self { scheme, user, host, path, query, fragment })
    }

    /// The address with personal parts replaced; nothing when it has none.
    fn redacted(&self, is_personal: impl Fn(&str, &str) -> bool) -> Option<String> {
        let path = redacted_segments(self.path);
        let query = self.query.and_then(|query| redacted_pairs(query, &is_personal));
        let fragment = self.fragment.and_then(|fragment| redacted_fragment(fragment, &is_personal));
        if self.user.is_none() && path.is_none() && query.is_none() && fragment.is_none() {
            return None;
        }
        let user = if self.user.is_some() { "redacted@" } else { "" };
        let mut url = [self.scheme, "://", user, self.host, path.as_deref().unwrap_or(self.path)].concat();
        for (mark, new, old) in [('?', query, self.query), ('#', fragment, self.fragment)] {
            if let Some(part) = new.as_deref().or(old) {
                url.push(mark);
                url.push_str(part);
            }
        }
        Some(url)
    }
}

/// Whether all of it is printable ASCII: most addresses are, and it is told at once.
fn is_graphic(text: &str) -> bool {
    text.bytes().fold(true, |all, b| all & b.is_ascii_graphic())
}

/// The text with some of its pieces replaced; nothing when none is.
fn replaced(text: &str, between: char, replacement: impl Fn(&str) -> Option<String>) -> Option<String> {
    if !text.split(between).any(|piece| replacement(piece).is_some()) {
        return None;
    }
    let pieces = text.split(between).map(|piece| replacement(piece).map_or(Cow::Borrowed(piece), Cow::Owned));
    Some(pieces.collect::<Vec<_>>().join(between.encode_utf8(&mut [0; 4])))
}

fn cut(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(before, after)| (before, Some(after)))
}

fn redacted_segments(path: &str) -> Option<String> {
    replaced(path, '/', |segment| holds_address(segment).then(|| REDACTED.to_owned()))
}

/// `is_personal` gets the value as it stands, since an address in it may be encoded more than once.
fn redacted_pairs(query: &str, is_personal: &impl Fn(&str, &str) -> bool) -> Option<String> {
    replaced(query, '&', |pair| match cut(pair, '=') {
        (name, _) if holds_address(name) => Some(REDACTED.to_owned()),
        (_, None | Some("")) => None,
        (name, Some(value)) => {
            is_personal(&percent_decoded(name), value).then(|| format!("{name}={REDACTED}"))
        }
    })
}

/// Single-page applications keep a path and a query of their own behind `#`, or pairs alone.
fn redacted_fragment(fragment: &str, is_personal: &impl Fn(&str, &str) -> bool) -> Option<String> {
    let Some((path, query)) = fragment.split_once('?') else {
        let has_pairs = fragment.contains('=');
        return if has_pairs { redacted_pairs(fragment, is_personal) } else { redacted_segments(fragment) };
    };
    let (new_path, new_query) = (redacted_segments(path), redacted_pairs(query, is_personal));
    let is_clean = new_path.is_none() && new_query.is_none();
    (!is_clean)
        .then(|| [new_path.as_deref().unwrap_or(path), new_query.as_deref().unwrap_or(query)].join("?"))
}

fn is_personal(name: &str, value: &str) -> bool {
    is_personal_in_address(name) || is_order_key(value) || holds_address(value)
}

/// One value of an HTML form, decoded: `+` is a space.
fn decoded(value: &str) -> Cow<'_, str> {
    if !value.contains('+') {
        return percent_decoded(value);
    }
    Cow::Owned(percent_decoded(&value.replace('+', " ")).into_owned())
}

/// Any other part of an address, decoded: `+` is `+`.
fn percent_decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_addresses_stay_as_they_are() {
        for url in [
            "https://shop.de",
            "HTTP://Shop.de:8080/ä?ttclid=E.C.P.a%2B&utm_source=x#top",
            "http://[::1]/?email=",
            "https://shop.de/product@2x.png",
            "https://shop.de/@shop/123@N02/",
        ] {
            assert!(matches!(canonical(url), Ok(Cow::Borrowed(same)) if same == url), "{url}");
        }
    }

    #[test]
    fn personal_data_is_replaced() {
        for (raw, expected) in [
            ("https://a.de/?email=x&b=1", "https://a.de/?email=redacted&b=1"),
            ("https://a.de/?E%2DMAIL=x", "https://a.de/?E%2DMAIL=redacted"),
            ("https://a.de/?u=jo%40x.de&ttclid=1", "https://a.de/?u=redacted&ttclid=1"),
            ("https://a.de/?jo@x.de", "https://a.de/?redacted"),
            ("https://jo:pw@a.de/", "https://redacted@a.de/"),
            ("https://a.de/u/jo%40x.de/edit", "https://a.de/u/redacted/edit"),
            ("https://a.de/#/login?token=1", "https://a.de/#/login?token=redacted"),
            ("https://a.de/#token=1", "https://a.de/#token=redacted"),
            ("https://a.de/?u=jo+tag@x.de", "https://a.de/?u=redacted"),
            ("https://a.de/?jo@x.de=", "https://a.de/?redacted"),
            ("https://a.de/u/jo+tag@x.de", "https://a.de/u/redacted"),
            ("https://a.de/#/u/jo@x.de?x=1", "https://a.de/#/u/redacted?x=1"),
            ("https://a.de/#/u/jo@x.de?tel=1", "https://a.de/#/u/redacted?tel=redacted"),
            ("https://a.de/#/u/jo%40x.de/edit", "https://a.de/#/u/redacted/edit"),
            ("https://a.de/?q=order%20jo@x.de", "https://a.de/?q=redacted"),
            ("https://a.de/?next=%2Fu%3Fe%3Djo%2540x.de", "https://a.de/?next=redacted"),
            ("https://a.de/mail/jo@x.de,ann@y.de/x", "https://a.de/mail/redacted/x"),
        ] {
            assert_eq!(canonical(raw).unwrap(), expected);
            assert_eq!(canonical(expected).unwrap(), expected);
        }
    }

    #[test]
    fn what_is_no_web_address_is_refused() {
        for raw in [
            "shop.de",
            "/path",
            "ftp://a.de",
            "https://",
            "https:///x",
            "https://a.de/a b",
            "javascript://x/%0a",
        ] {
            assert_eq!(canonical(raw), Err(Code::InvalidUrl), "{raw}");
        }
    }

    #[test]
    fn a_script_has_an_address_without_a_query() {
        for url in [
            "https://analytics.tiktok.com/i18n/pixel/events.js",
            "http://localhost:8787/a.js",
            "http://[::1]/",
        ] {
            assert!(is_script_source(url), "{url}");
        }
        for url in [
            "",
            "//analytics.tiktok.com/a.js",
            "/a.js",
            "javascript:alert(1)//",
            "data:text/javascript,1",
            "https://jo@a.de/",
            "https://a.de/?x",
            "https://a.de/#x",
            "https://a.de/</script>",
            "https://a.de/\"",
            "https://a.de/\\",
            "https://ä.de/",
            "https://a.de/ x",
        ] {
            assert!(!is_script_source(url), "{url}");
        }
    }

    #[test]
    fn the_click_id_is_found_and_removed() {
        let url = "https://a.de/?a=1&ttclid=E.C.P.x%2By#ttclid=no";
        assert_eq!(click_id(url).unwrap(), "E.C.P.x+y");
        assert_eq!(without_click_id(url), "https://a.de/?a=1&ttclid=redacted#ttclid=redacted");
    }
}
