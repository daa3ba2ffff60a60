//! A plan's rows, amounts and control sums.

use std::collections::HashMap;

use domain::{
    cost_type::CostType,
    money::Ore,
    plan::{Follows, GROUPS, InsatsRow, Line, MemberRow, Plan, Stated, Sum},
};

use super::Held;
use crate::{
    AssociationId, Error, Result, Tx, insats, member, position,
    tx::{insert_all, sql},
};

const LINE: i16 = 1;
const INSATS: i16 = 2;
const MEMBER: i16 = 3;

#[derive(sqlx::FromRow)]
struct Row {
    plan_id: i64,
    part: i16,
    position: i64,
    label: String,
    grp: i16,
    follows: i16,
    cost_type: i16,
    slug: Option<String>,
    code: Option<String>,
    inhabitants: Option<i64>,
    note: String,
}

/// Puts rows, amounts and control sums into plans; `ids` are theirs, in the same order.
pub(super) async fn fill(
    tx: &mut Tx,
    association: AssociationId,
    ids: &[i64],
    plans: &mut [Held],
) -> Result<()> {
    let rows: Vec<Row> = sql!(tx, fetch_all:
        "SELECT r.plan_id, r.part, r.position, r.label, r.grp, r.follows, r.cost_type, i.slug, m.code,
                r.inhabitants, r.note
         FROM plan_row r JOIN plan p ON p.id = r.plan_id
         LEFT JOIN insats i ON i.id = r.insats_id LEFT JOIN member m ON m.id = r.member_id
         WHERE p.association_id = $1 ORDER BY r.plan_id, r.part, r.position", association.0)?;
    let amounts: Vec<(i64, i16, i64, i64, i64)> = sql!(tx, fetch_all:
        "SELECT a.plan_id, a.part, a.position, a.year, a.amount FROM plan_amount a JOIN plan p ON p.id = a.plan_id
         WHERE p.association_id = $1", association.0)?;
    let stated: Vec<(i64, i16, i64, i64)> = sql!(tx, fetch_all:
        "SELECT s.plan_id, s.sum, s.year, s.amount FROM plan_stated s JOIN plan p ON p.id = s.plan_id
         WHERE p.association_id = $1 ORDER BY s.plan_id, s.sum, s.year", association.0)?;
    let places: HashMap<i64, usize> = ids.iter().copied().zip(0..).collect();
    let mut given: HashMap<(i64, i16, i64), Vec<(i32, Ore)>> = HashMap::new();
    for (plan, part, position, year, amount) in amounts {
        let row = given.entry((plan, part, position)).or_default();
        row.push((crate::year(year), Ore(amount)));
    }
    for row in rows {
        if let Some(held) = places.get(&row.plan_id).and_then(|place| plans.get_mut(*place)) {
            let own = given.remove(&(row.plan_id, row.part, row.position));
            put(&mut held.plan, row, &own.unwrap_or_default())?;
        }
    }
    for (plan, sum, year, amount) in stated {
        let sum = usize::try_from(sum - 1)
            .ok()
            .and_then(|place| Sum::ALL.get(place).copied());
        let sum = sum.ok_or_else(|| Error::unknown("control sum", &plan))?;
        if let Some(held) = places.get(&plan).and_then(|place| plans.get_mut(*place)) {
            held.plan.stated.push(Stated {
                sum,
                year: crate::year(year),
                amount: Ore(amount),
            });
        }
    }
    Ok(())
}

fn put(plan: &mut Plan, row: Row, given: &[(i32, Ore)]) -> Result<()> {
    let at = |year: &i32| {
        given
            .iter()
            .find(|(own, _)| own == year)
            .map(|(_, amount)| *amount)
    };
    let amounts: Vec<Option<Ore>> = plan.years().iter().map(at).collect();
    let cost_type = u8::try_from(row.cost_type).ok().and_then(CostType::from_code);
    match row.part {
        LINE => {
            let group = usize::try_from(row.grp - 1)
                .ok()
                .and_then(|place| GROUPS.get(place).copied());
            plan.lines.push(Line {
                group: group.ok_or_else(|| Error::unknown("budget group", &row.grp))?,
                label: row.label,
                follows: match row.follows {
                    1 => Follows::Insatser,
                    2 => Follows::Contributions,
                    _ => Follows::Nothing,
                },
                cost_type,
                amounts,
                note: row.note,
            });
        }
        INSATS => plan.insatser.push(InsatsRow {
            insats: row.slug,
            label: row.label,
            cost_type,
            amounts,
            note: row.note,
        }),
        _ => plan.contributions.push(MemberRow {
            member: row.code.unwrap_or_default(),
            name: row.label,
            inhabitants: row.inhabitants,
            amounts,
        }),
    }
    Ok(())
}

struct New<'a> {
    part: i16,
    position: i64,
    label: &'a str,
    group: i16,
    follows: i16,
    cost_type: i16,
    insats: Option<i64>,
    member: Option<i64>,
    inhabitants: Option<i64>,
    note: &'a str,
    amounts: &'a [Option<Ore>],
}

/// Writes a plan's rows, amounts and control sums.
pub(super) async fn write(tx: &mut Tx, association: AssociationId, id: i64, plan: &Plan) -> Result<()> {
    let insatser = insats::ids(tx, association).await?;
    let members = member::ids(tx, association).await?;
    let rows = new_rows(plan, &insatser, &members)?;
    insert_all!(
        tx,
        "INSERT INTO plan_row (plan_id, part, position, label, grp, follows, cost_type, insats_id, member_id, inhabitants, note) ",
        11,
        rows,
        |row, values| {
            values
                .push_bind(id)
                .push_bind(row.part)
                .push_bind(row.position)
                .push_bind(row.label.to_owned())
                .push_bind(row.group)
                .push_bind(row.follows)
                .push_bind(row.cost_type)
                .push_bind(row.insats)
                .push_bind(row.member)
                .push_bind(row.inhabitants)
                .push_bind(row.note.to_owned());
        }
    );
    let years = plan.years();
    let mut amounts = Vec::new();
    for row in &rows {
        for (year, amount) in years.iter().zip(row.amounts) {
            amounts.extend(amount.map(|amount| (row.part, row.position, i64::from(*year), amount.0)));
        }
    }
    insert_all!(
        tx,
        "INSERT INTO plan_amount (plan_id, part, position, year, amount) ",
        5,
        amounts,
        |(part, position, year, amount), values| {
            values
                .push_bind(id)
                .push_bind(*part)
                .push_bind(*position)
                .push_bind(*year)
                .push_bind(*amount);
        }
    );
    insert_all!(
        tx,
        "INSERT INTO plan_stated (plan_id, sum, year, amount) ",
        4,
        plan.stated,
        |stated, values| {
            values
                .push_bind(id)
                .push_bind(sum_code(stated.sum))
                .push_bind(i64::from(stated.year))
                .push_bind(stated.amount.0);
        }
    );
    Ok(())
}

fn code(place: Option<usize>) -> i16 {
    place.and_then(|place| i16::try_from(place + 1).ok()).unwrap_or(0)
}

fn sum_code(sum: Sum) -> i16 {
    code(Sum::ALL.iter().position(|other| *other == sum))
}

fn new_rows<'a>(
    plan: &'a Plan,
    insatser: &HashMap<String, i64>,
    members: &HashMap<String, i64>,
) -> Result<Vec<New<'a>>> {
    let cost = |cost: Option<CostType>| cost.map_or(0, |cost| i16::from(cost.code()));
    let mut rows = Vec::new();
    for (i, line) in plan.lines.iter().enumerate() {
        rows.push(New {
            part: LINE,
            position: position(i),
            label: &line.label,
            group: code(GROUPS.iter().position(|group| *group == line.group)),
            follows: match line.follows {
                Follows::Nothing => 0,
                Follows::Insatser => 1,
                Follows::Contributions => 2,
            },
            cost_type: cost(line.cost_type),
            insats: None,
            member: None,
            inhabitants: None,
            note: &line.note,
            amounts: &line.amounts,
        });
    }
    for (i, row) in plan.insatser.iter().enumerate() {
        rows.push(New {
            part: INSATS,
            position: position(i),
            label: &row.label,
            group: 0,
            follows: 0,
            cost_type: cost(row.cost_type),
            insats: insats::id_of(insatser, row.insats.as_ref())?,
            member: None,
            inhabitants: None,
            note: &row.note,
            amounts: &row.amounts,
        });
    }
    for (i, row) in plan.contributions.iter().enumerate() {
        let id = members.get(&row.member).copied();
        rows.push(New {
            part: MEMBER,
            position: position(i),
            label: &row.name,
            group: 0,
            follows: 0,
            cost_type: 0,
            insats: None,
            member: Some(id.ok_or_else(|| Error::unknown("member", &row.member))?),
            inhabitants: row.inhabitants,
            note: "",
            amounts: &row.amounts,
        });
    }
    Ok(rows)
}
