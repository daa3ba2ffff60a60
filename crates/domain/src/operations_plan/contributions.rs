//! 10.2: what the members pay, and the municipalities' kronor for each inhabitant.

use super::whole;
use crate::{
    codes::MemberKind,
    document::{Row, RowKind, TableCell},
    facts::Member,
    figure::Scope,
    report::{caption, cells, draft::Draft},
};

pub(super) fn part(draft: &mut Draft<'_>) {
    draft.heading(3, "10.2", "Medlemmarnas bidrag", "bidrag");
    draft.section("bidrag");
    if draft.known("bidrag.summa").is_none() {
        draft.missing(
            "vpb-bidrag",
            "medlemmarnas bidrag är inte beslutade för året",
            "Fördela bidragen under Ekonomi.",
        );
        return;
    }
    let years = shown(draft);
    let mut rows = municipalities(draft, &years);
    for kind in [MemberKind::Region, MemberKind::State] {
        rows.extend(paying(draft, kind).map(|member| row(draft, member, &years)));
    }
    let mut cells = vec![cells::blank(), cells::blank()];
    cells.extend(
        years
            .iter()
            .map(|year| cells::maybe(whole(draft, "bidrag.summa", *year))),
    );
    rows.push(cells::row(RowKind::Total, "Summa", cells));
    let mut heads = vec!["Medlem".to_owned(), "Invånare".into(), "Kr per invånare".into()];
    heads.extend(years.iter().map(|year| format!("Bidrag {year}")));
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let finding = caption::plain(
        "Medlemmarna bidrar med {}, kommunerna med {}",
        &[draft.known("bidrag.summa"), draft.known("bidrag.per_invanare")],
    );
    let caption = finding
        .or_else(|| caption::plain("Medlemmarna bidrar med {}", &[draft.known("bidrag.summa")]))
        .unwrap_or_default();
    let mut table = cells::table("tabell-bidrag", caption, cells::numeric(&heads), rows);
    table.notes = notes(draft);
    draft.table(table);
}

/// The year before, where it has contributions, and the year.
fn shown(draft: &Draft<'_>) -> Vec<i32> {
    let year = draft.year();
    let years = [year - 1, year];
    years
        .into_iter()
        .filter(|year| whole(draft, "bidrag.summa", *year).is_some())
        .collect()
}

fn paying<'a>(draft: &Draft<'a>, kind: MemberKind) -> impl Iterator<Item = &'a Member> + use<'a> {
    let (facts, year) = (draft.facts(), draft.year());
    let pays = move |member: &&Member| {
        let of =
            |c: &crate::facts::Contribution| c.member == member.code && (year - 1..=year).contains(&c.year);
        member.kind == kind && facts.contributions.iter().any(of)
    };
    facts.members.iter().filter(pays)
}

fn municipalities(draft: &Draft<'_>, years: &[i32]) -> Vec<Row> {
    let members: Vec<&Member> = paying(draft, MemberKind::Municipality).collect();
    let mut rows: Vec<Row> = members.iter().map(|member| row(draft, member, years)).collect();
    let people = draft.known("bidrag.folkmangd");
    if rows.len() > 1 && people.is_some() {
        let each = draft.known("bidrag.per_invanare");
        let mut cells = vec![cells::maybe(people), cells::maybe(each)];
        let sum = |year: &i32| cells::maybe(whole(draft, "bidrag.kommuner", *year));
        cells.extend(years.iter().map(sum));
        rows.push(cells::row(RowKind::Subtotal, "Summa kommuner", cells));
    }
    rows
}

fn row(draft: &Draft<'_>, member: &Member, years: &[i32]) -> Row {
    let scope = Scope::all().with("medlem", &member.code);
    let own = |measure| {
        let figure = draft.figure(measure, scope.clone());
        figure.map_or_else(cells::blank, cells::of)
    };
    let mut all: Vec<TableCell> = vec![own("bidrag.folkmangd"), own("bidrag.per_invanare")];
    let paid = |year: &i32| cells::maybe(draft.at("bidrag.belopp", *year, scope.clone()));
    all.extend(years.iter().map(paid));
    cells::row(RowKind::Normal, &member.name, all)
}

fn notes(draft: &Draft<'_>) -> Vec<String> {
    let year = draft.year();
    let dates = paying(draft, MemberKind::Municipality).filter_map(|member| member.population_before(year));
    let mut dates: Vec<_> = dates.map(|(date, _)| date).collect();
    dates.sort_unstable();
    dates.dedup();
    let mut notes = Vec::new();
    match dates.as_slice() {
        [] => {}
        [date] => notes.push(format!(
            "Folkmängd den {} (SCB). Kronor per invånare är bidraget för {year} delat med folkmängden.",
            caption::long_date(*date)
        )),
        _ => notes.push(format!(
            "Folkmängd den senaste kända dagen {}, som inte är samma dag för alla kommuner.",
            year - 1
        )),
    }
    notes.push("Staten betalar hälften, regionen en fjärdedel och kommunerna tillsammans en fjärdedel (lagen 2003:1210).".into());
    let reasons = draft.facts().contributions.iter().filter(|c| c.year == year);
    notes.extend(reasons.filter_map(|c| {
        let reason = c.override_reason.as_ref()?;
        let member = draft.facts().members.iter().find(|m| m.code == c.member)?;
        Some(format!(
            "{}: beslutat belopp skiljer sig från fördelningen. {reason}",
            member.name
        ))
    }));
    notes
}
