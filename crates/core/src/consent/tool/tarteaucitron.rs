//! tarteaucitron: `tarteaucitron`, as `!gtag=true!tiktok=false!twitter=wait`; `wait` before the visitor answers.
//!
//! Source: AmauriC/tarteaucitron.js and its service `tiktok`, values as sites send them in public code. Sure.

use super::seen::{Answer, Seen, choice, only};
use crate::consent::Unreadable;

const COOKIE: &str = "tarteaucitron";

pub(super) fn read(seen: &Seen<'_>) -> Answer {
    seen.read(COOKIE, |text, service| {
        let services = text.split('!').filter_map(|pair| pair.split_once('='));
        match only(services, service)? {
            Some("true") => Ok(Some(choice(true))),
            Some("false") => Ok(Some(choice(false))),
            Some("wait") => Ok(None),
            _ => Err(Unreadable),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::ConsentTool;
    use super::super::tests::{DENIED, GRANTED, UNASKED};
    use super::*;

    fn read(category: &str, value: &str) -> Answer {
        super::super::tests::read(ConsentTool::Tarteaucitron, category, &format!("tarteaucitron={value}"))
    }

    #[test]
    fn the_service_is_true_false_or_waits() {
        assert_eq!(read("", "!gtag=false!tiktok=true"), GRANTED);
        assert_eq!(read("", "!gtag=true!tiktok=false"), DENIED);
        assert_eq!(read("", "!gtag=true!tiktok=wait"), UNASKED);
        assert_eq!(read("facebookpixel", "%21facebookpixel%3Dtrue"), GRANTED);
        assert_eq!(read("", "!gtag=true"), Err(COOKIE));
        assert_eq!(read("", "!tiktok=tru"), Err(COOKIE));
        assert_eq!(read("", "!tiktok=true!tiktok=false"), Err(COOKIE));
    }
}
