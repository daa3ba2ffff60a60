//! The first and the last pages: what the year came to, the chair's word, the signatures.

use super::{caption, draft::Draft};
use crate::{
    codes::MemberKind,
    document::{Block, Inline, KeyFigure},
    facts::Member,
    figure::{Figure, Scope},
    statement::measure as id,
};

/// The two state authorities are members each, though one contributor (2 § lag 2003:1210).
const STATE: [&str; 2] = ["Försäkringskassan", "Arbetsförmedlingen"];

/// "Ordföranden har ordet".
pub(super) fn chair(draft: &mut Draft<'_>) {
    draft.heading(1, "", "Ordföranden har ordet", "ordforanden-har-ordet");
    draft.section("ordforande");
}

/// The large numbers of the title page: those that have a value.
pub(super) fn key_figures(draft: &Draft<'_>) -> Vec<KeyFigure> {
    let flows = [
        draft.known("deltaganden.ingaende"),
        draft.known("deltaganden.nya"),
    ];
    let share = draft.known("avslut.arbete_eller_studier");
    let budget = draft.figure("drift.budget", Scope::all().with("rad", "Resultat"));
    let before = draft.at(id::EQUITY, draft.year() - 1, Scope::all());
    let facts = [
        key_figure(
            draft.participations(),
            Figure::text,
            "deltaganden under året",
            caption::plain("{} från tidigare år, {} nya", &flows),
        ),
        key_figure(
            share,
            |figure| caption::k_of_n(figure).unwrap_or_else(|| figure.text()),
            "avslutade gick till arbete eller studier",
            caption::plain("{} av dem med känd sysselsättning vid avslut", &[share]),
        ),
        key_figure(
            draft.known(id::RESULT),
            Figure::text,
            "årets resultat",
            caption::plain("mot budgeterade {}", &[budget]),
        ),
        key_figure(
            draft.known(id::EQUITY),
            Figure::text,
            "eget kapital vid årets slut",
            caption::plain("{} vid årets början", &[before]),
        ),
    ];
    facts.into_iter().flatten().collect()
}

fn key_figure(
    figure: Option<&Figure>,
    value: impl Fn(&Figure) -> String,
    label: &str,
    detail: Option<String>,
) -> Option<KeyFigure> {
    let figure = figure?;
    Some(KeyFigure {
        label: label.to_owned(),
        value: value(figure),
        detail: detail.unwrap_or_default(),
        figure: Some(figure.key.clone()),
    })
}

/// Part 8: a line per seat of the board where the association has listed them, otherwise a line
/// per member. Never a name of a person.
pub(super) fn signatures(draft: &mut Draft<'_>) {
    draft.heading(1, "8", "Underskrifter", "underskrifter");
    let seat = &draft.facts().association.seat;
    if seat.is_empty() {
        draft.blocks.push(Block::FillIn(vec!["Ort och datum".into()]));
    } else {
        draft.words(format!("{seat} den dag som framgår av underskrifterna."));
    }
    let mut functions: Vec<String> = listed(draft);
    if functions.is_empty() {
        functions = draft.facts().members.iter().flat_map(seats).collect();
    }
    if functions.is_empty() {
        draft.missing(
            "ars-medlemmar",
            "förbundets medlemmar är inte registrerade",
            "Lägg in medlemmarna under Inställningar.",
        );
    } else {
        draft.blocks.push(Block::Signatures(functions));
    }
}

/// The items of the section's lists.
fn listed(draft: &mut Draft<'_>) -> Vec<String> {
    let start = draft.blocks.len();
    draft.section("underskrifter");
    let mut functions = Vec::new();
    let written = draft.blocks.split_off(start);
    for block in written {
        match block {
            Block::List { items, .. } => functions.extend(items.iter().map(|item| words(item))),
            other => draft.blocks.push(other),
        }
    }
    functions
}

fn words(inlines: &[Inline]) -> String {
    let text = |inline: &Inline| match inline {
        Inline::Text(text)
        | Inline::Strong(text)
        | Inline::Emphasis(text)
        | Inline::Figure { text, .. }
        | Inline::Link { text, .. } => text.clone(),
    };
    inlines.iter().map(text).collect()
}

fn seats(member: &Member) -> Vec<String> {
    let line = |name: &str| format!("Ledamot för {name}");
    if member.kind == MemberKind::State {
        STATE.map(line).to_vec()
    } else {
        vec![line(&member.name)]
    }
}
