//! One-time codes from a telephone (TOTP, RFC 6238): six digits, thirty seconds, SHA-1, the form that
//! every authenticator reads. A step that was used is not taken again.

use std::fmt;

use totp_rs::{Builder, Secret as Bytes};
use zeroize::Zeroizing;

/// Seconds a code lasts.
pub const STEP: u64 = 30;

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The secret that telephone and installation share.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<[u8; 20]>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// The secret of these bytes: the first twenty.
    pub fn of(bytes: &[u8]) -> Option<Secret> {
        let bytes: [u8; 20] = bytes.get(..20)?.try_into().ok()?;
        Some(Secret(Zeroizing::new(bytes)))
    }

    /// Its bytes, to be sealed.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_ref()
    }

    /// As typed by hand: base 32 in groups of four.
    pub fn text(&self) -> String {
        let digits = base32(self.0.as_ref());
        let groups: Vec<&str> = (0..digits.len())
            .step_by(4)
            .filter_map(|at| digits.get(at..(at + 4).min(digits.len())))
            .collect();
        groups.join(" ")
    }

    /// What an authenticator reads from the square code.
    pub fn address(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (escape(issuer), escape(account));
        format!(
            "otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}&algorithm=SHA1&digits=6&period={STEP}",
            base32(self.0.as_ref())
        )
    }

    /// The step of a right code, one step early or late included; `None` for a wrong code and for a
    /// step that is not later than `last`, the last one used.
    pub fn step_of(&self, code: &str, at_unix_seconds: u64, last: u64) -> Option<u64> {
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let now = at_unix_seconds / STEP;
        let codes = Builder::new()
            .with_secret(Bytes::new_stack(*self.0))
            .with_skew(0)
            .build_noncompliant();
        // Each step by itself: a code may by chance be that of two steps, one of them used.
        (now.saturating_sub(1)..=now + 1)
            .filter(|step| *step > last)
            .find(|step| codes.check(&digits, step * STEP).is_some())
    }

    /// The code of a moment, for tests and for the demonstration.
    pub fn code(&self, at_unix_seconds: u64) -> String {
        let codes = Builder::new()
            .with_secret(Bytes::new_stack(*self.0))
            .build_noncompliant();
        codes.generate(at_unix_seconds).to_string()
    }
}

fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    for group in bytes.chunks(5) {
        let mut five = [0; 5];
        five.iter_mut().zip(group).for_each(|(to, from)| *to = *from);
        let bits = five
            .iter()
            .fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
        for place in 0..(group.len() * 8).div_ceil(5) {
            let digit = (bits >> (35 - 5 * place)) & 31;
            text.push(char::from(ALPHABET[usize::try_from(digit).unwrap_or(0)]));
        }
    }
    text
}

fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rfc() -> Secret {
        Secret::of(b"12345678901234567890").unwrap()
    }

    #[test]
    fn r_inl_05_codes_are_those_of_rfc_6238() {
        // Appendix B, SHA-1, the last six of eight digits.
        for (at, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(rfc().code(at), code, "{at}");
            assert_eq!(rfc().step_of(code, at, 0), Some(at / 30), "{at}");
        }
    }

    #[test]
    fn r_inl_06_a_code_is_taken_once_and_one_step_early_or_late() {
        let at = 1_234_567_890;
        let code = rfc().code(at);
        let step = at / STEP;
        assert_eq!(rfc().step_of(&code, at, step - 1), Some(step));
        assert_eq!(rfc().step_of(&code, at, step), None, "used");
        assert_eq!(rfc().step_of(&code, at + 30, 0), Some(step));
        assert_eq!(rfc().step_of(&code, at - 30, 0), Some(step));
        assert_eq!(rfc().step_of(&code, at + 60, 0), None);
        assert_eq!(rfc().step_of(&code, at - 60, 0), None);
        for wrong in ["", "00592", "0059244", "00592a", "000000"] {
            assert_eq!(rfc().step_of(wrong, at, 0), None, "{wrong}");
        }
        assert_eq!(
            rfc().step_of("005 924", at, 0),
            Some(step),
            "as telephones show it"
        );
    }

    #[test]
    fn the_secret_is_written_as_authenticators_read_it() {
        assert_eq!(rfc().text(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(
            rfc().address("Samordningsförbundet", "anna@example.org"),
            "otpauth://totp/Samordningsf%C3%B6rbundet:anna@example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Samordningsf%C3%B6rbundet&algorithm=SHA1&digits=6&period=30"
        );
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(format!("{:?}", rfc()), "Secret(…)");
    }
}
