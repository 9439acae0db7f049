//! Which file takes what from which.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::files;

/// For two files the names that the first takes from the second, as the first writes them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Imports(BTreeMap<(PathBuf, PathBuf), BTreeSet<String>>);

impl Imports {
    /// Adds a name. What a file has of its own is no import.
    pub(super) fn add(&mut self, from: &Path, to: &Path, name: String) {
        if from != to {
            self.0.entry((from.to_path_buf(), to.to_path_buf())).or_default().insert(name);
        }
    }

    pub(super) fn has(&self, from: &Path, to: &Path) -> bool {
        self.0.contains_key(&(from.to_path_buf(), to.to_path_buf()))
    }

    pub(super) fn remove(&mut self, from: &Path, to: &Path) {
        self.0.remove(&(from.to_path_buf(), to.to_path_buf()));
    }

    /// Each import for which `is_told` holds, as a line for people. It is asked with the importing file first.
    pub(super) fn told(&self, root: &Path, is_told: impl Fn(&Path, &Path) -> bool) -> Vec<String> {
        let told = self.0.iter().filter(|((from, to), _)| is_told(from, to));
        told.map(|((from, to), names)| {
            let names = names.iter().filter(|name| !is_of_another(name, names)).map(String::as_str);
            let names = names.collect::<Vec<_>>().join(", ");
            format!("{} takes from {}: {names}", files::shown(root, from), files::shown(root, to))
        })
        .collect()
    }

    /// Each import that is part of a circle, as a line for people.
    pub(super) fn in_circles(&self, root: &Path) -> Vec<String> {
        self.told(root, |from, to| self.leads(to, from))
    }

    /// Whether imports lead from the one file to the other.
    fn leads(&self, from: &Path, to: &Path) -> bool {
        let mut seen = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(file) = open.pop() {
            let next = self.0.keys().filter(|(own, _)| own == file).map(|(_, next)| next.as_path());
            open.extend(next.filter(|next| seen.insert(next)));
        }
        seen.contains(to)
    }
}

/// Whether a name begins with what another has brought along: `Kind::Other` after `crate::kind::Kind`.
fn is_of_another(name: &str, names: &BTreeSet<String>) -> bool {
    let first = name.split("::").next().unwrap_or(name);
    names.iter().any(|other| other.rsplit_once("::").is_some_and(|(_, last)| last == first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_of_any_length_is_told_and_what_leads_to_it_is_not() {
        let mut imports = Imports::default();
        for (from, to) in [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("c", "e"), ("e", "e")] {
            imports.add(Path::new(from), Path::new(to), format!("{to}::X"));
        }
        let circle = ["a takes from b: b::X", "b takes from c: c::X", "c takes from a: a::X"];
        assert_eq!(imports.in_circles(Path::new("")), circle);
        imports.remove(Path::new("b"), Path::new("c"));
        assert!(imports.in_circles(Path::new("")).is_empty());
    }
}
