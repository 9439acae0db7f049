//! Whether a webhook comes from the shop: its signature.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::normalize::trim;

/// Whether the body of a webhook was signed with the app's client secret, as Shopify's header
/// `X-Shopify-Hmac-Sha256` says: HMAC-SHA256 of the bytes as they arrived, in Base64. Compared in constant time.
///
/// An empty secret verifies nothing, since anyone could sign with it.
#[must_use]
pub fn verify_shopify(secret: &str, body: &[u8], header: &str) -> bool {
    is_signed(secret, body, header)
}

/// Whether the body of a webhook was signed with the webhook's own secret, as WooCommerce's header
/// `X-WC-Webhook-Signature` says; the rest as for [`verify_shopify`].
///
/// The ping of a new webhook is not signed, so it is none of an order.
#[must_use]
pub fn verify_woocommerce(secret: &str, body: &[u8], header: &str) -> bool {
    is_signed(secret, body, header)
}

fn is_signed(secret: &str, body: &[u8], header: &str) -> bool {
    // A digest of 32 bytes is 44 characters, which the decoder thinks may be one byte more.
    let mut signature = [0; 33];
    let Ok(length) = STANDARD.decode_slice(trim(header), &mut signature) else { return false };
    let (Some(signature), Ok(mac)) =
        (signature.get(..length), Hmac::<Sha256>::new_from_slice(secret.as_bytes()))
    else {
        return false;
    };
    !secret.is_empty() && mac.chain_update(body).verify_slice(signature).is_ok()
}
