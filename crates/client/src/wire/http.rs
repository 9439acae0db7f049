//! The transport that is used: HTTPS by ureq.
//!
//! Each call borrows an agent of its own, so that cancelling one call cuts no other. An agent holds one connection and
//! is made at the first request, not at construction, and again after a fork (`fork.rs`).

use std::fmt;
use std::io::Read as _;
use std::time::Duration;

use ureq::http::HeaderValue;
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Error, Proxy, Timeout};

use super::resolver::Addresses;
use super::transport::{Request, Response, Transport, TransportError};
use crate::machine::cancel::Cancel;
use crate::machine::fork::PerProcess;
use crate::options::Options;
use crate::options::endpoint::Endpoint;
use crate::options::settings::CaRoots;

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
    ca_roots: CaRoots,
    agents: PerProcess<Agent>,
}

impl Http {
    /// Keeps what the options say. No file, socket or thread is opened yet.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        let settings = &options.settings;
        let is_loopback = settings.endpoint.is_loopback();
        Self {
            endpoint: settings.endpoint.clone(),
            connect_timeout: settings.connect_timeout,
            timeout: settings.timeout,
            proxy: settings.proxy.clone().filter(|_| !is_loopback),
            ca_roots: settings.ca_roots.clone(),
            agents: PerProcess::new(IDLE),
        }
    }

    /// An agent with every setting that ureq leaves open set.
    fn agent(&self) -> Result<Agent, TransportError> {
        let whole = Some(self.timeout);
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
            .tls_config(TlsConfig::builder().root_certs(self.root_certs()?).build())
            .max_idle_connections(1)
            .max_idle_connections_per_host(1)
            .user_agent(USER_AGENT)
            .accept("application/json")
            .build();
        Ok(Agent::with_parts(config, DefaultConnector::new(), Addresses::default()))
    }

    fn root_certs(&self) -> Result<RootCerts, TransportError> {
        match &self.ca_roots {
            CaRoots::Bundled => Ok(RootCerts::WebPki),
            CaRoots::System => Ok(RootCerts::PlatformVerifier),
            CaRoots::File(path) => {
                let pem = std::fs::read(path).map_err(|_| TransportError::Setup)?;
                let certificates: Vec<_> = parse_pem(&pem)
                    .filter_map(|item| match item {
                        Ok(PemItem::Certificate(certificate)) => Some(certificate),
                        _ => None,
                    })
                    .collect();
                if certificates.is_empty() {
                    Err(TransportError::Setup)
                } else {
                    Ok(RootCerts::new_with_certs(&certificates))
                }
            }
        }
    }

    fn exchange(&self, agent: &Agent, request: &Request<'_>) -> Result<Response, Error> {
        let mut token =
            HeaderValue::from_str(request.token.expose()).map_err(|error| Error::Http(error.into()))?;
        token.set_sensitive(true);
        let call = agent.post(self.endpoint.uri().clone()).header("Access-Token", token);
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
        let agent = self.agents.take().map_or_else(|| self.agent(), Ok)?;
        let guard = cancel.during({
            let agent = agent.clone();
            move || agent.shutdown()
        });
        let result = self.exchange(&agent, request);
        drop(guard);
        match result {
            // An agent that was cancelled is shut down for good, even if the answer came first.
            Ok(response) if cancel.is_cancelled() => Ok(response),
            Ok(response) => {
                self.agents.put(agent);
                Ok(response)
            }
            Err(_) if cancel.is_cancelled() => Err(TransportError::Cancelled),
            Err(error) => Err(cause(&error)),
        }
    }
}

/// What an error of ureq says about the request. Its text is not passed on: it may hold addresses.
fn cause(error: &Error) -> TransportError {
    match error {
        Error::Timeout(Timeout::Resolve | Timeout::Connect)
        | Error::HostNotFound
        | Error::ConnectionFailed => TransportError::Connect,
        Error::ConnectProxyFailed(_) | Error::InvalidProxyUrl => TransportError::Connect,
        Error::Timeout(_) => TransportError::Timeout,
        Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) | Error::TlsRequired => TransportError::Tls,
        Error::Io(error) => io_cause(error),
        Error::Http(_) | Error::BadUri(_) | Error::RequireHttpsOnly(_) => TransportError::Setup,
        _ => TransportError::NotHttp,
    }
}

fn io_cause(error: &std::io::Error) -> TransportError {
    use std::io::ErrorKind as Kind;
    match error.kind() {
        Kind::ConnectionRefused | Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown => {
            TransportError::Connect
        }
        Kind::AddrNotAvailable | Kind::AddrInUse | Kind::PermissionDenied => TransportError::Connect,
        Kind::TimedOut => TransportError::Timeout,
        _ => tls_cause(error).unwrap_or(TransportError::Lost),
    }
}

/// What rustls said. An alert or a record that cannot be read may come when the request is under way already.
fn tls_cause(error: &std::io::Error) -> Option<TransportError> {
    match error.get_ref()?.downcast_ref()? {
        rustls::Error::AlertReceived(_) | rustls::Error::DecryptError => Some(TransportError::Lost),
        _ => Some(TransportError::Tls),
    }
}
