//! Reading camt.053: entry by entry, in memory that does not grow with the file.

mod build;
mod tag;

use std::io::BufRead;

use chrono::NaiveDate;
use domain::{money::Ore, number, refusal::Problem};
use quick_xml::{Reader, events::Event};

use self::{build::Builder, tag::Tag};
use crate::bounded::Bounded;

/// The largest piece (element, text, comment) read at once.
const MOST_PIECE: usize = 64 << 10;
/// The most letters of one value.
const MOST_TEXT: usize = 4 << 10;
/// The deepest nesting; the schema's own is below twenty.
const DEEPEST: usize = 64;
/// The most transactions of one entry.
pub const MOST_DETAILS: usize = 10_000;
/// The most problems told.
const MOST_PROBLEMS: usize = 200;

/// A statement's head and sums.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// The bank's identity of it.
    pub id: String,
    /// IBAN or other account number.
    pub account: String,
    /// The account's currency, where it is said.
    pub currency: String,
    /// Balance before its entries.
    pub opening: Option<Ore>,
    /// Balance after.
    pub closing: Option<Ore>,
    /// How many entries.
    pub entries: usize,
    /// Their sum, credits positive; only in kronor.
    pub sum: Ore,
}

/// One booked movement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the file, from 1.
    pub number: usize,
    /// The line it ends on.
    pub line: usize,
    /// Öre; in is positive, out negative.
    pub amount: Ore,
    /// The day it was booked.
    pub booked: Option<NaiveDate>,
    /// The bank's own reference.
    pub bank_reference: String,
    /// The payments it is made of; a single payment has one or none.
    pub details: Vec<Detail>,
}

/// One payment of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// The payer's reference.
    pub end_to_end: String,
    /// Its own amount, without sign, where it is said.
    pub amount: Option<Ore>,
    /// Structured reference, for example an OCR number.
    pub reference: String,
    /// Words.
    pub words: String,
    /// The other party.
    pub party: String,
}

/// What a file was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Statements with their sums.
    pub statements: Vec<Statement>,
    /// What was odd or wrong, with lines.
    pub problems: Vec<Problem>,
    /// The file could not be read to its end, or is not an account statement: nothing of it should
    /// be used.
    pub broken: bool,
}

/// Reads a file, handing over every booked entry in kronor. An entry in another currency is told
/// of and left out.
pub fn read<R: BufRead>(file: &str, from: R, mut each: impl FnMut(Entry)) -> Reading {
    let mut reader = Reader::from_reader(Bounded::new(from));
    reader.config_mut().expand_empty_elements = true;
    let mut state = State::new(file);
    let mut buffer = Vec::with_capacity(1 << 10);
    loop {
        buffer.clear();
        reader.get_mut().allow(MOST_PIECE);
        let event = reader.read_event_into(&mut buffer);
        match event {
            Ok(Event::Eof) => break,
            Ok(event) => {
                let piece = Piece::of(&event);
                if let Err((code, message)) = state.piece(&event, piece, &mut each) {
                    state.line = reader.get_ref().line();
                    state.fail(code, message);
                    break;
                }
            }
            Err(_) => {
                state.line = reader.get_ref().line();
                let (code, message) = if reader.get_ref().was_met() {
                    (
                        "kontoutdrag-bit",
                        "ett element är orimligt långt. Hämta filen på nytt från banken.",
                    )
                } else {
                    (
                        "kontoutdrag-xml",
                        "filen är inte hel XML här. Hämta den på nytt från banken.",
                    )
                };
                state.fail(code, message);
                break;
            }
        }
        state.line = reader.get_ref().line();
    }
    state.end()
}

/// What kind of piece was read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Markup,
    Forbidden,
}

impl Piece {
    fn of(event: &Event<'_>) -> Piece {
        if matches!(event, Event::DocType(_)) {
            Piece::Forbidden
        } else {
            Piece::Markup
        }
    }
}

type Broken = (&'static str, &'static str);

struct State {
    file: String,
    path: Vec<Tag>,
    text: String,
    builder: Builder,
    reading: Reading,
    line: usize,
    left_out: usize,
}

impl State {
    fn new(file: &str) -> State {
        State {
            file: file.to_owned(),
            path: Vec::with_capacity(DEEPEST),
            text: String::new(),
            builder: Builder::default(),
            reading: Reading::default(),
            line: 1,
            left_out: 0,
        }
    }

    #[expect(
        clippy::too_many_lines,
        reason = "the parts of one page or act in the order they are read"
    )]
    fn piece(&mut self, event: &Event<'_>, piece: Piece, each: &mut impl FnMut(Entry)) -> Result<(), Broken> {
        if piece == Piece::Forbidden {
            return Err((
                "kontoutdrag-dtd",
                "filen har en dokumenttyp (DOCTYPE), som ett kontoutdrag aldrig har. Den läses inte. Hämta filen på nytt från banken.",
            ));
        }
        match event {
            Event::Start(start) => {
                let tag = Tag::of(start.local_name().as_ref());
                if self.path.len() >= DEEPEST {
                    return Err((
                        "kontoutdrag-djup",
                        "elementen ligger orimligt djupt. Hämta filen på nytt från banken.",
                    ));
                }
                if self.path.is_empty() && tag != Tag::Document {
                    return Err((
                        "kontoutdrag-annat",
                        "filen är inte ett kontoutdrag (camt.053). Välj rätt fil.",
                    ));
                }
                if self.path.len() == 1 && tag != Tag::Statements {
                    return Err((
                        "kontoutdrag-annat",
                        "filen är en annan sorts bankfil. Välj ett kontoutdrag (camt.053).",
                    ));
                }
                if tag == Tag::Amount {
                    let currency = start.try_get_attribute("Ccy").ok().flatten();
                    self.builder.currency(currency.map(|c| c.value.into_owned()));
                }
                self.path.push(tag);
                self.text.clear();
                self.builder.open(&self.path);
            }
            Event::End(_) => {
                let value = std::mem::take(&mut self.text);
                self.close(value.trim(), each);
                self.text = value;
                self.text.clear();
                self.path.pop();
            }
            Event::Text(text) => self.add(text.xml10_content().as_ref())?,
            Event::CData(text) => self.add(text.xml10_content().as_ref())?,
            Event::GeneralRef(reference) => {
                let known = match reference.xml10_content().as_ref() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                let Some(letter) = known else {
                    return Err((
                        "kontoutdrag-entitet",
                        "filen hänvisar till en entitet, som ett kontoutdrag aldrig gör. Den läses inte. Hämta filen på nytt från banken.",
                    ));
                };
                self.add(letter.encode_utf8(&mut [0; 4]))?;
            }
            _ => {}
        }
        Ok(())
    }

    fn add(&mut self, text: &str) -> Result<(), Broken> {
        if self.text.len() + text.len() > MOST_TEXT {
            // White space between elements may be long; words may not.
            if text.trim().is_empty() {
                return Ok(());
            }
            return Err((
                "kontoutdrag-text",
                "en text är orimligt lång. Hämta filen på nytt från banken.",
            ));
        }
        self.text.push_str(text);
        Ok(())
    }

    fn close(&mut self, value: &str, each: &mut impl FnMut(Entry)) {
        let told = self.builder.value(&self.path, value);
        self.tell(told);
        match self.path.last() {
            Some(Tag::Entry) => {
                let (entry, told) = self.builder.entry(self.line);
                self.tell(told);
                if let Some(entry) = entry {
                    each(entry);
                }
            }
            Some(Tag::Statement) => {
                let (statement, told) = self.builder.statement();
                self.tell(told);
                self.reading.statements.push(statement);
            }
            _ => {}
        }
    }

    fn tell(&mut self, told: Option<(&'static str, String)>) {
        let Some((code, message)) = told else {
            return;
        };
        if self.reading.problems.len() >= MOST_PROBLEMS {
            self.left_out += 1;
            return;
        }
        self.reading.problems.push(Problem {
            file: self.file.clone(),
            line: self.line,
            code,
            message,
        });
    }

    fn fail(&mut self, code: &'static str, message: &'static str) {
        self.reading.broken = true;
        self.reading.problems.push(Problem {
            file: self.file.clone(),
            line: self.line,
            code,
            message: format!("Rad {}: {message}", self.line),
        });
    }

    fn end(mut self) -> Reading {
        if !self.reading.broken && !self.path.is_empty() {
            self.fail(
                "kontoutdrag-avhugget",
                "filen tar slut mitt i. Hämta den på nytt från banken.",
            );
        }
        if !self.reading.broken && self.reading.statements.is_empty() {
            self.fail(
                "kontoutdrag-tomt",
                "filen har inget kontoutdrag. Välj en fil av typen camt.053.",
            );
        }
        if self.left_out > 0 {
            let more = number::integer(i64::try_from(self.left_out).unwrap_or(i64::MAX));
            self.reading.problems.push(Problem {
                file: self.file.clone(),
                line: 0,
                code: "kontoutdrag-fler",
                message: format!("{more} anmärkningar till visas inte."),
            });
        }
        self.reading
    }
}
