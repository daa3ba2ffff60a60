//! Text sections: Markdown whose numbers are references to figures. The rules are
//! `docs/rules/text.md`.
//!
//! `[[deltaganden.nya]]`, `[[deltaganden.totalt|insats=krus]]`, `[[ekonomi.resultat|år=2021]]`
//! print figures; `{{16–64|åldrar i beslutet}}` prints a number that is no figure, with the reason
//! in the source. Any other digit that is not a date, a law or a name is a problem. Reading never
//! fails: what cannot be understood is printed as it stands and reported.

mod build;
mod digits;
mod reference;

pub use reference::{FigureRef, Show};

use crate::{document::Block, figure::FigureKey, refusal::Problem};

/// Finds a figure and how it is printed.
pub type Lookup<'a> = &'a dyn Fn(&FigureRef) -> Option<(FigureKey, String)>;

/// A text section to read.
#[derive(Clone, Copy)]
pub struct Section<'a> {
    /// Its id; the problems' file is `<id>.md` and the anchors of its headings begin with it.
    pub id: &'a str,
    /// Level of the heading it stands under; its own headings are one level below.
    pub level: u8,
    /// The text.
    pub markdown: &'a str,
    /// Names that contain digits ("Vägknuten 2.0"); the general ones are known.
    pub names: &'a [String],
}

/// Reads a section that stands under a heading of level 2, without names of its own.
pub fn blocks(section_id: &str, markdown: &str, lookup: Lookup) -> (Vec<Block>, Vec<Problem>) {
    let section = Section {
        id: section_id,
        level: 2,
        markdown,
        names: &[],
    };
    read(&section, lookup)
}

/// Reads a section.
pub fn read(section: &Section, lookup: Lookup) -> (Vec<Block>, Vec<Problem>) {
    build::Builder::new(section, lookup).run()
}

#[cfg(test)]
mod tests;
