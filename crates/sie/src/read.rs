//! Reading: one pass over the bytes, which always ends with a document.

mod books;
mod chart;
mod fields;
mod header;

use std::collections::HashMap;

use crate::{
    books::{ListId, TailId},
    checksum::Running,
    code,
    date::Date,
    document::{Checksum, Document},
    encoding::{Detected, Encoding, detect},
    hash::Seed,
    problem::{Code, Collector, Problem},
    record::Record,
    scan::{Fields, Lines, visible},
    text::Sym,
};

/// More than this is not read: no year's books come near it.
const LIMIT: usize = 1 << 30;

/// Lines a text with line breaks in it may span.
const JOINED: usize = 50;

/// A text longer than this is not put together of several lines.
const JOINED_BYTES: usize = 1 << 16;

/// Reads a SIE file of any type. Whatever the bytes are, there is a document; what could not be
/// understood, or departs from the standard, is told in the problems, in the order of the file.
///
/// The problems are about form. Whether the books add up is asked with [`check`](crate::check).
pub fn read(bytes: &[u8]) -> (Document, Vec<Problem>) {
    read_found(bytes, &detect(bytes.get(..LIMIT).unwrap_or(bytes)))
}

/// Reads a file whose character set is known, without looking for evidence. UTF-16 is taken by its
/// own marks only: for it this is [`read`].
pub fn read_as(bytes: &[u8], encoding: Encoding) -> (Document, Vec<Problem>) {
    match encoding {
        Encoding::Utf16Le | Encoding::Utf16Be => read(bytes),
        known => {
            let bytes_read = bytes.get(..LIMIT).unwrap_or(bytes);
            read_found(
                bytes,
                &Detected {
                    encoding: known,
                    bytes: bytes_read.into(),
                    lost: None,
                    mixed: None,
                },
            )
        }
    }
}

fn read_found(bytes: &[u8], found: &Detected<'_>) -> (Document, Vec<Problem>) {
    let whole = bytes.len();
    let mut reader = Reader::new(found.encoding);
    if whole > LIMIT {
        reader.problem(code::FILE_TOO_LARGE, || {
            format!(
                "Filen är {} MB; bara de första {} MB lästes. Dela upp exporten.",
                whole >> 20,
                LIMIT >> 20
            )
        });
    }
    reader.file(&found.bytes);
    reader.mixed(found);
    reader.finish(found.lost.map(|at| line_of(&found.bytes, at)))
}

fn line_of(bytes: &[u8], at: usize) -> u32 {
    let lines = Lines::new(bytes.get(..=at).unwrap_or(bytes)).count();
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// Where in a voucher the reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    /// Outside.
    None,
    /// After `#VER`, before `{`.
    Pending,
    /// Between the braces.
    Open,
}

struct Reader {
    document: Document,
    problems: Collector,
    /// The set the bytes are decoded with; UTF-16 has become UTF-8 by now.
    decoding: Encoding,
    line: u32,
    /// Bytes of the file after the line, and after the line of the first voucher.
    left: usize,
    left_at_first: usize,
    record: Record,
    block: Block,
    /// Bit `n` is set when the record with that number has been seen.
    seen: u64,
    /// The same for records of which the first holds.
    taken: u64,
    unknown: Vec<Vec<u8>>,
    accounts: HashMap<Sym, usize>,
    lists: HashMap<Box<[u8]>, ListId, Seed>,
    checksum: Option<Running>,
    scratch: Vec<u8>,
    decoded: String,
    /// Texts that needed decoding, by their bytes.
    decoded_before: HashMap<Box<[u8]>, Sym, Seed>,
    /// Accounts of four digits, by their value.
    numbered: Vec<Sym>,
    last_date: ([u8; 8], Option<Date>),
    /// What stood on a row after its amount, as it was in the file and as it was read.
    last_tail: (Vec<u8>, TailId),
}

impl Reader {
    fn new(encoding: Encoding) -> Self {
        let mut document = Document::default();
        document.source.encoding = encoding;
        let decoding = match encoding {
            Encoding::Utf16Le | Encoding::Utf16Be => Encoding::Utf8,
            other => other,
        };
        Reader {
            document,
            problems: Collector::form(),
            decoding,
            line: 1,
            left: 0,
            left_at_first: 0,
            record: Record::Flag,
            block: Block::None,
            seen: 0,
            taken: 0,
            unknown: Vec::new(),
            accounts: HashMap::new(),
            lists: HashMap::default(),
            checksum: None,
            scratch: Vec::new(),
            decoded: String::new(),
            decoded_before: HashMap::default(),
            numbered: vec![Sym(0); 10_000],
            last_date: ([0; 8], None),
            last_tail: (Vec::new(), TailId::default()),
        }
    }

    fn problem(&mut self, code: Code, message: impl FnOnce() -> String) {
        self.problems.add(code, self.line, self.record.label(), message);
    }

    fn file(&mut self, bytes: &[u8]) {
        let mut lines = Lines::new(bytes);
        let cut = |line| (line, visible(line));
        let mut next = lines.next().map(cut);
        self.line = 0;
        while let Some((_, line)) = next {
            self.left = lines.left();
            next = lines.next().map(cut);
            self.line += 1;
            // A line that cannot begin a record may be the rest of a text broken by mistake.
            if let Some((after, shown)) = next
                && continues(shown)
                && line.len() < JOINED_BYTES
                && open_quote(line)
            {
                let mut joined = line.to_vec();
                let taken = join(&mut joined, after, lines.clone());
                if taken > 0 {
                    self.any_line(&joined);
                    self.problem(code::LINE_BREAK_IN_TEXT, || {
                        "Texten är bruten över flera rader. Den lästes som en; ta bort radbrytningen i texten.".to_owned()
                    });
                    self.line += u32::try_from(taken).unwrap_or(0);
                    next = (0..taken).fold(next, |_, _| lines.next().map(cut));
                    continue;
                }
            }
            self.any_line(line);
        }
    }

    /// Takes a line from its first visible character on.
    #[inline]
    fn any_line(&mut self, line: &[u8]) {
        let mut line = line;
        loop {
            let rest = match line {
                [] => return,
                [b'#', ..] => return self.record(line),
                [b'{', rest @ ..] => {
                    self.open_brace();
                    rest
                }
                [b'}', rest @ ..] => {
                    self.close_brace();
                    rest
                }
                _ => return self.stray(line),
            };
            line = visible(rest);
        }
    }

    fn record(&mut self, line: &[u8]) {
        let (record, rest) = if let Some(rest @ [..=b' ', ..]) = line.strip_prefix(b"#TRANS") {
            (Record::Posted, rest)
        } else {
            let end = line.iter().position(|b| *b <= b' ').unwrap_or(line.len());
            let (label, rest) = line.split_at(end);
            let Some(record) = Record::of(label) else {
                return self.unknown_record(label);
            };
            (record, rest)
        };
        self.record = record;
        self.seen |= 1 << (record as u64);
        if record == Record::Checksum {
            return self.checksum_record(Fields::new(rest));
        }
        if let Some(running) = &mut self.checksum {
            running.record(line);
        }
        let odd = match record {
            Record::Posted | Record::Added | Record::Removed => self.row(record, rest),
            Record::Voucher => self.voucher(rest),
            _ => self.other(record, Fields::new(rest)),
        };
        if odd.open {
            self.problem(code::QUOTE_MISSING, || {
                "Citattecknet som avslutar texten saknas; texten lästes till radens slut. Kontrollera raden."
                    .to_owned()
            });
        }
        if odd.bare {
            self.problem(code::QUOTE_UNESCAPED, || {
                "Ett citattecken står inne i en text utan \\ före. Kontrollera att texten blev rätt."
                    .to_owned()
            });
        }
    }

    fn other(&mut self, record: Record, mut fields: Fields<'_>) -> crate::scan::Oddities {
        if self.block == Block::Open {
            self.problem(code::RECORD_IN_VOUCHER, || {
                "Posten står inne i en verifikation, där bara rader får stå. Den lästes ändå; kontrollera att } inte saknas.".to_owned()
            });
        }
        if !(self.balance_record(record, &mut fields) || self.chart_record(record, &mut fields)) {
            self.header_record(record, &mut fields);
        }
        fields.odd
    }

    fn unknown_record(&mut self, label: &[u8]) {
        if self.unknown.len() >= 100 || self.unknown.iter().any(|known| known == label) {
            return;
        }
        self.unknown.push(label.to_vec());
        let shown: String = String::from_utf8_lossy(label).chars().take(30).collect();
        let name = shown.clone();
        self.problems.add(code::UNKNOWN_RECORD, self.line, shown, || {
            format!("{name} finns inte i SIE 4. Posterna hoppas över, som standarden kräver; inget behöver göras om de inte behövs.")
        });
    }

    fn stray(&mut self, line: &[u8]) {
        self.record = self
            .document
            .books
            .vouchers
            .last()
            .map_or(self.record, |_| Record::Voucher);
        let mut shown = String::new();
        self.decoding
            .decode_into(line.get(..40).unwrap_or(line), &mut shown);
        let shown: String = shown
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        self.problem(code::STRAY_LINE, || {
            format!(
                "Raden börjar inte med #: ”{}”. Den hoppades över; kontrollera att ingen text är bruten.",
                shown.trim()
            )
        });
    }

    fn checksum_record(&mut self, mut fields: Fields<'_>) {
        let field = fields.next();
        let stated = field
            .and_then(|f| std::str::from_utf8(f.raw).ok())
            .and_then(|f| f.parse::<i64>().ok())
            // Some programs print the sum as a signed number.
            .and_then(|n| {
                u32::try_from(n & 0xffff_ffff)
                    .ok()
                    .filter(|_| n >= i64::from(i32::MIN))
            });
        match (self.checksum.take(), field, stated) {
            (None, None, _) => self.checksum = Some(Running::new(self.decoding)),
            (None, Some(_), _) => self.problem(code::CHECKSUM_WITHOUT_START, || {
                "Kontrollsumman saknar den inledande #KSUMMA som visar var den börjar, och kan inte prövas.".to_owned()
            }),
            (Some(running), _, Some(stated)) if running.is(stated) => self.document.source.checksum = Checksum::Ok,
            (Some(running), _, _) => {
                self.document.source.checksum = Checksum::Wrong;
                let shown = field.map(|f| String::from_utf8_lossy(f.raw).into_owned()).unwrap_or_default();
                self.problem(code::CHECKSUM_WRONG, || {
                    format!(
                        "Kontrollsumman är {shown} men innehållet ger {}. Filen är ändrad eller skadad: hämta den på nytt ur bokföringsprogrammet.",
                        running.value()
                    )
                });
            }
        }
    }

    fn mixed(&mut self, found: &Detected<'_>) {
        let Some((at, other)) = found.mixed.filter(|_| self.seen != 0) else {
            return;
        };
        let own = found.encoding;
        self.problems.add(code::ENCODING_MIXED, line_of(&found.bytes, at), "#FORMAT", || {
            format!("Raden är skriven i {other} men resten av filen i {own}, och lästes som resten. Kontrollera å, ä och ö i radens texter och i raderna efter, eller exportera filen på nytt.")
        });
    }

    fn finish(mut self, lost: Option<u32>) -> (Document, Vec<Problem>) {
        if self.seen == 0 {
            return (self.document, vec![not_sie(self.line == 0)]);
        }
        if self.block != Block::None {
            let name = self.last_voucher();
            self.record = Record::Voucher;
            self.problem(code::TRUNCATED, || {
                format!("Filen slutar mitt i verifikation {name}, innan dess avslutande }}. Filen är avkortad: hämta den på nytt.")
            });
        }
        if self.checksum.is_some() {
            self.document.source.checksum = Checksum::Wrong;
            self.record = Record::Checksum;
            self.problem(code::CHECKSUM_MISSING, || {
                "Filen börjar med #KSUMMA men slutar utan kontrollsumma. Filen är avkortad: hämta den på nytt.".to_owned()
            });
        }
        self.line = 1;
        self.form(lost);
        self.document.books.shrink();
        (self.document, self.problems.finish())
    }

    /// What concerns the file as a whole.
    fn form(&mut self, lost: Option<u32>) {
        if self.seen & (1 << (Record::Flag as u64)) == 0 {
            self.problems.add(code::RECORD_MISSING, 1, "#FLAGGA", || {
                "#FLAGGA saknas; den ska stå först i varje SIE-fil. Filen lästes som om den stod.".to_owned()
            });
        }
        let encoding = self.document.source.encoding;
        if encoding != Encoding::Cp437 {
            self.problems.add(code::ENCODING, 1, "#FORMAT", || {
                format!("Filen är skriven i {encoding}, inte i PC8 (teckentabell 437). Den lästes ändå; välj PC8 vid export om det går.")
            });
        }
        if let Some(line) = lost {
            self.problems.add(code::CHARACTERS_LOST, line, "#FORMAT", || {
                "Tecken har gått förlorade innan filen kom hit (de syns som \u{fffd}). Exportera filen på nytt ur bokföringsprogrammet.".to_owned()
            });
        }
    }
}

fn not_sie(empty: bool) -> Problem {
    let (Code(code, severity), message) = if empty {
        (
            code::FILE_EMPTY,
            "Filen är tom. Exportera den på nytt ur bokföringsprogrammet.",
        )
    } else {
        (
            code::NOT_SIE,
            "Filen är ingen SIE-fil: ingen rad börjar med en post som #FLAGGA. Välj en fil av typ .se eller .si.",
        )
    };
    Problem {
        line: 1,
        record: "#FLAGGA".into(),
        severity,
        code,
        message: message.to_owned(),
    }
}

/// Whether a line can be the rest of a broken text: it is not empty and begins nothing.
fn continues(line: &[u8]) -> bool {
    !matches!(line, [] | [b'#' | b'{' | b'}', ..])
}

fn open_quote(line: &[u8]) -> bool {
    let quotes = memchr::memchr_iter(b'"', line);
    quotes
        .filter(|&i| i.checked_sub(1).and_then(|before| line.get(before)) != Some(&b'\\'))
        .count()
        % 2
        == 1
}

/// Appends following lines until the quotes are even. Returns how many, none if they never are.
fn join(joined: &mut Vec<u8>, first: &[u8], rest: Lines<'_>) -> usize {
    let mut open = true;
    for (taken, line) in std::iter::once(first).chain(rest).take(JOINED).enumerate() {
        let begins = matches!(visible(line), [b'#' | b'{' | b'}', ..]);
        if begins || joined.len() > JOINED_BYTES {
            return 0;
        }
        joined.push(b' ');
        joined.extend_from_slice(line.trim_ascii());
        open ^= open_quote(line);
        if !open {
            return taken + 1;
        }
    }
    0
}
