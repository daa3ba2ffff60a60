//! Square codes (ISO/IEC 18004) as SVG, drawn here: no service elsewhere learns a secret.

use qrcodegen::{QrCode, QrCodeEcc};

/// Modules of light around it, as the standard asks.
const QUIET: i32 = 4;

/// The square code of a text as the `d` of one path, with the side of its viewbox; `None` for a text
/// of more than some 2 300 bytes.
pub fn path(text: &str) -> Option<(String, i32)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                path.push_str(&format!("M{} {}h1v1h-1z", x + QUIET, y + QUIET));
            }
        }
    }
    Some((path, code.size() + 2 * QUIET))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_a_square_with_its_three_corners() {
        let (drawn, side) = path("otpauth://totp/a:b?secret=GEZDGNBV").unwrap();
        assert!(side > 21 + 8);
        // The corner patterns' outer corners are dark.
        let last = side - QUIET - 1;
        for corner in [
            "M4 4h1v1h-1z".to_owned(),
            format!("M{last} 4h1v1h-1z"),
            format!("M4 {last}h1v1h-1z"),
        ] {
            assert!(drawn.contains(&corner), "{corner}");
        }
        assert!(path(&"x".repeat(3000)).is_none());
    }
}
