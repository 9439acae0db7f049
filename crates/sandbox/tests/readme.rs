//! What the README shows is what the sandbox takes.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use serde_json::{Value, json};
use tiktok_capi_sandbox::{FindingCode, Plan};

mod wire;
use wire::{get, sandbox, track};

const README: &str = include_str!("../README.md");

/// The texts of all `-d '…'` arguments.
fn bodies() -> Vec<&'static str> {
    README.split("-d '").skip(1).map(|rest| rest.split_once("}'").unwrap().0).collect()
}

#[test]
fn the_first_request_is_accepted_and_its_mistake_found() {
    let sandbox = sandbox();
    let now = (sandbox.now_ms() / 1_000).to_string();
    let body = format!("{}}}", bodies()[0].replace("'$now'", &now));
    assert_eq!(track(&sandbox, &body).code(), 0);
    let list = get(&sandbox, "/sandbox/events?event_id=e1").json();
    let event = &list["events"][0];
    assert_eq!((&event["code"], &event["standing"]), (&json!(0), &json!("counted")));
    let finding = json!({"path": "user.emial", "code": FindingCode::UnknownField.as_str()});
    assert!(event["findings"].as_array().unwrap().contains(&finding));
}

#[test]
fn every_fault_of_the_table_and_the_plan_is_one() {
    let plan = format!("{}}}", bodies()[1]);
    assert_eq!(Plan::from_json(plan.as_bytes()).unwrap().rules.len(), 4);
    let table = README.split("| Fault | |").nth(1).unwrap().split("\n\n").next().unwrap();
    let faults = table.lines().filter_map(|line| line.split('|').nth(1)).flat_map(|cell| cell.split('`'));
    let faults: Vec<&str> = faults.filter(|text| text.starts_with(['"', '{'])).collect();
    assert_eq!(faults.len(), 13, "{faults:?}");
    for fault in faults {
        let fault: Value = serde_json::from_str(fault).unwrap();
        let plan = json!({"rules": [{"fault": fault}]}).to_string();
        Plan::from_json(plan.as_bytes()).unwrap();
    }
}
