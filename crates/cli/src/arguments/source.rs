//! Where the commands that read events have their input from, and what their help says of it.

use std::path::PathBuf;

use clap::Args;

/// Where the input comes from.
#[derive(Debug, Args)]
pub(crate) struct Source {
    /// File to read; `-` is standard input
    #[arg(value_name = "FILE", default_value = "-", hide_default_value = true)]
    pub(crate) file: PathBuf,
}

/// Help of the commands that read events. Its paragraphs are single lines, since they are wrapped to the terminal.
macro_rules! forms {
    ($more:literal) => {
        concat!(
            "The input is NDJSON (an event a line), JSON objects one after the other over as many lines as they like, \
             or one JSON array of events; its first bytes tell which. NDJSON and arrays of any length are read in \
             constant memory.\n\n",
            $more
        )
    };
}

pub(crate) use forms;
