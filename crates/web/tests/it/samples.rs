//! Every page with data as it may be: full, empty, refused. Set `SAMORDNA_SAMPLES` to a folder and
//! run the tests to have them written there as files.

mod admin;
mod consultation;
mod contribution;
mod desk;
mod everyday;
mod logs;
mod participation;
mod plan;
mod programs;
mod quarter;
mod report;
mod statistics;
mod work;

use askama::Template;
use web::{
    assets,
    view::{Cell, Column, Crumb, Doors, Job, Person, Plot, Row, RowKind, Shell, Table, Year},
};

/// Name and HTML of every sample.
pub fn all() -> Vec<(&'static str, String)> {
    let mut pages = everyday::all();
    pages.extend(participation::all());
    pages.extend(report::all());
    pages.extend(admin::all());
    pages.extend(statistics::all());
    pages.extend(programs::all());
    pages.extend(consultation::all());
    pages.extend(quarter::all());
    pages.extend(contribution::all());
    pages.extend(work::all());
    pages.extend(plan::all());
    pages.extend(desk::all());
    pages
}

pub fn render(name: &'static str, page: &impl Template) -> (&'static str, String) {
    (name, page.render().unwrap())
}

pub fn doors(title: &'static str, href: &'static str) -> Doors {
    Doors {
        id: "dorrar",
        title,
        doors: vec![(title, href, "Vad som finns bakom.")],
    }
}

pub fn shell(title: &str, job: &str) -> Shell {
    let jobs = [
        ("Insatser", "/insatser"),
        ("Uppföljning", "/nyckeltal"),
        ("Ekonomi", "/ekonomi"),
        ("Rapporter", "/rapporter"),
        ("Granskning", "/granskning"),
        ("Inställningar", "/installningar"),
    ];
    let crumb = |label: &str, href: &str, current| Crumb {
        label: label.into(),
        href: href.into(),
        current,
    };
    Shell {
        title: title.into(),
        association: "Samordningsförbundet i Kalmar län".into(),
        person: Some(Person {
            name: "Kansliet".into(),
            role: "förbundsadministratör".into(),
        }),
        jobs: jobs
            .iter()
            .map(|(label, href)| Job {
                label,
                href,
                current: *label == job,
            })
            .collect(),
        crumbs: vec![crumb("Start", "/", false), crumb(title, "", true)],
        years: [2021, 2022]
            .map(|year| Year {
                label: year.to_string(),
                href: format!("?ar={year}"),
                current: year == 2022,
            })
            .to_vec(),
        csrf: "c0ffee".into(),
        example: Some(
            "Deltaganden och verifikationer är konstruerade så att de ger de publicerade talen.".into(),
        ),
        flash: None,
        last: Some("Ekonomen läste in bokföring 2022, 21 november 2026 kl. 20.15".into()),
    }
}

pub fn outside(title: &str) -> Shell {
    Shell {
        title: title.into(),
        association: "samordna".into(),
        ..Shell::default()
    }
}

pub fn table(id: &str, caption: &str, heads: &[&str], rows: &[&[&str]]) -> Table {
    let numeric = |i: usize| i > 0;
    let cell = |(i, text): (usize, &&str)| match text.strip_prefix('>') {
        Some(words) => Cell::link(words, "/insatser/krus?ar=2022"),
        None if i > 0 && !text.is_empty() => Cell {
            figure: true,
            ..Cell::link(*text, "/nyckeltal/deltaganden.nya?ar=2022&insats=krus")
        },
        None => Cell::text(*text),
    };
    let row = |cells: &&[&str]| Row {
        kind: match cells.first() {
            Some(&"Summa") => RowKind::Total,
            _ if cells.len() == 1 => RowKind::Group,
            _ => RowKind::Normal,
        },
        cells: cells.iter().enumerate().map(cell).collect(),
    };
    Table {
        id: id.into(),
        label: "Tabell 1".into(),
        caption: caption.into(),
        columns: heads
            .iter()
            .enumerate()
            .map(|(i, head)| Column {
                head: (*head).into(),
                numeric: numeric(i),
            })
            .collect(),
        rows: rows.iter().map(row).collect(),
        notes: vec!["Räknas i deltaganden. En person som återkommer räknas en gång per deltagande.".into()],
        exports: vec![
            web::view::Link::new("CSV", "/nyckeltal.csv"),
            web::view::Link::new("XLSX", "/nyckeltal.xlsx"),
        ],
        quiet: false,
    }
}

pub fn plot(id: &str, caption: &str) -> Plot {
    Plot {
        id: id.into(),
        caption: caption.into(),
        svg: "<svg viewBox=\"0 0 640 220\" role=\"img\" aria-label=\"Exempel\"><g fill=\"none\" stroke=\"currentColor\"><path d=\"M20 190H620\"/><path d=\"M40 150L140 120L240 140L340 90L440 110L540 60\"/></g></svg>".into(),
        note: String::new(),
        table: Table { label: String::new(), exports: Vec::new(), notes: Vec::new(), ..table(&format!("{id}-tabell"), "Samma tal som tabell", &["År", "Antal"], &[&["2021", "258"], &["2022", "264"]]) },
    }
}

#[test]
fn samples_are_written_where_asked() {
    let Ok(folder) = std::env::var("SAMORDNA_SAMPLES") else {
        return;
    };
    for (name, page) in all() {
        std::fs::write(format!("{folder}/{name}.html"), page).unwrap();
    }
    std::fs::create_dir_all(format!("{folder}/statiskt")).unwrap();
    for asset in assets::ALL {
        std::fs::write(format!("{folder}{}", asset.address()), asset.content).unwrap();
    }
}
