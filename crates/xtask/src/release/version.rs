//! A version as every package manager here takes it.

use std::fmt;
use std::str::FromStr;

use anyhow::{Error, Result, bail};

/// `1.2.3`, or `1.2.3-rc.1` before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version(String);

impl FromStr for Version {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let (release, candidate) = text.split_once("-rc.").unwrap_or((text, "0"));
        if release.split('.').count() != 3 || !release.split('.').chain([candidate]).all(is_number) {
            bail!("{text} is no version: it is to be as 1.2.3 or 1.2.3-rc.1");
        }
        Ok(Self(text.to_owned()))
    }
}

fn is_number(text: &str) -> bool {
    let is_padded = text.len() > 1 && text.starts_with('0');
    !text.is_empty() && !is_padded && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_told_from_other_text() {
        for good in ["0.1.0", "10.20.30", "1.0.0-rc.1"] {
            assert_eq!(good.parse::<Version>().unwrap().to_string(), good);
        }
        for bad in ["", "1", "1.2", "v1.2.3", "1.2.3.4", "01.2.3", "1.2.3-rc.", "1.2.3-beta", "1.2.3 "] {
            assert!(bad.parse::<Version>().is_err(), "{bad}");
        }
    }
}
