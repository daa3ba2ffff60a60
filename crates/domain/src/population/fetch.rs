//! Where Statistics Sweden's populations are fetched from: addresses and queries with the day from
//! which they hold, so that an association can put in a new one when the tables move.

use chrono::{Datelike, NaiveDate};

use crate::refusal::Refusal;

/// One source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Populations of this day and later are there.
    pub from: NaiveDate,
    /// The table's name, printed beside the populations.
    pub table: String,
    /// Its address; `{tid}`, `{regioner}` and `{regionlista}` are filled in.
    pub address: String,
    /// The query that is posted (PxWeb version 1); empty when the address says all (version 2).
    pub query: String,
}

/// The sources the program comes with. Populations per month are those of the month's last day.
/// Before 2025 the numbers are exact; from 2025 they come from the table with the cell key method.
pub const STANDARD: &str = "\
1900-01-01;BefolkManad (SCB, folkmängden per månad);https://api.scb.se/OV0104/v1/doris/sv/ssd/START/BE/BE0101/BE0101A/BefolkManad;{\"query\":[{\"code\":\"Region\",\"selection\":{\"filter\":\"item\",\"values\":[{regionlista}]}},{\"code\":\"Tid\",\"selection\":{\"filter\":\"item\",\"values\":[\"{tid}\"]}}],\"response\":{\"format\":\"json-stat2\"}}
2025-01-01;BefolkManadCKM (SCB, folkmängden per månad, TAB6471);https://statistikdatabasen.scb.se/api/v2/tables/TAB6471/data?lang=sv&outputFormat=json-stat2&valueCodes[ContentsCode]=000007SF&valueCodes[Alder]=TotSA&valueCodes[Kon]=TotSa&valueCodes[Region]={regioner}&valueCodes[Tid]={tid};
";

/// A request ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The table's name.
    pub table: String,
    /// The address.
    pub address: String,
    /// What is posted; `None` for a plain fetch.
    pub body: Option<String>,
}

/// Reads the sources: a line each of day, table, address and query, parted by semicolons.
///
/// # Errors
/// Refuses a line without day, table or address, and an address that is not http or https.
pub fn sources(text: &str) -> Result<Vec<Source>, Refusal> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut sources = Vec::new();
    for (number, line) in lines.enumerate() {
        let wrong = |what: &str| {
            let message = format!(
                "Rad {}: {what}. Skriv dag;tabell;adress;fråga, till exempel 2025-01-01;Tabellens namn;https://….",
                number + 1
            );
            Refusal::at("folkmangd-kalla", "kallor", message)
        };
        let mut parts = line.splitn(4, ';').map(str::trim);
        let mut next = || parts.next().unwrap_or_default();
        let (from, table, address, query) = (next(), next(), next(), next());
        let from =
            NaiveDate::parse_from_str(from, "%Y-%m-%d").map_err(|_| wrong("dagen går inte att läsa"))?;
        if table.is_empty() {
            return Err(wrong("tabellens namn saknas"));
        }
        if !address.starts_with("https://") && !address.starts_with("http://") {
            return Err(wrong("adressen ska börja med https://"));
        }
        sources.push(Source {
            from,
            table: table.into(),
            address: address.into(),
            query: query.into(),
        });
    }
    sources.sort_by_key(|source| source.from);
    Ok(sources)
}

/// The request for the populations of some municipalities on the last day of a month.
///
/// # Errors
/// Refuses a day that is not the last of its month, and one before every source.
pub fn request(sources: &[Source], municipalities: &[&str], on: NaiveDate) -> Result<Request, Refusal> {
    let last = on.succ_opt().is_some_and(|next| next.day() == 1);
    if !last {
        let message = format!(
            "SCB:s folkmängd gäller månadens sista dag, men {on} är ingen sådan. Välj till exempel 30 september."
        );
        return Err(Refusal::at("folkmangd-dag", "dag", message));
    }
    let source = sources
        .iter()
        .rev()
        .find(|source| source.from <= on)
        .ok_or_else(|| {
            let message = format!("Ingen källa gäller för {on}. Lägg till en källa, eller läs in en fil.");
            Refusal::at("folkmangd-ingen-kalla", "kallor", message)
        })?;
    let time = format!("{}M{:02}", on.year(), on.month());
    // Codes are digits; anything else would be somebody's own code, not a municipality's.
    let codes = municipalities
        .iter()
        .filter(|code| code.len() == 4 && code.bytes().all(|b| b.is_ascii_digit()));
    let codes: Vec<&str> = codes.copied().collect();
    let quoted: Vec<String> = codes.iter().map(|code| format!("\"{code}\"")).collect();
    let filled = |text: &str| {
        text.replace("{tid}", &time)
            .replace("{regioner}", &codes.join(","))
            .replace("{regionlista}", &quoted.join(","))
    };
    Ok(Request {
        table: source.table.clone(),
        address: filled(&source.address),
        body: (!source.query.is_empty()).then(|| filled(&source.query)),
    })
}
