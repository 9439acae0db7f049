//! `cargo xtask lint`: the glue of a language knows kinds of value, never a field of the catalogue.
//!
//! A field that is named in `bindings/*/src` would have to be named again in every other language, so a new row of the
//! catalogue would no longer be enough.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use tiktok_capi_core::catalog;

/// Arguments of the verbs (`normalize(field, value, region)`, `event_id(event, key)`), which errors about them name.
const ARGUMENTS: &[&str] = &["event", "region", "value"];

/// Looks through the Rust files of `bindings/*/src`.
///
/// # Errors
/// Names file, line and field of each finding.
pub(crate) fn run(root: &Path) -> Result<()> {
    let mut found = Vec::new();
    for file in glue(&root.join("bindings"))? {
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let shown = file.strip_prefix(root).unwrap_or(&file).display();
        found.extend(named(&text).map(|(line, field)| format!("{shown}:{line}: `{field}`")));
    }
    ensure!(found.is_empty(), "fields of the catalogue belong in the core:\n{}", found.join("\n"));
    Ok(())
}

/// The Rust files of each binding's `src`, in order.
fn glue(bindings: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for binding in entries(bindings)? {
        walk(&binding.join("src"), &mut files)?;
    }
    Ok(files)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for path in entries(folder)? {
        if path.is_dir() {
            walk(&path, files)?;
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

/// What a folder holds, in order; nothing when there is no such folder.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let read = fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    let mut paths: Vec<PathBuf> = read.with_context(|| format!("cannot list {}", folder.display()))?;
    paths.sort();
    Ok(paths)
}

/// Lines, from 1, whose string literals are the name or the path of a field: `"email"`, `"user.email"`, `c"email"`.
fn named(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let code = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.flat_map(|(index, line)| {
        let literals = line.split('"').skip(1).step_by(2).map(|literal| literal.trim_end_matches("\\0"));
        literals.filter(|literal| is_field(literal)).map(move |literal| (index + 1, literal))
    })
}

fn is_field(literal: &str) -> bool {
    !ARGUMENTS.contains(&literal) && catalog::field(literal).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_that_name_a_field_are_found() {
        let glue = "let a = get(\"email\");\n// \"phone\"\nlet b = (\"city\", c\"page.url\");\nlet email = 1;\nb\"ttp\\0\"";
        let expected = [(1, "email"), (3, "city"), (3, "page.url"), (5, "ttp")];
        assert_eq!(named(glue).collect::<Vec<_>>(), expected);
        assert_eq!(named("let kinds = (\"sha256\", \"region\", \"\");").count(), 0);
    }

    #[test]
    fn every_file_below_a_binding_is_looked_at() {
        let root = std::env::temp_dir().join(format!("xtask-lint-{}", std::process::id()));
        run(&root).unwrap();
        let deep = root.join("bindings/node/src/walk");
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("map.rs"), "fn clean() {}\n").unwrap();
        run(&root).unwrap();
        fs::write(deep.join("map.rs"), "\nget(\"ttclid\")\n").unwrap();
        let told = run(&root).unwrap_err().to_string();
        assert!(told.contains("bindings/node/src/walk/map.rs:2"), "{told}");
        fs::remove_dir_all(root).unwrap();
    }
}
