//! The endpoints that take events.

use serde::{Deserialize, Serialize};

/// An endpoint that takes events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Endpoint {
    /// Events API 2.0.
    #[serde(rename = "event/track")]
    EventTrack,
    /// Events API 1.0, one web event.
    #[serde(rename = "pixel/track")]
    PixelTrack,
    /// Events API 1.0, several web events.
    #[serde(rename = "pixel/batch")]
    PixelBatch,
    /// Events API 1.0, one offline event.
    #[serde(rename = "offline/track")]
    OfflineTrack,
    /// Events API 1.0, several offline events.
    #[serde(rename = "offline/batch")]
    OfflineBatch,
    /// The stub Pixel's reports.
    #[serde(rename = "pixel")]
    Pixel,
}

/// Which of the two legs of a conversion an event came on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// A page's Pixel.
    Pixel,
    /// A server.
    Server,
}

impl Endpoint {
    /// The endpoint at a path, its trailing slash included.
    pub(crate) fn at(path: &str) -> Option<Self> {
        Some(match path.strip_prefix("/open_api/v1.3/") {
            Some("event/track/") => Self::EventTrack,
            Some("pixel/track/") => Self::PixelTrack,
            Some("pixel/batch/") => Self::PixelBatch,
            Some("offline/track/") => Self::OfflineTrack,
            Some("offline/batch/") => Self::OfflineBatch,
            _ => return None,
        })
    }

    pub(crate) fn channel(self) -> Channel {
        if self == Self::Pixel { Channel::Pixel } else { Channel::Server }
    }

    /// Events that it takes in one request. `offline/batch/` is not documented; peers send 80.
    pub(crate) fn most_events(self) -> usize {
        match self {
            Self::EventTrack | Self::OfflineBatch => 1_000,
            Self::PixelBatch => 50,
            Self::PixelTrack | Self::OfflineTrack | Self::Pixel => 1,
        }
    }
}
