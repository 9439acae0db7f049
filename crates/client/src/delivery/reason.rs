//! Why an event was not delivered, in one stable word.

use std::fmt;

use crate::wire::transport::TransportError;

/// Writes the enum of reasons with name, what the service may have seen, meaning and hint. One row a reason.
macro_rules! reasons {
    ($($(#[doc = $meaning:literal])+ $variant:ident $name:literal $arrival:ident $hint:literal;)+) => {
        /// Why an event was not delivered. See [`Reason::all`] for the whole list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Reason { $($(#[doc = $meaning])+ $variant,)+ }

        impl Reason {
            /// Every reason, in the order of the table.
            #[must_use]
            pub fn all() -> &'static [Reason] {
                &[$(Reason::$variant),+]
            }

            /// The name used in every language, as `timeout`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Whether a try that ended so may have delivered the event all the same.
            #[must_use]
            pub fn may_have_arrived(self) -> bool {
                matches!(match self { $(Self::$variant => Arrival::$arrival),+ }, Arrival::Open)
            }

            /// What to look at.
            #[must_use]
            pub fn hint(self) -> &'static str {
                match self { $(Self::$variant => $hint),+ }
            }
        }
    };
}

/// Whether the events of such a try arrived.
enum Arrival {
    /// They did not.
    Lost,
    /// Nobody can tell.
    Open,
}

reasons! {
    /// No connection could be opened.
    Connect "connect" Lost "Check the network, the firewall, `proxy` and `endpoint`.";
    /// The certificate or the handshake is bad.
    Tls "tls" Lost "Check the machine's clock, and when a proxy of your own opens TLS, `ca_roots` or `SSL_CERT_FILE`.";
    /// The call took longer than the option `timeout`.
    Timeout "timeout" Open "Send the events again with the same `event_id`: TikTok counts them once within 48 hours.";
    /// The connection broke in the middle of the call.
    ConnectionLost "connection_lost" Open "Send the events again with the same `event_id`: TikTok counts them once within 48 hours.";
    /// The answer is not HTTP, or not TikTok's envelope.
    UnreadableReply "unreadable_reply" Open "Check `endpoint`, its path included, and `proxy`: something other than TikTok may have answered.";
    /// The answer is packed in a way that nobody asked for and that is not read here.
    EncodedReply "encoded_reply" Open "Something between here and TikTok packs answers, as its `content-encoding` says, though none was asked for; have it pass them on as they are.";
    /// TikTok was throttling.
    RateLimited "rate_limited" Lost "Send fewer requests: put more events into one, or wait a few minutes.";
    /// Another write was in the way.
    WriteConflict "write_conflict" Lost "Send the events again.";
    /// TikTok had an error of its own.
    ServiceError "service_error" Open "Send the events again later with the same `event_id`.";
    /// TikTok was under maintenance.
    Maintenance "maintenance" Lost "Send the events again later.";
    /// TikTok refuses the token or its right on the event source, so nothing more was tried.
    Unauthorized "unauthorized" Lost "Check `access_token`, and whether it may report for `event_source_id`.";
    /// The call was cancelled.
    Cancelled "cancelled" Lost "Send the events again with the same `event_id`.";
    /// The client could not be set up.
    Setup "setup" Lost "Check that `ca_roots`, or the variable that stands in for it (`SSL_CERT_FILE` and others), names a PEM file with certificates that this program may read.";
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<TransportError> for Reason {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Connect => Self::Connect,
            TransportError::Tls => Self::Tls,
            TransportError::Timeout => Self::Timeout,
            TransportError::Lost => Self::ConnectionLost,
            TransportError::NotHttp => Self::UnreadableReply,
            TransportError::Cancelled | TransportError::Withdrawn => Self::Cancelled,
            TransportError::Setup => Self::Setup,
        }
    }
}

impl Reason {
    /// Whether another try may help.
    pub(crate) fn is_transient(self) -> bool {
        !matches!(self, Self::Tls | Self::Unauthorized | Self::Cancelled | Self::Setup)
    }
}
