//! One participation with everything that is linked to it.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate};
use domain::{
    codes::{CodeTable, ExitReason},
    facts::Insats,
    participation::{
        Anonymous, Answer, Consent, Entry, Exit, Field, FollowUp, Keys, Language, Moment, Named, Record,
        Reversal,
    },
};

use super::{Row, columns, detail, fact_of, row_of};
use crate::{AssociationId, Error, Result, Tx, insats, optional_code, pseudonym::PrincipalId, tx::sql};

/// An insats as participations are registered for it.
#[derive(Clone, Debug)]
pub struct Place {
    pub(crate) insats: i64,
    /// The huvudman; without one nothing can be registered.
    pub principal: Option<PrincipalId>,
    /// The insats.
    pub fact: Insats,
    /// The municipalities of every insats of the association, in printed order.
    pub municipalities: Vec<String>,
}

/// A pseudonym in hexadecimal, and the version of the key it was made under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// 64 digits.
    pub pseudonym: String,
    /// Version.
    pub version: i64,
}

/// A participation as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Key in the database, for the read log.
    pub id: i64,
    /// The huvudman that holds it.
    pub principal: PrincipalId,
    /// Everything recorded.
    pub record: Record,
    /// Its pseudonym.
    pub person: Option<Person>,
}

impl Found {
    /// `participation.id`, for the read log.
    pub fn row(&self) -> i64 {
        self.id
    }
}

/// The insats with this slug as a place to register in; `None` when there is none.
///
/// # Errors
/// The database's own.
pub async fn place(tx: &mut Tx, association: AssociationId, slug: &str) -> Result<Option<Place>> {
    let all = insats::load_with_ids(tx, association).await?;
    let municipalities = all
        .iter()
        .flat_map(|(_, insats)| insats.municipalities.clone())
        .collect();
    let Some((id, fact)) = all.into_iter().find(|(_, insats)| insats.slug == slug) else {
        return Ok(None);
    };
    let (principal,): (Option<i64>,) =
        sql!(tx, fetch_one: "SELECT principal_id FROM insats WHERE id = $1", id)?;
    Ok(Some(Place {
        insats: id,
        principal: principal.map(PrincipalId),
        fact,
        municipalities,
    }))
}

/// Adds a participation to a place.
///
/// # Errors
/// [`Error::Duplicate`] when the same person or reference is open there, [`Error::Constraint`] when it
/// contradicts itself, [`Error::Unknown`] when the place has no huvudman.
pub async fn insert(tx: &mut Tx, place: &Place, record: &Record, person: Option<&Person>) -> Result<()> {
    let row = row_of(place.insats, &record.fact(0))?;
    let principal = place
        .principal
        .ok_or_else(|| Error::unknown("principal of insats", &place.fact.slug))?;
    let own = Own::of(tx, place.insats, record).await?;
    let (pseudonym, version) = split(person);
    let (id,): (i64,) = sql!(tx, fetch_one:
        "INSERT INTO participation (public_id, insats_id, principal_id, reference, anonymous, stage, sex, birth_year,
            municipality, pseudonym, pseudonym_version, entry, granted_on, introduced_on, referred_by, education,
            support_time, support_before, occupation_before, age_reason, excess_before, exit_date, exit_reason,
            exit_label_id, support_after, occupation_after, excess_after, reversed_on, reversal_reason,
            transferred_from, constructed, version, changed_at, changed_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
            $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34) RETURNING id",
        &record.keys.public_id, place.insats, principal.0, record.entry.reference(), row.anonymous, row.stage, row.sex,
        row.birth_year, &row.municipality, pseudonym, version, row.entry, record.granted, record.introduced,
        row.referred_by, row.education, row.support_time, row.support_before, row.occupation_before, own.age_reason,
        own.excess_before, row.exit_date, row.exit_reason, own.label, row.support_after, row.occupation_after,
        own.excess_after, record.reversal.map(|r| r.on), own.reversal, own.from, record.constructed,
        record.keys.version, record.keys.changed_at.timestamp_millis(), &record.keys.changed_by)?;
    detail::write(tx, id, place.insats, record).await
}

/// Replaces what stands of a participation, if nobody else changed it since version `seen`. The
/// record carries the new version.
///
/// # Errors
/// [`Error::Conflict`] with the version that stands; otherwise as [`insert`].
pub async fn update(
    tx: &mut Tx,
    found: &Found,
    seen: i64,
    record: &Record,
    person: Option<&Person>,
) -> Result<()> {
    let (insats,): (i64,) =
        sql!(tx, fetch_one: "SELECT insats_id FROM participation WHERE id = $1", found.id)?;
    let row = row_of(insats, &record.fact(0))?;
    let own = Own::of(tx, insats, record).await?;
    let (pseudonym, version) = split(person);
    let changed = sql!(tx, execute:
        "UPDATE participation SET reference = $1, anonymous = $2, stage = $3, sex = $4, birth_year = $5,
            municipality = $6, pseudonym = $7, pseudonym_version = $8, entry = $9, granted_on = $10,
            introduced_on = $11, referred_by = $12, education = $13, support_time = $14, support_before = $15,
            occupation_before = $16, age_reason = $17, excess_before = $18, exit_date = $19, exit_reason = $20,
            exit_label_id = $21, support_after = $22, occupation_after = $23, excess_after = $24, reversed_on = $25,
            reversal_reason = $26, transferred_from = $27, version = $28, changed_at = $29, changed_by = $30
         WHERE id = $31 AND version = $32",
        record.entry.reference(), row.anonymous, row.stage, row.sex, row.birth_year, &row.municipality, pseudonym,
        version, row.entry, record.granted, record.introduced, row.referred_by, row.education, row.support_time,
        row.support_before, row.occupation_before, own.age_reason, own.excess_before, row.exit_date, row.exit_reason,
        own.label, row.support_after, row.occupation_after, own.excess_after, record.reversal.map(|r| r.on),
        own.reversal, own.from, record.keys.version, record.keys.changed_at.timestamp_millis(),
        &record.keys.changed_by, found.id, seen)?;
    if changed == 0 {
        let (current,): (i64,) =
            sql!(tx, fetch_one: "SELECT version FROM participation WHERE id = $1", found.id)?;
        return Err(Error::Conflict { current });
    }
    clear_details(tx, found).await?;
    detail::write(tx, found.id, insats, record).await
}

/// Removes everything that is linked to a participation: consent, plan, outcomes, follow-ups, answers.
///
/// # Errors
/// The database's own.
pub async fn clear_details(tx: &mut Tx, found: &Found) -> Result<()> {
    detail::clear(tx, found.id).await
}

/// Consents and follow-ups of constructed rows, by their keys: every constructed row with a consent gets
/// one of its first day.
///
/// # Errors
/// [`Error::Unknown`] for a key that is not there.
pub async fn add_constructed_details(
    tx: &mut Tx,
    association: AssociationId,
    follow_ups: &[(String, FollowUp)],
) -> Result<()> {
    sql!(tx, execute:
        "INSERT INTO participation_consent (participation_id, form_version, language, given, document)
         SELECT p.id, 'exempel-1', 1, p.entry, '' FROM participation p JOIN insats i ON i.id = p.insats_id
         WHERE i.association_id = $1 AND p.constructed AND NOT p.anonymous
         AND NOT EXISTS (SELECT 1 FROM participation_consent c WHERE c.participation_id = p.id)", association.0)?;
    let ids: Vec<(String, i64)> = sql!(tx, fetch_all:
        "SELECT p.public_id, p.id FROM participation p JOIN insats i ON i.id = p.insats_id
         WHERE i.association_id = $1 AND p.constructed", association.0)?;
    let ids: HashMap<String, i64> = ids.into_iter().collect();
    for (public_id, follow_up) in follow_ups {
        let id = ids
            .get(public_id)
            .ok_or_else(|| Error::unknown("participation", public_id))?;
        detail::follow(tx, *id, 0, follow_up).await?;
    }
    Ok(())
}

fn split(person: Option<&Person>) -> (Option<&str>, Option<i16>) {
    let version = person.map(|p| i16::try_from(p.version).unwrap_or(i16::MAX));
    (person.map(|p| p.pseudonym.as_str()), version)
}

/// The columns that the counting row does not hold.
struct Own {
    age_reason: i16,
    excess_before: i16,
    excess_after: i16,
    label: Option<i64>,
    reversal: i16,
    from: Option<i64>,
}

impl Own {
    async fn of(tx: &mut Tx, insats: i64, record: &Record) -> Result<Own> {
        let named = record.entry.named();
        let exit = record.exit.as_ref();
        let slug = exit.and_then(|exit| exit.label.as_deref());
        let label: Option<(i64,)> = match slug {
            None => None,
            Some(slug) => sql!(tx, fetch_optional:
                "SELECT id FROM exit_label WHERE insats_id = $1 AND slug = $2", insats, slug)?,
        };
        if slug.is_some() && label.is_none() {
            return Err(Error::unknown("exit label", slug.unwrap_or_default()));
        }
        let from: Option<(i64,)> = match &record.transferred_from {
            None => None,
            Some(public_id) => sql!(tx, fetch_optional:
                "SELECT id FROM participation WHERE public_id = $1", public_id)?,
        };
        Ok(Own {
            age_reason: super::stored(named.and_then(|n| n.age_reason)),
            excess_before: super::stored(named.and_then(|n| n.excess_reason)),
            excess_after: super::stored(exit.and_then(|e| e.excess_reason)),
            label: label.map(|(id,)| id),
            reversal: super::stored(record.reversal.and_then(|r| r.reason)),
            from: from.map(|(id,)| id),
        })
    }
}

#[derive(sqlx::FromRow)]
struct FullRow {
    id: i64,
    public_id: String,
    slug: String,
    principal_id: i64,
    reference: Option<String>,
    #[sqlx(flatten)]
    row: Row,
    pseudonym: Option<String>,
    pseudonym_version: Option<i16>,
    granted_on: Option<NaiveDate>,
    introduced_on: Option<NaiveDate>,
    age_reason: i16,
    excess_before: i16,
    exit_label: Option<String>,
    excess_after: i16,
    reversed_on: Option<NaiveDate>,
    reversal_reason: i16,
    from_id: Option<String>,
    to_id: Option<String>,
    version: i64,
    changed_at: i64,
    changed_by: String,
}

/// The participation with this key in addresses, whatever its insats: ask for rights to that next.
///
/// # Errors
/// [`Error::Unknown`] for a code this program does not know.
pub async fn find(tx: &mut Tx, association: AssociationId, public_id: &str) -> Result<Option<Found>> {
    let row: Option<FullRow> = sql!(tx, fetch_optional:
        concat!("SELECT p.id, p.public_id, i.slug, p.principal_id, p.reference, ", columns!(), ",
            p.pseudonym, p.pseudonym_version, p.granted_on, p.introduced_on, p.age_reason, p.excess_before,
            l.slug AS exit_label, p.excess_after, p.reversed_on, p.reversal_reason,
            (SELECT f.public_id FROM participation f WHERE f.id = p.transferred_from) AS from_id,
            (SELECT MIN(t.public_id) FROM participation t WHERE t.transferred_from = p.id) AS to_id,
            p.version, p.changed_at, p.changed_by
         FROM participation p JOIN insats i ON i.id = p.insats_id LEFT JOIN exit_label l ON l.id = p.exit_label_id
         WHERE i.association_id = $1 AND p.public_id = $2"), association.0, public_id)?;
    let Some(row) = row else { return Ok(None) };
    let details = detail::read(tx, row.id).await?;
    let person = row.pseudonym.clone().zip(row.pseudonym_version);
    Ok(Some(Found {
        id: row.id,
        principal: PrincipalId(row.principal_id),
        person: person.map(|(pseudonym, version)| Person {
            pseudonym,
            version: i64::from(version),
        }),
        record: record(row, details)?,
    }))
}

fn record(row: FullRow, details: detail::Details) -> Result<Record> {
    let reversed = row.row.exit_reason == i16::from(ExitReason::Reversed.code());
    let reversal = match (reversed, row.reversed_on.or(row.row.exit_date)) {
        (true, Some(on)) => Some(Reversal {
            on,
            reason: optional_code("reversal reason", row.reversal_reason)?,
        }),
        _ => None,
    };
    Ok(Record {
        keys: Keys {
            public_id: row.public_id.clone(),
            insats: row.slug.clone(),
            version: row.version,
            changed_at: DateTime::from_timestamp_millis(row.changed_at).unwrap_or_default(),
            changed_by: row.changed_by.clone(),
        },
        entry: entry(&row, &details)?,
        granted: row.granted_on,
        introduced: row.introduced_on,
        exit: if reversed { None } else { exit(&row, &details)? },
        reversal,
        interim: details.interim,
        follow_ups: details.follow_ups,
        transferred_from: row.from_id,
        transferred_to: row.to_id,
        pseudonymous: row.pseudonym.is_some(),
        constructed: row.row.constructed,
    })
}

fn entry(row: &FullRow, details: &detail::Details) -> Result<Entry> {
    let fact = fact_of(&row.row, 0)?;
    let why = |field: Field| details.missing_of(field);
    let sex = Answer::stored(fact.sex, why(Field::Sex));
    if row.row.anonymous {
        let start_year = chrono::Datelike::year(&fact.entry);
        return Ok(Entry::Anonymous(Anonymous { sex, start_year }));
    }
    // Rows from before consents were registered have none: said so by the version of the form.
    let consent = details.consent.clone().unwrap_or_else(|| Consent {
        form_version: "okänd".into(),
        language: Language::Swedish,
        given: fact.entry,
        document: String::new(),
    });
    let several = |empty: bool, field: Field| (!empty || why(field).is_none()).then_some(());
    let supports =
        several(fact.support_before.is_empty(), Field::SupportBefore).map(|()| fact.support_before);
    let occupations =
        several(fact.occupation_before.is_empty(), Field::OccupationBefore).map(|()| fact.occupation_before);
    Ok(Entry::Named(Box::new(Named {
        reference: row.reference.clone().unwrap_or_default(),
        person: None,
        stage: fact.stage,
        start: fact.entry,
        consent,
        sex,
        birth_year: Answer::stored(fact.birth_year, why(Field::BirthYear)),
        municipality: Answer::stored(fact.municipality, why(Field::Municipality)),
        referred_by: Answer::stored(fact.referred_by, why(Field::ReferredBy)),
        education: Answer::stored(fact.education, why(Field::Education)),
        support_time: Answer::stored(fact.support_time, why(Field::SupportTime)),
        supports: Answer::stored(supports, why(Field::SupportBefore)),
        occupations: Answer::stored(occupations, why(Field::OccupationBefore)),
        answers: details.answers_of(Moment::Entry),
        age_reason: optional_code("age reason", row.age_reason)?,
        excess_reason: optional_code("excess reason", row.excess_before)?,
    })))
}

fn exit(row: &FullRow, details: &detail::Details) -> Result<Option<Exit>> {
    let Some(fact) = fact_of(&row.row, 0)?.exit else {
        return Ok(None);
    };
    let why = |field: Field| details.missing_of(field);
    let supports =
        (!fact.support_after.is_empty() || why(Field::SupportAfter).is_none()).then_some(fact.support_after);
    let occupations = (!fact.occupation_after.is_empty() || why(Field::OccupationAfter).is_none())
        .then_some(fact.occupation_after);
    Ok(Some(Exit {
        date: fact.date,
        reason: Answer::stored(fact.reason, why(Field::ExitReason)),
        label: row.exit_label.clone(),
        supports: Answer::stored(supports, why(Field::SupportAfter)),
        occupations: Answer::stored(occupations, why(Field::OccupationAfter)),
        steps: details.steps.clone(),
        answers: details.answers_of(Moment::Exit),
        excess_reason: optional_code("excess reason", row.excess_after)?,
    }))
}
