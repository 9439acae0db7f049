//! `cargo xtask release`: the version of the whole, which stands in the workspace's `Cargo.toml`, wherever a package manager or a
//! header wants a copy of it, and the changelog.

mod changelog;
mod copies;
mod strays;
mod version;

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, ensure};

use crate::lint::files;
use version::Version;

/// The steps.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Release {
    /// Writes a version wherever it stands, and heads what is unreleased in CHANGELOG.md with it and the day.
    Bump {
        /// As 1.2.3 or 1.2.3-rc.1
        version: Version,
    },
    /// Fails where a copy of the version is another; with a tag, where the tag or CHANGELOG.md is not that of a release.
    Check {
        /// The tag that is released, as v1.2.3
        tag: Option<String>,
    },
}

/// Does one of them.
///
/// # Errors
/// Names what is not as it should be.
pub(crate) fn run(root: &Path, release: &Release) -> Result<()> {
    match release {
        Release::Bump { version } => bump(root, version, &today()?),
        Release::Check { tag } => check(root, tag.as_deref()),
    }
}

fn bump(root: &Path, version: &Version, day: &str) -> Result<()> {
    let old = copies::version(root)?;
    ensure!(old != *version, "the version is {version} already");
    let released = changelog::released(&changelog::read(root)?, version, day)?;
    copies::write(root, &old, version)?;
    files::write(&root.join(changelog::PATH), &released)
}

fn check(root: &Path, tag: Option<&str>) -> Result<()> {
    let version = copies::version(root)?;
    let mut wrong = copies::wrong(root, &version)?;
    wrong.extend(strays::found(root, &version, &copies::paths().collect::<Vec<_>>())?);
    if let Some(tag) = tag {
        if tag != format!("v{version}") {
            wrong.push(format!("the tag is {tag}, the version {version}"));
        }
        wrong.extend(changelog::wrong(&changelog::read(root)?, &version));
    }
    ensure!(wrong.is_empty(), "not ready for a release:\n{}", wrong.join("\n"));
    Ok(())
}

/// The day in UTC, as `2026-12-01`.
fn today() -> Result<String> {
    let passed =
        SystemTime::now().duration_since(UNIX_EPOCH).context("the machine's clock is before 1970")?;
    let now = jiff::Timestamp::from_second(i64::try_from(passed.as_secs())?)?;
    Ok(now.strftime("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::*;

    const CHANGELOG: &str = "# Changelog\n\n## [Unreleased]\n\n### Added\n- All of it.\n";

    /// The files of this repository that hold the version, with a changelog, in a folder of the test's own.
    fn copied(test: &str) -> PathBuf {
        let (root, to) = (crate::root().unwrap(), files::made_up(test, &[(changelog::PATH, CHANGELOG)]));
        for path in copies::paths() {
            let target = to.join(path);
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::copy(root.join(path), target).unwrap();
        }
        to
    }

    fn bumped(test: &str) -> PathBuf {
        let root = copied(test);
        bump(&root, &"9.8.7".parse().unwrap(), "2031-02-03").unwrap();
        root
    }

    fn told(root: &Path, tag: &str) -> String {
        check(root, Some(tag)).unwrap_err().to_string()
    }

    #[test]
    fn a_bump_makes_everything_ready_for_its_tag() {
        let root = bumped("release-bump");
        check(&root, Some("v9.8.7")).unwrap();
        assert_eq!(copies::wrong(&root, &"9.8.7".parse().unwrap()).unwrap(), [""; 0]);
        let changelog = fs::read_to_string(root.join(changelog::PATH)).unwrap();
        assert!(changelog.contains("## [9.8.7] - 2031-02-03\n\n### Added"), "{changelog}");
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_copy_that_was_forgotten_is_named() {
        for path in copies::paths() {
            let root = bumped("release-forgotten");
            fs::copy(crate::root().unwrap().join(path), root.join(path)).unwrap();
            let told = check(&root, Some("v9.8.7")).unwrap_err().to_string();
            let expected = if path == "Cargo.toml" { "the tag is v9.8.7" } else { path };
            assert!(told.contains(expected), "{path}: {told}");
            fs::remove_dir_all(root).unwrap();
        }
    }

    #[test]
    fn a_copy_that_is_gone_is_named() {
        let root = copied("release-gone");
        fs::write(root.join("node/package.json"), "{}").unwrap();
        assert!(check(&root, None).unwrap_err().to_string().contains("node/package.json"));
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn another_tag_and_an_open_changelog_are_no_release() {
        let root = bumped("release-tag");
        assert!(told(&root, "v9.8.6").contains("the tag is v9.8.6"));
        assert!(told(&root, "9.8.7").contains("the tag is 9.8.7"));
        fs::write(root.join(changelog::PATH), CHANGELOG).unwrap();
        let told = told(&root, "v9.8.7");
        assert!(told.contains("no section") && told.contains("Unreleased"), "{told}");
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn nothing_is_written_where_the_changelog_has_nothing() {
        let root = copied("release-nothing");
        fs::write(root.join(changelog::PATH), "# Changelog\n").unwrap();
        let before = copies::version(&root).unwrap();
        assert!(bump(&root, &"9.8.7".parse().unwrap(), "2031-02-03").is_err());
        assert_eq!(copies::version(&root).unwrap(), before);
        assert!(bump(&root, &before, "2031-02-03").is_err());
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn every_copy_of_this_repository_is_known() {
        check(&crate::root().unwrap(), None).unwrap();
    }
}
