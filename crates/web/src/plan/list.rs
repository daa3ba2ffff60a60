//! The list of versions, the calendar, and a new proposal.

use app::{
    Failure,
    plan::{New, Overview},
    rights::Act,
};
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use domain::{plan::State as PlanState, refusal::Refusal};

use super::{LIST, Sent, key, key_text, kronor, number, part, read_key, row, sent, tables, way, ways};
use crate::{
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, done, page, refused},
    pages::plan::{PlanPage, PlanPart, ShortForm},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Refusals, Table},
    visitor::Visitor,
};

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let overview = site.app.plans(&visitor.actor, site.now()).await?;
    page(&list(&site, &visitor, &overview, (&[], &[]), asked.besked.as_deref()).await?)
}

/// Makes a proposal.
pub async fn create(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let new = New {
        first: i32::try_from(number(&fields, "ar")).unwrap_or(0),
        span: usize::try_from(number(&fields, "antal")).unwrap_or(0),
        from: read_key(&sent(&fields, "fran")),
    };
    match site.app.new_plan(&visitor.actor, new, site.now()).await {
        Ok(key) => Ok(done(&format!("{}/andra", way(key)), "budget-ny")),
        Err(Failure::Refused(refusals)) => {
            let overview = site.app.plans(&visitor.actor, site.now()).await?;
            refused(&list(&site, &visitor, &overview, (&refusals, &fields), None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn list(
    site: &Site,
    visitor: &Visitor,
    overview: &Overview,
    (refusals, fields): (&[Refusal], &[(String, String)]),
    told: Option<&str>,
) -> Result<PlanPage, Trouble> {
    let shown = Refusals::of(refusals);
    let calendar = PlanPart {
        lede: "Samrådets tider är förbundets egna och sätts på förslaget. Budgeten beslutas senast den 30 november, på ett möte som är öppet för alla.".into(),
        ..part("kalender-del", &format!("Budget {}", overview.running), vec![tables::calendar(overview.running, &overview.days)])
    };
    let mut parts = vec![part("versioner", "Versioner", vec![table(overview)]), calendar];
    if visitor.may(Act::EditPlan) {
        parts.push(PlanPart {
            forms: vec![form(overview, fields, &shown)],
            lede: "Ett förslag är budgetåret och minst två år till. Det börjar som en kopia eller tomt, och räknas inte in någonstans förrän det är beslutat.".into(),
            ..part("nytt", "Nytt förslag", Vec::new())
        });
    }
    let place = Place::new("Plan och budget", "/ekonomi").told(told);
    Ok(PlanPage {
        shell: frame::shell(site, visitor, place).await?,
        lede:
            "Budgeten är det som är beslutat; en ändring är en ny version. Varje summa räknas ur sina delar."
                .into(),
        actions: Vec::new(),
        refusals: shown,
        conflict: None,
        notices: Vec::new(),
        ways: ways(LIST),
        parts,
    })
}

fn table(overview: &Overview) -> Table {
    let heads = [
        "Budget",
        "Läge",
        "Beslut",
        "Gäller",
        "Intäkter#",
        "Kostnader#",
        "Resultat#",
        "Utgående eget kapital#",
    ];
    let mut table = Table::new(
        "versioner-tabell",
        "Versioner, budgetårets belopp i kronor",
        &heads,
    );
    for held in &overview.plans {
        let plan = &held.plan;
        let state = match plan.version.state {
            PlanState::Decided(_) | PlanState::Revised(_) => "met",
            PlanState::Proposal | PlanState::Consultation(_) => "should",
        };
        let decision = plan
            .version
            .state
            .decision()
            .map_or_else(String::new, |decision| {
                let day = decision.on.map_or_else(String::new, |day| day.to_string());
                format!("{day} {}", decision.section).trim().to_owned()
            });
        let years = overview.holding.iter().filter(|(_, own)| **own == key(plan));
        let years: Vec<String> = years.map(|(year, _)| year.to_string()).collect();
        let sums = plan.sums();
        let first = sums.first().copied().unwrap_or_default();
        let closing = plan.equity().first().and_then(|year| year.closing);
        let label = format!("{}, version {}", plan.period(), plan.version.number);
        let mut own = row(
            "",
            [
                Cell::badge(plan.version.state.word(), state),
                Cell::text(decision),
                Cell::text(years.join(", ")),
                kronor(first.all_income()),
                kronor(first.all_cost()),
                kronor(first.result()),
                closing.map_or_else(Cell::default, kronor),
            ],
        );
        own.cells[0] = Cell::link(label, way(key(plan)));
        table.rows.push(own);
    }
    table
}

fn form(overview: &Overview, fields: &[(String, String)], refusals: &Refusals) -> ShortForm {
    let typed = |name: &str, otherwise: String| match sent(fields, name) {
        text if text.is_empty() => otherwise,
        text => text,
    };
    let mut copies: Vec<(String, String)> = overview
        .plans
        .iter()
        .map(|held| (key_text(key(&held.plan)), held.plan.title()))
        .collect();
    copies.push((String::new(), "Ingen, börja tomt".into()));
    let first = copies.first().map(|(code, _)| code.clone()).unwrap_or_default();
    ShortForm {
        action: format!("{LIST}/ny"),
        fields: vec![
            Field::text("ar", "Budgetår")
                .value(typed("ar", overview.running.to_string()))
                .error(refusals),
            Field::text("antal", "Antal år")
                .help("Budgetåret räknas med; minst tre för att kunna beslutas.")
                .value(typed("antal", "3".into())),
            Field::choice("fran", "Kopia av", copies).value(typed("fran", first)),
        ],
        button: "Gör ett förslag".into(),
        primary: true,
        ..ShortForm::default()
    }
}
