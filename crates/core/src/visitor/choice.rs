//! What a visitor chose, of all that tells it: the signals of the request, the shop's consent tool, a cookie of its own, and
//! what it says itself. The most restrictive counts.

use crate::consent::{Banner, Consent, TcfPolicy};
use crate::context::{Context, Request};
use crate::input::Input;
use crate::normalize::trim;

/// What it comes to.
pub(super) struct Choice {
    /// As an event takes it; absent where nobody says anything.
    pub(super) consent: Input<'static>,
    pub(super) said: Option<Consent>,
    /// Whose word could not be read.
    pub(super) unreadable: Option<String>,
}

pub(super) fn choice(
    context: &Context,
    request: &Request<'_>,
    own: &Input<'_>,
    banner: &Banner,
    tcf: TcfPolicy,
) -> Choice {
    let mut voices = Voices { tcf, heard: Vec::new(), unreadable: None };
    for (name, value, cookie) in context.signals() {
        voices.hear(name, value, cookie);
    }
    if let Some(tool) = banner.tool {
        let cookies: Vec<_> = request.cookies().filter(|(_, value)| !value.is_empty()).collect();
        match tool.read(banner.category.as_deref(), tcf, &cookies) {
            Ok(said) => said.into_iter().for_each(|said| voices.keep(WORD, word(said), Some(said))),
            Err(cookie) => voices.cannot_read(cookie),
        }
    }
    if let Some((cookie, value)) =
        banner.cookie.as_deref().and_then(|name| Some((name, request.cookie(name)?)))
    {
        voices.hear(WORD, Input::text(unquoted(value)).into_owned(), cookie);
    }
    voices.hear_shop(own);
    voices.into_choice()
}

/// A word of our own among the signals.
const WORD: &str = "word";

/// Who says what the shop's own code says.
const SHOP: &str = "consent";

fn word(consent: Consent) -> Input<'static> {
    Input::text(consent.as_str())
}

/// Frameworks write quotation marks into a cookie as `%22`.
fn unquoted(value: &str) -> String {
    let decoded = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
    trim(trim(&decoded).trim_matches('"')).to_owned()
}

/// All that was heard, one value a name.
struct Voices {
    tcf: TcfPolicy,
    heard: Vec<(String, Input<'static>, Option<Consent>)>,
    unreadable: Option<String>,
}

impl Voices {
    /// What the shop says itself: a word, or signals. Anything else, as a boolean or a promise, is not understood.
    fn hear_shop(&mut self, own: &Input<'_>) {
        match own {
            own if own.says_nothing() => {}
            Input::Text(text) => self.hear(WORD, Input::text(text.as_ref()).into_owned(), SHOP),
            Input::Map(signals) => {
                for (name, value) in signals.iter().filter(|(_, value)| !value.says_nothing()) {
                    self.hear(name, value.clone().into_owned(), SHOP);
                }
            }
            _ => self.cannot_read(SHOP),
        }
    }

    fn hear(&mut self, name: &str, value: Input<'static>, who: &str) {
        let alone = Input::map([(name.to_owned(), value.clone())]);
        match Consent::read(&alone, self.tcf) {
            Ok(Some(said)) if name == WORD => self.keep(name, word(said), Some(said)),
            Ok(said) => self.keep(name, value, said),
            Err(_) => self.cannot_read(who),
        }
    }

    /// Of two that have one name the more restrictive one is kept.
    fn keep(&mut self, name: &str, value: Input<'static>, said: Option<Consent>) {
        match self.heard.iter_mut().find(|(known, ..)| known == name) {
            Some((_, _, before)) if *before >= said => {}
            Some(known) => (known.1, known.2) = (value, said),
            None => self.heard.push((name.to_owned(), value, said)),
        }
    }

    fn cannot_read(&mut self, who: &str) {
        self.unreadable.get_or_insert_with(|| who.to_owned());
    }

    fn into_choice(mut self) -> Choice {
        if self.unreadable.is_some() {
            let said = Consent::Denied;
            return Choice { consent: word(said), said: Some(said), unreadable: self.unreadable };
        }
        self.heard.sort_by(|(a, ..), (b, ..)| a.cmp(b));
        let said = self.heard.iter().filter_map(|(.., said)| *said).max();
        let consent = match self.heard.as_slice() {
            [(name, word, _)] if name == WORD => word.clone(),
            heard => Input::map(heard.iter().map(|(name, value, _)| (name.clone(), value.clone()))),
        };
        Choice { consent, said, unreadable: None }
    }
}
