//! How a sandbox is started.

use std::collections::HashMap;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::fault::Plan;

/// How a sandbox is started. The default is a free port on loopback, in memory, any token.
#[derive(Clone)]
pub struct Config {
    /// Where it listens; port 0 takes a free one.
    pub bind: SocketAddr,
    /// What opens the page and `/sandbox/`. An address that other machines can reach asks for one; see
    /// [`password()`](crate::password()).
    pub password: Option<String>,
    /// Which access tokens there are.
    pub tokens: Tokens,
    /// Events of servers that are kept, in at most 144 MiB, and as many of pages apart from them, in at most 48 MiB. The
    /// oldest are dropped first.
    pub capacity: usize,
    /// A `SQLite` file in which events outlive the sandbox. It holds digests, so it is created for its owner alone.
    pub file: Option<PathBuf>,
    /// After this time it ends by itself.
    pub lifetime: Option<Duration>,
    /// How long a fault that never answers lasts at most; then the connection is reset.
    pub max_hang: Duration,
    /// The faults that it begins with.
    pub faults: Plan,
    /// Connections that are open at once. One peer has three quarters of them; what it opens beyond that is closed.
    pub most_connections: usize,
    /// How long a connection may keep the sandbox waiting: for a head, for a body, or for taking an answer.
    pub patience: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            password: None,
            tokens: Tokens::default(),
            capacity: 100_000,
            file: None,
            lifetime: None,
            max_hang: Duration::from_secs(60),
            faults: Plan::default(),
            most_connections: 1_024,
            patience: Duration::from_secs(30),
        }
    }
}

/// Without the password.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("bind", &self.bind)
            .field("password", &self.password.as_ref().map(|_| "***"))
            .field("tokens", &self.tokens)
            .field("capacity", &self.capacity)
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}

/// A token that is always revoked: 40105.
pub const REVOKED_TOKEN: &str = "revoked-token";

/// A token that has no right on any event source: 40001.
pub const FORBIDDEN_TOKEN: &str = "forbidden-token";

/// Which access tokens there are. They are kept as digests; `Debug` shows how many.
#[derive(Clone, Default)]
pub struct Tokens {
    /// By digest: the event sources that the token may write to, or all. None: any token is one.
    known: Option<HashMap<[u8; 32], Option<Vec<String>>>>,
}

impl Tokens {
    /// Any text that is not empty is a token, but for [`REVOKED_TOKEN`] and [`FORBIDDEN_TOKEN`].
    #[must_use]
    pub fn any() -> Self {
        Self::default()
    }

    /// Adds a token that may write to every event source. From the first one added on, others are unknown (40105).
    #[must_use]
    pub fn allow(self, token: &str) -> Self {
        self.with(token, None)
    }

    /// Adds a token that may write to these event sources only; on others it has no right (40001).
    #[must_use]
    pub fn allow_for<S: Into<String>>(self, token: &str, source_ids: impl IntoIterator<Item = S>) -> Self {
        self.with(token, Some(source_ids.into_iter().map(Into::into).collect()))
    }

    fn with(mut self, token: &str, sources: Option<Vec<String>>) -> Self {
        self.known.get_or_insert_default().insert(digest(token.as_bytes()), sources);
        self
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.known {
            None => f.write_str("any"),
            Some(known) => write!(f, "{} known", known.len()),
        }
    }
}

/// What tokens may do.
pub(crate) struct Access(pub(crate) Tokens);

impl Access {
    pub(crate) fn knows(&self, token: &[u8]) -> bool {
        match &self.0.known {
            None => token != REVOKED_TOKEN.as_bytes(),
            Some(known) => known.contains_key(&digest(token)),
        }
    }

    pub(crate) fn may_write(&self, token: &[u8], source_id: &str) -> bool {
        match &self.0.known {
            None => token != FORBIDDEN_TOKEN.as_bytes(),
            Some(known) => known.get(&digest(token)).is_some_and(|sources| {
                sources.as_ref().is_none_or(|sources| sources.iter().any(|own| own == source_id))
            }),
        }
    }
}

fn digest(token: &[u8]) -> [u8; 32] {
    Sha256::digest(token).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_for_its_sources() {
        let access = Access(Tokens::any());
        assert!(access.knows(b"x") && access.may_write(b"x", "P"));
        assert!(
            !access.knows(REVOKED_TOKEN.as_bytes()) && !access.may_write(FORBIDDEN_TOKEN.as_bytes(), "P")
        );
        let access = Access(Tokens::any().allow("all").allow_for("one", ["P"]));
        assert!(!access.knows(b"x") && access.knows(b"one") && access.may_write(b"all", "Q"));
        assert!(access.may_write(b"one", "P") && !access.may_write(b"one", "Q"));
    }

    #[test]
    fn debug_shows_no_secret() {
        let password = Some("secret-word".to_owned());
        let config = Config { tokens: Tokens::any().allow("secret-token"), password, ..Config::default() };
        assert!(!format!("{config:?}").contains("secret"));
    }
}
