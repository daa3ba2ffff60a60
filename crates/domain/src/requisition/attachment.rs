//! Files beside a requisition: vouchers or an extract of the huvudman's ledger.

use crate::refusal::Refusal;

/// The largest file.
pub const MOST_BYTES: usize = 10 << 20;
/// The most files of one requisition.
pub const MOST_FILES: usize = 20;
/// The longest name kept.
const LONGEST_NAME: usize = 120;

/// What a file is, by its first bytes; the name is never believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// PDF.
    Pdf,
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// A workbook of Excel (Office Open XML).
    Xlsx,
    /// Text in columns: CSV, or SIE.
    Text,
}

impl Kind {
    /// The kind of a file's bytes; `None` for anything else.
    pub fn of(bytes: &[u8]) -> Option<Kind> {
        let starts = |magic: &[u8]| bytes.starts_with(magic);
        if starts(b"%PDF-") {
            Some(Kind::Pdf)
        } else if starts(b"\x89PNG\r\n\x1a\n") {
            Some(Kind::Png)
        } else if starts(b"\xff\xd8\xff") {
            Some(Kind::Jpeg)
        } else if starts(b"PK\x03\x04") {
            let head = bytes.get(..bytes.len().min(8192)).unwrap_or_default();
            let has = |name: &[u8]| head.windows(name.len()).any(|part| part == name);
            (has(b"[Content_Types].xml") || has(b"xl/")).then_some(Kind::Xlsx)
        } else {
            let control = |b: &u8| *b < 32 && !matches!(b, b'\t' | b'\n' | b'\r');
            let markup = bytes.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'<');
            (!bytes.is_empty() && !bytes.iter().any(control) && !markup && !starts(b"MZ"))
                .then_some(Kind::Text)
        }
    }

    /// Endings of names that go with it.
    const fn endings(self) -> &'static [&'static str] {
        match self {
            Kind::Pdf => &["pdf"],
            Kind::Png => &["png"],
            Kind::Jpeg => &["jpg", "jpeg"],
            Kind::Xlsx => &["xlsx"],
            Kind::Text => &["csv", "txt", "se", "si", "sie"],
        }
    }

    /// The media type it is sent with.
    pub const fn media_type(self) -> &'static str {
        match self {
            Kind::Pdf => "application/pdf",
            Kind::Png => "image/png",
            Kind::Jpeg => "image/jpeg",
            Kind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Kind::Text => "application/octet-stream",
        }
    }
}

/// The name to keep a file under, if it may be kept: path and odd letters are taken away.
///
/// # Errors
/// Refusals at `fil`: empty, too large, one too many, of a kind that is not taken, or with an ending
/// that is not its own.
pub fn accept(name: &str, bytes: &[u8], held: usize) -> Result<(String, Kind), Refusal> {
    let refuse = |code, message: String| Err(Refusal::at(code, "fil", message));
    if held >= MOST_FILES {
        let message = format!("Rekvisitionen har redan {MOST_FILES} filer. Slå ihop underlagen till en PDF.");
        return refuse("underlag-antal", message);
    }
    if bytes.is_empty() {
        return refuse("underlag-tom", "Filen är tom. Välj den igen.".into());
    }
    if bytes.len() > MOST_BYTES {
        let message = format!(
            "Filen är större än {} MB. Spara den mindre, till exempel som PDF utan bilder.",
            MOST_BYTES >> 20
        );
        return refuse("underlag-stor", message);
    }
    let Some(kind) = Kind::of(bytes) else {
        let message = "Filens innehåll är varken PDF, PNG, JPEG, XLSX eller text i kolumner (CSV). Spara underlaget som PDF och välj det igen.";
        return refuse("underlag-typ", message.into());
    };
    let bare = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = bare
        .chars()
        .filter(|c| c.is_alphanumeric() || " .-_()".contains(*c))
        .collect();
    let (stem, ending) = kept.rsplit_once('.').unwrap_or((kept.as_str(), ""));
    let ending = ending.to_lowercase();
    if !kind.endings().contains(&ending.as_str()) {
        let message = format!(
            "Filen heter ”{kept}” men innehållet är {}. Ge den rätt filändelse (.{}) och välj den igen.",
            match kind {
                Kind::Pdf => "PDF",
                Kind::Png => "en PNG-bild",
                Kind::Jpeg => "en JPEG-bild",
                Kind::Xlsx => "en Excelbok",
                Kind::Text => "text",
            },
            kind.endings().join(", .")
        );
        return refuse("underlag-andelse", message);
    }
    let stem: String = stem.trim().chars().take(LONGEST_NAME).collect();
    let stem = if stem.is_empty() {
        "underlag".to_owned()
    } else {
        stem
    };
    Ok((format!("{stem}.{ending}"), kind))
}
