//! The token in use, which may change while a client lives.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::machine::fork;
use crate::options::Options;
use crate::options::token::Token;

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
        options
            .sourced_token()
            .or_else(|| self.renewed(options))
            .or_else(|| options.settings.access_token.clone())
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

    use tiktok_capi_core::Input;

    use super::*;

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
}
