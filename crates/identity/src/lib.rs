//! Who somebody is, without keeping it: passwords, one-time codes, the identity provider of an
//! employer, and keyed pseudonyms. The only crate that knows the cryptography behind them.

pub mod code;
mod hex;
pub mod key;
pub mod password;
pub mod provider;
pub mod pseudonym;
pub mod seal;
pub mod square;
pub mod totp;

pub use key::{InstallationKey, KeyTrouble};
pub use pseudonym::PseudonymKey;
