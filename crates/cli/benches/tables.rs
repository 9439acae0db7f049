//! What reading a table costs, beside describing what is in it, and how much memory a long one takes.
//!
//! Every step goes over the same rows in the same run, since the figures that the project aims at are ratios.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops at the first surprise"
)]

use std::fs::{self, File};
use std::hint::black_box;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use calamine::Xlsx;
use rust_xlsxwriter::Workbook;
use tiktok_capi_core::{Entropy, Event, Input, Rules};
use tiktok_capi_table::column::Zone;
use tiktok_capi_table::mapping::{Choices, Given, Mapping, Survey};
use tiktok_capi_table::{Opened, Reading};

const ROWS: u32 = 100_000;

/// A moment after all purchases, so that none is ahead.
const NOW: i64 = 1_767_600_000;

/// Where the clocks of the German till are.
const ZONE: &str = "Europe/Berlin";

const HEADER: [&str; 6] = ["event_id", "paid_at", "email", "phone", "total", "currency"];

fn main() {
    let (csv, excel, book) = (file("orders.csv"), file("kasse.csv"), file("orders.xlsx"));
    write_csv(&csv, ROWS);
    write_excel(&excel, ROWS);
    write_book(&book, ROWS);
    ratios(&csv, &book, &[("CSV", &csv), ("CSV of a German Excel", &excel), ("xlsx", &book)]);
    println!("\n{:<48}{:>12}", "memory of `send --dry-run`", "MiB");
    let long = file("long.csv");
    for rows in [10_000, 1_000_000] {
        write_csv(&long, rows);
        println!("{:<48}{:>12.1}", format!("CSV of {rows} rows"), send(&long));
    }
    println!("{:<48}{:>12.1}", format!("xlsx of {ROWS} rows, whose texts stand apart"), send(&book));
    println!("aim: a million rows of CSV take what ten thousand take");
    [csv, excel, book, long].into_iter().try_for_each(fs::remove_file).unwrap();
}

fn ratios(csv: &Path, book: &Path, files: &[(&str, &PathBuf)]) {
    let mut steps: Vec<Step<'_>> = vec![
        ("describing, of what was read".into(), Box::new(|| describe_all(csv))),
        ("CSV: the csv crate alone".into(), Box::new(|| cut(csv))),
        ("xlsx: calamine alone, once".into(), Box::new(|| cells(book))),
    ];
    for (name, path) in files {
        steps.push((format!("{name}: looked through, read and mapped"), Box::new(|| read(path, |_| ()))));
    }
    for (name, path) in files {
        steps.push((format!("{name}: `send --dry-run`"), Box::new(|| _ = send(path))));
    }
    let medians = medians(&steps);
    // The events to be described have to be read first.
    let describing = medians[0].saturating_sub(medians[3]);
    println!("{:<48}{:>12}{:>14}", format!("{ROWS} rows, medians of one run"), "rows/s", "× describing");
    for ((name, _), median) in steps.iter().zip([describing].iter().chain(&medians[1..])) {
        let rate = f64::from(ROWS) / median.as_secs_f64();
        println!("{name:<48}{rate:>12.0}{:>14.2}", median.as_secs_f64() / describing.as_secs_f64());
    }
    println!("aim: what reads costs at most 0.5 × of describing");
}

/// A name and what is measured under it.
type Step<'a> = (String, Box<dyn Fn() + 'a>);

/// All steps in turn, round by round.
fn medians(steps: &[Step<'_>]) -> Vec<Duration> {
    const ROUNDS: usize = 7;
    let mut times = vec![Vec::with_capacity(ROUNDS); steps.len()];
    for _ in 0..ROUNDS {
        for ((_, step), times) in steps.iter().zip(&mut times) {
            let started = Instant::now();
            step();
            times.push(started.elapsed());
        }
    }
    let median = |mut times: Vec<Duration>| {
        times.sort();
        times[ROUNDS / 2]
    };
    times.into_iter().map(median).collect()
}

fn cut(path: &Path) {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let mut row = csv::ByteRecord::new();
    while reader.read_byte_record(&mut row).unwrap() {
        black_box(&row);
    }
}

fn cells(path: &Path) {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let mut cells = book.worksheet_cells_reader("Sheet1").unwrap();
    while let Some(cell) = cells.next_cell().unwrap() {
        black_box(&cell);
    }
}

/// Goes through the rows twice, as `send` does: how their columns are written, and what they say.
fn read(path: &Path, event: impl Fn(&Input<'_>)) {
    let open = || File::open(path).unwrap();
    let mut opened = Opened::file(open(), open(), &Reading::default()).unwrap();
    let mapping = mapping(&mut opened);
    let mut rows = opened.rows().unwrap();
    while let Some(row) = rows.next().unwrap() {
        event(black_box(&mapping.event(row.cells.unwrap()).event));
    }
}

fn mapping(opened: &mut Opened<'_>) -> Mapping {
    let mut rows = opened.look().unwrap();
    let header = rows.header().to_vec();
    let fields =
        ["event_id", "event_time", "user.email", "user.phone", "properties.value", "properties.currency"];
    let columns = HEADER.iter().zip(fields).map(|(name, field)| ((*name).to_owned(), field.to_owned()));
    let constants = vec![("event".to_owned(), "Purchase".to_owned())];
    let choices = Choices { columns: columns.collect(), constants, ..Choices::default() };
    let mut mapping = Mapping::of(&choices, &header).unwrap();
    let given = Given { zone: Zone::named(ZONE), ..Given::default() };
    let mut survey = Survey::of(&mapping);
    while let Some(row) = rows.next().unwrap() {
        survey.see(&row, &mapping);
    }
    survey.decide(&mut mapping, &given, &header).unwrap();
    mapping
}

fn describe_all(path: &Path) {
    let rules = Rules::at(NOW * 1_000, Entropy::default());
    read(path, |event| assert!(Event::read(event, &rules).outcome.ready().is_some()));
}

/// The program; tells the MiB that it held at most, as far as the machine says.
fn send(path: &Path) -> f64 {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tiktok-capi"))
        .args(["send", "--dry-run", "--quiet", "--event", "Purchase", "--event-source", "offline", "--now"])
        .arg(NOW.to_string())
        .args(["--time-zone", ZONE])
        .args(["--map", "paid_at=event_time", "--map", "email=user.email", "--map", "phone=user.phone"])
        .args(["--map", "total=properties.value", "--map", "currency=properties.currency"])
        .arg(path)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0.0;
    loop {
        most = fs::read_to_string(&status).ok().and_then(|text| held(&text)).unwrap_or(most);
        if let Some(code) = child.try_wait().unwrap() {
            assert!(code.success());
            return most;
        }
        sleep(Duration::from_millis(2));
    }
}

/// The line of Linux that says how much was held at most; it never falls.
fn held(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse::<f64>().ok().map(|kib| kib / 1_024.0)
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

fn write_csv(path: &Path, rows: u32) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    writeln!(file, "{}", HEADER.join(",")).unwrap();
    for number in 0..rows {
        writeln!(
            file,
            "order-{number},2026-01-01T{:02}:{:02}:00Z,customer{number}@example.com,+4420794{:05},{}.{:02},GBP",
            number / 60 % 24,
            number % 60,
            number % 100_000,
            number % 900 + 1,
            number % 100,
        )
        .unwrap();
    }
    file.flush().unwrap();
}

/// Semicolons, decimal commas, days before months, and letters of Windows.
fn write_excel(path: &Path, rows: u32) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    write!(file, "{}\r\n", HEADER.join(";")).unwrap();
    for number in 0..rows {
        write!(
            file,
            "order-{number};{:02}.01.2026 {:02}:{:02};customer{number}@example.com;+4930{:07};{}.{:03},{:02};EUR\r\n",
            number % 3 + 1,
            number / 60 % 24,
            number % 60,
            number % 10_000_000,
            number % 9 + 1,
            number % 1_000,
            number % 100,
        )
        .unwrap();
    }
    file.flush().unwrap();
}

/// Typed cells, with times as texts that say their offset.
fn write_book(path: &Path, rows: u32) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(HEADER) {
        sheet.write(0, column, name).unwrap();
    }
    for number in 0..rows {
        let row = number + 1;
        sheet.write(row, 0, format!("order-{number}")).unwrap();
        sheet.write(row, 1, format!("2026-01-01T{:02}:{:02}:00Z", number / 60 % 24, number % 60)).unwrap();
        sheet.write(row, 2, format!("customer{number}@example.com")).unwrap();
        sheet.write(row, 3, format!("+4420794{:05}", number % 100_000)).unwrap();
        sheet.write(row, 4, f64::from(number % 90_000 + 1) / 100.0).unwrap();
        sheet.write(row, 5, "GBP").unwrap();
    }
    book.save(path).unwrap();
}
