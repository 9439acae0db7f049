//! TLS is always verified: a server with a bad certificate gets no request.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use support::{events, options};
use tiktok_capi::{Client, Input, Reason, Receipt};

type Issuer = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Issuer {
    let mut params = CertificateParams::new(vec![]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A certificate for a name, by an authority or by nobody.
fn certificate(
    name: &str,
    issuer: Option<&Issuer>,
    is_expired: bool,
) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
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

/// Serves one connection and tells what it read; nothing when the handshake failed.
fn serve_once(
    certificate: (CertificateDer<'static>, PrivateKeyDer<'static>),
) -> (u16, std::thread::JoinHandle<String>) {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![certificate.0], certificate.1).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let serving = std::thread::spawn(move || {
        let (socket, _) = listener.accept().unwrap();
        let mut stream = StreamOwned::new(ServerConnection::new(Arc::new(config)).unwrap(), socket);
        let mut bytes = [0; 8_192];
        let read = stream.read(&mut bytes).unwrap_or(0);
        let body = r#"{"code":0,"message":"OK","request_id":"r","data":{}}"#;
        let answer =
            format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
        drop(stream.write_all(answer.as_bytes()));
        stream.conn.send_close_notify();
        drop(stream.flush());
        String::from_utf8_lossy(&bytes[..read]).into_owned()
    });
    (port, serving)
}

/// Keeps an authority's certificate in a file for as long as it lives.
struct RootFile(PathBuf);

impl RootFile {
    fn new(name: &str, issuer: &Issuer) -> Self {
        let path = std::env::temp_dir().join(format!("tiktok-capi-{}-{name}.pem", std::process::id()));
        std::fs::write(&path, issuer.pem()).unwrap();
        Self(path)
    }
}

impl Drop for RootFile {
    fn drop(&mut self) {
        drop(std::fs::remove_file(&self.0));
    }
}

fn track(port: u16, ca_roots: &str) -> Receipt {
    let mut options = options(r#"{"max_attempts": 4, "timeout": 5}"#);
    options.set("endpoint", &Input::text(format!("https://localhost:{port}"))).unwrap();
    options.set("ca_roots", &Input::text(ca_roots.to_owned())).unwrap();
    Client::new(options).unwrap().track(&events(1)).unwrap()
}

#[test]
fn a_certificate_of_the_given_authority_is_trusted() {
    let issuer = authority();
    let roots = RootFile::new("good", &issuer);
    let (port, serving) = serve_once(certificate("localhost", Some(&issuer), false));
    assert!(track(port, roots.0.to_str().unwrap()).ok());
    assert!(serving.join().unwrap().contains("access-token: "));
}

#[test]
fn bad_certificates_get_no_request() {
    let issuer = authority();
    let roots = RootFile::new("bad", &issuer);
    let trusted = roots.0.to_str().unwrap();
    for (what, bad, ca_roots) in [
        ("expired", certificate("localhost", Some(&issuer), true), trusted),
        ("wrong host", certificate("tiktok.example", Some(&issuer), false), trusted),
        ("self-signed", certificate("localhost", None, false), trusted),
        ("unknown authority", certificate("localhost", Some(&authority()), false), trusted),
        ("not in the bundled roots", certificate("localhost", Some(&issuer), false), "bundled"),
        ("not in the system's roots", certificate("localhost", Some(&issuer), false), "system"),
    ] {
        let (port, serving) = serve_once(bad);
        let receipt = track(port, ca_roots);
        assert_eq!((receipt.results[0].outcome.reason(), receipt.requests), (Some(Reason::Tls), 1), "{what}");
        assert!(!receipt.results[0].outcome.may_have_arrived(), "{what}");
        assert_eq!(serving.join().unwrap(), "", "{what}");
    }
}
