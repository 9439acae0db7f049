//! A day and a time of the day that stand in two cells, as tills export them.

use jiff::civil::{DateTime, Time};

use crate::cell::Cell;

/// Both as one text, the day first. One of them alone stays what it is.
pub(super) fn joined<'r>(first: Cell<'r>, second: Cell<'r>) -> Cell<'r> {
    match (text(&first), text(&second)) {
        (Some(first), Some(second)) => {
            let is_turned = is_time(&first) && !is_time(&second);
            Cell::text(if is_turned { format!("{second} {first}") } else { format!("{first} {second}") })
        }
        (None, Some(_)) => second,
        _ => first,
    }
}

fn text(cell: &Cell<'_>) -> Option<String> {
    match cell {
        Cell::Time(time) => Some(of_workbook(*time)),
        Cell::Text(text) => Some(text.trim().to_owned()),
        _ => None,
    }
}

/// A workbook keeps a day with midnight, and a time of the day with the day from which it counts.
fn of_workbook(time: DateTime) -> String {
    match time {
        time if time.year() < 1905 => time.time().strftime("%H:%M:%S").to_string(),
        time if time.time() == Time::midnight() => time.date().to_string(),
        time => time.strftime("%Y-%m-%d %H:%M:%S").to_string(),
    }
}

/// Days have no colons.
fn is_time(text: &str) -> bool {
    text.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_comes_first() {
        let text = |text: &'static str| Cell::text(text);
        assert_eq!(joined(text("31.12.2025"), text("18:30")), text("31.12.2025 18:30"));
        assert_eq!(joined(text("6:30 PM"), text("12/31/2025")), text("12/31/2025 6:30 PM"));
        assert_eq!(joined(Cell::Blank, text("31.12.2025")), text("31.12.2025"));
        assert_eq!(joined(text("31.12.2025"), Cell::Blank), text("31.12.2025"));
        let time = |time: &str| Cell::Time(time.parse().unwrap());
        assert_eq!(joined(time("2025-12-31T00:00"), time("1899-12-31T18:30")), text("2025-12-31 18:30:00"));
        assert!(joined(Cell::Blank, Cell::Blank).is_blank());
    }
}
