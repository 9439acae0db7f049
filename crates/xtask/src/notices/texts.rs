//! The texts of licences, each once, with the names of what is under it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::linked::Linked;
use super::others::{OTHERS, Text, WITHOUT};

/// What names of files begin with that hold a licence or belong to one, in small letters.
const FILES: &[&str] = &["license", "licence", "copying", "copyright", "notice", "unlicense"];

/// What names of the files of other licences hold, where a crate may be taken under MIT.
const BESIDE_MIT: &[&str] = &["apache", "unlicense", "boost", "isc", "zlib", "0bsd", "copying"];

/// The texts that were found: by their words alone, the names they are of and themselves.
#[derive(Debug, Default)]
pub(super) struct Texts(BTreeMap<String, (Vec<String>, String)>);

impl Texts {
    /// Takes the texts of a crate.
    ///
    /// # Errors
    /// When it has none, and none is known here.
    pub(super) fn of_crate(&mut self, root: &Path, one: &Linked) -> Result<()> {
        let name = format!("{} {}", one.name, one.version);
        if let Some((_, text)) = WITHOUT.iter().find(|(bare, _)| *bare == one.name) {
            return self.known(root, &name, text);
        }
        let files = chosen(&one.licence, files(&one.folder));
        if files.is_empty() {
            bail!(
                "{name} ({}) brings no text of a licence: crates/xtask/src/notices/others.rs is to know it",
                one.licence
            );
        }
        for file in files {
            let text =
                fs::read_to_string(&file).with_context(|| format!("cannot read a licence of {name}"))?;
            self.add(&name, text);
        }
        Ok(())
    }

    /// Takes the texts of what is no crate.
    ///
    /// # Errors
    /// When this repository's own licences cannot be read.
    pub(super) fn of_others(&mut self, root: &Path) -> Result<()> {
        for other in OTHERS {
            self.known(root, other.name, &other.text)?;
        }
        Ok(())
    }

    /// All of them, each under the names of what it is of.
    pub(super) fn told(&self) -> String {
        let mut told = String::new();
        let mut texts: Vec<_> = self.0.values().collect();
        texts.sort();
        for (names, text) in texts {
            let _ = write!(told, "\n{}\n{}\n\n{}\n", "=".repeat(100), names.join(", "), text.trim());
        }
        told
    }

    fn known(&mut self, root: &Path, name: &str, text: &Text) -> Result<()> {
        match text {
            Text::Free => {}
            Text::Apache => self.add(name, fs::read_to_string(root.join("LICENSE-APACHE"))?),
            Text::Mit(holders) => {
                let own = fs::read_to_string(root.join("LICENSE-MIT"))?;
                let (_, terms) =
                    own.split_once("\n\nPermission").context("LICENSE-MIT is another than expected")?;
                self.add(name, format!("{holders}\n\nPermission{terms}"));
            }
        }
        Ok(())
    }

    fn add(&mut self, name: &str, text: String) {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (names, _) = self.0.entry(words).or_insert_with(|| (Vec::new(), text));
        if names.last().is_none_or(|last| last != name) {
            names.push(name.to_owned());
        }
    }
}

/// The files that are passed on: the short text of MIT where that is offered, else all of them.
fn chosen(licence: &str, files: Vec<PathBuf>) -> Vec<PathBuf> {
    let offered = licence.split(" OR ").flat_map(|some| some.split('/')).any(|one| one.trim() == "MIT");
    if !offered || !files.iter().any(|file| named(file).contains("mit")) {
        return files;
    }
    files.into_iter().filter(|file| !BESIDE_MIT.iter().any(|other| named(file).contains(other))).collect()
}

/// A crate's texts of licences, those of the parts that it has from elsewhere too, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return files };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if FILES.iter().any(|start| named(&path).starts_with(start)) {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn named(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen_names(licence: &str, names: &[&str]) -> Vec<String> {
        chosen(licence, names.iter().map(PathBuf::from).collect()).iter().map(|file| named(file)).collect()
    }

    #[test]
    fn of_several_licences_the_short_one_is_taken() {
        let files = ["LICENSE-APACHE", "LICENSE-MIT", "COPYRIGHT"];
        assert_eq!(chosen_names("MIT OR Apache-2.0", &files), ["license-mit", "copyright"]);
        assert_eq!(chosen_names("MIT/Apache-2.0", &files), ["license-mit", "copyright"]);
        assert_eq!(
            chosen_names("Unlicense OR MIT", &["COPYING", "LICENSE-MIT", "UNLICENSE"]),
            ["license-mit"]
        );
    }

    #[test]
    fn where_nothing_may_be_chosen_all_is_taken() {
        assert_eq!(chosen_names("Apache-2.0 AND ISC", &["LICENSE", "LICENSE-BoringSSL"]).len(), 2);
        assert_eq!(
            chosen_names("(MIT OR Apache-2.0) AND Unicode-3.0", &["LICENSE-MIT", "LICENSE-UNICODE"]).len(),
            2
        );
        assert_eq!(chosen_names("MIT OR Apache-2.0", &["LICENSE"]), ["license"]);
    }

    #[test]
    fn the_same_words_stand_once() {
        let mut texts = Texts::default();
        texts.add("one 1.0.0", "You may.\n".to_owned());
        texts.add("two 1.0.0", "You\n  may.".to_owned());
        assert_eq!(texts.told().matches("You").count(), 1);
        assert!(texts.told().contains("one 1.0.0, two 1.0.0"));
    }
}
