//! The crates of others that are linked into a package, by what cargo says: neither what only builds nor what only tests.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

/// A crate of others.
#[derive(Debug)]
pub(super) struct Linked {
    pub(super) name: String,
    pub(super) version: String,
    /// As its manifest has it, an expression of SPDX.
    pub(super) licence: String,
    /// Where its sources lie.
    pub(super) folder: PathBuf,
}

/// What is linked into a package on any of the targets, in the order of names.
///
/// # Errors
/// When cargo fails, as it does for a package that is not here.
pub(super) fn of(root: &Path, package: &str, targets: &[&str]) -> Result<Vec<Linked>> {
    let mut all = all(root)?;
    let names = names(root, package, targets)?;
    Ok(names.iter().filter_map(|name| all.remove(name)).collect())
}

/// Names with versions. `cargo tree` knows which features this package has, where the metadata know those of the workspace.
fn names(root: &Path, package: &str, targets: &[&str]) -> Result<BTreeSet<[String; 2]>> {
    let mut arguments =
        vec!["tree", "--edges", "normal,no-proc-macro", "--prefix", "none", "--no-dedupe", "--format", "{p}"];
    arguments.extend(["--package", package]);
    arguments.extend(targets.iter().flat_map(|target| ["--target", target]));
    let tree = cargo(root, &arguments)?;
    Ok(tree.lines().filter_map(name_and_version).collect())
}

/// `name v1.2.3`, maybe with a path behind it.
fn name_and_version(line: &str) -> Option<[String; 2]> {
    let mut words = line.split(' ');
    let (name, version) = (words.next()?, words.next()?);
    Some([name.to_owned(), version.strip_prefix('v')?.to_owned()])
}

/// Every crate of others in the lock file.
fn all(root: &Path) -> Result<BTreeMap<[String; 2], Linked>> {
    let metadata: Value = serde_json::from_str(&cargo(root, &["metadata", "--format-version", "1"])?)?;
    let packages =
        metadata.get("packages").and_then(Value::as_array).context("cargo metadata has no packages")?;
    let of_others = packages.iter().filter(|package| package.get("source").is_some_and(Value::is_string));
    Ok(of_others.filter_map(linked).map(|one| ([one.name.clone(), one.version.clone()], one)).collect())
}

fn linked(package: &Value) -> Option<Linked> {
    let said = |key| Some(package.get(key)?.as_str()?.to_owned());
    let licence = said("license").unwrap_or_default();
    let folder = Path::new(&said("manifest_path")?).parent()?.to_path_buf();
    Some(Linked { name: said("name")?, version: said("version")?, licence, folder })
}

/// What cargo prints.
fn cargo(root: &Path, arguments: &[&str]) -> Result<String> {
    let run = Command::new("cargo").current_dir(root).args(arguments).arg("--locked").output();
    let output = run.context("cannot start cargo")?;
    ensure!(
        output.status.success(),
        "cargo {arguments:?} failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).context("cargo printed no UTF-8")
}
