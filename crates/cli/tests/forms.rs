//! The forms of input: one line out per event in, whatever is broken, within bounds.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use std::cell::RefCell;
use std::io::{self, Read, Write};
use std::time::{Duration, Instant};

use common::{Ran, file, program, run};

const EVENT: &str = r#"{"event":"Contact","event_id":"1","event_time":1767225600,"page":{"url":"https://a.de/"},"user":{"ttp":"t"}}"#;
const OTHER: &str = r#"{"event":"Contact","event_id":"2","event_time":1767225600,"page":{"url":"https://a.de/"},"user":{"ttp":"t"}}"#;

fn build(input: impl AsRef<[u8]>) -> Ran {
    run(&["build", "--now", "1767225600", "--event-id-seed", "00"], input)
}

fn pretty(event: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(event).unwrap();
    serde_json::to_string_pretty(&value).unwrap()
}

/// Which events came out: their ids, and `-` for an empty line.
fn ids(ran: &Ran) -> String {
    let id = |line: &str| {
        if line == EVENT {
            "1"
        } else if line == OTHER {
            "2"
        } else {
            assert_eq!(line, "");
            "-"
        }
    };
    ran.lines().into_iter().map(id).collect()
}

#[test]
fn the_example_of_the_readme() {
    let path = file("examples/purchase.json");
    let ran = program(&["build", "--now", "1767265200", path.to_str().unwrap()], "");
    assert_eq!((ran.code, ran.err.as_str(), ran.lines().len()), (0, "", 1));
    let piped = program(&["build", "--now", "1767265200"], std::fs::read(path).unwrap());
    assert_eq!(piped.out, ran.out);
}

#[test]
fn every_form_gives_the_same_lines() {
    let (first, second) = (pretty(EVENT), pretty(OTHER));
    let tree = format!("[\n  {}\n]\n", format!("{first},\n{second}").replace('\n', "\n  "));
    for input in [
        format!("{EVENT}\n{OTHER}\n"),
        format!("\u{feff}{EVENT}\r\n\r\n  {OTHER}"),
        format!("{first}\n{second}\n"),
        format!("{first}{second}"),
        format!("\u{feff}\n{first}\r\n\r\n{OTHER}"),
        format!("[{EVENT},{OTHER}]"),
        format!("\u{feff} [ {EVENT} , {OTHER} ] \n"),
        tree,
    ] {
        let ran = build(&input);
        assert_eq!((ids(&ran).as_str(), ran.err.as_str(), ran.code), ("12", "", 0), "{input}");
    }
    for nothing in ["", "\n \r\n", "\u{feff}", "[]", " [ ]\n"] {
        let ran = build(nothing);
        assert_eq!((ran.out.as_str(), ran.err.as_str(), ran.code), ("", "", 0), "{nothing:?}");
    }
}

#[test]
fn a_broken_line_costs_one_event() {
    for broken in ["nonsense", r#"{"event":"Contact","#, r#"{"event":"Con"#, "}", "{}{}", "[", "\u{0}"] {
        let ran = build(format!("{EVENT}\n{broken}\n{OTHER}\n"));
        assert_eq!((ids(&ran).as_str(), ran.code), ("1-2", 3), "{broken}");
        assert_eq!(ran.codes(), [(2, "invalid_json".to_owned())], "{broken}");
    }
    let ran = build([EVENT.as_bytes(), b"\n{\"event\":\"\xff\"}\n", OTHER.as_bytes()].concat());
    assert_eq!((ids(&ran).as_str(), ran.codes()), ("1-2", vec![(2, "not_unicode".to_owned())]));
}

#[test]
fn a_broken_first_line_is_not_taken_for_a_long_value() {
    for broken in ["nonsense", r#"{"event":"Contact","#, r#"{"event":"Con"#, "}"] {
        let ran = build(format!("{broken}\n{EVENT}\n{OTHER}\n"));
        assert_eq!(
            (ids(&ran).as_str(), ran.codes()),
            ("-12", vec![(1, "invalid_json".to_owned())]),
            "{broken}"
        );
    }
}

#[test]
fn a_broken_value_of_several_lines_is_one_event_and_says_where() {
    let broken = pretty(EVENT).replacen(',', "", 1);
    let ran = build(&broken);
    assert_eq!((ids(&ran).as_str(), ran.code, ran.err.lines().count()), ("-", 3, 1));
    assert!(ran.err.contains("line 3, column"), "{}", ran.err);
    for broken in [broken, pretty(EVENT).replacen('"', "", 1), pretty(EVENT).replacen("ttp\"", "ttp", 1)] {
        let ran = build(format!("\n{broken}\n{}\n{}", pretty(EVENT), pretty(OTHER)));
        assert_eq!(
            (ids(&ran).as_str(), ran.codes()),
            ("-12", vec![(1, "invalid_json".to_owned())]),
            "{broken}"
        );
    }
    let cut: String = pretty(EVENT).chars().take(30).collect();
    assert_eq!(build(cut).codes(), [(1, "invalid_json".to_owned())]);
}

#[test]
fn a_broken_item_costs_one_event_and_a_broken_list_ends_it() {
    for (list, expected, place) in [
        (format!("[{EVENT},{{\"a\" 1}},{OTHER}]"), "1-2", ""),
        (format!("[{EVENT},\n  nonsense,{OTHER}]"), "1-2", "line 2, column 4"),
        (format!("[{EVENT},7,{OTHER}]"), "1-2", ""),
        (format!("[{EVENT} {OTHER}]"), "1-", ""),
        (format!("[{EVENT},]"), "1-", ""),
        (format!("[,{EVENT}]"), "-", "line 1, column 2"),
        (format!("[{EVENT}"), "1-", ""),
        (format!("[{EVENT},{{\"a"), "1-", ""),
        (format!("[{EVENT}]\n{OTHER}"), "1-", "line 2, column 1"),
        (format!("[{EVENT},\n{{\"a\nb\":1}},{OTHER}]"), "1-", "line 2, column 3"),
    ] {
        let ran = build(&list);
        assert_eq!((ids(&ran).as_str(), ran.code, ran.err.lines().count()), (expected, 3, 1), "{list}");
        assert!(ran.err.contains(place), "{list}: {}", ran.err);
    }
}

/// A debug build on a busy machine gets thirty times the second that a release build has.
#[test]
fn garbage_ends_soon_and_is_not_echoed() {
    let many = |piece: &str, times: usize| piece.repeat(times);
    let event = |properties: &str| format!(r#"{{"event":"Contact","properties":{properties}}}"#);
    for (name, input) in [
        ("text", many("gArBaGe ", 1_310_720)),
        ("lines", many("gArBaGe\n", 100_000)),
        ("zeros", many("\0", 10 << 20)),
        ("quoted", format!("\"{}", many("gArBaGe", 1_500_000))),
        ("in a list", format!("[{}", many("gArBaGe", 1_500_000))),
        ("in an object", format!("{{\n{}", many("gArBaGe\n", 1_310_720))),
        ("deep", many("[", 10_000) + &many("]", 10_000)),
        ("deep, open", many("[", 10_000)),
        ("deep objects", event(&(many("{\"a\":", 10_000) + "1" + &many("}", 10_000)))),
        ("deep lines", many("{\"a\":\n", 100_000)),
        ("long list", event(&format!("{{\"a\":[1{}]}}", many(",1", 1_000_000)))),
        ("long text", event(&format!("{{\"a\":\"{}\"}}", many("gArBaGe ", 1_310_720)))),
        ("too long", event(&format!("{{\"a\":\"{}\"}}", many("gArBaGe ", 3 << 20)))),
        ("too long, over lines", pretty(&event(&format!("{{\"a\":\"{}\"}}", many("gArBaGe ", 3 << 20))))),
    ] {
        let start = Instant::now();
        let ran = build(&input);
        assert!(start.elapsed() < Duration::from_secs(30), "{name}: {:?}", start.elapsed());
        assert_eq!(ran.code, 3, "{name}");
        assert!(!ran.err.contains("gArBaGe") && ran.out.trim().is_empty(), "{name}");
        assert!(!ran.err.is_empty(), "{name}");
    }
}

#[test]
fn a_million_items_are_a_million_lines() {
    let count = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };
    let ran = build(format!("[1{}]", ",1".repeat(count - 1)));
    assert_eq!((ran.code, ran.out.len(), ran.err.lines().count()), (3, count, count));
}

/// A stream that gives a few bytes at a time.
struct Crumbs<'a>(&'a [u8], usize);

impl Read for Crumbs<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.1.min(self.0.len());
        self.0.read(&mut buffer[..length])
    }
}

/// Numbers that look random and are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).unwrap()).unwrap()
    }
}

/// Whatever is broken: no panic, a line for each problem's number, and the same answer however the bytes come.
#[test]
fn broken_input_has_one_answer_however_it_comes() {
    let (first, second) = (pretty(EVENT), pretty(OTHER));
    let forms = [
        format!("{EVENT}\n{OTHER}\n{EVENT}\n"),
        format!("{first}\n{second}\n"),
        format!("[{first},{second}]"),
    ];
    let bytes = b"{}[],:\"\\\n\r \x00\xff\xef\xbb\xbfx1-e";
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for round in 0..1_500 {
        let mut input = forms[round % forms.len()].clone().into_bytes();
        for _ in 0..=dice.below(4) {
            let at = dice.below(input.len());
            match dice.below(3) {
                0 => input[at] = bytes[dice.below(bytes.len())],
                1 => input.insert(at, bytes[dice.below(bytes.len())]),
                _ => input.truncate(at.max(1)),
            }
        }
        let whole = build(&input);
        let shown = String::from_utf8_lossy(&input);
        assert!(whole.code == 0 || whole.code == 3, "{shown}");
        let last = whole.problems().last().map_or(0, |(line, ..)| *line);
        assert!(whole.out.lines().count() >= usize::try_from(last).unwrap(), "{shown}");
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let arguments =
            ["tiktok-capi", "build", "--now", "1767225600", "--event-id-seed", "00"].map(Into::into);
        let size = 1 + dice.below(40);
        let code = tiktok_capi_cli::run(arguments, &mut Crumbs(&input, size), &mut out, &mut err);
        assert_eq!((code, out, err), (whole.code, whole.out.into_bytes(), whole.err.into_bytes()), "{shown}");
    }
}

/// A stream that gives one line at a time. By then every earlier one must have its answer.
struct Drip<'a> {
    lines: Vec<String>,
    given: usize,
    answers: &'a RefCell<Vec<u8>>,
}

impl Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let answered = self.answers.borrow().iter().filter(|&&byte| byte == b'\n').count();
        assert_eq!(answered, self.given);
        let Some(line) = self.lines.get(self.given) else { return Ok(0) };
        self.given += 1;
        buffer[..line.len()].copy_from_slice(line.as_bytes());
        Ok(line.len())
    }
}

struct Out<'a>(&'a RefCell<Vec<u8>>);

impl Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_event_is_answered_before_the_next_one_is_waited_for() {
    let answers = RefCell::new(Vec::new());
    let lines = [EVENT, OTHER, EVENT].map(|event| format!("{event}\n")).to_vec();
    let mut drip = Drip { lines: lines.clone(), given: 0, answers: &answers };
    let arguments = ["tiktok-capi", "build", "--now", "1767225600"].map(Into::into);
    assert_eq!(tiktok_capi_cli::run(arguments, &mut drip, &mut Out(&answers), &mut Vec::new()), 0);
    assert_eq!(*answers.borrow(), lines.concat().into_bytes());
}
