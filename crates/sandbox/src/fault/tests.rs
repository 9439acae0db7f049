//! Plans choose the same requests every time.

use super::*;

fn plan(json: &str) -> Chooser {
    Chooser::new(Plan::from_json(json.as_bytes()).unwrap())
}

fn played(chooser: &mut Chooser, count: usize) -> Vec<bool> {
    (0..count).map(|_| chooser.choose(Stage::Body, "/open_api/p", &[]).is_some()).collect()
}

#[test]
fn by_count() {
    let mut first = plan(r#"{"rules":[{"fault":"timeout","first":2}]}"#);
    assert_eq!(played(&mut first, 4), [true, true, false, false]);
    let mut every = plan(r#"{"rules":[{"fault":{"code":50000},"every":3}]}"#);
    assert_eq!(played(&mut every, 6), [false, false, true, false, false, true]);
}

#[test]
fn one_rule_after_the_other() {
    let mut chooser =
        plan(r#"{"rules":[{"fault":{"code":50000},"first":1},{"fault":{"status":503},"first":1}]}"#);
    let mut names = Vec::new();
    for _ in 0..3 {
        names.push(chooser.choose(Stage::Body, "/open_api/p", &[]).map(|rule| rule.fault.name()));
    }
    assert_eq!(names, [Some("code"), Some("status"), None]);
}

#[test]
fn by_chance_and_the_same_again_with_the_same_seed() {
    let json = r#"{"seed":7,"rules":[{"fault":"half_body","probability":0.3}]}"#;
    let run = played(&mut plan(json), 1_000);
    assert_eq!(run, played(&mut plan(json), 1_000));
    assert_ne!(run, played(&mut plan(&json.replace('7', "8")), 1_000));
    let count = run.iter().filter(|played| **played).count();
    assert!((200..400).contains(&count), "{count}");
}

#[test]
fn by_event_id_path_and_stage() {
    let mut chooser = plan(
        r#"{"rules":[{"fault":"reset_after_body","event_id":"e1"},{"fault":"timeout","path":"/q"},{"fault":"refuse"}]}"#,
    );
    let mut choose =
        |stage, path, id: &str| chooser.choose(stage, path, &[id.to_owned()]).map(|rule| rule.fault.name());
    assert_eq!(choose(Stage::Body, "/open_api/p", "e1"), Some("reset_after_body"));
    assert_eq!(choose(Stage::Body, "/open_api/p", "e2"), None);
    assert_eq!(choose(Stage::Body, "/q", "e2"), Some("timeout"));
    assert_eq!(choose(Stage::Connection, "", ""), Some("refuse"));
    assert_eq!(choose(Stage::Head, "/open_api/p", ""), None);
}

#[test]
fn a_plan_survives_json_and_mistakes_in_it_are_named() {
    let json = r#"{"seed":1,"rules":[{"fault":{"redirect":{"to":"http://127.0.0.1:1/","status":302}},"recorded":true},
        {"fault":{"bad_body":"html"},"retry_after":"soon"},{"fault":{"slow_body":5}},{"fault":"refuse","first":1}]}"#;
    let read = Plan::from_json(json.as_bytes()).unwrap();
    assert_eq!(Plan::from_json(serde_json::to_string(&read).unwrap().as_bytes()).unwrap(), read);
    for rule in [
        r#"{"fault":"timeot"}"#,
        r#"{"fault":"timeout","frist":1}"#,
        r#"{"fault":"timeout","every":0}"#,
        r#"{"fault":"timeout","probability":1.5}"#,
        r#"{"fault":"refuse","event_id":"e"}"#,
        r#"{"fault":"reset_before_body","recorded":true}"#,
        r#"{"fault":{"status":99}}"#,
        r#"{"fault":{"redirect":{"to":"/\n"}}}"#,
        r#"{"fault":{"code":1},"retry_after":"1\r\nx: y"}"#,
    ] {
        let json = format!(r#"{{"rules":[{rule}]}}"#);
        assert!(Plan::from_json(json.as_bytes()).is_err(), "{rule}");
    }
    assert!(Plan::from_json(br#"{"sead":1}"#).is_err());
}
