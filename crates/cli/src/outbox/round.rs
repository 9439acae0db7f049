//! What happened between two looks at an outbox.

use std::time::Duration;

use serde_json::{Map, Value, json};
use tiktok_capi::Stats;

use crate::counted::counted;
use crate::end::End;

/// One delivery of what waits, seen through the counts of the file, which all programs share.
pub(super) struct Round {
    before: Stats,
    after: Stats,
    /// Whether all is settled that waited at the beginning.
    is_done: bool,
}

/// What may become of an event, in the order in which people want to read it.
const OUTCOMES: [&str; 6] = ["accepted", "partly", "rejected", "expired", "damaged", "undelivered"];

/// Those that make an event a dead letter.
const DEATHS: [&str; 4] = ["partly", "rejected", "expired", "damaged"];

impl Round {
    /// It begins with what was seen last.
    pub(super) fn after(before: Stats) -> Self {
        Self { after: before.clone(), before, is_done: false }
    }

    /// Takes what is seen now, so long after the beginning.
    pub(super) fn look(&mut self, stats: Stats, since_beginning: Duration) {
        self.is_done = is_done(&stats, since_beginning);
        self.after = stats;
    }

    /// What is to be compared with next time.
    pub(super) fn into_last(self) -> Stats {
        self.after
    }

    /// Whether nothing is left to do, or nothing can be done before somebody mends the token.
    pub(super) fn is_over(&self) -> bool {
        self.is_done || self.is_unauthorized()
    }

    /// Whether TikTok refused the token just now, and nothing else waits.
    fn is_unauthorized(&self) -> bool {
        let mut waiting = self.after.sources.iter().filter(|source| source.waiting > 0);
        self.was_refused() && waiting.all(|source| source.state == "unauthorized")
    }

    /// Whether TikTok refused the token in this round. A source may also rest because it did so in an earlier one.
    fn was_refused(&self) -> bool {
        let count =
            |stats: &Stats| stats.reasons.get("undelivered.unauthorized").copied().unwrap_or_default();
        count(&self.after) > count(&self.before)
    }

    fn count(&self, outcome: &str) -> u64 {
        let count = |stats: &Stats| stats.counts().get(outcome).copied().unwrap_or_default();
        count(&self.after).saturating_sub(count(&self.before))
    }

    pub(super) fn is_news(&self) -> bool {
        OUTCOMES.iter().any(|outcome| self.count(outcome) > 0)
    }

    pub(super) fn end(&self) -> End {
        match self.is_done {
            false if self.was_refused() => End::Unauthorized,
            false => End::Undelivered,
            true => End::of(DEATHS.iter().any(|death| self.count(death) > 0)),
        }
    }

    pub(super) fn to_json(&self) -> String {
        let mut whole: Map<_, _> =
            OUTCOMES.into_iter().map(|outcome| (outcome.to_owned(), json!(self.count(outcome)))).collect();
        whole.insert("dead".to_owned(), json!(self.after.dead));
        whole.insert("waiting".to_owned(), json!(self.after.waiting));
        Value::Object(whole).to_string()
    }

    pub(super) fn to_text(&self) -> String {
        let counts = OUTCOMES.into_iter().map(|outcome| (outcome, self.count(outcome)));
        let told: Vec<_> =
            counts.filter(|(_, n)| *n > 0).map(|(outcome, n)| format!("{n} {outcome}")).collect();
        let is_nothing = told.is_empty();
        let told = if is_nothing { "nothing sent".to_owned() } else { told.join(", ") };
        let why = if is_nothing { self.why_nothing() } else { String::new() };
        format!("{told}; {} waiting, {} dead{why}", self.after.waiting, self.after.dead)
    }

    /// Which sources wait for their next try, or that others are sending, or nobody can.
    fn why_nothing(&self) -> String {
        let resting = self.after.sources.iter().filter(|source| source.waiting > 0 && source.state != "open");
        let resting = resting.map(|source| {
            let wait = source.next_try.unwrap_or_default().as_secs();
            let wait = if wait < 120 { counted(wait, "second") } else { counted(wait / 60, "minute") };
            let (id, state) = (&source.event_source_id, source.state);
            format!("; {id} is {state} and is tried again in {wait}, or at once with --now")
        });
        let sent = match self.after.in_flight {
            0 => None,
            1 => Some("; 1 is being sent".to_owned()),
            many => Some(format!("; {many} are being sent")),
        };
        let thread =
            (self.after.thread == Some("failed")).then(|| "; the system lets no thread start".to_owned());
        resting.chain(sent).chain(thread).collect()
    }
}

/// Whether all is settled that waited so long ago. Others may put events in all the time, so the outbox need not be empty;
/// what a source that is not `open` could not take has gone to the end of the queue.
fn is_done(stats: &Stats, ago: Duration) -> bool {
    let is_newer = stats.oldest.is_none_or(|oldest| oldest < ago);
    let is_open = stats.sources.iter().all(|source| source.waiting == 0 || source.state == "open");
    stats.waiting == 0 || is_newer && is_open
}

#[cfg(test)]
mod tests {
    use tiktok_capi::SourceStats;

    use super::*;

    fn stats(waiting: u64, oldest: u64, state: &'static str, reasons: &[(&str, u64)]) -> Stats {
        let source = SourceStats {
            event_source: "web".to_owned(),
            event_source_id: "C4A".to_owned(),
            is_test: false,
            waiting,
            state,
            next_try: None,
        };
        Stats {
            waiting,
            oldest: Some(Duration::from_secs(oldest)),
            reasons: reasons.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect(),
            sources: vec![source],
            ..Stats::default()
        }
    }

    #[test]
    fn a_round_ends_by_what_became_of_what_waited() {
        let rejected = [("accepted", 9), ("rejected.40002", 1)];
        let unauthorized = [("undelivered.unauthorized", 3)];
        for (after, is_over, end) in [
            (stats(0, 0, "open", &[("accepted", 9)]), true, End::Fine),
            (stats(5, 1, "open", &[("accepted", 9)]), true, End::Fine),
            (stats(5, 60, "open", &[("accepted", 9)]), false, End::Undelivered),
            (stats(5, 1, "down", &[]), false, End::Undelivered),
            (stats(0, 0, "open", &rejected), true, End::Refused),
            (stats(5, 60, "unauthorized", &unauthorized), true, End::Unauthorized),
            (stats(5, 60, "unauthorized", &[]), false, End::Undelivered),
        ] {
            let mut round = Round::after(stats(5, 30, "open", &[]));
            round.look(after, Duration::from_secs(20));
            assert_eq!((round.is_over(), round.end()), (is_over, end), "{}", round.to_json());
        }
    }
}
