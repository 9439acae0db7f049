//! The dead letters of an outbox, page by page, so that any number of them fits into memory.

use std::io::{self, Write};

use tiktok_capi::{Client, DeadLetter, OutboxError};

use crate::end::Stop;

/// How many are read or changed at once: the file is locked for no longer.
const PAGE: usize = 1_000;

/// Calls `then` for each dead letter with that cause, as `rejected` or `rejected.40002`.
pub(super) fn each(
    client: &Client,
    wanted: Option<&str>,
    mut then: impl FnMut(&DeadLetter) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let mut after = 0;
    loop {
        let page = client.dead_letters(after, PAGE)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.seq;
        let is_wanted = |letter: &&DeadLetter| {
            wanted.is_none_or(|wanted| wanted == letter.reason || wanted == cause(letter))
        };
        page.iter().filter(is_wanted).try_for_each(&mut then)?;
    }
}

/// Retries or removes dead letters by their numbers, and tells how many there were.
pub(super) fn change(
    seqs: &[i64],
    change: impl Fn(&[i64]) -> Result<usize, OutboxError>,
) -> Result<usize, OutboxError> {
    seqs.chunks(PAGE).map(change).sum()
}

/// The reason with TikTok's code, as it is counted.
pub(super) fn cause(letter: &DeadLetter) -> String {
    match letter.code {
        Some(code) => format!("{}.{code}", letter.reason),
        None => letter.reason.clone(),
    }
}

/// What is known about it, as the members of a JSON object. Nothing of the event but its name.
pub(super) fn write_members(letter: &DeadLetter, out: &mut impl Write) -> io::Result<()> {
    write!(out, "\"age_seconds\":{},\"attempts\":{},\"code\":", letter.age.as_secs(), letter.attempts)?;
    serde_json::to_writer(&mut *out, &letter.code)?;
    let texts = [
        ("event", letter.event.name()),
        ("event_source", &letter.event_source),
        ("event_source_id", &letter.event_source_id),
    ];
    for (name, text) in texts {
        write!(out, ",\"{name}\":")?;
        serde_json::to_writer(&mut *out, text)?;
    }
    let DeadLetter { may_have_arrived, reason, seq, .. } = letter;
    write!(out, ",\"may_have_arrived\":{may_have_arrived},\"reason\":\"{reason}\",\"seq\":{seq}")
}
