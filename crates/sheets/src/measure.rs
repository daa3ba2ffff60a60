//! Unpacks everything once, counting, and keeps nothing: what the archive says of its own sizes is
//! not believed.

use std::io::{Cursor, Read};

use domain::refusal::Refusal;
use memchr::{memchr_iter, memmem};

use crate::read::Limits;

/// Files in the archive.
const MAX_PARTS: usize = 500;
/// What is not a sheet is held in memory by the reader.
const MAX_BESIDE: u64 = 24 << 20;
/// Strings that sheets share. The reader makes room for as many as the file says that it has.
const MAX_SHARED: u64 = 1_000_000;
/// How the file says it.
const COUNT: &[u8] = b"uniqueCount";
/// The longest text of a cell, or tag. A cell takes 32 767 characters.
const MAX_RUN: usize = 1 << 20;
/// Nobody writes workbooks with it, and a reader keeps all of it at once.
const CDATA: &[u8] = b"<![CDATA[";
/// Bytes looked at again with the next ones, so that nothing hides on the seam.
const SEAM: usize = 64;

/// Refuses a workbook that is larger than it may be, before anything is kept of it.
pub(crate) fn measure(file: &str, bytes: &[u8], limits: &Limits) -> Result<(), Refusal> {
    let too_large = |what: String| {
        Refusal::at(
            "xlsx-for-stor",
            file,
            format!("{what} Kontrollera att det är rätt fil, eller exportera tabellerna som CSV."),
        )
    };
    if bytes.len() > limits.packed {
        let (size, most) = (bytes.len() >> 20, limits.packed >> 20);
        return Err(too_large(format!(
            "Arbetsboken är {size} MiB; högst {most} MiB läses."
        )));
    }
    let no_archive = || {
        let message =
            "Filen är ingen arbetsbok i formatet XLSX. Spara om den, eller exportera tabellerna som CSV.";
        Refusal::at("xlsx-annat", file, message)
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| no_archive())?;
    if archive.len() > MAX_PARTS {
        let found = archive.len();
        return Err(too_large(format!(
            "Arbetsboken har {found} delar; högst {MAX_PARTS} läses."
        )));
    }
    let mut all = Counted::default();
    let mut beside = 0;
    let mut buffer = vec![0; 64 << 10];
    for i in 0..archive.len() {
        let mut part = archive.by_index(i).map_err(|_| no_archive())?;
        let is_sheet = part.name().is_ok_and(|name| is_sheet(&name));
        let mut kept = 0;
        loop {
            let read = part.read(&mut buffer[kept..]).map_err(|_| no_archive())?;
            if read == 0 {
                break;
            }
            all.bytes += read as u64;
            beside += if is_sheet { 0 } else { read as u64 };
            all.look(&buffer[..kept + read], kept);
            if let Some(what) = all.beyond(limits, beside) {
                return Err(too_large(what));
            }
            let end = kept + read;
            let start = end.saturating_sub(SEAM);
            buffer.copy_within(start..end, 0);
            kept = end - start;
        }
    }
    Ok(())
}

/// Sheets are read cell by cell; everything else at once.
fn is_sheet(part: &str) -> bool {
    let part = part.to_lowercase();
    let beside = ["sharedstrings.xml", "styles.xml", "workbook.xml", ".rels"];
    part.contains("worksheets/") && !beside.iter().any(|name| part.ends_with(name))
}

#[derive(Default)]
struct Counted {
    bytes: u64,
    tags: usize,
    /// Bytes since the last tag began.
    run: usize,
    /// Something no honest workbook has.
    odd: bool,
    /// The largest count of shared strings stated anywhere.
    shared: u64,
}

impl Counted {
    /// Looks at a piece whose first bytes were seen before.
    fn look(&mut self, piece: &[u8], seen: usize) {
        let fresh = &piece[seen..];
        let mut last = None;
        for at in memchr_iter(b'<', fresh) {
            self.tags += 1;
            last = Some(at);
        }
        self.run = last.map_or(self.run + fresh.len(), |at| fresh.len() - at);
        self.odd |= self.run > MAX_RUN || memmem::find(piece, CDATA).is_some();
        for at in memmem::find_iter(piece, COUNT) {
            let rest = &piece[at + COUNT.len()..];
            let digits = rest
                .iter()
                .skip_while(|byte| b"= \t\r\n\"'0".contains(byte))
                .take_while(|byte| byte.is_ascii_digit());
            // More digits than any count that is read.
            let count = digits
                .take(12)
                .fold(0, |n, digit| n * 10 + u64::from(digit - b'0'));
            self.shared = self.shared.max(count);
        }
    }

    fn beyond(&self, limits: &Limits, beside: u64) -> Option<String> {
        if self.bytes > limits.unpacked {
            let most = limits.unpacked >> 20;
            return Some(format!("Arbetsboken packas upp till mer än {most} MiB."));
        }
        if beside > MAX_BESIDE {
            let most = MAX_BESIDE >> 20;
            return Some(format!("Texter och format i arbetsboken är mer än {most} MiB."));
        }
        if self.shared > MAX_SHARED {
            return Some(format!(
                "Arbetsboken säger sig ha fler än {MAX_SHARED} olika texter."
            ));
        }
        if self.odd {
            return Some("Arbetsboken har en cell med längre text än ett kalkylprogram tar emot.".to_owned());
        }
        (self.tags > limits.tags).then(|| "Arbetsboken har fler celler än vad som läses.".to_owned())
    }
}
