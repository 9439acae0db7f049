//! What the processes do.

use std::time::{Duration, Instant};

use serde_json::Value;
use tiktok_capi::Client;

use super::folder::Log;
use super::{Folder, Role, TASK, Task, order, outbox_options};

/// Does what the environment asks for, if it asks for anything.
pub(crate) fn run() {
    let Ok(task) = std::env::var(TASK) else { return };
    let task = Task::from_json(&serde_json::from_str::<Value>(&task).unwrap());
    match task.role {
        Role::Produce => produce(&task),
        Role::Drain => drain(&task),
        Role::Look => drop(client(&task).stats().unwrap()),
    }
}

fn client(task: &Task) -> Client {
    Client::new(outbox_options(&Folder::at(&task.folder), task.endpoint.as_deref())).unwrap()
}

/// Any error ends it: nothing that happens to other processes is one.
fn produce(task: &Task) {
    let client = client(task);
    let mut log = Log::new(&Folder::at(&task.folder), &task.name);
    for call in 0..task.calls {
        let ids: Vec<String> = (0..=call % 3).map(|n| format!("{}-{call}-{n}", task.name)).collect();
        let events: Vec<_> = ids.iter().map(|id| order(id)).collect();
        assert!(client.enqueue(&events).unwrap().ok());
        log.write(&ids);
        std::thread::sleep(Duration::from_micros(task.pause));
    }
    client.close(Client::CLOSE_TIMEOUT).unwrap();
}

/// It ends after a minute even if nobody is left to kill it.
fn drain(task: &Task) {
    let (client, end) = (client(task), Instant::now() + Duration::from_secs(60));
    for _ in (0..task.calls).take_while(|_| Instant::now() < end) {
        client.flush(Duration::from_secs(30)).unwrap();
        std::thread::sleep(Duration::from_micros(task.pause));
    }
    client.close(Client::CLOSE_TIMEOUT).unwrap();
}
