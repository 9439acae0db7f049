//! Tables in whatever form, as bytes: the first says how they are to be read, the rest is the file. What a file says, a stream of the
//! same bytes says, too.

#![no_main]

use std::io::Cursor;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tiktok_capi_core::Input;
use tiktok_capi_table::column::Zone;
use tiktok_capi_table::mapping::{Choices, Given, Mapping, Survey};
use tiktok_capi_table::{Encoding, Error, Opened, Reading};

/// Found once: that takes longer than most files.
static ZONE: LazyLock<Option<Zone>> = LazyLock::new(|| Zone::named("Europe/Berlin"));

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    // The encoding is told, since a stream tells its own by the beginning alone.
    let encoding = ["utf-8", "windows-1252", "utf-16le", "utf-16be"].get(usize::from(first & 3)).copied();
    let reading = Reading {
        encoding: encoding.and_then(Encoding::named),
        trusts_quotes: first & 4 != 0,
        ..Reading::default()
    };
    let given = Given { zone: ZONE.clone(), ..Given::default() };
    let file = Opened::file(Cursor::new(bytes), Cursor::new(bytes), &reading)
        .and_then(|opened| told(opened, &given));
    let stream = Opened::stream(bytes, &reading).and_then(|opened| told(opened, &given));
    match (file, stream) {
        (Ok(file), Ok(stream)) => assert_eq!(file, stream),
        (Err(_), Err(_)) => {}
        _ => panic!("a file and a stream of the same bytes differ"),
    }
});

/// The number of rows in which something stands, and of values.
fn told(mut opened: Opened<'_>, given: &Given) -> Result<(u64, usize), Error> {
    let mapping = mapped(&mut opened, given)?;
    let mut rows = opened.rows()?;
    let (mut last, mut values) = (0, 0);
    while let Some(row) = rows.next()? {
        assert_eq!(row.number, last + 1);
        last = row.number;
        let Ok(cells) = row.cells else { continue };
        let described = mapping.event(cells);
        values += usize::from(!matches!(described.event, Input::Null)) + described.noticed.len();
    }
    Ok((last, values))
}

fn mapped(opened: &mut Opened<'_>, given: &Given) -> Result<Mapping, Error> {
    let mut rows = opened.look()?;
    let header = rows.header().to_vec();
    let choices = Choices { by_custom: true, ..Choices::default() };
    let mut mapping = Mapping::of(&choices, &header)?;
    let mut survey = Survey::of(&mapping);
    while let Some(row) = rows.next()? {
        survey.see(&row, &mapping);
    }
    survey.decide(&mut mapping, given, &header)?;
    Ok(mapping)
}
