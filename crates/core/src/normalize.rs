//! One rule a file: each brings one value to its canonical form, or says by a code why it cannot.

pub(crate) mod addresses;
pub(crate) mod click_id;
pub(crate) mod country;
pub(crate) mod currency;
pub(crate) mod device_id;
pub(crate) mod email;
pub(crate) mod external_id;
pub(crate) mod ip;
pub(crate) mod locale;
pub(crate) mod name;
pub(crate) mod number;
pub(crate) mod phone;
pub(crate) mod place;
pub(crate) mod placeholder;
mod shown;
pub(crate) mod spreadsheet;
mod text;
pub(crate) mod time;
pub(crate) mod url;
pub(crate) mod zip;

pub use addresses::holds_address;
pub use click_id::is_encoded;
pub use currency::minor_units;
pub use placeholder::is_nobody;
pub(crate) use text::apply;
pub use text::trim;
