//! Account → report line, per association.

use domain::statement::mapping::{Line, MappedRange, Mapping};

use crate::{
    AssociationId, Error, Result, Tx, position,
    tx::{insert_all, sql},
};

/// Stored codes of the lines, from 1; new lines are added last and none is ever moved.
const LINES: [Line; 16] = [
    Line::Income,
    Line::ExternalCost,
    Line::PersonnelCost,
    Line::Depreciation,
    Line::FinancialIncome,
    Line::FinancialCost,
    Line::Extraordinary,
    Line::Equipment,
    Line::ShortReceivables,
    Line::ShortInvestments,
    Line::Cash,
    Line::Equity,
    Line::BookedResult,
    Line::PensionProvisions,
    Line::LongLiabilities,
    Line::ShortLiabilities,
];

/// Replaces the association's mapping.
///
/// # Errors
/// [`Error::Duplicate`] for the same range twice, [`Error::Constraint`] for a range that ends before it starts.
pub async fn save(tx: &mut Tx, association: AssociationId, mapping: &Mapping) -> Result<()> {
    sql!(tx, execute:
        "INSERT INTO mapping (association_id, preset) VALUES ($1, $2)
         ON CONFLICT (association_id) DO UPDATE SET preset = excluded.preset", association.0, &mapping.preset)?;
    sql!(tx, execute: "DELETE FROM mapping_range WHERE association_id = $1", association.0)?;
    let rows = mapping
        .ranges
        .iter()
        .enumerate()
        .map(|(i, range)| Ok((i, line_code(range.line)?, range)))
        .collect::<Result<Vec<_>>>()?;
    insert_all!(
        tx,
        "INSERT INTO mapping_range
        (association_id, position, from_account, to_account, line, note_row) ",
        6,
        rows,
        |(i, line, range), values| {
            values
                .push_bind(association.0)
                .push_bind(position(*i))
                .push_bind(i64::from(range.from))
                .push_bind(i64::from(range.to))
                .push_bind(*line)
                .push_bind(range.note_row.clone());
        }
    );
    Ok(())
}

/// The association's mapping; empty when it has none.
///
/// # Errors
/// [`Error::Unknown`] for a line this program does not know.
pub async fn load(tx: &mut Tx, association: AssociationId) -> Result<Mapping> {
    let preset: Option<(String,)> =
        sql!(tx, fetch_optional: "SELECT preset FROM mapping WHERE association_id = $1", association.0)?;
    let rows: Vec<(i64, i64, i16, String)> = sql!(tx, fetch_all:
        "SELECT from_account, to_account, line, note_row FROM mapping_range WHERE association_id = $1 ORDER BY position",
        association.0)?;
    let range = |(from, to, line, note_row): (i64, i64, i16, String)| {
        let known = usize::try_from(line - 1).ok().and_then(|l| LINES.get(l).copied());
        Ok(MappedRange {
            from: u32::try_from(from).unwrap_or(0),
            to: u32::try_from(to).unwrap_or(0),
            line: known.ok_or_else(|| Error::unknown("line", &line))?,
            note_row,
        })
    };
    Ok(Mapping {
        preset: preset.map(|p| p.0).unwrap_or_default(),
        ranges: rows.into_iter().map(range).collect::<Result<_>>()?,
    })
}

fn line_code(line: Line) -> Result<i64> {
    let place = LINES.iter().position(|l| *l == line);
    place
        .map(|place| position(place) + 1)
        .ok_or_else(|| Error::unknown("line", &format!("{line:?}")))
}
