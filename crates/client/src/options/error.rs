//! An option that cannot be used.

use std::borrow::Cow;
use std::fmt;

/// A client option is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    fault: ConfigFault,
    option: Cow<'static, str>,
    hint: Cow<'static, str>,
}

/// What is wrong with an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConfigFault {
    /// There is no such option.
    Unknown,
    /// It does not take that value.
    Invalid,
    /// It is given twice, perhaps under two names.
    Repeated,
    /// It is needed and missing.
    Missing,
}

impl ConfigFault {
    /// The name used in every language.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown_option",
            Self::Invalid => "invalid_option",
            Self::Repeated => "repeated_option",
            Self::Missing => "missing_option",
        }
    }
}

impl ConfigError {
    pub(crate) fn new(
        fault: ConfigFault,
        option: impl Into<Cow<'static, str>>,
        hint: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { fault, option: option.into(), hint: hint.into() }
    }

    /// The stable code, as `invalid_option`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.fault.as_str()
    }

    /// What is wrong.
    #[must_use]
    pub fn fault(&self) -> ConfigFault {
        self.fault
    }

    /// The option's name, or that of the environment variable which it came from. `*` for an unknown name that does
    /// not look like one.
    #[must_use]
    pub fn option(&self) -> &str {
        &self.option
    }

    /// How to mend it.
    #[must_use]
    pub fn hint(&self) -> &str {
        &self.hint
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.option, self.code(), self.hint)
    }
}

impl std::error::Error for ConfigError {}
