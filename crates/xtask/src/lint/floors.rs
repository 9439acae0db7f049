//! The floors of the client: each imports only what stands on its own floor or below.

use std::path::Path;

use anyhow::Result;

use super::rust;

/// From the ground up, each a folder of `src` with the file of the same name. Every other file stands above them.
const FLOORS: [&str; 5] = ["machine", "options", "wire", "delivery", "outbox"];

pub(super) fn found(root: &Path) -> Result<Vec<String>> {
    let package = root.join("crates/client");
    if rust::packages(root)?.contains(&package) { of(root, &package) } else { Ok(Vec::new()) }
}

fn of(root: &Path, package: &Path) -> Result<Vec<String>> {
    let source = package.join("src");
    let is_there =
        |floor: &str| source.join(floor).is_dir() || source.join(floor).with_extension("rs").is_file();
    // Nobody would notice that a floor has another name by now.
    let missing = FLOORS.iter().filter(|floor| !is_there(floor));
    let mut found: Vec<_> = missing.map(|floor| format!("no floor `{floor}`")).collect();
    let is_upward = |from: &Path, to: &Path| floor(&source, from) < floor(&source, to);
    found.extend(rust::imports(package)?.told(root, is_upward));
    Ok(found)
}

fn floor(source: &Path, file: &Path) -> usize {
    let room = file.strip_prefix(source).ok().and_then(|inside| inside.iter().next()).map(Path::new);
    let name = room.and_then(Path::file_stem);
    FLOORS.iter().position(|floor| name.is_some_and(|name| name == *floor)).unwrap_or(FLOORS.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::files;

    #[test]
    fn nobody_imports_from_a_floor_above() {
        let package = files::made_up(
            "floors",
            &[
                ("src/lib.rs", "mod machine; mod options; mod wire; mod delivery; mod client;"),
                ("src/machine.rs", "pub mod clock;"),
                ("src/machine/clock.rs", "use crate::machine::clock;\nuse crate::options::read::Read;"),
                ("src/options.rs", "pub mod read;\nuse crate::machine::clock::now;"),
                ("src/options/read.rs", "use crate::client::Client;\npub struct Read;"),
                ("src/wire/mod.rs", "use crate::options::read::Read;"),
                ("src/delivery.rs", "use crate::wire::Transport;\nuse crate::machine::clock::now;"),
                (
                    "src/client.rs",
                    "use crate::delivery::deliver;\nuse crate::machine::clock::now;\npub struct Client;",
                ),
            ],
        );
        let expected = [
            "no floor `outbox`",
            "src/machine/clock.rs takes from src/options/read.rs: crate::options::read::Read",
            "src/options/read.rs takes from src/client.rs: crate::client::Client",
        ];
        assert_eq!(of(&package, &package).unwrap(), expected);
        std::fs::remove_dir_all(package).unwrap();
    }
}
