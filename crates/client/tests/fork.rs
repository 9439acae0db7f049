//! A client that was used before a `fork` is used after it, by parent and children at once.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![cfg(unix)]

mod loopback;
mod support;

use fork::Fork;
use loopback::{Server, accept, first_id};
use support::{event, options};
use tiktok_capi::{Client, Input};

const CHILDREN: usize = 8;
const CALLS: usize = 25;

/// Each event's answer carries its own id, so an answer that was meant for another process is seen.
fn gets_its_own_answers(client: &Client, who: usize) -> bool {
    (0..CALLS).all(|call| {
        let id = format!("{who}-{call}");
        let receipt = client.track(&[event(id.clone())]);
        receipt.is_ok_and(|receipt| receipt.ok() && receipt.results[0].request_id() == Some(&id))
    })
}

#[test]
fn every_process_gets_its_own_answers() {
    let server = Server::start(|received, stream| accept(stream, &first_id(received)));
    let mut options = options("{}");
    options.set("endpoint", &Input::text(server.url())).unwrap();
    let client = Client::new(options).unwrap();
    assert!(gets_its_own_answers(&client, 99), "the parent's connection is warm");
    assert_eq!(server.connections(), 1);
    let children: Vec<_> = (0..CHILDREN).map(|child| start(&client, child)).collect();
    assert!(gets_its_own_answers(&client, 98), "the parent goes on");
    let failed: Vec<_> =
        children.into_iter().filter(|child| !fork::waitpid(*child).is_ok_and(|code| code == 0)).collect();
    assert!(failed.is_empty(), "{failed:?}");
    assert!(gets_its_own_answers(&client, 97), "the children closed nothing of the parent's");
    assert_eq!(server.connections(), 1 + CHILDREN, "the parent keeps its connection, each child opens one");
    assert_eq!(server.requests(), CALLS * (CHILDREN + 3));
}

fn start(client: &Client, child: usize) -> i32 {
    match fork::fork().unwrap() {
        Fork::Parent(process) => process,
        Fork::Child => {
            let is_right = gets_its_own_answers(client, child);
            std::process::exit(i32::from(!is_right));
        }
    }
}
