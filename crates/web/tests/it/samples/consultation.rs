//! A team's inbox, referrals and meetings.

use chrono::NaiveDate;
use domain::refusal::Refusal;
use web::{
    pages::{
        KeyFigure,
        consultation::{
            Check, FormPage, InboxPage, MeetingPage, MeetingsPage, ReferralPage, TeamPage, WaitingPage,
        },
        start::{By, Todo},
    },
    view::{Cell, Field, Link, Refusals, Table},
};

use super::{plot, render, shell, table};

pub fn all() -> Vec<(&'static str, String)> {
    let wrong = Refusals::of(&[
        Refusal::at(
            "referens-personnummer",
            "referens",
            "Referensen liknar ett personnummer.",
        ),
        Refusal::at("mote-parter", "parter", "Kryssa för vilka parter som var med."),
    ]);
    vec![
        render("konsultation", &inbox()),
        render(
            "konsultation-tom",
            &InboxPage {
                todo: Vec::new(),
                open: Table::default(),
                closed: Table::default(),
                plot: None,
                tables: Vec::new(),
                ..inbox()
            },
        ),
        render("remiss-ny", &form(Refusals::default())),
        render("remiss-ny-fel", &form(wrong.clone())),
        render("remiss", &referral(true)),
        render("remiss-klar", &referral(false)),
        render(
            "moten",
            &MeetingsPage {
                shell: shell("Möten", "Konsultation"),
                lede: "Samverkansteam norr".into(),
                teams: vec![Link::new(
                    "Samverkansteam söder",
                    "/konsultation/moten?team=soder",
                )],
                new_way: "/konsultation/moten/nytt?team=norr".into(),
                table: table(
                    "moten",
                    "Möten",
                    &["Möte", "Konsultationer"],
                    &[&[">2026-11-17", "5"]],
                ),
            },
        ),
        render("mote", &meeting(Refusals::default())),
        render("mote-fel", &meeting(wrong.clone())),
        render("teamet", &team(wrong)),
        render("rekommenderade", &waiting(true)),
        render("rekommenderade-inga", &waiting(false)),
    ]
}

fn key_figures() -> Vec<KeyFigure> {
    [("remisser", "34"), ("dagar från remiss till möte", "14,5")]
        .map(|(label, value)| KeyFigure {
            label: label.into(),
            value: Cell::text(value),
            detail: "median av 21; 6 väntar ännu".into(),
        })
        .to_vec()
}

fn inbox() -> InboxPage {
    let heads = ["Referens", "Kom", "Väntar på"];
    InboxPage {
        shell: shell("Samverkansteam norr", "Konsultation"),
        lede: "Remisser och konsultationer i Vimmerby och Hultsfred.".into(),
        teams: vec![Link::new("Samverkansteam söder", "/konsultation?team=soder")],
        new_way: "/konsultation/ny?team=norr".into(),
        ways: vec![Link::new("Möten", "/konsultation/moten?team=norr")],
        todo: vec![Todo {
            due: By::Day(NaiveDate::from_ymd_opt(2026, 11, 12).unwrap()),
            late: true,
            text: "2 remisser har väntat i mer än 21 dagar på möte".into(),
            way: Link::new("Öppna", "/konsultation?team=norr"),
        }],
        open: table(
            "oppna",
            "Öppna remisser",
            &heads,
            &[&[">26-014", "2026-10-22", "möte"]],
        ),
        closed: table("avslutade", "Klara", &heads, &[&[">26-001", "2026-06-22", ""]]),
        key_figures: key_figures(),
        plot: Some(plot("vantetider", "Hälften kom upp på möte inom 14,5 dagar")),
        tables: vec![table(
            "floden",
            "Remisser per avsändare",
            &["Avsändare", "Inkomna"],
            &[&["region", "12"]],
        )],
        may_edit: true,
    }
}

fn checks() -> Vec<Check> {
    [("fk", "Försäkringskassan"), ("af", "Arbetsförmedlingen")]
        .map(|(value, label)| Check {
            id: format!("part-{value}"),
            control: "part",
            value,
            label,
            checked: value == "fk",
        })
        .to_vec()
}

fn form(refusals: Refusals) -> FormPage {
    FormPage {
        shell: shell("Ny remiss", "Konsultation"),
        lede: "Till Samverkansteam norr.".into(),
        action: "/konsultation/ny".into(),
        hidden: vec![("team", "norr".into())],
        fields: vec![
            Field::text("referens", "Referens")
                .help("Teamets eget löpnummer.")
                .error(&refusals),
            Field::choice(
                "enhet",
                "Från enhet",
                vec![("1".into(), "region, Hälsocentralen".into())],
            ),
        ],
        checks_title: "Parter som är med",
        checks: checks(),
        checks_error: refusals.at("parter"),
        button: "Spara remissen",
        back: "/konsultation?team=norr".into(),
        refusals: if refusals.lines.is_empty() {
            Refusals::default()
        } else {
            refusals
        },
    }
}

fn referral(open: bool) -> ReferralPage {
    ReferralPage {
        shell: shell("Remiss 26-014", "Konsultation"),
        state: Cell::badge("inkommen", "should"),
        due: open.then(|| "Väntar på möte, senast 2026-11-12.".into()),
        refusals: Refusals::default(),
        facts: vec![("Referens", "26-014".into()), ("Kom", "2026-10-22".into())],
        timeline: vec![("2026-10-22".into(), "Remissen kom".into())],
        meeting: open.then(|| Link::new("Registrera på mötet 2026-11-17", "/konsultation/moten/m1")),
        steps: if open {
            vec![Field::text("datum", "Dag").value("2026-11-21")]
        } else {
            Vec::new()
        },
        action: "/konsultation/remiss/r1".into(),
    }
}

fn meeting(refusals: Refusals) -> MeetingPage {
    MeetingPage {
        shell: shell("Möte 2026-11-17", "Konsultation"),
        lede: "Samverkansteam norr".into(),
        parties: checks(),
        parties_error: refusals.at("parter"),
        parties_action: "/konsultation/moten/m1/parter".into(),
        table: table(
            "konsultationer",
            "Konsultationer",
            &["Remiss", "Svar"],
            &[&[">26-001", "2026-11-17"]],
        ),
        key: "abcdefghijkmnpqr".into(),
        fields: vec![Field::text("referens", "Svar lämnat den").error(&refusals)],
        action: "/konsultation/moten/m1/konsultationer".into(),
        refusals,
    }
}

fn team(_: Refusals) -> TeamPage {
    let refusals = Refusals::of(&[Refusal::at("antal-dubbelt", "manad", "De räknas redan.")]);
    TeamPage {
        shell: shell("Enheter och antal", "Konsultation"),
        lede: "Samverkansteam norr".into(),
        teams: Vec::new(),
        team: "norr".into(),
        counts: table(
            "antalen",
            "Angivna antal",
            &["Månad", "Antal"],
            &[&["Oktober 2022", "12"]],
        ),
        count_fields: vec![Field::text("manad", "Månad").help("ÅÅÅÅ-MM").error(&refusals)],
        units: table(
            "enheter",
            "Enheter",
            &["Enhet", "Läge"],
            &[&["Hälsocentralen", ""]],
        ),
        unit_fields: vec![Field::choice("enhet", "Enhet", Vec::new())],
        refusals,
    }
}

fn waiting(some: bool) -> WaitingPage {
    let rows: &[&[&str]] = if some { &[&[">26-014", "2026-11-17"]] } else { &[] };
    WaitingPage {
        shell: shell("Rekommenderade", "Deltagare"),
        lede: "Rekommendationer som väntar på KRUS.".into(),
        insatser: vec![Link::new("RESA", "/deltagare/rekommenderade?insats=resa")],
        insats: "krus".into(),
        refusals: Refusals::default(),
        table: table("lista", "Rekommenderade", &["Remiss", "Rekommenderad"], rows),
        fields: vec![Field::text("datum", "Dag")],
    }
}
