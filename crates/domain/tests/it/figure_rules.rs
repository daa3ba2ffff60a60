//! One test per rule of `docs/rules/deltagande.md` and `docs/rules/matt.md`.

use chrono::NaiveDate;
use domain::{
    codes::{ExitReason, Occupation, Sex},
    facts::{ConsultationFact, ExitFact, Facts, OccupationShare, ParticipationFact, Published, Source},
    figure::{FigureKey, Missing, Scope, Trace, Value},
    figures::Figures,
    measure::{find, registry},
    participation::Stage,
    unit::Unit,
};

use super::register::{insats, kalmar, scope, text, units};

/// One participation, changed from an ordinary one.
fn one(change: impl Fn(&mut ParticipationFact)) -> Facts {
    let mut row = ParticipationFact {
        insats: 0,
        anonymous: false,
        stage: Stage::Participating,
        municipality: None,
        person: None,
        sex: Some(Sex::Woman),
        birth_year: Some(1990),
        entry: NaiveDate::from_ymd_opt(2021, 5, 3).unwrap(),
        referred_by: None,
        education: None,
        support_time: None,
        support_before: Vec::new(),
        occupation_before: Vec::new(),
        exit: Some(ExitFact {
            date: NaiveDate::from_ymd_opt(2022, 12, 31).unwrap(),
            reason: Some(ExitReason::WorkStudyJobseeker),
            support_after: Vec::new(),
            occupation_after: Vec::new(),
        }),
        constructed: true,
    };
    change(&mut row);
    Facts {
        insatser: vec![insats("a")],
        participations: vec![row],
        ..Facts::default()
    }
}

/// Total, new, closed, ongoing.
fn flows(facts: &Facts, year: i32) -> [i64; 4] {
    let figures = Figures::compute(facts, year);
    ["totalt", "nya", "avslutade", "pagaende"].map(|word| {
        let id = registry()
            .find(|m| m.id == format!("deltaganden.{word}"))
            .unwrap()
            .id;
        units(&figures, id, Scope::all())
    })
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn r_del_01_total_is_open_on_any_day_of_the_year() {
    assert_eq!(flows(&one(|_| ()), 2022)[0], 1);
    assert_eq!(
        flows(&one(|p| p.exit.as_mut().unwrap().date = day(2022, 1, 1)), 2022)[0],
        1
    );
    assert_eq!(
        flows(&one(|p| p.exit.as_mut().unwrap().date = day(2021, 12, 31)), 2022)[0],
        0
    );
    assert_eq!(flows(&one(|p| p.entry = day(2022, 12, 31)), 2022)[0], 1);
    assert_eq!(flows(&one(|_| ()), 2020)[0], 0);
}

#[test]
fn r_del_02_new_is_entry_in_the_year() {
    assert_eq!(
        [2020, 2021, 2022].map(|year| flows(&one(|_| ()), year)[1]),
        [0, 1, 0]
    );
}

#[test]
fn r_del_03_closed_is_exit_in_the_year() {
    assert_eq!(
        [2021, 2022, 2023].map(|year| flows(&one(|_| ()), year)[2]),
        [0, 1, 0]
    );
}

#[test]
fn r_del_04_ongoing_is_open_when_the_year_has_ended() {
    assert_eq!(
        [2020, 2021, 2022].map(|year| flows(&one(|_| ()), year)[3]),
        [0, 1, 0]
    );
    assert_eq!(flows(&one(|p| p.exit = None), 2030)[3], 1);
}

#[test]
fn r_del_05_a_reversed_participation_is_in_no_count() {
    let facts = one(|p| p.exit.as_mut().unwrap().reason = Some(ExitReason::Reversed));
    assert_eq!([2021, 2022].map(|year| flows(&facts, year)), [[0; 4]; 2]);
    let figures = Figures::compute(&facts, 2022);
    let counted = figures
        .iter()
        .filter(|f| f.trace.kind() == "rows" && f.k != Some(0))
        .count();
    assert_eq!(counted, 0);
}

#[test]
fn r_del_08_an_anonymous_record_counts_but_lacks_every_coded_answer() {
    let facts = one(|p| {
        p.anonymous = true;
        p.birth_year = None;
        p.entry = day(2022, 1, 1);
        p.exit = None;
    });
    assert_eq!(flows(&facts, 2022), [1, 1, 0, 1]);
    let figures = Figures::compute(&facts, 2022);
    assert_eq!(units(&figures, "deltaganden.anonyma", Scope::all()), 1);
    assert_eq!(
        figures.of_year("deltaganden.anonyma", Scope::all()).unwrap().unit,
        Unit::Anonyma
    );
    let education = figures
        .of_year("utbildning.antal", scope("utbildning=gymnasium"))
        .unwrap();
    assert_eq!((education.k, education.missing), (Some(0), 1));
}

#[test]
fn r_del_09_work_and_study_at_once_counts_once() {
    let facts = one(|p| {
        p.exit.as_mut().unwrap().occupation_after =
            [Occupation::Work, Occupation::Study, Occupation::Jobseeker]
                .map(|occupation| OccupationShare {
                    occupation,
                    per_cent: 30,
                })
                .to_vec();
    });
    let figures = Figures::compute(&facts, 2022);
    assert_eq!(
        units(&figures, "avslut.antal_arbete_eller_studier", Scope::all()),
        1
    );
    assert_eq!(units(&figures, "avslut.antal_arbetssokande", Scope::all()), 0);
    for occupation in ["arbete", "studier", "arbetssokande"] {
        assert_eq!(
            units(
                &figures,
                "avslut.sysselsattning",
                Scope::all().with("sysselsattning", occupation)
            ),
            1
        );
    }
}

#[test]
fn r_del_10_age_is_entry_year_less_year_of_birth() {
    let figures = Figures::compute(&one(|_| ()), 2021);
    assert_eq!(
        text(&figures, "alder.medel_inskrivning", "").as_deref(),
        Some("31.0")
    );
    assert_eq!(units(&figures, "alder.antal", scope("alder=25_34")), 1);
    assert_eq!(units(&figures, "deltaganden.nya_under_30", Scope::all()), 0);
}

#[test]
fn r_del_11_a_consultation_is_never_a_participation() {
    let mut facts = one(|_| ());
    facts.consultations = vec![ConsultationFact {
        insats: Some(0),
        year: 2022,
        month: 3,
        count: 7,
    }];
    assert_eq!(flows(&facts, 2022), [1, 0, 1, 0]);
    let figures = Figures::compute(&facts, 2022);
    let figure = figures.of_year("konsultationer.antal", Scope::all()).unwrap();
    assert_eq!((figure.k, figure.unit), (Some(7), Unit::Konsultationer));
}

#[test]
fn r_mat_01_every_figure_is_of_a_registered_measure_and_its_unit() {
    let figures = Figures::compute(&kalmar(), 2022);
    for figure in figures.iter() {
        let measure = find(figure.key.measure).unwrap();
        assert!(
            figure.unit == measure.unit || measure.id == "mal.utfall",
            "{}",
            figure.key
        );
        let dims: Vec<&str> = figure.key.scope.0.keys().copied().collect();
        let stated = (dims.is_empty() && measure.whole) || measure.scopes.contains(&dims.join("+").as_str());
        assert!(stated, "{} is given for {dims:?}", measure.id);
    }
}

#[test]
fn r_mat_02_an_empty_base_gives_no_percentage() {
    let figures = Figures::compute(&one(|_| ()), 2021);
    let share = figures
        .of_year("avslut.arbete_eller_studier", Scope::all())
        .unwrap();
    assert_eq!(share.value, Value::Missing(Missing::EmptyBase));
    assert_eq!(share.text(), "–");
}

#[test]
fn r_mat_06_a_year_before_the_register_is_what_was_published() {
    let mut facts = one(|_| ());
    let key = FigureKey {
        measure: "deltaganden.totalt",
        year: 2021,
        scope: Scope::all(),
    };
    let source = Source {
        document: "Årsredovisning 2021".into(),
        cell: "Totalt".into(),
    };
    facts.published = vec![Published {
        measure: key.measure.into(),
        year: 2021,
        scope: Scope::all(),
        units: 40,
        decimals: 0,
        source,
    }];
    // The exit of 2022 makes the register whole from then on, even where something else was printed.
    facts.published.push(Published {
        year: 2022,
        ..facts.published[0].clone()
    });
    assert_eq!(flows(&facts, 2022), [1, 0, 1, 0]);
    let figure = Figures::compute(&facts, 2021).get(&key).unwrap().clone();
    assert_eq!(figure.value, Value::Count(40));
    assert_eq!(
        figure.trace,
        Trace::Published {
            source: "Årsredovisning 2021, Totalt".into()
        }
    );
}
