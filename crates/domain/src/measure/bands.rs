//! Age bands at entry, as diagram 1 prints them. Only the year of birth is held, so age is the
//! year of entry less the year of birth.

/// A span of ages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgeBand {
    /// Its code in scopes.
    pub slug: &'static str,
    /// As printed.
    pub label: &'static str,
    /// First age.
    pub first: i32,
    /// Last age.
    pub last: i32,
}

/// The bands, in order. Younger ones count in the first, older in the last.
pub const AGE_BANDS: [AgeBand; 5] = [
    AgeBand {
        slug: "16_24",
        label: "16–24 år",
        first: 16,
        last: 24,
    },
    AgeBand {
        slug: "25_34",
        label: "25–34 år",
        first: 25,
        last: 34,
    },
    AgeBand {
        slug: "35_44",
        label: "35–44 år",
        first: 35,
        last: 44,
    },
    AgeBand {
        slug: "45_54",
        label: "45–54 år",
        first: 45,
        last: 54,
    },
    AgeBand {
        slug: "55_plus",
        label: "55 år eller äldre",
        first: 55,
        last: 199,
    },
];

/// The band of an age, as an index into [`AGE_BANDS`].
pub fn age_band(age: i32) -> usize {
    AGE_BANDS
        .iter()
        .position(|band| age <= band.last)
        .unwrap_or(AGE_BANDS.len() - 1)
}
