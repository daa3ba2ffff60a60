//! Code tables (DOMAIN 3). Codes are small integers in the database and never reused; 0 is always
//! "uppgift saknas" and is `None` in code. Where a list could not be read in its official form an
//! association may map its own labels to these.

/// A closed list of codes with Swedish labels.
pub trait CodeTable: Copy + Eq + 'static {
    /// Every code, in the order it is printed.
    const ALL: &'static [Self];
    /// The stored code, from 1.
    fn code(self) -> u8;
    /// The printed label.
    fn label(self) -> &'static str;
    /// The name in filters, scopes and exports: ASCII, lower case, underscores.
    fn slug(self) -> &'static str;
    /// The value of a stored code; `None` for 0 and for codes this version does not know.
    fn from_code(code: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.code() == code)
    }
    /// The value of a slug.
    fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.slug() == slug)
    }
}

macro_rules! code_table {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $code:literal, $slug:literal, $label:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $(#[doc = $label] $variant = $code,)* }

        impl CodeTable for $name {
            const ALL: &'static [Self] = &[$($name::$variant,)*];
            fn code(self) -> u8 { self as u8 }
            fn label(self) -> &'static str { match self { $($name::$variant => $label,)* } }
            fn slug(self) -> &'static str { match self { $($name::$variant => $slug,)* } }
        }
    };
}

pub(crate) use code_table;

code_table!(
    /// Sex, as the national statistics have it.
    Sex {
        Woman = 1, "kvinna", "kvinnor";
        Man = 2, "man", "män";
    }
);

code_table!(
    /// Highest completed education.
    Education {
        Compulsory = 1, "grundskola", "grundskola";
        UpperSecondary = 2, "gymnasium", "gymnasium";
        HigherUpTo1 = 3, "hogskola_1", "högskola, upp till 1 år";
        HigherUpTo3 = 4, "hogskola_3", "högskola, upp till 3 år";
        HigherOver3 = 5, "hogskola_mer", "högskola, mer än 3 år";
        OtherPostSecondary = 6, "annan_eftergymnasial", "annan eftergymnasial";
    }
);

code_table!(
    /// Time in public support before entry; the breakpoints 1 and 5 years are required.
    SupportTime {
        None = 1, "ingen", "ingen";
        Under6Months = 2, "under_6_man", "under 6 mån";
        From6To12Months = 3, "6_12_man", "6–12 mån";
        From1To2Years = 4, "1_2_ar", "1–2 år";
        From2To5Years = 5, "2_5_ar", "2–5 år";
        Over5Years = 6, "mer_an_5_ar", "mer än 5 år";
    }
);

code_table!(
    /// Source of livelihood.
    Support {
        SicknessBenefit = 1, "sjukpenning", "sjukpenning/rehabiliteringspenning";
        SicknessCompensation = 2, "sjukersattning", "sjukersättning";
        ActivityCompensation = 3, "aktivitetsersattning", "aktivitetsersättning";
        ActivitySupport = 4, "aktivitetsstod", "aktivitetsstöd/utvecklingsersättning";
        Unemployment = 5, "arbetsloshetsersattning", "arbetslöshetsersättning";
        SocialAssistance = 6, "forsorjningsstod", "försörjningsstöd";
        StudyAid = 7, "studiestod", "studiestöd";
        Parental = 8, "foraldrapenning", "föräldrapenning";
        OtherPublic = 9, "annan_offentlig", "annan offentlig";
        NoPublic = 10, "ingen_offentlig", "ingen offentlig försörjning";
    }
);

code_table!(
    /// Occupation before entry or at exit; several at once.
    Occupation {
        Work = 1, "arbete", "ej subventionerat arbete";
        SubsidisedWork = 2, "subventionerat_arbete", "subventionerat arbete";
        Study = 3, "studier", "studier";
        Jobseeker = 4, "arbetssokande", "arbetssökande (AF)";
        Other = 5, "ovrigt", "övrigt";
    }
);

code_table!(
    /// Who referred the participant.
    ReferringAuthority {
        SocialInsurance = 1, "forsakringskassan", "Försäkringskassan";
        EmploymentService = 2, "arbetsformedlingen", "Arbetsförmedlingen";
        Municipality = 3, "kommun", "kommun";
        Region = 4, "region", "region";
        OwnOrOther = 5, "egen_annan", "egen/annan";
    }
);

code_table!(
    /// Why a participation ended. `Reversed` (felregistrering) is a reversal, not a result: such a
    /// participation is in no count.
    ExitReason {
        WorkStudyJobseeker = 1, "arbete_studier_arbetssokande", "arbete, studier eller arbetssökande";
        ContinuedRehabilitation = 2, "fortsatt_rehabilitering", "fortsatt rehabilitering";
        Illness = 3, "sjukdom", "sjukdom";
        Moved = 4, "flytt", "flytt";
        Other = 5, "annan_anledning", "annan anledning";
        Reversed = 6, "felregistrering", "felregistrering";
    }
);

code_table!(
    /// The kind of member (2 § lag 2003:1210).
    MemberKind {
        State = 1, "staten", "staten";
        Region = 2, "region", "region";
        Municipality = 3, "kommun", "kommun";
    }
);

code_table!(
    /// An insats is exactly one of these.
    InsatsKind {
        Individual = 1, "individ", "individinriktad";
        Structural = 2, "struktur", "strukturövergripande";
    }
);

#[cfg(test)]
mod tests {
    use super::*;

    fn sound<T: CodeTable + std::fmt::Debug>() {
        for c in T::ALL {
            assert_eq!(T::from_code(c.code()), Some(*c));
            assert_eq!(T::from_slug(c.slug()), Some(*c));
        }
        assert_eq!(T::from_code(0), None);
    }

    #[test]
    fn codes_and_slugs_are_unique_and_zero_is_unknown() {
        sound::<Sex>();
        sound::<Education>();
        sound::<SupportTime>();
        sound::<Support>();
        sound::<Occupation>();
        sound::<ReferringAuthority>();
        sound::<ExitReason>();
        sound::<MemberKind>();
        sound::<InsatsKind>();
    }
}
