//! Texts as hostile as Unicode allows.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Pieces that have broken trimming, case mapping, digits, escaping or word boundaries somewhere.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    // what a person writes
    "a", "Z", "jo", "Jo", "O'Doe", "example", ".com", "@", ".", ",", "-", "_", "+", "(", ")", "0", "1", "44", "7946", "0958",
    // white space, with and without width
    " ", "\t", "\r\n", "\u{b}", "\u{85}", "\u{a0}", "\u{1680}", "\u{180e}", "\u{2003}", "\u{2028}", "\u{2029}", "\u{3000}", "\u{feff}",
    "\u{200b}", "\u{200d}", "\u{200e}", "\u{202e}", "\u{2060}", "\u{2066}", "\u{2069}", "\u{ad}",
    // marks, Hangul jamo, characters whose composed form is another character
    "e\u{301}", "\u{301}", "\u{327}\u{301}", "\u{1112}\u{1161}\u{11ab}", "\u{212b}", "\u{212a}", "\u{2126}", "\u{1e9b}\u{323}", "\u{958}", "\u{fb1d}",
    // case: Turkish, Greek, Cherokee, letters without a counterpart
    "İ", "I\u{307}", "ı", "Σ", "ΑΣ", "ς", "ß", "ẞ", "ﬁ", "Ǆ", "ǅ", "ᏸ", "Ꭰ", "H\u{331}", "T\u{308}",
    // digits, signs and letters of other widths and scripts
    "１", "＋", "＠", "．", "٣", "۵", "๓", "𝟗", "Ⅷ", "²", "½", "ｱ", "а", "日本", "한글", "😀", "👩\u{200d}👧",
    // at the edges of surrogates, planes and ASCII
    "\0", "\u{1f}", "\u{7f}", "\u{80}", "\u{d7ff}", "\u{e000}", "\u{fffd}", "\u{ffff}", "\u{10000}", "\u{10ffff}",
    // what means something to JSON, HTML, URLs and phones
    "\"", "\\", "/", "</script>", "<!--", "&", "%41", "%", "%25", "%ff", "?email=", "#", "tel:", ";ext=5", ";phone-context=+44", " x5", "00",
    "https://", "{", "]", "null", "n/a", "[object Object]", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
];

/// Any text: mostly hostile pieces in a row, sometimes any characters at all.
pub(crate) fn hostile() -> impl Strategy<Value = String> {
    let pieces = vec(select(PIECES), 0..8).prop_map(|pieces| pieces.concat());
    prop_oneof![6 => pieces, 1 => any::<String>()]
}

/// What is nearly one e-mail address.
pub(crate) fn like_an_email() -> impl Strategy<Value = String> {
    (part(), part(), select(&["@", "@", "@", "@", "＠", "", "@@"][..]))
        .prop_map(|(local, domain, at)| format!("{local}{at}{domain}"))
}

fn part() -> impl Strategy<Value = String> {
    prop_oneof![3 => "[A-Za-z0-9.+]{1,12}", 2 => hostile(), 1 => "[a-z]{120,130}"]
}

/// What is nearly one phone number.
pub(crate) fn like_a_phone() -> impl Strategy<Value = String> {
    let start = select(
        &["+", "+44", "+1", "+39 0", "00", "00 49", "011", "＋", "tel:+", "", "0", "+999", "\u{202a}+"][..],
    );
    let digits = prop_oneof![3 => "[0-9 ()./-]{3,18}", 1 => "[0-9]{1,20}", 1 => hostile()];
    let end = select(&["", "", "", " ext. 12", "x5", ";ext=9", ", +49 30 1", "\u{202c}"][..]);
    (start, digits, end).prop_map(|(start, digits, end)| format!("{start}{digits}{end}"))
}
