//! `catalog.json`: a JSON Schema (draft 2020-12) of a described event, with the rest of the catalogue beside it.
//!
//! It says which values the core uses as they stand. What a schema cannot say (is this a phone number?) is left to the
//! core; the keys that begin with `x-` carry what other programs need of the catalogue.

mod rules;

use serde_json::{Map, Value, json};
use tiktok_capi_core::catalog::{
    CURRENCIES, EventName, Field, GROUPS, Group, Need, Standing, Unknown, event_names,
};
use tiktok_capi_core::{Code, EventSource, Sources};

use super::{NOTE, need};

/// Renders the whole file.
pub(crate) fn schema() -> String {
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": NOTE,
        "$ref": "#/$defs/event",
        "$defs": definitions(),
        "title": "A conversion as it is described to tiktok-capi",
        "x-standard-event-names": standard(),
        "x-legacy-event-names": names(|name| match name.standing {
            Standing::Legacy(new) => Some(json!(new)),
            _ => None,
        }),
        "x-reserved-event-names": names(|name| match name.standing {
            Standing::Reserved(standard) => Some(json!(standard)),
            _ => None,
        }),
        "x-currencies": CURRENCIES,
        "x-problem-codes": codes(),
    });
    // The same order whatever features of serde_json the other members of a build ask for.
    schema.sort_all_objects();
    format!("{schema:#}\n")
}

/// The objects of an event, and the rules that their fields name.
fn definitions() -> Map<String, Value> {
    let rows = GROUPS.iter().flat_map(|group| group.fields);
    let rules = rows.filter_map(|field| rules::shared(field.rule));
    let rules = rules.map(|(name, schema)| (name.to_owned(), schema));
    let objects = GROUPS.iter().map(|group| (group.name.to_owned(), object(group)));
    rules.chain(objects).collect()
}

fn object(group: &Group) -> Value {
    let fields: Map<_, _> = group.fields.iter().map(|row| (row.name.to_owned(), field(row))).collect();
    let is_always_required =
        |field: &&&Field| EventSource::ALL.iter().all(|&source| field.is_required(source));
    let required: Vec<_> = group.fields.iter().filter(is_always_required).map(|field| field.name).collect();
    json!({
        "type": "object",
        "description": group.doc,
        "properties": fields,
        "required": required,
        "additionalProperties": group.unknown != Unknown::LeftOut,
        "x-unknown-keys": match group.unknown {
            Unknown::LeftOut => "left out",
            Unknown::Reported => "sent with a warning",
            Unknown::Custom => "custom parameters",
        },
    })
}

fn field(field: &Field) -> Value {
    let mut schema = rules::of(field.rule);
    schema.insert("description".to_owned(), json!(field.doc));
    schema.insert("x-rule".to_owned(), json!(field.rule.name()));
    schema.insert("x-event-sources".to_owned(), sources(field.sources));
    schema.insert("x-need".to_owned(), json!(need(field.need)));
    if let Need::Required(which) = field.need {
        schema.insert("x-required-for".to_owned(), sources(which));
    }
    if field.rule.is_input_only() {
        schema.insert("x-sent".to_owned(), json!(false));
    }
    Value::Object(schema)
}

fn sources(sources: Sources) -> Value {
    sources.iter().map(EventSource::as_str).collect()
}

fn standard() -> Map<String, Value> {
    let of = |source: EventSource| event_names().iter().filter(move |name| name.standard.has(source));
    let list = |source| of(source).map(|name| name.name).collect();
    EventSource::ALL.into_iter().map(|source| (source.as_str().to_owned(), list(source))).collect()
}

/// Names with what becomes of them.
fn names(becomes: impl Fn(&EventName) -> Option<Value>) -> Map<String, Value> {
    let rows = event_names().iter();
    rows.filter_map(|name| Some((name.name.to_owned(), becomes(name)?))).collect()
}

fn codes() -> Map<String, Value> {
    let code = |code: &Code| json!({ "severity": code.severity().as_str(), "meaning": code.meaning(), "hint": code.hint() });
    Code::all().iter().map(|each| (each.as_str().to_owned(), code(each))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed() -> Value {
        serde_json::from_str(&schema()).unwrap()
    }

    #[test]
    fn every_row_is_a_property_of_its_object() {
        let schema = parsed();
        for group in GROUPS {
            let object = &schema["$defs"][group.name];
            assert_eq!(object["properties"].as_object().unwrap().len(), group.fields.len());
            for row in group.fields {
                let field = &object["properties"][row.name];
                assert_eq!(field["description"], row.doc);
                assert_eq!(field["x-event-sources"].as_array().unwrap().len(), row.sources.iter().count());
            }
        }
        assert_eq!(schema["$defs"]["event"]["required"], json!(["event"]));
        assert_eq!(schema["$defs"]["user"]["additionalProperties"], false);
        assert_eq!(schema["$defs"]["app"]["properties"]["app_id"]["x-required-for"], json!(["app"]));
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let schema = parsed();
        for text in schema.to_string().split(r##""$ref":"#"##).skip(1) {
            let pointer = text.split('"').next().unwrap();
            assert!(schema.pointer(pointer).is_some(), "{pointer}");
        }
    }

    #[test]
    fn names_currencies_and_codes_are_there() {
        let schema = parsed();
        assert_eq!(schema["x-problem-codes"].as_object().unwrap().len(), Code::all().len());
        assert_eq!(schema["x-currencies"].as_array().unwrap().len(), 62);
        assert_eq!(schema["x-standard-event-names"]["web"].as_array().unwrap().len(), 18);
        assert_eq!(schema["x-legacy-event-names"]["CompletePayment"], "Purchase");
        assert_eq!(schema["x-reserved-event-names"]["ViewForm"], "ViewContent");
    }
}
