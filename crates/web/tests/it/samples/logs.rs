//! Logs, withdrawn consents, disposal and head counts.

use domain::{refusal::Refusal, words::MONTHS};
use web::{
    pages::{
        FilterOption,
        log::{LogPage, SeenPage},
        retention::RetentionPage,
        volume::{Month, VolumePage},
        withdrawal::{CertificatePage, WithdrawPage},
    },
    view::{Field, Link, Refusals, Table},
};

use super::{render, shell, table};

pub fn all() -> Vec<(&'static str, String)> {
    let wrong = Refusal::at("volym-varde", "man-2", "”tre” i februari är inget antal.");
    let confirm = Refusal::at("bekrafta", "forstatt", "Bekräfta att samtycket är återkallat.");
    vec![
        render("logg", &log(false, None)),
        render(
            "logg-lasningar",
            &log(true, Some(("Loggkedjan är bruten: 12.".into(), true))),
        ),
        render("sett", &seen(true)),
        render("sett-tom", &seen(false)),
        render("samtycke", &withdraw(Refusals::default())),
        render("samtycke-fel", &withdraw(Refusals::of(&[confirm]))),
        render("intyg", &certificate()),
        render("volym", &volume(Refusals::default(), true)),
        render("volym-fel", &volume(Refusals::of(&[wrong]), true)),
        render("volym-registrerar", &volume(Refusals::default(), false)),
        render("gallring", &retention()),
    ]
}

fn log(reads: bool, verified: Option<(String, bool)>) -> LogPage {
    let option = |code: &str, name: &str| FilterOption {
        code: code.into(),
        name: name.into(),
        count: 0,
    };
    let lines = table(
        "loggposter",
        "Poster",
        &["Nummer", "När", "Vem"],
        &[&["12", "kl. 20.15", "Ekonom"]],
    );
    LogPage {
        shell: shell("Logg", "Granskning"),
        reads,
        people: vec![option("ekonom", "Ekonom")],
        acts: vec![option("inloggning", "loggade in")],
        person: "ekonom".into(),
        act: String::new(),
        from: "2026-11-01".into(),
        to: String::new(),
        verified,
        verify: "/granskning/logg?sida=0&kontroll=ja".into(),
        lines: if reads { Table::default() } else { lines },
        pages: vec![Link::new("Äldre poster", "/granskning/logg?sida=1")],
    }
}

fn seen(any: bool) -> SeenPage {
    let rows = |id: &str, caption: &str| {
        if any {
            table(
                id,
                caption,
                &["Dag", "Vem"],
                &[&["2026-11-20", "Deltagaransvarig"]],
            )
        } else {
            Table::default()
        }
    };
    SeenPage {
        shell: shell("Vem som har sett deltagandet", "Insatser"),
        lede: "Deltagandet 7k3m i insatsen krus.".into(),
        reads: rows("lasningar", "Läsningar"),
        changes: rows("andringar", "Ändringar"),
    }
}

fn withdraw(refusals: Refusals) -> WithdrawPage {
    WithdrawPage {
        shell: shell("Återkalla samtycke", "Insatser"),
        refusals,
        action: "/deltagare/7k3m/samtycke".into(),
        back: "/deltagare/7k3m".into(),
    }
}

fn certificate() -> CertificatePage {
    CertificatePage {
        shell: shell("Intyg om återkallat samtycke", "Insatser"),
        facts: vec![("Intygets nummer", "k3m9".into()), ("Insats", "KRUS".into())],
        removed: vec!["samtycken: 1".into(), "mål och delmål: 3".into()],
        figures: 14,
        kept: vec!["Nya efter utbildning".into()],
        backups: 35,
    }
}

fn volume(refusals: Refusals, counted: bool) -> VolumePage {
    let month = |(i, name): (usize, &&'static str)| Month {
        number: i + 1,
        name,
        fields: [
            ("kvinnor", "Kvinnor"),
            ("man", "Män"),
            ("okand", "Kön inte noterat"),
        ]
        .map(|(column, label)| {
            let id = format!("{column}-{}", i + 1);
            let wrong = !refusals.at(&id).is_empty();
            (
                id,
                label,
                if i < 3 { "12".to_owned() } else { String::new() },
                wrong,
            )
        })
        .to_vec(),
    };
    VolumePage {
        shell: shell("Volym", "Insatser"),
        lede: "Hälsotorget, 2026: personer som räknats utan att registreras.".into(),
        conflict: counted.then(|| "januari: 3 kvinnor".into()),
        counted,
        action: "/insatser/torget/volym".into(),
        year: 2026,
        version: 2,
        months: MONTHS.iter().enumerate().map(month).collect(),
        refusals,
        ways: vec![Link::new("Volym 2025", "/insatser/torget/volym?ar=2025")],
    }
}

fn retention() -> RetentionPage {
    RetentionPage {
        shell: shell("Gallring", "Inställningar"),
        refusals: Refusals::default(),
        rules: table(
            "regler",
            "Regler",
            &["Uppgifter", "Sparas"],
            &[&["Läsloggen", "1 827 dagar"]],
        ),
        plan: Table::default(),
        protocols: Table::default(),
        form: Some(vec![Field::text("dagar", "Sparas i antal dagar")]),
    }
}
