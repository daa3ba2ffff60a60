//! Populations: a table read from a file or fetched from Statistics Sweden, looked at, then saved.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    codes::MemberKind,
    contribution::basis::inhabitants,
    facts::Member,
    number,
    population::{
        self, MAX_BYTES, Population,
        fetch::{Request, STANDARD, request, sources},
    },
    refusal::{Problem, Refusal},
};
use store::contribution::Source;

use super::form::date;
use crate::{
    Actor, App, Failure, Outcome,
    import::Upload,
    record,
    rights::{Act, On, require},
};

/// The setting that says where populations are fetched.
const SOURCES: &str = "folkmangd.kallor";
/// How long Statistics Sweden may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A table that was read and is not saved yet.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The day.
    pub on: Option<NaiveDate>,
    /// The table's name.
    pub table: String,
    /// What the table states for the county.
    pub stated: Option<i64>,
    /// Each municipality among the members: its new number, and the one that stands for the day.
    pub rows: Vec<(Member, i64, Option<i64>)>,
    /// What was odd, but does not refuse the table.
    pub problems: Vec<Problem>,
}

/// Populations as they are to be saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entered {
    /// The day.
    pub on: String,
    /// The table's name.
    pub table: String,
    /// What the table states for the county; empty when it does not.
    pub stated: String,
    /// Member's code and its number.
    pub rows: Vec<(String, String)>,
}

impl App {
    /// Reads a table from a file; nothing is saved.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal with place and cause when the figures are uncertain
    /// or a member is missing.
    pub async fn read_population(&self, actor: &Actor, file: &Upload) -> Outcome<Preview> {
        require(actor, Act::EditContributions, On::Association)?;
        self.population_preview(file.base_name(), &file.bytes, None, "")
            .await
    }

    /// Fetches the members' populations of a day from Statistics Sweden; nothing is saved.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal that says what to do by hand when there is no network
    /// or the answer is no table.
    pub async fn fetch_population(&self, actor: &Actor, day: &str) -> Outcome<Preview> {
        require(actor, Act::EditContributions, On::Association)?;
        let on = date("dag", day)?;
        let (members, settings) = {
            let mut tx = self.db().read().await?;
            let association = self.association(&mut tx).await?;
            let members = store::member::load(&mut tx, association).await?;
            (members, store::setting::load(&mut tx, association).await?)
        };
        let sources = sources(settings.get(SOURCES).map_or(STANDARD, String::as_str))?;
        let own = members.iter().filter(|m| m.kind == MemberKind::Municipality);
        let codes: Vec<&str> = own.map(|m| m.code.as_str()).collect();
        let request = request(&sources, &codes, on)?;
        let bytes = get(&request).await?;
        self.population_preview("SCB", &bytes, Some(on), &request.table)
            .await
    }

    async fn population_preview(
        &self,
        name: &str,
        bytes: &[u8],
        wanted: Option<NaiveDate>,
        table: &str,
    ) -> Outcome<Preview> {
        let (read, problems) = Population::read_any(name, bytes, wanted);
        if let Some(refusal) = population::refusal(&problems) {
            let message = format!("{}: {}", refusal.place, refusal.message);
            return Err(Refusal::at(refusal.code, "fil", message).into());
        }
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let members = store::member::load(&mut tx, association).await?;
        let found = read.of_members(&members)?;
        let row = |(code, count): (String, i64)| {
            let member = members.iter().find(|m| m.code == code)?;
            let stands = read.date.and_then(|on| inhabitants(member, on));
            Some((member.clone(), count, stands))
        };
        let named = [table, &read.table, name];
        let named = named.into_iter().find(|name| !name.is_empty()).unwrap_or("fil");
        Ok(Preview {
            on: read.date,
            table: named.to_owned(),
            stated: read.county(),
            rows: found.into_iter().filter_map(row).collect(),
            problems,
        })
    }

    /// Saves populations of a day with the name of their table and the day they were fetched.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal per number that is missing, text or not above zero.
    pub async fn save_population(&self, actor: &Actor, entered: &Entered, now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::EditContributions, On::Association)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let members = store::member::load(&mut tx, association).await?;
        let rows = counts(entered, &members).map_err(Failure::Refused)?;
        let on = date("dag", &entered.on)?;
        let table = entered.table.trim();
        if table.is_empty() {
            let message = "Ange varifrån folkmängderna kommer, till exempel tabellens namn hos SCB.";
            return Err(Refusal::at("folkmangd-tabell", "tabell", message).into());
        }
        let source = Source {
            on,
            table: table.chars().take(200).collect(),
            extracted: now.date_naive(),
            stated: number::parse_decimal(&entered.stated, 0).filter(|n| *n > 0),
        };
        store::contribution::save_populations(&mut tx, association, &source, &rows).await?;
        let detail = serde_json::json!({ "table": source.table, "members": rows.len() });
        record(&mut tx, actor, ("folkmängd.spara", &on.to_string()), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// Where the populations come from, newest first, and the addresses they are fetched from.
    ///
    /// # Errors
    /// Not found for those who may not read the economy.
    pub async fn population_sources(&self, actor: &Actor) -> Outcome<(Vec<Source>, Vec<Member>, String)> {
        require(actor, Act::ReadEconomy, On::Association)?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let saved = store::contribution::sources(&mut tx, association).await?;
        let members = store::member::load(&mut tx, association).await?;
        let settings = store::setting::load(&mut tx, association).await?;
        let addresses = settings
            .get(SOURCES)
            .cloned()
            .unwrap_or_else(|| STANDARD.to_owned());
        Ok((saved, members, addresses))
    }

    /// Changes the addresses that populations are fetched from; an empty text gives the program's own.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal for a line that is no source.
    pub async fn save_population_addresses(
        &self,
        actor: &Actor,
        text: &str,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::EditSettings, On::Association)?;
        let text = if text.trim().is_empty() { STANDARD } else { text };
        let read = sources(text)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::setting::save(&mut tx, association, SOURCES, text).await?;
        let detail = serde_json::json!({ "sources": read.len() });
        record(&mut tx, actor, ("folkmängd.kallor", ""), detail, now).await?;
        Ok(tx.commit().await?)
    }
}

fn counts(entered: &Entered, members: &[Member]) -> Result<Vec<(String, i64)>, Vec<Refusal>> {
    let (mut rows, mut refusals) = (Vec::new(), Vec::new());
    for member in members.iter().filter(|m| m.kind == MemberKind::Municipality) {
        let typed = entered.rows.iter().find(|(code, _)| *code == member.code);
        let text = typed.map_or("", |(_, text)| text.trim());
        match number::parse_decimal(text, 0) {
            Some(count) if count > 0 => rows.push((member.code.clone(), count)),
            _ => {
                let message = format!(
                    "Folkmängden för {} ska vara ett heltal större än noll, inte ”{text}”.",
                    member.name
                );
                refusals.push(Refusal::at(
                    "folkmangd-tal",
                    format!("antal-{}", member.code),
                    message,
                ));
            }
        }
    }
    if refusals.is_empty() {
        Ok(rows)
    } else {
        Err(refusals)
    }
}

/// Fetches within bounds of time and size, following no redirects.
async fn get(request: &Request) -> Result<Vec<u8>, Refusal> {
    let by_hand = "Kontrollera nätet, eller hämta tabellen på statistikdatabasen.scb.se och läs in filen.";
    let refuse = |cause: &str| Refusal::at("folkmangd-natet", "dag", format!("{cause} {by_hand}"));
    let client = reqwest::Client::builder()
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("samordna/", env!("CARGO_PKG_VERSION")));
    let client = client
        .build()
        .map_err(|_| refuse("Hämtningen kunde inte förberedas."))?;
    let sent = match &request.body {
        Some(body) => client
            .post(&request.address)
            .header("content-type", "application/json")
            .body(body.clone()),
        None => client.get(&request.address),
    };
    let mut answer = sent.send().await.map_err(|cause| {
        tracing::warn!(%cause, "fetching populations");
        refuse(if cause.is_timeout() {
            "SCB svarade inte i tid."
        } else {
            "SCB kunde inte nås."
        })
    })?;
    if !answer.status().is_success() {
        return Err(refuse(&format!(
            "SCB svarade med fel {}.",
            answer.status().as_u16()
        )));
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|_| refuse("Hämtningen avbröts."))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MAX_BYTES {
            return Err(refuse("Svaret var större än en folkmängdstabell kan vara."));
        }
    }
    Ok(bytes)
}
