//! Whom TLS trusts: by the option `ca_roots`, or by the variables that other programs of the host follow.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use tiktok_capi_core::trim;

/// What the client runs in. Each host has programs of its own, whose variables its users have set already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Host {
    /// A compiled program, PHP or the shell: as curl, by `CURL_CA_BUNDLE`, `SSL_CERT_FILE` and `SSL_CERT_DIR`.
    #[default]
    Program,
    /// Python: as requests, by `REQUESTS_CA_BUNDLE` before those.
    Python,
    /// Node.js: by `SSL_CERT_FILE` and `SSL_CERT_DIR`, and `NODE_EXTRA_CA_CERTS` adds to whatever is trusted.
    Node,
}

impl Host {
    /// Variables of which the first that is set counts alone.
    fn bundles(self) -> &'static [&'static str] {
        match self {
            Self::Program => &["CURL_CA_BUNDLE"],
            Self::Python => &["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"],
            Self::Node => &[],
        }
    }

    /// The variable that adds to what is trusted.
    fn extra(self) -> Option<&'static str> {
        (self == Self::Node).then_some("NODE_EXTRA_CA_CERTS")
    }
}

/// OpenSSL's own, which count together.
const OF_ALL: [&str; 2] = ["SSL_CERT_FILE", "SSL_CERT_DIR"];

/// Whom TLS trusts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CaRoots {
    /// Mozilla's list, as it was when the library was built, and these.
    Bundled(Vec<Source>),
    /// What the machine trusts.
    System,
    /// These alone.
    Given(Vec<Source>),
}

/// Files of certificates, or folders of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    /// The option or the variable that names them.
    pub(crate) name: &'static str,
    pub(crate) paths: Vec<PathBuf>,
}

/// Reads the option.
pub(super) fn from_option(value: &str) -> CaRoots {
    match trim(value) {
        "bundled" => CaRoots::Bundled(Vec::new()),
        "system" => CaRoots::System,
        path => CaRoots::Given(vec![Source { name: "ca_roots", paths: vec![path.into()] }]),
    }
}

/// Reads the environment. Nothing is opened yet.
pub(super) fn from_environment(host: Host, read: impl Fn(&str) -> Option<OsString>) -> CaRoots {
    let source = |name: &'static str| Source::of(name, &read(name)?);
    let bundle = host.bundles().iter().find_map(|name| source(name));
    let given = match bundle {
        Some(bundle) => vec![bundle],
        None => OF_ALL.into_iter().filter_map(source).collect(),
    };
    let extra = host.extra().and_then(source);
    if given.is_empty() {
        return CaRoots::Bundled(Vec::from_iter(extra));
    }
    CaRoots::Given(given.into_iter().chain(extra).collect())
}

impl Source {
    /// `None` where the variable is blank. A folder may stand beside others, as in `PATH`.
    fn of(name: &'static str, value: &OsStr) -> Option<Self> {
        let is_blank = value.to_str().is_some_and(|value| trim(value).is_empty());
        let mut paths: Vec<_> = match name {
            "SSL_CERT_DIR" => std::env::split_paths(value).collect(),
            _ => vec![value.into()],
        };
        paths.retain(|path| !path.as_os_str().is_empty());
        (!is_blank && !paths.is_empty()).then_some(Self { name, paths })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roots(host: Host, variables: &[(&str, &str)]) -> CaRoots {
        from_environment(host, |name| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
        })
    }

    fn named(roots: &CaRoots) -> (bool, Vec<&'static str>) {
        let is_bundled = matches!(roots, CaRoots::Bundled(_));
        let (CaRoots::Bundled(sources) | CaRoots::Given(sources)) = roots else {
            return (false, vec!["system"]);
        };
        (is_bundled, sources.iter().map(|source| source.name).collect())
    }

    const ALL: [(&str, &str); 5] = [
        ("SSL_CERT_FILE", "/a"),
        ("SSL_CERT_DIR", "/b"),
        ("REQUESTS_CA_BUNDLE", "/c"),
        ("CURL_CA_BUNDLE", "/d"),
        ("NODE_EXTRA_CA_CERTS", "/e"),
    ];

    #[test]
    fn each_host_follows_its_own_variables() {
        for (host, is_bundled, names) in [
            (Host::Program, false, vec!["CURL_CA_BUNDLE"]),
            (Host::Python, false, vec!["REQUESTS_CA_BUNDLE"]),
            (Host::Node, false, vec!["SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS"]),
        ] {
            assert_eq!(named(&roots(host, &ALL)), (is_bundled, names), "{host:?}");
            assert_eq!(named(&roots(host, &ALL[..2])), (false, vec!["SSL_CERT_FILE", "SSL_CERT_DIR"]));
            assert_eq!(named(&roots(host, &[])), (true, vec![]));
        }
        assert_eq!(named(&roots(Host::Python, &ALL[3..4])), (false, vec!["CURL_CA_BUNDLE"]));
        assert_eq!(named(&roots(Host::Node, &ALL[2..])), (true, vec!["NODE_EXTRA_CA_CERTS"]));
        assert_eq!(named(&roots(Host::Program, &ALL[4..])), (true, vec![]));
    }

    #[test]
    fn a_blank_variable_is_absent() {
        let blank = [("CURL_CA_BUNDLE", " "), ("SSL_CERT_FILE", ""), ("SSL_CERT_DIR", ":")];
        assert_eq!(named(&roots(Host::Python, &blank)), (true, vec![]));
    }

    #[cfg(unix)]
    #[test]
    fn folders_stand_beside_each_other() {
        let CaRoots::Given(sources) = roots(Host::Node, &[("SSL_CERT_DIR", "/a::/b c")]) else { panic!() };
        assert_eq!(sources[0].paths, [PathBuf::from("/a"), PathBuf::from("/b c")]);
    }
}
