//! What Typst may see: the template, the document as JSON, the charts and the embedded fonts.

use std::{collections::HashMap, sync::LazyLock};

use domain::document::{Block, Document, Inline, Table};
use typst::{
    Feature, Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use crate::Error;

/// One typeface file of ours; the text face comes from `typst-assets`.
static SANS: [&[u8]; 2] = [
    include_bytes!("../../fonts/SourceSans3-Regular.ttf"),
    include_bytes!("../../fonts/SourceSans3-SemiBold.ttf"),
];

/// Text face; the other faces in `typst-assets` are not offered to the template.
const SERIF: &str = "Libertinus Serif";

/// What every report shares: read and hashed once per process.
struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Option<Source>,
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let ours = SANS.iter().flat_map(|data| Font::iter(Bytes::new(*data)));
    let serif = typst_assets::fonts()
        .flat_map(|data| Font::iter(Bytes::new(data)))
        .filter(|font| font.info().family == SERIF);
    let fonts: Vec<Font> = ours.chain(serif).collect();
    let template = include_str!("../../template/report.typ");
    Shared {
        // Row headers are still behind this switch in Typst 0.15.
        library: LazyHash::new(
            Library::builder()
                .with_features([Feature::A11yExtras].into_iter().collect())
                .build(),
        ),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        template: id("report.typ").map(|id| Source::new(id, template.to_owned())),
    }
});

/// The files of one report and its date.
pub(super) struct Files {
    bytes: HashMap<FileId, Bytes>,
    main: FileId,
    today: Datetime,
}

impl Files {
    /// A world of the shared template and these files.
    pub(super) fn new(files: Vec<(String, Vec<u8>)>, today: Datetime) -> Result<Files, Error> {
        let template = SHARED.template.as_ref().map(Source::id);
        let main = template.ok_or_else(|| Error::Writer("mallens namn är ingen sökväg".into()))?;
        let bytes = files
            .into_iter()
            .filter_map(|(path, data)| Some((id(&path)?, Bytes::new(data))))
            .collect();
        Ok(Files { bytes, main, today })
    }
}

fn id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Files {
    fn library(&self) -> &LazyHash<Library> {
        &SHARED.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHARED.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, file: FileId) -> FileResult<Source> {
        match &SHARED.template {
            Some(source) if source.id() == file => Ok(source.clone()),
            _ => Err(FileError::NotFound(file.vpath().get_with_slash().into())),
        }
    }

    fn file(&self, file: FileId) -> FileResult<Bytes> {
        let found = self.bytes.get(&file).cloned();
        found.ok_or_else(|| FileError::NotFound(file.vpath().get_with_slash().into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHARED.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        Some(self.today)
    }
}

/// Checks that the embedded faces have every character; an archive copy may not lack one.
pub(super) fn glyphs(document: &Document) -> Result<(), Error> {
    let missing = |text: &str| text.chars().find(|c| !covered(*c));
    for (place, text) in texts(document) {
        if let Some(c) = missing(text) {
            let message = format!(
                "Tecknet ”{c}” (U+{:04X}) finns inte i rapportens typsnitt. Ta bort det eller skriv med ord.",
                u32::from(c)
            );
            return Err(Error::unsound("rapport-tecken", place, message));
        }
    }
    Ok(())
}

/// Both faces must have it, for the same text can stand in a table and in a paragraph.
fn covered(c: char) -> bool {
    if c.is_ascii_graphic()
        || matches!(
            c,
            ' ' | '\u{a0}' | '\n' | '\t' | '\u{ad}' | 'å' | 'ä' | 'ö' | 'Å' | 'Ä' | 'Ö'
        )
    {
        return true;
    }
    let has = |font: &Font| font.info().coverage.contains(u32::from(c));
    SHARED.fonts.first().is_some_and(has) && SHARED.fonts.iter().any(|f| f.info().family == SERIF && has(f))
}

/// Every text with the name of the part it stands in.
fn texts(document: &Document) -> Vec<(&str, &str)> {
    let mut out = vec![
        ("titelsidan", document.title.as_str()),
        ("titelsidan", &document.association),
    ];
    let mut place = "inledningen";
    for key in &document.key_figures {
        out.extend([&key.label, &key.value, &key.detail].map(|t| ("titelsidan", t.as_str())));
    }
    for block in &document.blocks {
        match block {
            Block::Heading { text, .. } => {
                place = text;
                out.push((place, text));
            }
            Block::Paragraph(inlines) | Block::Notice(inlines) => spans(&mut out, place, inlines),
            Block::List { items, .. } => items.iter().for_each(|i| spans(&mut out, place, i)),
            Block::Table(table) => cells(&mut out, table),
            Block::Diagram(diagram) => {
                out.push((&diagram.label, &diagram.caption));
                out.extend(
                    diagram
                        .chart
                        .categories
                        .iter()
                        .map(|c| (diagram.label.as_str(), c.as_str())),
                );
                cells(&mut out, &diagram.table);
            }
            Block::Signatures(lines) | Block::FillIn(lines) => {
                out.extend(lines.iter().map(|l| (place, l.as_str())));
            }
            Block::Initials => {}
        }
    }
    out
}

fn spans<'a>(out: &mut Vec<(&'a str, &'a str)>, place: &'a str, inlines: &'a [Inline]) {
    out.extend(inlines.iter().map(|inline| match inline {
        Inline::Text(text)
        | Inline::Strong(text)
        | Inline::Emphasis(text)
        | Inline::Figure { text, .. }
        | Inline::Link { text, .. } => (place, text.as_str()),
    }));
}

fn cells<'a>(out: &mut Vec<(&'a str, &'a str)>, table: &'a Table) {
    let place = if table.label.is_empty() {
        table.id.as_str()
    } else {
        table.label.as_str()
    };
    out.push((place, &table.caption));
    out.extend(table.columns.iter().map(|c| (place, c.head.as_str())));
    out.extend(table.notes.iter().map(|n| (place, n.as_str())));
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    out.extend(cells.map(|cell| (place, cell.text.as_str())));
}
