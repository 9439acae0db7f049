//! Workbooks as spreadsheets save them: typed cells as they are, the sheet by name or number, and nothing that explodes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

use std::io::{Cursor, Write as _};
use std::net::TcpListener;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use tiktok_capi_core::Input;
use tiktok_capi_table::mapping::{Mapping, Survey};
use tiktok_capi_table::{Cell, Error, Opened, Plan, Reading, Rows, Sheet};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Notes").unwrap();
    let sheet = book.add_worksheet().set_name("Orders").unwrap();
    let time = ExcelDateTime::parse_from_str("2025-12-31T18:30:00").unwrap();
    for (column, name) in (0..).zip(["Order", "When", "Total", "Paid", "Note"]) {
        sheet.write(1, column, name).unwrap();
    }
    sheet.write(2, 0, 4711).unwrap();
    sheet.write_with_format(2, 1, &time, &Format::new().set_num_format("dd.mm.yyyy hh:mm")).unwrap();
    sheet.write(2, 2, 19.9).unwrap();
    sheet.write(2, 3, true).unwrap();
    sheet.write(4, 0, "A-2").unwrap();
    sheet.write(4, 4, "two\nlines").unwrap();
    book.save_to_buffer().unwrap()
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn ods() -> Vec<u8> {
    let content = r#"<?xml version="1.0"?><office:document-content
        xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
        xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
        xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
        <table:table table:name="Kasse">
        <table:table-row><table:table-cell office:value-type="string"><text:p>Beleg</text:p></table:table-cell>
        <table:table-cell office:value-type="string"><text:p>Betrag</text:p></table:table-cell>
        <table:table-cell office:value-type="string"><text:p>Datum</text:p></table:table-cell></table:table-row>
        <table:table-row><table:table-cell office:value-type="string"><text:p>r1</text:p></table:table-cell>
        <table:table-cell office:value-type="float" office:value="1234.5"><text:p>1.234,50</text:p></table:table-cell>
        <table:table-cell office:value-type="date" office:date-value="2025-12-31T18:30:00"><text:p>x</text:p></table:table-cell>
        </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;
    // As LibreOffice writes it: nothing between the elements of a row.
    let content = content.lines().map(str::trim).collect::<Vec<_>>().join(" ").replace("> <", "><");
    let mime = "application/vnd.oasis.opendocument.spreadsheet";
    let manifest = r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
    let parts = [("mimetype", mime), ("content.xml", content.as_str()), ("META-INF/manifest.xml", manifest)];
    zipped(&parts.map(|(name, text)| (name, text.as_bytes())))
}

/// The names of the columns, and the rows with their numbers.
type Read = (Vec<String>, Vec<(u64, Vec<Cell<'static>>)>);

fn read(bytes: &[u8], reading: &Reading) -> Result<Read, Error> {
    let mut opened = Opened::stream(bytes, reading)?;
    let mut rows = opened.rows()?;
    let header = rows.header().to_vec();
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let cells = row.cells.unwrap();
        all.push((row.line, (0..header.len()).map(|index| owned(cells.get(index))).collect()));
    }
    Ok((header, all))
}

fn owned(cell: Cell<'_>) -> Cell<'static> {
    match cell {
        Cell::Text(text) => Cell::Text(text.into_owned().into()),
        Cell::Blank => Cell::Blank,
        Cell::NotText => Cell::NotText,
        Cell::Integer(number) => Cell::Integer(number),
        Cell::Number(number) => Cell::Number(number),
        Cell::Flag(flag) => Cell::Flag(flag),
        Cell::Time(time) => Cell::Time(time),
    }
}

#[test]
fn typed_cells_are_what_they_are() {
    let (header, rows) = read(&xlsx(), &Reading::default()).unwrap();
    assert_eq!(header, ["Order", "When", "Total", "Paid", "Note"]);
    let time = Cell::Time("2025-12-31T18:30:00".parse().unwrap());
    let first = vec![Cell::Integer(4711), time, Cell::Number(19.9), Cell::Flag(true), Cell::Blank];
    let text = |text: &str| Cell::Text(text.to_owned().into());
    let second = vec![text("A-2"), Cell::Blank, Cell::Blank, Cell::Blank, text("two\nlines")];
    assert!(rows == [(3, first), (5, second)]);
}

/// As a text has them, so that a row can go into CSV: no narrower than its header.
#[test]
fn cells_can_be_written_as_text() {
    let book = xlsx();
    let mut opened = Opened::stream(book.as_slice(), &Reading::default()).unwrap();
    let mut rows = opened.rows().unwrap();
    let mut texts = || {
        let row = rows.next().unwrap().unwrap();
        row.texts().map(|text| String::from_utf8(text.into_owned()).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(texts(), ["4711", "2025-12-31T18:30:00", "19.9", "true", ""]);
    assert_eq!(texts(), ["A-2", "", "", "", "two\nlines"]);
}

/// What is looked through comes again from its beginning, packed or not, out of a file or a stream.
#[test]
fn what_is_looked_through_comes_again() {
    let text = b"a,b\n1,2\n3,4\n".as_slice();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(text).unwrap();
    let packed = packed.finish().unwrap();
    for bytes in [text, &packed] {
        let (reading, file) = (Reading::default(), || Cursor::new(bytes));
        for mut opened in
            [Opened::file(file(), file(), &reading).unwrap(), Opened::stream(file(), &reading).unwrap()]
        {
            for _ in 0..3 {
                assert_eq!(lines(opened.look().unwrap()), [2, 3]);
            }
            assert_eq!(lines(opened.rows().unwrap()), [2, 3]);
        }
    }
}

fn lines(mut rows: Rows<'_>) -> Vec<u64> {
    let mut lines = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        lines.push(row.line);
    }
    lines
}

/// Tills keep the day in one column and the time of the day in another, each as a number with its own form.
#[test]
fn a_typed_day_and_a_typed_time_of_the_day_are_one_moment() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(["Beleg", "Datum", "Uhrzeit"]) {
        sheet.write(0, column, name).unwrap();
    }
    let (day, time) =
        (ExcelDateTime::from_ymd(2025, 12, 31).unwrap(), ExcelDateTime::from_hms(18, 30, 0).unwrap());
    sheet.write(1, 0, 4711).unwrap();
    sheet.write_with_format(1, 1, &day, &Format::new().set_num_format("dd.mm.yyyy")).unwrap();
    sheet.write_with_format(1, 2, &time, &Format::new().set_num_format("hh:mm")).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let plan: Plan = "event = 'Purchase'\ntime-zone = 'Europe/Berlin'\n[map]\nBeleg = 'event_id'\nDatum = 'event_time'\nUhrzeit = 'event_time'"
        .parse()
        .unwrap();
    let mut opened = Opened::stream(bytes.as_slice(), &Reading::default()).unwrap();
    let mut rows = opened.look().unwrap();
    let header = rows.header().to_vec();
    let mut mapping = Mapping::of(&plan.choices(), &header).unwrap();
    let mut survey = Survey::of(&mapping);
    survey.see(&rows.next().unwrap().unwrap(), &mapping);
    survey.decide(&mut mapping, &plan.given().unwrap(), &header).unwrap();
    drop(rows);
    let mut rows = opened.rows().unwrap();
    let event = mapping.event(rows.next().unwrap().unwrap().cells.unwrap()).event;
    assert_eq!(event.get("event_time").and_then(Input::as_text), Some("2025-12-31T17:30:00Z"));
}

#[test]
fn open_documents_are_read_too() {
    let (header, rows) = read(&ods(), &Reading::default()).unwrap();
    assert_eq!(header, ["Beleg", "Betrag", "Datum"]);
    let time = Cell::Time("2025-12-31T18:30:00".parse().unwrap());
    assert!(rows == [(2, vec![Cell::Text("r1".into()), Cell::Number(1234.5), time])]);
}

#[test]
fn a_sheet_has_a_name_and_a_number() {
    let of = |sheet| read(&xlsx(), &Reading { sheet: Some(sheet), ..Reading::default() });
    assert_eq!(of(Sheet::Named("Orders".into())).unwrap().1.len(), 2);
    assert_eq!(of(Sheet::Numbered(2)).unwrap().1.len(), 2);
    for wrong in [Sheet::Named("Ordres".into()), Sheet::Numbered(0), Sheet::Numbered(3), Sheet::Numbered(1)] {
        assert!(matches!(of(wrong), Err(Error::Unfit(_))));
    }
}

#[test]
fn what_is_no_workbook_is_told() {
    let whole = xlsx();
    for bytes in [
        &whole[..whole.len() / 2],
        b"PK\x03\x04",
        &zipped(&[("a.txt", b"a")]),
        &zipped(&[("xl/workbook.xml", b"<")]),
    ] {
        assert!(matches!(read(bytes, &Reading::default()), Err(Error::Unfit(_) | Error::Io(_))));
    }
}

/// What a workbook takes from other files is what it showed when it was saved: no other file is opened, and nobody is asked.
#[test]
fn what_is_elsewhere_is_not_fetched() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let there = format!("http://{}/other.xlsx", listener.local_addr().unwrap());
    let folder = std::env::temp_dir().join(format!("workbook-{}", std::process::id()));
    std::fs::write(&folder, "canary").unwrap();
    let entity = format!("<!DOCTYPE x [<!ENTITY x SYSTEM 'file://{}'>]>", folder.display());
    let entities = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY x '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>";
    for doctype in ["", &entity, entities] {
        let text = if doctype.is_empty() { "jo" } else { "&x;" };
        let read = read(&linked(&there, doctype, text), &Reading::default());
        let shown = format!("{read:?}");
        assert!(!shown.contains("canary") && !shown.contains("aaaaaaaaaa"), "{shown}");
        if doctype.is_empty() {
            let row = vec![Cell::Text("jo".into()), Cell::Integer(7)];
            assert_eq!(shown, format!("{:?}", Ok::<_, Error>((vec!["Name", "Total"], vec![(2, row)]))));
        }
    }
    assert!(listener.accept().is_err(), "somebody was asked");
    std::fs::remove_file(folder).unwrap();
}

/// A workbook with a number out of another one.
fn linked(there: &str, doctype: &str, name: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relation = |id: u8, kind: &str, target: &str| {
        format!(r#"<Relationship Id="r{id}" Type="{office}/{kind}" Target="{target}"/>"#)
    };
    let relations = |all: &str| format!(r#"<Relationships xmlns="{package}">{all}</Relationships>"#);
    let outside = format!(
        r#"<Relationship Id="r1" Type="{office}/externalLinkPath" Target="{there}" TargetMode="External"/>"#
    );
    let inside = relation(1, "worksheet", "worksheets/sheet1.xml")
        + &relation(2, "externalLink", "externalLinks/externalLink1.xml");
    let text = |cell: &str, text: &str| format!(r#"<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let rows = [
        format!(r#"<row r="1">{}{}</row>"#, text("A1", "Name"), text("B1", "Total")),
        format!(r#"<row r="2">{}<c r="B2"><f>[1]Sheet1!A1</f><v>7</v></c></row>"#, text("A2", name)),
    ];
    zipped(&[
        ("_rels/.rels", relations(&relation(1, "officeDocument", "xl/workbook.xml")).as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations(&inside).as_bytes()),
        ("xl/workbook.xml", format!(r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets><externalReferences><externalReference r:id="r2"/></externalReferences></workbook>"#).as_bytes()),
        ("xl/externalLinks/_rels/externalLink1.xml.rels", relations(&outside).as_bytes()),
        ("xl/externalLinks/externalLink1.xml", format!(r#"<externalLink xmlns="{main}" xmlns:r="{office}"><externalBook r:id="r1"/></externalLink>"#).as_bytes()),
        ("xl/worksheets/sheet1.xml", format!(r#"<?xml version="1.0"?>{doctype}<worksheet xmlns="{main}"><sheetData>{}</sheetData></worksheet>"#, rows.concat()).as_bytes()),
    ])
}
