//! The access token: shown to nobody, wiped when it is no longer needed.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use zeroize::Zeroizing;

use crate::fork;
use crate::options::Options;

/// TikTok's access token. `Debug` prints `***`, there is no `Display`, and the memory is wiped on drop.
#[derive(Clone)]
pub struct Token(Zeroizing<String>);

impl Token {
    /// Takes a token that can stand in a header: 1 to 4,096 visible ASCII characters, white space around it removed.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
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

/// The token in use: that of the options, until TikTok refuses it and the environment has another.
///
/// The environment is read after a refusal only: another thread may be changing it, and C libraries do not all bear that.
#[derive(Default)]
pub(crate) struct Current {
    renewed: Mutex<Option<Token>>,
    is_refused: AtomicBool,
}

impl Current {
    /// The token for the next request.
    pub(crate) fn token(&self, options: &Options) -> Option<Token> {
        options.sourced_token().or_else(|| self.renewed(options)).or_else(|| options.access_token.clone())
    }

    /// TikTok did not accept it.
    pub(crate) fn refuse(&self) {
        self.is_refused.store(true, Ordering::Relaxed);
    }

    fn renewed(&self, options: &Options) -> Option<Token> {
        let found =
            if self.is_refused.swap(false, Ordering::Relaxed) { options.renewed_token() } else { None };
        // So that no child of a fork finds the lock taken.
        let _pass = fork::pass()?;
        let mut renewed = self.renewed.lock().unwrap_or_else(PoisonError::into_inner);
        if found.is_some() {
            *renewed = found;
        }
        renewed.clone()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use tiktok_capi_core::Input;

    use super::*;
    use crate::cancel::Cancel;
    use crate::client::Client;
    use crate::clock::Clock;
    use crate::transport::{Request, Response, Transport, TransportError};

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

    #[test]
    fn a_renewed_token_is_kept() {
        let environment = Arc::new(Mutex::new(Some("old")));
        let variable = Arc::clone(&environment);
        let mut options = Options::default();
        options.set("access_token", &Input::text("old")).unwrap();
        let options = options.with_renewal(move || Token::new((*variable.lock().unwrap())?));
        let current = Current::default();
        let token = || current.token(&options).unwrap().expose().to_owned();
        *environment.lock().unwrap() = Some("new");
        assert_eq!(token(), "old", "nobody refused it");
        current.refuse();
        assert_eq!((token(), token()), ("new".to_owned(), "new".to_owned()));
        *environment.lock().unwrap() = None;
        current.refuse();
        assert_eq!((token(), token()), ("new".to_owned(), "new".to_owned()), "there is no other");
    }

    /// A service that knows one token, and notes which ones it refused.
    #[derive(Clone, Default)]
    struct Picky(Arc<Mutex<Vec<usize>>>);

    impl Transport for Picky {
        fn send(&self, request: &Request<'_>, _: &Cancel) -> Result<Response, TransportError> {
            let is_known = request.token.expose() == "new";
            if !is_known {
                let events = request.body.windows(10).filter(|part| part == b"\"event_id\"").count();
                self.0.lock().unwrap().push(events);
            }
            let body = format!(r#"{{"code":{}}}"#, if is_known { 0 } else { 40_105 });
            Ok(Response { status: 200, body: body.into(), ..Response::default() })
        }
    }

    #[derive(Default)]
    struct Moving(Mutex<Duration>);

    impl Clock for Moving {
        fn unix_milliseconds(&self) -> i64 {
            i64::try_from(self.monotonic().as_millis()).unwrap()
        }

        fn monotonic(&self) -> Duration {
            *self.0.lock().unwrap()
        }

        fn wait(&self, how_long: Duration, _: &Cancel) {
            *self.0.lock().unwrap() += how_long;
        }
    }

    #[test]
    fn after_a_renewal_nothing_is_refused() {
        let service = Picky::default();
        let mut options = Options::default();
        options.set("access_token", &Input::text("old")).unwrap();
        options.set("pixel_code", &Input::text("C4A")).unwrap();
        let options = options.with_renewal(|| Token::new("new"));
        let client = Client::with_transport(options, service.clone(), Moving::default()).unwrap();
        let json = br#"{"event":"Contact","user":{"email":"jo@example.com"},"page":{"url":"https://shop.example/"}}"#;
        let events = vec![Input::from_json(json).unwrap(); 50];
        client.enqueue(&events).unwrap();
        let stats = client.flush(Duration::from_secs(60)).unwrap();
        assert_eq!((stats.waiting, stats.reasons["accepted"]), (0, 50));
        assert!(client.track(&events).unwrap().ok(), "a call that waits for its answer takes it as well");
        assert_eq!(*service.0.lock().unwrap(), [50], "one request showed that the old one is refused");
    }
}
