//! Which classes a file of PHP names.

use std::path::Path;

use super::imports::Imports;

/// Adds the files of the package whose classes a file names: those that it `use`s, and those of its own namespace.
pub(super) fn named(package: &Path, file: &Path, text: &str, imports: &mut Imports) {
    let code = code(text);
    for name in words(&code).filter(|word| word.starts_with(|c: char| c.is_uppercase() || c == '\\')) {
        let name = name.trim_start_matches('\\');
        let target = match name.strip_prefix("TikTokCapi\\") {
            Some(inside) => package.join(path(inside)),
            None => file.with_file_name(path(name)),
        };
        if target.is_file() {
            imports.add(file, &target, name.to_owned());
        }
    }
}

/// Whether a class is named as the type of a value alone: PHP looks for no class there.
pub(super) fn is_type_alone(text: &str, class: &str) -> bool {
    const LOADING: [&str; 4] = ["new", "instanceof", "extends", "implements"];
    let code = code(text);
    let places = code.match_indices(class).filter(|(at, _)| {
        let (before, after) =
            (code.get(..*at).unwrap_or_default(), code.get(at + class.len()..).unwrap_or_default());
        !before.ends_with(is_of_word) && !after.starts_with(is_of_word)
    });
    places.map(|(at, _)| code.split_at(at)).all(|(before, after)| {
        let word = before.split_whitespace().next_back().unwrap_or_default();
        !LOADING.contains(&word) && !after.trim_start_matches(class).starts_with("::")
    })
}

fn path(name: &str) -> String {
    format!("{}.php", name.replace('\\', "/"))
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c| !is_of_word(c)).filter(|word| !word.is_empty())
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '\\')
}

/// The text without its comments and literals.
fn code(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['/', '#', '\'', '"']) {
        let (before, from) = rest.split_at(at);
        code.push_str(before);
        let (left_out, behind) = from.split_at(left_out(from).min(from.len()));
        code.push_str(if left_out.len() == 1 { left_out } else { " " });
        rest = behind;
    }
    code + rest
}

/// How many bytes a comment or a literal has that stands at the beginning; 1 where none does.
fn left_out(text: &str) -> usize {
    let until = |end: &str| text.find(end).map_or(text.len(), |at| at + end.len());
    match text.as_bytes() {
        [b'/', b'*', ..] => until("*/"),
        [b'/', b'/', ..] => until("\n"),
        [b'#', next, ..] if *next != b'[' => until("\n"),
        [quote @ (b'\'' | b'"'), within @ ..] => 1 + literal(within, *quote),
        _ => 1,
    }
}

fn literal(within: &[u8], quote: u8) -> usize {
    let mut is_escaped = false;
    let is_end = |byte: &u8| {
        let is_end = *byte == quote && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        is_end
    };
    within.iter().position(is_end).map_or(within.len(), |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_no_code() {
        let text = "A /* B */ C // it's D\nE # F\n#[G] 'H \\' I' J \"K's \\\\\" L / M 'ä' N";
        let code = code(text);
        assert_eq!(words(&code).collect::<Vec<_>>(), ["A", "C", "E", "G", "J", "L", "M", "N"]);
    }

    #[test]
    fn a_type_is_told_from_a_class_that_is_used() {
        for types in ["use X\\A;\nf(?A $a, B|A $b): A {}", "// new A\n'A::B'", "new AB; XA::f(); new X\\A"] {
            assert!(is_type_alone(types, "A"), "{types}");
        }
        for used in ["f(A $a) { new A(); }", "A::f()", "$a instanceof A", "class B extends A\n{}", "new\n A"]
        {
            assert!(!is_type_alone(used, "A"), "{used}");
        }
    }
}
