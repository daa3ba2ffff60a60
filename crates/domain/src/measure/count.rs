//! One count of any measure of the register, in any scope: the same filters as the year's figures
//! are made with, for periods and scopes that have no figure.

use super::{
    axis::{Axis, Base},
    exits,
};
use crate::{
    codes::{CodeTable, Occupation, Support},
    cube::{Cube, Dim, Filter, WORK_CHANGES, mask},
    facts::Facts,
    figure::Scope,
};

/// How many participations of the cube a measure counts in a scope; none when the measure is no
/// count of the register, or the scope names what it is not given for.
pub(crate) fn count(facts: &Facts, cube: &Cube, measure: &str, scope: &Scope) -> Option<i64> {
    let filter = filter(facts, measure, scope)?;
    Some(cube.cross_tab(&[], &filter).count(|_| true))
}

/// The measure's participations as a filter of the cube.
pub(crate) fn filter(facts: &Facts, measure: &str, scope: &Scope) -> Option<Filter> {
    let (base, own) = counted(measure)?;
    let mut filter = base.into_filter();
    for (dimension, code) in &scope.0 {
        if *dimension == "fore" {
            filter = filter.within(Dim::SupportBefore, mask::holding(&[Support::from_slug(code)?]));
            continue;
        }
        if *dimension == "forandring" {
            let place = WORK_CHANGES.iter().position(|(slug, _)| slug == code)?;
            filter = filter.is(Dim::WorkChange, u16::try_from(place + 1).ok()?);
            continue;
        }
        // A municipality is chosen among the rows before they become a cube.
        if *dimension == "kommun" {
            continue;
        }
        let axis = match *dimension {
            "insats" => Axis::Insats,
            "kon" => Axis::Sex,
            "alder" => Axis::Age,
            dimension => own.filter(|axis| axis.scope() == dimension)?,
        };
        let (_, codes) = axis.values(facts).into_iter().find(|(slug, _)| slug == code)?;
        filter = filter.within(axis.dim(), codes);
    }
    Some(filter)
}

/// Which participations a measure counts, and the property it counts them by.
fn counted(measure: &str) -> Option<(Base, Option<Axis>)> {
    let known = |base: Base, dim, codes: Vec<u16>| base.and(dim, codes, "", "kand");
    let occupations = mask::known::<Occupation>;
    let supports = mask::known::<Support>;
    Some(match measure {
        "deltaganden.nya" => (Base::new_ones(), None),
        "deltaganden.avslutade" | "overgang.alla" | "arbete.forandring" => (Base::closed(), None),
        "deltaganden.totalt" => (Base::total(), None),
        "deltaganden.pagaende" => (Base::ongoing(), None),
        "deltaganden.ingaende" => (Base::opening(), None),
        "deltaganden.anonyma" => (Base::total().and(Dim::Anonymous, vec![1], "", ""), None),
        "alder.antal" => (Base::new_ones(), Some(Axis::Age)),
        "alder.kanda" => (known(Base::new_ones(), Dim::AgeBand, (1..=5).collect()), None),
        "utbildning.antal" => (Base::new_ones(), Some(Axis::Education)),
        "utbildning.kanda" => (known(Base::new_ones(), Dim::Education, (1..=6).collect()), None),
        "forsorjningstid.antal" => (Base::new_ones(), Some(Axis::SupportTime)),
        "forsorjningstid.kanda" => (known(Base::new_ones(), Dim::SupportTime, (1..=6).collect()), None),
        "remittent.antal" => (Base::new_ones(), Some(Axis::Referrer)),
        "avslut.anledning" => (Base::closed(), Some(Axis::ExitReason)),
        "sysselsattning.fore" => (Base::closed(), Some(Axis::OccupationBefore)),
        "sysselsattning.efter" => (Base::closed(), Some(Axis::OccupationAfter)),
        "forsorjning.fore" => (Base::closed(), Some(Axis::SupportBefore)),
        "forsorjning.efter" | "overgang.antal" => (Base::closed(), Some(Axis::SupportAfter)),
        "avslut.kanda" => (known(Base::closed(), Dim::OccupationAfter, occupations()), None),
        "sysselsattning.fore_kanda" => (known(Base::closed(), Dim::OccupationBefore, occupations()), None),
        "forsorjning.fore_kanda" => (known(Base::closed(), Dim::SupportBefore, supports()), None),
        "forsorjning.efter_kanda" | "overgang.kanda" => {
            (known(Base::closed(), Dim::SupportAfter, supports()), None)
        }
        "avslut.antal_arbete_eller_studier" => (exits::working_after(), None),
        "avslut.antal_arbetssokande" => (exits::seeking_after(), None),
        "egenforsorjning.antal_fore" => (exits::working_before(), None),
        "arbetssokande.antal_fore" => (exits::seeking_before(), None),
        "deltaganden.nya_under_30" => (Base::new_ones().and(Dim::Age, (1..30).collect(), "", ""), None),
        _ => return None,
    })
}
