//! `tiktok_capi.h` and `tiktok_capi.ffi.h`: the functions of `bindings/c`, with the constants of the catalogue.
//!
//! cbindgen reads the functions, but sees nothing that a macro makes; so the constants are written here.

use std::fmt::Write as _;
use std::path::Path;

use cbindgen::{Builder, Config, DocumentationStyle, EnumConfig, ExportConfig, Language, RenameRule, Style};
use tiktok_capi::Options;
use tiktok_capi_core::Code;
use tiktok_capi_core::catalog::event_names;

use super::NOTE;

const ABOUT: &str = "\
Server-to-server conversions for TikTok's Events API 2.0.

Texts go in as a pointer and a length in bytes; they are UTF-8 JSON, need no NUL behind them, and are not kept. A
call gives a status. The output is written on success only, the error on failure only; the place for the error may
be NULL. Whatever is handed out through `T **` belongs to the caller, who frees it with the `_free` of its type. A
NULL that must not be is a status and no crash.";

/// The header for compilers of C (from C99 on) and C++.
pub(crate) fn header() -> String {
    let functions = functions(&Config {
        include_guard: Some("TIKTOK_CAPI_H".to_owned()),
        sys_includes: vec!["stddef.h".to_owned(), "stdint.h".to_owned()],
        cpp_compat: true,
        after_includes: Some(macros()),
        ..shared()
    });
    comment(&format!("{NOTE}\n\n{ABOUT}\n\n{}", options())) + &functions
}

/// The same without a preprocessor, for PHP, `LuaJIT` and others that read C declarations.
pub(crate) fn ffi_header() -> String {
    let mut config = shared();
    config.export.exclude.push(ABI_VERSION.to_owned());
    let version = abi_version().unwrap_or_default();
    let constants = format!("\nenum {{ {ABI_VERSION} = {version} }};\n\n");
    comment(&format!("{NOTE}\n\n{ABOUT}")) + &constants + &functions(&config)
}

const ABI_VERSION: &str = "TIKTOK_CAPI_ABI_VERSION";

fn shared() -> Config {
    let names = ["Status", "Client", "Buffer", "Error"];
    let rename = names.map(|name| (name.to_owned(), format!("tiktok_capi_{}", name.to_lowercase())));
    Config {
        language: Language::C,
        style: Style::Type,
        no_includes: true,
        usize_is_size_t: true,
        documentation_style: DocumentationStyle::Doxy,
        line_length: 120,
        tab_width: 4,
        export: ExportConfig {
            rename: rename.into(),
            exclude: vec!["tiktok_capi_panic_for_test".to_owned()],
            ..ExportConfig::default()
        },
        enumeration: EnumConfig {
            rename_variants: RenameRule::QualifiedScreamingSnakeCase,
            ..EnumConfig::default()
        },
        ..Config::default()
    }
}

/// The files whose functions are declared, in the order of the header.
const FILES: [&str; 10] = [
    "abi.rs",
    "version.rs",
    "status.rs",
    "verbs.rs",
    "client.rs",
    "outbox.rs",
    "receipt.rs",
    "buffer.rs",
    "failure.rs",
    "error.rs",
];

fn functions(config: &Config) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bindings/c/src");
    let builder = Builder::new().with_config(config.clone());
    let builder = FILES.iter().fold(builder, |builder, file| builder.with_src(folder.join(file)));
    match builder.generate() {
        Ok(bindings) => {
            let mut text = Vec::new();
            bindings.write(&mut text);
            for_c(&String::from_utf8_lossy(&text))
        }
        // The file is written all the same, and no compiler takes it.
        Err(error) => format!("#error \"{error}\"\n"),
    }
}

/// What a Rust comment promises under `# Safety` is said again in the words of C above it.
fn for_c(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    let mut is_hidden = false;
    for line in text.lines() {
        if line.trim() == "* # Safety" {
            is_hidden = true;
            while lines.last().is_some_and(|line| line.trim() == "*") {
                lines.pop();
            }
        }
        is_hidden &= line.trim() != "*/";
        if !is_hidden {
            lines.push(line);
        }
    }
    lines.join("\n") + "\n"
}

fn comment(text: &str) -> String {
    let lines = text.lines().flat_map(wrapped).map(|line| format!(" * {line}").trim_end().to_owned() + "\n");
    format!("/*\n{} */\n", lines.collect::<String>())
}

/// A line in pieces of the header's width; the later ones stand under the first word.
fn wrapped(line: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split(' ') {
        match lines.last_mut() {
            Some(last) if last.is_empty() => last.push_str(word),
            Some(last) if last.len() + word.len() < WIDTH => last.extend([" ", word]),
            _ => lines.push(format!("  {word}")),
        }
    }
    lines
}

/// Columns of a header, less what stands before a line of a comment.
const WIDTH: usize = 117;

/// The options of a client, for the people who write them as JSON.
fn options() -> String {
    let mut text = "Options of `tiktok_capi_client_new`:".to_owned();
    for row in Options::all() {
        let alias = row.alias.map_or(String::new(), |alias| format!(" or {alias}"));
        let variable = row.variable.map_or(String::new(), |name| format!(" Environment: {name}."));
        let _ = write!(text, "\n- {}{alias}: {} {}{variable}", row.name, row.doc, row.takes);
    }
    text
}

fn macros() -> String {
    let version = env!("CARGO_PKG_VERSION");
    let mut text = format!(
        "\n/** The version of this header; `tiktok_capi_version` tells the library's. */\n{}",
        define("VERSION", &format!("\"{version}\""))
    );
    for (name, number) in ["MAJOR", "MINOR", "PATCH"].iter().zip(version.split(['.', '-'])) {
        text += &define(&format!("VERSION_{name}"), number);
    }
    text += "\n/* Names of events. */\n";
    for known in event_names() {
        text += &define(&format!("EVENT_{}", upper_snake(known.name)), &format!("\"{}\"", known.name));
    }
    text += "\n/* Codes of problems; docs/codes.md says what each means. */\n";
    for code in Code::all() {
        text += &define(&format!("PROBLEM_{}", upper_snake(code.as_str())), &format!("\"{code}\""));
    }
    text.trim_end().to_owned()
}

fn define(name: &str, value: &str) -> String {
    format!("#define TIKTOK_CAPI_{name} {value}\n")
}

/// `AddToCart` and `add_to_cart` → `ADD_TO_CART`.
fn upper_snake(name: &str) -> String {
    let mut snake = String::new();
    let mut before = '_';
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && before.is_ascii_lowercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_uppercase());
        before = letter;
    }
    snake
}

/// The number as the library's own source has it.
fn abi_version() -> Option<String> {
    let text = functions(&shared());
    let line = text.lines().find_map(|line| line.strip_prefix("#define TIKTOK_CAPI_ABI_VERSION "))?;
    Some(line.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_those_of_the_library() {
        let text = header();
        let value = |name: &str| {
            let line =
                text.lines().find_map(|line| line.strip_prefix(&format!("#define TIKTOK_CAPI_{name} ")));
            line.unwrap().trim_matches('"').to_owned()
        };
        let parts = ["VERSION_MAJOR", "VERSION_MINOR", "VERSION_PATCH"].map(value);
        assert_eq!(parts.join("."), value("VERSION"));
        assert_eq!(value("VERSION"), env!("CARGO_PKG_VERSION"));
        assert_eq!(abi_version(), Some(value("ABI_VERSION")));
        assert!(ffi_header().contains(&format!("{ABI_VERSION} = {} ", value("ABI_VERSION"))));
    }

    #[test]
    fn every_function_is_declared_and_explained() {
        let (full, plain) = (header(), ffi_header());
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bindings/c/src");
        let sources = FILES.map(|file| std::fs::read_to_string(folder.join(file)).unwrap());
        let names = sources.iter().flat_map(|source| source.split("extern \"C\" fn ").skip(1));
        let names: Vec<_> = names.map(|rest| rest.split('(').next().unwrap()).collect();
        assert!(names.len() >= 23);
        for name in names {
            for text in [&full, &plain] {
                let (before, _) =
                    text.split_once(&format!(" {name}(")).or(text.split_once(&format!("*{name}("))).unwrap();
                let comment = before.rsplit_once("*/").unwrap().1;
                assert!(!comment.contains(';'), "{name} has no comment of its own");
            }
        }
    }

    #[test]
    fn the_plain_header_has_no_preprocessor() {
        assert!(ffi_header().lines().all(|line| !line.trim_start().starts_with('#')));
        assert!(!header().contains("# Safety"));
    }

    #[test]
    fn names_are_split_at_capitals() {
        assert_eq!(upper_snake("AddToCart"), "ADD_TO_CART");
        assert_eq!(upper_snake("invalid_email"), "INVALID_EMAIL");
    }
}
