//! `base_code`: what a page has in its head, so that TikTok's script is loaded and what is called before that is kept.

use super::{element, in_html, json};
use crate::argument::InvalidArgument;
use crate::input::Input;
use crate::normalize::trim;
use crate::normalize::url::is_script_source;
use crate::value::{Members, Value};

/// The script of TikTok (`events-api.md` §7).
const SOURCE: &str = "https://analytics.tiktok.com/i18n/pixel/events.js";

/// Fills the queue `ttq` that TikTok's script takes over: calls, and by `_i`, `_t` and `_o` the pixels with their address,
/// time and options (`events-api.md` §7).
///
/// A pixel that is there already is left alone. One that comes beside another gets a page view of its own only when the
/// queue has been taken over: a call that still waits is for all pixels.
const LOADER: &str = include_str!("base_code.js");

/// How the Pixel is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loading<'a> {
    /// The address of the Pixel's script: TikTok's own, or a sandbox's.
    pub source: &'a str,
    /// Asks TikTok for limited data use, for people who opted out of the sale of their data.
    pub limited_data_use: bool,
    /// Has the Pixel hold its reports until the page calls `ttq.grantConsent()`.
    pub hold_consent: bool,
}

impl Default for Loading<'_> {
    fn default() -> Self {
        Self { source: SOURCE, limited_data_use: false, hold_consent: false }
    }
}

/// The Pixel's base code. It defines `ttq`, loads TikTok's script, and reports the page view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseCode {
    script: String,
}

impl BaseCode {
    /// The body of a `<script>` element, safe inside HTML.
    #[must_use]
    pub fn script(&self) -> &str {
        &self.script
    }

    /// The whole `<script>` element, with the page's CSP nonce when it has one. TikTok's script is loaded with the same.
    #[must_use]
    pub fn html(&self, nonce: Option<&str>) -> String {
        element(&self.script, nonce)
    }
}

/// The base code of a pixel.
///
/// # Errors
/// The pixel code or the address of the script is none.
///
/// ```
/// use tiktok_capi_core::{Loading, base_code};
///
/// let html = base_code("C4A1B2C3D4", &Loading::default())?.html(Some("r4nd0m"));
/// assert!(html.starts_with("<script nonce=\"r4nd0m\">"));
/// # Ok::<(), tiktok_capi_core::InvalidArgument>(())
/// ```
pub fn base_code(pixel_code: &str, loading: &Loading<'_>) -> Result<BaseCode, InvalidArgument> {
    let (code, source) = (trim(pixel_code), trim(loading.source));
    if !is_pixel_code(code) {
        return Err(PIXEL_CODE);
    }
    if !is_script_source(source) {
        return Err(SCRIPT_SOURCE);
    }
    let limited = loading.limited_data_use.then(|| ("limited_data_use".into(), Value::Bool(true)));
    let options = Value::Map(Members::from_unsorted(limited.into_iter().collect()));
    let arguments = [Value::text(source), Value::text(code), options, Value::Bool(loading.hold_consent)];
    let arguments = arguments.map(|argument| in_html(&json(&argument))).join(",");
    Ok(BaseCode { script: format!("{}({arguments});", LOADER.trim_end()) })
}

/// The same for every other language: `{"pixel_code", "source"?, "limited_data_use"?, "hold_consent"?, "nonce"?}` gives
/// `{"html", "script"}`, both JSON.
///
/// # Errors
/// Those of [`base_code`]; also a member of another name or kind: what was misspelt may have been about consent.
pub fn base_code_of(arguments: &Input<'_>) -> Result<String, InvalidArgument> {
    check_names(arguments)?;
    let given = |name: &str| arguments.get(name).filter(|value| !value.is_absent());
    let text = |name: &str, wrong| given(name).map(|value| value.as_text().ok_or(wrong)).transpose();
    let flag = |name: &str, wrong| match given(name) {
        None => Ok(false),
        Some(Input::Bool(flag)) => Ok(*flag),
        Some(_) => Err(wrong),
    };
    let loading = Loading {
        source: text("source", SCRIPT_SOURCE)?.unwrap_or(SOURCE),
        limited_data_use: flag("limited_data_use", LIMITED_DATA_USE)?,
        hold_consent: flag("hold_consent", HOLD_CONSENT)?,
    };
    let nonce = text("nonce", NONCE)?;
    let base_code = base_code(text("pixel_code", PIXEL_CODE)?.unwrap_or_default(), &loading)?;
    let parts = [("html", base_code.html(nonce)), ("script", base_code.script)];
    let parts = parts.map(|(name, text)| (name.into(), Value::text(text)));
    Ok(json(&Value::Map(Members::from_unsorted(parts.into()))))
}

const NAMES: [&str; 5] = ["pixel_code", "source", "limited_data_use", "hold_consent", "nonce"];

fn check_names(arguments: &Input<'_>) -> Result<(), InvalidArgument> {
    let Input::Map(members) = arguments else { return Err(ARGUMENTS) };
    let is_known = members.iter().all(|(name, _)| NAMES.contains(&name.as_ref()));
    let is_given_once = arguments.check_shape().is_ok();
    if is_known && is_given_once { Ok(()) } else { Err(ARGUMENTS) }
}

/// Events Manager shows letters and digits; no source says how many, or that there will be no others.
fn is_pixel_code(code: &str) -> bool {
    let is_word = code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    is_word && (1..=64).contains(&code.len())
}

const ARGUMENTS: InvalidArgument = InvalidArgument::new(
    "arguments",
    "Give pixel_code, source, limited_data_use, hold_consent, nonce, each once.",
);
const PIXEL_CODE: InvalidArgument =
    InvalidArgument::new("pixel_code", "Give the pixel code as Events Manager shows it.");
const SCRIPT_SOURCE: InvalidArgument = InvalidArgument::new(
    "source",
    "Give an address of https or http without user name, query and fragment, as `https://analytics.tiktok.com/i18n/pixel/events.js`.",
);
const LIMITED_DATA_USE: InvalidArgument = InvalidArgument::new("limited_data_use", "Give true or false.");
const HOLD_CONSENT: InvalidArgument = InvalidArgument::new("hold_consent", "Give true or false.");
const NONCE: InvalidArgument = InvalidArgument::new("nonce", "Give text.");

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Result<String, &'static str> {
        let arguments = Input::from_json(json.as_bytes()).unwrap();
        base_code_of(&arguments).map_err(|wrong| wrong.argument())
    }

    #[test]
    fn the_loader_is_safe_wherever_a_page_has_it() {
        assert!(LOADER.is_ascii() && !LOADER.contains(['<', '>', '&', '\t', '\r']));
        assert!(LOADER.starts_with("(function (") && LOADER.ends_with("})\n"));
    }

    #[test]
    fn the_arguments_stand_behind_the_loader() {
        let loading =
            Loading { source: " http://[::1]:8787/events.js\n", limited_data_use: true, hold_consent: true };
        let made = base_code("\tC4A_b-1 ", &loading).unwrap();
        let rest = made.script().strip_prefix(LOADER.trim_end()).unwrap();
        assert_eq!(rest, r#"("http://[::1]:8787/events.js","C4A_b-1",{"limited_data_use":true},true);"#);
        let plain = base_code("C4A", &Loading::default()).unwrap();
        assert!(plain.script().ends_with(&format!("(\"{SOURCE}\",\"C4A\",{{}},false);")));
        assert_eq!(plain.html(None), format!("<script>{}</script>", plain.script()));
        assert!(plain.html(Some("\">")).starts_with("<script nonce=\"&quot;&gt;\">"));
    }

    #[test]
    fn what_is_no_argument_is_told_by_its_name() {
        for (json, argument) in [
            ("[]", "arguments"),
            (r#"{"pixel_code":"C4A","limitedDataUse":true}"#, "arguments"),
            ("{}", "pixel_code"),
            (r#"{"pixel_code":7}"#, "pixel_code"),
            (r#"{"pixel_code":"C4A","limited_data_use":"true"}"#, "limited_data_use"),
            (r#"{"pixel_code":"C4A","hold_consent":1}"#, "hold_consent"),
            (r#"{"pixel_code":"C4A","source":false}"#, "source"),
            (r#"{"pixel_code":"C4A","nonce":7}"#, "nonce"),
        ] {
            assert_eq!(of(json), Err(argument), "{json}");
        }
        let twice = Input::map([("pixel_code", Input::text("A")), ("pixel_code", Input::text("B"))]);
        assert_eq!(base_code_of(&twice).map_err(|wrong| wrong.argument()), Err("arguments"));
        let absent =
            r#"{"pixel_code":"C4A","source":null,"limited_data_use":null,"hold_consent":"","nonce":" "}"#;
        assert_eq!(of(absent), of(r#"{"pixel_code":"C4A"}"#));
    }
}
