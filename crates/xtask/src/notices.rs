//! `cargo xtask notices`: what of others is linked into a package, and the licences that go along with it.
//!
//! The texts are those that lie in the sources which cargo builds from; what has none there stands in `notices/others.rs`.
//! cargo-about does the same by a template, and knows neither SQLite, the tables of countries nor the standard library.

mod linked;
mod others;
mod texts;

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::Result;

use linked::Linked;
use texts::Texts;

/// The platforms that packages are made for: one text serves them all.
const TARGETS: &[&str] = &[
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "x86_64-unknown-linux-musl",
    "aarch64-unknown-linux-musl",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-gnu",
    "x86_64-pc-windows-msvc",
];

/// The arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Notices {
    /// Package of this workspace whose library or program is passed on
    #[arg(long, default_value = "tiktok-capi-cli")]
    package: String,
}

/// Prints the notices.
///
/// # Errors
/// Names what is linked and has no licence that is known here.
pub(crate) fn run(root: &Path, arguments: &Notices) -> Result<()> {
    let linked = linked::of(root, &arguments.package, TARGETS)?;
    let text = text(root, &linked)?;
    io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

fn text(root: &Path, linked: &[Linked]) -> Result<String> {
    let mut texts = Texts::default();
    for one in linked {
        texts.of_crate(root, one)?;
    }
    texts.of_others(root)?;

    let mut told = String::from(
        "THIRD-PARTY NOTICES\n\n\
         This package holds compiled code and data of others, listed here with their licences. Not all of it is part of\n\
         every platform's build. Where several licences are offered, what follows is the text of one of them. The\n\
         package's own licence stands in LICENSE-MIT and LICENSE-APACHE.\n\n",
    );
    for one in linked {
        writeln!(told, "{} {}: {}", one.name, one.version, one.licence)?;
    }
    for other in others::OTHERS {
        writeln!(told, "{}: {}", other.name, other.licence)?;
    }
    told.push_str(&texts.told());
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> std::path::PathBuf {
        crate::root().unwrap()
    }

    #[test]
    fn what_is_linked_is_told_with_its_licence() {
        let linked = linked::of(&root(), "tiktok-capi-cli", TARGETS).unwrap();
        let told = text(&root(), &linked).unwrap();
        for expected in
            ["ring 0.17", "SQLite", "rlibphonenumber", "Apache License", "BoringSSL", "CDLA", "musl"]
        {
            assert!(told.contains(expected), "{expected}");
        }
        assert!(linked.iter().all(|one| !one.name.starts_with("tiktok-capi")));
    }

    #[test]
    fn what_only_builds_or_tests_is_not_told() {
        let linked = linked::of(&root(), "tiktok-capi-cli", TARGETS).unwrap();
        assert!(linked.iter().all(|one| !["cc", "syn", "proptest", "divan"].contains(&one.name.as_str())));
    }

    #[test]
    fn what_has_no_licence_stops() {
        let bare = Linked {
            name: "bare".to_owned(),
            version: "1.0.0".to_owned(),
            licence: "MIT".to_owned(),
            folder: std::env::temp_dir().join("xtask-notices-nowhere"),
        };
        let told = text(&root(), &[bare]).unwrap_err().to_string();
        assert!(told.contains("bare 1.0.0"), "{told}");
    }
}
