//! Spreadsheets and their mappings, as `send --dry-run` reads them: the first line is one mapping a tab, the rest is the sheet.

#![no_main]

use std::ffi::OsString;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    let (maps, sheet) = rest.split_at(end);
    let Ok(maps) = std::str::from_utf8(maps) else { return };
    let delimiter = [",", ";", "\t", "|"].get(usize::from(first & 3)).copied().unwrap_or_default();
    let maps = maps.split('\t').map(|map| format!("--map={map}"));
    let grouping = (first & 4 != 0).then(|| "--group-by=event_id".to_owned());
    let fixed = [
        "tiktok-capi",
        "send",
        "-",
        "--dry-run",
        "--json",
        "--event=Contact",
        "--now=1767225600",
        "--delimiter",
    ];
    let arguments = fixed.into_iter().chain([delimiter]).map(str::to_owned).chain(maps).chain(grouping).map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = tiktok_capi_cli::run(arguments, &mut sheet.get(1..).unwrap_or_default(), &mut out, &mut err);
    match code {
        // A quotation mark that is never closed is told before anything is begun.
        2 | 3 if out.is_empty() => assert!(!err.is_empty()),
        // What looks packed is broken.
        1 => assert!(!err.is_empty()),
        0 | 3 => assert!(serde_json::from_slice::<serde_json::Value>(&out).is_ok()),
        other => panic!("the code {other}"),
    }
});
