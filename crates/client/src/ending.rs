//! The end of a program: what its outboxes are still delivering gets a little time, however many clients there were.

use std::time::Duration;

use crate::outbox;

/// Ends all outboxes of this process, those of clients that were dropped too. What is being delivered gets that long in all; the
/// rest stays in the files, and what was in memory alone is lost. Clients that used one of them can enqueue nothing more.
///
/// The packages of other languages call it at the end of a program, with [`Client::CLOSE_TIMEOUT`](crate::Client::CLOSE_TIMEOUT).
/// In a child of a `fork` it ends what the child opened.
pub fn end(timeout: Duration) {
    outbox::end(timeout);
}

/// Waits until nothing waits any more in the outboxes that this process delivers, but no longer than that.
pub fn flush(timeout: Duration) {
    outbox::flush(timeout, |_| true);
}

/// As [`flush`], for what is in memory alone: who ends at once leaves to the next program what a file keeps.
pub fn flush_memory(timeout: Duration) {
    outbox::flush(timeout, |place| *place == crate::Place::Memory);
}
