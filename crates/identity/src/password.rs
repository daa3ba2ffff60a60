//! Passwords: Argon2id with its parameters beside the hash, so that they can be raised later and old
//! hashes still be read (RFC 9106; parameters after the OWASP password storage cheat sheet).

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

/// Memory in KiB.
const MEMORY: u32 = 19 * 1024;
/// Passes over it.
const PASSES: u32 = 2;
/// Lanes.
const LANES: u32 = 1;

/// A hash of these parameters that no password fits: verifying against it takes the time of a
/// verification, so that an unknown account answers as slowly as a known one.
pub const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlz$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What a verification found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Another password, or a hash that cannot be read.
    Wrong,
    /// The password, hashed with today's parameters.
    Right,
    /// The password, hashed with parameters that are not today's: hash it anew.
    RightButOld,
}

/// Why there is no hash.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed: {0}")]
pub struct HashTrouble(String);

/// Hashes a password under a fresh salt, as a PHC string.
///
/// # Errors
/// [`HashTrouble`] when the machine gives no random bytes or memory.
pub fn hash(password: &str) -> Result<String, HashTrouble> {
    let params = Params::new(MEMORY, PASSES, LANES, None).map_err(|e| HashTrouble(e.to_string()))?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hashed = argon.hash_password(password.as_bytes());
    Ok(hashed.map_err(|e| HashTrouble(e.to_string()))?.to_string())
}

/// Verifies a password against a stored hash, with the hash's own parameters.
pub fn verify(password: &str, stored: &str) -> Verdict {
    let Ok(parsed) = PasswordHash::new(stored) else {
        return Verdict::Wrong;
    };
    if Argon2::default()
        .verify_password(password.as_bytes(), &parsed)
        .is_err()
    {
        return Verdict::Wrong;
    }
    let todays = stored.starts_with(&format!("$argon2id$v=19$m={MEMORY},t={PASSES},p={LANES}$"));
    if todays {
        Verdict::Right
    } else {
        Verdict::RightButOld
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_inl_03_a_password_is_kept_as_argon2id_with_its_parameters_and_a_salt_of_its_own() {
        let stored = hash("korrekt häst batteri").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_eq!(verify("korrekt häst batteri", &stored), Verdict::Right);
        assert_eq!(verify("korrekt hast batteri", &stored), Verdict::Wrong);
        assert_eq!(verify("", &stored), Verdict::Wrong);
        assert_ne!(stored, hash("korrekt häst batteri").unwrap());
    }

    #[test]
    fn r_inl_04_a_hash_of_older_parameters_is_right_but_old() {
        let params = Params::new(8 * 1024, 1, 1, None).unwrap();
        let old = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password(b"korrekt")
            .unwrap()
            .to_string();
        assert_eq!(verify("korrekt", &old), Verdict::RightButOld);
        assert_eq!(verify("fel", &old), Verdict::Wrong);
    }

    #[test]
    fn nobodys_hash_is_read_and_fits_nothing() {
        assert!(PasswordHash::new(NOBODY).is_ok());
        assert_eq!(verify("", NOBODY), Verdict::Wrong);
        assert_eq!(verify("hemligt", "inte en hash"), Verdict::Wrong);
    }
}
