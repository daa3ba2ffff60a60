//! The first page: what the plan comes to.

use super::{whole, years};
use crate::{
    document::KeyFigure,
    figure::Figure,
    report::{caption, draft::Draft},
};

/// The large numbers of the title page: those that have a value.
pub(super) fn key_figures(draft: &Draft<'_>) -> Vec<KeyFigure> {
    let last = years(draft).last().copied().unwrap_or(draft.year());
    let facts = [
        (
            draft.known("bidrag.summa"),
            format!("medlemmarnas bidrag {}", draft.year()),
            caption::plain("kommunerna {}", &[draft.known("bidrag.per_invanare")]),
        ),
        (
            draft.known("insats.budget"),
            "till insatserna".into(),
            caption::plain(
                "{} av medlemmarnas bidrag",
                &[draft.known("insats.budget_andel_av_bidrag")],
            ),
        ),
        (
            draft.known("budget.resultat"),
            "budgeterat resultat".into(),
            caption::plain(
                "intäkter {}, kostnader {}",
                &[draft.known("budget.intakter"), draft.known("budget.kostnader")],
            ),
        ),
        (
            whole(draft, "budget.eget_kapital", last),
            format!("eget kapital vid utgången av {last}"),
            caption::plain(
                "{} när budgetåret börjar",
                &[draft.known("budget.eget_kapital_ingaende")],
            ),
        ),
    ];
    let key = |(figure, label, detail): (Option<&Figure>, String, Option<String>)| {
        let figure = figure?;
        Some(KeyFigure {
            label,
            value: figure.text(),
            detail: detail.unwrap_or_default(),
            figure: Some(figure.key.clone()),
        })
    };
    facts.into_iter().filter_map(key).collect()
}
