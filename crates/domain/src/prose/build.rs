//! Markdown events into blocks.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use super::{
    FigureRef, Lookup, Section, digits,
    reference::{Piece, nearest, pieces},
};
use crate::{
    document::{Block, Inline},
    measure,
    refusal::Problem,
};

/// A section under way.
pub(super) struct Builder<'a> {
    section: &'a Section<'a>,
    lookup: Lookup<'a>,
    blocks: Vec<Block>,
    problems: Vec<Problem>,
    inlines: Vec<Inline>,
    items: Vec<Vec<Inline>>,
    /// Open lists; inner lists become items of the outermost.
    lists: Vec<bool>,
    quote: usize,
    strong: usize,
    emphasis: usize,
    heading: Option<u8>,
    /// Level of the last heading.
    level: u8,
    link: Option<String>,
    /// Inside something that is not printed.
    hidden: usize,
}

impl<'a> Builder<'a> {
    pub fn new(section: &'a Section<'a>, lookup: Lookup<'a>) -> Builder<'a> {
        Builder {
            section,
            lookup,
            blocks: Vec::new(),
            problems: Vec::new(),
            inlines: Vec::new(),
            items: Vec::new(),
            lists: Vec::new(),
            quote: 0,
            strong: 0,
            emphasis: 0,
            heading: None,
            level: section.level,
            link: None,
            hidden: 0,
        }
    }

    pub fn run(mut self) -> (Vec<Block>, Vec<Problem>) {
        let markdown = on_one_line(self.section.markdown);
        let parser = Parser::new_ext(&markdown, Options::empty()).into_offset_iter();
        for (event, range) in TextMergeWithOffset::new(parser) {
            self.event(event, &range);
        }
        self.paragraph();
        (self.blocks, self.problems)
    }

    fn event(&mut self, event: Event, range: &Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, range),
            Event::SoftBreak | Event::HardBreak => self.words(" "),
            Event::Code(text) => {
                self.unsupported(range, "kod");
                self.words(&text);
            }
            Event::Html(_) | Event::InlineHtml(_) => self.unsupported(range, "HTML"),
            Event::Rule => self.unsupported(range, "streck"),
            _ => self.unsupported(range, "märkningen"),
        }
    }

    fn start(&mut self, tag: Tag, range: &Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.paragraph();
                self.heading = Some(depth(level));
            }
            Tag::List(first) => {
                self.item();
                self.lists.push(first.is_some());
            }
            Tag::BlockQuote(_) => self.quote += 1,
            Tag::Strong => self.strong += 1,
            Tag::Emphasis => self.emphasis += 1,
            Tag::Link { dest_url, .. } => self.open_link(&dest_url, range),
            Tag::Image { .. } => {
                self.unsupported(range, "bilder");
                self.hidden += 1;
            }
            Tag::Paragraph | Tag::Item => {}
            _ => self.unsupported(range, "märkningen"),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph if self.lists.is_empty() => self.paragraph(),
            TagEnd::Paragraph => self.words(" "),
            TagEnd::Heading(_) => self.close_heading(),
            TagEnd::Item => self.item(),
            TagEnd::List(ordered) => self.close_list(ordered),
            TagEnd::BlockQuote(_) => {
                self.paragraph();
                self.quote = self.quote.saturating_sub(1);
            }
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Link => self.link = None,
            TagEnd::Image => self.hidden = self.hidden.saturating_sub(1),
            _ => {}
        }
    }

    fn paragraph(&mut self) {
        let mut inlines = std::mem::take(&mut self.inlines);
        trim(&mut inlines);
        if !inlines.is_empty() {
            self.blocks.push(if self.quote > 0 {
                Block::Notice(inlines)
            } else {
                Block::Paragraph(inlines)
            });
        }
    }

    fn item(&mut self) {
        if self.lists.is_empty() {
            return self.paragraph();
        }
        let mut inlines = std::mem::take(&mut self.inlines);
        trim(&mut inlines);
        if !inlines.is_empty() {
            self.items.push(inlines);
        }
    }

    fn close_list(&mut self, ordered: bool) {
        self.item();
        self.lists.pop();
        if self.lists.is_empty() && !self.items.is_empty() {
            let items = std::mem::take(&mut self.items);
            self.blocks.push(Block::List { ordered, items });
        }
    }

    /// A heading; a level that would skip one is raised, for a report may not skip.
    fn close_heading(&mut self) {
        let text: String = std::mem::take(&mut self.inlines).iter().map(plain).collect();
        let Some(depth) = self.heading.take() else { return };
        if text.trim().is_empty() {
            return;
        }
        let level = (self.section.level + depth).min(self.level + 1).min(4);
        self.level = level;
        let id = self.anchor(&text);
        let text = text.trim().to_owned();
        self.blocks.push(Block::Heading {
            level,
            number: None,
            text,
            id,
        });
    }

    fn anchor(&self, text: &str) -> String {
        let base = format!("{}-{}", self.section.id, slug(text));
        let taken = |id: &str| {
            let same = |b: &Block| matches!(b, Block::Heading { id: other, .. } if other == id);
            self.blocks.iter().any(same)
        };
        let mut id = base.clone();
        let mut n = 2;
        while taken(&id) {
            id = format!("{base}-{n}");
            n += 1;
        }
        id
    }

    fn open_link(&mut self, to: &str, range: &Range<usize>) {
        if to.starts_with("https://") || to.starts_with('#') {
            self.link = Some(to.to_owned());
        } else {
            let message = format!("Länken ”{to}” måste börja med https:// eller leda till ett ankare (#…).");
            self.problem(range.start, "text-lank", message);
        }
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        if self.hidden > 0 {
            return;
        }
        for piece in pieces(text) {
            match piece {
                Piece::Words(words) => {
                    self.check(words, range);
                    self.words(words);
                }
                Piece::Reference(body) => self.reference(body, range),
                Piece::Escape(number, reason) => self.escape(number, reason, range),
                Piece::Open(rest) => {
                    let message = format!("”{}” saknar sitt slut.", &rest[..2]);
                    self.problem(range.start, "text-referens", message);
                    self.words(rest);
                }
            }
        }
    }

    fn check(&mut self, words: &str, range: &Range<usize>) {
        if self.heading.is_some() {
            return;
        }
        for number in digits::typed(words, self.section.names) {
            let message = format!(
                "Siffra i löptext: ”{number}”. Hänvisa till ett nyckeltal med [[mått]], eller skriv \
                 {{{{{number}|skäl}}}} om det inte är ett nyckeltal."
            );
            self.problem(range.start, "text-siffra", message);
        }
    }

    fn escape(&mut self, number: &str, reason: Option<&str>, range: &Range<usize>) {
        if reason.is_none_or(str::is_empty) {
            let message = format!("”{{{{{number}}}}}” saknar skäl. Skriv {{{{{number}|skäl}}}}.");
            self.problem(range.start, "text-skal", message);
        }
        self.words(number);
    }

    fn reference(&mut self, body: &str, range: &Range<usize>) {
        let found = FigureRef::parse(body).and_then(|r| (self.lookup)(&r).ok_or_else(|| unknown(&r)));
        match found {
            Ok((key, text)) => self.inlines.push(Inline::Figure { key, text }),
            Err(cause) => {
                self.problem(range.start, "text-referens", format!("[[{body}]]: {cause}"));
                self.words(&format!("[[{body}]]"));
            }
        }
    }

    /// Adds words in the current style, joined to words of the same style before them.
    fn words(&mut self, words: &str) {
        if self.hidden > 0 {
            return;
        }
        let new = match &self.link {
            Some(to) => Inline::Link {
                to: to.clone(),
                text: words.to_owned(),
            },
            None if self.strong > 0 => Inline::Strong(words.to_owned()),
            None if self.emphasis > 0 => Inline::Emphasis(words.to_owned()),
            None => Inline::Text(words.to_owned()),
        };
        match (self.inlines.last_mut(), new) {
            (Some(Inline::Text(last)), Inline::Text(new))
            | (Some(Inline::Strong(last)), Inline::Strong(new))
            | (Some(Inline::Emphasis(last)), Inline::Emphasis(new)) => last.push_str(&new),
            (_, new) => self.inlines.push(new),
        }
    }

    fn unsupported(&mut self, range: &Range<usize>, what: &str) {
        let message =
            format!("Rapporten kan inte visa {what} här. Skriv om stycket med vanlig text eller lista.");
        self.problem(range.start, "text-markning", message);
    }

    fn problem(&mut self, offset: usize, code: &'static str, message: String) {
        let before = self.section.markdown.get(..offset).unwrap_or_default();
        self.problems.push(Problem {
            file: format!("{}.md", self.section.id),
            line: before.matches('\n').count() + 1,
            code,
            message,
        });
    }
}

/// A reference or an escape may be broken between lines, as text wrapped in an editor is; the break
/// becomes a space, so that every offset stays what it was.
fn on_one_line(markdown: &str) -> String {
    let mut joined = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(start) = rest.find("[[").into_iter().chain(rest.find("{{")).min() {
        let close = if rest[start..].starts_with("[[") {
            "]]"
        } else {
            "}}"
        };
        let Some(length) = rest[start..].find(close) else {
            break;
        };
        let (before, inside) = rest[..start + length].split_at(start);
        joined.push_str(before);
        if inside.contains("\n\n") {
            joined.push_str(inside);
        } else {
            joined.push_str(&inside.replace(['\n', '\r'], " "));
        }
        rest = &rest[start + length..];
    }
    joined.push_str(rest);
    joined
}

fn unknown(reference: &FigureRef) -> String {
    let known = measure::registry().map(|m| m.id);
    if measure::find(&reference.measure).is_some() {
        let scope: Vec<String> = reference.scope.iter().map(|(d, c)| format!("{d}={c}")).collect();
        return format!(
            "måttet finns men inget nyckeltal för den avgränsningen ({}). Se sidan Nyckeltal.",
            scope.join(", ")
        );
    }
    match nearest(&reference.measure, known) {
        Some(id) => format!("måttet finns inte. Menade du {id}?"),
        None => "måttet finns inte. Se sidan Nyckeltal.".to_owned(),
    }
}

const fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        _ => 4,
    }
}

fn plain(inline: &Inline) -> &str {
    match inline {
        Inline::Text(text)
        | Inline::Strong(text)
        | Inline::Emphasis(text)
        | Inline::Figure { text, .. }
        | Inline::Link { text, .. } => text,
    }
}

/// Removes space at the ends, and words that are only space.
fn trim(inlines: &mut Vec<Inline>) {
    while matches!(inlines.last(), Some(Inline::Text(t)) if t.trim().is_empty()) {
        inlines.pop();
    }
    while matches!(inlines.first(), Some(Inline::Text(t)) if t.trim().is_empty()) {
        inlines.remove(0);
    }
    if let Some(Inline::Text(text)) = inlines.last_mut() {
        text.truncate(text.trim_end().len());
    }
}

/// Lower case letters, digits and hyphens; å ä ö become a a o.
pub(crate) fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        let c = match c {
            'å' | 'ä' => 'a',
            'ö' => 'o',
            'é' => 'e',
            c if c.is_ascii_alphanumeric() => c,
            _ => '-',
        };
        if c != '-' || !out.ends_with('-') {
            out.push(c);
        }
    }
    let out = out.trim_matches('-');
    if out.is_empty() {
        "rubrik".to_owned()
    } else {
        out.to_owned()
    }
}
