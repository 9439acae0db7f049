//! What the program says about itself: examples that run, completions, the manual, and colours for who wants them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use std::process::{Command, Stdio};

use common::folder::Folder;
use common::{finished, run, started};

/// The command below the first line, as a shell reads it.
fn example(help: &str) -> Vec<String> {
    let mut lines = help.lines();
    assert_eq!(lines.next(), Some("Example, which sends nothing:"), "{help}");
    let command: Vec<_> = lines.take_while(|line| !line.trim().is_empty()).collect();
    assert!(command.iter().all(|line| line.len() <= 80), "a terminal would wrap it: {help}");
    let words = command.join(" ").replace('\\', " ");
    words.split_whitespace().map(str::to_owned).collect()
}

/// In the folder of the examples, without any setting.
#[test]
fn help_begins_with_an_example_that_runs() {
    for (arguments, code, prints) in [
        (vec!["--help"], 0, "outcome   ready"),
        (vec!["-h"], 0, "outcome   ready"),
        (vec!["send", "--help"], 3, "3 events: 2 ready, 1 refused"),
        (vec!["send", "-h"], 3, "3 events: 2 ready, 1 refused"),
    ] {
        let words = example(&run(&arguments, "").out);
        assert_eq!(words[0], "tiktok-capi");
        let output = Command::new(env!("CARGO_BIN_EXE_tiktok-capi"))
            .args(&words[1..])
            .current_dir(common::file("examples"))
            .env_clear()
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let out = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(code), "{out}{}", String::from_utf8_lossy(&output.stderr));
        assert!(out.contains(prints), "{out}");
    }
}

#[test]
fn shells_are_told_of_commands_and_flags() {
    for (shell, says) in [
        ("bash", "complete -F _tiktok__capi"),
        ("zsh", "#compdef tiktok-capi"),
        ("fish", "complete -c tiktok-capi"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let ran = run(&["completions", shell], "");
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{shell}");
        for part in [says, "rejects", "event-source", "base-code"] {
            assert!(ran.out.contains(part), "{shell}: no {part}");
        }
    }
    assert_eq!(run(&["completions", "csh"], "").code, 2);
    assert_eq!(run(&["completions"], "").code, 2);
}

/// Bash itself reads them, where there is one.
#[test]
fn bash_takes_its_completions() {
    let script = run(&["completions", "bash"], "").out
        + "\nCOMP_WORDS=(tiktok-capi send --rej); COMP_CWORD=2; _tiktok__capi tiktok-capi --rej send; echo \"${COMPREPLY[@]}\"";
    match Command::new("bash").args(["--norc", "-c", &script]).output() {
        Ok(output) => assert_eq!(String::from_utf8(output.stdout).unwrap(), "--rejects\n"),
        Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::NotFound),
    }
}

#[test]
fn each_command_has_a_page() {
    let all = run(&["man"], "");
    assert_eq!((all.code, all.err.as_str()), (0, ""));
    assert!(
        all.out.contains(".TH tiktok-capi 1") && all.out.contains("tiktok\\-capi\\-send(1)"),
        "{}",
        all.out
    );
    let send = run(&["man", "send"], "");
    assert!(
        send.out.contains(".TH tiktok-capi-send 1") && send.out.contains("\\-\\-rejects"),
        "{}",
        send.out
    );
    let wrong = run(&["man", "canary"], "");
    assert!(wrong.code == 2 && !wrong.err.contains("canary"), "{}", wrong.err);
}

const RED: &str = "\u{1b}[1m\u{1b}[31m";
const YELLOW: &str = "\u{1b}[1m\u{1b}[33m";

/// A pipe wants none unless it is told to, and nobody who says no gets any.
#[test]
fn colours_are_for_who_wants_them() {
    let folder = Folder::new("colours");
    let file = folder.file("leads.csv", "user.email,Note\na@canary.example,x\n");
    let notice = ["send", &file, "--event", "Lead", "--dry-run", "--json"];
    let wrong = ["send", "nowhere.csv", "--dry-run"];
    for (environment, wanted) in [
        (&[][..], false),
        (&[("CLICOLOR_FORCE", "1")], true),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
        (&[("NO_COLOR", "1")], false),
    ] {
        let (noticed, wrong) = (started(&notice, environment, ""), started(&wrong, environment, ""));
        let (noticed, wrong) = (finished(noticed), finished(wrong));
        assert_eq!((noticed.code, wrong.code), (0, 2));
        assert_eq!(noticed.err.starts_with(&format!("{YELLOW}tiktok-capi:")), wanted, "{:?}", noticed.err);
        assert_eq!(wrong.err.starts_with(&format!("{RED}tiktok-capi:")), wanted, "{:?}", wrong.err);
        assert_eq!([&noticed.err, &wrong.err].map(|err| err.contains('\u{1b}')), [wanted; 2]);
        assert!(!noticed.out.contains('\u{1b}'), "programs read it");
    }
}
