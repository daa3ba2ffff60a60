use chrono::DateTime;

use super::*;
use crate::{
    codes::{CodeTable, ReferringAuthority},
    disclosure::Policy,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn third() -> Quarter {
    Quarter::new(2026, 3).unwrap()
}

fn counted(line: Line, quarter: i64, year: i64) -> Counted {
    Counted {
        line,
        quarter: Some(quarter),
        year: Some(year),
        start: None,
        before: Some(7),
        withheld: false,
    }
}

fn counts(new: i64) -> Counts {
    Counts(vec![
        counted(Line::New, new, 20 + new),
        counted(Line::Closed, 9, 30),
    ])
}

fn given(counts: Counts) -> Given {
    Given {
        by: "insatsansvarig".into(),
        at: DateTime::from_timestamp(1_790_000_000, 0).unwrap(),
        counts,
    }
}

#[test]
fn quarters_have_their_days() {
    let table = [
        (1, "2024-01-01", "2024-03-31"),
        (2, "2024-04-01", "2024-06-30"),
        (4, "2024-10-01", "2024-12-31"),
    ];
    for (number, from, to) in table {
        let quarter = Quarter::new(2024, number).unwrap();
        assert_eq!((quarter.period().from, quarter.last()), (day(from), day(to)));
    }
    assert_eq!(Quarter::new(2024, 0), None);
    assert_eq!(Quarter::new(2024, 5), None);
    assert_eq!(Quarter::ended(day("2026-11-21")), Quarter::new(2026, 3));
    assert_eq!(Quarter::ended(day("2026-01-01")), Quarter::new(2025, 4));
    assert!(!third().has_ended(day("2026-09-30")) && third().has_ended(day("2026-10-01")));
}

#[test]
fn lines_have_names_of_their_own_and_counts_are_read_back() {
    let all = Line::all();
    for line in &all {
        assert_eq!(Line::from_slug(&line.slug()), Some(*line));
    }
    let kept = Counts(all.iter().map(|line| counted(*line, 3, 8)).collect());
    assert_eq!(Counts::from_text(&kept.to_text()), kept);
    assert_eq!(Counts::from_text("obekant=1/2/-/-;skräp"), Counts::default());
}

#[test]
fn r_kva_03_changed_counts_open_the_question_again() {
    let today = day("2026-10-05");
    let standing = |answer: &Answer, counts: &Counts| Standing::of(answer, counts, third(), today);
    assert_eq!(standing(&Answer::Silent, &counts(12)), Standing::Silent);
    let accepted = Answer::Accepted(given(counts(12)));
    assert_eq!(standing(&accepted, &counts(12)), Standing::Accepted);
    let Standing::Reopened(changes) = standing(&accepted, &counts(13)) else {
        panic!("another count is another question")
    };
    assert_eq!(changes.len(), 1);
    assert_eq!(
        (changes[0].line, changes[0].then, changes[0].now),
        (Line::New, Some(12), Some(13))
    );
    // What is only compared with does not open it.
    let mut other = counts(12);
    other.0[0].before = Some(1);
    other.0[0].start = Some(99);
    other.0.insert(0, counted(Line::Budgeted, 0, 40));
    assert_eq!(standing(&accepted, &other), Standing::Accepted);
    assert!(standing(&accepted, &counts(13)).is_waiting());
    assert_eq!(
        Standing::of(&accepted, &counts(12), third(), day("2026-09-30")),
        Standing::Running
    );
}

#[test]
fn r_kva_12_an_insats_without_counts_is_asked_nothing() {
    let standing = Standing::of(&Answer::Silent, &Counts::default(), third(), day("2026-10-05"));
    assert_eq!(standing, Standing::NothingCounted);
    assert!(!standing.is_waiting());
}

#[test]
fn r_kva_05_a_remark_is_about_a_figure_and_never_holds_a_personal_number() {
    let read = |line: &str, words: &str| {
        let refused = remark(line, words, &counts(12)).unwrap_err();
        refused
            .iter()
            .map(|r| (r.code, r.place.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        read("", "för få nya i september"),
        [("kvartal-tal", "tal".to_owned())]
    );
    assert_eq!(
        read("pagaende", "för få nya i september").len(),
        1,
        "a line that was not counted"
    );
    assert_eq!(read("nya", "  fel  "), [("kvartal-ord", "ord".to_owned())]);
    assert_eq!(read("nya", &"x".repeat(501)), [("kvartal-ord", "ord".to_owned())]);
    assert_eq!(
        read("nya", "gäller 19900304-2387 som saknas"),
        [("kvartal-person", "ord".to_owned())]
    );
    let kept = remark("nya", " Två inskrivningar i september saknas. ", &counts(12)).unwrap();
    assert_eq!((kept.line, kept.counted), (Line::New, Some(12)));
    assert_eq!(kept.words, "Två inskrivningar i september saknas.");
}

fn silence(slug: &str) -> Silence {
    Silence::of(slug, &slug.to_uppercase(), &Standing::Silent, third()).unwrap()
}

#[test]
fn r_kva_06_closing_takes_every_answer_or_a_reason_and_the_names_of_the_silent() {
    let today = day("2026-10-25");
    let code = |silent: &[Silence], named: &[&str], reason: &str, today| {
        let named: Vec<String> = named.iter().map(|s| (*s).to_owned()).collect();
        close(third(), today, silent, &named, reason).map_err(|refused| refused[0].code)
    };
    let two = [silence("krus"), silence("resa")];
    assert_eq!(code(&[], &[], "", today), Ok(String::new()));
    assert_eq!(code(&[], &[], "", day("2026-09-30")), Err("kvartal-pagar"));
    assert_eq!(
        code(&two, &["resa"], "Insatsen är nedlagd.", today),
        Err("kvartal-tysta")
    );
    assert_eq!(code(&two, &["resa", "krus"], " nej ", today), Err("kvartal-skal"));
    assert_eq!(
        code(&two, &["resa", "krus"], " Båda är påminda två gånger. ", today),
        Ok("Båda är påminda två gånger.".to_owned())
    );
    let letter = reminder(third(), &two);
    assert!(letter.contains("KRUS, RESA") && letter.contains("2026-10-01") && letter.contains("2026-10-20"));
}

#[test]
fn r_kva_08_an_old_text_is_a_proposal_until_it_is_confirmed() {
    let written = |quarter, key: &str, markdown: &str| Written {
        quarter: Quarter::new(2026, quarter).unwrap(),
        key: key.into(),
        markdown: markdown.into(),
        version: 3,
        edited_at: DateTime::from_timestamp(0, 0).unwrap(),
        edited_by: "u".into(),
    };
    let all = [
        written(1, "metod", "ett"),
        written(2, "metod", "två"),
        written(2, "syfte", " "),
        written(4, "metod", "fyra"),
    ];
    let find = |quarter: u8, all: &[Written]| {
        let texts = texts(Quarter::new(2026, quarter).unwrap(), all);
        texts.into_iter().find(|t| t.heading.key == "metod").unwrap()
    };
    let old = find(3, &all);
    assert_eq!(old.old().as_deref(), Some("från kvartal 2 2026"));
    assert_eq!(
        (old.shown().unwrap().markdown.as_str(), old.version()),
        ("två", 0)
    );
    let own = find(4, &all);
    assert_eq!(
        (own.old(), own.shown().unwrap().markdown.as_str(), own.version()),
        (None, "fyra", 3)
    );
    assert!(
        find(1, &all[1..]).shown().is_none(),
        "a later text is no proposal"
    );
    let empty = texts(third(), &all);
    assert!(
        empty
            .iter()
            .find(|t| t.heading.key == "syfte")
            .unwrap()
            .shown()
            .is_none()
    );
    let keys: Vec<&str> = headings().iter().map(|h| h.key).collect();
    assert_eq!(
        keys,
        [
            "syfte",
            "resurs",
            "metod",
            "resultat",
            "organisation",
            "arbetsgrupp",
            "styrgrupp",
            "individniva"
        ]
    );
}

#[test]
fn r_kva_09_few_of_a_background_do_not_leave_the_insats() {
    let of = |region: i64, known: i64, work: i64| {
        Counts(vec![
            counted(Line::New, 3, 3),
            counted(Line::Referred(ReferringAuthority::ALL[0]), 12, 12),
            counted(Line::Referred(ReferringAuthority::ALL[1]), region, region),
            counted(Line::Known, known, known),
            counted(Line::WorkOrStudy, work, work),
        ])
    };
    let hidden = |counts: &Counts, earlier: &[Counts]| {
        let outside = counts.outside(earlier, Policy::default());
        outside.0.iter().filter(|c| c.withheld).count()
    };
    assert_eq!(hidden(&of(0, 20, 9), &[]), 0);
    assert_eq!(
        hidden(&of(4, 20, 9), &[]),
        2,
        "every referrer, or it could be subtracted"
    );
    assert_eq!(hidden(&of(5, 20, 17), &[]), 2, "three of twenty did not");
    assert_eq!(
        hidden(&of(9, 20, 9), &[of(1, 20, 9)]),
        2,
        "an earlier quarter had one"
    );
    let open = of(4, 20, 9).outside(&[], Policy::default());
    assert_eq!(
        open.of(Line::New).unwrap().quarter,
        Some(3),
        "flows are published as they are"
    );
}
