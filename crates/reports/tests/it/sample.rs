//! Documents by hand: a small annual report with one of everything, and one of the size of the
//! benchmark's.

use domain::{
    chart::{Chart, ChartKind, Series},
    document::{Block, Column, Diagram, Document, Inline, KeyFigure, Row, RowKind, Status, Table, TableCell},
    figure::{FigureKey, Scope},
    number,
};

/// A figure's key.
pub fn key(measure: &'static str) -> FigureKey {
    FigureKey {
        measure,
        year: 2022,
        scope: Scope::all(),
    }
}

/// A number that is a figure.
pub fn cell(measure: &'static str, units: i64) -> TableCell {
    TableCell {
        text: number::integer(units),
        number: Some((units, 0)),
        figure: Some(key(measure)),
        link: None,
    }
}

/// A heading.
pub fn heading(level: u8, number: &str, text: &str, id: &str) -> Block {
    Block::Heading {
        level,
        number: (!number.is_empty()).then(|| number.to_owned()),
        text: text.to_owned(),
        id: id.to_owned(),
    }
}

/// A paragraph of words.
pub fn words(text: &str) -> Block {
    Block::Paragraph(vec![Inline::Text(text.to_owned())])
}

/// A row.
pub fn row(kind: RowKind, label: &str, values: &[i64]) -> Row {
    let mut cells = vec![TableCell::text(label)];
    cells.extend(values.iter().map(|v| cell("deltaganden.totalt", *v)));
    Row { kind, cells }
}

/// Columns: the first holds row headers, the rest numbers.
pub fn columns(heads: &[&str]) -> Vec<Column> {
    let column = |(i, head): (usize, &&str)| Column {
        head: (*head).to_owned(),
        numeric: i > 0,
    };
    heads.iter().enumerate().map(column).collect()
}

/// A chart of two series by sex.
pub fn by_sex(kind: ChartKind) -> Chart {
    let series = |name: &str, values: &[i64]| Series {
        name: name.to_owned(),
        values: values.iter().map(|v| Some(*v)).collect(),
    };
    Chart {
        kind,
        categories: ["16–24 år", "25–34 år", "35–44 år", "45–54 år", "55–64 år"]
            .map(str::to_owned)
            .to_vec(),
        series: vec![
            series("Kvinnor", &[18, 24, 15, 9, 5]),
            series("Män", &[16, 17, 9, 6, 3]),
        ],
        unit: "deltaganden".into(),
        target: None,
        decimals: 0,
        withheld: Vec::new(),
    }
}

/// The chart's numbers as a table.
pub fn companion(id: &str, chart: &Chart) -> Table {
    let mut heads = vec!["Grupp"];
    heads.extend(chart.series.iter().map(|s| s.name.as_str()));
    let rows = chart.categories.iter().enumerate().map(|(i, name)| {
        let values: Vec<i64> = chart.series.iter().filter_map(|s| s.values[i]).collect();
        row(RowKind::Normal, name, &values)
    });
    Table {
        label: String::new(),
        caption: "Underlag till diagrammet, antal deltaganden".into(),
        id: id.to_owned(),
        columns: columns(&heads),
        rows: rows.collect(),
        notes: vec!["Räknebas: nya deltaganden under året med känd ålder.".into()],
    }
}

/// A diagram.
pub fn diagram(id: &str, label: &str, caption: &str, chart: Chart) -> Block {
    let table = companion(&format!("{id}-underlag"), &chart);
    Block::Diagram(Diagram {
        label: label.into(),
        caption: caption.into(),
        id: id.into(),
        chart,
        table,
    })
}

/// Table 1 as the report prints it.
pub fn table_1() -> Table {
    let rows: [(&str, [i64; 5]); 4] = [
        ("Kompass, Mörbylånga kommun", [30, 19, 10, 7, 12]),
        ("KRUS, Kalmar kommun", [30, 35, 16, 20, 15]),
        (
            "Plattformen, Hultsfreds och Vimmerby kommuner",
            [30, 53, 30, 24, 29],
        ),
        ("Pontibus, Borgholms kommun", [30, 35, 10, 16, 19]),
    ];
    let mut all = vec![row(RowKind::Group, "Individinriktade insatser", &[])];
    all.extend(
        rows.iter()
            .map(|(name, values)| row(RowKind::Normal, name, values)),
    );
    all.push(row(RowKind::Subtotal, "Delsumma", &[120, 142, 66, 67, 75]));
    all.push(row(RowKind::Total, "Summa", &[120, 142, 66, 67, 75]));
    Table {
        label: "Tabell 1".into(),
        caption: "Plattformen hade flest deltaganden under året".into(),
        id: "tabell-1".into(),
        columns: columns(&[
            "Insats och huvudman",
            "Budgeterade",
            "Totalt",
            "Nya",
            "Avslutade",
            "Pågående",
        ]),
        rows: all,
        notes: vec![
            "Räknebas: deltaganden. Totalt är deltaganden som varit öppna någon dag under året.".into(),
            "Källa: insatsernas registrering.".into(),
        ],
    }
}

fn statement() -> Table {
    let line = |kind, label: &str, note: &str, values: [i64; 2]| {
        let mut row = row(kind, label, &values);
        let link = (!note.is_empty()).then(|| "#tabell-1".to_owned());
        row.cells.insert(
            1,
            TableCell {
                text: note.into(),
                link,
                ..TableCell::default()
            },
        );
        row
    };
    let mut columns = columns(&["Kronor", "2022", "2021"]);
    columns.insert(
        1,
        Column {
            head: "Not".into(),
            numeric: false,
        },
    );
    Table {
        label: String::new(),
        caption: "Resultaträkning".into(),
        id: "resultatrakning".into(),
        columns,
        rows: vec![
            line(
                RowKind::Normal,
                "Verksamhetens intäkter",
                "Not 1",
                [16_383_989, 16_183_999],
            ),
            line(
                RowKind::Normal,
                "Verksamhetens kostnader",
                "Not 2",
                [-16_592_836, -14_937_830],
            ),
            line(
                RowKind::Subtotal,
                "Verksamhetens resultat",
                "",
                [-208_847, 1_246_169],
            ),
            line(RowKind::Total, "Årets resultat", "", [-204_793, 1_245_879]),
        ],
        notes: vec![],
    }
}

fn goals() -> Table {
    let text = |t: &[&str]| Row {
        kind: RowKind::Normal,
        cells: t.iter().map(|c| TableCell::text(*c)).collect(),
    };
    let mut columns = columns(&["Mål", "Mäts med", "Resultat", "Bedömning"]);
    for column in &mut columns {
        column.numeric = false;
    }
    Table {
        label: "Tabell 2".into(),
        caption: "Två av tre mål nåddes helt eller i stort sett".into(),
        id: "tabell-2".into(),
        columns,
        rows: vec![
            text(&[
                "Deltagarna har kommit ut i arbete eller studier efter avslutad insats, minst 35 %",
                "Avslutade deltaganden till arbete eller studier",
                "32,1 % (36 av 112)",
                "I stort sett uppnått",
            ]),
            text(&[
                "Behållningen vid årets slut följer nationella rådets riktlinje, högst 2 730 000 kr",
                "Eget kapital",
                "3 853 654 kr",
                "Inte uppnått",
            ]),
        ],
        notes: vec![],
    }
}

const SENTENCE: &str = "Samordningsförbundet finansierar arbetslivsinriktade rehabiliteringsinsatser för människor \
    i åldern 16–64 år som behöver samordnat stöd från Försäkringskassan, Arbetsförmedlingen, kommunen och regionen. \
    Verksamhetsövergripande ansvarsfördelning och kompetensutvecklingsinsatser är en förutsättning för att stödet \
    ska hänga ihop.";

/// One of everything.
pub fn small() -> Document {
    let mut blocks = vec![
        heading(1, "", "Ordföranden har ordet", "ordforanden"),
        words(SENTENCE),
        words(SENTENCE),
    ];
    blocks.extend(management_report());
    blocks.extend(closing());
    Document {
        title: "Årsredovisning 2022".into(),
        association: "Samordningsförbundet i Kalmar län".into(),
        org_number: "222000-1859".into(),
        date: "2023-03-17".into(),
        status: Status::Draft,
        data_notice: Some("Exempeldata: deltagandena är konstruerade".into()),
        key_figures: keys(),
        blocks,
    }
}

fn management_report() -> Vec<Block> {
    let figure = Inline::Figure {
        key: key("avslut.arbete_eller_studier"),
        text: "32,1\u{a0}%".into(),
    };
    let target = Chart {
        target: Some(("Mål".into(), 20)),
        ..by_sex(ChartKind::Bars)
    };
    vec![
        heading(1, "1", "Förvaltningsberättelse", "forvaltningsberattelse"),
        words(SENTENCE),
        heading(2, "1.1", "Översikt över verksamhetens utveckling", "oversikt"),
        Block::Paragraph(vec![
            Inline::Text("Av de avslutade gick ".into()),
            figure,
            Inline::Text(" till arbete eller studier, se ".into()),
            Inline::Link {
                to: "#tabell-1".into(),
                text: "tabell 1".into(),
            },
            Inline::Text(". ".into()),
            Inline::Strong("Målet".into()),
            Inline::Text(" nåddes ".into()),
            Inline::Emphasis("i stort sett".into()),
            Inline::Text(".".into()),
        ]),
        Block::Table(table_1()),
        heading(3, "", "Deltagarna", "deltagarna"),
        Block::List {
            ordered: false,
            items: vec![
                vec![Inline::Text("Första punkten".into())],
                vec![Inline::Text(SENTENCE.into())],
            ],
        },
        diagram(
            "diagram-1",
            "Diagram 1",
            "Flest nya deltaganden i åldern 25–34 år",
            by_sex(ChartKind::Columns),
        ),
        diagram(
            "diagram-2",
            "Diagram 2",
            "Kvinnorna är fler än männen i varje ålder",
            target,
        ),
        Block::Table(goals()),
        Block::Notice(vec![Inline::Text(
            "Beloppen är avrundade till hela kronor.".into(),
        )]),
    ]
}

fn closing() -> Vec<Block> {
    let functions = [
        "Ordförande",
        "Vice ordförande",
        "Ledamot, Kalmar kommun",
        "Ledamot, Region Kalmar län",
    ];
    vec![
        heading(1, "3", "Resultaträkning", "kapitel-resultat"),
        Block::Table(statement()),
        Block::Initials,
        heading(1, "8", "Underskrifter", "underskrifter"),
        Block::Signatures(functions.map(str::to_owned).to_vec()),
        heading(1, "Bilaga 1", "KRUS", "bilaga-krus"),
        heading(2, "", "Syfte, mål och målgrupp", "bilaga-krus-syfte"),
        words(SENTENCE),
    ]
}

fn keys() -> Vec<KeyFigure> {
    let figure = |value: &str, label: &str, detail: &str| KeyFigure {
        label: label.into(),
        value: value.into(),
        detail: detail.into(),
        figure: Some(key("deltaganden.totalt")),
    };
    vec![
        figure("264", "deltaganden under året", "142 från tidigare år, 122 nya"),
        figure(
            "32,1\u{a0}%",
            "till arbete eller studier",
            "36 av 112 avslutade, målet var 35\u{a0}%",
        ),
        figure(
            "−204\u{a0}793\u{a0}kr",
            "årets resultat",
            "budget −2\u{a0}047\u{a0}000\u{a0}kr",
        ),
        figure(
            "3\u{a0}853\u{a0}654\u{a0}kr",
            "eget kapital",
            "riktlinje högst 2\u{a0}730\u{a0}000\u{a0}kr",
        ),
    ]
}

/// A report of many chapters; 25 give 120 tables and 20 diagrams on 84 pages.
pub fn large(chapters: i64) -> Document {
    let mut blocks = Vec::new();
    for chapter in 1..=chapters {
        let id = format!("kapitel-{chapter}");
        blocks.push(heading(
            1,
            &chapter.to_string(),
            "Kapitel om insatser och deltagare",
            &id,
        ));
        blocks.extend([words(&SENTENCE.repeat(3)), words(&SENTENCE.repeat(3))]);
        if chapter <= 20 {
            let mut chart = by_sex(ChartKind::Columns);
            chart.series[0].values[0] = Some(10 + chapter);
            blocks.push(diagram(
                &format!("{id}-diagram"),
                &format!("Diagram {chapter}"),
                "Fördelning efter ålder",
                chart,
            ));
        }
        for n in 1..=if chapter <= 20 { 3 } else { 8 } {
            blocks.push(heading(
                2,
                &format!("{chapter}.{n}"),
                "Fördelning efter ålder och kön",
                &format!("{id}-{n}"),
            ));
            blocks.push(words(SENTENCE));
            blocks.push(Block::Table(ages(chapter, n)));
        }
    }
    Document {
        title: "Stor årsredovisning 2022".into(),
        blocks,
        ..small()
    }
}

fn ages(chapter: i64, n: i64) -> Table {
    let rows = ["16–24", "25–29", "30–44", "45–54", "55–64", "65+"]
        .iter()
        .zip(1_i64..)
        .map(|(age, i)| {
            let (women, men) = (
                (chapter * 37 + n * 11 + i * 53) % 400,
                (chapter * 29 + n * 17 + i * 41) % 400,
            );
            row(
                RowKind::Normal,
                age,
                &[women, men, women + men, (100 * women) / (women + men + 1)],
            )
        });
    Table {
        label: format!("Tabell {chapter}.{n}"),
        caption: "Fördelning efter ålder och kön".into(),
        id: format!("tabell-{chapter}-{n}"),
        columns: columns(&["Grupp", "Kvinnor", "Män", "Totalt", "Andel %"]),
        rows: rows.collect(),
        notes: Vec::new(),
    }
}
