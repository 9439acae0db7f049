//! Imports within a package of Rust, read from what its files say and followed to the file that owns the name.
//!
//! What a module only hands on (`pub use`) is taken from its owner, so a face like `lib.rs` is not in everybody's way. A
//! `mod` alone takes nothing; a parent that uses a child's name does.

mod said;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use syn::Item;

use super::files;
use super::imports::Imports;
use said::{Child, Said};

/// The packages whose structure is looked at.
pub(super) fn packages(root: &Path) -> Result<Vec<PathBuf>> {
    let mut packages = files::packages(&root.join("crates"))?;
    packages.extend(files::packages(&root.join("bindings"))?);
    Ok(packages)
}

/// What the files of a package take from each other.
pub(super) fn imports(package: &Path) -> Result<Imports> {
    let mut imports = Imports::default();
    for file in ["src/lib.rs", "src/main.rs"].map(|file| package.join(file)) {
        if file.is_file() {
            Modules::of(&file)?.add_to(&mut imports);
        }
    }
    Ok(imports)
}

/// The way to a module from the crate's root, which has none.
type Way = Vec<String>;

fn below(way: &[String], name: &str) -> Way {
    way.iter().cloned().chain([name.to_owned()]).collect()
}

/// The modules of a crate.
#[derive(Default)]
struct Modules(BTreeMap<Way, Module>);

struct Module {
    file: PathBuf,
    /// What its names stand for that come by `use`.
    names: BTreeMap<String, Way>,
    /// Everything that it names.
    paths: Vec<Way>,
}

/// How many `use`s a name is followed through: more than anybody writes, and an end for what goes round.
const STEPS: usize = 16;

impl Modules {
    fn of(file: &Path) -> Result<Self> {
        let mut modules = Self::default();
        let folder = file.parent().unwrap_or(file);
        modules.open(Way::new(), file, folder)?;
        Ok(modules)
    }

    fn open(&mut self, way: Way, file: &Path, folder: &Path) -> Result<()> {
        let text = files::read(file)?;
        let parsed = syn::parse_file(&text).with_context(|| format!("cannot parse {}", file.display()))?;
        self.take(way, file, folder, &parsed.items)
    }

    /// Takes a module in, and those below it. The files of these lie in `folder`.
    fn take(&mut self, way: Way, file: &Path, folder: &Path, items: &[Item]) -> Result<()> {
        let Said { names, paths, children } = Said::of(items);
        for child in children {
            let child_way = below(&way, &child.name);
            let inside = folder.join(&child.name);
            match child {
                Child { items: Some(items), .. } => self.take(child_way, file, &inside, items)?,
                Child { path: Some(path), .. } => {
                    let file = file.with_file_name(path);
                    self.open(child_way, &file, file.parent().unwrap_or(&inside))?;
                }
                Child { .. } => {
                    let (beside, within) = (inside.with_extension("rs"), inside.join("mod.rs"));
                    self.open(child_way, if within.is_file() { &within } else { &beside }, &inside)?;
                }
            }
        }
        self.0.insert(way, Module { file: file.to_path_buf(), names, paths });
        Ok(())
    }

    fn add_to(&self, imports: &mut Imports) {
        for (way, module) in &self.0 {
            for path in &module.paths {
                if let Some(owner) = self.owner(way, path, STEPS) {
                    imports.add(&module.file, owner, path.join("::"));
                }
            }
        }
    }

    /// The file that owns what a module names by a path; none when it is of another crate, or a name of a function's own.
    fn owner(&self, from: &Way, path: &[String], steps: usize) -> Option<&Path> {
        let steps = steps.checked_sub(1)?;
        let (mut at, mut rest) = self.start(from, path)?;
        while let Some((name, after)) = rest.split_first() {
            let child = below(&at, name);
            if name == "super" {
                at.pop()?;
            } else if self.0.contains_key(&child) {
                at = child;
            } else if let Some(meant) = self.0.get(&at)?.names.get(name) {
                return self.owner(&at, &[meant, after].concat(), steps);
            } else {
                break;
            }
            rest = after;
        }
        self.0.get(&at).map(|module| module.file.as_path())
    }

    /// Where a path begins, and what is left of it.
    fn start<'p>(&self, from: &Way, path: &'p [String]) -> Option<(Way, &'p [String])> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => Some((Way::new(), rest)),
            "self" => Some((from.clone(), rest)),
            "super" => Some((from.clone(), path)),
            name => {
                // Alone, the name of a child is more often that of a variable.
                let is_child = !rest.is_empty() && self.0.contains_key(&below(from, name));
                let is_known = is_child || self.0.get(from)?.names.contains_key(name);
                is_known.then(|| (from.clone(), path))
            }
        }
    }
}

#[cfg(test)]
mod tests;
