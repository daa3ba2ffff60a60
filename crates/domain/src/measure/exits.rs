//! Diagrams 4–6: what participations ended in, and what they came from.

use super::{
    Disclosure, Eval, Inputs, Measure,
    axis::{Axis, Base, count},
    share::{ShareRule, share},
};
use crate::{
    codes::{Occupation, Support},
    cube::{Dim, mask},
    figure::Figure,
    unit::{Deltaganden, Unit},
};

const CLOSED: &str = "avslutade deltaganden under året";
const BY_EACH: &[&[Axis]] = &[&[], &[Axis::Sex], &[Axis::Insats]];
const NAMES: &[&str] = &["kon", "insats"];
const ONE_DECIMAL: u32 = 1;

pub(super) const MEASURES: &[Measure] = &[
    closed("avslut.kanda", "Avslutade med känd sysselsättning", "Avslutade deltaganden med känd sysselsättning vid avslut: basen för andelarna.",
        |inputs, measure, _| known(inputs, measure, &AFTER)).of(CLOSED, Disclosure::Flow).by(NAMES),
    closed("avslut.antal_arbete_eller_studier", "Till arbete eller studier, antal",
        "Avslutade till arbete, subventionerat arbete eller studier. Arbete och studier samtidigt räknas en gång.",
        |inputs, measure, _| count::<Deltaganden>(inputs, measure, &to_self_support(&AFTER), BY_EACH)).by(NAMES),
    closed("avslut.arbete_eller_studier", "Till arbete eller studier",
        "Andel av avslutade deltaganden med känd sysselsättning som avslutats till arbete, subventionerat arbete eller studier.",
        |inputs, measure, figures| share(inputs, measure, figures, &of_known("avslut.antal_arbete_eller_studier", "avslut.kanda")))
    .in_unit(Unit::Procent).by(NAMES),
    closed("avslut.antal_arbetssokande", "Till arbetssökande, antal",
        "Avslutade som arbetssökande vid Arbetsförmedlingen, utan arbete eller studier.",
        |inputs, measure, _| count::<Deltaganden>(inputs, measure, &to_jobseeker(&AFTER), BY_EACH)).by(NAMES),
    closed("avslut.arbetssokande", "Till arbetssökande",
        "Andel av avslutade deltaganden med känd sysselsättning som avslutats som arbetssökande, utan arbete eller studier.",
        |inputs, measure, figures| share(inputs, measure, figures, &of_known("avslut.antal_arbetssokande", "avslut.kanda")))
    .in_unit(Unit::Procent).by(NAMES),
    closed("avslut.sysselsattning", "Sysselsättning vid avslut",
        "Avslutade deltaganden efter sysselsättning vid avslut. Den som har flera räknas i var och en, så delarna kan vara fler än summan.",
        |inputs, measure, _| by(inputs, measure, Axis::OccupationAfter)).only_by(&["sysselsattning", "kon+sysselsattning"]),
    closed("avslut.anledning", "Avslutsanledning", "Avslutade deltaganden efter avslutsanledning.",
        |inputs, measure, _| count::<Deltaganden>(inputs, measure, &Base::closed(),
            &[&[Axis::ExitReason], &[Axis::ExitReason, Axis::Sex], &[Axis::Insats, Axis::ExitReason]]))
    .only_by(&["orsak", "kon+orsak", "insats+orsak"]),
    closed("sysselsattning.fore", "Sysselsättning före", "Avslutade deltaganden efter sysselsättning före inregistreringen; flera kan anges.",
        |inputs, measure, _| by(inputs, measure, Axis::OccupationBefore)).only_by(&["sysselsattning", "kon+sysselsattning"]),
    closed("sysselsattning.efter", "Sysselsättning efter", "Avslutade deltaganden efter sysselsättning vid avslut; samma mått som avslut.sysselsattning, ställt mot före.",
        |inputs, measure, _| by(inputs, measure, Axis::OccupationAfter)).only_by(&["sysselsattning", "kon+sysselsattning"]),
    closed("sysselsattning.fore_kanda", "Avslutade med känd sysselsättning före", "Avslutade deltaganden med känd sysselsättning före inregistreringen: basen för andelarna före.",
        |inputs, measure, _| known(inputs, measure, &BEFORE)).of(CLOSED, Disclosure::Flow).by(NAMES),
    closed("egenforsorjning.antal_fore", "I egenförsörjning före, antal", "Avslutade deltaganden som före inregistreringen hade arbete, subventionerat arbete eller studier.",
        |inputs, measure, _| count::<Deltaganden>(inputs, measure, &to_self_support(&BEFORE), BY_EACH)).by(NAMES),
    closed("egenforsorjning.fore", "I egenförsörjning före", "Andel av avslutade deltaganden med känd sysselsättning före som då hade arbete, subventionerat arbete eller studier.",
        |inputs, measure, figures| share(inputs, measure, figures, &of_known("egenforsorjning.antal_fore", "sysselsattning.fore_kanda")))
    .in_unit(Unit::Procent).by(NAMES),
    closed("egenforsorjning.efter", "I egenförsörjning efter", "Samma mått som avslut.arbete_eller_studier, ställt mot före.",
        |inputs, measure, figures| share(inputs, measure, figures, &of_known("avslut.antal_arbete_eller_studier", "avslut.kanda")))
    .in_unit(Unit::Procent).by(NAMES),
    closed("arbetssokande.antal_fore", "Arbetssökande före, antal", "Avslutade deltaganden som före inregistreringen var arbetssökande, utan arbete eller studier.",
        |inputs, measure, _| count::<Deltaganden>(inputs, measure, &to_jobseeker(&BEFORE), BY_EACH)).by(NAMES),
    closed("arbetssokande.fore", "Arbetssökande före", "Andel av avslutade deltaganden med känd sysselsättning före som då var arbetssökande, utan arbete eller studier.",
        |inputs, measure, figures| share(inputs, measure, figures, &of_known("arbetssokande.antal_fore", "sysselsattning.fore_kanda")))
    .in_unit(Unit::Procent).by(NAMES),
    closed("arbetssokande.efter", "Arbetssökande efter", "Samma mått som avslut.arbetssokande, ställt mot före.",
        |inputs, measure, figures| share(inputs, measure, figures, &of_known("avslut.antal_arbetssokande", "avslut.kanda")))
    .in_unit(Unit::Procent).by(NAMES),
    closed("forsorjning.fore", "Försörjning före", "Avslutade deltaganden efter försörjning före inregistreringen; flera kan anges, så delarna kan vara fler än summan.",
        |inputs, measure, _| by(inputs, measure, Axis::SupportBefore)).only_by(&["forsorjning", "forsorjning+kon"]),
    closed("forsorjning.efter", "Försörjning efter", "Avslutade deltaganden efter försörjning vid avslut; flera kan anges, så delarna kan vara fler än summan.",
        |inputs, measure, _| by(inputs, measure, Axis::SupportAfter)).only_by(&["forsorjning", "forsorjning+kon"]),
    closed("forsorjning.fore_kanda", "Avslutade med känd försörjning före", "Avslutade deltaganden med känd försörjning före inregistreringen.",
        |inputs, measure, _| supported(inputs, measure, Dim::SupportBefore, "forsorjning_fore")).of(CLOSED, Disclosure::Flow).by(NAMES),
    closed("forsorjning.efter_kanda", "Avslutade med känd försörjning efter", "Avslutade deltaganden med känd försörjning vid avslut.",
        |inputs, measure, _| supported(inputs, measure, Dim::SupportAfter, "forsorjning_efter")).of(CLOSED, Disclosure::Flow).by(NAMES),
];

const fn closed(id: &'static str, name: &'static str, definition: &'static str, eval: Eval) -> Measure {
    Measure::new(id, name, Unit::Deltaganden, definition, eval)
        .of(CLOSED, Disclosure::Background)
        .when("utregistrering under året")
        .without_answer("anonyma och de utan uppgift ingår inte i basen; antalet anges")
}

/// Before or after: the cube's dimension and the trace's column.
struct Side {
    dim: Dim,
    column: &'static str,
}

const BEFORE: Side = Side {
    dim: Dim::OccupationBefore,
    column: "sysselsattning_fore",
};
const AFTER: Side = Side {
    dim: Dim::OccupationAfter,
    column: "sysselsattning_efter",
};

/// Masks with work, also subsidised, or study: self-support.
pub(super) fn self_support() -> Vec<u16> {
    mask::holding(&[Occupation::Work, Occupation::SubsidisedWork, Occupation::Study])
}

fn to_self_support(side: &Side) -> Base {
    Base::closed().and(side.dim, self_support(), side.column, "egenforsorjning")
}

/// Job seeking without work or study: nobody is in both counts.
fn to_jobseeker(side: &Side) -> Base {
    let working = self_support();
    let mut masks = mask::holding(&[Occupation::Jobseeker]);
    masks.retain(|mask| !working.contains(mask));
    Base::closed().and(side.dim, masks, side.column, "endast_arbetssokande")
}

/// Closed ones in self-support at exit.
pub(super) fn working_after() -> Base {
    to_self_support(&AFTER)
}

/// Closed ones only seeking work at exit.
pub(super) fn seeking_after() -> Base {
    to_jobseeker(&AFTER)
}

/// Closed ones in self-support before entry.
pub(super) fn working_before() -> Base {
    to_self_support(&BEFORE)
}

/// Closed ones only seeking work before entry.
pub(super) fn seeking_before() -> Base {
    to_jobseeker(&BEFORE)
}

fn known(inputs: &Inputs<'_>, measure: &Measure, side: &Side) -> Vec<Figure> {
    let base = Base::closed().and(side.dim, mask::known::<Occupation>(), side.column, "kand");
    count::<Deltaganden>(inputs, measure, &base, BY_EACH)
}

fn supported(inputs: &Inputs<'_>, measure: &Measure, dim: Dim, column: &'static str) -> Vec<Figure> {
    let base = Base::closed().and(dim, mask::known::<Support>(), column, "kand");
    count::<Deltaganden>(inputs, measure, &base, BY_EACH)
}

fn by(inputs: &Inputs<'_>, measure: &Measure, axis: Axis) -> Vec<Figure> {
    count::<Deltaganden>(inputs, measure, &Base::closed(), &[&[axis], &[axis, Axis::Sex]])
}

const fn of_known(above: &'static str, base: &'static str) -> ShareRule {
    ShareRule {
        above,
        codes: &[],
        own: None,
        base,
        universe: "deltaganden.avslutade",
        decimals: ONE_DECIMAL,
    }
}
