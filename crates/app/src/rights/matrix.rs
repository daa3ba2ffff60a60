//! The rights as tables, for the page that is printed and for `docs/rattigheter.md`: asked of the same
//! functions as every act asks.

use chrono::NaiveDate;

use super::{Act, On, may};
use crate::{Actor, Assignment, Role};

/// What the cells mean.
pub const NOTE: &str = "ja: i hela förbundet. egen insats, eget team: bara där rollen gäller. –: nej, och det som inte får ses svarar som om det inte fanns.";

impl Act {
    /// In Swedish, as what one may.
    pub const fn label(self) -> &'static str {
        match self {
            Act::ReadFigures => "läsa nyckeltal och deras ursprung",
            Act::ReadEconomy => "läsa räkenskaper, budget och bidrag",
            Act::ReadVouchers => "läsa verifikationer",
            Act::ReadRows => "läsa deltaganden rad för rad",
            Act::ReadChecks => "läsa granskningens fynd",
            Act::AnswerFinding => "besvara fynd",
            Act::ReadReport => "läsa rapporter och utkast",
            Act::EditReport => "skriva rapporttexter",
            Act::PublishReport => "publicera rapporter",
            Act::ImportLedger => "läsa in bokföring",
            Act::ImportTables => "läsa in tabeller",
            Act::EditMapping => "ändra kopplingen av konton",
            Act::CloseYear => "stänga räkenskapsår",
            Act::ReadAudit => "läsa loggkedjan",
            Act::ManageUsers => "bjuda in användare och ge roller, utom deltagaransvarig",
            Act::ManageRowUsers => "bjuda in deltagaransvariga",
            Act::EditRows => "registrera, rätta och avsluta deltaganden",
            Act::ReadRowLog => "läsa vem som läst ett deltagande",
            Act::ReadReferrals => "läsa remisser och konsultationer",
            Act::EditReferrals => "registrera remisser och konsultationer",
            Act::EditHeadCounts => "registrera volymer",
            Act::AnswerQuarter => "godkänna kvartalets siffror",
            Act::ReadQuarters => "se och stänga kvartal",
            Act::ManageTokens => "skapa nycklar åt insatsens system",
            Act::ManageTeamTokens => "skapa nycklar åt teamets system",
            Act::EditSettings => "ändra förbundets inställningar",
            Act::EditInsatsForm => "bestämma insatsens egna frågor och utfall",
            Act::EditContributions => "fördela medlemsbidrag och ange folkmängder",
            Act::DecideContributions => "registrera beslutade medlemsbidrag",
            Act::EditInvoices => "skicka och ta emot fakturor",
            Act::EditPlan => "skriva budgetförslag och scenarier",
            Act::DecidePlan => "registrera styrelsens beslut om plan och budget",
            Act::ReadRequisitions => "läsa rekvisitioner",
            Act::EditRequisition => "fylla i och attestera insatsens rekvisition",
            Act::ReviewRequisition => "granska och återsända rekvisitioner",
            Act::AttestRequisition => "attestera rekvisitioner (andra attest)",
            Act::EditPayments => "skapa betalfiler och läsa kontoutdrag",
            Act::EditAttestRules => "bestämma attesträtt",
            Act::EditForecast => "ange prognoser och förklara avvikelser",
            Act::CloseEconomy => "stänga kvartalets ekonomi",
            Act::EditVat => "upprätta momsansökan",
            Act::ApplyPot => "ansöka ur en pott",
            Act::DecidePot => "besluta om pottens ram och ansökningar",
        }
    }
}

/// Role by role: what excludes it.
pub fn excluded() -> Vec<(Role, Vec<&'static str>)> {
    let cell = |a: Role, b: Role| match (a == b, a.excludes(b)) {
        (true, _) => "",
        (_, true) => "utesluter",
        (_, false) => "kan förenas",
    };
    let row = |a: Role| (a, Role::ALL.iter().map(|b| cell(a, *b)).collect());
    Role::ALL.into_iter().map(row).collect()
}

/// Act by role: where it may be done.
pub fn rights() -> Vec<(Act, Vec<&'static str>)> {
    let row = |act: Act| (act, Role::ALL.iter().map(|role| place(*role, act)).collect());
    Act::ALL.into_iter().map(row).collect()
}

fn place(role: Role, act: Act) -> &'static str {
    let holder = holder(role);
    if may(&holder, act, On::Association) {
        "ja"
    } else if may(&holder, act, On::Insats("x")) {
        "egen insats"
    } else if may(&holder, act, On::Team("x")) {
        "eget team"
    } else {
        "–"
    }
}

/// Somebody with this role alone, for the insats and team "x".
pub fn holder(role: Role) -> Actor {
    let of_insats = matches!(role, Role::InsatsManager | Role::ParticipantManager);
    Actor {
        id: String::new(),
        name: String::new(),
        assignments: vec![Assignment {
            role,
            insats: of_insats.then(|| "x".into()),
            team: (role == Role::Team).then(|| "x".into()),
            from: NaiveDate::MIN,
            to: None,
        }],
    }
}

/// `docs/rattigheter.md`.
pub fn markdown() -> String {
    let mut text = String::from(
        "# Roller och rättigheter\n\nSkriven ur `crates/app/src/rights.rs`; ändra inte för hand. Varje handling frågar samma funktion.\n\n## Roller som inte kan förenas under samma tid\n\n",
    );
    let head = |first: &str| {
        let labels: Vec<&str> = Role::ALL.iter().map(|role| role.label()).collect();
        format!(
            "| {first} | {} |\n|{}\n",
            labels.join(" | "),
            "---|".repeat(labels.len() + 1)
        )
    };
    text.push_str(&head("roll"));
    for (role, cells) in excluded() {
        text.push_str(&format!("| {} | {} |\n", role.label(), cells.join(" | ")));
    }
    text.push_str(&format!("\n## Vad rollerna får göra\n\n{NOTE}\n\n"));
    text.push_str(&head("får"));
    for (act, cells) in rights() {
        text.push_str(&format!("| {} | {} |\n", act.label(), cells.join(" | ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exclusion_is_mutual() {
        let rows = excluded();
        for (i, (_, cells)) in rows.iter().enumerate() {
            for (j, cell) in cells.iter().enumerate() {
                assert_eq!(*cell, rows[j].1[i]);
            }
        }
    }
}
