//! The fields of a selection.

use app::{Year, rights::Act};
use chrono::NaiveDate;
use domain::{
    codes::{CodeTable, Sex, Support},
    measure::bands::AGE_BANDS,
    statistics::{Compare, Kind, Selection},
};

use super::Asked;
use crate::{
    view::{Field, Refusals},
    visitor::Visitor,
};

fn pair(code: &str, words: &str) -> (String, String) {
    (code.to_owned(), words.to_owned())
}

fn or_all(options: impl IntoIterator<Item = (String, String)>) -> Vec<(String, String)> {
    std::iter::once(pair("", "Alla")).chain(options).collect()
}

/// Every field of the selection, with what was wrong at it.
pub(super) fn all(visitor: &Visitor, year: &Year, asked: &Asked, refusals: &Refusals) -> Vec<Field> {
    let selection = &asked.selection;
    let day = |name: &str, label: &str, other: NaiveDate| {
        let typed = asked.typed.get(name).filter(|text| !text.is_empty());
        let value = typed.cloned().unwrap_or_else(|| other.to_string());
        Field::text(name, label).value(value).error(refusals)
    };
    let kinds = Kind::ALL
        .into_iter()
        .filter(|kind| !kind.is_money() || visitor.may(Act::ReadEconomy));
    let kinds = kinds.map(|kind| pair(kind.slug(), kind.label()));
    let mut fields = vec![
        Field::choice("rapport", "Rapport", kinds.collect()).value(selection.kind.slug()),
        day("fran", "Från och med", selection.period.from),
        day("till", "Till och med", selection.period.to),
    ];
    if selection.kind == Kind::Referrals {
        let teams = or_all(year.teams().iter().map(|team| pair(&team.slug, &team.name)));
        fields.push(
            Field::choice("team", "Team", teams)
                .value(selection.team.clone().unwrap_or_default())
                .error(refusals),
        );
        fields.push(beside(selection, false));
        return fields;
    }
    let insatser = year.insatser().iter().filter(|insats| insats.registers);
    let insatser = or_all(insatser.map(|insats| pair(&insats.slug, &insats.name)));
    fields.push(
        Field::choice("insats", "Insats", insatser)
            .value(selection.insats.clone().unwrap_or_default())
            .error(refusals),
    );
    let places = year.municipalities();
    if !places.is_empty() {
        fields.push(
            Field::choice(
                "kommun",
                "Kommun",
                or_all(places.iter().map(|name| pair(name, name))),
            )
            .value(selection.municipality.clone().unwrap_or_default()),
        );
    }
    fields.extend(about_people(selection, refusals));
    fields
}

/// Sex, age, support before and what to set it beside.
fn about_people(selection: &Selection, refusals: &Refusals) -> Vec<Field> {
    let sexes = or_all(Sex::ALL.iter().map(|sex| pair(sex.slug(), sex.label())));
    let ages = or_all(AGE_BANDS.iter().map(|band| pair(band.slug, band.label)));
    let mut fields = vec![
        Field::choice("kon", "Kön", sexes).value(selection.sex.map(CodeTable::slug).unwrap_or_default()),
        Field::choice("alder", "Ålder", ages)
            .value(selection.age.clone().unwrap_or_default())
            .error(refusals),
    ];
    if selection.kind == Kind::Transition {
        let supports = Support::ALL
            .iter()
            .map(|support| pair(support.slug(), support.label()));
        fields.push(
            Field::choice("fore", "Försörjning före", supports.collect()).value(selection.before.slug()),
        );
    }
    fields.push(beside(selection, true));
    fields
}

/// What the selection is set beside.
fn beside(selection: &Selection, insatser: bool) -> Field {
    let mut options = vec![pair("", "Inget"), pair("ar", "Tidigare år")];
    options.extend(insatser.then(|| pair("insatser", "Andra insatser")));
    Field::choice("jamfor", "Jämför med", options).value(match selection.compare {
        Compare::Nothing => "",
        Compare::Years => "ar",
        Compare::Insatser => "insatser",
    })
}
