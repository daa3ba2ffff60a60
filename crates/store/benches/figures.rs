//! Every figure of one association and year, against the sum of the raw SQL that answers the same.
//!
//! `cargo bench -p store --bench figures -- DATABASE [YEAR]` takes turns: one load of all facts and
//! the computing of every figure; then each statement of [`register`] and [`economy`], its rows fetched and thrown away.
//! Prints the best of twenty as one line of JSON.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints its figures and stops at the first surprise"
)]

use std::{hint::black_box, time::Instant};

use domain::figures::Figures;
use sqlite::Query;
use sqlx::AssertSqlSafe;
use store::{AssociationId, Db, Target, Tx, association, load_facts};

const RUNS: usize = 20;

/// The flows of a year: new, closed, ongoing, total.
const FLOWS: &str = "COUNT(CASE WHEN p.entry >= '{y}-01-01' AND p.entry <= '{y}-12-31' THEN 1 END),
 COUNT(CASE WHEN p.exit_date >= '{y}-01-01' AND p.exit_date <= '{y}-12-31' THEN 1 END),
 COUNT(CASE WHEN p.entry <= '{y}-12-31' AND (p.exit_date IS NULL OR p.exit_date > '{y}-12-31') THEN 1 END),
 COUNT(CASE WHEN p.entry <= '{y}-12-31' AND (p.exit_date IS NULL OR p.exit_date >= '{y}-01-01') THEN 1 END)
 FROM participation p WHERE p.exit_reason <> 6";
/// Age bands and mean age at entry.
const AGES: &str = "COUNT(CASE WHEN {y} - p.birth_year < 25 THEN 1 END), COUNT(CASE WHEN {y} - p.birth_year BETWEEN 25 AND 29 THEN 1 END),
 COUNT(CASE WHEN {y} - p.birth_year BETWEEN 30 AND 44 THEN 1 END), COUNT(CASE WHEN {y} - p.birth_year BETWEEN 45 AND 54 THEN 1 END),
 COUNT(CASE WHEN {y} - p.birth_year > 54 THEN 1 END), SUM({y} - p.birth_year), COUNT(p.birth_year)";
/// How many have each occupation: one base-101 digit each.
const WORK: &str =
    "COUNT(CASE WHEN p.{c} % 101 > 0 THEN 1 END), COUNT(CASE WHEN p.{c} / 101 % 101 > 0 THEN 1 END),
 COUNT(CASE WHEN p.{c} / 10201 % 101 > 0 THEN 1 END), COUNT(CASE WHEN p.{c} / 1030301 % 101 > 0 THEN 1 END),
 COUNT(CASE WHEN p.{c} / 104060401 % 101 > 0 THEN 1 END), COUNT(CASE WHEN p.{c} > 0 THEN 1 END)";
/// How many have each support: one base-5 digit each.
const SUPPORT: &str =
    "COUNT(CASE WHEN p.{c} % 5 > 0 THEN 1 END), COUNT(CASE WHEN p.{c} / 5 % 5 > 0 THEN 1 END),
 COUNT(CASE WHEN p.{c} / 25 % 5 > 0 THEN 1 END), COUNT(CASE WHEN p.{c} / 125 % 5 > 0 THEN 1 END),
 COUNT(CASE WHEN p.{c} / 625 % 5 > 0 THEN 1 END), COUNT(CASE WHEN p.{c} / 3125 % 5 > 0 THEN 1 END),
 COUNT(CASE WHEN p.{c} / 15625 % 5 > 0 THEN 1 END), COUNT(CASE WHEN p.{c} / 78125 % 5 > 0 THEN 1 END),
 COUNT(CASE WHEN p.{c} / 390625 % 5 > 0 THEN 1 END), COUNT(CASE WHEN p.{c} / 1953125 % 5 > 0 THEN 1 END)";
/// Participations that began, or ended, in the year.
const NEW: &str =
    "FROM participation p WHERE p.exit_reason <> 6 AND p.entry BETWEEN '{y}-01-01' AND '{y}-12-31'";
const ENDED: &str =
    "FROM participation p WHERE p.exit_reason <> 6 AND p.exit_date BETWEEN '{y}-01-01' AND '{y}-12-31'";

/// The report's tables about participants, as somebody would ask for them one by one.
fn register(year: i32) -> Vec<String> {
    let groups = ["", "p.insats_id", "p.sex"];
    let mut all = Vec::new();
    let mut ask = |columns: &str, from: &str, extra: &str, group: &str| {
        let keys: Vec<&str> = [group, extra].into_iter().filter(|k| !k.is_empty()).collect();
        let by = if keys.is_empty() {
            String::new()
        } else {
            format!(" GROUP BY {}", keys.join(", "))
        };
        let heads: Vec<String> = keys.iter().map(|key| format!("{key}, ")).collect();
        let heads = heads.concat();
        all.push(format!("SELECT {heads}{columns} {from}{by}"));
    };
    for group in groups {
        ask(FLOWS, "", "", group);
        ask(AGES, NEW, "", group);
        ask("COUNT(*)", NEW, "p.education", group);
        ask("COUNT(*)", NEW, "p.support_time", group);
        ask("COUNT(*)", NEW, "p.referred_by", group);
        ask("COUNT(*)", ENDED, "p.exit_reason", group);
        for column in ["occupation_before", "occupation_after"] {
            ask(&WORK.replace("{c}", column), ENDED, "", group);
        }
        for column in ["support_before", "support_after"] {
            ask(&SUPPORT.replace("{c}", column), ENDED, "", group);
        }
    }
    all.into_iter()
        .map(|text| text.replace("{y}", &year.to_string()))
        .collect()
}

/// Bookkeeping, budgets and what was published.
fn economy(year: i32) -> Vec<String> {
    let mut all = Vec::new();
    for year in [year, year - 1] {
        all.extend([
            format!("SELECT a.number, a.name, a.opening FROM account a JOIN ledger_year y ON y.id = a.year_id WHERE y.year = {year}"),
            format!("SELECT t.account, SUM(t.amount), COUNT(*) FROM ledger_transaction t JOIN ledger_year y ON y.id = t.year_id
                     WHERE y.year = {year} GROUP BY t.account"),
            format!("SELECT m.line, m.note_row, SUM(t.amount), COUNT(*) FROM ledger_transaction t JOIN ledger_year y ON y.id = t.year_id
                     JOIN mapping_range m ON t.account BETWEEN m.from_account AND m.to_account WHERE y.year = {year} GROUP BY m.line, m.note_row"),
            format!("SELECT p.insats_id, t.account, SUM(t.amount), COUNT(*) FROM ledger_transaction t JOIN ledger_year y ON y.id = t.year_id
                     JOIN project p ON p.id = t.project_id WHERE y.year = {year} GROUP BY p.insats_id, t.account"),
            format!("SELECT p.state, r.grp, r.label, a.amount FROM plan p JOIN plan_row r ON r.plan_id = p.id JOIN plan_amount a ON a.plan_id = r.plan_id AND a.part = r.part AND a.position = r.position WHERE r.part = 1 AND a.year = {year}"),
            format!("SELECT r.insats_id, r.label, a.amount FROM plan_row r JOIN plan_amount a ON a.plan_id = r.plan_id AND a.part = r.part AND a.position = r.position WHERE r.part = 2 AND a.year = {year}"),
            format!("SELECT p.insats_id, SUM(r.amount) FROM requisitioned r JOIN project p ON p.id = r.project_id WHERE r.year = {year} GROUP BY p.insats_id"),
            format!("SELECT m.name, c.amount FROM contribution c JOIN member m ON m.id = c.member_id WHERE c.year = {year}"),
        ]);
    }
    all.extend([
        format!("SELECT insats_id, SUM(count) FROM consultation WHERE year = {year} GROUP BY insats_id"),
        format!("SELECT insats_id, budgeted_participants FROM insats_year WHERE year = {year}"),
        "SELECT m.name, p.on_date, p.inhabitants FROM population p JOIN member m ON m.id = p.member_id"
            .into(),
        "SELECT measure, year, scope, units, decimals, document, cell FROM published_value".into(),
        format!("SELECT number, text, measure, units, target, largely FROM goal WHERE year = {year}"),
    ]);
    all
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let Some(target) = arguments.first() else {
        return println!("Ange en databas: cargo bench -p store --bench figures -- DATABAS [ÅR]");
    };
    let year: i32 = arguments.get(1).map_or(2022, |year| year.parse().unwrap());
    let db = Db::open(&Target::parse(target)).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let association = association::all(&mut tx).await.unwrap()[0].id;
    let statements: Vec<String> = register(year).into_iter().chain(economy(year)).collect();
    let (mut load, mut compute, mut raw, mut figures) = (f64::MAX, f64::MAX, f64::MAX, 0);
    for _ in 0..RUNS {
        let (loaded, computed, count) = ours(&mut tx, association, year).await;
        if loaded + computed < load + compute {
            (load, compute, figures) = (loaded, computed, count);
        }
        raw = raw.min(theirs(&mut tx, &statements).await);
    }
    println!(
        "{{\"figures\":{figures},\"ours_us\":{:.0},\"load_us\":{load:.0},\"compute_us\":{compute:.0},\"raw_us\":{raw:.0},\"statements\":{}}}",
        load + compute,
        statements.len()
    );
}

async fn ours(tx: &mut Tx, association: AssociationId, year: i32) -> (f64, f64, usize) {
    let started = Instant::now();
    let facts = load_facts(tx, association).await.unwrap();
    let loaded = micros(started);
    let started = Instant::now();
    let figures = black_box(Figures::compute(&facts, year));
    let computed = micros(started);
    (loaded, computed, figures.iter().count())
}

async fn theirs(tx: &mut Tx, statements: &[String]) -> f64 {
    let started = Instant::now();
    for text in statements {
        let text = AssertSqlSafe(text.as_str());
        let rows = match tx {
            Tx::Sqlite(tx) => Query::new(text).fetch_all::<()>(tx).unwrap().len(),
            Tx::Postgres(tx) => sqlx::query(text).fetch_all(&mut **tx).await.unwrap().len(),
        };
        black_box(rows);
    }
    micros(started)
}

fn micros(started: Instant) -> f64 {
    started.elapsed().as_secs_f64() * 1e6
}
