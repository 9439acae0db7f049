//! From the bytes of an input to text: unpacked, in UTF-8.

pub(crate) mod encoding;
pub(crate) mod head;
pub(crate) mod packed;
pub(crate) mod twice;
