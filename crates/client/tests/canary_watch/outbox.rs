//! What an outbox writes, says and hands out: queued, refused by the service, failed, dead, sent again.

use std::time::Duration;

use tiktok_capi::{Client, Input, Options};

use super::planted::{planted, refused, swept};
use super::service::echoing;
use super::{EMAIL, SAID, Shown};
use crate::support::file::File;
use crate::support::{event, options};

/// What the files may hold: what TikTok takes in the clear, and digests. They are for their owner alone.
const PLAIN: &[&str] = &[
    "order",
    "click id",
    "cookie",
    "address",
    "user agent",
    "e-mail digest",
    "phone digest",
    "customer digest",
    "name digest",
];

pub(crate) fn look(shown: &mut Shown) {
    let file = File::new();
    let server = echoing();
    let mut given = options(r#"{"max_attempts":1,"default_region":"US","timeout":2}"#);
    given.set("endpoint", &Input::text(server.url())).unwrap();
    given.set("outbox", &Input::text(file.path())).unwrap();
    let client = Client::new(given).unwrap();
    enqueue(shown, &client, &[planted(), event("an-order")]);
    enqueue(shown, &client, &refused());
    for bad in refused() {
        let failure = client.enqueue(&bad).unwrap_err();
        shown.error("refused event", &failure);
        shown.text("refused event", failure.to_json());
    }
    files(shown, &file, PLAIN);
    // The service answers with what it got, in every form: it is broken, refuses events, and then the token.
    while server.requests() < 5 {
        enqueue(shown, &client, &[planted()]);
        shown.debug("stats", &client.flush(Duration::from_millis(300)).unwrap());
    }
    dead(shown, &client);
    files(shown, &file, PLAIN);
    let stats = client.close(Duration::from_millis(300)).unwrap();
    shown.text("stats as JSON", stats.to_json());
    let error = client.enqueue(&[planted()]).unwrap_err();
    shown.error("outbox error", &error);
    shown.debug("client", &client);
    misplaced(shown);
    damaged(shown);
}

/// Dead letters as a program lists, sends again and exports them.
fn dead(shown: &mut Shown, client: &Client) {
    let letters = client.dead_letters(0, 100).unwrap();
    for letter in &letters {
        shown.debug("dead letters", letter);
        let exported = String::from_utf8(letter.event.bytes().to_vec()).unwrap();
        shown.text_with("exported dead letters", exported, PLAIN);
        let about = [&letter.event_source, &letter.event_source_id, &letter.reason].map(String::as_str);
        shown.text("dead letters, in words", about.join(" "));
    }
    let refused = letters.first().unwrap();
    assert_eq!(client.retry_dead(&[refused.seq]).unwrap(), 1);
    shown.debug("stats", &client.flush(Duration::from_millis(300)).unwrap());
}

/// An e-mail address and a phone number in every field: the file holds no more of it than a request would.
fn misplaced(shown: &mut Shown) {
    const MISPLACED: &[&str] = &["bad e-mail", "phone", "national phone", "e-mail digest", "phone digest"];
    let file = File::new();
    let client = Client::new(without_token(&file)).unwrap();
    let receipt = client.enqueue(&swept()).unwrap();
    shown.text("receipt as JSON", receipt.to_json());
    assert!(client.stats().unwrap().waiting > 1_000);
    files(shown, &file, MISPLACED);
}

/// An error names the file; nothing of what is in it.
fn damaged(shown: &mut Shown) {
    let file = File::new();
    std::fs::write(file.path(), format!("{EMAIL} {SAID}").repeat(100)).unwrap();
    let client = Client::new(without_token(&file)).unwrap();
    shown.error("outbox error", &client.stats().unwrap_err());
    shown.error("outbox error", &client.enqueue(&[planted()]).unwrap_err());
}

fn without_token(file: &File) -> Options {
    let given =
        [("pixel_code", "C4A".to_owned()), ("default_region", "US".to_owned()), ("outbox", file.path())];
    let set =
        |options: Options, (name, value): (&str, String)| options.with(name, &Input::text(value)).unwrap();
    given.into_iter().fold(Options::default(), set)
}

fn enqueue(shown: &mut Shown, client: &Client, events: &[Input<'_>]) {
    let receipt = client.enqueue(events).unwrap();
    shown.debug("receipt", &receipt);
    shown.text_with("receipt as JSON", receipt.to_json(), &["order"]);
}

/// The database, its write-ahead log, the log's index, and what processes take turns by.
fn files(shown: &mut Shown, file: &File, may_hold: &'static [&'static str]) {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&file.0).unwrap() {
        let path = entry.unwrap().path();
        names.push(path.file_name().unwrap().to_str().unwrap().to_owned());
        let bytes = std::fs::read(path).unwrap();
        let kind = if may_hold == PLAIN { "outbox, its files" } else { "outbox, misplaced values" };
        shown.text_with(kind, String::from_utf8_lossy(&bytes), may_hold);
    }
    names.sort();
    assert_eq!(names, ["outbox.db", "outbox.db-lock", "outbox.db-shm", "outbox.db-wal"]);
}
