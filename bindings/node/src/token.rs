//! A token of the environment that may be replaced there. Clients that began with the same one share where its successor is
//! looked for, and so all that delivers for them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tiktok_capi::{Token, TokenSource};

static KNOWN: Mutex<Vec<Known>> = Mutex::new(Vec::new());

struct Known {
    first: Token,
    renewed: Weak<Renewed>,
    source: Weak<dyn Fn() -> Option<Token> + Send + Sync>,
}

/// The token that the environment has by now, once it has another than at first.
pub(crate) struct Renewed(Mutex<Option<Token>>);

/// What is known of that first token, and the source of later ones for the options of a client.
pub(crate) fn renewable(first: Token) -> (Arc<Renewed>, TokenSource) {
    let mut known = locked(&KNOWN);
    known.retain(|known| known.source.strong_count() > 0);
    let mut shared = known.iter().filter(|known| known.first == first);
    if let Some(shared) = shared.find_map(|known| known.renewed.upgrade().zip(known.source.upgrade())) {
        return shared;
    }
    let renewed = Arc::new(Renewed(Mutex::new(None)));
    let kept = Arc::clone(&renewed);
    let source: TokenSource = Arc::new(move || locked(&kept.0).clone());
    known.push(Known { first, renewed: Arc::downgrade(&renewed), source: Arc::downgrade(&source) });
    (renewed, source)
}

impl Renewed {
    /// The environment has that one by now. What cannot be a token changes nothing.
    pub(crate) fn renew(&self, token: &str) {
        if let Some(token) = Token::new(token) {
            *locked(&self.0) = Some(token);
        }
    }
}

fn locked<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_first_token_has_one_source() {
        let token = |text: &str| Token::new(text).unwrap_or_else(|| panic!("{text}"));
        let (renewed, source) = renewable(token("first"));
        let (same, shared) = renewable(token("first"));
        assert!(Arc::ptr_eq(&source, &shared) && source().is_none());
        renewed.renew("second");
        same.renew("not a token");
        assert_eq!(shared(), Some(token("second")));
        let (_, other) = renewable(token("other"));
        assert!(!Arc::ptr_eq(&source, &other) && other().is_none());
        drop((renewed, same, source, shared));
        assert!(renewable(token("first")).1().is_none(), "whoever comes later begins anew");
    }
}
