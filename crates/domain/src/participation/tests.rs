//! Participations as the tests need them, and what follows from their facts.

mod entry;
mod exit;
mod properties;

use chrono::NaiveDate;
use rstest::rstest;

use super::{codes::Missing, *};
use crate::{
    codes::{CodeTable, Education, ExitReason, Occupation, ReferringAuthority, Sex, Support, SupportTime},
    facts::{OccupationShare, SupportShare},
    personnummer::Typed,
    refusal::Refusal,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn rules() -> Rules {
    let question = |slug: &str, kind, moment, limits| Question {
        slug: slug.into(),
        text: "Hur går det?".into(),
        moment,
        kind,
        limits,
        choices: vec!["bra".into(), "dåligt".into()],
        from: day("2020-01-01"),
        to: None,
    };
    Rules {
        ages: Some((19, 64)),
        municipalities: vec!["Kalmar".into(), "Annan kommun".into()],
        questions: vec![
            question("a", AnswerKind::Scale, Moment::Entry, (1, 5)),
            question("b", AnswerKind::Choice, Moment::Exit, (0, 0)),
            question("c", AnswerKind::Scale, Moment::Interim, (1, 5)),
        ],
        labels: vec![ExitLabel {
            slug: "ratt".into(),
            label: "rätt ersättning".into(),
            reason: ExitReason::Illness,
            from: day("2020-01-01"),
            to: None,
        }],
        ..Rules::on(day("2026-11-21"))
    }
}

/// A form with what the ordinary case needs.
fn form(changes: &[(&str, &str)]) -> Fields {
    let mut fields = Fields::new(
        [
            ("underlag", "skriftligt"),
            ("referens", "KR-0123"),
            ("start", "2026-09-01"),
            ("kon", "kvinna"),
            ("fodelsear", "1990"),
            ("kommun", "Kalmar"),
            ("remittent", "region"),
            ("utbildning", "gymnasium"),
            ("tid", "1_2_ar"),
            ("forsorjning", "forsorjningsstod"),
            ("sysselsattning", "ovrigt"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec(),
    );
    for (name, value) in changes {
        fields.set(name, *value);
    }
    fields
}

fn entry(changes: &[(&str, &str)], number: &str) -> Result<Entry, Vec<Refusal>> {
    Entry::read(&form(changes), &Typed::new(number.into()), &rules())
}

fn refused(result: Result<impl std::fmt::Debug, Vec<Refusal>>) -> Vec<(&'static str, String)> {
    let refusals = result.unwrap_err();
    refusals.into_iter().map(|r| (r.code, r.place)).collect()
}

fn exit_form(changes: &[(&str, &str)]) -> Fields {
    let mut fields = Fields::default();
    for (name, value) in [
        ("avslut", "2026-10-01"),
        ("orsak", "arbete_studier_arbetssokande"),
        ("forsorjning_efter", "ingen_offentlig"),
        ("sysselsattning_efter", "arbete"),
    ]
    .iter()
    .chain(changes)
    {
        fields.set(name, *value);
    }
    fields
}

fn exit(changes: &[(&str, &str)]) -> Result<Exit, Vec<Refusal>> {
    Exit::read(&exit_form(changes), day("2026-09-01"), &rules())
}

#[rstest]
#[case::open_before(("2026-01-01", None), true)]
#[case::ended_the_same_day(("2026-01-01", Some("2026-09-01")), false)]
#[case::ended_later(("2026-01-01", Some("2026-09-02")), true)]
#[case::begins_later(("2026-10-01", None), true)]
#[case::same_day_over_at_once(("2026-09-01", Some("2026-09-01")), true)]
fn r_reg_17_the_same_person_or_reference_is_in_an_insats_once_at_a_time(
    #[case] other: (&str, Option<&str>),
    #[case] refused: bool,
) {
    for same in [Same::Person, Same::Reference] {
        let span = Span {
            same,
            from: day(other.0),
            to: other.1.map(day),
        };
        assert_eq!(
            overlaps(day("2026-09-01"), None, &[span]).len(),
            usize::from(refused)
        );
    }
}

fn record(entry: Entry, exit: Option<Exit>) -> Record {
    Record {
        keys: Keys {
            public_id: "p".into(),
            insats: "krus".into(),
            version: 1,
            changed_at: chrono::DateTime::UNIX_EPOCH,
            changed_by: "u".into(),
        },
        entry,
        granted: None,
        introduced: None,
        interim: Interim::default(),
        exit,
        reversal: None,
        follow_ups: Vec::new(),
        transferred_from: None,
        transferred_to: None,
        pseudonymous: false,
        constructed: false,
    }
}

#[test]
fn r_reg_18_the_state_follows_from_the_facts() {
    let open = record(entry(&[], "").unwrap(), None);
    assert_eq!(open.state(), State::Open);
    let stage = |slug| record(entry(&[("lage", slug)], "").unwrap(), None);
    assert_eq!(stage("beviljad").state(), State::Granted);
    assert_eq!(stage("introduktion").state(), State::Introduction);
    assert!(!stage("beviljad").fact(0).is_counted() && open.fact(0).is_counted());
    let closed = record(entry(&[], "").unwrap(), Some(exit(&[]).unwrap()));
    assert_eq!(closed.state(), State::Closed);
    let reversal = Some(Reversal {
        on: day("2026-11-01"),
        reason: Some(ReversalReason::Twice),
    });
    let reversed = Record { reversal, ..closed };
    assert_eq!(reversed.state(), State::Reversed);
    assert!(!reversed.fact(0).is_counted(), "never a result");
    let anonymous = record(entry(&[("underlag", "inget")], "").unwrap(), None);
    assert_eq!(anonymous.state(), State::Anonymous { closed: false });
}

#[test]
fn r_reg_15_what_is_not_made_is_due_and_the_lost_are_not_asked_again() {
    let left = Exit {
        date: day("2026-06-01"),
        ..exit(&[]).unwrap()
    };
    let mut closed = record(entry(&[("start", "2025-01-01")], "").unwrap(), Some(left));
    let due = |record: &Record| -> Vec<u8> {
        let due = record.due(day("2026-11-21"));
        due.iter()
            .filter_map(|d| d.follow_up)
            .map(CodeTable::code)
            .collect()
    };
    assert_eq!(due(&closed), [3, 6], "six months within two weeks");
    let made = FollowUp {
        months: Months::Three,
        on: day("2026-09-01"),
        contact: Contact::Reached,
        supports: Answer::default(),
        occupations: Answer::default(),
        answers: vec![],
    };
    closed.follow_ups = vec![made.clone()];
    assert_eq!(due(&closed), [6]);
    closed.follow_ups = vec![FollowUp {
        contact: Contact::Lost,
        ..made
    }];
    assert!(due(&closed).is_empty());
    let granted = record(entry(&[("lage", "beviljad")], "").unwrap(), None);
    assert_eq!(granted.due(day("2026-11-21")).len(), 1, "granted 81 days ago");
}
