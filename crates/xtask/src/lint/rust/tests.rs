use std::fs;

use super::*;

/// The circles of a package that is made up of these files below `src`.
fn circles(test: &str, sources: &[(&str, &str)]) -> Vec<String> {
    let sources: Vec<_> = sources.iter().map(|(path, text)| (format!("src/{path}"), *text)).collect();
    let sources: Vec<_> = sources.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let package = files::made_up(test, &sources);
    let circles = imports(&package).unwrap().in_circles(&package.join("src"));
    fs::remove_dir_all(package).unwrap();
    circles
}

#[test]
fn two_files_that_use_each_other_are_a_circle_however_they_say_it() {
    for (number, text) in [
        "use crate::a::A;",
        "use crate::{a::{self, A as C}};",
        "use super::a::*;",
        "fn f() -> crate::a::A { crate::a::A }",
        "fn f() { println!(\"{:?}\", crate::a::A); }",
        "#[derive(Debug)] #[arg(value_parser = super::a::read)] struct S;",
        "mod inner { use super::super::a::A; }",
        "use crate::handed::A;",
        "use crate::A;",
        "use crate::a; fn f() -> a::A { a::A }",
    ]
    .into_iter()
    .enumerate()
    {
        let sources = [
            ("lib.rs", "mod a; mod b; mod handed; pub use a::A;"),
            ("a.rs", "use crate::b::B;\npub struct A;"),
            ("b.rs", text),
            ("handed.rs", "pub(crate) use super::a::A;"),
        ];
        let circles = circles(&format!("circle-{number}"), &sources);
        assert!(circles.len() == 2, "{text}: {circles:?}");
        assert_eq!(circles[0], "a.rs takes from b.rs: crate::b::B", "{text}");
    }
}

#[test]
fn a_parent_that_uses_a_child_must_not_be_used_by_it() {
    let child = ("a/b.rs", "use super::A;\npub(super) struct B;");
    let of = |test, parent| circles(test, &[("lib.rs", "mod a;"), ("a.rs", parent), child]);
    assert!(of("parent-declares", "mod b;\npub struct A;").is_empty());
    assert!(of("parent-hands-on", "mod b;\npub(crate) use b::B;\npub struct A;").is_empty());
    for (test, parent) in [
        ("parent-path", "mod b;\npub struct A(b::B);"),
        ("parent-use", "mod b;\nuse b::B;\npub struct A(B);"),
        ("parent-hands-on-and-uses", "mod b;\npub(crate) use b::B;\npub struct A(B);"),
    ] {
        assert_eq!(of(test, parent).len(), 2, "{test}");
    }
}

#[test]
fn tests_and_other_crates_are_left_out() {
    let sources = [
        ("lib.rs", "mod a; mod b; mod serde;"),
        ("a.rs", "use crate::b::B;\npub struct A;\n#[cfg(test)]\nmod tests;"),
        ("a/tests.rs", "this is not even read"),
        (
            "b.rs",
            "pub struct B;\n#[cfg(test)]\nmod tests { use crate::a::A; }\n#[cfg(test)]\nuse crate::a::A;\n\
             pub(super) fn f(a: u8) -> std::a::A { let a = a; a.serde(serde::a::A) }",
        ),
        ("serde.rs", "use crate::b::B;"),
    ];
    assert!(circles("left-out", &sources).is_empty());
}

#[test]
fn modules_are_found_where_the_compiler_finds_them() {
    let sources = [
        ("main.rs", "#[path = \"../elsewhere/c.rs\"]\nmod c;\nmod a;\nmod d { mod e; }"),
        ("a/mod.rs", "mod b;\nuse self::b::B;\npub struct A;"),
        ("a/b.rs", "use crate::a::A;\nuse crate::c::C;\nuse crate::d::e::E;\npub struct B;"),
        ("../elsewhere/c.rs", "use crate::a::A;\npub struct C;"),
        ("d/e.rs", "use super::super::c::C;\npub struct E;"),
    ];
    assert_eq!(circles("places", &sources).len(), 6);
}
