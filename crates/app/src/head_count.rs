//! Head counts of an insats: a year's sheet of people by month and sex.

use chrono::{DateTime, Datelike, Utc};
use domain::{
    facts::Insats,
    head_count::{self, Sheet},
    refusal::Refusal,
    words::MONTHS,
    years::YEARS,
};

use crate::{
    Actor, App, Failure, Outcome, record,
    rights::{Act, On, require},
};

/// A year's sheet as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadCounts {
    /// The insats.
    pub insats: Insats,
    /// The year.
    pub year: i32,
    /// The counts.
    pub sheet: Sheet,
    /// Its version, to be sent back when it is saved.
    pub version: i64,
    /// Whether head counts are taken in the insats.
    pub counted: bool,
}

impl App {
    /// The sheet of an insats and year; the present year when none is named.
    ///
    /// # Errors
    /// Not found for those who may not, and for an insats that does not exist.
    pub async fn head_counts(
        &self,
        actor: &Actor,
        insats: &str,
        year: Option<i32>,
        now: DateTime<Utc>,
    ) -> Outcome<HeadCounts> {
        require(actor, Act::EditHeadCounts, On::Insats(insats))?;
        let year = year
            .filter(|year| YEARS.contains(year))
            .unwrap_or_else(|| now.year());
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let all = store::insats::load(&mut tx, association).await?;
        let found = all.into_iter().find(|one| one.slug == insats);
        let found = found.ok_or(Failure::NotFound)?;
        let (sheet, version) = store::head_count::sheet(&mut tx, association, insats, year).await?;
        Ok(HeadCounts {
            counted: head_count::is_counted(&found),
            insats: found,
            year,
            sheet,
            version,
        })
    }

    /// Saves a year's sheet as typed, in place of the version it was changed from.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal per field that cannot be, and when the insats
    /// registers participations; a conflict, with what stands there, when somebody else saved first.
    pub async fn save_head_counts(
        &self,
        actor: &Actor,
        (insats, year): (&str, i32),
        typed: &[[String; 3]; 12],
        version: i64,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let stands = self.head_counts(actor, insats, Some(year), now).await?;
        if !stands.counted {
            let message = "Insatsen registrerar deltaganden, och volym räknas bara i insatser som inte gör det. Registrera deltagandena i stället.";
            return Err(Refusal::new("volym-registrerar", message).into());
        }
        let sheet = head_count::read(typed, year, now.date_naive()).map_err(Failure::Refused)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let saved = store::head_count::save(&mut tx, association, (insats, year), &sheet, version).await;
        if let Err(store::Error::Conflict { current }) = saved {
            drop(tx);
            let stands = self.head_counts(actor, insats, Some(year), now).await?;
            return Err(Failure::Conflict {
                theirs: words(&stands.sheet),
                version: current,
            });
        }
        saved?;
        let months = sheet.iter().filter(|month| month.iter().any(Option::is_some));
        let sum: i64 = sheet.iter().flatten().flatten().sum();
        let detail = serde_json::json!({ "months": months.count(), "sum": sum });
        record(
            &mut tx,
            actor,
            ("volym.spara", &format!("{insats} {year}")),
            detail,
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }
}

/// A sheet in words, for whoever meets it: "januari: 3 kvinnor, 4 män".
fn words(sheet: &Sheet) -> String {
    let names = ["kvinnor", "män", "utan noterat kön"];
    let month = |(name, counts): (&&str, &[Option<i64>; 3])| {
        let parts: Vec<String> = names
            .iter()
            .zip(counts)
            .filter_map(|(sex, count)| count.map(|count| format!("{count} {sex}")))
            .collect();
        (!parts.is_empty()).then(|| format!("{name}: {}", parts.join(", ")))
    };
    let months: Vec<String> = MONTHS.iter().zip(sheet).filter_map(month).collect();
    if months.is_empty() {
        "inga månader räknade".into()
    } else {
        months.join("; ")
    }
}
