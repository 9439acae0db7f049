//! Event sources: where a conversion happened.

use std::fmt;

/// Where a conversion happened. It decides which fields and event names belong to an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum EventSource {
    /// A website with a pixel code.
    #[default]
    Web,
    /// An app; TikTok takes these from allow-listed accounts only.
    App,
    /// A shop, call centre or other offline event set.
    Offline,
    /// A CRM event set.
    Crm,
}

impl EventSource {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Web, Self::App, Self::Offline, Self::Crm];

    /// The name that TikTok uses: `web`, `app`, `offline` or `crm`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::App => "app",
            Self::Offline => "offline",
            Self::Crm => "crm",
        }
    }

    /// Reads TikTok's name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == name)
    }
}

impl fmt::Display for EventSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The set of event sources that a field or a name belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Sources(u8);

impl Sources {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const WEB: Self = Self::NONE.and(EventSource::Web);
    pub(crate) const APP: Self = Self::NONE.and(EventSource::App);
    pub(crate) const CRM: Self = Self::NONE.and(EventSource::Crm);
    pub(crate) const WEB_APP: Self = Self::WEB.and(EventSource::App);
    pub(crate) const WEB_CRM: Self = Self::WEB.and(EventSource::Crm);
    pub(crate) const NOT_APP: Self = Self::WEB_CRM.and(EventSource::Offline);
    pub(crate) const ALL: Self = Self::NOT_APP.and(EventSource::App);

    const fn bit(source: EventSource) -> u8 {
        match source {
            EventSource::Web => 1,
            EventSource::App => 2,
            EventSource::Offline => 4,
            EventSource::Crm => 8,
        }
    }

    const fn and(self, source: EventSource) -> Self {
        Self(self.0 | Self::bit(source))
    }

    /// Whether the source is one of them.
    #[must_use]
    pub const fn has(self, source: EventSource) -> bool {
        self.0 & Self::bit(source) != 0
    }

    /// Its members, in TikTok's order.
    pub fn iter(self) -> impl Iterator<Item = EventSource> {
        EventSource::ALL.into_iter().filter(move |&source| self.has(source))
    }
}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
