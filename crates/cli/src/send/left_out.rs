//! Which warnings say that something of an event does not arrive although the event does.

use tiktok_capi::{Code, Problem, Severity};

/// Whether a value was left out of an event that goes. Other warnings are about what is sent as it is, or was never there.
pub(super) fn is_left_out(problem: &Problem) -> bool {
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
