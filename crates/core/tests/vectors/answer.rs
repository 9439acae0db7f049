//! What the core answers to a case, one function a verb. The members are named as in the case.

use serde_json::{Value, json};
use tiktok_capi_core::{
    Banner, Canonical, Entropy, Envelope, Event, Format, Input, InvalidArgument, InvalidOption, Normalized,
    Outcome, Problem, Reading, Rules, base_code_of, context_of, describe_with, event_id_of, explain, hash_of,
    nearest_option, normalize_of, pixel, unvisited_of, verify_shopify, verify_woocommerce, visitor_of,
};

use crate::file::Case;

pub(crate) fn answer(verb: &str, case: &Case) -> Value {
    match verb {
        "build" => built(case),
        "body" => body(case),
        "explain" => explained(case),
        "pixel" => page(case),
        "context" => json!({ "body": context_of(&given(&case.input()).unwrap()).to_json() }),
        "visitor" => visitor(case),
        "deliver" => delivered(case),
        "base_code" => base_code(case),
        "describe" => described(case),
        "verify_shopify" => verified(case, verify_shopify),
        "verify_woocommerce" => verified(case, verify_woocommerce),
        "normalize" => normalized(case, normalize_of),
        "hash" => normalized(case, hash_of),
        "event_id" => {
            let input = case.json("input");
            let [event, key] = ["event", "key"].map(|name| Input::text(input[name].as_str().unwrap()));
            let id = event_id_of(&event, &key);
            let wrong = id.as_ref().err();
            let (error, code) = (wrong.map(InvalidArgument::argument), wrong.map(InvalidArgument::code));
            let (text, doubt) = id.ok().unzip();
            let doubt = told(&Vec::from_iter(doubt.flatten()));
            json!({ "error": error, "code": code, "text": text, "problems": doubt })
        }
        "options" => option(case),
        unknown => panic!("{}: no such verb: {unknown}", case.id()),
    }
}

fn visitor(case: &Case) -> Value {
    let json = case.input();
    match visitor_of(&given(&json).unwrap(), &banner(case), &rules(case, 0)) {
        Err(wrong) => json!({ "error": wrong.argument(), "answer": null }),
        Ok(told) => json!({ "error": null, "answer": serde_json::from_str::<Value>(&told).unwrap() }),
    }
}

fn delivered(case: &Case) -> Value {
    let (json, options) = (case.input(), case.json("options"));
    match Canonical::read(json.as_bytes()) {
        Err(problem) => json!({ "body": null, "problems": told(&[problem]) }),
        Ok(_) => json!({ "body": written(&envelope(case, &options).body(&[&json])), "problems": [] }),
    }
}

fn built(case: &Case) -> Value {
    let json = case.input();
    match given(&json) {
        Err(problem) => json!({
            "outcome": "refused", "body": null, "problems": told(std::slice::from_ref(&problem)), "position": problem.position(),
        }),
        Ok(input) => {
            let Reading { outcome, problems } = Event::read(&input, &rules(case, 0));
            let body = outcome.ready().map(Event::to_json);
            json!({ "outcome": outcome.as_str(), "body": body, "problems": told(&problems), "position": null })
        }
    }
}

fn verified(case: &Case, verify: fn(&str, &[u8], &str) -> bool) -> Value {
    let input = case.json("input");
    let [secret, body, header] = ["secret", "body", "header"].map(|name| input[name].as_str().unwrap());
    json!({ "valid": verify(secret, body.as_bytes(), header) })
}

fn described(case: &Case) -> Value {
    let format = Format::from_name(case.json("format").as_str().unwrap()).unwrap();
    let json = case.input();
    let payload = given(&json).unwrap();
    let options = case.json("options").to_string();
    let unvisited = unvisited_of(&given(&options).unwrap()).unwrap();
    let description = describe_with(format, &payload, unvisited);
    let written: Value = serde_json::from_str(&description.to_json()).unwrap();
    let lines: Vec<Value> = description.lines().map(|line| serde_json::from_str(&line).unwrap()).collect();
    assert_eq!(written["events"], json!(lines), "{}: the events in the whole", case.id());
    json!({ "events": lines, "problems": told(&description.problems) })
}

fn body(case: &Case) -> Value {
    let json = case.input();
    let Ok(Input::List(events)) = given(&json) else { panic!("{}: no list of events", case.id()) };
    let readings: Vec<_> =
        (0..).zip(&events).map(|(index, event)| Event::read(event, &rules(case, index))).collect();
    let ready: Vec<_> =
        readings.iter().filter_map(|reading| reading.outcome.ready()).map(Event::to_bytes).collect();
    let options = case.json("options");
    let envelope = envelope(case, &options);
    let outcomes: Vec<_> = readings.iter().map(|reading| reading.outcome.as_str()).collect();
    json!({ "outcomes": outcomes, "body": written(&envelope.body(&ready)) })
}

fn envelope<'o>(case: &Case, options: &'o Value) -> Envelope<'o> {
    Envelope {
        event_source: rules(case, 0).event_source.as_str(),
        event_source_id: options["event_source_id"].as_str().unwrap(),
        test_event_code: options["test_event_code"].as_str(),
        partner_name: options["partner_name"].as_str(),
    }
}

fn explained(case: &Case) -> Value {
    let json = case.input();
    let explanation = explain(&given(&json).unwrap(), &rules(case, 0));
    let whole: Value = serde_json::from_str(&explanation.to_json()).unwrap();
    let event: Option<Value> = explanation.event.as_deref().map(|event| serde_json::from_str(event).unwrap());
    assert_eq!(whole["event"], json!(event), "{}: the event in the whole", case.id());
    assert_eq!(whole["outcome"], explanation.outcome, "{}: the outcome in the whole", case.id());
    let mut coverage = whole["coverage"].clone();
    let note = coverage.as_object_mut().and_then(|coverage| coverage.remove("note"));
    assert!(coverage.is_null() || note.is_some_and(|note| note.is_string()), "{}: the label", case.id());
    json!({
        "outcome": explanation.outcome, "event": explanation.event, "coverage": coverage,
        "problems": told(&explanation.problems),
    })
}

fn page(case: &Case) -> Value {
    let json = case.input();
    let input = given(&json).unwrap();
    let reading = Event::read(&input, &rules(case, 0));
    let Outcome::Ready(event) = &reading.outcome else { panic!("{}: not ready", case.id()) };
    let pixel = pixel(event);
    let html = pixel.html(case.json("nonce").as_str());
    json!({ "identify": pixel.identify, "track": pixel.track, "script": pixel.script(), "html": html })
}

fn base_code(case: &Case) -> Value {
    let json = case.input();
    match base_code_of(&given(&json).unwrap()) {
        Err(wrong) => {
            json!({ "error": wrong.argument(), "code": wrong.code(), "script": null, "html": null })
        }
        Ok(written) => {
            let told: Value = serde_json::from_str(&written).unwrap();
            json!({ "error": null, "code": null, "script": told["script"], "html": told["html"] })
        }
    }
}

type Verb = fn(&Input<'_>, &Input<'_>, &Input<'_>, &Rules) -> Result<Normalized, InvalidArgument>;

fn normalized(case: &Case, verb: Verb) -> Value {
    let json = case.input();
    let input = given(&json).unwrap();
    let [field, value, region] =
        ["field", "value", "region"].map(|name| input.get(name).unwrap_or(&Input::Null));
    match verb(field, value, region, &rules(case, 0)) {
        Err(wrong) => json!({ "error": wrong.code(), "text": null, "digest": null, "problems": null }),
        Ok(normalized) => json!({
            "error": null, "text": normalized.text(), "digest": normalized.digest().map(|digest| digest.to_hex()),
            "problems": told(normalized.problems()),
        }),
    }
}

fn option(case: &Case) -> Value {
    let json = case.input();
    let input = given(&json).unwrap();
    let name = input.get("name").and_then(Input::as_text).unwrap();
    let error = match rules(case, 0).set(name, input.get("value").unwrap()) {
        Ok(()) => None,
        Err(InvalidOption::Name) => Some("unknown_option"),
        Err(InvalidOption::Value) => Some("invalid_option"),
    };
    let nearest = error.filter(|error| *error == "unknown_option").and_then(|_| nearest_option(name));
    json!({ "error": error, "nearest": nearest })
}

fn written(body: &[u8]) -> &str {
    std::str::from_utf8(body).unwrap()
}

fn given(json: &str) -> Result<Input<'_>, Problem> {
    Input::from_json(json.as_bytes())
}

/// Paths, codes and severities: what all languages tell alike. Hints may be worded anew.
fn told(problems: &[Problem]) -> Value {
    let told = |problem: &Problem| json!({ "path": problem.path(), "code": problem.code().as_str(), "severity": problem.severity().as_str() });
    problems.iter().map(told).collect()
}

/// Options of the request body, which the describing rules know nothing of.
const OF_THE_BODY: &[&str] = &["event_source_id", "test_event_code", "partner_name"];

/// The rules for the event at `index` of a call.
fn rules(case: &Case, index: u64) -> Rules {
    let mut rules = Rules::at(0, Entropy::default());
    let Value::Object(options) = case.json("options") else { return rules };
    let is_a_rule = |name: &str| !OF_THE_BODY.contains(&name) && !Banner::OPTIONS.contains(&name);
    for (name, value) in options.iter().filter(|(name, _)| is_a_rule(name)) {
        if name == "event_id_seed" {
            let seed = const_hex::decode(value.as_str().unwrap()).unwrap();
            rules.entropy = Entropy::from_seed(&seed, index);
        } else {
            let value = value.to_string();
            assert_eq!(rules.set(name, &given(&value).unwrap()), Ok(()), "{}: option {name}", case.id());
        }
    }
    rules
}

/// What the options say of the shop's banner.
fn banner(case: &Case) -> Banner {
    let mut banner = Banner::default();
    let options = case.json("options");
    for name in Banner::OPTIONS {
        let value = options[name].to_string();
        if !options[name].is_null() {
            assert_eq!(banner.set(name, &given(&value).unwrap()), Some(()), "{}: option {name}", case.id());
        }
    }
    banner
}
