//! The states of the United States by their names: two letters, as the post and TikTok have them.

use rust_iso3166::iso3166_2::{self as iso, Subdivision};

use crate::normalize::text::letters_and_digits;

/// The two letters of a state, from the letters of its name. `New York State` is New York.
pub(super) fn letters(name: &str) -> Option<String> {
    let plain =
        ["stateof", "commonwealthofthe", "commonwealthof"].iter().find_map(|form| name.strip_prefix(form));
    let plain = plain.or_else(|| name.strip_suffix("state"));
    by_name(name).or_else(|| by_name(plain?)).map(str::to_ascii_lowercase)
}

fn by_name(name: &str) -> Option<&'static str> {
    let other = OTHER_NAMES.iter().find(|(known, _)| *known == name).map(|(_, letters)| *letters);
    let state = || STATES.iter().find(|state| letters_and_digits(state.name) == name);
    other.or_else(|| state().map(|state| state.region_code))
}

/// What the post, CLDR, shops and people call them besides (USPS Publication 28, appendix B): the armed forces, the states in
/// free association, the territories, and names with a point of the compass as one letter.
#[rustfmt::skip]
const OTHER_NAMES: [(&str, &str); 25] = [
    ("washingtondc", "DC"), ("usvirginislands", "VI"), ("virginislands", "VI"), ("unitedstatesvirginislands", "VI"), ("virginislandsoftheunitedstates", "VI"),
    ("ncarolina", "NC"), ("ndakota", "ND"), ("scarolina", "SC"), ("sdakota", "SD"), ("wvirginia", "WV"),
    ("usoutlyingislands", "UM"), ("usminoroutlyingislands", "UM"), ("armedforcesamericas", "AA"), ("armedforcesaa", "AA"),
    ("armedforcesafrica", "AE"), ("armedforcescanada", "AE"), ("armedforceseurope", "AE"), ("armedforcesmiddleeast", "AE"),
    ("armedforcesae", "AE"), ("armedforcespacific", "AP"), ("armedforcesap", "AP"), ("micronesia", "FM"),
    ("federatedstatesofmicronesia", "FM"), ("marshallislands", "MH"), ("palau", "PW"),
];

/// States, the District of Columbia and the territories (ISO 3166-2:US).
#[rustfmt::skip]
static STATES: [Subdivision; 57] = [
    iso::US_AL, iso::US_AK, iso::US_AZ, iso::US_AR, iso::US_CA, iso::US_CO, iso::US_CT, iso::US_DE, iso::US_FL,
    iso::US_GA, iso::US_HI, iso::US_ID, iso::US_IL, iso::US_IN, iso::US_IA, iso::US_KS, iso::US_KY, iso::US_LA,
    iso::US_ME, iso::US_MD, iso::US_MA, iso::US_MI, iso::US_MN, iso::US_MS, iso::US_MO, iso::US_MT, iso::US_NE,
    iso::US_NV, iso::US_NH, iso::US_NJ, iso::US_NM, iso::US_NY, iso::US_NC, iso::US_ND, iso::US_OH, iso::US_OK,
    iso::US_OR, iso::US_PA, iso::US_RI, iso::US_SC, iso::US_SD, iso::US_TN, iso::US_TX, iso::US_UT, iso::US_VT,
    iso::US_VA, iso::US_WA, iso::US_WV, iso::US_WI, iso::US_WY, iso::US_DC, iso::US_AS, iso::US_GU, iso::US_MP,
    iso::US_PR, iso::US_UM, iso::US_VI,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_two_letters() {
        for (name, expected) in [
            ("newyork", "ny"),
            ("newyorkstate", "ny"),
            ("stateoftexas", "tx"),
            ("commonwealthofvirginia", "va"),
            ("districtofcolumbia", "dc"),
            ("washingtondc", "dc"),
            ("washington", "wa"),
            ("usvirginislands", "vi"),
            ("armedforceseurope", "ae"),
            ("ncarolina", "nc"),
            ("commonwealthofthenorthernmarianaislands", "mp"),
        ] {
            assert_eq!(letters(name).as_deref(), Some(expected), "{name}");
        }
        for name in ["ca", "bavaria", "state", "stateof", "washingtonstatestate"] {
            assert_eq!(letters(name), None, "{name}");
        }
    }
}
