//! A file that changes while `send` reads it is told.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use std::fs::{self, OpenOptions};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

use common::folder::Folder;
use common::sending::{TOKEN, events, sandbox, send, spawned, summary};
use common::{Ran, finished};
use serde_json::{Value, json};

/// Sends a file to a service that does something to it before it answers the first request.
fn sent(file: &str, meanwhile: impl FnOnce() + Send + 'static) -> Ran {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let child = spawned(&endpoint, TOKEN, &[file, "--max-batch", "10", "--json"], "");
    thread::spawn(move || {
        let mut meanwhile = Some(meanwhile);
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            while asked(&mut stream) {
                meanwhile.take().into_iter().for_each(|change| change());
                let body = r#"{"code":0,"message":"OK","request_id":"1","data":{}}"#;
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
                    body.len()
                );
                stream.write_all((head + body).as_bytes()).unwrap();
            }
        }
    });
    finished(child)
}

/// Reads a request to its end. Tells whether there was one.
fn asked(stream: &mut TcpStream) -> bool {
    let (mut request, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&request).to_ascii_lowercase();
        let length =
            text.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next()?.parse().ok());
        let body = text.split_once("\r\n\r\n").map(|(_, body)| body.len());
        if length.zip(body).is_some_and(|(length, body): (usize, usize)| body >= length) {
            return true;
        }
        match stream.read(&mut piece) {
            Ok(read) if read > 0 => request.extend(&piece[..read]),
            _ => return false,
        }
    }
}

#[test]
fn what_is_written_into_stops_and_is_remembered() {
    let folder = Folder::new("rewritten");
    let file = folder.file("e.ndjson", &events(100));
    let path = file.clone();
    let ran = sent(&file, move || {
        let mut open = OpenOptions::new().append(true).open(path).unwrap();
        open.write_all(events(101).lines().last().unwrap().as_bytes()).unwrap();
    });
    assert_eq!((ran.code, &summary(&ran)["accepted"]), (1, &json!(10)), "{}", ran.err);
    assert_eq!(summary(&ran)["finished"], false);
    assert!(ran.err.contains("written into") && !ran.err.contains("canary"), "{}", ran.err);
    let state: Value = serde_json::from_str(&folder.read("e.ndjson.tiktok-capi")).unwrap();
    assert_eq!(state["tally"]["outcomes"], json!({"accepted": 10}), "what arrived is remembered");
    let sandbox = sandbox();
    assert_eq!(send(&sandbox, &[&file]).code, 2, "it is another file now, which nobody said to send anew");
    assert_eq!((send(&sandbox, &[&file, "--restart"]).code, sandbox.counts().counted), (0, 101));
}

/// Of the same length and at the end of the reading: its time tells.
#[test]
fn what_is_written_into_at_the_end_is_told_too() {
    let folder = Folder::new("rewritten-late");
    let file = folder.file("e.ndjson", &events(5));
    let path = file.clone();
    let ran = sent(&file, move || fs::write(path, events(5).replace("e1@", "x1@")).unwrap());
    assert_eq!((ran.code, &summary(&ran)["accepted"]), (1, &json!(5)), "{}", ran.err);
    assert!(folder.names().contains("e.ndjson.tiktok-capi"));
}

/// The old file was read whole, so there is nothing to go on with.
#[cfg(unix)]
#[test]
fn what_is_replaced_is_read_to_its_end_and_told() {
    let folder = Folder::new("replaced");
    let (file, new) = (folder.file("e.ndjson", &events(30)), folder.file("new", &events(40)));
    let path = file.clone();
    let ran = sent(&file, move || fs::rename(new, path).unwrap());
    assert_eq!((ran.code, &summary(&ran)["accepted"]), (1, &json!(30)), "{}", ran.err);
    assert!(ran.err.contains("replaced"), "{}", ran.err);
    assert_eq!(send(&sandbox(), &[&file]).code, 0, "the new one begins anew");
}

/// A file that is taken away was read all the same.
#[cfg(unix)]
#[test]
fn what_is_taken_away_is_read_to_its_end() {
    let folder = Folder::new("taken-away");
    let file = folder.file("e.ndjson", &events(30));
    let path = file.clone();
    let ran = sent(&file, move || fs::remove_file(path).unwrap());
    assert_eq!((ran.code, &summary(&ran)["accepted"]), (0, &json!(30)), "{}", ran.err);
}
