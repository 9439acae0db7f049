//! All shared vectors of the other commands.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use common::vectors::{Members, flags, of_verb, read, text};
use common::{Ran, run};
use serde_json::Value;

/// Runs a command with the case's options as flags.
fn ran(case: &Members, arguments: &[&str], input: &str) -> Ran {
    let options = case.get("options").map(|options| flags(&read(options))).unwrap_or_default();
    run(&arguments.iter().copied().chain(options.iter().map(String::as_str)).collect::<Vec<_>>(), input)
}

fn id(case: &Members) -> String {
    read(&case["id"])
}

fn member(case: &Members, name: &str) -> Value {
    read(&case[name])
}

/// Path, code and severity of problems as JSON has them.
fn problems(list: &Value) -> Vec<[String; 3]> {
    let text = |problem: &Value, name: &str| problem[name].as_str().unwrap().to_owned();
    let list = list.as_array().unwrap().iter();
    list.map(|problem| ["path", "code", "severity"].map(|name| text(problem, name))).collect()
}

#[test]
fn normalize_and_hash() {
    for verb in ["normalize", "hash"] {
        for case in of_verb(verb) {
            let given: Members = read(&case["input"]);
            let (field, value): (String, _) = (read(&given["field"]), given["value"].get());
            let region = given.get("region").map(|region| format!("--region={}", read::<String>(region)));
            let arguments = [verb, &field, "-", "--json-values", "--json"];
            let arguments: Vec<&str> = arguments.into_iter().chain(region.as_deref()).collect();
            let ran = ran(&case, &arguments, value);
            if !member(&case, "error").is_null() {
                assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", id(&case));
                continue;
            }
            let answer: Value = serde_json::from_str(&ran.out).unwrap();
            assert_eq!(answer["digest"], member(&case, "digest"), "{}", id(&case));
            if verb == "normalize" {
                assert_eq!(answer["text"], member(&case, "text"), "{}", id(&case));
            }
            assert_eq!(problems(&answer["problems"]), problems(&member(&case, "problems")), "{}", id(&case));
        }
    }
}

#[test]
fn event_id() {
    for case in of_verb("event_id") {
        let given = member(&case, "input");
        let [event, key] = ["event", "key"].map(|name| given[name].as_str().unwrap());
        let ran = run(&["event-id", "--", event, key], "");
        if member(&case, "error") != Value::Null {
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", id(&case));
            continue;
        }
        assert_eq!(ran.out.trim_end(), member(&case, "text"), "{}", id(&case));
    }
}

#[test]
fn context() {
    for case in of_verb("context") {
        let ran = ran(&case, &["context"], &text(&case));
        assert_eq!(ran.out.trim_end(), member(&case, "body"), "{}", id(&case));
    }
}

/// What a door of consent is asked about is the answer of `visitor`; a request alone is answered as `context` has it.
#[test]
fn visitor() {
    for case in of_verb("visitor") {
        let ran = run(
            &["call", "visitor"],
            format!("{{\"options\":{}}}\n{}", case["options"].get(), case["input"].get()),
        );
        let answer: Value = serde_json::from_str(&ran.out).unwrap();
        let (error, expected) = (member(&case, "error"), member(&case, "answer"));
        if error.is_string() {
            assert_eq!((ran.code, &answer["option"]), (3, &error), "{}", id(&case));
        } else {
            assert_eq!((ran.code, &answer), (0, &expected), "{}", id(&case));
        }
    }
}

/// The same by the command that is typed: any flag or word about consent asks for the visitor.
#[test]
fn context_with_a_visitor() {
    let mut tried = 0;
    for case in of_verb("visitor") {
        let given = member(&case, "input");
        let asks = ["event", "consent", "consent_cookie"].iter().any(|name| given.get(name).is_some());
        let has_flags = member(&case, "options") != serde_json::json!({});
        if !(given.is_object() && (asks || has_flags)) {
            continue;
        }
        let ran = ran(&case, &["context"], case["input"].get());
        if member(&case, "error").is_string() {
            assert_eq!((ran.code, ran.out.as_str()), (3, "\n"), "{}", id(&case));
            continue;
        }
        assert_eq!(
            serde_json::from_str::<Value>(&ran.out).unwrap(),
            member(&case, "answer"),
            "{}",
            id(&case)
        );
        tried += 1;
    }
    assert!(tried > 100, "only {tried}");
}

/// What is canonical is delivered by the tests of `deliver`; what is not is told here, before there is a token.
#[test]
fn what_is_not_canonical() {
    for case in of_verb("deliver") {
        let expected = problems(&member(&case, "problems"));
        let head = r#"{"options":{"access_token":"t0ken","event_source_id":"C4A","endpoint":"http://127.0.0.1:9","max_attempts":1}}"#;
        // What is no object goes as a text of JSON: bare, a text is one that holds an event.
        let given = text(&case);
        let given = if given.starts_with('{') { given } else { Value::from(given).to_string() };
        let ran = run(&["call", "deliver"], format!("{head}\n{given}"));
        let answer: Value = serde_json::from_str(&ran.out).unwrap();
        if expected.is_empty() {
            assert_eq!(
                (ran.code, &answer["results"][0]["outcome"]),
                (0, &Value::from("undelivered")),
                "{}",
                id(&case)
            );
        } else {
            assert_eq!((ran.code, problems(&answer["problems"])), (3, expected), "{}", id(&case));
        }
    }
}

/// The command takes what may be typed; the others are for another program.
#[test]
fn base_code() {
    for case in of_verb("base_code") {
        let (expected, given) = (member(&case, "error"), case["input"].get());
        let ran = run(&["call", "base_code"], format!("{{}}\n{given}"));
        let answer: Value = serde_json::from_str(&ran.out).unwrap();
        if expected.is_string() {
            assert_eq!((ran.code, &answer["option"]), (3, &expected), "{}", id(&case));
            continue;
        }
        for name in ["html", "script"] {
            assert_eq!(answer[name], member(&case, name), "{}", id(&case));
        }
        let given = member(&case, "input");
        let text = |name: &str| given[name].as_str().filter(|text| !text.trim().is_empty());
        let [source, nonce] =
            ["source", "nonce"].map(|name| text(name).map(|text| format!("--{name}={text}")));
        let flag = |name: &str, flag| given[name].as_bool().unwrap_or(false).then(|| String::from(flag));
        let limited = flag("limited_data_use", "--limited-data-use");
        let flags = [source, nonce, limited, flag("hold_consent", "--hold-consent")];
        let typed = ["base-code", text("pixel_code").unwrap()].map(str::to_owned).into_iter();
        let typed: Vec<_> = typed.chain(flags.into_iter().flatten()).collect();
        let ran = run(&typed.iter().map(String::as_str).collect::<Vec<_>>(), "");
        assert_eq!((ran.code, ran.out.trim_end()), (0, answer["html"].as_str().unwrap()), "{}", id(&case));
    }
}

/// A payload that is a list goes in as a list of one, since the case means one payload.
#[test]
fn describe() {
    for case in of_verb("describe") {
        let payload = text(&case);
        let payload = if payload.starts_with('[') { format!("[{payload}]") } else { payload };
        let format: String = read(&case["format"]);
        let ran = ran(&case, &["describe", &format], &payload);
        let events: Vec<Value> = ran.lines().iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(Value::from(events), member(&case, "events"), "{}", id(&case));
        let told = ran.problems().into_iter().map(|(_, path, code, severity)| [path, code, severity]);
        let expected = problems(&member(&case, "problems"));
        assert_eq!(told.collect::<Vec<_>>(), expected, "{}", id(&case));
        let is_refused = expected.iter().any(|[_, _, severity]| severity == "error");
        assert_eq!(ran.code, if is_refused { 3 } else { 0 }, "{}", id(&case));
    }
}

/// No command of its own: the secret and the body come from another program.
#[test]
fn verify_shopify() {
    verifies("verify_shopify");
}

#[test]
fn verify_woocommerce() {
    verifies("verify_woocommerce");
}

fn verifies(verb: &str) {
    for case in of_verb(verb) {
        let ran = run(&["call", verb], format!("{{}}\n{}", case["input"].get()));
        let expected = format!("{{\"valid\":{}}}", case["valid"].get());
        assert_eq!((ran.code, ran.out), (0, expected), "{}", id(&case));
    }
}

#[test]
fn explain() {
    for case in of_verb("explain") {
        let ran = ran(&case, &["explain", "--json"], &text(&case));
        let answer: Value = serde_json::from_str(&ran.out).unwrap();
        let event = member(&case, "event");
        let shown = format!("\"event\":{},\"outcome\"", event.as_str().unwrap_or("null"));
        assert!(ran.out.contains(&shown), "{}", id(&case));
        assert_eq!(answer["outcome"], member(&case, "outcome"), "{}", id(&case));
        assert_eq!(problems(&answer["problems"]), problems(&member(&case, "problems")), "{}", id(&case));
        let (expected, mut told) =
            (member(&case, "coverage"), answer.get("coverage").cloned().unwrap_or_default());
        if let Some(told) = told.as_object_mut() {
            assert!(told.remove("note").is_some(), "{}", id(&case));
        }
        for name in ["estimate", "present", "best_missing"] {
            let (told, expected) = (&told[name], &expected[name]);
            assert!(
                told == expected || told.as_f64().is_some_and(|n| Some(n) == expected.as_f64()),
                "{}",
                id(&case)
            );
        }
    }
}

#[test]
fn pixel() {
    for case in of_verb("pixel") {
        let parts = ran(&case, &["pixel"], &text(&case)).out;
        let of = |name: &str| member(&case, name);
        let track: Vec<String> = read(&case["track"]);
        let identify = of("identify");
        let expected = format!(
            "{{\"identify\":{},\"script\":{},\"track\":[{}]}}\n",
            identify.as_str().unwrap_or("null"),
            of("script"),
            track.join(",")
        );
        let (told, expected): (Value, Value) =
            (serde_json::from_str(&parts).unwrap(), serde_json::from_str(&expected).unwrap());
        assert_eq!(told, expected, "{}", id(&case));
        assert!(parts.contains(&format!("\"track\":[{}]", track.join(","))), "{}", id(&case));
        let nonce = of("nonce").as_str().map(|nonce| format!("--nonce={nonce}"));
        let arguments: Vec<&str> = ["pixel", "--html"].into_iter().chain(nonce.as_deref()).collect();
        let html = ran(&case, &arguments, &text(&case)).out;
        assert_eq!(html.strip_suffix('\n').unwrap(), of("html"), "{}", id(&case));
    }
}

#[test]
fn bodies() {
    for case in of_verb("body") {
        let ran = ran(&case, &["build", "--body"], &text(&case));
        let outcomes: Vec<String> = read(&case["outcomes"]);
        // Without an event there is no request.
        let is_empty = outcomes.iter().all(|outcome| outcome != "ready");
        let expected =
            if is_empty { String::new() } else { member(&case, "body").as_str().unwrap().to_owned() + "\n" };
        assert_eq!(ran.out, expected, "{}", id(&case));
        let is_refused = outcomes.iter().any(|outcome| outcome == "refused");
        assert_eq!(ran.code, if is_refused { 3 } else { 0 }, "{}", id(&case));
    }
}

/// Options are flags, and their values are texts.
#[test]
fn options() {
    let mut tried = 0;
    for case in of_verb("options") {
        let given = member(&case, "input");
        let (name, Some(value)) = (given["name"].as_str().unwrap(), given["value"].as_str()) else {
            continue;
        };
        let flag = format!("--{}={value}", name.replace('_', "-"));
        let is_wrong = !member(&case, "error").is_null();
        assert_eq!(run(&["build", &flag], "").code, if is_wrong { 2 } else { 0 }, "{}", id(&case));
        tried += 1;
    }
    assert!(tried > 20, "only {tried}");
}
