//! The report as a web page: the PDF's twin. The same parts in the same order, headings without
//! gaps, every table with caption and headers, every figure with its key and, where the page can
//! show it, a link to its trace.

mod table;

use domain::{
    document::{Block, Diagram, Document, Inline, KeyFigure, Status, Table},
    figure::FigureKey,
};

use crate::{
    Error,
    chart::{ChartOptions, Palette, chart_svg},
    csv::csv,
    escape::escape,
    sound::sound,
};

/// The style sheet of a standalone page, for the web application to serve beside its own. It uses
/// the custom properties of [`Palette::Page`] and sets them when nobody else has.
pub const STYLE: &str = include_str!("../template/report.css");

/// Diagrams are drawn twice and the style sheet shows the one that fits.
const WIDE: u32 = 680;
const NARROW: u32 = 340;

/// How the page is written.
#[derive(Clone, Copy, Default)]
pub struct HtmlOptions<'a> {
    /// Where a figure's trace is shown; without it a figure is marked but leads nowhere.
    pub trace: Option<&'a dyn Fn(&FigureKey) -> String>,
    /// A whole page with its style sheet; otherwise an `article` to put in a page.
    pub standalone: bool,
}

/// Writes the page.
///
/// # Errors
/// [`Error::Unsound`] when the document breaks a rule of form.
pub fn html(document: &Document, options: &HtmlOptions) -> Result<String, Error> {
    sound(document)?;
    let mut page = Page {
        out: String::new(),
        options: *options,
    };
    page.article(document);
    if !options.standalone {
        return Ok(page.out);
    }
    let title = escape(&format!("{} – {}", document.title, document.association));
    Ok(format!(
        "<!doctype html>\n<html lang=\"sv\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{}</main>\n</body>\n</html>\n",
        page.out
    ))
}

/// The page as a folder: `index.html`, and every table as a CSV file named by its anchor.
///
/// # Errors
/// [`Error::Unsound`] when the document breaks a rule of form.
pub fn html_folder(document: &Document) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let page = html(
        document,
        &HtmlOptions {
            trace: None,
            standalone: true,
        },
    )?;
    let mut files = vec![("index.html".to_owned(), page.into_bytes())];
    files.extend(tables(document).map(|table| (format!("{}.csv", table.id), csv(table).into_bytes())));
    Ok(files)
}

/// Every table of a document, those of the diagrams included, in reading order.
fn tables(document: &Document) -> impl Iterator<Item = &Table> {
    document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Diagram(diagram) => Some(&diagram.table),
        _ => None,
    })
}

struct Page<'a> {
    out: String,
    options: HtmlOptions<'a>,
}

impl Page<'_> {
    fn put(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    fn article(&mut self, document: &Document) {
        self.put("<article class=\"report\" lang=\"sv\">\n<header class=\"report-head\">\n");
        self.put(&format!(
            "<p class=\"report-association\">{}</p>\n",
            escape(&document.association)
        ));
        self.put(&format!("<h1>{}</h1>\n", escape(&document.title)));
        let status = match &document.status {
            Status::Draft => "Utkast".to_owned(),
            Status::Published { hash } => format!("Fastställd. Kontrollsumma (SHA-256): {hash}"),
        };
        let (number, date) = (escape(&document.org_number), escape(&document.date));
        self.put(&format!(
            "<p class=\"report-meta\">Organisationsnummer {number} · <time datetime=\"{date}\">{date}</time> · {status}</p>\n"
        ));
        if let Some(notice) = &document.data_notice {
            self.put(&format!("<p class=\"report-notice\">{}</p>\n", escape(notice)));
        }
        self.keys(&document.key_figures);
        self.put("</header>\n");
        self.contents(&document.blocks);
        for block in &document.blocks {
            self.block(block);
        }
        self.put("</article>\n");
    }

    fn keys(&mut self, keys: &[KeyFigure]) {
        if keys.is_empty() {
            return;
        }
        self.put("<dl class=\"report-keys\">\n");
        for key in keys {
            let value = self.figure(key.figure.as_ref(), &key.value);
            let (label, detail) = (escape(&key.label), escape(&key.detail));
            self.put(&format!(
                "<div><dt>{label}</dt><dd><span class=\"key\">{value}</span> <span class=\"detail\">{detail}</span></dd></div>\n"
            ));
        }
        self.put("</dl>\n");
    }

    /// The contents: chapters with their sections; of an annex only its name, for annexes are alike.
    fn contents(&mut self, blocks: &[Block]) {
        self.put("<nav class=\"report-contents\" aria-label=\"Innehåll\">\n<ol>\n");
        let (mut open, mut annex) = (false, false);
        for block in blocks {
            let Block::Heading {
                level,
                number,
                text,
                id,
            } = block
            else {
                continue;
            };
            let link = format!("<a href=\"#{id}\">{}</a>", words(number.as_deref(), text));
            match level {
                1 => {
                    self.put(if open { "</ol></li>\n<li>" } else { "<li>" });
                    self.put(&format!("{link}<ol>"));
                    annex = number.as_ref().is_some_and(|n| n.starts_with("Bilaga"));
                    open = true;
                }
                2 if open && !annex => self.put(&format!("<li>{link}</li>")),
                _ => {}
            }
        }
        self.put(if open {
            "</ol></li>\n</ol>\n</nav>\n"
        } else {
            "</ol>\n</nav>\n"
        });
        // A chapter without sections has no inner list.
        self.out = self.out.replace("<ol></ol>", "");
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading {
                level,
                number,
                text,
                id,
            } => {
                let h = level + 1;
                let words = words(number.as_deref(), text);
                self.put(&format!("<h{h} id=\"{id}\">{words}</h{h}>\n"));
            }
            Block::Paragraph(inlines) => self.spans("p", "", inlines),
            Block::Notice(inlines) => self.spans("p", " class=\"notice\"", inlines),
            Block::List { ordered, items } => {
                let tag = if *ordered { "ol" } else { "ul" };
                self.put(&format!("<{tag}>\n"));
                for item in items {
                    self.spans("li", "", item);
                }
                self.put(&format!("</{tag}>\n"));
            }
            Block::Table(table) => self.table(table),
            Block::Diagram(diagram) => self.diagram(diagram),
            Block::FillIn(labels) => {
                for label in labels {
                    let rule = "<span class=\"rule\"></span>";
                    self.put(&format!("<p class=\"fill-in\">{}: {rule}</p>\n", escape(label)));
                }
            }
            Block::Initials => self.put("<p class=\"initials\">Godkännarens initialer:</p>\n"),
            Block::Signatures(functions) => {
                self.put("<ul class=\"signatures\">\n");
                for function in functions {
                    self.put(&format!("<li>{}</li>\n", escape(function)));
                }
                self.put("</ul>\n");
            }
        }
    }

    fn spans(&mut self, tag: &str, attributes: &str, inlines: &[Inline]) {
        self.put(&format!("<{tag}{attributes}>"));
        for inline in inlines {
            let markup = match inline {
                Inline::Text(text) => escape(text),
                Inline::Strong(text) => format!("<strong>{}</strong>", escape(text)),
                Inline::Emphasis(text) => format!("<em>{}</em>", escape(text)),
                Inline::Figure { key, text } => self.figure(Some(key), text),
                Inline::Link { to, text } => format!("<a href=\"{}\">{}</a>", escape(to), escape(text)),
            };
            self.put(&markup);
        }
        self.put(&format!("</{tag}>\n"));
    }

    /// A figure with its key; a link to its trace where the page has one.
    fn figure(&self, key: Option<&FigureKey>, text: &str) -> String {
        let text = escape(text);
        let Some(key) = key else { return text };
        let name = escape(&key.to_string());
        match self.options.trace {
            Some(trace) => {
                let to = escape(&trace(key));
                format!("<a class=\"figure\" data-figure=\"{name}\" href=\"{to}\">{text}</a>")
            }
            None => format!("<data class=\"figure\" data-figure=\"{name}\" value=\"{name}\">{text}</data>"),
        }
    }

    fn diagram(&mut self, diagram: &Diagram) {
        let (id, caption) = (&diagram.id, escape(&diagram.caption));
        let label = if diagram.label.is_empty() {
            String::new()
        } else {
            format!("<span class=\"label\">{}</span> ", escape(&diagram.label))
        };
        self.put(&format!(
            "<figure id=\"{id}\" class=\"diagram\">\n<figcaption>{label}{caption}</figcaption>\n"
        ));
        for (class, suffix, width) in [("wide", "bred", WIDE), ("narrow", "smal", NARROW)] {
            let drawing = format!("{id}-{suffix}");
            let options = ChartOptions {
                width,
                palette: Palette::Page,
                id: &drawing,
                title: &diagram.caption,
            };
            let svg = chart_svg(&diagram.chart, &options);
            self.put(&format!("<div class=\"chart-{class}\">{svg}</div>\n"));
        }
        self.put("<details>\n<summary>Visa som tabell</summary>\n");
        self.table(&diagram.table);
        self.put("</details>\n</figure>\n");
    }
}

fn words(number: Option<&str>, text: &str) -> String {
    match number {
        Some(number) => format!(
            "<span class=\"number\">{}</span> {}",
            escape(number),
            escape(text)
        ),
        None => escape(text),
    }
}
