//! A visitor laid under an event: what the event says wins.

use std::borrow::Cow;

use crate::argument::InvalidArgument;
use crate::catalog::event;
use crate::input::Input;
use crate::normalize::placeholder;

type Member<'a> = (Cow<'a, str>, Input<'a>);

/// The event, with a visitor filling what it leaves open: of `user` and `page` each member that is absent, `consent` as a
/// whole unless the event's says anything. Other members, as a shop may keep beside, are filled in the same way.
///
/// What is absent is what the core's own reading takes for absent (`rules.md` §1). An event that is no object is given back as
/// it is, to be told of when it is read.
#[must_use]
pub fn under<'a>(visitor: &Input<'_>, event: Input<'a>) -> Input<'a> {
    let Input::Map(below) = visitor else { return event };
    let mut members = match event {
        Input::Map(members) => members,
        other => return other,
    };
    for (name, value) in below {
        match members.iter_mut().find(|(known, _)| known == name) {
            Some((_, own)) => fill(own, name, value),
            None => members.push((name.clone().into_owned().into(), value.clone().into_owned())),
        }
    }
    Input::Map(members)
}

/// What a language hands over as a visitor: such an object, the whole answer of [`visitor_of`](super::visitor_of) with it, or
/// nothing.
///
/// # Errors
/// It is anything else, or holds what is no member of an event: a visitor that was dropped in silence would have taken its
/// consent along.
pub fn visitor_given<'i, 'a>(given: &'i Input<'a>) -> Result<&'i Input<'a>, InvalidArgument> {
    let visitor = match given.get("allowed") {
        Some(_) => given.get("visitor").ok_or(VISITOR)?,
        None => given,
    };
    let is_part = |name: &str| event::GROUP.field(name).is_some();
    match visitor {
        Input::Map(members) if members.iter().all(|(name, _)| is_part(name)) => Ok(visitor),
        nothing if nothing.is_absent() => Ok(visitor),
        _ => Err(VISITOR),
    }
}

const VISITOR: InvalidArgument =
    InvalidArgument::new("visitor", "Give what `visitor` told: an object with `user`, `page` and `consent`.");

fn fill(own: &mut Input<'_>, name: &str, below: &Input<'_>) {
    let is_open = if name == "consent" { own.says_nothing() } else { own.is_absent() };
    match (own, below) {
        (own, below) if is_open => *own = below.clone().into_owned(),
        (Input::Map(own), Input::Map(below)) if name != "consent" => fill_members(own, below),
        // Another kind of value is a mistake, which the reading tells of.
        _ => {}
    }
}

fn fill_members(own: &mut Vec<Member<'_>>, below: &[Member<'_>]) {
    for (name, value) in below {
        match own.iter_mut().find(|(known, _)| known == name) {
            Some((_, own)) if is_open(name, own) => *own = value.clone().into_owned(),
            Some(_) => {}
            None => own.push((name.clone().into_owned().into(), value.clone().into_owned())),
        }
    }
}

/// A click id that stands for nobody does not keep a real one away.
fn is_open(name: &str, own: &Input<'_>) -> bool {
    let is_cookies = matches!(name, "ttclid" | "ttp");
    own.is_absent() || is_cookies && own.as_text().is_some_and(placeholder::is_nobody)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(visitor: &str, event: &str) -> String {
        let read = |json: &'static str| Input::from_json(json.as_bytes()).unwrap();
        under(&read(visitor.to_owned().leak()), read(event.to_owned().leak())).to_json()
    }

    #[test]
    fn what_the_event_says_wins() {
        let visitor = r#"{"consent":{"gpc":true},"page":{"url":"u"},"user":{"ip":"1","ttp":"t"}}"#;
        assert_eq!(of(visitor, "{}"), visitor);
        let open = r#"{"user":{"ip":"\ufeff\u00a0 "},"page":[],"consent":{"google":{"ad_storage":" "}}}"#;
        assert_eq!(
            of(visitor, open),
            r#"{"user":{"ip":"1","ttp":"t"},"page":{"url":"u"},"consent":{"gpc":true}}"#
        );
        let full = r#"{"user":{"ip":"2","ttp":0},"page":{"url":"v"},"consent":"granted"}"#;
        assert_eq!(of(visitor, full), full);
    }

    #[test]
    fn a_visitor_is_what_was_told_or_the_answer_around_it() {
        let of = |json: &str| {
            let given = Input::from_json(json.as_bytes()).unwrap().into_owned();
            visitor_given(&given).map(Input::to_json).map_err(|wrong| wrong.argument())
        };
        let told = r#"{"consent":"denied"}"#;
        let answer = format!(
            r#"{{"allowed":false,"cookies":[],"limited_data_use":false,"unreadable":null,"visitor":{told}}}"#
        );
        assert_eq!(of(&answer), Ok(told.to_owned()));
        for fine in ["null", "{}", told, r#"{"user":{"ip":"1"},"properties":{},"event_id":"e1"}"#] {
            assert_eq!(of(fine), Ok(fine.to_owned()), "{fine}");
        }
        for wrong in [
            r#""denied""#,
            "5",
            r#"[{"consent":"denied"}]"#,
            r#"{"consnet":"denied"}"#,
            r#"{"allowed":false}"#,
            r#"{"allowed":true,"visitor":5}"#,
        ] {
            assert_eq!(of(wrong), Err("visitor"), "{wrong}");
        }
    }

    #[test]
    fn what_is_no_object_is_left_to_the_reading() {
        let visitor = r#"{"user":{"ip":"1"}}"#;
        for event in ["[]", "5", r#"{"user":"jo"}"#, r#"{"user":[1]}"#, r#"{"user":{"ip":[]},"user":5}"#] {
            let expected = event.replace("[]}", "\"1\"}");
            assert_eq!(of(visitor, event), expected);
        }
        assert_eq!(of("null", "{}"), "{}");
    }
}
