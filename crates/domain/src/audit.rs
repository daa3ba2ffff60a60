//! The audit trail: one event per act, chained by hashes so that a changed or removed event shows.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

/// What happened, as it is recorded. Never anything about a participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEvent {
    /// When, to the millisecond.
    pub at: DateTime<Utc>,
    /// The acting user's public id, or "system".
    pub actor: String,
    /// The act's stable name, for example `bokforing.importera`.
    pub act: String,
    /// What it was done on, for example "bokföring 2022".
    pub object: String,
    /// Counts and hashes that say what changed, as JSON.
    pub detail: String,
}

/// The hash the first event of a chain refers to.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The first words of acts that change nothing figures are computed from. An act that is not here
/// is taken to change facts: forgetting one costs time, never a wrong figure.
const NOT_FACTS: &[&str] = &[
    "inloggning",
    "utloggning",
    "session",
    "användare",
    "inbjudan",
    "lösenord",
    "kod",
    "nyckel",
    "token",
    "roll",
    "logg",
    "läslogg",
    "pseudonym",
    "kvartal",
    "prognos",
    "moms",
    "pott",
    "export",
];

/// The first word of acts on a participation.
const PARTICIPATION: &str = "deltagande";

impl AuditEvent {
    /// Whether figures may differ after it. Acts are named `<what>.<does>`.
    pub fn changes_facts(&self) -> bool {
        !NOT_FACTS.contains(&self.what())
    }

    /// Whether what participations are registered in and judged by may differ after it: insatser,
    /// municipalities, questions, labels, lists. An act on a participation is all that changes facts and
    /// not this.
    pub fn changes_grounds(&self) -> bool {
        self.changes_facts() && self.what() != PARTICIPATION
    }

    fn what(&self) -> &str {
        let act = self.act.as_str();
        act.split_once('.').map_or(act, |(what, _)| what)
    }

    /// The event's place in the chain: SHA-256 in hexadecimal over the previous hash, the sequence
    /// number and every field, each preceded by its length so that no two events read alike.
    pub fn hash(&self, previous: &str, sequence: i64) -> String {
        let mut hasher = Sha256::new();
        let at = self.at.timestamp_millis().to_string();
        let sequence = sequence.to_string();
        for field in [
            previous,
            &sequence,
            &at,
            &self.actor,
            &self.act,
            &self.object,
            &self.detail,
        ] {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        hex(&hasher.finalize())
    }
}

/// SHA-256 of a file or a token, in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in lower-case hexadecimal, as hashes and tokens are stored.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(act: &str, object: &str) -> AuditEvent {
        AuditEvent {
            at: DateTime::from_timestamp_millis(1_700_000_000_123).expect("a valid time"),
            actor: "system".into(),
            act: act.into(),
            object: object.into(),
            detail: "{}".into(),
        }
    }

    #[test]
    fn every_part_of_an_event_changes_its_hash() {
        let base = event("a", "b").hash(GENESIS, 1);
        assert_eq!(base.len(), 64);
        assert_ne!(
            base,
            event("ab", "").hash(GENESIS, 1),
            "fields must not run together"
        );
        assert_ne!(base, event("a", "b").hash(GENESIS, 2));
        assert_ne!(base, event("a", "b").hash(&base, 1));
    }

    #[test]
    fn r_log_06_log_ins_and_users_change_no_facts() {
        for act in ["inloggning", "användare.ny", "session.slut", "läslogg.punkt"] {
            assert!(!event(act, "").changes_facts(), "{act}");
        }
        for act in ["bokföring.läs", "deltagande.ny", "loggning", "något.okänt", ""] {
            assert!(event(act, "").changes_facts(), "{act}");
        }
    }

    #[test]
    fn r_log_06_an_act_on_a_participation_leaves_what_it_is_judged_by() {
        for act in ["deltagande.ny", "deltagande.samtycke-aterkallat", "inloggning"] {
            assert!(!event(act, "").changes_grounds(), "{act}");
        }
        for act in [
            "insats.fraga",
            "utfall.spara",
            "team.spara",
            "tabeller.importera",
            "något.okänt",
        ] {
            assert!(event(act, "").changes_grounds(), "{act}");
        }
    }

    #[test]
    fn the_hash_is_the_one_everybody_knows() {
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
