//! The association's own words: Markdown with references to figures.

use super::Sources;
use crate::{
    document::Block,
    figure::{FigureKey, Missing, Scope, Value, WITHHELD, WITHHELD_COUNT, dimension},
    figures::Figures,
    measure,
    money::Ore,
    number::{self, NBSP},
    prose::{self, FigureRef, Section, Show},
    refusal::Problem,
    unit::Unit,
};

/// The figure a reference means and how it is printed there; `None` when there is no such figure,
/// or it has no value that can be shown so. A protected one is said to be that.
pub fn resolve(figures: &Figures, reference: &FigureRef) -> Option<(FigureKey, String)> {
    let mut scope = Scope::all();
    for (name, code) in &reference.scope {
        scope = scope.with(dimension(name)?, code);
    }
    let key = FigureKey {
        measure: measure::find(&reference.measure)?.id,
        year: reference.year.unwrap_or(figures.year()),
        scope,
    };
    let figure = figures.get(&key)?;
    if figure.value == Value::Missing(Missing::Withheld) {
        // A protected number leaves no reference in the text: the sentence still stands.
        let words = match reference.show {
            Show::K | Show::N | Show::KOfN => WITHHELD_COUNT,
            Show::Value | Show::Number | Show::Abs => WITHHELD,
        };
        return Some((key, words.to_owned()));
    }
    figure.value.units()?;
    let text = match reference.show {
        Show::Value => figure.text(),
        Show::Number => figure.value.text(),
        Show::K => number::integer(figure.k?),
        Show::N => number::integer(figure.n?),
        Show::KOfN => {
            let (k, n) = figure.k.zip(figure.n)?;
            // In a sentence a nought is a word.
            let k = if k == 0 {
                "ingen".to_owned()
            } else {
                number::integer(k)
            };
            format!("{k} av {}", number::integer(n))
        }
        Show::Abs => match figure.value {
            Value::Money(Ore(ore)) => {
                let kronor = Value::Money(Ore(ore).abs()).text();
                format!("{kronor}{NBSP}{}", Unit::Kronor.label())
            }
            Value::Count(n) => number::integer(n.saturating_abs()),
            _ => return None,
        },
    };
    Some((key, text))
}

/// The blocks of a section that stands under a heading of `level`.
pub(super) fn blocks(
    id: &str,
    level: u8,
    markdown: &str,
    sources: &Sources<'_>,
) -> (Vec<Block>, Vec<Problem>) {
    let facts = sources.facts;
    let insatser = facts.insatser.iter().map(|insats| insats.name.clone());
    let projects = facts.projects.iter().map(|project| project.name.clone());
    let names: Vec<String> = insatser.chain(projects).collect();
    let section = Section {
        id,
        level,
        markdown,
        names: &names,
    };
    prose::read(&section, &|reference| resolve(sources.figures, reference))
}
