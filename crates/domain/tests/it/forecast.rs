//! Follow-up and forecast of the example association, and what must hold for every ledger.

mod choices;
mod reports;

use chrono::DateTime;
use domain::{
    check,
    document::Status,
    facts::{BudgetGroup, Facts, Insats, InsatsBudget, Project},
    figures::Figures,
    forecast::{
        Choice, Claimed, FollowUp, LineKey, Method, Profile, Rules, Sources, follow_up, ledger, report,
    },
    money::Ore,
    quarter::Quarter,
    statement::Statements,
};
use proptest::prelude::*;
use rstest::rstest;

use crate::{books, statement_properties};

fn rules() -> Rules {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let bytes = std::fs::read(root.join("examples/budgetkoppling/kalmar.csv")).unwrap();
    let (rules, problems) = Rules::read("kalmar.csv", &bytes);
    assert_eq!(problems, []);
    rules
}

fn insats(slug: &str) -> Insats {
    Insats {
        slug: slug.into(),
        name: slug.to_uppercase(),
        kind: domain::codes::InsatsKind::Individual,
        principal: String::new(),
        municipalities: Vec::new(),
        decision: String::new(),
        staff: String::new(),
        methods: String::new(),
        budgeted_participants: Vec::new(),
        ages: None,
        registers: true,
    }
}

fn kalmar() -> Facts {
    let mut facts = books::facts(&books::folders()[0], &[2021, 2022]);
    facts.association.name = "Samordningsförbundet i Kalmar län".into();
    facts.association.org_number = "222000-1859".into();
    facts.insatser = vec![insats("krus"), insats("resa")];
    let project = |code: &str, insats: Option<&str>| Project {
        code: code.into(),
        name: code.into(),
        insats: insats.map(Into::into),
        municipality: String::new(),
    };
    facts.projects = vec![
        project("KRUS", Some("krus")),
        project("RESA", Some("resa")),
        project("RESA-KOR", Some("resa")),
        project("POTTEN", None),
    ];
    facts
}

fn of<'a>(facts: &'a Facts, rules: &'a Rules, month: u8, choices: &'a [Choice]) -> FollowUp {
    follow_up(&Sources {
        facts,
        year: 2022,
        month,
        rules,
        choices,
        claimed: &[],
    })
}

fn cost(follow_up: &FollowUp, label: &str) -> domain::forecast::Row {
    follow_up
        .row(&LineKey::budget(BudgetGroup::Cost, label))
        .unwrap()
        .clone()
}

fn kr(amount: Option<Ore>) -> i64 {
    amount.unwrap().to_kronor()
}

#[test]
fn r_pro_01_twelve_months_are_the_years_statements() {
    let (facts, rules) = (kalmar(), rules());
    let year = of(&facts, &rules, 12, &[]);
    assert_eq!(year.result.outcome, Ore::kronor(-204_793));
    assert_eq!(year.result.budget, Some(Ore::kronor(-2_047_000)));
    assert_eq!(year.result.forecast, Some(year.result.outcome));
    assert_eq!(year.opening_equity, Some(Ore::kronor(4_058_448)));
    assert_eq!(year.closing_equity(), Some(Ore::kronor(3_853_655)));
    let costs = year.sum(BudgetGroup::Cost);
    assert_eq!(
        (costs.outcome, costs.budget),
        (Ore::kronor(16_592_836), Some(Ore::kronor(18_255_000)))
    );
    // No amount is left without a line of the budget by the example's own rules.
    assert!(year.rows().all(|row| !matches!(row.key, LineKey::Unlinked(_))));
    let pot = cost(&year, "Pott för individer");
    assert_eq!(
        (kr(Some(pot.sum.outcome)), kr(pot.sum.budget)),
        (232_465, 300_000)
    );
    assert_eq!(
        kr(Some(cost(&year, "Beslutade individinsatser").sum.outcome)),
        11_633_528 - 232_465
    );
}

#[test]
fn r_pro_01_every_month_is_the_statements_of_its_part_of_the_year() {
    let (facts, rules) = (kalmar(), rules());
    for month in 1..=12 {
        let part = of(&facts, &rules, month, &[]);
        let result = ledger::statements(&facts, 2022, month).income.rows;
        assert_eq!(
            Some(part.result.outcome),
            result.last().unwrap().current,
            "{month}"
        );
    }
}

#[test]
fn r_pro_02_a_project_goes_before_an_account_and_what_no_rule_holds_is_named() {
    let facts = kalmar();
    let (mut rules, _) = Rules::read(
        "r",
        "från;till;projekt;grupp;rad;fördelning\n4000;4999;;kostnader;Insatser;\n4010;4010;POTTEN;kostnader;Pott;\n4020;4020;;kostnader;Kurser;".as_bytes(),
    );
    assert_eq!(rules.of(4010, "POTTEN").unwrap().label, "Pott");
    assert_eq!(rules.of(4010, "KRUS").unwrap().label, "Insatser");
    assert_eq!(rules.of(4020, "").unwrap().label, "Kurser");
    assert!(rules.of(5010, "").is_none());
    let part = of(&facts, &rules, 12, &[]);
    let unlinked: Vec<&str> = part
        .rows()
        .filter(|row| matches!(row.key, LineKey::Unlinked(_)))
        .map(|row| row.label.as_str())
        .collect();
    assert!(
        unlinked.contains(&"Externa kostnader, utan budgetrad"),
        "{unlinked:?}"
    );
    assert!(
        unlinked.contains(&"Personalkostnader, utan budgetrad"),
        "{unlinked:?}"
    );
    assert_eq!(part.result.outcome, Ore::kronor(-204_793));
    assert_eq!(
        Rules::read("r", rules.to_csv().as_bytes()),
        (rules.clone(), Vec::new())
    );
    rules.0.push(rules.0[0].clone());
    assert_eq!(rules.problems("r")[0].code, "budgetkoppling-overlapp");
}

#[rstest]
#[case("från;till;projekt;grupp;rad\n4010;;;kostnader;", "budgetkoppling-rad")]
#[case("från;till;projekt;grupp;rad\nfyra;;;kostnader;A", "budgetkoppling-konto")]
#[case("från;till;projekt;grupp;rad\n5;4;;kostnader;A", "budgetkoppling-intervall")]
#[case(
    "från;till;projekt;grupp;rad\n4;9;;kostnader;A\n7;12;;kostnader;B",
    "budgetkoppling-overlapp"
)]
#[case("från;till;projekt;grupp;rad\n4010;;;utgifter;A", "budgetkoppling-grupp")]
#[case("från;rad\n4010;A", "budgetkoppling-kolumn")]
#[case(
    "från;grupp;rad;fördelning\n4010;kostnader;A;julafton",
    "budgetkoppling-fordelning"
)]
#[case(
    "från;grupp;rad;fördelning\n1;kostnader;A;jämnt\n2;kostnader;A;kvartalets sista månad",
    "budgetkoppling-fordelning"
)]
fn r_pro_02_a_rule_that_cannot_be_understood_is_named(#[case] file: &str, #[case] code: &str) {
    let (_, problems) = Rules::read("r", file.as_bytes());
    assert!(problems.iter().any(|p| p.code == code), "{problems:?}");
}

#[rstest]
#[case(Profile::Even, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 12)]
#[case(Profile::QuarterFirst, [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4], 4)]
#[case(Profile::QuarterLast, [0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4], 4)]
fn r_pro_03_a_budget_is_spread_as_the_line_is_booked(
    #[case] profile: Profile,
    #[case] passed: [i64; 12],
    #[case] all: i64,
) {
    for (month, passed) in (1..).zip(passed) {
        assert_eq!(profile.passed(month), (passed, all));
    }
    assert_eq!(Profile::from_label(profile.label()), Some(profile));
}

#[test]
fn r_pro_03_months_add_up_to_the_years_budget() {
    let (facts, rules) = (kalmar(), rules());
    let mut sum = Ore::ZERO;
    for month in 1..=12 {
        sum += of(&facts, &rules, month, &[]).result.month_budget.unwrap();
    }
    assert_eq!(sum, Ore::kronor(-2_047_000));
}

fn chosen(key: &LineKey, month: u8, method: Method, amount: Option<i64>) -> Choice {
    Choice {
        key: key.clone(),
        year: 2022,
        month,
        method,
        amount: amount.map(Ore::kronor),
        reason: "Avtalet löper till juni.".into(),
        at: DateTime::from_timestamp(0, 0).unwrap(),
        by: "u".into(),
    }
}

#[test]
fn r_pro_04_the_three_methods_are_what_they_say() {
    let (facts, rules) = (kalmar(), rules());
    let key = LineKey::budget(BudgetGroup::Cost, "Personal");
    let with = |choices: &[Choice]| cost(&of(&facts, &rules, 9, choices), "Personal");
    let plan = with(&[]);
    assert_eq!(plan.forecast.method, Some(Method::Plan));
    let outcome = plan.sum.outcome.to_kronor();
    assert_eq!(kr(plan.sum.forecast), outcome + 2_250_000 - 2_250_000 * 9 / 12);
    let pace = with(&[chosen(&key, 9, Method::Pace, None)]);
    assert_eq!(kr(pace.sum.forecast), (outcome * 12 * 2 + 9) / 18);
    let entered = with(&[chosen(&key, 9, Method::Entered, Some(2_400_000))]);
    assert_eq!(kr(entered.sum.forecast), 2_400_000);
    assert_eq!(entered.forecast.choice.as_ref().unwrap().by, "u");
    assert!(entered.off && entered.forecast.words.contains("Avtalet löper till juni."));
    assert_eq!(
        entered.sum.forecast_deviation(BudgetGroup::Cost),
        Some(Ore::kronor(-150_000))
    );
    // Quarterly lines carry on by quarters, and before the first one there is no pace.
    let key = LineKey::budget(BudgetGroup::Cost, "Beslutade individinsatser");
    let insatser = |month| {
        let follow_up = of(&facts, &rules, month, &[chosen(&key, 1, Method::Pace, None)])
            .row(&key)
            .unwrap()
            .clone();
        (follow_up.forecast.method, follow_up.sum)
    };
    let (method, sum) = insatser(7);
    assert_eq!(
        (method, kr(sum.forecast)),
        (Some(Method::Pace), sum.outcome.to_kronor() * 2)
    );
    let (method, sum) = insatser(2);
    assert_eq!((method, kr(sum.forecast)), (Some(Method::Plan), 12_324_000));
}

#[test]
fn r_pro_09_a_line_takes_its_insatsers_forecasts_when_they_have_budgets() {
    let (mut facts, rules) = (kalmar(), rules());
    let budget = |slug: &str, amount| InsatsBudget {
        insats: Some(slug.into()),
        label: slug.into(),
        year: 2022,
        amount: Ore::kronor(amount),
    };
    facts.insats_budgets = vec![budget("krus", 2_400_000), budget("resa", 1_000_000)];
    let claimed = [Claimed {
        insats: "krus".into(),
        month: 3,
        amount: Ore::kronor(500_000),
    }];
    let part = follow_up(&Sources {
        facts: &facts,
        year: 2022,
        month: 9,
        rules: &rules,
        choices: &[],
        claimed: &claimed,
    });
    let line = cost(&part, "Beslutade individinsatser");
    assert_eq!(line.forecast.method, Some(Method::Insatser));
    let krus = part.row(&LineKey::Insats("krus".into())).unwrap();
    assert_eq!(krus.profile, Profile::QuarterLast);
    assert_eq!(kr(krus.sum.forecast), krus.sum.outcome.to_kronor() + 600_000);
    assert_eq!(krus.claimed, Some(Ore::kronor(500_000)));
    let on_line = part
        .insatser
        .iter()
        .filter(|row| row.key != LineKey::Project("POTTEN".into()));
    let forecasts: Ore = on_line.map(|row| row.sum.forecast.unwrap()).sum();
    assert_eq!(line.sum.forecast, Some(forecasts));
    assert!(
        part.by_insats()
            .table
            .columns
            .iter()
            .any(|column| column.head == "Rekvirerat")
    );
    // The pot is no insats's, and has its own line.
    assert_eq!(
        cost(&part, "Pott för individer").forecast.method,
        Some(Method::Plan)
    );
}

#[test]
fn keys_are_read_as_they_are_written() {
    let keys = [
        LineKey::budget(BudgetGroup::FinancialCost, "Ränta: bank"),
        LineKey::Insats("krus".into()),
        LineKey::Project("POTTEN".into()),
        LineKey::Unlinked(domain::statement::mapping::Line::PersonnelCost),
    ];
    for key in keys {
        assert_eq!(LineKey::from_text(&key.to_text()), Some(key));
    }
    for text in ["", "kostnader", "kostnader:", "annat:x", "utan rad:x"] {
        assert_eq!(LineKey::from_text(text), None, "{text}");
    }
}

fn sources<'a>(facts: &'a Facts, figures: &'a Figures, follow_up: &'a FollowUp) -> report::ReportSources<'a> {
    report::ReportSources {
        facts,
        figures,
        follow_up,
        text: "Hösten har varit lugn.",
        status: &Status::Draft,
        date: "2022-10-20",
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn r_pro_01_no_amount_is_lost_or_counted_twice(facts in statement_properties::facts(), month in 1..=12_u8) {
        let (rules, _) = Rules::read("r", "från;grupp;rad\n4010;kostnader;A\n3010;intäkter;B".as_bytes());
        let part = of(&facts, &rules, month, &[]);
        let result = Statements::of(&ledger::part_year(&facts, 2022, month), 2022).0.income.rows;
        prop_assert_eq!(Some(part.result.outcome), result.last().unwrap().current);
        let figures = Figures::compute(&Facts::default(), 2022);
        let quarter = Quarter::new(2022, 1).unwrap();
        let (document, _) = report::quarterly(&sources(&facts, &figures, &part), quarter);
        prop_assert_eq!(check::document(&document), []);
        let whole: i64 = part.groups.iter().flat_map(|g| &g.rows).map(|row| row.transactions).sum();
        let years = facts.ledger.years.iter().filter(|y| y.year == 2022);
        let moved: i64 = years
            .flat_map(|y| &y.movements)
            .filter(|m| m.month <= month && facts.mapping.line_of(m.account)
                .is_some_and(|r| domain::forecast::line::group_of_line(r.line).is_some()))
            .map(|m| m.transactions)
            .sum();
        prop_assert_eq!(whole, moved);
    }
}
