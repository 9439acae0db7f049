//! TLS is always verified: a server with a bad certificate gets no request.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod private_service;
mod support;

use private_service::{Folder, Service, authority, certificate};
use support::{events, options};
use tiktok_capi::{Client, Input, Reason, Receipt};

fn track(address: &str, ca_roots: &str) -> Receipt {
    let mut options = options(r#"{"max_attempts": 4, "timeout": 5}"#);
    options.set("endpoint", &Input::text(address.to_owned())).unwrap();
    options.set("ca_roots", &Input::text(ca_roots.to_owned())).unwrap();
    Client::new(options).unwrap().track(&events(1)).unwrap()
}

#[test]
fn a_certificate_of_the_given_authority_is_trusted() {
    let issuer = authority();
    let folder = Folder::new("good");
    let (address, serving) = Service::new(certificate("localhost", Some(&issuer), false)).serve_once();
    assert!(track(&address, &folder.file("a.pem", &issuer.pem())).ok());
    assert!(serving.join().unwrap().contains("access-token: "));
}

#[test]
fn bad_certificates_get_no_request() {
    let issuer = authority();
    let folder = Folder::new("bad");
    let trusted = folder.file("a.pem", &issuer.pem());
    let trusted = trusted.as_str();
    for (what, bad, ca_roots) in [
        ("expired", certificate("localhost", Some(&issuer), true), trusted),
        ("wrong host", certificate("tiktok.example", Some(&issuer), false), trusted),
        ("self-signed", certificate("localhost", None, false), trusted),
        ("unknown authority", certificate("localhost", Some(&authority()), false), trusted),
        ("not in the bundled roots", certificate("localhost", Some(&issuer), false), "bundled"),
        ("not in the system's roots", certificate("localhost", Some(&issuer), false), "system"),
    ] {
        let (address, serving) = Service::new(bad).serve_once();
        let receipt = track(&address, ca_roots);
        assert_eq!((receipt.results[0].outcome.reason(), receipt.requests), (Some(Reason::Tls), 1), "{what}");
        assert!(!receipt.results[0].outcome.may_have_arrived(), "{what}");
        assert_eq!(serving.join().unwrap(), "", "{what}");
    }
}
