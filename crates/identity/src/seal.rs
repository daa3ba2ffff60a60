//! Sealing: what must be kept but not be readable to whoever has the database. XChaCha20-Poly1305
//! under a key derived for one purpose, bound to the place it is kept at.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use zeroize::Zeroizing;

use crate::{InstallationKey, KeyTrouble};

const NONCE: usize = 24;

/// Seals bytes. `purpose` names what kind of thing it is ("samordna/totp"), `place` the very row it
/// belongs to (a user's public id): moved to another row it does not open.
///
/// # Errors
/// [`KeyTrouble::Random`] when the machine gives no random bytes.
pub fn seal(key: &InstallationKey, purpose: &str, place: &str, plain: &[u8]) -> Result<Vec<u8>, KeyTrouble> {
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce).map_err(KeyTrouble::Random)?;
    let payload = Payload {
        msg: plain,
        aad: place.as_bytes(),
    };
    let sealed = cipher(key, purpose).encrypt(&XNonce::from(nonce), payload);
    // It fails for more than 256 GiB only, and then nothing is sealed and nothing opens.
    Ok([&nonce[..], &sealed.unwrap_or_default()].concat())
}

/// Opens what [`seal`] sealed; `None` when key, purpose, place or a single bit is another.
pub fn open(key: &InstallationKey, purpose: &str, place: &str, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, rest) = sealed.split_at_checked(NONCE)?;
    let nonce: [u8; NONCE] = nonce.try_into().ok()?;
    let payload = Payload {
        msg: rest,
        aad: place.as_bytes(),
    };
    let plain = cipher(key, purpose).decrypt(&XNonce::from(nonce), payload).ok()?;
    Some(Zeroizing::new(plain))
}

fn cipher(key: &InstallationKey, purpose: &str) -> XChaCha20Poly1305 {
    let derived = key.derive(purpose);
    XChaCha20Poly1305::new(&(*derived).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_inl_02_what_is_sealed_opens_with_its_key_purpose_and_place_only() {
        let key = InstallationKey::from_bytes([7; 32]);
        let other = InstallationKey::from_bytes([8; 32]);
        let sealed = seal(&key, "totp", "anna", b"hemligt").unwrap();
        assert_eq!(
            open(&key, "totp", "anna", &sealed).unwrap().as_slice(),
            b"hemligt"
        );
        assert!(open(&other, "totp", "anna", &sealed).is_none());
        assert!(open(&key, "utkast", "anna", &sealed).is_none());
        assert!(open(&key, "totp", "bo", &sealed).is_none());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(open(&key, "totp", "anna", &changed).is_none(), "byte {at}");
        }
        assert!(open(&key, "totp", "anna", &sealed[..20]).is_none());
        assert!(!sealed.windows(7).any(|window| window == b"hemligt"));
        assert_ne!(sealed, seal(&key, "totp", "anna", b"hemligt").unwrap());
    }
}
