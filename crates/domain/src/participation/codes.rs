//! Code tables of the register beyond those that figures are counted by (DOMAIN 3). Nothing here is
//! free text about a person: a reason is chosen, never written.

use crate::codes::{CodeTable, code_table};

code_table!(
    /// Why a value is missing.
    Missing {
        NotYetDue = 1, "ej_aktuellt", "ej aktuellt ännu";
        Declined = 2, "avbojt", "tillfrågad men avböjt";
        Unknown = 3, "okant", "tillfrågad, vet inte";
        LostContact = 4, "tappad_kontakt", "kontakten är bruten";
        NotCollected = 5, "ej_insamlat", "ej insamlat";
    }
);

code_table!(
    /// A field of a participation that may be missing. The slug is the field's name in forms, files
    /// and the interface for programs.
    Field {
        Sex = 1, "kon", "Kön";
        BirthYear = 2, "fodelsear", "Födelseår";
        Municipality = 3, "kommun", "Kommun";
        ReferredBy = 4, "remittent", "Remitterande myndighet";
        Education = 5, "utbildning", "Utbildning";
        SupportTime = 6, "tid", "Tid i offentlig försörjning";
        SupportBefore = 7, "forsorjning", "Försörjning";
        OccupationBefore = 8, "sysselsattning", "Sysselsättning";
        ExitReason = 9, "orsak", "Avslutsanledning";
        SupportAfter = 10, "forsorjning_efter", "Försörjning vid avslut";
        OccupationAfter = 11, "sysselsattning_efter", "Sysselsättning vid avslut";
    }
);

code_table!(
    /// How far a participation has come. Only [`Stage::Participating`] is counted as a participation.
    Stage {
        Granted = 1, "beviljad", "beviljad, ej startad";
        Introduction = 2, "introduktion", "i introduktionsgrupp";
        Participating = 3, "deltar", "deltar";
    }
);

code_table!(
    /// The language of the consent form that was signed.
    Language {
        Swedish = 1, "svenska", "svenska";
        EasySwedish = 2, "lattlast", "lättläst svenska";
        English = 3, "engelska", "engelska";
        Arabic = 4, "arabiska", "arabiska";
        Somali = 5, "somaliska", "somaliska";
        Dari = 6, "dari", "dari eller persiska";
        Tigrinya = 7, "tigrinja", "tigrinja";
        Ukrainian = 8, "ukrainska", "ukrainska";
        Finnish = 9, "finska", "finska";
        Polish = 10, "polska", "polska";
        Other = 11, "annat", "annat språk med tolk";
    }
);

code_table!(
    /// Why an age outside the insats's limits is right all the same.
    AgeReason {
        SteeringDecision = 1, "styrgrupp", "styrgruppen har beslutat om undantag";
        TurnsDuring = 2, "fyller_under_tiden", "fyller år under insatsens tid";
        Transferred = 3, "overgang", "övergång från annan insats";
        Agreement = 4, "overenskommelse", "överenskommelse mellan parterna";
    }
);

code_table!(
    /// Why supports may add up to more than the whole.
    ExcessReason {
        Overlap = 1, "overlapp", "ersättningarna överlappar under en kort tid";
        Retroactive = 2, "retroaktivt", "retroaktivt beslut väntas";
        Complement = 3, "komplettering", "kompletterande ersättning utöver hel";
    }
);

code_table!(
    /// Why a participation was registered by mistake.
    ReversalReason {
        WrongPerson = 1, "fel_person", "fel person";
        WrongInsats = 2, "fel_insats", "fel insats";
        Twice = 3, "dubblett", "registrerad två gånger";
        NeverStarted = 4, "aldrig_startad", "deltagandet påbörjades aldrig";
        NoRight = 5, "saknade_samtycke", "registrerad utan giltigt samtycke";
    }
);

code_table!(
    /// What a goal or sub-goal of the plan is about.
    PlanArea {
        Work = 1, "arbete", "arbete";
        Study = 2, "studier", "studier";
        WorkAbility = 3, "arbetsformaga", "arbetsförmåga klarlagd";
        Health = 4, "halsa", "hälsa och rehabilitering";
        EverydayLife = 5, "vardag", "vardag och rutiner";
        Social = 6, "social", "socialt sammanhang";
        Language = 7, "sprak", "svenska språket";
        Digital = 8, "digitalt", "digital delaktighet";
        Housing = 9, "boende", "boende";
        Economy = 10, "ekonomi", "ekonomi och skulder";
        AuthorityContact = 11, "myndighetskontakt", "kontakt med myndigheter";
        RightSupport = 12, "ratt_ersattning", "rätt ersättning";
    }
);

code_table!(
    /// How a goal of the plan stands.
    GoalStatus {
        Ongoing = 1, "pagar", "pågår";
        Reached = 2, "uppnatt", "uppnått";
        Partly = 3, "delvis", "delvis uppnått";
        Dropped = 4, "utgatt", "utgått";
    }
);

code_table!(
    /// What a participant does on the way.
    ActivityKind {
        Practice = 1, "praktik", "praktik";
        WorkTraining = 2, "arbetstraning", "arbetsträning";
        WorkTrial = 3, "arbetsprovning", "arbetsprövning";
        Course = 4, "kurs", "kurs eller utbildning";
        Group = 5, "grupp", "gruppverksamhet";
        Individual = 6, "enskilt", "enskilda samtal";
        StudyVisit = 7, "studiebesok", "studiebesök";
        Volunteering = 8, "ideellt", "ideellt arbete";
    }
);

code_table!(
    /// Whether a follow-up reached the participant.
    Contact {
        Reached = 1, "natt", "svarat";
        Declined = 2, "avbojt", "tillfrågad men avböjt";
        Lost = 3, "tappad", "kontakten är bruten";
    }
);

code_table!(
    /// How long after the exit a follow-up is made.
    Months {
        Three = 3, "3", "3 månader";
        Six = 6, "6", "6 månader";
        Twelve = 12, "12", "12 månader";
    }
);

code_table!(
    /// How a question of an insats's own is answered. There is no answer in words.
    AnswerKind {
        YesNo = 1, "ja_nej", "ja eller nej";
        Scale = 2, "skala", "skala";
        Choice = 3, "val", "ett av flera val";
        Number = 4, "tal", "heltal";
    }
);

code_table!(
    /// When a question of an insats's own is asked.
    Moment {
        Entry = 1, "start", "vid start";
        Interim = 2, "under_tiden", "under tiden";
        Exit = 3, "avslut", "vid avslut";
        FollowUp = 4, "uppfoljning", "vid uppföljning";
    }
);

/// The codes with their labels, for choices.
pub fn options<T: CodeTable>() -> impl Iterator<Item = (&'static str, &'static str)> {
    T::ALL.iter().map(|code| (code.slug(), code.label()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound<T: CodeTable + std::fmt::Debug>() {
        for (i, code) in T::ALL.iter().enumerate() {
            assert_eq!(T::from_code(code.code()), Some(*code));
            assert_eq!(T::from_slug(code.slug()), Some(*code));
            assert!(T::ALL[..i].iter().all(|other| other.code() != code.code()));
        }
        assert_eq!(T::from_code(0), None);
        assert_eq!(options::<T>().count(), T::ALL.len());
    }

    #[test]
    fn codes_and_slugs_are_unique() {
        sound::<Missing>();
        sound::<Field>();
        sound::<Stage>();
        sound::<Language>();
        sound::<AgeReason>();
        sound::<ExcessReason>();
        sound::<ReversalReason>();
        sound::<PlanArea>();
        sound::<GoalStatus>();
        sound::<ActivityKind>();
        sound::<Contact>();
        sound::<Months>();
        sound::<AnswerKind>();
        sound::<Moment>();
    }
}
