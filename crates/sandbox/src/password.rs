//! The password of a sandbox that other machines can reach, as HTTP Basic brings it.

use std::io;

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// A new password: 128 random bits as hexadecimal digits, for [`Config::password`](crate::Config::password).
///
/// # Errors
/// When the machine has no random bytes.
pub fn password() -> io::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(const_hex::encode(bytes))
}

/// The password that opens the page. It is kept as its digest, so that comparing tells nothing by its time.
pub(crate) struct Password([u8; 32]);

impl Password {
    pub(crate) fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }

    /// Whether the request brings it, under any user name.
    pub(crate) fn opens(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        given.and_then(basic).is_some_and(|given| Self::of(&given).0 == self.0)
    }
}

/// The password of `Basic …` (RFC 7617).
fn basic(value: &str) -> Option<String> {
    let (scheme, pair) = value.split_once(' ')?;
    let pair = STANDARD.decode(pair.trim()).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    let (_, password) = std::str::from_utf8(&pair).ok()?.split_once(':')?;
    Some(password.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_user_with_the_password_enters() {
        let opens = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, value.parse().unwrap());
            Password::of("open:sesame").opens(&headers)
        };
        let with = |pair: &str| format!("Basic {}", STANDARD.encode(pair));
        assert!(opens(&with("jo:open:sesame")) && opens(&with(":open:sesame")));
        assert!(
            !opens(&with("jo:open")) && !opens(&with("open:sesame")) && !opens("Bearer x") && !opens("Basic")
        );
        assert!(!Password::of("").opens(&HeaderMap::new()));
        assert_ne!(password().unwrap(), password().unwrap());
    }
}
