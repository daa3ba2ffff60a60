//! The two presets, kept as the same text an association edits.

use super::Mapping;

/// Name and text of every preset. Ranges without a line of ours (financial assets, stock, untaxed
/// reserves, taxes) are left out on purpose: an account there that moves is named as unmapped.
const PRESETS: &[(&str, &str)] = &[
    ("EUBAS97", include_str!("eubas97.csv")),
    ("Kommun-Bas", include_str!("kommun-bas.csv")),
];

impl Mapping {
    /// The presets' names.
    pub fn preset_names() -> impl Iterator<Item = &'static str> {
        PRESETS.iter().map(|(name, _)| *name)
    }

    /// A preset by name, case aside.
    pub fn preset(name: &str) -> Option<Mapping> {
        let (name, text) = PRESETS.iter().find(|(n, _)| n.eq_ignore_ascii_case(name))?;
        let (mapping, _) = Mapping::read(name, text.as_bytes());
        Some(Mapping {
            preset: (*name).to_owned(),
            ..mapping
        })
    }

    /// The preset for a SIE `#KPTYP`: Kommun-Bas by its names, EUBAS97 for every chart of the BAS
    /// family (BAS95, BAS96, EUBAS97, BAS2014 …) and when the file names none.
    pub fn preset_for_chart(kptyp: &str) -> &'static str {
        let kptyp = kptyp.to_lowercase().replace(['-', ' ', '_'], "");
        if kptyp.contains("kommun") || kptyp.starts_with("kbas") {
            "Kommun-Bas"
        } else {
            "EUBAS97"
        }
    }
}
