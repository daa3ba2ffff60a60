//! The year's figures as tables: read back by the reader of published tables, and checked by the
//! same checks.

use std::fs;

use domain::{
    check,
    disclosure::{self, Policy},
    example,
    facts::Facts,
    figure::{MeasureId, Scope},
    figures::{self, Figures},
    finding::{Finding, Severity},
    goal,
    intake::tables,
    published::read_folder,
};

use super::{books, measures};

/// The example association as the program loads it: its tables read, its books, and a register
/// constructed to the tables' margins.
fn whole() -> Facts {
    let folder = &books::folders()[0];
    let files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "csv"))
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                fs::read(&path).unwrap(),
            )
        })
        .collect();
    let (projects, known) = (measures::facts(folder).projects, tables::Known::default());
    let (intake, _) = tables::read(&files, &known);
    let text = |name: &str| {
        let file = files.iter().find(|(file, _)| file == name).unwrap();
        String::from_utf8(file.1.clone()).unwrap()
    };
    let (insatser, background, annexes) = (
        text("sus-insatser-2022.csv"),
        text("bakgrund-2022.csv"),
        text("bilagor-2022.csv"),
    );
    let tables = example::Tables {
        insatser: &insatser,
        background: &background,
        annexes: &annexes,
    };
    let targets = example::read_targets(2022, &tables).0;
    let year = example::year(&intake.insatser, &targets).unwrap();
    let books = books::facts(folder, &[2021, 2022]);
    Facts {
        members: intake.members,
        contributions: intake.contributions,
        insatser: intake.insatser,
        projects,
        participations: year.participations,
        consultations: year.consultations,
        budgets: intake.budgets,
        insats_budgets: intake.insats_budgets,
        requisitioned: intake.requisitioned,
        published: intake.published,
        goals: intake.goals,
        ledger: books.ledger,
        mapping: books.mapping,
        ..Facts::default()
    }
}

fn findings(facts: &Facts, year: i32) -> Vec<Finding> {
    check::live(facts, &Figures::compute(facts, year), None)
}

#[test]
fn what_is_printed_reads_back_as_the_same_numbers() {
    let facts = whole();
    let figures = Figures::compute(&facts, 2022);
    let (folder, problems) = read_folder(&figures::tables(&facts, &figures));
    assert_eq!(problems, []);
    let cells = folder.cells();
    let read = |measure: MeasureId, scope: &Scope| {
        let own = cells
            .iter()
            .filter(|c| c.measure == measure && c.year == 2022 && c.scope == *scope);
        own.map(|c| c.units).collect::<Vec<_>>()
    };
    let krus = Scope::all().with("insats", "krus");
    assert_eq!(read("deltaganden.totalt", &krus), [35, 35]);
    assert_eq!(read("deltaganden.nya", &Scope::all().with("kon", "kvinna")), [71]);
    assert_eq!(read("ekonomi.resultat", &Scope::all()), [-204_793; 3]);
    assert_eq!(read("insats.kostnad", &Scope::all()), [11_633_528]);
    assert!(cells.len() > 300, "{}", cells.len());
}

/// What was published before the register is as it was printed, errors included; every finding is
/// about those years.
#[test]
fn live_figures_pass_the_checks_and_only_published_history_is_found_wanting() {
    let found = findings(&whole(), 2022);
    let history = |f: &&Finding| {
        let year = if f.place.table == "Tabell 2" {
            &f.place.row
        } else {
            &f.place.column
        };
        year.parse::<i32>().is_ok_and(|year| year < 2022)
    };
    let (history, now): (Vec<_>, Vec<_>) = found.iter().partition(history);
    // Printed elsewhere than in the register or the books: a number in a goal's own words, and what
    // annexes say of the time since the start.
    let words = |f: &&&Finding| f.place.column != "mäts_med" && !f.place.row.contains("sedan start");
    let lines: Vec<String> = now
        .iter()
        .filter(words)
        .map(|f| format!("{} {:?} {}: {}", f.check, f.severity, f.place, f.message))
        .collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
    assert!(history.iter().any(|f| f.place.table == "Tabell 2"));
}

/// What disclosure control withholds is printed as such: the parts that still show are not taken for
/// all of them.
#[test]
fn r_gra_12_a_withheld_part_makes_no_finding() {
    let facts = whole();
    let exact = Figures::compute(&facts, 2022);
    let seen = disclosure::protect(&facts, &exact, Policy::default());
    let tables = figures::tables(&facts, &seen);
    let annexes = tables
        .iter()
        .find(|(name, _)| name == "bilagor-2022.csv")
        .unwrap();
    let text = String::from_utf8(annexes.1.clone()).unwrap();
    let of = |what: &str| text.lines().any(|l| l.contains(what) && l.ends_with(";skyddad"));
    assert!(of("avslut ") && of("remittent "), "{text}");
    assert_eq!(read_folder(&tables).1, []);
    let parts = check::live(&facts, &seen, Some("delar"));
    let of_annexes: Vec<&Finding> = parts.iter().filter(|f| f.place.table == "Bilagor").collect();
    assert!(of_annexes.is_empty(), "{of_annexes:#?}");
}

/// Parts that show may still not make more than the whole.
#[test]
fn r_gra_12_parts_beside_a_withheld_one_make_at_most_the_whole() {
    let table = |sent: u32| {
        let text = format!(
            "insats;mått;värde\nkust;nya deltagare;10\nkust;remittent Region;{sent}\n\
             kust;remittent Kommun;4\nkust;remittent Försäkringskassan;<5\n"
        );
        vec![("bilagor-2031.csv".to_owned(), text.into_bytes())]
    };
    let found = |sent| {
        let (folder, problems) = read_folder(&table(sent));
        assert_eq!(problems, []);
        check::run(&folder.sheet(), Some("delar"))
    };
    assert_eq!(found(4), []);
    let more = found(8);
    assert_eq!(more.len(), 1, "{more:#?}");
    assert_eq!(more[0].place.row, "kust: nya deltagare");
}

#[test]
fn r_gra_28_printed_history_is_answered_and_stops_nothing() {
    let facts = whole();
    let found = findings(&facts, 2022);
    let overview = found
        .iter()
        .find(|f| f.place.table == "Översikt" && f.place.column == "2017");
    assert_eq!(overview.map(|f| f.severity), Some(Severity::AnswerOnce));
    assert!(found.iter().all(|f| f.severity != Severity::MustFix), "{found:?}");
}

#[test]
fn a_wrong_fact_is_found_where_it_is_printed() {
    let mut facts = whole();
    facts.goals[0].outcome = domain::facts::GoalOutcome::Entered {
        units: 99,
        decimals: 0,
        source: "prov".into(),
    };
    let budget = facts.budgets.iter_mut().find(|b| b.year == 2022).unwrap();
    budget.lines.retain(|line| line.label != "Personal");
    let found = findings(&facts, 2022);
    // The operating statement takes the same budget, so that the sums still agree: nothing is wrong.
    assert!(found.iter().all(|f| f.place.table != "Budget"), "{found:?}");
    let row = &mut facts.ledger.years[1].movements[0];
    row.amount = domain::money::Ore(row.amount.0 + 100_000);
    let found = findings(&facts, 2022);
    assert!(found.iter().any(|f| f.place.table == "Bokslut"), "{found:?}");
    assert!(found.iter().all(|f| !f.message.contains(".csv")), "{found:?}");
}

#[test]
fn the_goals_of_the_year_come_out_as_they_were_judged() {
    let facts = whole();
    let results = goal::results(&facts, &Figures::compute(&facts, 2022));
    let judged: Vec<(&str, &str)> = results
        .iter()
        .map(|r| (r.outcome.as_str(), r.judgement.label()))
        .collect();
    let largely = "i stort sett uppnått";
    assert_eq!(
        judged[..5],
        [
            ("90\u{a0}%", largely),
            ("78\u{a0}%", largely),
            ("32,1\u{a0}% (36 av 112)", largely),
            ("87,8\u{a0}%", largely),
            ("2 fullmäktigebesök samt kommun- och regionledning", "uppnått"),
        ]
    );
    assert_eq!(
        judged[9..],
        [
            ("3\u{a0}853\u{a0}655\u{a0}kr", "inte uppnått"),
            ("5,6\u{a0}%", largely),
            ("72,4\u{a0}%", largely),
        ]
    );
}
