//! Tables of participations and consultations.

use super::{Lines, PRINTED, Printer};
use crate::{
    codes::{CodeTable, Education, ExitReason, ReferringAuthority},
    facts::Insats,
    figure::{MeasureId, Scope},
};

const COLUMNS: [MeasureId; 5] = [
    "deltaganden.budgeterade",
    "deltaganden.totalt",
    "deltaganden.nya",
    "deltaganden.avslutade",
    "deltaganden.pagaende",
];

fn registering<'a>(printer: &Printer<'a>) -> impl Iterator<Item = &'a Insats> {
    printer.facts.insatser.iter().filter(|insats| insats.registers)
}

/// `sus-insatser-YYYY.csv`.
pub(super) fn per_insats(printer: &Printer<'_>) -> Lines {
    let mut lines = Lines::new(&["insats", "budget", "totalt", "nya", "avslutade", "pågående"]);
    let mut line = |name: String, scope: &Scope| {
        let cells = COLUMNS.map(|measure| printer.now(measure, scope.clone()));
        if cells[1..].iter().any(|cell| !cell.is_empty()) {
            lines.push(std::iter::once(name).chain(cells));
        }
    };
    for insats in registering(printer) {
        line(insats.slug.clone(), &Scope::all().with("insats", &insats.slug));
    }
    line(format!("SUMMA {PRINTED}"), &Scope::all());
    lines
}

/// `sus-per-ar.csv`.
pub(super) fn per_year(printer: &Printer<'_>) -> Lines {
    let mut lines = Lines::new(&["år", "budget", "totalt", "nya", "avslutade", "pågående"]);
    for figure in printer.figures.history("deltaganden.totalt", &Scope::all()) {
        let year = figure.key.year;
        let cells = COLUMNS.map(|measure| printer.of(measure, year, Scope::all()));
        lines.push(std::iter::once(year.to_string()).chain(cells));
    }
    lines
}

/// Rows of the background table beside education: group, category, measure, unit.
const BACKGROUND: [(&str, &str, MeasureId, &str); 9] = [
    ("nyinskrivna", "antal", "deltaganden.nya", "deltaganden"),
    (
        "nyinskrivna",
        "under 30 år",
        "deltaganden.nya_under_30",
        "deltaganden",
    ),
    ("nyinskrivna", "medelålder", "alder.medel_inskrivning", "år"),
    (
        "tid i offentlig försörjning",
        "mer än ett år",
        "forsorjningstid.over_1_ar",
        "procent",
    ),
    (
        "tid i offentlig försörjning",
        "mer än fem år",
        "forsorjningstid.over_5_ar",
        "procent",
    ),
    ("avslut", "utskrivna", "deltaganden.avslutade", "deltaganden"),
    (
        "avslut",
        "arbete, subventionerat arbete eller studier",
        "avslut.antal_arbete_eller_studier",
        "deltaganden",
    ),
    (
        "avslut",
        "arbetssökande vid Arbetsförmedlingen",
        "avslut.antal_arbetssokande",
        "deltaganden",
    ),
    (
        "konsultationer",
        "samverkansteamens konsultationer",
        "konsultationer.antal",
        "konsultationer",
    ),
];

/// `bakgrund-YYYY.csv`.
pub(super) fn background(printer: &Printer<'_>) -> Lines {
    let mut lines = Lines::new(&["fördelning", "kategori", "kvinnor", "män", "alla", "enhet"]);
    let mut line = |group: &str, category: &str, measure, scope: &Scope, unit: &str| {
        let cells = [Some("kvinna"), Some("man"), None].map(|sex| {
            let scope = sex.map_or(scope.clone(), |sex| scope.clone().with("kon", sex));
            printer.now(measure, scope)
        });
        if !cells[2].is_empty() {
            let words = [group.to_owned(), category.to_owned()].into_iter();
            lines.push(words.chain(cells).chain([unit.to_owned()]));
        }
    };
    for (group, category, measure, unit) in BACKGROUND {
        line(group, category, measure, &Scope::all(), unit);
    }
    for education in Education::ALL {
        let scope = Scope::all().with("utbildning", education.slug());
        line(
            "utbildning (kända)",
            education.label(),
            "utbildning.andel",
            &scope,
            "procent",
        );
    }
    lines
}

/// `bilagor-YYYY.csv`.
pub(super) fn annexes(printer: &Printer<'_>) -> Lines {
    let mut lines = Lines::new(&["insats", "mått", "värde"]);
    for insats in registering(printer) {
        let own = Scope::all().with("insats", &insats.slug);
        let mut line = |label: &str, measure, scope: &Scope| {
            let value = printer.now(measure, scope.clone());
            if !value.is_empty() {
                lines.push([insats.slug.clone(), label.to_owned(), value]);
            }
        };
        line("nya deltagare", "deltaganden.nya", &own);
        line("totalt antal deltagare", "deltaganden.totalt", &own);
        line("avslutade deltagare", "deltaganden.avslutade", &own);
        line(
            "till arbete eller studier",
            "avslut.antal_arbete_eller_studier",
            &own,
        );
        line("konsultationer", "konsultationer.antal", &own);
        for reason in ExitReason::ALL {
            let scope = own.clone().with("orsak", reason.slug());
            line(&format!("avslut {}", reason.label()), "avslut.anledning", &scope);
        }
        for authority in ReferringAuthority::ALL {
            let scope = own.clone().with("remittent", authority.slug());
            line(
                &format!("remittent {}", authority.label()),
                "remittent.antal",
                &scope,
            );
        }
        line("sedan start deltagare", "deltaganden.sedan_start", &own);
        line("sedan start avslutade", "avslut.sedan_start", &own);
        line(
            "sedan start till arbete eller studier",
            "avslut.arbete_eller_studier_sedan_start",
            &own,
        );
    }
    lines
}
