//! The grid, indexation and pasted rows.

use app::{Outcome, plan::Sheet};
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use domain::{
    cost_type::CostType,
    plan::{
        GROUPS, Index, Plan, Sum,
        form::{self, Part, shown},
        index,
    },
    refusal::Refusal,
};

use super::{Address, LIST, Sent, key, many::many, number, sent, way};
use crate::{
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, done, page},
    pages::plan::{Block, GridPage, GridRow},
    site::Site,
    trouble::Trouble,
    view::{Field, Link, Refusals},
    visitor::Visitor,
};

/// Empty rows at the end of a block.
const NEW_ROWS: usize = 3;
/// More rows than anybody types.
const MOST_ROWS: usize = 10_000;

/// The grid; with `?tabell=fler` the forms for many rows at once.
pub async fn show(
    State(site): State<Site>,
    visitor: Visitor,
    Path(address): Address,
    Query(asked): Query<Asked>,
) -> Answer {
    let stands = site.app.plan(&visitor.actor, address, site.now()).await?;
    if !stands.held.plan.version.state.is_open() {
        return Ok(done(&way(address), "budget-last"));
    }
    if asked.tabell.as_deref() == Some("fler") {
        let told = asked.besked.as_deref();
        return page(&many(&site, &visitor, &stands, (&[], &[]), told).await?);
    }
    let form = form::Form::of(&stands.held.plan);
    page(
        &grid(
            &site,
            &visitor,
            &stands,
            (&form, stands.held.revision),
            (&[], asked.besked.as_deref()),
        )
        .await?,
    )
}

/// Saves the grid.
pub async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    Path(address): Address,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let stands = site.app.plan(&visitor.actor, address, site.now()).await?;
    let form = read(&fields, &stands.held.plan);
    let revision = number(&fields, "version");
    let saved = site
        .app
        .save_plan(&visitor.actor, address, (&form, revision), site.now())
        .await;
    crate::page::answered(saved, (&way(address), "budget"), async |refusals, theirs| {
        let revision = theirs.as_ref().map_or(revision, |(_, version)| *version);
        let mut again = grid(&site, &visitor, &stands, (&form, revision), (&refusals, None)).await?;
        again.conflict = theirs.map(|(theirs, _)| theirs);
        Ok(again)
    })
    .await
}

/// Computes the plan years from the budget year.
pub async fn index(
    State(site): State<Site>,
    visitor: Visitor,
    Path(address): Address,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let part = match sent(&fields, "vad").as_str() {
        "rader" => index::Part::Costs,
        "insatser" => index::Part::Insatser,
        _ => index::Part::Both,
    };
    let read = Index::read(&sent(&fields, "procent"), &sent(&fields, "avrundning"), part);
    let outcome = match read {
        Ok(index) => {
            let given = (index, number(&fields, "version"));
            site.app
                .index_plan(&visitor.actor, address, given, site.now())
                .await
        }
        Err(refusal) => Err(refusal.into()),
    };
    answered(&site, &visitor, (address, &fields), outcome, "budget-index").await
}

/// Takes the contributions from where they are apportioned.
pub async fn apportion(
    State(site): State<Site>,
    visitor: Visitor,
    Path(address): Address,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let revision = number(&fields, "version");
    let outcome = site
        .app
        .apportion_plan(&visitor.actor, address, revision, site.now())
        .await;
    answered(&site, &visitor, (address, &fields), outcome, "budget-bidrag").await
}

/// Puts pasted rows into the plan.
pub async fn paste(
    State(site): State<Site>,
    visitor: Visitor,
    Path(address): Address,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let text = fields
        .iter()
        .find(|(name, _)| name == "klistra")
        .map_or("", |(_, text)| text);
    let given = (text, number(&fields, "version"));
    let outcome = site
        .app
        .paste_plan(&visitor.actor, address, given, site.now())
        .await;
    answered(&site, &visitor, (address, &fields), outcome, "budget-klistrad").await
}

async fn answered<T>(
    site: &Site,
    visitor: &Visitor,
    (address, fields): ((i32, u32), &[(String, String)]),
    outcome: Outcome<T>,
    told: &str,
) -> Result<Response, Trouble> {
    let again = async |refusals: Vec<Refusal>, theirs: Option<crate::page::Theirs>| {
        let stands = site.app.plan(&visitor.actor, address, site.now()).await?;
        let mut shown = many(site, visitor, &stands, (&refusals, fields), None).await?;
        shown.conflict = theirs.map(|(theirs, _)| theirs);
        Ok(shown)
    };
    crate::page::answered(outcome.map(drop), (&way(address), told), again).await
}

/// The fields as they were typed, block by block.
fn read(fields: &[(String, String)], plan: &Plan) -> form::Form {
    let years = plan.years();
    let get = |name: &str| sent(fields, name);
    let rows = |part: Part| -> Vec<form::Row> {
        let letter = part.letter();
        let named = |at: &usize| {
            fields
                .iter()
                .any(|(name, _)| *name == format!("{letter}{at}-namn"))
        };
        let row = |at: usize| form::Row {
            label: get(&format!("{letter}{at}-namn")),
            kind: get(&format!("{letter}{at}-val")),
            cost_type: get(&format!("{letter}{at}-slag")),
            amounts: years
                .iter()
                .map(|year| get(&format!("{letter}{at}-{year}")))
                .collect(),
            note: get(&format!("{letter}{at}-not")),
        };
        (0..MOST_ROWS).take_while(named).map(row).collect()
    };
    let stated = |(at, sum): (usize, Sum)| {
        (
            sum,
            years.iter().map(|year| get(&format!("k{at}-{year}"))).collect(),
        )
    };
    form::Form {
        lines: rows(Part::Line),
        insatser: rows(Part::Insats),
        members: rows(Part::Member),
        stated: Sum::ALL.into_iter().enumerate().map(stated).collect(),
        opening: (get("ingaende"), get("ingaende-kalla")),
        source: get("kalla"),
        days: (get("svar"), get("mote")),
    }
}

async fn grid(
    site: &Site,
    visitor: &Visitor,
    stands: &Sheet,
    (form, revision): (&form::Form, i64),
    (wrong, told): (&[Refusal], Option<&str>),
) -> Result<GridPage, Trouble> {
    let plan = &stands.held.plan;
    let own = way(key(plan));
    let place = Place::new("Ändra planen", "/ekonomi")
        .step("Plan och budget", LIST)
        .step(plan.title(), &own)
        .told(told);
    let refusals = Refusals::of(wrong);
    let grid = Grid {
        plan,
        refusals: &refusals,
    };
    let stated = form.stated.iter().enumerate().map(|(at, (sum, texts))| GridRow {
        id: format!("k{at}"),
        label: sum.label().into(),
        fixed: true,
        amounts: grid.amounts(&format!("k{at}"), texts),
        ..GridRow::default()
    });
    Ok(GridPage {
        shell: frame::shell(site, visitor, place).await?,
        lede: "Belopp i kronor utan minustecken. Töm benämningen för att ta bort en rad. Summorna räknas när du sparar.".into(),
        stated: stated.collect(),
        blocks: vec![grid.lines(form), grid.insatser(form, stands), grid.members(form)],
        fields: about(form, &refusals),
        conflict: None,
        action: format!("{own}/andra"),
        revision,
        years: plan.years(),
        back: Link::new("Hämta, räkna upp eller klistra in många rader", format!("{own}/andra?tabell=fler")),
        refusals,
    })
}

struct Grid<'a> {
    plan: &'a Plan,
    refusals: &'a Refusals,
}

impl Grid<'_> {
    fn amounts(&self, id: &str, texts: &[String]) -> Vec<(i32, String, bool)> {
        let years = self.plan.years().into_iter().enumerate();
        let field = |(at, year): (usize, i32)| {
            let wrong = !self.refusals.at(&format!("{id}-{year}")).is_empty();
            (year, texts.get(at).cloned().unwrap_or_default(), wrong)
        };
        years.map(field).collect()
    }

    fn rows(&self, part: Part, typed: &[form::Row], new: usize) -> Vec<GridRow> {
        let empty = form::Row::default();
        let blank = typed
            .iter()
            .rev()
            .take_while(|row| **row == empty || row.label.is_empty())
            .count();
        let more = new.saturating_sub(blank);
        let all = typed.iter().chain(std::iter::repeat_n(&empty, more));
        let row = |(at, row): (usize, &form::Row)| {
            let id = format!("{}{at}", part.letter());
            GridRow {
                amounts: self.amounts(&id, &row.amounts),
                label: row.label.clone(),
                fixed: part == Part::Member,
                kind: if row.kind.is_empty() && part == Part::Line {
                    "3".into()
                } else {
                    row.kind.clone()
                },
                cost: row.cost_type.clone(),
                note: row.note.clone(),
                id,
            }
        };
        all.enumerate().map(row).collect()
    }

    fn sum(&self, label: &str, sum: Sum) -> (String, Vec<String>) {
        let amounts = self
            .plan
            .sums()
            .iter()
            .map(|year| shown(Some(year.of(sum))))
            .collect();
        (label.to_owned(), amounts)
    }

    fn lines(&self, form: &form::Form) -> Block {
        let groups = GROUPS.iter().enumerate();
        let mut kinds: Vec<(String, String)> = groups
            .map(|(at, group)| ((at + 1).to_string(), Sum::of_group(*group).label().to_owned()))
            .collect();
        kinds.insert(1, ("1b".into(), "intäkter: bidragens summa".into()));
        kinds.push(("3i".into(), "kostnader: insatsernas summa".into()));
        Block {
            id: "rader".into(),
            title: "Rader".into(),
            help: "En rad som är bidragens eller insatsernas summa räknas ur blocken nedanför; lämna dess belopp tomma.".into(),
            kind_head: "Grupp".into(),
            note_head: "Not".into(),
            cost: true,
            rows: self.rows(Part::Line, &form.lines, NEW_ROWS),
            sums: vec![
                self.sum("Intäkter, som sparat", Sum::Income),
                self.sum("Kostnader, som sparat", Sum::Cost),
                self.sum("Resultat, som sparat", Sum::Result),
            ],
            kinds,
            costs: costs(),
        }
    }

    fn insatser(&self, form: &form::Form, stands: &Sheet) -> Block {
        let mut kinds = vec![(String::new(), "ingen (ram eller pott)".to_owned())];
        kinds.extend(
            stands
                .insatser
                .iter()
                .map(|insats| (insats.slug.clone(), insats.name.clone())),
        );
        Block {
            id: "insatser".into(),
            title: "Insatser".into(),
            help: "En rad per insats, eller en per kostnadsslag.".into(),
            kind_head: "Insats".into(),
            note_head: "Not".into(),
            cost: true,
            rows: self.rows(Part::Insats, &form.insatser, NEW_ROWS),
            sums: vec![self.sum("Summa, som sparat", Sum::Insatser)],
            kinds,
            costs: costs(),
        }
    }

    fn members(&self, form: &form::Form) -> Block {
        Block {
            id: "medlemmar".into(),
            title: "Medlemsbidrag".into(),
            help: "Lämna åren tomma där bidragen inte är fördelade än; då gäller radens eget belopp.".into(),
            note_head: "Folkmängd".into(),
            rows: self.rows(Part::Member, &form.members, 0),
            sums: vec![self.sum("Summa, som sparat", Sum::Contributions)],
            ..Block::default()
        }
    }
}

fn costs() -> Vec<(String, String)> {
    let mut costs = vec![(String::new(), "ej fördelat".to_owned())];
    costs.extend(
        CostType::ALL
            .iter()
            .map(|cost| (cost.slug().to_owned(), cost.label().to_owned())),
    );
    costs
}

fn about(form: &form::Form, refusals: &Refusals) -> Vec<Field> {
    let fill = |field: Field, value: &str| field.value(value).error(refusals);
    vec![
        fill(
            Field::text("ingaende", "Eget kapital vid budgetårets början").help(
                "Ur bokslutet, eller prognosen när året inte är slut. Tomt: bokslutets belopp när det finns.",
            ),
            &form.opening.0,
        ),
        fill(
            Field::text("ingaende-kalla", "Varifrån det är taget"),
            &form.opening.1,
        ),
        fill(
            Field::text("kalla", "Underlag")
                .help("Dokumentet planen är tagen ur, eller vad förslaget innebär."),
            &form.source,
        ),
        fill(
            Field::text("svar", "Medlemmarna svarar senast").help("ÅÅÅÅ-MM-DD"),
            &form.days.0,
        ),
        fill(
            Field::text("mote", "Styrelsens budgetmöte").help("ÅÅÅÅ-MM-DD, senast den 30 november"),
            &form.days.1,
        ),
    ]
}
