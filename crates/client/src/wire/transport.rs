//! What carries a request: bytes in, status, headers and bytes out. [`Http`](crate::Http) is the one that is used.

use std::fmt;
use std::sync::Arc;

pub use ureq::http::HeaderMap;

use crate::machine::cancel::Cancel;
use crate::options::token::Token;

/// Carries one request to the service and brings the answer back, whatever its status.
pub trait Transport: Send + Sync {
    /// Sends the body by POST with the token as `Access-Token`. No redirects, no tries of its own.
    ///
    /// # Errors
    /// [`TransportError`] when no answer came back.
    fn send(&self, request: &Request<'_>, cancel: &Cancel) -> Result<Response, TransportError>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: &Request<'_>, cancel: &Cancel) -> Result<Response, TransportError> {
        self.as_ref().send(request, cancel)
    }
}

/// One request.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// For the `Access-Token` header.
    pub token: &'a Token,
    /// Canonical JSON.
    pub body: &'a [u8],
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Request({} bytes)", self.body.len())
    }
}

/// What came back.
#[derive(Clone, Default)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, cut off at 1 MiB.
    pub body: Vec<u8>,
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response({}, {} bytes)", self.status, self.body.len())
    }
}

/// Why no answer came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportError {
    /// No connection: the name is unknown, the host or the proxy refused, or opening took too long. Nothing was sent.
    Connect,
    /// The certificate or the handshake is bad. Nothing was sent.
    Tls,
    /// The call took too long. The service may have read it.
    Timeout,
    /// The connection broke. The service may have read the request.
    Lost,
    /// What came back is not HTTP. The service may have read the request.
    NotHttp,
    /// The call was cancelled while it was running. The service may have read the request.
    Cancelled,
    /// The call was cancelled before anything of the request was written. Nothing was sent.
    Withdrawn,
    /// The transport itself cannot be set up, for example because `ca_roots` cannot be read. Nothing was sent.
    Setup,
}

impl TransportError {
    /// Whether the service may have read the request.
    #[must_use]
    pub fn may_have_arrived(self) -> bool {
        matches!(self, Self::Timeout | Self::Lost | Self::NotHttp | Self::Cancelled)
    }
}
