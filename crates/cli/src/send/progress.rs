//! How far it got: a bar on a terminal, a line now and then elsewhere.

use std::io::Write;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::file::Meter;
use super::tally::Tally;

/// At most one line in this time.
const PAUSE: Duration = Duration::from_secs(5);

/// Shows how far it got.
pub(super) struct Progress {
    shown: Shown,
    meter: Meter,
}

enum Shown {
    Nothing,
    Bar(ProgressBar),
    Lines { last: Instant },
}

impl Progress {
    pub(super) fn new(quiet: bool, meter: Meter, is_terminal: bool) -> Self {
        let shown = match (quiet, is_terminal) {
            (true, _) => Shown::Nothing,
            (false, true) => Shown::Bar(bar(meter.total)),
            (false, false) => Shown::Lines { last: Instant::now() },
        };
        Self { shown, meter }
    }

    /// Called after each batch.
    pub(super) fn show(&mut self, tally: &Tally, err: &mut impl Write) {
        match &mut self.shown {
            Shown::Nothing => {}
            Shown::Bar(bar) => {
                bar.set_position(self.meter.read.get());
                bar.set_message(tally.outcomes());
            }
            Shown::Lines { last } if last.elapsed() < PAUSE => {}
            Shown::Lines { last } => {
                *last = Instant::now();
                let percent = self.meter.percent().map(|percent| format!("{percent} %, "));
                let told = writeln!(err, "{}{}", percent.unwrap_or_default(), tally.outcomes());
                // A line that cannot be written keeps no event from its way.
                let _ = told.and_then(|()| err.flush());
            }
        }
    }

    /// Leaves the terminal as it was.
    pub(super) fn end(&self) {
        if let Shown::Bar(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.end();
    }
}

fn bar(total: Option<u64>) -> ProgressBar {
    let (bar, template) = match total {
        Some(total) => (ProgressBar::new(total), "{bar:30} {percent:>3} %  {msg}  [{elapsed} / {duration}]"),
        None => (ProgressBar::no_length(), "{spinner} {msg}  [{elapsed}]"),
    };
    bar.set_draw_target(ProgressDrawTarget::stderr());
    // The template is a constant; were it wrong, the bar would only look plainer.
    ProgressStyle::with_template(template).map_or(bar.clone(), |style| bar.with_style(style))
}
