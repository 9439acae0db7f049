//! The same for what is written in Python, JavaScript and PHP: no files import each other in a circle.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::imports::Imports;
use super::{files, php};

/// Where modules of JavaScript lie that import each other.
const JAVASCRIPT: &[&str] = &["node", "node/lib", "crates/sandbox/src/page"];

/// Where the classes of PHP lie, in the folders of their namespaces.
const PHP: &str = "php/src";

/// The files that may stand in a circle: each takes types alone from the second.
const TYPES_ALONE: &[[&str; 2]] = &[
    ["python/tiktok_capi/_errors.py", "python/tiktok_capi/_answers.py"],
    ["php/src/Exception/DeliveryError.php", "php/src/Receipt.php"],
    ["php/src/Visitor.php", "php/src/Client.php"],
];

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
    let package = root.join(PHP);
    for file in files::below(&package, "php")? {
        php::named(&package, &file, &files::read(&file)?, &mut imports);
    }
    for [from, to] in TYPES_ALONE.iter().map(|files| files.map(|file| root.join(file))) {
        if from.is_file() && takes_types_alone(&from, &to)? {
            imports.remove(&from, &to);
        }
    }
    Ok(imports.in_circles(root))
}

fn takes_types_alone(from: &Path, to: &Path) -> Result<bool> {
    let text = files::read(from)?;
    if from.extension().is_some_and(|ending| ending == "php") {
        let class = to.file_stem().unwrap_or_default().to_string_lossy();
        return Ok(php::is_type_alone(&text, &class));
    }
    let mut running = Imports::default();
    python(from, &without_types(&text), &mut running);
    Ok(!running.has(from, to))
}

/// A module of Python without what a checker of types alone reads.
fn without_types(text: &str) -> String {
    let mut is_for_types = false;
    let lines = text.lines().filter(|line| {
        let is_within = line.is_empty() || line.starts_with(char::is_whitespace);
        is_for_types = if is_within { is_for_types } else { *line == "if TYPE_CHECKING:" };
        !is_for_types
    });
    lines.collect::<Vec<_>>().join("\n")
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
        let is_statement = before.rsplit('\n').next().is_none_or(|start| start.trim().is_empty());
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

    #[test]
    fn the_import_of_types_is_looked_at() {
        let answers = ("python/tiktok_capi/_answers.py", "from . import _errors\n");
        for (at, (import, lines)) in [
            ("if TYPE_CHECKING:\n    import sys\n\n    from ._answers import (\n        Receipt,\n    )\nX = 1\n", 0),
            ("if TYPE_CHECKING:\n    import sys\nfrom ._answers import Receipt\n", 2),
            ("if sys:\n    from ._answers import Receipt\n", 2),
        ]
        .into_iter()
        .enumerate()
        {
            let root = files::made_up(&format!("types-{at}"), &[answers, ("python/tiktok_capi/_errors.py", import)]);
            assert_eq!(found(&root).unwrap().len(), lines, "{import}");
            std::fs::remove_dir_all(root).unwrap();
        }
    }

    #[test]
    fn circles_of_php_are_found_but_for_those_of_types() {
        let root = files::made_up(
            "php",
            &[
                (
                    "php/src/Client.php",
                    "use TikTokCapi\\Internal\\Door;\nfunction visitor(): Visitor { new Visitor(); }",
                ),
                (
                    "php/src/Visitor.php",
                    "/** new Client */\nfunction read(Client $capi, Internal\\Door $door) {}",
                ),
                ("php/src/Receipt.php", "use TikTokCapi\\Exception\\Rejected;\n"),
                ("php/src/Exception/DeliveryError.php", "use TikTokCapi\\Receipt;\nnew Receipt();"),
                ("php/src/Exception/Rejected.php", "class Rejected extends DeliveryError {}"),
                ("php/src/Internal/Door.php", "function get() { return Library::load(); 'Client'; }"),
                ("php/src/Internal/Library.php", "class Library extends \\TikTokCapi\\Internal\\Door {}"),
            ],
        );
        let expected = [
            "php/src/Exception/DeliveryError.php takes from php/src/Receipt.php: TikTokCapi\\Receipt",
            "php/src/Exception/Rejected.php takes from php/src/Exception/DeliveryError.php: DeliveryError",
            "php/src/Internal/Door.php takes from php/src/Internal/Library.php: Library",
            "php/src/Internal/Library.php takes from php/src/Internal/Door.php: TikTokCapi\\Internal\\Door",
            "php/src/Receipt.php takes from php/src/Exception/Rejected.php: TikTokCapi\\Exception\\Rejected",
        ];
        assert_eq!(found(&root).unwrap(), expected);
        std::fs::remove_dir_all(root).unwrap();
    }
}
