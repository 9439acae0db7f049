//! The certificates that TLS trusts, read from where the options or the environment have them.

use std::path::Path;
use std::{fs, io};

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use ureq::tls::{Certificate, PemItem, RootCerts, parse_pem};

use crate::options::error::{ConfigError, ConfigFault};
use crate::options::roots::{CaRoots, Source};

/// Reads them.
///
/// # Errors
/// A file cannot be read, or there is no certificate where one should be. The error names the option or the variable.
pub(crate) fn root_certs(roots: &CaRoots) -> Result<RootCerts, ConfigError> {
    match roots {
        CaRoots::Bundled(more) if more.is_empty() => Ok(RootCerts::WebPki),
        CaRoots::Bundled(more) => Ok(bundled().chain(all(more)?).into()),
        CaRoots::System => Ok(RootCerts::PlatformVerifier),
        CaRoots::Given(sources) => Ok(all(sources)?.into()),
    }
}

/// Mozilla's list as whole certificates: ureq's own is of a form to which none can be added.
fn bundled() -> impl Iterator<Item = Certificate<'static>> {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().map(|root| Certificate::from_der(root))
}

fn all(sources: &[Source]) -> Result<Vec<Certificate<'static>>, ConfigError> {
    let each = sources.iter().map(of_source).collect::<Result<Vec<_>, _>>()?;
    Ok(each.concat())
}

fn of_source(source: &Source) -> Result<Vec<Certificate<'static>>, ConfigError> {
    const UNREADABLE: &str = "It names what is not there or cannot be read. Give the path of a PEM file of certificates that this program may read.";
    const EMPTY: &str = "It names what holds no certificate. Give the path of a PEM file: its certificates begin with `-----BEGIN CERTIFICATE-----`.";
    let invalid = |hint| ConfigError::new(ConfigFault::Invalid, source.name, hint);
    let read = source.paths.iter().map(|path| of_path(path)).collect::<io::Result<Vec<_>>>();
    let certificates = read.map_err(|_| invalid(UNREADABLE))?.concat();
    if certificates.is_empty() { Err(invalid(EMPTY)) } else { Ok(certificates) }
}

/// Of a file, or of all files of a folder, which may hold other things and links to what is gone.
fn of_path(path: &Path) -> io::Result<Vec<Certificate<'static>>> {
    if !path.is_dir() {
        return of_file(path);
    }
    let entries = fs::read_dir(path)?.collect::<io::Result<Vec<_>>>()?;
    Ok(entries.iter().flat_map(|entry| of_file(&entry.path()).unwrap_or_default()).collect())
}

fn of_file(path: &Path) -> io::Result<Vec<Certificate<'static>>> {
    let pem = fs::read(path)?;
    let certificates = parse_pem(&pem).filter_map(|item| match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    });
    Ok(certificates.filter(is_readable).collect())
}

/// Whether TLS itself can read it: it would leave others out without a word.
fn is_readable(certificate: &Certificate<'_>) -> bool {
    RootCertStore::empty().add(CertificateDer::from(certificate.der())).is_ok()
}
