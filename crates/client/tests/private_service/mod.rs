//! A service that accepts everything over TLS, with a certificate that a private authority signed, as in a company's network.
#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

pub(crate) type Issuer = CertifiedIssuer<'static, KeyPair>;

pub(crate) type Identity = (CertificateDer<'static>, PrivateKeyDer<'static>);

pub(crate) fn authority() -> Issuer {
    let mut params = CertificateParams::new(vec![]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A certificate for a name, by an authority or by nobody.
pub(crate) fn certificate(name: &str, issuer: Option<&Issuer>, is_expired: bool) -> Identity {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    if is_expired {
        (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
    }
    let key = KeyPair::generate().unwrap();
    let certificate = match issuer {
        Some(issuer) => params.signed_by(&key, issuer).unwrap(),
        None => params.self_signed(&key).unwrap(),
    };
    (certificate.der().clone(), key.into())
}

/// Listens at a free port.
pub(crate) struct Service {
    config: Arc<ServerConfig>,
    listener: TcpListener,
}

impl Service {
    pub(crate) fn new(identity: Identity) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.unwrap().with_no_client_auth().with_single_cert(vec![identity.0], identity.1);
        Self { config: Arc::new(config.unwrap()), listener: TcpListener::bind("127.0.0.1:0").unwrap() }
    }

    /// Its address by a name that a certificate can be for.
    pub(crate) fn address(&self) -> String {
        format!("https://localhost:{}/", self.listener.local_addr().unwrap().port())
    }

    /// Serves one connection and tells what it read; nothing when the handshake failed.
    pub(crate) fn serve_once(self) -> (String, JoinHandle<String>) {
        (self.address(), std::thread::spawn(move || self.answer(self.listener.accept().unwrap().0)))
    }

    /// Serves for as long as the process lives.
    pub(crate) fn serve(self) -> String {
        let address = self.address();
        std::thread::spawn(move || {
            loop {
                self.answer(self.listener.accept().unwrap().0);
            }
        });
        address
    }

    fn answer(&self, socket: TcpStream) -> String {
        let mut stream = StreamOwned::new(ServerConnection::new(Arc::clone(&self.config)).unwrap(), socket);
        let mut bytes = [0; 8_192];
        let read = stream.read(&mut bytes).unwrap_or(0);
        let body = r#"{"code":0,"message":"OK","request_id":"r","data":{}}"#;
        let answer =
            format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
        drop(stream.write_all(answer.as_bytes()));
        stream.conn.send_close_notify();
        drop(stream.flush());
        String::from_utf8_lossy(&bytes[..read]).into_owned()
    }
}

/// A folder of files, which are kept for as long as it lives.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tiktok-capi-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file and gives its path.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
