//! Statistics, the smallest cell, the insatser described.

use domain::refusal::Refusal;
use web::{
    pages::{
        disclosure::{DescribedPage, SmallestCellPage},
        statistics::StatisticsPage,
    },
    view::{Field, Link, Refusals},
};

use super::{plot, render, shell, table};

pub fn all() -> Vec<(&'static str, String)> {
    vec![
        render("statistik", &statistics()),
        render("statistik-vagrad", &refused()),
        render("rojande", &smallest_cell()),
        render("insatser-beskrivna", &described()),
    ]
}

fn fields() -> Vec<Field> {
    let options = vec![(String::new(), "Alla".into()), ("krus".into(), "KRUS".into())];
    vec![
        Field::choice(
            "rapport",
            "Rapport",
            vec![("bakgrund".into(), "Bakgrund hos nya".into())],
        ),
        Field::text("fran", "Från och med").value("2022-01-01"),
        Field::text("till", "Till och med").value("2022-12-31"),
        Field::choice("insats", "Insats", options),
    ]
}

fn statistics() -> StatisticsPage {
    let heads = &["Utbildning", "Alla", "Kvinnor", "Män"];
    let rows: &[&[&str]] = &[
        &["grundskola", "35", "20", "15"],
        &["annan eftergymnasial", "skyddad", "skyddad", "skyddad"],
        &["Känt svar (n)", "112", "60", "52"],
        &["Uppgift saknas", "10", "6", "4"],
    ];
    StatisticsPage {
        shell: shell("Statistik", "Uppföljning"),
        heading: "Bakgrund hos nya, 2022, KRUS".into(),
        fields: fields(),
        refusals: Refusals::default(),
        plots: vec![(
            plot(
                "utbildning-diagram",
                "Utbildning: gymnasium är vanligast, 45 av 112",
            ),
            table("utbildning-antal", "Utbildning, 2022", heads, rows),
        )],
        tables: vec![table("utfall", "Utfall, 2022", heads, rows)],
        withheld: 3,
        minimum: 5,
        own: "",
        periods: vec![Link::new(
            "Hela 2022",
            "/statistik?rapport=bakgrund&fran=2022-01-01&till=2022-12-31",
        )],
        rows: None,
        holder: "Raderna finns hos huvudmannen; här visas bara antal.",
        exports: vec![Link::new("XLSX", "/statistik.xlsx?rapport=bakgrund")],
        forms: vec![Link::new(
            "Uppföljning Finsam 2022, CSV",
            "/statistik/finsam.csv?ar=2022",
        )],
    }
}

fn refused() -> StatisticsPage {
    let message = "Perioden slutar innan den börjar. Ändra från- eller tilldatum.";
    let refusals = Refusals::of(&[Refusal::at("statistik-period", "till", message)]);
    StatisticsPage {
        heading: String::new(),
        fields: fields().into_iter().map(|field| field.error(&refusals)).collect(),
        refusals,
        plots: vec![],
        tables: vec![],
        own: "Du svarar för insatsen och ser dess tal som de är.",
        rows: Some(Link::new(
            "Visa deltagandena i insatsen",
            "/deltagare?insats=krus",
        )),
        ..statistics()
    }
}

fn smallest_cell() -> SmallestCellPage {
    SmallestCellPage {
        shell: shell("Röjandekontroll", "Inställningar"),
        fields: vec![
            Field::text("minsta", "Minsta cell").help("Lägst 3.").value("5"),
            Field::text("beslut", "Styrelsens beslut"),
        ],
        refusals: Refusals::default(),
        may_edit: true,
    }
}

fn described() -> DescribedPage {
    DescribedPage {
        shell: shell("Insatserna i uppföljningen", "Inställningar"),
        table: table(
            "insatser",
            "Insatserna",
            &["Insats", "Inriktning"],
            &[&[">KRUS", "Rehabilitering"]],
        ),
        chosen: Some(("krus".into(), "KRUS".into())),
        fields: vec![
            Field::text("inriktning", "Inriktning"),
            Field::text("slut", "Slut").help("ÅÅÅÅ-MM-DD"),
        ],
        refusals: Refusals::default(),
    }
}
