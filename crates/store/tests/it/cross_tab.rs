//! Random cross-tabs of the participation cube are those of the database's plain GROUP BY.

use domain::cube::{Also, Builder, Cube, Dim, Filter, Record};
use rstest::rstest;
use sqlite::Query;
use sqlx::AssertSqlSafe;
use store::Db;

use crate::db::{Kind, fresh};

/// A dimension, its column, and its codes from 0.
const AXES: [(Dim, &str, u16); 7] = [
    (Dim::Association, "assoc", 80),
    (Dim::Sex, "sex", 4),
    (Dim::AgeBand, "band", 6),
    (Dim::StartYear, "year", 20),
    (Dim::Education, "education", 8),
    (Dim::Referrer, "referrer", 9),
    (Dim::ExitReason, "reason", 7),
];

const ROWS: usize = 3_000;
const TABS: usize = 60;

/// A linear congruential generator: the same rows and cross-tabs every time.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % bound as u64).unwrap()
    }

    fn code(&mut self, bound: u16) -> u16 {
        u16::try_from(self.below(usize::from(bound))).unwrap()
    }
}

/// The cube, and the rows as the values of an INSERT. One row in twelve is no person's.
fn made_up(random: &mut Random) -> (Cube, Vec<String>) {
    let mut builder = Builder::new();
    let rows = (0..ROWS).map(|_| {
        let mut record = Record::default();
        let mut values = Vec::new();
        for (dim, _, bound) in AXES {
            let code = random.code(bound);
            record = record.with(dim, code);
            values.push(code.to_string());
        }
        let hours = u32::from(random.code(40));
        let person = random.below(ROWS * 12 / 11);
        record.value = Some(hours);
        record.person = (person < ROWS).then_some(person as u64);
        builder.push(&record);
        values.push(hours.to_string());
        values.push(
            record
                .person
                .map_or("NULL".to_owned(), |person| person.to_string()),
        );
        format!("({})", values.join(", "))
    });
    let rows = rows.collect();
    (builder.finish(), rows)
}

async fn execute(db: &Db, text: String) {
    let text = AssertSqlSafe(text);
    match db {
        Db::Sqlite { lane, .. } => Query::new(text)
            .execute(&mut lane.alone().await.unwrap())
            .map(drop),
        Db::Postgres { pool, .. } => sqlx::query(text).execute(pool).await.map(|_| ()),
    }
    .unwrap();
}

/// One text per cell: codes, count, sum and persons.
async fn cells(db: &Db, text: String) -> Vec<String> {
    let text = AssertSqlSafe(text);
    let rows: Vec<(String,)> = match db {
        Db::Sqlite { lane, .. } => Query::new(text).fetch_all(&mut lane.alone().await.unwrap()),
        Db::Postgres { pool, .. } => sqlx::query_as(text).fetch_all(pool).await,
    }
    .unwrap();
    rows.into_iter().map(|(cell,)| cell).collect()
}

/// Up to three dimensions, up to two tests of one to four codes each.
fn asked(random: &mut Random) -> (Vec<usize>, Filter, String) {
    let mut chosen: Vec<usize> = (0..AXES.len()).collect();
    for at in 0..chosen.len() {
        let other = at + random.below(chosen.len() - at);
        chosen.swap(at, other);
    }
    chosen.truncate(1 + random.below(3));
    let (mut filter, mut tests) = (Filter::all(), vec!["1 = 1".to_owned()]);
    for _ in 0..random.below(3) {
        let (dim, column, bound) = AXES[random.below(AXES.len())];
        let codes: Vec<u16> = (0..=random.below(4)).map(|_| random.code(bound)).collect();
        let words: Vec<String> = codes.iter().map(u16::to_string).collect();
        filter = filter.within(dim, codes);
        tests.push(format!("{column} IN ({})", words.join(", ")));
    }
    (chosen, filter, tests.join(" AND "))
}

#[rstest]
#[tokio::test]
async fn random_cross_tabs_are_those_of_a_plain_group_by(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut random = Random(2022);
    let (cube, rows) = made_up(&mut random);
    let columns: Vec<&str> = AXES.iter().map(|(_, column, _)| *column).collect();
    let typed: Vec<String> = columns.iter().map(|column| format!("{column} INTEGER")).collect();
    execute(
        &fresh.db,
        format!(
            "CREATE TABLE e ({}, hours INTEGER, person INTEGER)",
            typed.join(", ")
        ),
    )
    .await;
    for chunk in rows.chunks(500) {
        execute(&fresh.db, format!("INSERT INTO e VALUES {}", chunk.join(", "))).await;
    }
    let mut compared = 0;
    for number in 0..TABS {
        let (chosen, filter, tests) = asked(&mut random);
        let dims: Vec<Dim> = chosen.iter().map(|at| AXES[*at].0).collect();
        let groups: Vec<&str> = chosen.iter().map(|at| AXES[*at].1).collect();
        let also = Also {
            sums: true,
            persons: true,
        };
        let mut ours: Vec<String> = cube
            .cross_tab_with(&dims, &filter, also)
            .cells
            .iter()
            .map(|cell| {
                let codes: Vec<String> = cell.codes.iter().map(u16::to_string).collect();
                format!("{} {} {} {}", codes.join(" "), cell.count, cell.sum, cell.persons)
            })
            .collect();
        let mut theirs = cells(&fresh.db, format!(
            "SELECT {} || ' ' || COUNT(*) || ' ' || SUM(hours) || ' ' || COUNT(DISTINCT person) FROM e WHERE {tests} GROUP BY {}",
            groups.join(" || ' ' || "),
            groups.join(", ")
        ))
        .await;
        ours.sort_unstable();
        theirs.sort_unstable();
        assert_eq!(ours, theirs, "{number}: {groups:?} where {tests}");
        compared += ours.len();
    }
    assert!(compared > 5_000, "{compared} cells");
}
