//! The parts of the page of payments.

use app::payment::{PaymentFile, Payments, Read, ReadStatement};
use domain::money::Ore;

use super::{Typed, WAY, list};
use crate::{
    frame,
    pages::work::{WorkForm, WorkLine, WorkPart},
    requisition::{JOB, badge},
    view::{Cell, Field, Refusals, Row, Table},
};

pub(super) fn payable(
    payments: &Payments,
    typed: &Typed,
    refusals: &Refusals,
    today: chrono::NaiveDate,
) -> WorkPart {
    let mut part = WorkPart {
        id: "betala".into(),
        title: "Att betala".into(),
        tables: vec![list(&payments.payable, chrono::Datelike::year(&today))],
        ..WorkPart::default()
    };
    if payments.payable.is_empty() {
        part.words
            .push("Hit kommer rekvisitioner som är attesterade två gånger.".into());
        return part;
    }
    if !payments.ready {
        part.words.push(
            "Fyll i förbundets eget konto nedan för att skriva en betalfil. Betallistan går att hämta ändå, och rekvisitionen kan märkas betald på sin sida.".into(),
        );
        return part;
    }
    let ticked = |number: &String| typed.chosen.as_ref().is_none_or(|chosen| chosen.contains(number));
    part.forms.push(WorkForm {
        action: format!("{WAY}/fil"),
        boxes: payments
            .payable
            .iter()
            .enumerate()
            .map(|(place, (name, r))| {
                let label = format!("{} {name}, {}: {}\u{a0}kr", r.number, r.period.label(), r.total());
                (
                    format!("val-{place}"),
                    "rekvisition".into(),
                    r.number.clone(),
                    label,
                    ticked(&r.number),
                )
            })
            .collect(),
        fields: vec![
            Field::text("dag", "Betalningsdag")
                .help("Dagen då banken ska betala, ÅÅÅÅ-MM-DD.")
                .value(typed.day.clone().unwrap_or_else(|| today.to_string()))
                .error(refusals),
        ],
        button: "Skriv betalfil".into(),
        primary: true,
        ..WorkForm::default()
    });
    part
}

pub(super) fn sent_files(payments: &Payments) -> WorkPart {
    let waits = |name: &str| {
        payments.sent.iter().any(|(_, r)| {
            r.signed(domain::requisition::Did::Filed)
                .is_some_and(|s| s.words == name)
        })
    };
    let line = |file: &PaymentFile| {
        let waiting = waits(&file.name);
        WorkLine {
            words: format!("{}, {}\u{a0}kr", file.name, file.total),
            href: format!("{WAY}/fil/{}", file.name),
            note: format!(
                "{} betalningar {}, {}{}",
                file.payments,
                file.on,
                frame::when(file.at),
                if waiting { ", väntar på kontoutdrag" } else { "" }
            ),
            action: if waiting {
                format!("{WAY}/aterkalla")
            } else {
                String::new()
            },
            sends: ("fil".into(), file.name.clone()),
            button: "Återkalla".into(),
        }
    };
    let mut table = Table::new(
        "i-betalfil",
        "På väg genom banken, kronor".to_owned(),
        &["Nummer", "Insats", "Läge", "Belopp#"],
    );
    for (name, r) in &payments.sent {
        table.rows.push(Row::of(vec![
            Cell::link(&r.number, format!("{JOB}/{}", r.number)),
            Cell::text(name),
            badge(r.state()),
            Cell::text(r.total().to_string()),
        ]));
    }
    WorkPart {
        id: "filer".into(),
        title: "Betalfiler".into(),
        words: if payments.files.is_empty() {
            vec!["Ingen betalfil är skriven än.".into()]
        } else {
            vec!["Återkalla bara en fil som inte är sänd till banken; dess rekvisitioner kan då betalas på nytt.".into()]
        },
        tables: vec![table],
        lines: payments.files.iter().map(line).collect(),
        ..WorkPart::default()
    }
}

pub(super) fn statements(payments: &Payments, refusals: &Refusals) -> WorkPart {
    let line = |read: &ReadStatement| WorkLine {
        words: read.name.clone(),
        note: format!(
            "{} poster, {} märkta betalda, {}",
            read.entries,
            read.paid,
            frame::when(read.at)
        ),
        ..WorkLine::default()
    };
    WorkPart {
        id: "kontoutdrag".into(),
        title: "Kontoutdrag".into(),
        lines: payments.statements.iter().map(line).collect(),
        forms: vec![WorkForm {
            action: format!("{WAY}/kontoutdrag"),
            file: true,
            fields: vec![
                Field::file("fil", "Bankens kontoutdrag", ".xml")
                    .help("ISO 20022 camt.053 i kronor. Betalningar med rekvisitionens nummer och belopp märks betalda; andra med samma belopp föreslås.")
                    .error(refusals),
            ],
            button: "Läs in kontoutdraget".into(),
            primary: payments.payable.is_empty(),
            ..WorkForm::default()
        }],
        ..WorkPart::default()
    }
}

pub(super) fn outcome(read: &Read) -> WorkPart {
    let paid = |(number, on, amount): &(String, chrono::NaiveDate, Ore)| WorkLine {
        words: format!("{number} är märkt betald"),
        href: format!("{JOB}/{number}"),
        note: format!("{amount}\u{a0}kr den {on}"),
        ..WorkLine::default()
    };
    let proposal = |p: &app::payment::Proposal| WorkLine {
        words: format!("Kan vara {}", p.number),
        href: format!("{JOB}/{}", p.number),
        note: format!("{}\u{a0}kr den {}: {}", p.amount, p.on, p.why),
        ..WorkLine::default()
    };
    let mut lines: Vec<WorkLine> = read.paid.iter().map(paid).collect();
    lines.extend(read.proposals.iter().map(proposal));
    lines.extend(read.problems.iter().map(|problem| WorkLine {
        words: problem.message.clone(),
        note: if problem.line > 0 {
            format!("rad {}", problem.line)
        } else {
            String::new()
        },
        ..WorkLine::default()
    }));
    WorkPart {
        id: "resultat".into(),
        title: format!("{} är inläst", read.file),
        words: vec![format!(
            "{} poster, {} rekvisitioner märkta betalda, {} förslag att bekräfta på rekvisitionens sida.",
            read.entries,
            read.paid.len(),
            read.proposals.len()
        )],
        lines,
        ..WorkPart::default()
    }
}

pub(super) fn account(payments: &Payments, typed: &Typed, refusals: &Refusals) -> WorkPart {
    let payer = typed.payer.as_ref().unwrap_or(&payments.payer);
    let kinds = [
        ("bankgiro", "Bankgiro"),
        ("plusgiro", "Plusgiro"),
        ("iban", "IBAN"),
    ];
    let choice = |(code, words): (&str, &str)| (code.to_owned(), words.to_owned());
    let profiles = app::payment::profiles();
    WorkPart {
        id: "eget-konto".into(),
        title: "Förbundets konto".into(),
        words: vec!["Uppgifterna står i förbundets avtal med banken om filbetalning.".into()],
        forms: vec![WorkForm {
            action: format!("{WAY}/konto"),
            folded: if payments.ready {
                format!("{} {}", payer.account_kind, payer.account)
            } else {
                String::new()
            },
            open: typed.payer.is_some(),
            fields: vec![
                Field::choice(
                    "profil",
                    "Bankens format",
                    profiles.into_iter().map(choice).collect(),
                )
                .value(&payer.profile)
                .error(refusals),
                Field::text("avtal", "Kund- eller avtalsnummer")
                    .value(&payer.agreement)
                    .error(refusals),
                Field::choice("kontotyp", "Betalas från", kinds.map(choice).into())
                    .value(&payer.account_kind)
                    .error(refusals),
                Field::text("konto", "Kontonummer")
                    .value(&payer.account)
                    .error(refusals),
                Field::text("bic", "Bankens BIC")
                    .help("8 eller 11 tecken, till exempel SWEDSESS.")
                    .value(&payer.bic)
                    .error(refusals),
            ],
            button: "Spara kontot".into(),
            ..WorkForm::default()
        }],
        ..WorkPart::default()
    }
}
