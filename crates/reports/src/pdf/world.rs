//! What Typst may see: the template, the document as JSON, the charts and the embedded fonts.

use std::{collections::HashMap, sync::LazyLock};

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

/// Text face, and the one that has what neither it nor ours has: Arabic, Georgian, arrows, signs. The other
/// faces in `typst-assets` are not offered to the template.
const FROM_TYPST: [&str; 2] = ["Libertinus Serif", "DejaVu Sans Mono"];

/// What every report shares: read and hashed once per process.
struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Option<Source>,
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let ours = SANS.iter().flat_map(|data| Font::iter(Bytes::new(*data)));
    let others = typst_assets::fonts()
        .flat_map(|data| Font::iter(Bytes::new(data)))
        .filter(|font| FROM_TYPST.contains(&font.info().family.as_str()));
    let fonts: Vec<Font> = ours.chain(others).collect();
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

/// Whether some embedded face has the character. A report's own two have Latin, Greek and Cyrillic; what
/// they lack Typst takes from the third. One of private use says nothing to anybody else.
pub(super) fn covered(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_control() || matches!(c, '\n' | '\t');
    }
    let private = matches!(u32::from(c), 0xe000..=0xf8ff | 0xf_0000..=0x10_ffff);
    let has = |font: &Font| font.info().coverage.contains(u32::from(c));
    !private && !c.is_control() && SHARED.fonts.iter().any(has)
}
