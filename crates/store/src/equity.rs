//! The guideline for own capital, dated.

use domain::{
    equity::{Basis, Guideline, Rule, Step},
    money::Ore,
};

use crate::{
    AssociationId, Result, Tx,
    tx::{insert_all, sql},
};

/// Every guideline, oldest first.
///
/// # Errors
/// The database's own.
pub async fn load(tx: &mut Tx, association: AssociationId) -> Result<Vec<Guideline>> {
    let heads: Vec<(i64, i16, Option<i64>, i64, String, String)> = sql!(tx, fetch_all:
        "SELECT from_year, basis, amount, unit, source, effect FROM equity_guideline WHERE association_id = $1
         ORDER BY from_year", association.0)?;
    let steps: Vec<(i64, i64, i64)> = sql!(tx, fetch_all:
        "SELECT from_year, above, rate FROM equity_step WHERE association_id = $1 ORDER BY from_year, above",
        association.0)?;
    let guideline = |(from_year, basis, amount, unit, source, effect)| {
        let own = steps.iter().filter(|step| step.0 == from_year);
        let step = |(_, above, rate): &(i64, i64, i64)| Step {
            above: Ore(*above),
            rate: *rate,
        };
        let rule = match (basis, amount) {
            (0, Some(amount)) => Rule::Entered(Ore(amount)),
            _ => Rule::Steps {
                basis: if basis == 2 {
                    Basis::State
                } else {
                    Basis::Contributions
                },
                steps: own.map(step).collect(),
                unit: Ore(unit),
            },
        };
        Guideline {
            from_year: crate::year(from_year),
            rule,
            source,
            effect,
        }
    };
    Ok(heads.into_iter().map(guideline).collect())
}

/// Saves a guideline in place of the one of its year.
///
/// # Errors
/// [`crate::Error::Constraint`] for one without source.
pub async fn save(tx: &mut Tx, association: AssociationId, guideline: &Guideline) -> Result<()> {
    let year = i64::from(guideline.from_year);
    sql!(tx, execute: "DELETE FROM equity_step WHERE association_id = $1 AND from_year = $2", association.0, year)?;
    let (basis, amount, unit, steps): (i16, _, _, &[Step]) = match &guideline.rule {
        Rule::Entered(amount) => (0, Some(amount.0), 1, &[]),
        Rule::Steps { basis, steps, unit } => {
            let code = if *basis == Basis::State { 2 } else { 1 };
            (code, None, unit.0, steps)
        }
    };
    sql!(tx, execute:
        "INSERT INTO equity_guideline (association_id, from_year, basis, amount, unit, source, effect)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (association_id, from_year) DO UPDATE
         SET basis = excluded.basis, amount = excluded.amount, unit = excluded.unit, source = excluded.source,
             effect = excluded.effect",
        association.0, year, basis, amount, unit, &guideline.source, &guideline.effect)?;
    insert_all!(
        tx,
        "INSERT INTO equity_step (association_id, from_year, above, rate) ",
        4,
        steps,
        |step, values| {
            values
                .push_bind(association.0)
                .push_bind(year)
                .push_bind(step.above.0)
                .push_bind(step.rate);
        }
    );
    Ok(())
}
