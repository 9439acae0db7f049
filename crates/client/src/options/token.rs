//! The access token: shown to nobody, wiped when it is no longer needed.

use std::fmt;

use tiktok_capi_core::trim;
use zeroize::Zeroizing;

/// TikTok's access token. `Debug` prints `***`, there is no `Display`, and the memory is wiped on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Zeroizing<String>);

impl Token {
    /// Takes a token that can stand in a header: 1 to 4,096 visible ASCII characters, white space around it removed.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = trim(text);
        let is_sound = (1..=4_096).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        is_sound.then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// The token itself, for a [`Transport`](crate::Transport) to put into the `Access-Token` header and nowhere else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_header_can_hold() {
        assert_eq!(Token::new(" abc \n").unwrap().expose(), "abc");
        for text in ["", "  ", "a b", "a\r\nX-Evil: 1", "té", &"x".repeat(4_097)] {
            assert!(Token::new(text).is_none(), "{text}");
        }
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Token::new("secret")), "Some(***)");
    }
}
