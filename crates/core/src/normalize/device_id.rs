//! Advertising ids. Each is hashed in its own case: IDFA in upper, GAID in lower (TikTok's published digests prove it).

use std::borrow::Cow;

use super::text::trim;
use crate::problem::Code;

/// A UUID in upper case.
pub(crate) fn idfa(raw: &str) -> Result<Cow<'_, str>, Code> {
    let id = trim(raw);
    let has_uuid_shape = id.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    if !has_uuid_shape || !is_id(id) {
        return Err(Code::InvalidDeviceId);
    }
    Ok(if id.bytes().any(|b| b.is_ascii_lowercase()) {
        Cow::Owned(id.to_ascii_uppercase())
    } else {
        id.into()
    })
}

/// Five groups of hexadecimal digits in lower case. TikTok's own example has six digits in the first, so their lengths
/// are not checked.
pub(crate) fn gaid(raw: &str) -> Result<Cow<'_, str>, Code> {
    let id = trim(raw);
    let has_five_groups = id.split('-').count() == 5 && id.split('-').all(|group| !group.is_empty());
    if !has_five_groups || !is_id(id) {
        return Err(Code::InvalidDeviceId);
    }
    Ok(if id.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(id.to_ascii_lowercase())
    } else {
        id.into()
    })
}

/// Hexadecimal, and not the all-zero id of a device that withholds it.
fn is_id(id: &str) -> bool {
    let digits = || id.bytes().filter(|&b| b != b'-');
    digits().all(|b| b.is_ascii_hexdigit()) && digits().any(|b| b != b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_id_has_its_case() {
        let id = "Ea7583CD-A667-48BC-B806-42ECB2B48606";
        assert_eq!(idfa(id).unwrap(), "EA7583CD-A667-48BC-B806-42ECB2B48606");
        assert_eq!(gaid(id).unwrap(), "ea7583cd-a667-48bc-b806-42ecb2b48606");
        assert_eq!(gaid("aaaaaa-2222-1111-8787-809e92233ba0").unwrap(), "aaaaaa-2222-1111-8787-809e92233ba0");
    }

    #[test]
    fn zeros_and_other_shapes_are_refused() {
        let zero = "00000000-0000-0000-0000-000000000000";
        for raw in [zero, "x", "EA7583CD-A667-48BC-B806", "EA7583CDA66748BCB80642ECB2B48606", "----"] {
            assert_eq!(idfa(raw), Err(Code::InvalidDeviceId));
            assert_eq!(gaid(raw), Err(Code::InvalidDeviceId));
        }
        assert_eq!(idfa("aaaaaa-2222-1111-8787-809e92233ba0"), Err(Code::InvalidDeviceId));
    }
}
