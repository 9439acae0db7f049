//! What the events of one name have in common, counted in one pass.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use tiktok_capi_core::EventSource;

use super::diagnosis::Diagnosis;
use crate::answer::OK;
use crate::dedup::Standing;
use crate::endpoint::Channel;
use crate::finding::{FindingCode, Weight};
use crate::quality::Coverage;
use crate::record::Recorded;

#[derive(Default)]
pub(super) struct Tally<'a> {
    events: u64,
    findings: HashMap<(FindingCode, Cow<'a, str>), Suffering>,
    /// Of the events that count.
    pub(super) coverage: Coverage,
    pixel: Leg,
    server: Leg,
    currencies: BTreeMap<&'a str, u64>,
}

/// Events with one finding.
#[derive(Default)]
struct Suffering {
    events: u64,
    refused: u64,
    newest: u64,
}

/// One channel's events.
#[derive(Default)]
struct Leg {
    counted: u64,
    /// Those that came second and were merged into the other leg's.
    merged: u64,
}

impl<'a> Tally<'a> {
    pub(super) fn add(&mut self, event: &'a Recorded) {
        self.events += 1;
        for finding in &event.findings {
            let suffering = self.findings.entry((finding.code, without_indices(&finding.path))).or_default();
            // Several values of one list may have it.
            if suffering.newest != event.number {
                suffering.events += 1;
                suffering.refused += u64::from(event.code != OK);
                suffering.newest = event.number;
            }
        }
        let leg = if event.channel == Channel::Pixel { &mut self.pixel } else { &mut self.server };
        match event.standing {
            Standing::Counted => {
                leg.counted += 1;
                self.coverage.add(event.match_keys);
                if let Some(currency) = &event.currency {
                    *self.currencies.entry(currency).or_default() += 1;
                }
            }
            Standing::Merged(_) => leg.merged += 1,
            Standing::Duplicate(_) | Standing::Refused => {}
        }
    }

    pub(super) fn diagnoses(&self, event: &'a str, source: EventSource) -> Vec<Diagnosis<'a>> {
        let found = self.findings.iter().map(|((code, path), suffering)| Diagnosis {
            code: code.as_str(),
            weight: code.weight(),
            path: path.to_string(),
            events: suffering.events,
            refused: suffering.refused,
            meaning: code.meaning().to_owned(),
            fix: code.fix().to_owned(),
            newest: Some(suffering.newest),
            ..self.blank(event, source)
        });
        let of_all = [
            self.low_coverage(event, source),
            self.unpaired(event, source),
            self.mixed_currencies(event, source),
        ];
        found.chain(of_all.into_iter().flatten()).collect()
    }

    fn blank(&self, event: &'a str, source: EventSource) -> Diagnosis<'a> {
        Diagnosis {
            event,
            source: source.as_str(),
            code: "",
            weight: Weight::Advice,
            path: String::new(),
            events: 0,
            of: self.events,
            refused: 0,
            meaning: String::new(),
            fix: String::new(),
            newest: None,
        }
    }

    /// Below half of what the source can reach.
    fn low_coverage(&self, event: &'a str, source: EventSource) -> Option<Diagnosis<'a>> {
        let quality = self.coverage.quality(source);
        let best = quality.best_missing.filter(|_| quality.estimate_tenths * 2 < quality.most_tenths)?;
        let points = |tenths: u64| format!("{}.{}", tenths / 10, tenths % 10);
        let key = if best.key == "ip_user_agent" { "ip` and `user_agent" } else { best.key };
        Some(Diagnosis {
            code: "low_match_keys",
            path: "user".to_owned(),
            events: best.events,
            meaning:
                "The match keys say little about who it was, so that few of the events find their person."
                    .to_owned(),
            fix: format!(
                "Send `{key}`, which {} {}: our estimate would go from {} to {} of 10.",
                best.events,
                if best.events == 1 { "event lacks" } else { "events lack" },
                points(quality.estimate_tenths),
                points(best.estimate_tenths)
            ),
            ..self.blank(event, source)
        })
    }

    /// As many as could have found their other leg in the other channel.
    fn unpaired(&self, event: &'a str, source: EventSource) -> Option<Diagnosis<'a>> {
        let pixel = self.pixel.counted.saturating_sub(self.server.merged);
        let server = self.server.counted.saturating_sub(self.pixel.merged);
        let events = pixel.min(server);
        (events > 0 && source == EventSource::Web).then(|| Diagnosis {
            code: "no_pairing",
            weight: Weight::Doubtful,
            path: "event_id".to_owned(),
            events,
            meaning: "Pixel and server both report it, but never under the same `event_id`: each conversion counts twice."
                .to_owned(),
            fix: "Give the Pixel's call the server's `event_id` as its third argument: `ttq.track(name, properties, \
                  {event_id})`. `tiktok-capi pixel` and `event-id` print what belongs there."
                .to_owned(),
            ..self.blank(event, source)
        })
    }

    fn mixed_currencies(&self, event: &'a str, source: EventSource) -> Option<Diagnosis<'a>> {
        let (all, most) = (self.currencies.values().sum::<u64>(), self.currencies.values().max()?);
        let names: Vec<&str> = self.currencies.keys().copied().take(10).collect();
        (self.currencies.len() > 1).then(|| Diagnosis {
            code: "mixed_currencies",
            path: "properties.currency".to_owned(),
            events: all - most,
            meaning: format!("The values come in several currencies: {}.", names.join(", ")),
            fix: "Fine when the shop sells in all of them. If not, take `currency` from the order in place of a setting."
                .to_owned(),
            ..self.blank(event, source)
        })
    }
}

/// `user.email[3]` → `user.email[]`.
fn without_indices(path: &str) -> Cow<'_, str> {
    if !path.contains('[') {
        return Cow::Borrowed(path);
    }
    let mut is_index = false;
    let keep = |c: &char| {
        is_index = is_index && *c != ']' || *c == '[';
        !is_index || *c == '['
    };
    Cow::Owned(path.chars().filter(keep).collect())
}
