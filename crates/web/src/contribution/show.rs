//! The page of a year's contributions: table, plot and forms.

use app::{
    contribution::{Row as MemberRow, Sheet},
    rights::Act,
};
use domain::{
    chart::{Chart, ChartKind, Series},
    codes::{CodeTable, MemberKind},
    contribution::{Key, instalment::Plan},
    money::Ore,
    number,
};

use super::{Back, PAGE, get};
use crate::{
    frame::{self, Place},
    insatser::exports,
    pages::contribution::{ContributionsPage, OtherRow},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, FieldKind, Link, Plot, Refusals, Row, RowKind, Table},
    visitor::Visitor,
};

fn kronor(amount: Ore) -> String {
    amount.rounded()
}

fn cell(amount: Option<Ore>) -> Cell {
    amount.map_or_else(Cell::default, |amount| Cell::text(kronor(amount)))
}

fn to_the_ore(amount: Option<Ore>) -> Cell {
    amount.map_or_else(Cell::default, |amount| Cell::text(amount.to_string()))
}

pub(super) async fn page(
    site: &Site,
    visitor: &Visitor,
    sheet: &Sheet,
    back: &Back,
) -> Result<ContributionsPage, Trouble> {
    let year = sheet.year;
    let place = Place::new(format!("Medlemsbidrag {year}"), "/ekonomi").told(back.told.as_deref());
    let refusals = Refusals::of(&back.refusals);
    let open = sheet.decided.is_none() && !sheet.invoiced;
    let may_edit = visitor.may(Act::EditContributions) && open;
    let [table, plan] = tables(sheet);
    Ok(ContributionsPage {
        shell: frame::shell(site, visitor, place).await?,
        year,
        state: state(sheet),
        lede: lede(sheet),
        ways: ways(year),
        conflict: back.conflict.as_ref().map(|(theirs, _)| theirs.clone()),
        missing: if sheet.is_decided {
            Vec::new()
        } else {
            missing(sheet)
        },
        plot: plot(sheet),
        table,
        about: about(sheet),
        basis: if may_edit {
            basis(sheet, back, &refusals)
        } else {
            Vec::new()
        },
        shares: if may_edit {
            shares(sheet, back, &refusals)
        } else {
            Vec::new()
        },
        version: back
            .conflict
            .as_ref()
            .map_or(sheet.version, |(_, version)| *version),
        others: if may_edit && sheet.refusals.is_empty() {
            others(sheet, back, &refusals)
        } else {
            Vec::new()
        },
        decision: if visitor.may(Act::DecideContributions)
            && open
            && sheet.refusals.is_empty()
            && sheet.version > 0
        {
            decision(back, &refusals)
        } else {
            Vec::new()
        },
        may_reopen: visitor.may(Act::DecideContributions) && sheet.decided.is_some() && !sheet.invoiced,
        plan,
        plan_field: (visitor.may(Act::EditContributions) && !sheet.invoiced)
            .then(|| plan_field(sheet, back, &refusals)),
        refusals,
    })
}

/// Years beside this one, populations, invoices.
fn ways(year: i32) -> Vec<Link> {
    let beside = |year: i32| Link::new(year.to_string(), format!("{PAGE}?ar={year}"));
    vec![
        beside(year - 1),
        beside(year + 1),
        Link::new("Folkmängder", "/ekonomi/folkmangd"),
        Link::new("Fakturor", "/ekonomi/fakturor"),
    ]
}

fn state(sheet: &Sheet) -> Cell {
    match (&sheet.decided, sheet.is_decided, sheet.version) {
        (Some(_), ..) => Cell::badge("beslutat", "good"),
        (None, true, _) => Cell::badge("publicerat", "good"),
        (None, false, 0) => Cell::badge("inget förslag", "plain"),
        _ => Cell::badge("förslag", "should"),
    }
}

fn lede(sheet: &Sheet) -> String {
    let sum = kronor(sheet.sum());
    match &sheet.decided {
        Some((decision, on)) => format!("{sum}\u{a0}kr tillsammans, beslutat {on}: {decision}."),
        None if sheet.rows.is_empty() => String::new(),
        None => format!("{sum}\u{a0}kr tillsammans."),
    }
}

fn missing(sheet: &Sheet) -> Vec<String> {
    if sheet.basis.total == Ore::ZERO {
        return vec!["Totalen är inte angiven.".into()];
    }
    let known = sheet.refusals.iter().filter(|r| r.code != "bidrag-folkmangd");
    let mut lines: Vec<String> = known.map(|r| r.message.clone()).collect();
    let without = sheet
        .refusals
        .iter()
        .filter(|r| r.code == "bidrag-folkmangd")
        .count();
    if without == 1 {
        lines.extend(
            sheet
                .refusals
                .iter()
                .filter(|r| r.code == "bidrag-folkmangd")
                .map(|r| r.message.clone()),
        );
    } else if without > 1 {
        let on = sheet.basis.groups.iter().find_map(|group| match group.key {
            Key::Population { on } => Some(on.to_string()),
            _ => None,
        });
        lines.push(format!(
            "Folkmängden den {} saknas för {without} kommuner.",
            on.unwrap_or_default()
        ));
    }
    lines
}

fn about(sheet: &Sheet) -> Vec<String> {
    let mut lines = sheet.about.clone();
    if let Some(source) = &sheet.source {
        lines.push(format!("Källa: {}, hämtad {}.", source.table, source.extracted));
    }
    lines
}

/// The members, and the instalments.
pub(super) fn tables(sheet: &Sheet) -> [Table; 2] {
    [members(sheet), instalments(sheet)]
}

fn members(sheet: &Sheet) -> Table {
    let head = if sheet.is_decided { "Beslutat" } else { "Förslag" };
    let before = format!("{}#", sheet.year - 1);
    let heads = [
        "Medlem",
        "Invånare#",
        "Andel#",
        "Enligt nyckeln#",
        &format!("{head}#"),
        "Kr per invånare#",
        &before,
    ];
    let mut table = Table::new(
        "medlemsbidrag",
        format!("Medlemsbidrag {}, kronor", sheet.year),
        &heads,
    );
    for kind in MemberKind::ALL {
        table
            .rows
            .extend(sheet.of_kind(*kind).map(|row| member(sheet, row)));
    }
    if !table.rows.is_empty() {
        let people = Some(sheet.inhabitants()).filter(|n| *n > 0);
        table.rows.push(Row::total(vec![
            Cell::text("Summa"),
            people.map_or_else(Cell::default, |n| Cell::text(number::integer(n))),
            Cell::default(),
            cell(sheet.sum_of(|row| row.proposed)),
            cell(sheet.sum_of(MemberRow::amount)),
            to_the_ore(sheet.per_inhabitant()),
            cell(sheet.sum_of(|row| row.before)),
        ]));
    }
    for row in &sheet.rows {
        let reason = row.decided.as_ref().and_then(|(_, reason)| reason.clone());
        let reason = reason.or_else(|| row.other.as_ref().map(|(_, reason)| reason.clone()));
        if let Some(reason) = reason {
            table
                .notes
                .push(format!("{}: avviker från nyckeln, {reason}.", row.member.name));
        }
    }
    table.notes.push("Andel är medlemmens del av sin grupps bidrag. Beloppen fördelas efter största rest till hela kronor.".into());
    table.exports = exports(PAGE, sheet.year, &table.id);
    table
}

fn member(sheet: &Sheet, row: &MemberRow) -> Row {
    let share = sheet.share(row).map(|tenths| {
        let decimal = number::decimal(tenths, 1);
        Cell::text(format!("{decimal}{}%", number::NBSP))
    });
    Row {
        kind: RowKind::Normal,
        cells: vec![
            Cell::text(&row.member.name),
            row.inhabitants
                .map_or_else(Cell::default, |n| Cell::text(number::integer(n))),
            share.unwrap_or_default(),
            cell(row.proposed),
            cell(row.amount()),
            to_the_ore(row.per_inhabitant()),
            cell(row.before),
        ],
    }
}

fn instalments(sheet: &Sheet) -> Table {
    let mut heads = vec!["Medlem".to_owned()];
    let dues = sheet.plan.as_ref().map(Plan::dues).unwrap_or_default();
    heads.extend(dues.iter().map(|due| format!("{due}#")));
    heads.push("Summa#".into());
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut table = Table::new(
        "betalplan",
        format!("Betalplan {}, kronor per förfallodag", sheet.year),
        &heads,
    );
    let Some(plan) = &sheet.plan else { return table };
    let row = |name: &str, parts: Vec<Ore>, whole: Ore| {
        let amounts = parts.into_iter().chain([whole]).map(|amount| cell(Some(amount)));
        std::iter::once(Cell::text(name)).chain(amounts).collect()
    };
    for member in &sheet.rows {
        let Some(amount) = member.amount() else { continue };
        table
            .rows
            .push(Row::of(row(&member.member.name, plan.amounts(amount), amount)));
    }
    if !table.rows.is_empty() {
        table
            .rows
            .push(Row::total(row("Summa", sheet.instalments(), sheet.sum())));
        table.exports = exports(PAGE, sheet.year, &table.id);
    }
    table
}

/// What each municipality pays, this year and the year before.
fn plot(sheet: &Sheet) -> Option<Plot> {
    let own = sheet.of_kind(MemberKind::Municipality);
    let own: Vec<&MemberRow> = own.filter(|row| row.amount().is_some()).collect();
    let largest = own.iter().max_by_key(|row| row.amount())?;
    let whole = sheet.sum_of_kind(MemberKind::Municipality);
    if whole == Ore::ZERO {
        return None;
    }
    let caption = format!(
        "{} betalar mest av kommunerna {}: {} av {}\u{a0}kr",
        largest.member.name,
        sheet.year,
        kronor(largest.amount().unwrap_or_default()),
        kronor(whole)
    );
    let thousands = |amount: Option<Ore>| amount.map(Ore::to_thousands);
    let mut series = vec![Series {
        name: sheet.year.to_string(),
        values: own.iter().map(|row| thousands(row.amount())).collect(),
    }];
    if own.iter().any(|row| row.before.is_some()) {
        series.push(Series {
            name: (sheet.year - 1).to_string(),
            values: own.iter().map(|row| thousands(row.before)).collect(),
        });
    }
    let chart = Chart {
        kind: ChartKind::Bars,
        categories: own.iter().map(|row| row.member.name.clone()).collect(),
        series,
        unit: "tkr".into(),
        target: None,
        decimals: 0,
        withheld: Vec::new(),
    };
    Some(Plot {
        id: "bidrag-diagram".into(),
        svg: app::pages::drawing(&chart, "bidrag-diagram", &caption),
        caption,
        note: "Tusental kronor.".into(),
        table: Table::default(),
    })
}

/// What was typed, or what stands.
fn typed(back: &Back, name: &str, stands: String) -> String {
    back.fields
        .as_ref()
        .filter(|fields| fields.contains_key(name))
        .map_or(stands, |fields| get(fields, name))
}

fn number_field(name: String, label: String, help: &str) -> Field {
    Field {
        kind: FieldKind::Text("numeric"),
        ..Field::text(name, label)
    }
    .help(help)
}

fn basis(sheet: &Sheet, back: &Back, refusals: &Refusals) -> Vec<Field> {
    let total = if sheet.basis.total == Ore::ZERO {
        String::new()
    } else {
        kronor(sheet.basis.total)
    };
    let help = if sheet.before > Ore::ZERO {
        format!(
            "Allt medlemmarna betalar tillsammans, i kronor. {} var det {}\u{a0}kr.",
            sheet.year - 1,
            kronor(sheet.before)
        )
    } else {
        "Allt medlemmarna betalar tillsammans, i kronor.".into()
    };
    let on = sheet.basis.groups.iter().find_map(|group| match group.key {
        Key::Population { on } => Some(on.to_string()),
        _ => None,
    });
    let standard = format!("{}-09-30", sheet.year - 1);
    let mut fields = vec![
        number_field("total".into(), "Totalt bidrag".into(), &help)
            .value(typed(back, "total", total))
            .error(refusals),
        Field::text("dag", "Folkmängd den dag")
            .help("ÅÅÅÅ-MM-DD. Dagen för de grupper som delar efter invånarantal.")
            .value(typed(back, "dag", on.unwrap_or(standard)))
            .error(refusals),
    ];
    for kind in MemberKind::ALL {
        fields.extend(group_fields(*kind, sheet, back, refusals));
    }
    fields
}

/// A group's weight and key.
fn group_fields(kind: MemberKind, sheet: &Sheet, back: &Back, refusals: &Refusals) -> Vec<Field> {
    let mut fields = Vec::with_capacity(2);
    let (slug, who) = (kind.slug(), part(kind));
    let group = sheet.basis.groups.iter().find(|group| group.kind == kind);
    let weight = group.map_or_else(String::new, |group| group.weight.to_string());
    let name = format!("vikt-{slug}");
    let help = "Del av helheten i förhållande till de andra: lagen är 2 för staten, 1 för regionen, 1 för kommunerna. Tomt betalar inget.";
    fields.push(
        number_field(name.clone(), format!("{who}: andel"), help)
            .value(typed(back, &name, weight))
            .error(refusals),
    );
    let key = match group.map(|group| &group.key) {
        Some(Key::Population { .. }) => "folkmangd",
        Some(Key::Fixed(_)) => "andelar",
        Some(Key::Entered(_)) => "belopp",
        _ => "lika",
    };
    let options = [
        ("lika", "lika mellan medlemmarna"),
        ("folkmangd", "efter invånarantal"),
        ("andelar", "efter fasta andelar"),
        ("belopp", "med angivna belopp"),
    ];
    let options = options
        .map(|(code, words)| (code.to_owned(), words.to_owned()))
        .to_vec();
    let name = format!("nyckel-{slug}");
    fields.push(
        Field::choice(name.clone(), format!("{who}: delas"), options)
            .value(typed(back, &name, key.into()))
            .error(refusals),
    );
    fields
}

fn part(kind: MemberKind) -> &'static str {
    match kind {
        MemberKind::State => "Staten",
        MemberKind::Region => "Regioner",
        MemberKind::Municipality => "Kommuner",
    }
}

fn shares(sheet: &Sheet, back: &Back, refusals: &Refusals) -> Vec<Field> {
    let stands = |code: &str| {
        let share = sheet.basis.groups.iter().find_map(|group| match &group.key {
            Key::Fixed(shares) => shares.get(code).map(ToString::to_string),
            Key::Entered(amounts) => amounts.get(code).map(|amount| kronor(*amount)),
            Key::Population { .. } | Key::Equal => None,
        });
        share.unwrap_or_default()
    };
    let field = |row: &MemberRow| {
        let name = format!("andel-{}", row.member.code);
        let value = typed(back, &name, stands(&row.member.code));
        number_field(name, row.member.name.clone(), "")
            .value(value)
            .error(refusals)
    };
    sheet.rows.iter().map(field).collect()
}

fn others(sheet: &Sheet, back: &Back, refusals: &Refusals) -> Vec<OtherRow> {
    let row = |row: &MemberRow| {
        let code = row.member.code.clone();
        let (amount, reason) = row
            .other
            .clone()
            .map_or_else(Default::default, |(amount, reason)| (kronor(amount), reason));
        let (amount_field, reason_field) = (format!("belopp-{code}"), format!("skal-{code}"));
        OtherRow {
            name: row.member.name.clone(),
            proposed: row.proposed.map(kronor).unwrap_or_default(),
            amount: typed(back, &amount_field, amount),
            reason: typed(back, &reason_field, reason),
            wrong_amount: !refusals.at(&amount_field).is_empty(),
            wrong_reason: !refusals.at(&reason_field).is_empty(),
            code,
        }
    };
    sheet.rows.iter().map(row).collect()
}

fn decision(back: &Back, refusals: &Refusals) -> Vec<Field> {
    vec![
        Field::text("beslut", "Beslut")
            .help("Till exempel Styrelsen § 58/2026. Beloppen ovan blir medlemmarnas bidrag och kan faktureras.")
            .value(typed(back, "beslut", String::new()))
            .error(refusals),
        Field::text("beslutsdag", "Beslutsdag")
            .help("ÅÅÅÅ-MM-DD")
            .value(typed(back, "beslutsdag", String::new()))
            .error(refusals),
    ]
}

fn plan_field(sheet: &Sheet, back: &Back, refusals: &Refusals) -> Field {
    let plan = sheet.plan.clone().unwrap_or_else(|| Plan::regular(sheet.year, 4));
    let dues: Vec<String> = plan.dues().iter().map(ToString::to_string).collect();
    Field::long("forfallodagar", "Förfallodagar", 4)
        .help("En per rad, ÅÅÅÅ-MM-DD. Varje medlems bidrag delas lika på dem, på kronan.")
        .value(typed(back, "forfallodagar", dues.join("\n")))
        .error(refusals)
}
