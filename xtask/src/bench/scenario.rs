//! Scenarios of ten years with 30 insats lines, recomputed and drawn, as a person of the office gets them.

use super::{
    Row, Section, example,
    running::{self, Server},
    scratch,
    wrk::Aim,
};
use crate::shell;

/// The budget year of the plan that is made.
const FIRST: i32 = 2027;
const YEARS: i32 = 10;
const INSATSER: usize = 30;

pub fn run() -> Result<Section, String> {
    let folder = scratch("scenario")?;
    let mut server = Server::start(example(&folder)?)?;
    server.log_in(Some("Ekonom"))?;
    plan(&server)?;
    let shown: Vec<String> = ["starta", "avsluta", "index", "bidrag"]
        .into_iter()
        .enumerate()
        .map(|(at, kind)| scenario(&server, at, kind))
        .collect::<Result<_, _>>()?;
    let mut rows = Vec::new();
    let mut missing = Vec::new();
    if shell::find("wrk").is_none() {
        missing.push("scenarios over HTTP (Debian: wrk)".to_owned());
    } else {
        let aim = Aim {
            url: format!("http://{}/ekonomi/scenarier?{}", server.address, shown.join("&")),
            cookie: server.session.as_deref().unwrap_or_default(),
            script: None,
        };
        let load = aim.load(1, 10)?;
        rows.push(Row::goal(
            "four scenarios side by side, a whole page with six drawings",
            format!("p50 {:.1} ms, p99 {:.1} ms", load.median, load.slowest),
            "≤ 50 ms p99",
            load.slowest <= 50.0,
        ));
    }
    Ok(Section {
        title: "Scenarios: ten years, 30 insats lines, recomputed and drawn",
        how: "A plan of ten years with 30 insats lines and four scenarios of it; `wrk` (one connection, ten seconds) on the page \
              that shows them side by side. Every request computes them anew, with the last day of a decision each, and draws \
              three charts for wide and narrow screens.",
        rows,
        missing,
    })
}

fn field(name: impl Into<String>, value: impl Into<String>) -> (String, String) {
    (name.into(), value.into())
}

/// Makes the plan.
fn plan(server: &Server) -> Result<(), String> {
    let new = [
        field("ar", FIRST.to_string()),
        field("antal", YEARS.to_string()),
        field("fran", ""),
    ];
    server.post("/ekonomi/plan", "/ekonomi/plan/ny", &new)?;
    let grid = format!("/ekonomi/plan/{FIRST}/1/andra");
    let form = server.get(&grid)?;
    let revision = running::hidden(&form, "version").ok_or("rutnätet har ingen version")?;
    let mut fields = vec![
        field("version", revision),
        field("ingaende", "4 000 000"),
        field("ingaende-kalla", "bokslut"),
    ];
    let mut row = |id: String, label: &str, kind: &str, amount: Option<i64>| {
        fields.push(field(format!("{id}-namn"), label));
        fields.push(field(format!("{id}-val"), kind));
        for year in FIRST..FIRST + YEARS {
            let amount = amount.map_or_else(String::new, |amount| amount.to_string());
            fields.push(field(format!("{id}-{year}"), amount));
        }
    };
    row("r0".into(), "Medlemsbidrag", "1", Some(16_000_000));
    row("r1".into(), "Personal", "3", Some(2_400_000));
    row("r2".into(), "Övrigt", "3", Some(1_600_000));
    row("r3".into(), "Individinsatser", "3i", None);
    for at in 0..INSATSER {
        let amount = 400_000 + 1_000 * i64::try_from(at).unwrap_or(0);
        row(format!("i{at}"), &format!("Insats {at}"), "", Some(amount));
    }
    server.post(&grid, &grid, &fields).map(drop)
}

/// Makes a scenario; answers with how it is asked for.
fn scenario(server: &Server, at: usize, kind: &str) -> Result<String, String> {
    let (insats, name, from, value) = match kind {
        "starta" => ("", "Insats Ny", "2029-03", "900 000"),
        "avsluta" => ("Insats 7", "", "2030-07", ""),
        "index" => ("", "", "2028", "2,5"),
        _ => ("", "", "2031", "15 000 000"),
    };
    let fields = [
        field("plan", format!("{FIRST}-1")),
        field("namn", format!("Scenario {at}")),
        field("ar", YEARS.to_string()),
        field("varsel", "6"),
        field("personal", "70"),
        field("likvida", "5 000 000"),
        field("andring-1", kind),
        field("insats-1", insats),
        field("namn-1", name),
        field("fran-1", from),
        field("varde-1", value),
    ];
    let page = format!("/ekonomi/scenarier/nytt?plan={FIRST}-1");
    let there = server.post(&page, "/ekonomi/scenarier", &fields)?;
    let asked = there.split(['?', '&']).find(|part| part.starts_with("s="));
    asked
        .map(str::to_owned)
        .ok_or_else(|| format!("scenariot sparades inte: {there}"))
}
