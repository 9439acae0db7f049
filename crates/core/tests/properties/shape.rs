//! Whatever comes in, an answer comes out: no panic, and problems that keep their promises.

use proptest::prelude::*;
use tiktok_capi_core::{
    Code, Event, Input, Outcome, Reading, Request, Rules, Severity, context, explain, normalize, pixel,
};

use crate::config;
use crate::described::{event, rules, tree};
use crate::text::hostile;

fn check(input: &Input<'_>, rules: &Rules) -> Result<(), TestCaseError> {
    let Reading { outcome, problems } = Event::read(input, rules);
    let place = |problem: &tiktok_capi_core::Problem| (problem.path().to_owned(), problem.code().as_str());
    prop_assert!(problems.is_sorted_by(|a, b| place(a) < place(b)), "sorted and without repeats");
    let has_error = problems.iter().any(|problem| problem.severity() == Severity::Error);
    match &outcome {
        Outcome::Ready(event) => {
            prop_assert!(!has_error);
            prop_assert!(pixel(event).html(Some("n")).ends_with("</script>"));
        }
        Outcome::Refused => prop_assert!(has_error),
        Outcome::Withheld => {}
    }
    let mut warnings = problems.iter().filter(|problem| problem.severity() == Severity::Warning);
    let only_recommends = warnings.all(|problem| problem.code() == Code::MissingRecommended);
    prop_assert!(!rules.strict || only_recommends, "strict leaves no other warning");
    let explained = explain(input, rules);
    prop_assert_eq!(&explained.problems, &problems);
    prop_assert!(Input::from_json(explained.to_json().as_bytes()).is_ok());
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_tree_is_answered(input in tree(), rules in rules()) {
        check(&input, &rules)?;
    }

    #[test]
    fn any_event_is_answered(input in event(), rules in rules()) {
        check(&input, &rules)?;
    }

    #[test]
    fn any_value_of_any_field_is_answered(input in tree(), rules in rules(), field in crate::normal_form::fields()) {
        let _ = normalize(&field, &input, rules.default_region, &rules);
    }

    #[test]
    fn any_option_is_answered(value in tree(), name in proptest::sample::select(Rules::OPTIONS), rules in rules()) {
        let mut changed = rules;
        if changed.set(name, &value).is_err() {
            prop_assert_eq!(format!("{changed:?}"), format!("{rules:?}"));
        }
    }

    #[test]
    fn any_bytes_are_answered(mut bytes in proptest::collection::vec(any::<u8>(), 0..64), text in hostile()) {
        bytes.splice(..0, text.into_bytes());
        let _ = Input::from_json(&bytes);
    }

    #[test]
    fn any_request_is_answered(
        url in hostile(), values in proptest::array::uniform4(hostile()), remote in proptest::option::of(hostile()), trusted_proxies in any::<usize>(),
    ) {
        let names = ["cookie", "X-Forwarded-For", "user-agent", "Referer"];
        let headers: Vec<(&str, &str)> = names.into_iter().zip(values.iter().map(String::as_str)).collect();
        let context = context(&Request { url: &url, headers: &headers, remote_addr: remote.as_deref(), trusted_proxies });
        let cookie = context.cookies.first().map(tiktok_capi_core::Cookie::header).unwrap_or_default();
        prop_assert!(cookie.chars().all(|c| c.is_ascii_graphic() || c == ' '), "a cookie fits into a header");
    }
}
