//! `cargo xtask lint`: the glue of a language knows kinds of value, never a field of the catalogue.
//!
//! A field that is named in `bindings/*/src` would have to be named again in every other language, so a new row of the
//! catalogue would no longer be enough.

use std::path::{Path, PathBuf};

use anyhow::Result;
use tiktok_capi_core::catalog;

use super::files;

/// Arguments of the verbs (`normalize(field, value, region)`, `event_id(event, key)`), which errors about them name, and the
/// verb that is called as the field is for which it makes a value.
const OF_VERBS: &[&str] = &["event", "event_id", "region", "value"];

/// File, line and field of each place.
pub(super) fn found(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for file in glue(root)? {
        let (text, shown) = (files::read(&file)?, files::shown(root, &file));
        found.extend(named(&text).map(|(line, field)| format!("{shown}:{line}: `{field}`")));
    }
    Ok(found)
}

/// The Rust files of each binding, and of the door that is made of JSON.
fn glue(root: &Path) -> Result<Vec<PathBuf>> {
    let mut glue = Vec::new();
    for package in files::packages(&root.join("bindings"))?.iter().chain([&root.join("crates/json")]) {
        glue.extend(files::below(&package.join("src"), "rs")?);
    }
    Ok(glue)
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
    !OF_VERBS.contains(&literal) && catalog::field(literal).is_some()
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
    fn every_file_of_a_door_is_looked_at() {
        let names = "\nget(\"ttclid\")\n";
        let root = files::made_up(
            "fields",
            &[
                ("bindings/node/Cargo.toml", ""),
                ("bindings/node/src/walk/map.rs", names),
                ("bindings/node/test/map.rs", names),
                ("bindings/c/Cargo.toml", ""),
                ("bindings/c/src/lib.rs", "fn clean() {}\n"),
                ("bindings/c/inner/Cargo.toml", ""),
                ("bindings/c/inner/src/lib.rs", names),
                ("crates/json/src/read.rs", names),
                ("crates/core/src/read.rs", names),
            ],
        );
        let expected = [
            "bindings/c/inner/src/lib.rs:2: `ttclid`",
            "bindings/node/src/walk/map.rs:2: `ttclid`",
            "crates/json/src/read.rs:2: `ttclid`",
        ];
        assert_eq!(found(&root).unwrap(), expected);
        std::fs::remove_dir_all(root).unwrap();
    }
}
