//! TikTok's envelope and its table of codes (`events-api.md` §1.2, §1.3).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::tz::Offset;
use serde::Serialize;

/// A code with TikTok's name for it, the HTTP status it comes with, and a message.
#[derive(Debug)]
pub struct Code {
    /// The number in the envelope's `code`.
    pub code: i64,
    /// TikTok's constant.
    pub name: &'static str,
    /// The HTTP status. TikTok answers most errors with 200.
    pub status: u16,
    /// What the envelope's `message` says when nothing more exact is known.
    pub message: &'static str,
}

pub(crate) const OK: i64 = 0;
pub(crate) const PARTIAL_OK: i64 = 20001;
pub(crate) const PERMISSION_ERROR: i64 = 40001;
pub(crate) const PARAM_ERROR: i64 = 40002;
pub(crate) const PII_NOT_HASHED: i64 = 40062;
pub(crate) const EMPTY_ACCESS_TOKEN: i64 = 40104;
pub(crate) const INVALID_ACCESS_TOKEN: i64 = 40105;
pub(crate) const ROUTE_NOT_FOUND: i64 = 40400;

/// Writes the table. One row a code.
macro_rules! codes {
    ($($code:literal $name:literal $status:literal $message:literal;)+) => {
        /// Every code of TikTok's list that the sandbox can answer with.
        pub static CODES: &[Code] = &[$(Code { code: $code, name: $name, status: $status, message: $message }),+];
    };
}

// 40100 and 40104 come with 401 on the newer page of return codes; the status of 40400 is our assumption.
codes! {
    0 "OK" 200 "OK";
    20001 "PARTIAL_OK" 200 "Partially succeeded.";
    40000 "INVALID_PARAMS" 200 "Invalid parameters.";
    40001 "PERMISSION_ERROR" 200 "No permission to operate this event source.";
    40002 "PARAM_ERROR" 200 "Invalid parameter.";
    40003 "FORBIDDEN" 200 "Forbidden.";
    40006 "VERSION_ERROR" 200 "Wrong version.";
    40007 "NOT_EXIST" 200 "Does not exist.";
    40008 "NOT_IMPL" 200 "Not implemented.";
    40050 "DUPLICATED_REQUEST" 200 "Duplicated request.";
    40051 "INVALID_API_VERSION" 200 "Invalid API version.";
    40061 "INVALID_BATCH_SIZE" 200 "Invalid batch size.";
    40062 "PII_NOT_HASHED" 200 "Personal data is not hashed.";
    40063 "INVALID_PARTNER_NAME" 200 "Invalid partner name.";
    40100 "REQUEST_TOO_FREQUENT" 401 "Too many requests. Please retry in some time.";
    40101 "INVALID_PARTNER" 200 "Invalid partner.";
    40102 "ACCESS_TOKEN_EXPIRED" 200 "Access token expired.";
    40103 "REFRESH_TOKEN_EXPIRED" 200 "Refresh token expired.";
    40104 "EMPTY_ACCESS_TOKEN" 401 "Access token is empty.";
    40105 "INVALID_ACCESS_TOKEN" 200 "Access token is incorrect or has been revoked.";
    40107 "INVALID_REFRESH_TOKEN" 200 "Invalid refresh token.";
    40113 "APP_FORBIDDEN" 200 "App is forbidden.";
    40117 "METHOD_FORBIDDEN" 200 "Method is forbidden.";
    40118 "NOT_IN_WHITELIST" 200 "Not on the allow-list.";
    40130 "SCOPE_MISSING" 200 "Scope is missing.";
    40132 "REQUEST_FREQUENCY_LIMITED" 200 "Request frequency is limited.";
    40202 "WRITE_CONFLICT" 200 "Write conflict.";
    40400 "ROUTE_NOT_FOUND" 404 "Route not found.";
    40700 "RPC_VALIDATION_ERROR" 200 "Validation error.";
    40900 "SIGNATURE_ERROR" 200 "Signature error.";
    41000 "BLOCKED" 200 "Blocked.";
    41001 "INTERFACE_OFFLINE" 200 "The interface is offline.";
    41002 "FIELDS_OFFLINE" 200 "The fields are offline.";
    50000 "SYS_ERROR" 200 "System error.";
    50002 "SYS_TIMEOUT" 200 "System time-out.";
    51000 "RPC_ERROR" 200 "Internal service error.";
    51010 "RPC_TIMEOUT" 200 "Internal service time-out.";
    51012 "PIXEL_SERVICE_ERROR" 200 "Pixel service error.";
    51021 "SERVICE_THROTTLED" 200 "Service is throttled.";
    52000 "STORAGE_ERROR" 200 "Storage error.";
    53102 "SERIALIZATION_ERROR" 200 "Serialization error.";
    60001 "MAINTENANCE" 200 "Under maintenance.";
    61000 "TOO_MANY_REQUESTS_BL" 200 "Too many requests.";
    70001 "INVALID_BIZ_AUTH_TYPE" 200 "Invalid authorization type.";
}

/// The row of a code.
#[must_use]
pub fn code(code: i64) -> Option<&'static Code> {
    CODES.iter().find(|row| row.code == code)
}

/// What one request is answered with.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) code: i64,
    pub(crate) message: String,
    pub(crate) request_id: String,
}

#[derive(Serialize)]
struct Envelope<'a> {
    code: i64,
    message: &'a str,
    request_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Nothing>,
}

/// `data` has no documented content.
#[derive(Serialize)]
struct Nothing {}

impl Answer {
    /// The table's answer for a code; unknown ones have a message of their own.
    pub(crate) fn of(number: i64, request_id: String) -> Self {
        let message = code(number).map_or("Error.", |row| row.message).to_owned();
        Self { code: number, message, request_id }
    }

    pub(crate) fn status(&self) -> StatusCode {
        let status = code(self.code).map_or(200, |row| row.status);
        StatusCode::from_u16(status).unwrap_or_default()
    }

    /// The envelope as JSON.
    pub(crate) fn body(&self) -> String {
        let envelope = Envelope {
            code: self.code,
            message: &self.message,
            request_id: &self.request_id,
            // Live answers that refuse have none.
            data: matches!(self.code, OK | PARTIAL_OK).then_some(Nothing {}),
        };
        serde_json::to_string(&envelope).unwrap_or_default()
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let log_id = HeaderValue::from_str(&self.request_id).unwrap_or(HeaderValue::from_static("0"));
        let json = HeaderValue::from_static("application/json");
        let mut response = (self.status(), self.body()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, json);
        headers.insert("x-tt-logid", log_id);
        response
    }
}

/// A request id of TikTok's form, as `202303141300390EF6F5D96D1798201C51`: the time to the second and 20 hexadecimal
/// digits.
pub(crate) fn request_id(now_ms: i64, chance: u128) -> String {
    let time = Offset::UTC.to_datetime(Timestamp::from_millisecond(now_ms).unwrap_or_default());
    let (date, clock) = (time.date(), time.time());
    format!(
        "{:04}{:02}{:02}{:02}{:02}{:02}{:020X}",
        date.year(),
        date.month(),
        date.day(),
        clock.hour(),
        clock.minute(),
        clock.second(),
        chance >> 48
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_envelope_is_tiktoks() {
        let answer = Answer::of(OK, "r1".to_owned());
        assert_eq!(answer.body(), r#"{"code":0,"message":"OK","request_id":"r1","data":{}}"#);
        assert_eq!(Answer::of(40104, String::new()).status(), 401);
        assert_eq!(Answer::of(40002, String::new()).status(), 200);
    }

    #[test]
    fn a_request_id_is_a_time_and_twenty_digits() {
        let id = request_id(1_678_798_839_000, u128::MAX);
        assert_eq!(id, "20230314130039FFFFFFFFFFFFFFFFFFFF");
        assert_eq!(request_id(0, 1).len(), 34);
    }

    #[test]
    fn codes_are_in_order_and_unique() {
        assert!(CODES.is_sorted_by(|a, b| a.code < b.code));
    }
}
