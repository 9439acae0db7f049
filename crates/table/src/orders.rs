//! Rows that share an order, folded into one event, also when other rows stand between them.
//!
//! An order stays open for so many rows behind its first one, in memory that is bounded. A row that comes later is no part
//! of it any more, and no event of its own, since TikTok would take it for the same: it is told.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::mapping::{Folded, Mapping, Order};
use crate::rows::{Row, Uneven};

/// Rows behind its first one for which an order stays open.
const ROWS: u64 = 10_000;

/// Bytes that open orders may hold, about.
const BYTES: usize = 64 << 20;

/// Folds rows into orders. Orders come in the order of their first rows.
pub struct Orders {
    waiting: VecDeque<Waiting>,
    /// Orders and rows that have left the queue.
    gone: usize,
    /// Open orders, by what was gone when they came plus their place in the queue.
    open: HashMap<String, usize>,
    /// Digests of what stood in the column of orders that are closed: eight bytes each, for a file may have many.
    closed: HashSet<u64>,
    rows: u64,
    bytes: usize,
    is_over: bool,
    /// Whether its rows are wanted back with an order.
    keeps: bool,
    limits: Limits,
}

#[derive(Debug, Clone, Copy)]
struct Limits {
    rows: u64,
    bytes: usize,
}

struct Waiting {
    line: u64,
    /// The number of its first row.
    row: u64,
    what: Result<(String, Order), Apart>,
    rows: Vec<Texts>,
}

/// The cells of a row, as a text has them.
type Texts = Vec<Vec<u8>>;

/// An order whose rows were all seen, or a row that belongs to none.
#[derive(Debug)]
pub struct Gathered {
    /// The line of the first row.
    pub line: u64,
    /// The lines of all its rows.
    pub lines: Vec<u64>,
    /// The event, or why there is none.
    pub what: Result<Folded, Apart>,
    /// Its rows, where they are wanted back.
    pub rows: Vec<Texts>,
}

/// Why a row belongs to no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// It has more or fewer cells than the header.
    Uneven(Uneven),
    /// Nothing says which order it is of.
    Nameless,
    /// Its order was closed before.
    Late,
}

impl Default for Orders {
    fn default() -> Self {
        Self::within(Limits { rows: ROWS, bytes: BYTES })
    }
}

impl Orders {
    /// Gives its rows back with each order.
    #[must_use]
    pub fn keeping() -> Self {
        Self { keeps: true, ..Self::default() }
    }

    fn within(limits: Limits) -> Self {
        Self {
            waiting: VecDeque::new(),
            gone: 0,
            open: HashMap::new(),
            closed: HashSet::new(),
            rows: 0,
            bytes: 0,
            is_over: false,
            keeps: false,
            limits,
        }
    }

    /// Takes the next row.
    pub fn take(&mut self, row: &Row<'_>, mapping: &Mapping) {
        self.rows = row.number;
        let cells = match row.cells {
            Ok(cells) => cells,
            Err(uneven) => return self.wait(row, Err(Apart::Uneven(uneven))),
        };
        let name = mapping.group().and_then(|index| cells.get(index).name()).unwrap_or_default();
        if name.is_empty() {
            return self.wait(row, Err(Apart::Nameless));
        }
        if self.closed.contains(&digest(&name)) {
            return self.wait(row, Err(Apart::Late));
        }
        if !self.open.contains_key(&name) {
            self.open.insert(name.clone(), self.gone + self.waiting.len());
            self.wait(row, Ok((name.clone(), Order::default())));
        }
        let place = self.open.get(&name).and_then(|place| place.checked_sub(self.gone));
        let waiting = place.and_then(|place| self.waiting.get_mut(place));
        if let Some(Waiting { what: Ok((_, order)), rows, .. }) = waiting {
            let before = order.bytes();
            order.add(mapping, cells, row.line);
            let kept = self.keeps.then(|| texts(row));
            self.bytes += order.bytes() - before + size(kept.as_slice());
            rows.extend(kept);
        }
    }

    fn wait(&mut self, row: &Row<'_>, what: Result<(String, Order), Apart>) {
        // Those of an order come one by one.
        let rows: Vec<_> = (self.keeps && what.is_err()).then(|| texts(row)).into_iter().collect();
        self.bytes += size(&rows);
        self.waiting.push_back(Waiting { line: row.line, row: row.number, what, rows });
    }

    /// There are no more rows.
    pub fn end(&mut self) {
        self.is_over = true;
    }

    /// Whether that was said.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// The next order of which no row can come any more.
    pub fn next(&mut self, mapping: &Mapping) -> Option<Gathered> {
        let first = self.waiting.front()?;
        let is_due = self.rows - first.row >= self.limits.rows || self.bytes > self.limits.bytes;
        // What belongs to no order waits for nothing.
        if !is_due && !self.is_over && first.what.is_ok() {
            return None;
        }
        let Waiting { line, what, rows, .. } = self.waiting.pop_front()?;
        self.gone += 1;
        self.bytes -= size(&rows);
        let mut lines = vec![line];
        let what = what.map(|(name, mut order)| {
            lines = std::mem::take(&mut order.rows);
            self.open.remove(&name);
            self.closed.insert(digest(&name));
            self.bytes -= order.bytes();
            order.folded(mapping)
        });
        Some(Gathered { line, lines, what, rows })
    }
}

fn texts(row: &Row<'_>) -> Texts {
    row.texts().map(std::borrow::Cow::into_owned).collect()
}

/// Bytes that rows hold, about.
fn size(rows: &[Texts]) -> usize {
    rows.iter().flatten().map(|cell| cell.len() + size_of::<Vec<u8>>()).sum()
}

/// The same in every run of the program.
fn digest(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

impl fmt::Debug for Orders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Orders").field("waiting", &self.waiting.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use tiktok_capi_core::Input;

    use super::*;
    use crate::{Opened, Plan, Reading};

    const PLAN: &str = "event = 'Purchase'\ngroup-by = 'order'\n[map]\norder = 'event_id'\nmail = 'user.email'\ntotal = 'properties.value'\n\
                        sku = 'properties.contents.content_id'\nn = 'properties.contents.quantity'\n[set]\n'properties.contents.content_type' = 'product'";

    fn gathered(rows: &str, limits: Limits) -> Vec<Gathered> {
        let text = format!("order,mail,total,sku,n\n{rows}");
        let mut opened = Opened::stream(text.as_bytes(), &Reading::default()).unwrap();
        let mut rows = opened.rows().unwrap();
        let plan: Plan = PLAN.parse().unwrap();
        let mapping = Mapping::of(&plan.choices(), rows.header()).unwrap();
        let (mut orders, mut all) = (Orders::within(limits), Vec::new());
        while let Some(row) = rows.next().unwrap() {
            orders.take(&row, &mapping);
            all.extend(std::iter::from_fn(|| orders.next(&mapping)));
        }
        orders.end();
        all.extend(std::iter::from_fn(|| orders.next(&mapping)));
        all
    }

    const WIDE: Limits = Limits { rows: ROWS, bytes: BYTES };

    /// Each order: its line, id, e-mail and the ids of its lines.
    fn shown(gathered: &[Gathered]) -> Vec<String> {
        let text = |value: Option<&Input<'_>>| value.and_then(Input::as_text).unwrap_or("-").to_owned();
        let order = |event: &Input<'_>| {
            let Some(Input::List(lines)) = event.get("properties").and_then(|all| all.get("contents")) else {
                return String::new();
            };
            let lines: Vec<_> = lines
                .iter()
                .map(|line| {
                    assert_eq!(text(line.get("content_type")), "product");
                    text(line.get("content_id"))
                })
                .collect();
            let mail = text(event.get("user").and_then(|user| user.get("email")));
            [text(event.get("event_id")), mail, lines.join("+")].join(" ")
        };
        let one = |one: &Gathered| match &one.what {
            Ok(folded) => format!("{} {}", one.line, order(&folded.event)),
            Err(why) => format!("{} {why:?}", one.line),
        };
        gathered.iter().map(one).collect()
    }

    #[test]
    fn rows_of_an_order_become_lines_of_one_event_wherever_they_stand() {
        let rows = "o1,a@x.example,9,s1,1\no2,b@x.example,5,s2,1\no1,,,s3,2\n,c@x.example,,s4,1\nshort\no2,b@x.example,5.00,s5,1\n";
        let all = gathered(rows, WIDE);
        let short = "6 Uneven(Uneven { cells: 1, columns: 5 })";
        assert_eq!(shown(&all), ["2 o1 a@x.example s1+s3", "3 o2 b@x.example s2+s5", "5 Nameless", short]);
        let lines: Vec<_> = all.iter().map(|one| one.lines.as_slice()).collect();
        assert_eq!(lines, [&[2, 4][..], &[3, 7], &[5], &[6]]);
        assert!(all.iter().flat_map(|one| &one.what).all(|folded| folded.differing.is_empty()));
    }

    #[test]
    fn rows_that_say_different_things_of_an_order_are_told() {
        let all = gathered("o1,a@x.example,9,s1,1\no1,b@x.example,9,s2,3\no1,,8,s2,3\n", WIDE);
        let folded = all.first().unwrap().what.as_ref().unwrap();
        let differing = [("user.email".to_owned(), 3), ("properties.value".to_owned(), 4)];
        assert_eq!(folded.differing, differing);
        assert_eq!(shown(&all), ["2 o1 a@x.example s1+s2+s2"]);
    }

    #[test]
    fn what_comes_back_too_late_is_no_event() {
        let rows = "o1,a@x.example,9,s1,1\no2,b@x.example,5,s2,1\no3,c@x.example,5,s3,1\no1,,,s4,1\n";
        let late = ["2 o1 a@x.example s1", "3 o2 b@x.example s2", "4 o3 c@x.example s3", "5 Late"];
        assert_eq!(shown(&gathered(rows, Limits { rows: 2, ..WIDE })), late);
        assert_eq!(shown(&gathered(rows, Limits { bytes: 0, ..WIDE })), late);
        let within = gathered(rows, Limits { rows: 3, ..WIDE });
        assert_eq!(shown(&within).first().map(String::as_str), Some("2 o1 a@x.example s1+s4"));
    }
}
