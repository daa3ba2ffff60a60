//! What one bank wants that another does not, as data.

/// Version of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// pain.001.001.03, which all Swedish banks take.
    V03,
    /// pain.001.001.09.
    V09,
}

impl Version {
    /// The message's name in its namespace.
    pub const fn message(self) -> &'static str {
        match self {
            Version::V03 => "pain.001.001.03",
            Version::V09 => "pain.001.001.09",
        }
    }
}

/// How a bank wants domestic payments. The codes are those of the Swedish banks' common
/// interpretation of ISO 20022 (Svenska Bankföreningen); what differs between banks is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its name in settings; never changed.
    pub slug: &'static str,
    /// In words.
    pub label: &'static str,
    /// Version of the message.
    pub version: Version,
    /// Clearing member of Bankgirot in the system SESBA.
    pub bankgiro_clearing: &'static str,
    /// Clearing member of Plusgirot.
    pub plusgiro_clearing: &'static str,
    /// Code of the scheme the payer's agreement number belongs to: "BANK" or "CUST".
    pub payer_scheme: &'static str,
    /// Who bears the charges; empty where the bank wants nothing said.
    pub charges: &'static str,
    /// Purpose category, for example SUPP (supplier payment).
    pub purpose: &'static str,
}

/// Profiles to choose from.
pub const PROFILES: &[Profile] = &[
    Profile {
        slug: "svensk-03",
        label: "Svensk standard, pain.001.001.03",
        version: Version::V03,
        bankgiro_clearing: "9900",
        plusgiro_clearing: "9960",
        payer_scheme: "BANK",
        charges: "",
        purpose: "SUPP",
    },
    Profile {
        slug: "svensk-09",
        label: "Svensk standard, pain.001.001.09",
        version: Version::V09,
        bankgiro_clearing: "9900",
        plusgiro_clearing: "9960",
        payer_scheme: "BANK",
        charges: "",
        purpose: "SUPP",
    },
    Profile {
        slug: "kundnummer-03",
        label: "Med kundnummer (CUST) och delade avgifter, pain.001.001.03",
        version: Version::V03,
        bankgiro_clearing: "9900",
        plusgiro_clearing: "9500",
        payer_scheme: "CUST",
        charges: "SHAR",
        purpose: "SUPP",
    },
];

impl Profile {
    /// The profile of a name.
    pub fn from_slug(slug: &str) -> Option<&'static Profile> {
        PROFILES.iter().find(|profile| profile.slug == slug)
    }
}
