//! For the tests of other languages: a service whose certificate a private authority signed, until standard input ends.
//!
//! `private_service FOLDER` writes the authority to `FOLDER/authority.pem` and prints the service's address.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a program of tests")]

#[path = "../tests/private_service/mod.rs"]
mod private_service;

use std::io::Read as _;
use std::path::PathBuf;

use private_service::{Service, authority, certificate};

fn main() {
    let folder = PathBuf::from(std::env::args_os().nth(1).unwrap());
    let issuer = authority();
    std::fs::write(folder.join("authority.pem"), issuer.pem()).unwrap();
    println!("{}", Service::new(certificate("localhost", Some(&issuer), false)).serve());
    let _ = std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
}
