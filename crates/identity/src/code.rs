//! Codes to keep in a drawer, and fingerprints of what must be recognised but not read.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{InstallationKey, KeyTrouble, hex::hex};

/// Letters and digits that are not mistaken for each other.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// How many letters a code has: five bits each.
const LENGTH: usize = 12;

/// A random code of sixty bits: "abcd-efgh-jkmn".
///
/// # Errors
/// [`KeyTrouble::Random`].
pub fn random() -> Result<String, KeyTrouble> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(KeyTrouble::Random)?;
    let mut code = String::new();
    for (i, byte) in bytes.iter().enumerate() {
        if i > 0 && i % 4 == 0 {
            code.push('-');
        }
        code.push(char::from(LETTERS[usize::from(byte & 31)]));
    }
    Ok(code)
}

/// A code as it is compared: small letters, without hyphens and spaces.
pub fn plain(typed: &str) -> String {
    typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// HMAC-SHA-256 under the purpose's own key, in hexadecimal: equal for equal texts, and nothing to
/// try texts against without the installation's key.
pub fn fingerprint(key: &InstallationKey, purpose: &str, text: &str) -> String {
    let derived = key.derive(purpose);
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(derived.as_ref()) else {
        return String::new();
    };
    mac.update(text.as_bytes());
    let digest = mac.finalize().into_bytes();
    hex(&digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_differ_and_are_read_as_people_type_them() {
        let (a, b) = (random().unwrap(), random().unwrap());
        assert_ne!(a, b);
        assert_eq!(a.len(), 14);
        assert_eq!(plain(&a.to_uppercase().replace('-', " ")), plain(&a));
        assert_eq!(plain(&a).len(), 12);
    }

    #[test]
    fn a_fingerprint_is_the_same_under_one_key_and_purpose_only() {
        let key = InstallationKey::from_bytes([7; 32]);
        let other = InstallationKey::from_bytes([8; 32]);
        assert_eq!(fingerprint(&key, "a", "x"), fingerprint(&key, "a", "x"));
        assert_eq!(fingerprint(&key, "a", "x").len(), 64);
        for different in [
            fingerprint(&other, "a", "x"),
            fingerprint(&key, "b", "x"),
            fingerprint(&key, "a", "y"),
        ] {
            assert_ne!(fingerprint(&key, "a", "x"), different);
        }
    }
}
