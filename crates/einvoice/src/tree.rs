//! XML as a tree of bounded size. No document type, no entity but the five of XML and characters by
//! number: nothing is fetched and nothing grows.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

/// Deeper than UBL ever goes.
const MAX_DEPTH: usize = 40;
/// More elements than an invoice of twenty thousand lines.
const MAX_ELEMENTS: usize = 600_000;
/// The longest text kept of one element; attached files are longer and not needed.
const MAX_TEXT: usize = 16 << 10;

/// An element.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    /// Name without prefix.
    pub name: String,
    /// Attributes, without prefix.
    pub attributes: Vec<(String, String)>,
    /// Its own text, trimmed.
    pub text: String,
    /// Elements in it.
    pub children: Vec<Node>,
    /// Where it begins, in bytes.
    pub at: usize,
}

impl Node {
    /// The first element of a name.
    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The elements of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The element at the end of a path of names.
    pub fn find(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, name| node.child(name))
    }

    /// The text at the end of a path; empty when there is none.
    pub fn text_at(&self, path: &[&str]) -> String {
        self.find(path).map(|node| node.text.clone()).unwrap_or_default()
    }

    /// An attribute; empty when there is none.
    pub fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map_or("", |(_, value)| value.as_str())
    }
}

/// Why a text is no tree: code, place in bytes, cause and next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    pub code: &'static str,
    pub at: usize,
    pub message: String,
}

/// Reads a text as one element.
pub(crate) fn parse(text: &str) -> Result<Node, Broken> {
    let mut reader = Reader::from_str(text);
    let mut builder = Builder::default();
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(0);
        let event = reader.read_event().map_err(|cause| Broken {
            code: "faktura-xml",
            at,
            message: format!("Filen är ingen hel XML ({cause}). Hämta fakturan igen."),
        })?;
        match event {
            Event::Start(start) => builder.open(&start, at)?,
            Event::Empty(start) => {
                builder.open(&start, at)?;
                builder.close();
            }
            Event::End(_) => builder.close(),
            Event::Text(text) => builder.text(&text.xml10_content()),
            Event::CData(text) => builder.text(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let known = match &*name.xml10_content() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => name.resolve_char_ref().ok().flatten(),
                };
                let Some(known) = known else {
                    return Err(forbidden(at, "en entitet"));
                };
                builder.text(known.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => return Err(forbidden(at, "en dokumenttyp (DOCTYPE)")),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    builder.done(text.len())
}

fn forbidden(at: usize, what: &str) -> Broken {
    Broken {
        code: "faktura-entitet",
        at,
        message: format!(
            "Filen innehåller {what}. Det får en e-faktura inte ha och den läses inte. Be avsändaren om en ny fil."
        ),
    }
}

#[derive(Default)]
struct Builder {
    open: Vec<Node>,
    root: Option<Node>,
    count: usize,
}

impl Builder {
    fn open(&mut self, start: &BytesStart<'_>, at: usize) -> Result<(), Broken> {
        let broken = |code, message: &str| Broken {
            code,
            at,
            message: message.into(),
        };
        self.count += 1;
        if self.open.len() >= MAX_DEPTH || self.count > MAX_ELEMENTS {
            return Err(broken(
                "faktura-for-stor",
                "Filen har fler eller djupare element än en faktura kan ha. Den läses inte.",
            ));
        }
        if self.root.is_some() && self.open.is_empty() {
            return Err(broken("faktura-xml", "Filen har mer än en faktura. Dela den."));
        }
        let mut attributes = Vec::new();
        for attribute in start.attributes().flatten().take(32) {
            let key = attribute.key.local_name();
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_err(|_| forbidden(at, "en entitet"))?;
            let value: String = value.chars().take(500).collect();
            attributes.push((key.as_ref().to_owned(), value));
        }
        self.open.push(Node {
            name: start.local_name().as_ref().to_owned(),
            attributes,
            at,
            ..Node::default()
        });
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(node) = self.open.last_mut() {
            let room = MAX_TEXT.saturating_sub(node.text.len());
            if text.len() <= room {
                node.text.push_str(text);
            } else {
                node.text.extend(text.chars().take(room / 4));
            }
        }
    }

    fn close(&mut self) {
        let Some(mut node) = self.open.pop() else { return };
        let trimmed = node.text.trim();
        if trimmed.len() != node.text.len() {
            node.text = String::from(trimmed);
        }
        node.text.shrink_to_fit();
        match self.open.last_mut() {
            Some(parent) => parent.children.push(node),
            None => self.root = Some(node),
        }
    }

    fn done(self, end: usize) -> Result<Node, Broken> {
        match (self.root, self.open.is_empty()) {
            (Some(root), true) => Ok(root),
            _ => Err(Broken {
                code: "faktura-xml",
                at: end,
                message: "Filen är avklippt: sista elementet saknas. Hämta fakturan igen.".into(),
            }),
        }
    }
}
