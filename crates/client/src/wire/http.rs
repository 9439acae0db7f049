//! The transport that is used: HTTPS by ureq.
//!
//! Each call borrows an agent of its own, so that cancelling one call cuts no other. An agent holds one connection and
//! is made at the first request, not at construction, and again after a fork (`fork.rs`).

use std::fmt;
use std::io::{ErrorKind, Read as _};
use std::time::Duration;

use ureq::http::HeaderValue;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Error, Proxy};

use super::progress::{Progress, Stage};
use super::resolver::Addresses;
use super::roots;
use super::transport::{Request, Response, Transport, TransportError};
use crate::machine::cancel::Cancel;
use crate::machine::fork::PerProcess;
use crate::options::Options;
use crate::options::endpoint::Endpoint;
use crate::options::roots::CaRoots;

const USER_AGENT: &str = concat!("tiktok-capi/", env!("CARGO_PKG_VERSION"));

/// Bytes of an answer that are read. TikTok's are a few hundred.
const LONGEST_ANSWER: u64 = 1 << 20;

/// Connections that are kept open while no call uses them.
const IDLE: usize = 8;

/// HTTPS to the endpoint of the options: every time-out set, no redirects, TLS always verified, nothing decompressed.
pub struct Http {
    endpoint: Endpoint,
    connect_timeout: Duration,
    timeout: Duration,
    proxy: Option<Proxy>,
    ca_roots: Option<CaRoots>,
    agents: PerProcess<Line>,
}

/// An agent, and how far its request came.
struct Line {
    agent: Agent,
    progress: Progress,
}

impl Http {
    /// Keeps what the options say. No file, socket or thread is opened yet.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        let settings = &options.settings;
        Self {
            endpoint: settings.endpoint.clone(),
            connect_timeout: settings.connect_timeout,
            timeout: settings.timeout,
            proxy: settings.proxy().cloned(),
            ca_roots: settings.roots().cloned(),
            agents: PerProcess::new(IDLE),
        }
    }

    /// An agent with every setting that ureq leaves open set.
    fn line(&self) -> Result<Line, TransportError> {
        let whole = Some(self.timeout);
        let roots = self.ca_roots.as_ref().map_or(Ok(RootCerts::WebPki), roots::root_certs);
        let roots = roots.map_err(|_| TransportError::Setup)?;
        let config = Agent::config_builder()
            .timeout_global(whole)
            .timeout_per_call(whole)
            .timeout_resolve(Some(self.connect_timeout))
            .timeout_connect(Some(self.connect_timeout))
            .timeout_send_request(whole)
            .timeout_send_body(whole)
            .timeout_recv_response(whole)
            .timeout_recv_body(whole)
            .max_redirects(0)
            .http_status_as_error(false)
            .https_only(self.endpoint.is_https())
            .proxy(self.proxy.clone())
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .max_idle_connections(1)
            .max_idle_connections_per_host(1)
            .user_agent(USER_AGENT)
            .accept("application/json")
            .build();
        let progress = Progress::default();
        let connector = progress.connector(self.endpoint.uri());
        Ok(Line { agent: Agent::with_parts(config, connector, Addresses::default()), progress })
    }

    fn exchange(&self, line: &Line, request: &Request<'_>) -> Result<Response, Error> {
        line.progress.begin();
        let mut token =
            HeaderValue::from_str(request.token.expose()).map_err(|error| Error::Http(error.into()))?;
        token.set_sensitive(true);
        let call = line.agent.post(self.endpoint.uri().clone()).header("Access-Token", token);
        let answer = call.content_type("application/json").send(request.body)?;
        let (head, body) = answer.into_parts();
        let mut bytes = Vec::new();
        body.into_reader().take(LONGEST_ANSWER).read_to_end(&mut bytes)?;
        Ok(Response { status: head.status.as_u16(), headers: head.headers, body: bytes })
    }
}

/// Without addresses and paths: people put secrets into them.
impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Http")
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl Transport for Http {
    fn send(&self, request: &Request<'_>, cancel: &Cancel) -> Result<Response, TransportError> {
        let line = self.agents.take().map_or_else(|| self.line(), Ok)?;
        let guard = cancel.during({
            let agent = line.agent.clone();
            move || agent.shutdown()
        });
        let result = self.exchange(&line, request);
        drop(guard);
        match result {
            // An agent that was cancelled is shut down for good, even if the answer came first.
            Ok(response) if cancel.is_cancelled() => Ok(response),
            Ok(response) => {
                self.agents.put(line);
                Ok(response)
            }
            Err(_) if cancel.is_cancelled() && line.progress.stage() == Stage::Written => {
                Err(TransportError::Cancelled)
            }
            Err(_) if cancel.is_cancelled() => Err(TransportError::Withdrawn),
            Err(error) => Err(self.cause(&error, line.progress.stage())),
        }
    }
}

impl Http {
    /// What an error of ureq says about a request that came so far. Its text is not passed on: it may hold addresses.
    fn cause(&self, error: &Error, stage: Stage) -> TransportError {
        match (error, stage) {
            (_, Stage::Written) => written_cause(error),
            (Error::Http(_) | Error::BadUri(_) | Error::RequireHttpsOnly(_), _) => TransportError::Setup,
            (Error::Timeout(_), _) => TransportError::Connect,
            (Error::Io(error), _) if error.kind() == ErrorKind::TimedOut => TransportError::Connect,
            (_, Stage::Connected) if self.endpoint.is_https() => TransportError::Tls,
            _ => TransportError::Connect,
        }
    }
}

/// The service may have read it.
fn written_cause(error: &Error) -> TransportError {
    match error {
        Error::Timeout(_) => TransportError::Timeout,
        Error::Io(error) if error.kind() == ErrorKind::TimedOut => TransportError::Timeout,
        Error::Io(_) | Error::Tls(_) | Error::Rustls(_) => TransportError::Lost,
        _ => TransportError::NotHttp,
    }
}
