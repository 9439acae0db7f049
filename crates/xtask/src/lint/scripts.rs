//! The same for what is written in Python and JavaScript: no files import each other in a circle.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::files;
use super::imports::Imports;

/// Where modules of JavaScript lie that import each other.
const JAVASCRIPT: &[&str] = &["node", "node/lib", "crates/sandbox/src/page"];

/// The file of Python that takes types alone from another, for a checker of types to read.
const TYPES_ALONE: [&str; 2] = ["_errors.py", "_answers.py"];

pub(super) fn found(root: &Path) -> Result<Vec<String>> {
    let mut imports = Imports::default();
    for folder in JAVASCRIPT {
        for file in files::within(&root.join(folder), "js")? {
            javascript(&file, &files::read(&file)?, &mut imports);
        }
    }
    let package = root.join("python/tiktok_capi");
    for file in [files::below(&package, "py")?, files::below(&package, "pyi")?].concat() {
        python(&file, &files::read(&file)?, &mut imports);
    }
    let [from, to] = TYPES_ALONE.map(|file| package.join(file));
    imports.remove(&from, &to);
    Ok(imports.in_circles(root))
}

/// `require('./place.js')`, `… from './place.js'` and `import('./place.js')`; in comments they are types.
fn javascript(file: &Path, text: &str, imports: &mut Imports) {
    let lines = text.lines().map(str::trim_start);
    for line in lines.filter(|line| !["//", "/*", "*"].iter().any(|sign| line.starts_with(sign))) {
        let places = line.split(['\'', '"']).skip(1).step_by(2);
        for place in places.filter(|place| place.starts_with("./") || place.starts_with("../")) {
            let target = beside(file, place);
            if target.is_file() {
                imports.add(file, &target, place.to_owned());
            }
        }
    }
}

/// The path of what stands at that place, seen from a file. `..` is taken away, for paths are compared.
fn beside(file: &Path, place: &str) -> PathBuf {
    let mut path = file.to_path_buf();
    path.pop();
    for part in place.split('/') {
        match part {
            "." => {}
            ".." => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path
}

/// `from .module import name` and `from . import module`, over several lines too. The package imports itself in no other
/// way.
fn python(file: &Path, text: &str, imports: &mut Imports) {
    for (at, _) in text.match_indices("from .") {
        let (before, statement) = text.split_at(at);
        let is_statement = before.lines().next_back().is_none_or(|start| start.trim().is_empty());
        let Some((module, names)) = statement.trim_start_matches("from ").split_once(" import ") else {
            continue;
        };
        if !is_statement || module.contains(char::is_whitespace) {
            continue;
        }
        for name in named(names) {
            if let Some(target) = module_of(file, module, name) {
                imports.add(file, &target, format!("{module} {name}"));
            }
        }
    }
}

/// The names of an import, without what they are called here.
fn named(names: &str) -> impl Iterator<Item = &str> {
    let (within, end) = names.strip_prefix('(').map_or((names, '\n'), |within| (within, ')'));
    let names = within.split(end).next().unwrap_or_default().split(',').map(str::trim);
    names.filter_map(|name| name.split_whitespace().next())
}

/// The file that has the name: a module of that name, or the module in which it stands.
fn module_of(file: &Path, module: &str, name: &str) -> Option<PathBuf> {
    let inside = module.trim_start_matches('.');
    let mut folder = file.to_path_buf();
    for _ in 0..module.len() - inside.len() {
        folder.pop();
    }
    folder.extend(inside.split('.').filter(|part| !part.is_empty()));
    let as_file = |path: PathBuf| ["py", "pyi"].map(|ending| path.with_extension(ending));
    let places = [as_file(folder.join(name)), as_file(folder.clone()), as_file(folder.join("__init__"))];
    places.into_iter().flatten().find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_of_javascript_are_found() {
        let root = files::made_up(
            "javascript",
            &[
                ("node/lib/client.js", "const { a } = require('./errors.js')\n"),
                ("node/lib/errors.js", "import { b } from \"../lib/receipt.js\"\n"),
                (
                    "node/lib/receipt.js",
                    "/**\n * @type {import('./types.js')} */\nconst { c } = await import('./client.js')\n",
                ),
                ("node/lib/types.js", "require('./receipt.js')\nrequire('node:fs')\n"),
            ],
        );
        let expected = [
            "node/lib/client.js takes from node/lib/errors.js: ./errors.js",
            "node/lib/errors.js takes from node/lib/receipt.js: ../lib/receipt.js",
            "node/lib/receipt.js takes from node/lib/client.js: ./client.js",
        ];
        assert_eq!(found(&root).unwrap(), expected);
        std::fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn circles_of_python_are_found_but_for_the_one_of_types() {
        let root = files::made_up(
            "python",
            &[
                (
                    "python/tiktok_capi/__init__.py",
                    "from ._client import (\n    Client,\n    Other as Another,\n)\n",
                ),
                ("python/tiktok_capi/_answers.py", "from . import _errors\n"),
                ("python/tiktok_capi/_errors.py", "if TYPE_CHECKING:\n    from ._answers import Receipt\n"),
                (
                    "python/tiktok_capi/_client.py",
                    "# not taken from .django import X\nfrom . import _errors, _native\n",
                ),
                ("python/tiktok_capi/_native.pyi", "from ._answers import Problem\n"),
                ("python/tiktok_capi/django/__init__.py", "from ._page import page\n"),
                (
                    "python/tiktok_capi/django/_page.py",
                    "from .. import Client\nfrom .._client import X\ndef f():\n    from . import page\n",
                ),
            ],
        );
        let expected = [
            "python/tiktok_capi/django/__init__.py takes from python/tiktok_capi/django/_page.py: ._page page",
            "python/tiktok_capi/django/_page.py takes from python/tiktok_capi/django/__init__.py: . page",
        ];
        assert_eq!(found(&root).unwrap(), expected);
        std::fs::remove_dir_all(root).unwrap();
    }
}
