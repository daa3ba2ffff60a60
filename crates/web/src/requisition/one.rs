//! One requisition: beside its budget, its files, its way, and what may be done with it.

use app::{
    Failure,
    requisition::{File, May, Shown},
};
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use domain::{
    cost_type::CostType,
    money::Ore,
    number,
    refusal::Refusal,
    requisition::{Did, Forecast, Row as CostRow},
};

use super::{JOB, Sent, badge, flag, sent};
use crate::{
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, done, page, refused},
    pages::work::{WorkForm, WorkLine, WorkPage, WorkPart},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Link, Refusals, Row, Table},
    visitor::Visitor,
};

/// One requisition.
pub async fn show(
    State(site): State<Site>,
    visitor: Visitor,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let shown = site.app.requisition(&visitor.actor, &number, site.now()).await?;
    page(&sheet_page(&site, &visitor, &shown, &[], asked.besked.as_deref()).await?)
}

/// The page again, with what was wrong.
pub(super) async fn again(
    site: &Site,
    visitor: &Visitor,
    number: &str,
    refusals: &[Refusal],
) -> Result<WorkPage, Trouble> {
    let shown = site.app.requisition(&visitor.actor, number, site.now()).await?;
    sheet_page(site, visitor, &shown, refusals, None).await
}

/// Takes a step.
pub async fn step(
    State(site): State<Site>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let (did, told) = match sent(&fields, "steg").as_str() {
        "attest1" => (Did::Attested, "rekvisition-attest1"),
        "granska" => (Did::Reviewed, "rekvisition-granskad"),
        "atersand" => (Did::Returned, "rekvisition-atersand"),
        "attest2" => (Did::Approved, "rekvisition-attest2"),
        "betald" => (Did::Paid, "rekvisition-betald"),
        "makulera" => (Did::Voided, "rekvisition-makulerad"),
        _ => return Err(Trouble::not_found()),
    };
    let words = if did == Did::Paid {
        sent(&fields, "dag")
    } else {
        sent(&fields, "skal")
    };
    let taken = site
        .app
        .step_requisition(&visitor.actor, (&number, did), &words, site.now())
        .await;
    match taken {
        Ok(()) => Ok(done(&format!("{JOB}/{number}"), told)),
        Err(Failure::Refused(refusals)) => {
            let here = |r: &Refusal| match (r.place.as_str(), did) {
                ("skal", Did::Voided) => Refusal::at(r.code, "skal-makulera", r.message.clone()),
                _ => r.clone(),
            };
            let refusals: Vec<Refusal> = refusals.iter().map(here).collect();
            refused(&again(&site, &visitor, &number, &refusals).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn sheet_page(
    site: &Site,
    visitor: &Visitor,
    shown: &Shown,
    refusals: &[Refusal],
    told: Option<&str>,
) -> Result<WorkPage, Trouble> {
    let r = &shown.requisition;
    let refusals = Refusals {
        title: "Det gick inte".into(),
        lines: refusals.to_vec(),
    };
    let way = format!("{JOB}/{}", r.number);
    let title = format!("{}, {}", shown.name, r.period.label());
    let last = if r.last { " Slutrekvisition." } else { "" };
    let mut links = Vec::new();
    if shown.may.fill {
        links.push(Link::new("Ändra", format!("{way}/andra")));
    }
    if shown.may.matching {
        let year = r.period.year();
        links.push(Link::new(
            "I bokföringen",
            format!("/ekonomi/matchning?ar={year}#{}", r.number),
        ));
    }
    let hindered: Vec<String> = shown.hindered.iter().map(|r| r.message.clone()).collect();
    let mut parts = vec![costs(shown)];
    parts.extend(steps(shown, &way, &refusals));
    parts.push(files(shown, &way, &refusals));
    parts.push(payment(shown));
    parts.push(history(shown));
    Ok(WorkPage {
        shell: frame::shell(
            site,
            visitor,
            Place::new(title, JOB).step(r.number.clone(), way).told(told),
        )
        .await?,
        state: badge(r.state()),
        lede: format!("{} på {}\u{a0}kr.{last}", r.number, r.total()),
        links,
        primary: None,
        ways: Vec::new(),
        refusals,
        notice: ("Du kan inte attestera den här".into(), hindered),
        parts,
    })
}

fn costs(shown: &Shown) -> WorkPart {
    let sheet = &shown.sheet;
    let mut table = Table::new(
        "kostnader",
        "Perioden mot budget, kronor".to_owned(),
        &[
            "Kostnadsslag",
            "Perioden#",
            "Ackumulerat#",
            "Budget#",
            "Återstår#",
        ],
    );
    let money = |amount: Option<Ore>| amount.map_or_else(Cell::default, |a| Cell::text(a.to_string()));
    let cells = |row: &CostRow| {
        vec![
            Cell::text(row.cost.map_or("Summa", CostType::label)),
            Cell::text(row.period.to_string()),
            Cell::text(row.accumulated.to_string()),
            money(row.budget),
            money(row.remaining()),
        ]
    };
    table.rows = sheet.rows.iter().map(|row| Row::of(cells(row))).collect();
    table.rows.push(Row::total(cells(&sheet.total)));
    if !shown.budget.source.is_empty() {
        let whole = match shown.budget.whole {
            Some(whole) => format!("Insatsens budget är {whole}\u{a0}kr"),
            None => "Insatsen har ingen egen budget; beslutet gäller insatserna tillsammans".to_owned(),
        };
        table.notes.push(format!(
            "{whole}: {}.",
            crate::source::words(&shown.budget.source)
        ));
    }
    let mut words = Vec::new();
    if let (Some(planned), Some(deviation)) = (sheet.planned, sheet.deviation()) {
        words.push(format!(
            "Rekvirerat hittills {}\u{a0}kr mot budgetens andel {}\u{a0}kr: {}\u{a0}kr.",
            sheet.total.accumulated,
            planned,
            signed(deviation)
        ));
    }
    if let Some(forecast) = sheet.forecast {
        words.push(format!(
            "Årsprognos {}\u{a0}kr, {}\u{a0}kr mot budget. {}",
            forecast.whole(),
            signed(forecast.deviation()),
            Forecast::METHOD
        ));
    }
    WorkPart {
        id: "belopp".into(),
        title: "Kostnader".into(),
        state: flag(sheet),
        words,
        tables: vec![table],
        ..WorkPart::default()
    }
}

fn signed(amount: Ore) -> String {
    if amount.0 > 0 {
        format!("+{amount}")
    } else {
        amount.to_string()
    }
}

/// What may be done, the primary action first.
fn steps(shown: &Shown, way: &str, refusals: &Refusals) -> Option<WorkPart> {
    let may = shown.may;
    let form = |step: &str, button: &str| WorkForm {
        action: format!("{way}/steg"),
        hidden: vec![("steg".into(), step.into())],
        button: button.into(),
        ..WorkForm::default()
    };
    let signed = [
        (may.attest, "attest1", "Attestera för huvudmannen"),
        (may.review, "granska", "Granskad utan anmärkning"),
        (may.approve, "attest2", "Attestera för förbundet"),
    ];
    let signed = signed.into_iter().filter(|(allowed, ..)| *allowed);
    let signed = signed.map(|(_, step, button)| WorkForm {
        primary: true,
        ..form(step, button)
    });
    let asking = |(_, folded, field, (step, button)): (bool, &str, Field, (&str, &str))| WorkForm {
        folded: folded.into(),
        open: !field.error.is_empty(),
        fields: vec![field],
        ..form(step, button)
    };
    let asked = asked(may, refusals).into_iter().filter(|(allowed, ..)| *allowed);
    let forms: Vec<WorkForm> = signed.chain(asked.map(asking)).collect();
    (!forms.is_empty()).then(|| WorkPart {
        id: "gor".into(),
        title: "Nästa steg".into(),
        forms,
        ..WorkPart::default()
    })
}

/// The steps that ask for a word: whether allowed, the fold's words, the field, the step and its button.
fn asked(may: May, refusals: &Refusals) -> [(bool, &'static str, Field, (&'static str, &'static str)); 3] {
    let reason = |id: &str, label: &str| {
        let mut field = Field::long(id, label, 3)
            .help("Huvudmannen och revisorn läser skälet. Skriv inga uppgifter om personer.")
            .error(refusals);
        field.control = "skal".into();
        field
    };
    [
        (
            may.give_back,
            "Återsänd till huvudmannen",
            reason("skal", "Vad ska rättas?"),
            ("atersand", "Återsänd"),
        ),
        (
            may.pay,
            "Märk som betald",
            Field::text("dag", "Betalningsdag")
                .help("ÅÅÅÅ-MM-DD. Används när betalningen gjorts utan betalfil.")
                .error(refusals),
            ("betald", "Märk betald"),
        ),
        (
            may.void,
            "Makulera",
            reason("skal-makulera", "Varför makuleras den?"),
            ("makulera", "Makulera rekvisitionen"),
        ),
    ]
}

fn files(shown: &Shown, way: &str, refusals: &Refusals) -> WorkPart {
    let line = |file: &File| WorkLine {
        words: file.name.clone(),
        href: format!("{way}/underlag/{}", file.id),
        note: format!(
            "{} kB, kontrollsumma {}",
            number::integer((file.size + 1023) / 1024),
            short(&file.sha256)
        ),
        action: if shown.may.fill {
            format!("{way}/underlag-bort")
        } else {
            String::new()
        },
        sends: ("underlag".into(), file.id.to_string()),
        button: "Ta bort".into(),
    };
    let mut part = WorkPart {
        id: "underlag".into(),
        title: "Underlag".into(),
        lines: shown.files.iter().map(line).collect(),
        ..WorkPart::default()
    };
    if shown.files.is_empty() {
        part.words.push("Inga underlag är bifogade.".into());
    }
    if shown.may.fill {
        part.forms.push(WorkForm {
            action: format!("{way}/underlag"),
            file: true,
            fields: vec![
                Field::file("fil", "Bifoga underlag", ".pdf,.png,.jpg,.jpeg,.xlsx,.csv,.txt,.se")
                    .help("Verifikationer eller utdrag ur huvudmannens bokföring: PDF, bild, XLSX eller CSV, högst 10 MB. Inga uppgifter om deltagare.")
                    .error(refusals),
            ],
            button: "Bifoga".into(),
            ..WorkForm::default()
        });
    }
    part
}

fn short(sha256: &str) -> &str {
    sha256.get(..12).unwrap_or(sha256)
}

fn payment(shown: &Shown) -> WorkPart {
    let r = &shown.requisition;
    let to = &r.recipient;
    let mut table = Table::new(
        "betalas-till",
        "Beslut och mottagare".to_owned(),
        &["Uppgift", "Värde"],
    );
    let kind = match to.account_kind.as_str() {
        "bankgiro" => "Bankgiro",
        "plusgiro" => "Plusgiro",
        _ => "IBAN",
    };
    let rows = [
        ("Beslut eller avtal", r.decision.as_str()),
        ("Mottagare", to.name.as_str()),
        ("Organisationsnummer", to.org_number.as_str()),
        (kind, to.account.as_str()),
        ("Referens", to.reference.as_str()),
        ("Till kansliet", r.words.as_str()),
    ];
    table.rows = rows
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| Row::of(vec![Cell::text(*label), Cell::text(*value)]))
        .collect();
    WorkPart {
        id: "mottagare-del".into(),
        title: "Betalning".into(),
        tables: vec![table],
        ..WorkPart::default()
    }
}

fn history(shown: &Shown) -> WorkPart {
    let mut table = Table::new(
        "vagen",
        "Vem gjorde vad och när".to_owned(),
        &["När", "Steg", "Vem", "Ord"],
    );
    for step in &shown.requisition.steps {
        let name = shown.names.get(&step.by).cloned().unwrap_or_default();
        table.rows.push(Row::of(vec![
            Cell::text(frame::when(step.at)),
            Cell::text(step.did.label()),
            Cell::text(name),
            Cell::text(&step.words),
        ]));
    }
    WorkPart {
        id: "historik".into(),
        title: "Vägen".into(),
        tables: vec![table],
        ..WorkPart::default()
    }
}
