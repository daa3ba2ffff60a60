//! Cost types of an insats: what a huvudman's requisition and an insats budget are divided into. The
//! codes are stored and never reused; the words may change.

/// What money of an insats is spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CostType {
    /// Salaries with employer contributions.
    Personnel,
    /// Rent, cleaning, electricity.
    Premises,
    /// Travel and lodging.
    Travel,
    /// Consumables, equipment, IT, telephone.
    Material,
    /// What is bought of others.
    Services,
    /// Training, guidance and conferences.
    Training,
    /// The huvudman's shared costs, by agreement.
    Overhead,
    /// Anything else; said in words on the requisition.
    Other,
}

impl CostType {
    /// In the order of forms and tables.
    pub const ALL: [CostType; 8] = [
        CostType::Personnel,
        CostType::Premises,
        CostType::Travel,
        CostType::Material,
        CostType::Services,
        CostType::Training,
        CostType::Overhead,
        CostType::Other,
    ];

    /// The stored code, 1 to 8.
    pub const fn code(self) -> u8 {
        match self {
            CostType::Personnel => 1,
            CostType::Premises => 2,
            CostType::Travel => 3,
            CostType::Material => 4,
            CostType::Services => 5,
            CostType::Training => 6,
            CostType::Overhead => 7,
            CostType::Other => 8,
        }
    }

    /// The cost type of a stored code.
    pub fn from_code(code: u8) -> Option<CostType> {
        CostType::ALL.into_iter().find(|cost| cost.code() == code)
    }

    /// Its name in forms and files; never changed.
    pub const fn slug(self) -> &'static str {
        match self {
            CostType::Personnel => "personal",
            CostType::Premises => "lokal",
            CostType::Travel => "resor",
            CostType::Material => "material",
            CostType::Services => "kopta_tjanster",
            CostType::Training => "utbildning",
            CostType::Overhead => "overhead",
            CostType::Other => "ovrigt",
        }
    }

    /// The cost type of a name in forms and files.
    pub fn from_slug(slug: &str) -> Option<CostType> {
        CostType::ALL.into_iter().find(|cost| cost.slug() == slug)
    }

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            CostType::Personnel => "Personal",
            CostType::Premises => "Lokal",
            CostType::Travel => "Resor",
            CostType::Material => "Material och utrustning",
            CostType::Services => "Köpta tjänster",
            CostType::Training => "Utbildning och handledning",
            CostType::Overhead => "Gemensamma kostnader (overhead)",
            CostType::Other => "Övrigt",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_lead_back() {
        for cost in CostType::ALL {
            assert_eq!(CostType::from_code(cost.code()), Some(cost));
            assert_eq!(CostType::from_slug(cost.slug()), Some(cost));
        }
        assert_eq!([CostType::from_code(0), CostType::from_code(9)], [None, None]);
        assert_eq!(CostType::from_slug("Personal"), None);
    }
}
