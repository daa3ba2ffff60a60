//! Sentences and captions written from the data.

use chrono::{Datelike, NaiveDate};

use crate::{document::Inline, figure::Figure, number, words::MONTHS};

/// Text where each `{}` is a figure with its unit; `None` when one of them has no value.
pub(crate) fn sentence(template: &str, figures: &[Option<&Figure>]) -> Option<Vec<Inline>> {
    let mut inlines = Vec::new();
    let mut pieces = template.split("{}");
    inlines.push(Inline::Text(pieces.next()?.to_owned()));
    for (piece, figure) in pieces.zip(figures) {
        let figure = figure.filter(|figure| figure.value.units().is_some())?;
        inlines.push(Inline::Figure {
            key: figure.key.clone(),
            text: figure.text(),
        });
        inlines.push(Inline::Text(piece.to_owned()));
    }
    inlines.retain(|inline| *inline != Inline::Text(String::new()));
    Some(inlines)
}

/// As [`sentence`], as bare text for captions and notes.
pub(crate) fn plain(template: &str, figures: &[Option<&Figure>]) -> Option<String> {
    let inlines = sentence(template, figures)?;
    let text = |inline: Inline| match inline {
        Inline::Text(text) | Inline::Figure { text, .. } => text,
        _ => String::new(),
    };
    Some(inlines.into_iter().map(text).collect())
}

/// "36 av 112".
pub(crate) fn k_of_n(figure: &Figure) -> Option<String> {
    let (k, n) = figure.k.zip(figure.n)?;
    Some(format!("{} av {}", number::integer(k), number::integer(n)))
}

/// "73 % (88 av 120)".
pub(crate) fn share(figure: &Figure) -> Option<String> {
    figure.value.units()?;
    Some(format!("{} ({})", figure.text(), k_of_n(figure)?))
}

/// "30 september 2022".
pub(crate) fn long_date(date: NaiveDate) -> String {
    let month = usize::try_from(date.month0())
        .ok()
        .and_then(|month| MONTHS.get(month));
    format!("{} {} {}", date.day(), month.unwrap_or(&""), date.year())
}
