//! A quarter's counts are the year's measures.

use chrono::{DateTime, NaiveDate};
use domain::{
    codes::{CodeTable, ReferringAuthority, Sex},
    disclosure::Policy,
    document::{Block, Inline, Status},
    facts::{ConsultationFact, Facts},
    figure::Scope,
    figures::Figures,
    quarter::{
        Answer, Counter, Counts, Given, Line, Part, Practice, Quarter, Remark, Sources, Standing, compose,
        texts,
    },
    withdrawal::{Published, anonymous, carry},
};
use proptest::prelude::*;

use super::{figure_properties::association, register::kalmar};

const SLUGS: [&str; 3] = ["a", "b", "c"];

fn year(facts: &Facts, year: i32, insats: usize) -> (Figures, Vec<Counts>) {
    let figures = Figures::compute(facts, year);
    let counts = Quarter::all(year)
        .map(|quarter| Counter::new(facts, &figures, quarter).counts(insats, &[]))
        .collect();
    (figures, counts)
}

fn quarter(counts: &Counts, line: Line) -> i64 {
    counts.of(line).and_then(|c| c.quarter).unwrap()
}

type Restriction = Option<(&'static str, &'static str)>;

/// A line's measure and the restriction beside the insats.
fn measures() -> Vec<(Line, &'static str, Restriction)> {
    let mut lines = vec![
        (Line::New, "deltaganden.nya", None),
        (Line::Closed, "deltaganden.avslutade", None),
        (Line::Known, "avslut.kanda", None),
        (Line::WorkOrStudy, "avslut.antal_arbete_eller_studier", None),
    ];
    lines.extend(
        Sex::ALL
            .iter()
            .map(|s| (Line::NewOf(*s), "deltaganden.nya", Some(("kon", s.slug())))),
    );
    lines.extend(ReferringAuthority::ALL.iter().map(|a| {
        (
            Line::Referred(*a),
            "remittent.antal",
            Some(("remittent", a.slug())),
        )
    }));
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn r_kva_01_four_quarters_are_the_year_of_the_same_measures(facts in association(), at in 2018_i32..2026, insats in 0_usize..3) {
        let (figures, quarters) = year(&facts, at, insats);
        for (line, measure, also) in measures() {
            let mut scope = Scope::all().with("insats", SLUGS[insats]);
            if let Some((dimension, code)) = also {
                scope = scope.with(dimension, code);
            }
            let of_year = figures.of_year(measure, scope).unwrap().k;
            prop_assert_eq!(Some(quarters.iter().map(|c| quarter(c, line)).sum()), of_year, "{}", measure);
            let mut so_far = 0;
            for counts in &quarters {
                so_far += quarter(counts, line);
                prop_assert_eq!(counts.of(line).unwrap().year, Some(so_far));
            }
        }
    }

    #[test]
    fn r_kva_02_stock_and_flow_hold_from_quarter_to_quarter(facts in association(), at in 2018_i32..2026, insats in 0_usize..3) {
        let (figures, quarters) = year(&facts, at, insats);
        let opening = figures.of_year("deltaganden.ingaende", Scope::all().with("insats", SLUGS[insats])).unwrap().k;
        let mut ongoing = opening.unwrap();
        for counts in &quarters {
            prop_assert_eq!(ongoing + quarter(counts, Line::New), quarter(counts, Line::Total));
            ongoing = quarter(counts, Line::Total) - quarter(counts, Line::Closed);
            prop_assert_eq!(ongoing, quarter(counts, Line::Ongoing));
        }
    }

    #[test]
    fn r_kva_01_the_whole_year_is_the_years_figure_after_a_withdrawal_too(facts in association(), insats in 0_usize..3) {
        let mut after = facts.clone();
        if let Some(first) = after.participations.first_mut() {
            *first = anonymous(first);
        }
        after.carried = carry(&facts, &after, 2025, Published::NOTHING).unwrap();
        for at in [2019, 2022] {
            let (before, now) = (year(&facts, at, insats).1, year(&after, at, insats).1);
            for (line, ..) in measures() {
                prop_assert_eq!(before[3].of(line).unwrap().year, now[3].of(line).unwrap().year);
            }
        }
    }

    #[test]
    fn r_kva_09_nothing_small_of_a_background_leaves(facts in association(), at in 2018_i32..2026) {
        let (_, quarters) = year(&facts, at, 0);
        for (place, counts) in quarters.iter().enumerate() {
            let outside = counts.outside(&quarters[..place], Policy::default());
            let background = |line| matches!(line, Line::Referred(_) | Line::Known | Line::WorkOrStudy);
            for counted in outside.0.iter().filter(|c| background(c.line)) {
                let small = |n: Option<i64>| n.is_some_and(|n| (1..5).contains(&n));
                prop_assert!(!small(counted.quarter) && !small(counted.year) && !small(counted.before));
            }
        }
    }
}

#[test]
fn consultations_and_practice_are_of_their_days() {
    let mut facts = kalmar();
    let day = |m, d| NaiveDate::from_ymd_opt(2022, m, d).unwrap();
    facts.consultations = (1..=12)
        .map(|month| ConsultationFact {
            insats: Some(1),
            year: 2022,
            month,
            count: i64::from(month),
        })
        .collect();
    let practice = [
        Practice {
            participation: 1,
            from: day(1, 10),
            to: Some(day(4, 1)),
        },
        Practice {
            participation: 1,
            from: day(5, 1),
            to: None,
        },
        Practice {
            participation: 2,
            from: day(9, 30),
            to: Some(day(9, 30)),
        },
    ];
    let figures = Figures::compute(&facts, 2022);
    let of = |number| {
        let quarter = Quarter::new(2022, number).unwrap();
        let counts = Counter::new(&facts, &figures, quarter).counts(1, &practice);
        let seen = |line| {
            counts
                .of(line)
                .map(|c| (c.quarter.unwrap(), c.year.unwrap()))
                .unwrap()
        };
        (seen(Line::Consultations), seen(Line::Practice))
    };
    assert_eq!(of(1), ((6, 6), (1, 1)));
    assert_eq!(of(2), ((15, 21), (1, 1)));
    assert_eq!(of(3), ((24, 45), (2, 2)));
    assert_eq!(of(4), ((33, 78), (1, 2)));
    let other = Counter::new(&facts, &figures, Quarter::new(2022, 1).unwrap()).counts(0, &[]);
    assert!(
        other.of(Line::Consultations).is_none(),
        "none entered is not none held"
    );
    // The register does not reach back to 2015.
    let figures = Figures::compute(&facts, 2015);
    let early = Counter::new(&facts, &figures, Quarter::new(2015, 1).unwrap()).counts(1, &[]);
    assert!(!early.is_counted());
}

fn words(blocks: &[Block]) -> String {
    format!("{blocks:?}")
}

#[test]
fn r_kva_04_a_remark_follows_its_figure_into_the_report() {
    let facts = kalmar();
    let figures = Figures::compute(&facts, 2022);
    let quarter = Quarter::new(2022, 4).unwrap();
    let counts = Counter::new(&facts, &figures, quarter).counts(1, &[]);
    let given = Given {
        by: "insatsansvarig".into(),
        at: DateTime::from_timestamp(1_676_000_000, 0).unwrap(),
        counts: counts.clone(),
    };
    let remark = Remark {
        line: Line::Closed,
        counted: Some(1),
        words: "Två avslut i december saknas.".into(),
    };
    let answer = Answer::Disputed(given, vec![remark]);
    let part = |answer: Answer, standing| Part {
        insats: 1,
        counts: counts.clone(),
        answer,
        standing,
        texts: texts(quarter, &[]),
    };
    let report = |part: Part, reason: &str| {
        let parts = [part];
        let sources = Sources {
            facts: &facts,
            figures: &figures,
            quarter,
            parts: &parts,
            status: &Status::Draft,
            date: "2023-02-15",
            reason,
        };
        compose(&sources)
    };
    let (document, problems) = report(part(answer.clone(), Standing::Disputed), "");
    assert!(problems.is_empty());
    assert_eq!(document.title, "Kvartalsrapport KRUS, kvartal 4 2022");
    assert_disputed(&document.blocks);
    // The headings are the annex's, and levels are never skipped.
    let headings = document.blocks.iter().filter_map(|b| match b {
        Block::Heading { text, level, .. } => Some((*level, text.as_str())),
        _ => None,
    });
    let headings: Vec<_> = headings.collect();
    assert_eq!(headings[1], (2, "Syfte, mål och målgrupp"));
    assert_eq!(&headings[5..7], [(2, "Framgångsfaktorer"), (3, "Organisation")]);
    assert!(reports_itself(&document.blocks));
    // It stays when the counts have changed since.
    let (document, _) = report(part(answer, Standing::Reopened(Vec::new())), "Påmind två gånger.");
    let said = words(&document.blocks);
    assert!(said.contains("Två avslut i december saknas.") && said.contains("Påmind två gånger."));
    let (document, _) = report(part(Answer::Silent, Standing::Silent), "");
    assert!(words(&document.blocks).contains("inte besvarade"));
}

fn assert_disputed(blocks: &[Block]) {
    let table = blocks.iter().find_map(|b| match b {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let table = table.unwrap();
    let row = table
        .rows
        .iter()
        .find(|row| row.cells[0].text.starts_with("Avslutade (bestritt 1)"))
        .unwrap();
    assert!(row.cells[1].text.ends_with('*'));
    assert!(
        table.notes[0].contains("Två avslut i december saknas.") && table.notes[0].contains("(gällde 1)")
    );
}

/// Every block has something in it.
fn reports_itself(blocks: &[Block]) -> bool {
    blocks.iter().all(|block| match block {
        Block::Paragraph(inlines) | Block::Notice(inlines) => {
            !inlines.is_empty() && inlines != &[Inline::Text(String::new())]
        }
        _ => true,
    })
}
