//! A register of the size that a busy association has after many years: the example's constructed
//! participations many times over, in a file and in PostgreSQL.

use std::{path::Path, process::Command};

use super::samordna;
use crate::shell;

/// How many times over: about twenty thousand participations, some three thousand in the insats that
/// is listed.
const TIMES: u32 = 60;

/// The columns that are copied as they stand.
const COPIED: &str = "insats_id, principal_id, anonymous, stage, sex, birth_year, municipality, entry, granted_on, \
    introduced_on, referred_by, education, support_time, support_before, occupation_before, age_reason, excess_before, \
    exit_date, exit_reason, exit_label_id, support_after, occupation_after, excess_after, reversed_on, reversal_reason, \
    constructed, version, changed_at, changed_by";

/// The statements; the same for both databases.
fn statements() -> [String; 2] {
    let column = |name: &str| format!("p.{}", name.trim());
    let copied = COPIED.split(',').map(column).collect::<Vec<_>>().join(", ");
    let times = format!("WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {TIMES}) ");
    let rows = format!(
        "INSERT INTO participation (public_id, reference, {COPIED}) {times}\
         SELECT p.public_id || '-' || n.n, CASE WHEN p.reference IS NULL THEN NULL ELSE p.reference || '-' || n.n END, {copied} \
         FROM participation p CROSS JOIN n ORDER BY n.n, p.id"
    );
    let follow_ups = format!(
        "INSERT INTO participation_follow_up (participation_id, months, made_on, contact, support, occupation, \
            support_missing, occupation_missing) {times}\
         SELECT q.id, f.months, f.made_on, f.contact, f.support, f.occupation, f.support_missing, f.occupation_missing \
         FROM participation_follow_up f JOIN participation p ON p.id = f.participation_id CROSS JOIN n \
         JOIN participation q ON q.public_id = p.public_id || '-' || n.n"
    );
    [rows, follow_ups]
}

/// Fills a loaded example in a file.
pub fn fill_file(database: &Path) -> Result<(), String> {
    let program = "import sqlite3, sys\nwith sqlite3.connect(sys.argv[1]) as db:\n    for text in sys.argv[2:]: db.execute(text)";
    let mut python = Command::new("python3");
    python.args(["-c", program]).arg(database).args(statements());
    shell::must(&mut python).map(drop)
}

/// Loads and fills the example on a server.
pub fn fill_server(url: &str) -> Result<(), String> {
    let mut load = Command::new(samordna());
    shell::must(load.args(["demo", "--load-only", "--db", url]))?;
    for text in statements() {
        let mut psql = Command::new("psql");
        psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", &text])
            .arg(url);
        shell::must(&mut psql)?;
    }
    let mut psql = Command::new("psql");
    shell::must(psql.args(["-X", "-q", "-c", "ANALYZE"]).arg(url)).map(drop)
}
