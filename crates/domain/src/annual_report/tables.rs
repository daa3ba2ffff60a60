//! The overview over the years, the list of insatser, table 1 per insats and table 2 per year.

use super::{caption, cells, draft::Draft};
use crate::{
    document::{Row, RowKind, TableCell},
    figure::{FigureKey, MeasureId, Scope},
    statement::{OverviewRow, measure as id},
};

const FLOWS: [(&str, MeasureId); 5] = [
    ("Budgeterade", "deltaganden.budgeterade"),
    ("Totalt", "deltaganden.totalt"),
    ("Nya", "deltaganden.nya"),
    ("Avslutade", "deltaganden.avslutade"),
    ("Pågående", "deltaganden.pagaende"),
];
const FLOW_NOTE: &str = "Räknebas: deltaganden. Totalt är de som var öppna någon dag under året; pågående är de som inte var avslutade när året tog slut.";

/// Years side by side, newest first.
pub(super) fn overview(draft: &mut Draft<'_>) {
    let overview = &draft.sources.figures.statements().overview;
    let is_known = |row: &OverviewRow| row.values.iter().any(Option::is_some);
    if !overview.rows.iter().any(is_known) {
        draft.missing(
            "ars-oversikt",
            "varken bokföring eller publicerade värden finns för åren",
            "Läs in bokföringen eller registrera tidigare års publicerade värden.",
        );
        return;
    }
    let row = |label: &str, measure: MeasureId| {
        let cells = overview
            .years
            .iter()
            .map(|year| cells::maybe(draft.at(measure, *year, Scope::all())));
        cells::row(RowKind::Normal, label, cells.collect())
    };
    let rows = overview.rows.iter().filter(|r| is_known(r));
    let mut rows: Vec<Row> = rows.map(|r| row(overview_label(r), r.measure)).collect();
    if draft.participations().is_some() {
        rows.push(row("Deltaganden under året", "deltaganden.totalt"));
    }
    let years: Vec<String> = overview.years.iter().map(i32::to_string).collect();
    let heads: Vec<&str> = std::iter::once("Mått")
        .chain(years.iter().map(String::as_str))
        .collect();
    let finding = caption::plain(
        "Årets resultat blev {}; eget kapital var {} vid årets slut",
        &[draft.known(id::RESULT), draft.known(id::EQUITY)],
    );
    let caption = finding.unwrap_or_else(|| "Verksamhetens utveckling".into());
    let mut table = cells::table("tabell-oversikt", caption, cells::numeric(&heads), rows);
    table.label = "Översikt".into();
    table.notes.push("Belopp i kronor. Åren före den inlästa bokföringen är publicerade värden, så som de trycktes; ett tankstreck betyder att uppgift saknas.".into());
    draft.table(table);
}

/// Employees are printed in posts, so the row says so.
fn overview_label(row: &OverviewRow) -> &'static str {
    if row.measure == id::EMPLOYEES {
        "Antal anställda, tjänster"
    } else {
        row.label
    }
}

/// The financed insatser in words.
pub(super) fn insatser(draft: &mut Draft<'_>) {
    draft.heading(3, "", "Finansierade insatser", "finansierade-insatser");
    draft.section("insatser");
    let insatser = super::annex::financed(draft);
    if insatser.is_empty() {
        draft.missing(
            "ars-insatser",
            "inga insatser är registrerade",
            "Lägg in insatserna under Insatser.",
        );
        return;
    }
    let row = |insats: &&crate::facts::Insats| {
        let cells = [
            insats.principal.clone(),
            insats.municipalities.join(", "),
            insats.decision.clone(),
        ];
        let link = TableCell {
            link: Some(format!("#bilaga-{}", insats.slug)),
            ..TableCell::text(&insats.name)
        };
        let mut all = vec![link];
        all.extend(cells.map(TableCell::text));
        Row {
            kind: RowKind::Normal,
            cells: all,
        }
    };
    let rows = insatser.iter().map(row).collect();
    let columns = cells::words(&["Insats", "Huvudman", "Område", "Beslut eller avtal"]);
    let caption = "Insatser som förbundet finansierade under året".to_owned();
    draft.table(cells::table("tabell-insatser", caption, columns, rows));
}

/// "Resultat på individnivå": tables 1 and 2.
pub(super) fn flows(draft: &mut Draft<'_>) {
    draft.heading(3, "", "Resultat på individnivå", "individniva");
    draft.section("individer");
    if draft.participations().is_none() {
        draft.missing(
            "ars-deltaganden",
            "inga deltaganden är registrerade eller publicerade för året",
            "Insatserna registrerar deltagandena under Deltagare.",
        );
        return;
    }
    draft.sentence(
        "Året började med {} deltaganden från tidigare år. {} var nya, så att {} pågick någon gång under året; {} avslutades och {} fortsatte in i nästa år.",
        &[
            draft.known("deltaganden.ingaende"),
            draft.known("deltaganden.nya"),
            draft.known("deltaganden.totalt"),
            draft.known("deltaganden.avslutade"),
            draft.known("deltaganden.pagaende"),
        ],
    );
    draft.sentence(
        "Samverkansteamen behandlade {} konsultationer. En konsultation är inte ett deltagande och räknas för sig.",
        &[draft.known("konsultationer.antal")],
    );
    per_insats(draft);
    per_year(draft);
}

fn per_insats(draft: &mut Draft<'_>) {
    let flows = |scope: &Scope| FLOWS.map(|(_, measure)| draft.cell(measure, scope.clone()));
    let registering = draft.facts().insatser.iter().filter(|insats| insats.registers);
    let mut rows: Vec<Row> = registering
        .map(|insats| {
            let scope = Scope::all().with("insats", &insats.slug);
            cells::row(RowKind::Normal, &insats.name, flows(&scope).to_vec())
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    rows.push(cells::row(RowKind::Total, "Summa", flows(&Scope::all()).to_vec()));
    let finding = caption::plain(
        "{} deltaganden under året; {} avslutades och {} pågick vid årets slut",
        &[
            draft.known("deltaganden.totalt"),
            draft.known("deltaganden.avslutade"),
            draft.known("deltaganden.pagaende"),
        ],
    );
    let caption = finding.unwrap_or_else(|| "Deltaganden per insats".into());
    let heads: Vec<&str> = std::iter::once("Insats")
        .chain(FLOWS.map(|(head, _)| head))
        .collect();
    let mut table = cells::table("tabell-1", caption, cells::numeric(&heads), rows);
    table.label = "Tabell 1".into();
    table.notes.push(FLOW_NOTE.into());
    table.notes.extend(draft.constructed_note());
    draft.table(table);
}

fn per_year(draft: &mut Draft<'_>) {
    let history = draft.sources.figures.history("deltaganden.totalt", &Scope::all());
    let years: Vec<i32> = history
        .iter()
        .filter(|figure| figure.value.units().is_some())
        .map(|figure| figure.key.year)
        .collect();
    let row = |year: &i32| {
        let cell = |(_, measure)| {
            let key = FigureKey {
                measure,
                year: *year,
                scope: Scope::all(),
            };
            cells::maybe(draft.sources.figures.get(&key))
        };
        cells::row(RowKind::Normal, year.to_string(), FLOWS.map(cell).to_vec())
    };
    let rows: Vec<Row> = years.iter().map(row).collect();
    let heads: Vec<&str> = std::iter::once("År").chain(FLOWS.map(|(head, _)| head)).collect();
    let before = draft.at("deltaganden.totalt", draft.year() - 1, Scope::all());
    let finding = caption::plain(
        "{} deltaganden under året, mot {} året före",
        &[draft.known("deltaganden.totalt"), before],
    );
    let caption = finding.unwrap_or_else(|| "Deltaganden per år".into());
    let mut table = cells::table("tabell-2", caption, cells::numeric(&heads), rows);
    table.label = "Tabell 2".into();
    table.notes = vec![
        FLOW_NOTE.into(),
        "Tidigare år är publicerade värden, så som de trycktes; där går pågående året före plus nya inte alltid jämnt upp med totalt.".into(),
    ];
    table.notes.extend(draft.constructed_note());
    draft.table(table);
}
