//! Random bytes for the ids of events that come without one.

use std::sync::atomic::{AtomicU64, Ordering};

use tiktok_capi_core::Entropy;

use super::clock::{Clock as _, SystemClock};

/// Bytes from the machine, drawn for each id that is generated and for no other event.
pub(crate) const MACHINE: Entropy = Entropy::Drawn(draw);

fn draw() -> [u8; 10] {
    let mut bytes = [0; 10];
    if getrandom::fill(&mut bytes).is_ok() { bytes } else { improvised() }
}

/// No machine we know gets here. If one does, ids of two processes must still differ, or TikTok would take their events
/// for the same.
fn improvised() -> [u8; 10] {
    static DRAWN: AtomicU64 = AtomicU64::new(0);
    let (process, now) = (std::process::id(), SystemClock::default().unix_milliseconds());
    let drawn = DRAWN.fetch_add(1, Ordering::Relaxed);
    Entropy::from_seed(format!("{process}:{now}").as_bytes(), drawn).bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_ids_get_the_same_bytes() {
        assert_ne!(MACHINE.bytes(), MACHINE.bytes());
        assert_ne!(improvised(), improvised());
    }
}
