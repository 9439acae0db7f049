//! Kills a process at one of its system calls.

use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};

use super::Task;

/// Calls that change a file. A question mark: not every processor has all of them.
pub(crate) const CHANGES: &str = "?write,?writev,?pwrite64,?pwritev,?fsync,?fdatasync,?ftruncate,?fallocate,?rename,?renameat,?renameat2,?unlink,?unlinkat";

/// Those of them that come in between writes and give them an order.
pub(crate) const TURNS: &str =
    "?fsync,?fdatasync,?ftruncate,?fallocate,?rename,?renameat,?renameat2,?unlink,?unlinkat";

/// Whether there is an strace that may trace.
pub(crate) fn is_there() -> bool {
    let traced =
        Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    let is_there = traced.is_ok_and(|status| status.success());
    if !is_there {
        println!("skipped: strace is not installed, or may not trace");
        assert!(std::env::var_os("CI").is_none(), "nothing is left out where all checks are run");
    }
    is_there
}

/// Kills the process right before a thread of it makes the `number`th of these calls. False when it makes fewer, and so
/// ended by itself.
pub(crate) fn kill_at(task: &Task, calls: &str, number: usize) -> bool {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={calls}")]);
    strace.args(["-e", &format!("inject={calls}:signal=KILL:when={number}")]);
    let status = task.under(strace).status().unwrap();
    assert!(status.success() || status.signal() == Some(9), "{number}: {status}");
    !status.success()
}
