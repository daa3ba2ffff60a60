//! The read log: one event for each time somebody is shown rows about participants, chained by
//! hashes. An event names rows by their key in the database, never by anything about a person.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

mod row_set;

pub use row_set::RowSet;

/// A link of the chain: SHA-256.
pub type Hash = [u8; 32];

/// The hash the first event refers to.
pub const GENESIS: Hash = [0; 32];

/// What kind of row was read; its code is stored and never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Participations of an insats.
    Participations,
    /// Referrals and consultations of a team.
    Referrals,
}

impl Kind {
    /// Stored code.
    pub const fn code(self) -> i16 {
        match self {
            Kind::Participations => 1,
            Kind::Referrals => 2,
        }
    }

    /// The kind of a stored code.
    pub fn from_code(code: i16) -> Option<Kind> {
        [Kind::Participations, Kind::Referrals]
            .into_iter()
            .find(|kind| kind.code() == code)
    }

    /// "deltaganden", "remisser".
    pub const fn label(self) -> &'static str {
        match self {
            Kind::Participations => "deltaganden",
            Kind::Referrals => "remisser",
        }
    }
}

/// Somebody read rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// When, to the millisecond.
    pub at: DateTime<Utc>,
    /// The reader's public id.
    pub actor: String,
    /// The act's stable name, for example `deltagare.lista`.
    pub act: String,
    /// What kind of rows.
    pub kind: Kind,
    /// The insats or team they belong to, by slug.
    pub place: String,
    /// Which rows.
    pub rows: RowSet,
}

impl Read {
    /// The event's place in the chain: SHA-256 over the previous hash, the sequence number and every
    /// field, each of varying length preceded by it so that no two events read alike.
    pub fn hash(&self, previous: &Hash, sequence: i64) -> Hash {
        let mut hasher = Sha256::new();
        hasher.update(previous);
        hasher.update(sequence.to_be_bytes());
        hasher.update(self.at.timestamp_millis().to_be_bytes());
        hasher.update(self.kind.code().to_be_bytes());
        for field in [
            self.actor.as_bytes(),
            self.act.as_bytes(),
            self.place.as_bytes(),
            self.rows.bytes(),
        ] {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field);
        }
        hasher.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(act: &str, place: &str, rows: &[i64]) -> Read {
        Read {
            at: DateTime::from_timestamp_millis(1_700_000_000_123).expect("a valid time"),
            actor: "deltagare-krus".into(),
            act: act.into(),
            kind: Kind::Participations,
            place: place.into(),
            rows: RowSet::of(rows),
        }
    }

    #[test]
    fn r_log_02_every_part_of_an_event_changes_its_hash() {
        let base = read("a", "b", &[1]).hash(&GENESIS, 1);
        let others = [
            read("ab", "", &[1]).hash(&GENESIS, 1),
            read("a", "b", &[2]).hash(&GENESIS, 1),
            read("a", "b", &[1]).hash(&GENESIS, 2),
            read("a", "b", &[1]).hash(&base, 1),
            Read {
                kind: Kind::Referrals,
                ..read("a", "b", &[1])
            }
            .hash(&GENESIS, 1),
            Read {
                actor: "x".into(),
                ..read("a", "b", &[1])
            }
            .hash(&GENESIS, 1),
            Read {
                at: DateTime::UNIX_EPOCH,
                ..read("a", "b", &[1])
            }
            .hash(&GENESIS, 1),
        ];
        assert!(others.iter().all(|other| *other != base));
    }

    #[test]
    fn codes_are_stable() {
        for kind in [Kind::Participations, Kind::Referrals] {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
        }
        assert_eq!((Kind::Participations.code(), Kind::Referrals.code()), (1, 2));
        assert_eq!(Kind::from_code(0), None);
    }
}
