//! Many rows at once: contributions as apportioned, indexation, and rows pasted from a spreadsheet.

use app::plan::Sheet;
use domain::refusal::Refusal;

use super::{LIST, key, part, sent, way};
use crate::{
    frame::{self, Place},
    pages::plan::{PlanPage, PlanPart, ShortForm},
    site::Site,
    trouble::Trouble,
    view::{Field, Link, Refusals},
    visitor::Visitor,
};

/// The page.
pub async fn many(
    site: &Site,
    visitor: &Visitor,
    stands: &Sheet,
    (wrong, fields): (&[Refusal], &[(String, String)]),
    told: Option<&str>,
) -> Result<PlanPage, Trouble> {
    let plan = &stands.held.plan;
    let own = way(key(plan));
    let place = Place::new("Många rader på en gång", "/ekonomi")
        .step("Plan och budget", LIST)
        .step(plan.title(), &own)
        .told(told);
    let refusals = Refusals::of(wrong);
    let with = |id: &str, title: &str, lede: &str, form: ShortForm| PlanPart {
        lede: lede.into(),
        forms: vec![ShortForm {
            hidden: vec![("version".to_owned(), stands.held.revision.to_string())],
            ..form
        }],
        ..part(id, title, Vec::new())
    };
    let parts = vec![
        with(
            "bidrag",
            "Hämta medlemsbidragen",
            "Varje medlems belopp för de år av planen som är fördelade under Medlemsbidrag, beslutade eller föreslagna.",
            ShortForm {
                action: format!("{own}/bidrag"),
                button: "Hämta bidragen".into(),
                ..ShortForm::default()
            },
        ),
        with(
            "upprakning",
            "Räkna upp planåren",
            "Varje planår blir året före plus procenten. En rad som är noll ett år förblir noll.",
            index(&own, fields, &refusals),
        ),
        with(
            "inklistrat",
            "Klistra in från ett kalkylblad",
            "Raderna hittar sina rader i planen på benämningen; en ny benämning blir en kostnadsrad.",
            paste(&own, &plan.period(), fields, &refusals),
        ),
    ];
    Ok(PlanPage {
        shell: frame::shell(site, visitor, place).await?,
        lede: format!(
            "Ändrar {} direkt. Gör en kopia först om du vill kunna jämföra.",
            plan.title()
        ),
        actions: Vec::new(),
        refusals,
        conflict: None,
        notices: Vec::new(),
        ways: vec![Link::new("Tillbaka till rutnätet", format!("{own}/andra"))],
        parts,
    })
}

fn index(own: &str, fields: &[(String, String)], refusals: &Refusals) -> ShortForm {
    let typed = |name: &str| sent(fields, name);
    let what = [
        ("", "rader och insatser"),
        ("rader", "bara rader"),
        ("insatser", "bara insatser"),
    ];
    let what = what.map(|(code, words)| (code.to_owned(), words.to_owned()));
    let unit = if fields.is_empty() {
        "1 000".to_owned()
    } else {
        typed("avrundning")
    };
    ShortForm {
        action: format!("{own}/index"),
        fields: vec![
            Field::text("procent", "Procent per år")
                .help("Till exempel 2,5. Lägre kostnader skrivs med minus.")
                .value(typed("procent"))
                .error(refusals),
            Field::text("avrundning", "Avrunda till hela")
                .help("Kronor, till exempel 1 000.")
                .value(unit)
                .error(refusals),
            Field::choice("vad", "Vad som räknas upp", what.to_vec()).value(typed("vad")),
        ],
        button: "Räkna upp planåren".into(),
        ..ShortForm::default()
    }
}

fn paste(own: &str, period: &str, fields: &[(String, String)], refusals: &Refusals) -> ShortForm {
    let help = format!(
        "Benämning och sedan ett belopp för varje år ({period}), kolumn för kolumn. Summarader lämnas utanför."
    );
    ShortForm {
        action: format!("{own}/klistra"),
        fields: vec![
            Field::long("klistra", "Rader", 12)
                .help(help)
                .value(sent(fields, "klistra"))
                .error(refusals),
        ],
        button: "Lägg in raderna".into(),
        ..ShortForm::default()
    }
}
