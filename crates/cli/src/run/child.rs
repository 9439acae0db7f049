//! A program whose signals are ours and whose exit code becomes ours.

use std::ffi::{OsStr, OsString};
use std::io;
use std::process::{Command, ExitStatus};

/// The names by which a program may be there. Windows finds scripts, as npm is one, by their whole names alone.
pub(super) fn names(program: &OsStr) -> impl Iterator<Item = OsString> + '_ {
    let endings: &[&str] = if cfg!(windows) { &["", ".cmd", ".bat"] } else { &[""] };
    endings.iter().map(|ending| {
        let mut name = program.to_owned();
        name.push(ending);
        name
    })
}

/// Runs the program to its end and gives its exit code.
#[cfg(unix)]
pub(super) fn run(command: &mut Command) -> io::Result<i32> {
    use std::thread;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::iterator::Signals;

    // Caught before the program starts, so that none is lost in between.
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM])?;
    let handle = signals.handle();
    let mut child = command.spawn()?;
    let process = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw);
    let passing = thread::spawn(move || {
        for signal in &mut signals {
            pass_on(signal, process);
        }
    });
    let ended = child.wait();
    handle.close();
    // It ends with the handle, and cannot panic.
    let _ = passing.join();
    ended.map(code)
}

/// A terminal sends Ctrl-C and Ctrl-\ to the program as well; a second one would mean "at once".
#[cfg(unix)]
fn pass_on(signal: i32, process: Option<rustix::process::Pid>) {
    use std::io::IsTerminal as _;

    use signal_hook::consts::{SIGINT, SIGQUIT};

    let is_from_keyboard = matches!(signal, SIGINT | SIGQUIT) && io::stdin().is_terminal();
    let signal = rustix::process::Signal::from_named_raw(signal);
    if let (Some(process), Some(signal), false) = (process, signal, is_from_keyboard) {
        // It may have ended already.
        let _ = rustix::process::kill_process(process, signal);
    }
}

/// A console of Windows tells the program of Ctrl-C as well, and it is the program that ends or goes on.
#[cfg(not(unix))]
pub(super) fn run(command: &mut Command) -> io::Result<i32> {
    use std::sync::Arc;

    signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::default())?;
    command.status().map(code)
}

/// As a shell tells it: 128 and the number of the signal that ended it.
fn code(status: ExitStatus) -> i32 {
    #[cfg(unix)]
    let code = status.code().or_else(|| Some(128 + std::os::unix::process::ExitStatusExt::signal(&status)?));
    #[cfg(not(unix))]
    let code = status.code();
    code.unwrap_or(1)
}
