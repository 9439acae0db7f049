//! Whom TLS trusts by the variables of the environment, and what is said of those that name no certificates.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod private_service;
mod support;

use std::ffi::OsString;
use std::path::Path;

use private_service::{Folder, Service, authority, certificate};
use support::{events, options};
use tiktok_capi::{Client, Failure, Host, Input, Options, Reason, Receipt};

type Variables<'a> = &'a [(&'a str, &'a str)];

fn given(host: Host, variables: Variables<'_>, json: &str) -> Options {
    let read =
        |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value));
    options(json).in_host(host).with_variables(read).unwrap()
}

fn track(address: &str, host: Host, variables: Variables<'_>) -> Result<Receipt, Failure> {
    let mut options = given(host, variables, r#"{"max_attempts": 1, "timeout": 5}"#);
    options.set("endpoint", &Input::text(address.to_owned())).unwrap();
    Client::new(options).unwrap().track(&events(1))
}

#[test]
fn each_host_trusts_whom_its_variables_name() {
    let (ours, other) = (authority(), authority());
    let folder = Folder::new("trust");
    let (ours, other, issuer) = (folder.file("a.pem", &ours.pem()), folder.file("b.pem", &other.pem()), ours);
    let address = Service::new(certificate("localhost", Some(&issuer), false)).serve();
    let several = folder.file("c.pem", &format!("{}\n# ours\n{}", read(&other), read(&ours)));
    let inside = folder.path().to_str().unwrap();
    for (host, variables, is_trusted) in [
        (Host::Program, [("SSL_CERT_FILE", ours.as_str())].as_slice(), true),
        (Host::Program, &[("SSL_CERT_FILE", &several)], true),
        (Host::Program, &[("SSL_CERT_DIR", inside)], true),
        (Host::Program, &[("SSL_CERT_FILE", &other), ("SSL_CERT_DIR", inside)], true),
        (Host::Program, &[("CURL_CA_BUNDLE", &ours), ("SSL_CERT_FILE", "/no/such")], true),
        (Host::Program, &[("CURL_CA_BUNDLE", &other), ("SSL_CERT_FILE", &ours)], false),
        (Host::Program, &[("SSL_CERT_FILE", &other)], false),
        (Host::Program, &[("REQUESTS_CA_BUNDLE", &ours), ("NODE_EXTRA_CA_CERTS", &ours)], false),
        (Host::Python, &[("REQUESTS_CA_BUNDLE", &ours), ("CURL_CA_BUNDLE", &other)], true),
        (Host::Python, &[("REQUESTS_CA_BUNDLE", inside)], true),
        (Host::Python, &[("CURL_CA_BUNDLE", &ours)], true),
        (Host::Python, &[("SSL_CERT_FILE", &ours), ("NODE_EXTRA_CA_CERTS", &other)], true),
        (Host::Python, &[("NODE_EXTRA_CA_CERTS", &ours)], false),
        (Host::Node, &[("NODE_EXTRA_CA_CERTS", &ours)], true),
        (Host::Node, &[("NODE_EXTRA_CA_CERTS", &ours), ("SSL_CERT_FILE", &other)], true),
        (Host::Node, &[("SSL_CERT_FILE", &ours)], true),
        (Host::Node, &[("CURL_CA_BUNDLE", &ours), ("REQUESTS_CA_BUNDLE", &ours)], false),
        (Host::Program, &[], false),
    ] {
        let receipt = track(&address, host, variables).unwrap();
        let reason = receipt.results.first().unwrap().outcome.reason();
        let expected = (!is_trusted).then_some(Reason::Tls);
        assert_eq!(reason, expected, "{host:?} by {:?}", variables.iter().map(|(name, _)| name));
    }
}

#[test]
fn the_option_wins() {
    let issuer = authority();
    let folder = Folder::new("option");
    let ours = folder.file("a.pem", &issuer.pem());
    let address = Service::new(certificate("localhost", Some(&issuer), false)).serve();
    for (ca_roots, variable, is_trusted) in [(ours.as_str(), "/no/such", true), ("bundled", &ours, false)] {
        let json = serde_json::json!({"max_attempts": 1, "ca_roots": ca_roots, "endpoint": address});
        let options = given(Host::Node, &[("NODE_EXTRA_CA_CERTS", variable)], &json.to_string());
        let receipt = Client::new(options).unwrap().track(&events(1)).unwrap();
        assert_eq!(receipt.ok(), is_trusted);
    }
}

#[test]
fn what_names_no_certificate_is_named_itself() {
    let folder = Folder::new("nothing");
    let (empty, good) = (folder.file("empty.pem", ""), folder.file("good.pem", &authority().pem()));
    let key = folder.file("key.pem", &rcgen::KeyPair::generate().unwrap().serialize_pem());
    let noise = folder.file("noise.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    let bare = Folder::new("bare");
    let bare = bare.path().to_str().unwrap();
    for (host, variables, named) in [
        (Host::Program, [("SSL_CERT_FILE", "/no/such.pem")].as_slice(), "SSL_CERT_FILE"),
        (Host::Program, &[("SSL_CERT_FILE", &empty)], "SSL_CERT_FILE"),
        (Host::Program, &[("SSL_CERT_FILE", &good), ("SSL_CERT_DIR", "/no/such")], "SSL_CERT_DIR"),
        (Host::Program, &[("SSL_CERT_DIR", bare)], "SSL_CERT_DIR"),
        (Host::Program, &[("CURL_CA_BUNDLE", &key)], "CURL_CA_BUNDLE"),
        (Host::Python, &[("REQUESTS_CA_BUNDLE", &noise)], "REQUESTS_CA_BUNDLE"),
        (Host::Node, &[("NODE_EXTRA_CA_CERTS", &empty)], "NODE_EXTRA_CA_CERTS"),
    ] {
        let failure = track("https://127.0.0.1:1/", host, variables).unwrap_err();
        assert_eq!((failure.code(), failure.place()), ("invalid_option", Some(named)));
        assert!(!failure.to_string().contains("/no/such") && !failure.to_string().contains("empty.pem"));
        // What needs no TLS is not hindered.
        let receipt = track("http://127.0.0.1:1/", host, variables).unwrap();
        assert_eq!(receipt.results.first().unwrap().outcome.reason(), Some(Reason::Connect));
    }
}

#[test]
fn whoever_enqueues_in_memory_is_told_at_once() {
    let json = r#"{"endpoint":"https://127.0.0.1:1/","outbox":":memory:"}"#;
    let options = given(Host::Program, &[("SSL_CERT_FILE", "/no/such.pem")], json);
    let client = Client::new(options).unwrap();
    assert_eq!(client.enqueue(&events(1)).unwrap_err().place(), Some("SSL_CERT_FILE"));
}

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(path).unwrap()
}
