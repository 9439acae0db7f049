//! What is handed over, out of the flat texts in which it comes: described events, each with its visitor laid under it, and
//! canonical ones.

use tiktok_capi::core::{Input, Problem, under, visitor_given};
use tiktok_capi::{Client, Events, Failure};

use crate::failure::Done;
use crate::flat::Flat;

/// One described event, which may be JSON text, with its visitor under it. No text is no visitor.
pub(crate) fn event<'a>(flat: &'a str, visitor: &str) -> Done<Input<'a>> {
    let visitor = visitor_of(visitor)?;
    let laid = laid(&visitor, Flat::new(flat).described()?);
    laid.map_err(|problem| Failure::invalid_event(vec![problem]))
}

/// One such event, or a list of them, read by the rules of a client. In a list none is JSON text.
pub(crate) fn described(client: &Client, flat: &str, visitor: &str, is_one: bool) -> Done<Events> {
    let visitor = visitor_of(visitor)?;
    let mut flat = Flat::new(flat);
    if is_one {
        return Ok(client.read(laid(&visitor, flat.described()?)));
    }
    let events = flat.values()?.into_iter().map(|event| under(&visitor, event));
    Ok(client.read(&events.collect::<Vec<_>>()))
}

/// One canonical event, or a list of them. What is no text stands for bytes that are no event.
pub(crate) fn canonical(flat: &str, is_one: bool) -> Done<Events> {
    let mut flat = Flat::new(flat);
    if is_one {
        return Ok(Events::canonical(bytes(&flat.value()?)));
    }
    Ok(Events::all_canonical(flat.values()?.iter().map(bytes)))
}

fn visitor_of(flat: &str) -> Done<Input<'_>> {
    let visitor = if flat.is_empty() { Input::Null } else { Flat::new(flat).value()? };
    visitor_given(&visitor)?;
    Ok(visitor)
}

fn laid<'a>(visitor: &Input<'_>, event: Result<Input<'a>, Problem>) -> Result<Input<'a>, Problem> {
    event.map(|event| under(visitor, event))
}

fn bytes<'a>(event: &'a Input<'_>) -> &'a [u8] {
    match event {
        Input::Text(text) => text.as_bytes(),
        Input::NotUnicode => b"\"\xff\"",
        _ => b"null",
    }
}

#[cfg(test)]
mod tests {
    use tiktok_capi::{Code, Options};

    use super::*;

    const CONTACT: &str = r#"{"event":"Contact","event_id":"e1","event_time":1767225600}"#;

    fn flat(text: &str) -> String {
        format!("s{}:{text}", text.len())
    }

    fn codes(events: &Events) -> Vec<Option<Code>> {
        events.built().iter().map(|built| built.problems.first().map(Problem::code)).collect()
    }

    #[test]
    fn a_visitor_lies_under_each_event() {
        let client = Client::new(Options::default()).unwrap();
        let denied = "{7:consents6:denied}";
        let read = |flat, visitor, is_one| described(&client, flat, visitor, is_one).unwrap();
        let codes = |flat, is_one| codes(&read(flat, denied, is_one));
        assert_eq!(codes("{5:events7:Contact}", true), [Some(Code::ConsentDenied)]);
        assert_eq!(codes(r#"j19:{"event":"Contact"}"#, true), [Some(Code::ConsentDenied)]);
        let two = "{5:events7:Contact}{5:events4:Lead7:consents7:granted}";
        assert_eq!(codes(two, false).first(), Some(&Some(Code::ConsentDenied)));
        assert!(read(two, denied, false).built().iter().filter(|built| built.event.is_ok()).count() == 1);
        for nobody in ["", "n", "{}"] {
            assert!(
                read("{5:events7:Contact}", nobody, true).built().iter().all(|built| built.event.is_ok())
            );
        }
    }

    #[test]
    fn what_is_no_visitor_is_told_and_not_passed_over() {
        for wrong in ["t", "s6:denied", "i5;", "x", "u", "D", "L", "[s6:denied]"] {
            let failure = event("{5:events7:Contact}", wrong).unwrap_err();
            assert_eq!((failure.code(), failure.place()), ("invalid_argument", Some("visitor")), "{wrong}");
        }
    }

    #[test]
    fn what_is_no_text_is_no_canonical_event() {
        let good = flat(CONTACT);
        assert_eq!(codes(&canonical(&good, true).unwrap()), [None]);
        let many = canonical(&format!("{good}u{{}}ni5;x{good}"), false).unwrap();
        let (no, unicode) = (Some(Code::NotCanonical), Some(Code::NotUnicode));
        assert_eq!(codes(&many), [None, unicode, no, no, no, no, None]);
    }
}
