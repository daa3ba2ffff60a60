//! The example association's tables as facts, and what is said of tables that cannot be trusted.

use std::{fs, path::Path};

use domain::{
    codes::{InsatsKind, MemberKind},
    facts::{BudgetGroup, Goal, GoalDirection, GoalOutcome, Thresholds},
    intake::{
        books::Object,
        tables::{Intake, Known, read, refusals},
    },
    money::Ore,
    refusal::Problem,
};
use rstest::rstest;

type Files = Vec<(String, Vec<u8>)>;

fn files() -> Files {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/kalmar");
    let mut files: Files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "csv"))
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                fs::read(&path).unwrap(),
            )
        })
        .collect();
    files.sort();
    files
}

fn kalmar() -> (Intake, Vec<Problem>) {
    let object = |code: &str, name: &str| Object {
        dimension: 6,
        code: code.into(),
        name: name.into(),
    };
    let projects = vec![
        object("ARBETSTERAPEUT", "Arbetsterapeut Mörbylånga"),
        object("SAMBA-AE", "Samba Aktivitetsersättning"),
    ];
    read(
        &files(),
        &Known {
            projects,
            ..Known::default()
        },
    )
}

#[test]
fn r_imp_03_the_example_folder_becomes_facts() {
    let (intake, problems) = kalmar();
    assert_eq!(refusals(&problems), [], "nothing refuses the folder");
    let counts: Vec<(&str, usize)> = intake.counts();
    let of = |what: &str| counts.iter().find(|(w, _)| *w == what).map(|(_, n)| *n);
    assert_eq!(of("medlemmar"), Some(14));
    assert_eq!(of("medlemsbidrag"), Some(42));
    assert_eq!(of("insatser"), Some(9));
    assert_eq!(of("projekt"), Some(14));
    assert_eq!(of("budgetar"), Some(4));
    assert_eq!(of("mål"), Some(22));
    let decided: Ore = intake
        .contributions
        .iter()
        .filter(|c| c.year == 2022)
        .map(|c| c.amount)
        .sum();
    assert_eq!(decided, Ore::kronor(16_058_000));
}

#[test]
fn r_imp_03_members_have_codes_and_populations() {
    let (intake, _) = kalmar();
    let member = |name: &str| intake.members.iter().find(|m| m.name == name).unwrap();
    let borgholm = member("Borgholms kommun");
    assert_eq!(
        (borgholm.code.as_str(), borgholm.population[0].1),
        ("0885", 10_873)
    );
    assert_eq!(member("Torsås kommun").code, "0834");
    assert_eq!(member("Region Kalmar län").code, "region-kalmar-lan");
    assert_eq!(
        member("Försäkringskassan (och Arbetsförmedlingen)").kind,
        MemberKind::State
    );
    assert_eq!(
        intake
            .contributions
            .iter()
            .filter(|c| c.member == "staten")
            .count(),
        3
    );
}

#[test]
fn r_imp_03_insatser_and_budgets_are_as_printed_without_sums() {
    let (intake, _) = kalmar();
    let insats = |slug: &str| intake.insatser.iter().find(|i| i.slug == slug).unwrap();
    assert_eq!(insats("samba").municipalities, ["Nybro", "Emmaboda"]);
    assert_eq!(
        (insats("samba").ages, insats("samba").registers),
        (Some((20, 60)), true)
    );
    assert_eq!(
        (insats("hemligheten").kind, insats("hemligheten").registers),
        (InsatsKind::Structural, false)
    );
    let budget = intake.budgets.iter().find(|b| b.year == 2022).unwrap();
    let sum = |group| {
        budget
            .lines
            .iter()
            .filter(|l| l.group == group)
            .map(|l| l.amount)
            .sum::<Ore>()
    };
    assert_eq!(sum(BudgetGroup::Income), Ore::kronor(16_208_000));
    assert_eq!(sum(BudgetGroup::Cost), Ore::kronor(18_255_000));
    let requisitioned: Ore = intake.requisitioned.iter().map(|r| r.amount).sum();
    assert_eq!(requisitioned, Ore::kronor(11_633_528));
    let terapeut = intake
        .projects
        .iter()
        .find(|p| p.name == "Arbetsterapeut")
        .unwrap();
    assert_eq!(terapeut.code, "ARBETSTERAPEUT");
    let pot = intake
        .insats_budgets
        .iter()
        .find(|b| b.label == "Miljonen" && b.year == 2023)
        .unwrap();
    assert_eq!((&pot.insats, pot.amount), (&None, Ore::kronor(850_000)));
}

#[test]
fn r_imp_03_what_is_not_known_is_named() {
    let (_, problems) = kalmar();
    let said = |code: &str, word: &str| {
        problems
            .iter()
            .any(|p| p.code == code && p.message.contains(word) && p.line > 0)
    };
    assert!(said("insats-okand", "miljonen"));
    assert!(
        said("projekt-utan-objekt", "KRUS"),
        "no object of that name was given"
    );
    assert!(!said("projekt-utan-objekt", "Arbetsterapeut"));
}

#[test]
fn r_imp_03_series_become_published_values_with_their_place() {
    let (intake, _) = kalmar();
    let value = |measure: &str, year: i32, scope: &str| {
        let found = intake
            .published
            .iter()
            .find(|p| p.measure == measure && p.year == year && p.scope.to_string() == scope);
        found.map(|p| (p.units, p.decimals))
    };
    for (measure, year, scope, expected) in [
        ("deltaganden.totalt", 2011, "", Some((178, 0))),
        ("deltaganden.nya", 2022, "insats=pontibus", Some((10, 0))),
        ("deltaganden.nya", 2022, "kon=kvinna", Some((71, 0))),
        ("alder.medel_inskrivning", 2022, "", Some((336, 1))),
        ("utbildning.andel", 2022, "utbildning=grundskola", Some((34, 0))),
        ("forsorjningstid.over_5_ar", 2022, "", Some((37, 0))),
        ("avslut.antal_arbete_eller_studier", 2022, "", Some((36, 0))),
        ("konsultationer.antal", 2022, "", Some((155, 0))),
        ("ekonomi.intakter", 2016, "", Some((12_465_409, 0))),
        ("ekonomi.eget_kapital", 2019, "", Some((2_408_153, 0))),
        ("personal.anstallda", 2016, "", Some((25, 1))),
        ("deltaganden.sedan_start", 2022, "insats=krus", None),
        ("deltaganden.sedan_start", 2022, "insats=kompass", Some((91, 0))),
        ("avslut.sedan_start", 2022, "insats=krus", Some((116, 0))),
        ("bilaga.rad", 2022, "insats=resa,rad=i praktik", Some((4, 0))),
    ] {
        assert_eq!(value(measure, year, scope), expected, "{measure} {year} {scope}");
    }
    let first = intake
        .published
        .iter()
        .find(|p| p.measure == "deltaganden.totalt" && p.year == 2011)
        .unwrap();
    assert_eq!(first.source.document, "Årsredovisning 2022, tabell 2");
}

fn goal(intake: &Intake, year: i32, number: u32) -> &Goal {
    let is_it = |goal: &&Goal| goal.year == year && goal.number == number;
    intake.goals.iter().find(is_it).unwrap()
}

const fn thresholds(direction: GoalDirection, target: i64, largely: i64, decimals: u32) -> Thresholds {
    Thresholds {
        direction,
        target,
        largely,
        decimals,
    }
}

#[test]
fn r_imp_16_goals_have_their_own_measures_and_thresholds() {
    let (intake, _) = kalmar();
    let goal = |number| goal(&intake, 2022, number);
    assert_eq!(
        goal(3).outcome,
        GoalOutcome::Measure("avslut.arbete_eller_studier".into())
    );
    assert_eq!(
        goal(3).thresholds,
        Some(thresholds(GoalDirection::AtLeast, 350, 300, 1))
    );
    assert_eq!(
        goal(10).outcome,
        GoalOutcome::Measure("ekonomi.eget_kapital".into())
    );
    assert_eq!(
        goal(10).thresholds,
        Some(thresholds(GoalDirection::AtMost, 273_000_000, 273_000_000, 2))
    );
    assert_eq!(
        goal(11).thresholds,
        Some(thresholds(GoalDirection::AtMost, 50, 60, 1))
    );
    let entered = GoalOutcome::Entered {
        units: 878,
        decimals: 1,
        source: "Årsredovisning 2022".into(),
    };
    assert_eq!(goal(4).outcome, entered);
    assert!(matches!(&goal(6).outcome, GoalOutcome::Words { text, judgement }
        if text == "6 informationer" && judgement == "uppnått"));
    assert_eq!(goal(6).thresholds, None);
    let next = self::goal(&intake, 2023, 10);
    assert_eq!((&next.outcome, next.thresholds), (&GoalOutcome::None, None));
}

#[test]
fn r_imp_16_a_goal_without_a_row_of_limits_has_its_printed_result_and_no_band() {
    let without: Files = files()
        .into_iter()
        .filter(|(name, _)| name != "maltrosklar.csv")
        .collect();
    let (plain, _) = read(&without, &Known::default());
    let goal = goal(&plain, 2022, 3);
    assert_eq!(
        goal.thresholds,
        Some(thresholds(GoalDirection::AtLeast, 350, 350, 1))
    );
    assert_eq!(
        goal.outcome,
        GoalOutcome::Entered {
            units: 321,
            decimals: 1,
            source: "Årsredovisning 2022".into()
        }
    );
}

/// One spoiled table in an otherwise sound folder.
fn spoiled(name: &str, spoil: impl Fn(&str) -> Vec<u8>) -> Vec<(String, usize, &'static str)> {
    let spoil = |(file, bytes): (String, Vec<u8>)| {
        let bytes = if file == name {
            spoil(&String::from_utf8(bytes).unwrap())
        } else {
            bytes
        };
        (file, bytes)
    };
    let files: Files = files().into_iter().map(spoil).collect();
    let (_, problems) = read(&files, &Known::default());
    let refusing = |p: &&Problem| !refusals(std::slice::from_ref(*p)).is_empty();
    problems
        .iter()
        .filter(refusing)
        .map(|p| (p.file.clone(), p.line, p.code))
        .collect()
}

#[rstest]
#[case::text_for_number("budget.csv", "355000", "mycket", (6, "inte-tal"))]
#[case::negative_count("befolkning.csv", "10873", "-10873", (2, "negativt-antal"))]
#[case::column_renamed("medlemsbidrag.csv", "typ", "slag", (1, "kolumn-saknas"))]
#[case::unknown_kind("medlemsbidrag.csv", "Region Kalmar län;region", "Region Kalmar län;landsting", (14, "medlem-typ"))]
#[case::unknown_group("budget.csv", "kostnader;Personal", "utgifter;Personal", (7, "budget-grupp"))]
#[case::unknown_level("mal.csv", "2022;struktur", "2022;nivå 2", (5, "mal-niva"))]
#[case::no_year("mal.csv", "2022;struktur", "22;struktur", (5, "inte-ar"))]
#[case::strict_band("maltrosklar.csv", "2022;3;30;", "2022;3;36;", (4, "mal-grans"))]
#[case::unknown_measure("maltrosklar.csv", "avslut.arbete_eller_studier", "avslut.jobb", (4, "matt-okant"))]
#[case::id_that_is_no_address("insatser.csv", "\nkrus;", "\nKRUS;", (3, "insats-id"))]
#[case::nameless_member("medlemsbidrag.csv", "\nNybro kommun;kommun;", "\n;kommun;", (9, "medlem-utan-namn"))]
#[case::ages_reversed("insatser.csv", ";20;60;", ";60;20;", (7, "alder-intervall"))]
#[case::negative_contribution("medlemsbidrag.csv", "176791", "-176791", (2, "bidrag-negativt"))]
fn r_imp_15_a_table_that_cannot_be_trusted_is_refused_by_place(
    #[case] file: &str,
    #[case] from: &str,
    #[case] to: &str,
    #[case] expected: (usize, &'static str),
) {
    let found = spoiled(file, |text| text.replacen(from, to, 1).into_bytes());
    assert!(
        found
            .iter()
            .any(|(f, line, code)| f == file || (f == "mal.csv" && *code == "mal-grans") && *line > 0),
        "{found:?}"
    );
    assert!(
        found.iter().any(|(_, line, code)| (*line, *code) == expected),
        "{found:?}"
    );
}

#[rstest]
#[case::of_the_layout("medlemsbidrag.csv")]
#[case::of_our_own("maltrosklar.csv")]
fn r_imp_18_a_file_of_headers_alone_is_told(#[case] name: &str) {
    let header = |(file, bytes): (String, Vec<u8>)| {
        let first = bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len());
        let kept = if file == name {
            bytes[..first].to_vec()
        } else {
            bytes
        };
        (file, kept)
    };
    let files: Files = files().into_iter().map(header).collect();
    let (_, problems) = read(&files, &Known::default());
    let told = |p: &Problem| p.file == name && p.code == "fil-utan-rader";
    assert_eq!(problems.iter().filter(|p| told(p)).count(), 1, "{problems:?}");
}

#[rstest]
#[case::truncated("sus-insatser-2022.csv", |text: &str| text.as_bytes()[..text.len() - 12].to_vec(), true)]
#[case::duplicate_row("insatser.csv", |text: &str| format!("{text}{}\n", text.lines().nth(1).unwrap()).into_bytes(), true)]
#[case::empty("medlemsbidrag.csv", |_: &str| Vec::new(), true)]
#[case::binary("medlemsbidrag.csv", |_: &str| vec![0; 100], true)]
#[case::utf16("medlemsbidrag.csv", |text: &str| {
    [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}, false)]
#[case::windows_1252("medlemsbidrag.csv", |text: &str| {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}, false)]
fn r_imp_15_wrong_bytes_are_read_or_refused(
    #[case] file: &str,
    #[case] spoil: fn(&str) -> Vec<u8>,
    #[case] refused: bool,
) {
    assert_eq!(!spoiled(file, spoil).is_empty(), refused);
}

#[test]
fn tables_may_refer_to_what_is_known_already() {
    let (intake, _) = kalmar();
    let costs: Files = files()
        .into_iter()
        .filter(|(name, _)| name.starts_with("insatskostnader"))
        .collect();
    let known = Known {
        insatser: intake.insatser,
        ..Known::default()
    };
    let (alone, problems) = read(&costs, &known);
    assert_eq!(refusals(&problems), []);
    assert_eq!(alone.projects[0].insats.as_deref(), Some("krus"));
}
