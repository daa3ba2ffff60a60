//! Keyed pseudonyms: HMAC-SHA-256 of a personnummer under a huvudman's key. Without the key a
//! pseudonym tells nothing of the number, not even by trying all of them.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{InstallationKey, KeyTrouble, seal};

/// What kind of thing is sealed.
const PURPOSE: &str = "samordna/pseudonym";
/// What is signed before the number, so that no other use of a key gives the same.
const PREFIX: &[u8] = b"samordna/pseudonym/1\0";

/// A key of one huvudman, of one version. Never printed, wiped from memory when dropped.
#[derive(Clone)]
pub struct PseudonymKey {
    version: i64,
    secret: Zeroizing<[u8; 32]>,
}

impl fmt::Debug for PseudonymKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PseudonymKey(version {}, …)", self.version)
    }
}

impl PseudonymKey {
    /// A new random key.
    ///
    /// # Errors
    /// [`KeyTrouble::Random`] when the machine gives no random bytes.
    pub fn random(version: i64) -> Result<PseudonymKey, KeyTrouble> {
        let mut secret = Zeroizing::new([0; 32]);
        getrandom::fill(secret.as_mut()).map_err(KeyTrouble::Random)?;
        Ok(PseudonymKey { version, secret })
    }

    /// Its version, from 1.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// The key as it is stored, bound to `place`.
    ///
    /// # Errors
    /// As [`seal::seal`].
    pub fn seal(&self, key: &InstallationKey, place: &str) -> Result<Vec<u8>, KeyTrouble> {
        seal::seal(key, PURPOSE, &self.bound(place), self.secret.as_ref())
    }

    /// A stored key; `None` when the installation's key, the place or the version is another.
    pub fn open(key: &InstallationKey, place: &str, version: i64, sealed: &[u8]) -> Option<PseudonymKey> {
        let mut opened = PseudonymKey {
            version,
            secret: Zeroizing::new([0; 32]),
        };
        let bytes = seal::open(key, PURPOSE, &opened.bound(place), sealed)?;
        if bytes.len() != opened.secret.len() {
            return None;
        }
        opened.secret.copy_from_slice(&bytes);
        Some(opened)
    }

    fn bound(&self, place: &str) -> String {
        format!("{place}/{}", self.version)
    }

    /// The pseudonym of a number's digits: 64 hexadecimal digits.
    pub fn pseudonym(&self, digits: &[u8]) -> String {
        // A key of any length is taken, so this never fails; no key, no pseudonym.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.secret.as_ref()) else {
            return String::new();
        };
        mac.update(PREFIX);
        mac.update(digits);
        let bytes = mac.finalize().into_bytes();
        crate::hex::hex(&bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &[u8] = b"196408233234";

    #[test]
    fn r_reg_04_a_pseudonym_follows_from_number_and_key() {
        let key = PseudonymKey::random(1).unwrap();
        let pseudonym = key.pseudonym(NUMBER);
        assert_eq!(pseudonym.len(), 64);
        assert_eq!(pseudonym, key.clone().pseudonym(NUMBER));
        assert_ne!(pseudonym, key.pseudonym(b"196408233235"));
        assert_ne!(pseudonym, PseudonymKey::random(1).unwrap().pseudonym(NUMBER));
        assert!(!pseudonym.contains("196408233234"), "{pseudonym}");
    }

    /// HMAC-SHA-256 by Python's standard library over the same bytes, under a key of 32 times 0x0b.
    #[test]
    fn r_reg_04_the_pseudonym_is_hmac_sha_256() {
        let key = PseudonymKey {
            version: 1,
            secret: Zeroizing::new([0x0b; 32]),
        };
        assert_eq!(
            key.pseudonym(NUMBER),
            "8a91ea39382e0698528e698844c79fd960357ad4245f00c736bd3a0ed4d5024b"
        );
    }

    #[test]
    fn r_reg_05_a_sealed_key_opens_for_its_huvudman_and_version_only() {
        let installation = InstallationKey::from_bytes([7; 32]);
        let key = PseudonymKey::random(2).unwrap();
        let sealed = key.seal(&installation, "huvudman/1").unwrap();
        let opened = PseudonymKey::open(&installation, "huvudman/1", 2, &sealed).unwrap();
        assert_eq!(opened.pseudonym(NUMBER), key.pseudonym(NUMBER));
        assert!(PseudonymKey::open(&installation, "huvudman/2", 2, &sealed).is_none());
        assert!(PseudonymKey::open(&installation, "huvudman/1", 1, &sealed).is_none());
        let other = InstallationKey::from_bytes([8; 32]);
        assert!(PseudonymKey::open(&other, "huvudman/1", 2, &sealed).is_none());
        assert_eq!(format!("{key:?}"), "PseudonymKey(version 2, …)");
    }
}
