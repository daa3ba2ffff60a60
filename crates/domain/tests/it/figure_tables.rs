//! The year's figures as tables: read back by the reader of published tables, and checked by the
//! same checks.

use domain::{
    check,
    facts::Facts,
    figure::{MeasureId, Scope},
    figures::{Figures, tables},
    finding::Finding,
    published::read_folder,
};

use super::{books, measures, register};

/// Register and economy of the example association together.
fn whole() -> Facts {
    let register = register::kalmar();
    let mut facts = measures::facts(&books::folders()[0]);
    for insats in &facts.insatser {
        assert!(
            !insats.registers || register.insats(&insats.slug).is_some(),
            "{}",
            insats.slug
        );
    }
    facts.insatser = register.insatser;
    facts.participations = register.participations;
    facts.consultations = register.consultations;
    facts.published.extend(register.published);
    facts
}

fn findings(facts: &Facts, year: i32) -> Vec<Finding> {
    check::live(facts, &Figures::compute(facts, year), None)
}

#[test]
fn what_is_printed_reads_back_as_the_same_numbers() {
    let facts = whole();
    let figures = Figures::compute(&facts, 2022);
    let (folder, problems) = read_folder(&tables(&facts, &figures));
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
    let lines: Vec<String> = now
        .iter()
        .map(|f| format!("{} {:?} {}: {}", f.check, f.severity, f.place, f.message))
        .collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
    assert!(history.iter().any(|f| f.place.table == "Tabell 2"));
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
