//! The outboxes that this process has open, so that clients of one file share what delivers it: a program may make a client for
//! each request.
//!
//! One stays open as long as a client uses it, and after that as long as its thread finds events that wait. A child of a `fork`
//! begins with none: so nobody holds the lock while a process forks, it is taken with leave alone, and for moments.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::opened::{Opened, Settings};
use crate::delivery::shared::Shared;
use crate::machine::fork::Pass;

static REGISTRY: Mutex<Registry> =
    Mutex::new(Registry { process: 0, known: Vec::new(), stranded: Vec::new() });

struct Registry {
    process: u32,
    known: Vec<Weak<Opened>>,
    /// What is in memory of clients that are gone, and waits for a thread that can be started.
    stranded: Vec<Arc<Opened>>,
}

/// What a client uses from now on: that of another with the same settings, or a new one.
pub(super) fn join(_: &Pass, settings: &Settings, shared: &Arc<Shared>) -> Arc<Opened> {
    let mut registry = registry();
    registry.known.retain(|known| known.strong_count() > 0);
    let joined = |known: &Weak<Opened>| known.upgrade().filter(|opened| opened.join(settings, shared));
    if let Some(opened) = registry.known.iter().find_map(joined) {
        return opened;
    }
    let opened = Arc::new(Opened::new(settings.clone(), Arc::clone(shared)));
    registry.known.push(Arc::downgrade(&opened));
    opened
}

/// Keeps what no client keeps any more.
pub(super) fn keep(_: &Pass, stranded: Arc<Opened>) {
    registry().stranded.push(stranded);
}

/// Gives what was kept like that.
pub(super) fn take_stranded(_: &Pass) -> Vec<Arc<Opened>> {
    std::mem::take(&mut registry().stranded)
}

/// All of them.
pub(super) fn all(_: &Pass) -> Vec<Arc<Opened>> {
    registry().known.iter().filter_map(Weak::upgrade).collect()
}

/// Those of this process: what its parent had open it lets go of.
fn registry() -> MutexGuard<'static, Registry> {
    let mut registry = REGISTRY.lock().unwrap_or_else(PoisonError::into_inner);
    if registry.process != std::process::id() {
        let inherited = std::mem::take(&mut registry.known);
        inherited.iter().filter_map(Weak::upgrade).for_each(Opened::disown);
        std::mem::forget(inherited);
        std::mem::forget(std::mem::take(&mut registry.stranded));
        registry.process = std::process::id();
    }
    registry
}
