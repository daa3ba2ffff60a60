//! Margins that contradict each other are refused before anything is made.

use super::{InsatsTarget, Targets};
use crate::{facts::Insats, refusal::Refusal};

const CODE: &str = "exempel-marginaler";

/// A refusal that names the margin.
pub(super) fn refusal(place: impl Into<String>, why: impl Into<String>) -> Refusal {
    Refusal::at(
        CODE,
        place,
        format!("{} Rätta tabellen och försök igen.", why.into()),
    )
}

/// Refuses what no set of rows can meet.
pub(super) fn contradictions(insatser: &[Insats], targets: &Targets) -> Result<(), Refusal> {
    for (i, target) in targets.insatser.iter().enumerate() {
        row(target)?;
        if !insatser
            .iter()
            .any(|insats| insats.slug == target.insats && insats.registers)
        {
            return Err(refusal(
                &target.insats,
                "Insatsen finns inte bland insatser med registrering.",
            ));
        }
        if targets.insatser[..i]
            .iter()
            .any(|other| other.insats == target.insats)
        {
            return Err(refusal(&target.insats, "Insatsen står två gånger i tabellen."));
        }
    }
    totals(targets)?;
    background(targets)
}

fn row(t: &InsatsTarget) -> Result<(), Refusal> {
    let negative = [t.total, t.new, t.closed, t.ongoing].iter().any(|n| *n < 0);
    if negative {
        return Err(refusal(&t.insats, "Ett antal är negativt."));
    }
    if t.total - t.closed != t.ongoing {
        return Err(refusal(
            &t.insats,
            format!(
                "Totalt {} minus avslutade {} är inte pågående {}.",
                t.total, t.closed, t.ongoing
            ),
        ));
    }
    if t.new > t.total {
        return Err(refusal(
            &t.insats,
            format!("Nya {} är fler än totalt {}.", t.new, t.total),
        ));
    }
    Ok(())
}

fn totals(targets: &Targets) -> Result<(), Refusal> {
    let sum = |of: fn(&InsatsTarget) -> i64| -> i64 { targets.insatser.iter().map(of).sum() };
    let (new, closed) = (sum(|t| t.new), sum(|t| t.closed));
    let by_sex = targets.new.by_sex.map(|(women, men)| women + men);
    for (place, printed, table) in [
        ("nyinskrivna, antal", targets.new.count, new),
        ("nyinskrivna, kvinnor och män", by_sex, new),
        ("avslut, utskrivna", targets.closed, closed),
    ] {
        if printed.is_some_and(|n| n != table) {
            let printed = printed.unwrap_or_default();
            return Err(refusal(
                place,
                format!("{printed} står mot {table} i tabellen per insats."),
            ));
        }
    }
    let ended = targets.closed_to_work_or_study.unwrap_or(0) + targets.closed_as_jobseekers.unwrap_or(0);
    if ended > closed {
        return Err(refusal(
            "avslut",
            format!("{ended} till arbete, studier eller arbetssökande är fler än {closed} avslutade."),
        ));
    }
    Ok(())
}

fn background(targets: &Targets) -> Result<(), Refusal> {
    let new = &targets.new;
    let counts = [
        new.by_sex.map(|(women, _)| women),
        new.by_sex.map(|(_, men)| men),
        new.under_30,
        targets.closed_to_work_or_study,
        targets.closed_as_jobseekers,
        targets.consultations,
    ];
    if counts.iter().flatten().any(|n| *n < 0) {
        return Err(refusal("bakgrund", "Ett antal är negativt."));
    }
    let shares = new
        .education
        .iter()
        .map(|(_, p)| *p)
        .chain(new.over_1_year)
        .chain(new.over_5_years);
    if shares.clone().any(|p| !(0..=100).contains(&p)) {
        return Err(refusal("bakgrund", "En andel ligger utanför 0–100 procent."));
    }
    if let (Some(one), Some(five)) = (new.over_1_year, new.over_5_years)
        && five > one
    {
        return Err(refusal(
            "tid i offentlig försörjning",
            "Fler har mer än fem år än mer än ett år.",
        ));
    }
    Ok(())
}
