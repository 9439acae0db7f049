//! Clients that outlive their handles, for hosts that forget all they have between two requests, as PHP does: connections
//! stay warm, and the outbox goes on delivering.

use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::time::Duration;

use tiktok_capi_json::{Answer, Client, differ_in_token_alone, open};

static KEPT: Mutex<Vec<Kept>> = Mutex::new(Vec::new());

/// Programs have one set of options, or one for each of their pixels.
const MOST: usize = 16;

struct Kept {
    options: Box<[u8]>,
    client: Arc<Client>,
}

/// The client of this process for that text of options.
pub(crate) fn client(options: &[u8]) -> Answer<Arc<Client>> {
    let Some(mut kept) = kept() else { return open(options).map(Arc::new) };
    // Whoever closed one while another thread held the list could not take it off.
    kept.retain(|known| !known.client.is_closed());
    if let Some(known) = kept.iter().find(|known| *known.options == *options) {
        return Ok(Arc::clone(&known.client));
    }
    let client = Arc::new(open(options)?);
    let retired: Vec<Kept> = kept.extract_if(.., |known| is_replaced(known, options)).collect();
    if kept.len() < MOST {
        kept.push(Kept { options: options.into(), client: Arc::clone(&client) });
    }
    drop(kept);
    // What they have not delivered stays in the file, or is delivered while they are dropped.
    retired.iter().filter(|known| !known.client.options().is_outbox_in_memory()).for_each(|known| {
        let _ = known.client.close(Duration::ZERO);
    });
    Ok(client)
}

/// The next one with these options is a new one.
pub(crate) fn forget(client: &Arc<Client>) {
    if let Some(mut kept) = kept() {
        kept.retain(|known| !Arc::ptr_eq(&known.client, client));
    }
}

/// Whether nobody holds the old one, and the new one does its work with another token.
fn is_replaced(old: &Kept, options: &[u8]) -> bool {
    Arc::strong_count(&old.client) == 1 && differ_in_token_alone(&old.options, options)
}

/// Nobody waits for it: in a child of a fork it may stay taken for ever. Who finds it taken has a client of its own.
fn kept() -> Option<MutexGuard<'static, Vec<Kept>>> {
    match KEPT.try_lock() {
        Ok(kept) => Some(kept),
        Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    const OPTIONS: &[u8] =
        br#"{"pixel_code": "C4A", "access_token": "t0ken", "endpoint": "http://127.0.0.1:9"}"#;

    #[test]
    #[cfg_attr(miri, ignore = "a client has sockets, which Miri has not")]
    fn a_client_that_was_closed_while_the_list_was_taken_is_given_to_nobody() {
        let Ok(closed) = client(OPTIONS) else { panic!("the options are fine") };
        let taken = kept();
        assert!(taken.is_some());
        thread::scope(|scope| {
            scope.spawn(|| {
                forget(&closed);
                assert!(tiktok_capi_json::close(&closed, Duration::ZERO).is_ok());
            });
        });
        drop(taken);
        let Ok(next) = client(OPTIONS) else { panic!("the options are fine") };
        assert!(!Arc::ptr_eq(&closed, &next));
        let Ok(same) = client(OPTIONS) else { panic!("the options are fine") };
        assert!(Arc::ptr_eq(&next, &same));
    }
}
