//! What a measure is about, in four parts.

/// What a measure is about, so that a register of many pages has parts to look in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Participations and what became of them.
    Participations,
    /// Who the participants are, and what they live on.
    Background,
    /// The association's money, staff and goals.
    Economy,
    /// The notes of the annual accounts.
    Notes,
}

/// Every family of measures, the word before the full stop of their ids.
const FAMILIES: &[(&str, Area)] = &[
    ("alder", Area::Background),
    ("arbetssokande", Area::Participations),
    ("avslut", Area::Participations),
    ("balans", Area::Economy),
    ("balanskrav", Area::Economy),
    ("bidrag", Area::Economy),
    ("budget", Area::Economy),
    ("deltaganden", Area::Participations),
    ("drift", Area::Economy),
    ("egenforsorjning", Area::Participations),
    ("ekonomi", Area::Economy),
    ("forsorjning", Area::Background),
    ("forsorjningstid", Area::Background),
    ("insats", Area::Economy),
    ("kassaflode", Area::Economy),
    ("konsultationer", Area::Participations),
    ("mal", Area::Economy),
    ("not", Area::Notes),
    ("personal", Area::Economy),
    ("remiss", Area::Participations),
    ("remittent", Area::Participations),
    ("sysselsattning", Area::Participations),
    ("utbildning", Area::Background),
    ("utbildningar", Area::Economy),
    ("vantan", Area::Participations),
    ("volym", Area::Participations),
];

impl Area {
    /// In the order of a report.
    pub const ALL: [Area; 4] = [Area::Participations, Area::Background, Area::Economy, Area::Notes];

    /// The area of a measure, by its id.
    pub fn of(measure: &str) -> Area {
        let family = family(measure);
        let known = FAMILIES.iter().find(|(name, _)| *name == family);
        known.map_or(Area::Participations, |(_, area)| *area)
    }

    /// In Swedish.
    pub const fn label(self) -> &'static str {
        match self {
            Area::Participations => "Deltaganden och resultat",
            Area::Background => "Bakgrund och försörjning",
            Area::Economy => "Ekonomi och mål",
            Area::Notes => "Noter",
        }
    }

    /// In ids and addresses.
    pub const fn slug(self) -> &'static str {
        match self {
            Area::Participations => "deltaganden",
            Area::Background => "bakgrund",
            Area::Economy => "ekonomi",
            Area::Notes => "noter",
        }
    }
}

fn family(measure: &str) -> &str {
    measure.split_once('.').map_or(measure, |(family, _)| family)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{FAMILIES, family};
    use crate::measure::registry;

    #[test]
    fn every_family_of_measures_has_an_area_and_no_other_has() {
        let measured: BTreeSet<&str> = registry().map(|measure| family(measure.id)).collect();
        let known: BTreeSet<&str> = FAMILIES.iter().map(|(name, _)| *name).collect();
        assert_eq!(measured, known);
        assert_eq!(known.len(), FAMILIES.len(), "a family has one area");
    }
}
