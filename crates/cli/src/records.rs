//! Events out of a file or a stream, one at a time: lines of JSON, JSON values over several lines, or one JSON array.
//!
//! Which of the three it is, the first bytes tell. Memory is bounded by the largest event, never by the input. A broken
//! line or list item costs that one event, as long as it can be told where the next one starts.

mod form;
mod place;
mod value;

use std::io::{self, Read};

use tiktok_capi_core::Code;

use form::{Form, MAX_TEXT};
use place::Counted;
pub(crate) use place::Place;
use value::{Boundary, Step};

/// Reads events one after the other.
pub(crate) struct Records<'s> {
    source: Counted<'s>,
    form: Form,
    number: u64,
    text: Vec<u8>,
}

/// The text of one event.
pub(crate) struct Record<'r> {
    /// The number of the event, from 1.
    pub(crate) number: u64,
    /// Where its text starts.
    pub(crate) place: Place,
    /// The text, or why there is none.
    pub(crate) text: Result<&'r [u8], Code>,
}

/// How far the text of the next event was read.
enum Text {
    Whole,
    TooLarge,
    /// Its end cannot be told.
    Broken,
    /// Where it should start stands something else.
    NotThere,
}

impl<'s> Records<'s> {
    /// Looks at the first bytes. Reads no more than it needs to tell the form.
    pub(crate) fn of(input: &'s mut dyn Read) -> io::Result<Self> {
        let mut source = Counted::new(input);
        let form = form::recognise(&mut source)?;
        Ok(Self { source, form, number: 0, text: Vec::new() })
    }

    /// Whether the next event has to be waited for, as far as that can be told without looking for its end.
    pub(crate) fn would_wait(&self) -> bool {
        match self.form {
            Form::Lines => !self.source.has_line(),
            _ => self.source.is_blank(),
        }
    }

    /// The next event.
    pub(crate) fn next(&mut self) -> io::Result<Option<Record<'_>>> {
        self.text.clear();
        let read = match self.form {
            Form::Lines => self.line()?,
            Form::Values => self.value()?,
            Form::Array { is_first } => self.item(is_first)?,
            Form::Ended => None,
        };
        let Some((place, text)) = read else { return Ok(None) };
        self.number += 1;
        let text = match text {
            Text::Whole | Text::Broken => Ok(self.text.as_slice()),
            Text::TooLarge => Err(Code::EventTooLarge),
            Text::NotThere => Err(Code::InvalidJson),
        };
        Ok(Some(Record { number: self.number, place, text }))
    }

    /// The next line that is not blank.
    fn line(&mut self) -> io::Result<Option<(Place, Text)>> {
        self.source.skip_blank()?;
        let place = self.source.place();
        if self.source.peek()?.is_none() {
            return Ok(None);
        }
        let is_whole = self.source.read_line(&mut self.text, MAX_TEXT)?;
        Ok(Some((place, if is_whole { Text::Whole } else { Text::TooLarge })))
    }

    /// The next value. After a broken one it goes on at the next line that starts with a brace.
    fn value(&mut self) -> io::Result<Option<(Place, Text)>> {
        self.source.skip_blank()?;
        let place = self.source.place();
        if self.source.peek()?.is_none() {
            return Ok(None);
        }
        let text = self.text()?;
        if !matches!(text, Text::Whole) || !form::is_json(&self.text) {
            self.source.skip_to_object()?;
        }
        Ok(Some((place, text)))
    }

    /// The next item of the array. Where the list itself is broken nothing can be told about the rest.
    fn item(&mut self, is_first: bool) -> io::Result<Option<(Place, Text)>> {
        self.source.skip_blank()?;
        match (self.source.peek()?, is_first) {
            (Some(b']'), _) => return self.after_array(),
            (Some(b','), false) => self.source.skip(1),
            (Some(_), true) => {}
            _ => return Ok(Some(self.broken_array())),
        }
        self.form = Form::Array { is_first: false };
        self.source.skip_blank()?;
        let place = self.source.place();
        match self.text()? {
            Text::NotThere => Ok(Some(self.broken_array())),
            Text::Broken => {
                self.form = Form::Ended;
                Ok(Some((place, Text::Broken)))
            }
            text => Ok(Some((place, text))),
        }
    }

    fn broken_array(&mut self) -> (Place, Text) {
        self.form = Form::Ended;
        (self.source.place(), Text::NotThere)
    }

    /// Nothing may follow an array.
    fn after_array(&mut self) -> io::Result<Option<(Place, Text)>> {
        self.source.skip(1);
        self.form = Form::Ended;
        self.source.skip_blank()?;
        let place = self.source.place();
        Ok(self.source.peek()?.map(|_| (place, Text::NotThere)))
    }

    /// Copies the value that starts here, as far as there is room for it.
    fn text(&mut self) -> io::Result<Text> {
        let mut boundary = Boundary::default();
        let mut is_too_large = false;
        loop {
            let bytes = self.source.fill()?;
            if bytes.is_empty() {
                return Ok(if boundary.is_inside() { Text::Broken } else { self.finished(is_too_large) });
            }
            let step = boundary.feed(bytes);
            let (Step::More(taken) | Step::End(taken) | Step::Broken(taken)) = step;
            is_too_large |= self.text.len() + taken > MAX_TEXT;
            if !is_too_large {
                self.text.extend(bytes.iter().take(taken));
            }
            self.source.skip(taken);
            match step {
                Step::More(_) => {}
                Step::End(_) => return Ok(self.finished(is_too_large)),
                Step::Broken(_) => return Ok(Text::Broken),
            }
        }
    }

    fn finished(&self, is_too_large: bool) -> Text {
        match is_too_large {
            true => Text::TooLarge,
            false if self.text.is_empty() => Text::NotThere,
            false => Text::Whole,
        }
    }
}
