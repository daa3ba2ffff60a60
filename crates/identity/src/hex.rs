//! Bytes in hexadecimal.

use std::fmt::Write;

/// Two small digits a byte. The text never grows, so that no copy of a secret is left behind.
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
