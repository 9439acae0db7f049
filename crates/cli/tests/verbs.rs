//! The commands other than `build`, the exit codes, and that nothing typed is repeated.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use std::process::{Command, Stdio};

use common::{file, program, run};
use serde_json::{Value, json};

const GOLDEN_EMAIL: &str = "848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f";
const GOLDEN_PHONE: &str = "9f7ec22d72092cd3c0b58726ed9c2d91b92e51a3f29837508fb2948bb22dd2fd";

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn values_are_hashed_as_tiktok_publishes_it() {
    for (arguments, expected) in [
        (vec!["hash", "email", " ALICE_abc@gmail.com "], GOLDEN_EMAIL),
        (vec!["hash", "phone", "(+1)2133734253"], GOLDEN_PHONE),
        (vec!["hash", "phone", "213-373-4253", "--region", "us"], GOLDEN_PHONE),
        (vec!["hash", "phone", "--region=US", "213-373-4253"], GOLDEN_PHONE),
        (vec!["hash", "user.email", GOLDEN_EMAIL], GOLDEN_EMAIL),
        (
            vec![
                "hash",
                "email",
                "--json-values",
                r#"{"sha256": "848A771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f"}"#,
            ],
            GOLDEN_EMAIL,
        ),
        (vec!["normalize", "email", " ALICE_abc@gmail.com "], "alice_abc@gmail.com"),
        (vec!["normalize", "properties.value", "--json-values", "19.90"], "19.9"),
        (vec!["normalize", "city", "São Paulo"], "sãopaulo"),
        (vec!["event-id", "Purchase", "4711"], "e26ef224-15c0-5956-8cbb-6eaab9bb7cab"),
    ] {
        let ran = program(&arguments, "");
        assert_eq!((ran.out.as_str(), ran.code), (format!("{expected}\n").as_str(), 0), "{arguments:?}");
    }
}

#[test]
fn an_id_for_a_doubtful_name_is_given_and_told() {
    let ran = run(&["event-id", "purchase", "4711"], "");
    assert_eq!((ran.out.lines().count(), ran.code), (1, 0));
    assert!(ran.err.starts_with("warning: did_you_mean: ") && ran.err.contains("`Purchase`"), "{}", ran.err);
    let ran = run(&["event-id", "purchase", "4711", "--json"], "");
    assert_eq!((&parsed(&ran.out)["problems"][0]["code"], ran.err.as_str()), (&"did_you_mean".into(), ""));
    let ran = run(&["event-id", "Purchase", "4711", "--json"], "");
    assert_eq!((&parsed(&ran.out)["problems"], ran.err.as_str()), (&serde_json::json!([]), ""));
}

#[test]
fn a_value_that_has_no_result_is_refused() {
    for arguments in [
        ["hash", "email", "nope"],
        ["hash", "phone", "-1"],
        ["normalize", "country", "Narnia"],
        ["hash", "email", " "],
    ] {
        let ran = run(&arguments, "");
        assert_eq!((ran.out.as_str(), ran.code), ("", 3), "{arguments:?}");
    }
    let ran = run(&["hash", "email", "nope", "--json"], "");
    let answer = parsed(&ran.out);
    assert_eq!(
        (&answer["digest"], &answer["problems"][0]["code"], ran.code),
        (&Value::Null, &json!("invalid_email"), 3)
    );
    assert!(ran.err.is_empty());
}

#[test]
fn a_value_a_line_gives_a_line_each() {
    let input = b" ALICE_abc@gmail.com \r\n\nnope\n\xff@x.de\nalice_abc@gmail.com";
    let ran = run(&["hash", "email", "-"], input);
    assert_eq!(ran.lines(), [GOLDEN_EMAIL, "", "", "", GOLDEN_EMAIL]);
    assert_eq!(ran.codes(), [(3, "invalid_email".to_owned()), (4, "not_unicode".to_owned())]);
    assert_eq!(ran.code, 3);
    let ran = run(&["normalize", "email", "-", "--json"], input);
    let answers: Vec<Value> = ran.lines().into_iter().map(parsed).collect();
    assert_eq!(answers.len(), 5);
    assert_eq!(answers[0], json!({"digest": GOLDEN_EMAIL, "problems": [], "text": "alice_abc@gmail.com"}));
    assert!(ran.err.is_empty());
    let ran = run(&["hash", "phone", "-", "--json-values"], "12133734253\n\"+1 213 373 4253\"\n{\n");
    assert_eq!(ran.lines(), ["", GOLDEN_PHONE, ""]);
    assert_eq!(ran.codes(), [(1, "phone_without_country_code".to_owned()), (3, "invalid_json".to_owned())]);
}

#[test]
fn explain_shows_no_identifier() {
    let path = file("examples/purchase.json");
    let path = path.to_str().unwrap();
    let plain = run(&["explain", path, "--now", "1767265200"], "");
    let json = run(&["explain", path, "--now", "1767265200", "--json"], "");
    assert_eq!((plain.code, json.code), (0, 0));
    assert_eq!(parsed(&json.out)["outcome"], "ready");
    for text in [&plain.out, &json.out] {
        for raw in ["Jo.Doe", "jo.doe", "7946", "8812", "Doe", "81.2.69.142", "E.C.P", "2F7h37Yk"] {
            assert!(!text.contains(raw), "{raw}");
        }
    }
}

#[test]
fn explain_tells_every_event() {
    let ran = run(&["explain", "--json"], "{}\nnonsense\n{\"event\":\"Contact\"}\n");
    let outcomes: Vec<_> = ran.lines().into_iter().map(|line| parsed(line)["outcome"].clone()).collect();
    assert_eq!((outcomes, ran.code), (vec![json!("refused"), json!("refused"), json!("ready")], 3));
    assert_eq!(parsed(ran.lines()[1])["problems"][0]["code"], "invalid_json");
    let plain = run(&["explain"], "{}\nnonsense\n{\"event\":\"Contact\"}\n");
    assert_eq!(plain.out.matches("outcome  ").count(), 3);
}

#[test]
fn hints_of_explain_name_flags() {
    for form in [&["explain"][..], &["explain", "--json"]] {
        let ran = run(form, r#"{"event":"CompletePayment"}"#);
        assert!(ran.out.contains("set --modern-event-names"), "{form:?}");
    }
}

#[test]
fn pixel_pairs_with_build() {
    let event = r#"{"event":"Contact","event_id":"4711","user":{"email":"ALICE_abc@gmail.com"},"page":{"url":"https://a.de/"}}"#;
    let ran = run(&["pixel"], format!("{event}\n{{}}\n"));
    let pixel = parsed(ran.lines()[0]);
    assert_eq!(pixel["identify"], json!({"sha256_email": GOLDEN_EMAIL}));
    assert_eq!(pixel["track"], json!(["Contact", {}, {"event_id": "4711"}]));
    assert!(pixel["script"].as_str().unwrap().contains("ttq.track"));
    assert_eq!((ran.lines()[1], ran.code), ("", 3));
    let html = run(&["pixel", "--html", "--nonce", "n\"1"], event);
    assert!(html.out.starts_with("<script nonce=\"n&quot;1\">") && html.out.ends_with("</script>\n"));
}

#[test]
fn context_reads_requests() {
    let request = r#"{"url":"https://a.de/?ttclid=E.C.P.x","remote_addr":"81.2.69.142:4711"}"#;
    let ran = run(&["context"], format!("{request}\nnonsense\n{{}}\n"));
    assert_eq!(parsed(ran.lines()[0])["user"], json!({"ip": "81.2.69.142", "ttclid": "E.C.P.x"}));
    assert_eq!((ran.lines()[1], ran.lines()[2], ran.code), ("", "{}", 3));
}

#[test]
fn describe_feeds_build() {
    let sample = std::fs::read_to_string(file("tests/payloads/shopify.json")).unwrap();
    let unpaid = r#"{"id":1,"line_items":[],"total_price":"5.00","financial_status":"pending"}"#;
    let ran = run(&["describe", "shopify"], format!("{sample}\n{unpaid}\n{{}}\n"));
    assert_eq!((ran.lines().len(), ran.code), (1, 3));
    let (left, others): (Vec<_>, Vec<_>) = ran.codes().into_iter().partition(|(_, code)| code == "left_out");
    assert!(!left.is_empty() && left.iter().all(|(line, _)| *line == 1));
    assert_eq!(others, [(2, "not_paid".to_owned()), (3, "not_this_format".to_owned())]);
    let built = run(&["build", "--now", "1767225600"], &ran.out);
    assert_eq!((built.lines().len(), built.code), (1, 0));
    assert_eq!(run(&["describe", "shopify"], unpaid).code, 0);
    assert_eq!(run(&["describe", "Shopify"], unpaid).code, 2);
    assert_eq!(run(&["describe", "ga4"], "nonsense").codes(), [(1, "invalid_json".to_owned())]);
}

#[test]
fn the_tables_are_listed() {
    let codes = run(&["codes", "--json"], "");
    let listed: Vec<_> =
        codes.lines().into_iter().map(|line| parsed(line)["code"].as_str().unwrap().to_owned()).collect();
    let known: Vec<_> = tiktok_capi_core::Code::all().iter().map(|code| code.as_str()).collect();
    assert_eq!(listed, known);
    let catalog = run(&["catalog", "--json"], "");
    let fields: Vec<_> =
        catalog.lines().into_iter().map(|line| parsed(line)["field"].as_str().unwrap().to_owned()).collect();
    assert!(fields.iter().all(|field| tiktok_capi_core::catalog::field(field).is_some()));
    assert!(fields.contains(&"user.email".to_owned()) && fields.contains(&"event".to_owned()));
    assert_eq!((run(&["codes"], "").code, run(&["catalog"], "").code), (0, 0));
}

#[test]
fn options_are_flags() {
    let event = r#"{"event":"Contact","event_id":"4711","event_time":1767225600,"consent":"opted_out","user":{"email":"a@b.de"}}"#;
    let of = |flags: &[&str]| {
        let ran = run(&[&["build", "--now=2026-01-01T00:00:00Z"], flags].concat(), event);
        (ran.code, ran.out.len() > 1)
    };
    assert_eq!(of(&[]), (0, true));
    assert_eq!(of(&["--strict"]), (3, false));
    assert_eq!(of(&["--strict=false"]), (0, true));
    assert_eq!(of(&["--opt-out-mode", "withhold"]), (0, false));
    assert_eq!(of(&["--event-source", "app"]), (3, false));
    assert_eq!(of(&["--event-source", "offline"]), (0, false));
}

#[test]
fn clock_and_ids_can_be_fixed() {
    let fixed = || {
        run(
            &["build", "--now", "1767225600", "--event-id-seed", "00ff"],
            "{\"event\":\"Contact\"}\n{\"event\":\"Contact\"}",
        )
    };
    let first = fixed();
    assert_eq!(first.out, fixed().out);
    assert_ne!(first.lines()[0], first.lines()[1]);
    let drawn = || run(&["build"], "{\"event\":\"Contact\"}").out;
    assert_ne!(drawn(), drawn());
}

#[test]
fn whole_bodies_hold_a_thousand_events_each() {
    let event = r#"{"event":"Contact","page":{"url":"https://a.de/"},"user":{"ttp":"t"}}"#;
    let bodies = |count: usize, event: &str| {
        let arguments =
            ["build", "--body", "--pixel-code", "C4A", "--test-event-code", "TEST1", "--partner-name", "P"];
        let ran = run(&arguments, vec![event; count].join("\n"));
        assert_eq!(ran.code, 0);
        ran.lines().into_iter().map(parsed).collect::<Vec<_>>()
    };
    let sizes = |bodies: &[Value]| {
        bodies.iter().map(|body| body["data"].as_array().unwrap().len()).collect::<Vec<_>>()
    };
    let many = bodies(2_001, event);
    assert_eq!(sizes(&many), [1_000, 1_000, 1]);
    assert_eq!((&many[0]["event_source"], &many[0]["event_source_id"]), (&json!("web"), &json!("C4A")));
    assert_eq!((&many[0]["test_event_code"], &many[0]["partner_name"]), (&json!("TEST1"), &json!("P")));
    let large = event.replace("\"t\"", &format!("\"{}\"", "t".repeat(300_000)));
    assert_eq!(sizes(&bodies(7, &large)), [3, 3, 1]);
    assert!(bodies(0, event).is_empty());
}

#[test]
fn wrong_calls_end_with_two_and_repeat_no_value() {
    for arguments in [
        vec![],
        vec!["jo@secret.example"],
        vec!["build", "--jo@secret.example"],
        vec!["build", "--strict=jo@secret.example"],
        vec!["build", "--event-source", "jo@secret.example"],
        vec!["build", "--event-id-seed", "jo@secret.example"],
        vec!["build", "--default-region", "jo@secret.example"],
        vec!["build", "--body"],
        vec!["build", "--body", "--pixel-code", "1", "--event-source-id", "2"],
        vec!["build", "--body", "--pixel-code", "1", "--event-source", "crm"],
        vec!["build", "--access-token=jo@secret.example"],
        vec!["build", "a", "jo@secret.example"],
        vec!["hash", "email"],
        vec!["hash", "email", "Jo", "jo@secret.example"],
        vec!["hash", "jo@secret.example", "x"],
        vec!["hash", "city", "jo@secret.example"],
        vec!["hash", "phone", "1", "--region", "jo@secret.example"],
        vec!["pixel", "--nonce", "jo@secret.example"],
        vec!["base-code", "jo@secret.example"],
        vec!["base-code", "C4A", "--source", "//secret.example"],
        vec!["build", "/no/such/file"],
        vec!["build", "/"],
    ] {
        let ran = run(&arguments, "");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ran.err.is_empty() && !ran.err.contains("secret"), "{}", ran.err);
    }
}

#[test]
fn help_is_complete() {
    let top = run(&["--help"], "");
    assert_eq!((top.code, top.err.as_str()), (0, ""));
    for verb in [
        "build",
        "explain",
        "hash",
        "normalize",
        "event-id",
        "pixel",
        "base-code",
        "context",
        "describe",
        "codes",
        "catalog",
        "send",
        "outbox",
        "completions",
        "man",
        #[cfg(feature = "sandbox")]
        "sandbox",
    ] {
        assert!(top.out.contains(&format!("\n  {verb} ")), "{verb}");
        let help = run(&[verb, "--help"], "");
        assert_eq!((help.code, help.err.as_str()), (0, ""), "{verb}");
        assert!(help.out.contains("Usage: tiktok-capi "), "{verb}");
    }
    for option in tiktok_capi_core::Rules::OPTIONS {
        let flag = format!("--{}", option.replace('_', "-"));
        assert!(run(&["build", "--help"], "").out.contains(&flag), "{flag}");
    }
    assert!(run(&["--version"], "").out.starts_with("tiktok-capi "));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tiktok-capi"))
        .args(["hash", "email", "-", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    let _ = std::io::Write::write_all(&mut stdin, "a@b.de\n".repeat(100_000).as_bytes());
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}

/// What packages of other languages leave out is found elsewhere, and is no misspelling.
#[cfg(not(feature = "sandbox"))]
#[test]
fn commands_of_the_whole_program_are_known() {
    for verb in ["sandbox", "run"] {
        let ran = common::run(&[verb, "--port", "0"], "");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(ran.err.contains("cargo install --path crates/cli"), "{}", ran.err);
    }
}
