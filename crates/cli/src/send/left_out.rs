//! Which warnings say that something of an event does not arrive although the event does.

use tiktok_capi::{Code, Problem, Severity};

/// The problems that say so. To what counts by its value, a value that was never there is one, too.
pub(super) fn left_out(problems: &[Problem], counts_by_value: bool) -> impl Iterator<Item = &Problem> {
    let is_told = |path| problems.iter().any(|problem| is_left_out(problem) && problem.path() == path);
    problems.iter().filter(move |problem| {
        is_left_out(problem) || counts_by_value && is_missing_worth(problem) && !is_told(problem.path())
    })
}

fn is_missing_worth(problem: &Problem) -> bool {
    matches!(problem.code(), Code::MissingRecommended | Code::MissingCurrency)
        && ["properties.value", "properties.currency"].contains(&problem.path())
}

/// Whether a value was left out of an event that goes. Other warnings are about what is sent as it is, or was never there.
fn is_left_out(problem: &Problem) -> bool {
    problem.severity() == Severity::Warning
        && match problem.code() {
            // Elsewhere it is sent as it is.
            Code::UnknownField => problem.path().starts_with("user."),
            code => LEFT_OUT.contains(&code),
        }
}

const LEFT_OUT: [Code; 24] = [
    Code::WrongType,
    Code::NotUnicode,
    Code::NumberTooLarge,
    Code::InvalidNumber,
    Code::TooManyValues,
    Code::PersonalData,
    Code::UnknownValue,
    Code::InvalidEmail,
    Code::InvalidPhone,
    Code::PhoneWithoutCountryCode,
    Code::InvalidName,
    Code::InvalidZipCode,
    Code::InvalidPlace,
    Code::InvalidCountry,
    Code::InvalidDeviceId,
    Code::InvalidIp,
    Code::NotPublicIp,
    Code::InvalidLocale,
    Code::Placeholder,
    Code::HashOfNothing,
    Code::WeakHash,
    Code::InvalidDigest,
    Code::InvalidUrl,
    Code::InvalidCurrency,
];
