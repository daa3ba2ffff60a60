//! The content as Typst source and as HTML, with the same charts.

use std::{fmt::Write, fs, path::Path};

use domain::number;

use crate::content::{CHART_HEAD, Chapter, HEAD, Table, january};

const TYPST: &str = "#set document(title: \"Årsredovisning 2022\", author: \"Prov\")
#set page(paper: \"a4\", margin: (x: 20mm, y: 18mm), numbering: \"1 (1)\", header: [Samordningsförbundet Prov #h(1fr) Årsredovisning 2022])
#set text(lang: \"sv\", size: 9pt)
#show heading.where(level: 1): it => { pagebreak(weak: true); it }
#set table(inset: 2.5pt, stroke: (x, y) => (bottom: .5pt + gray), align: (x, _) => if x == 0 { left } else { right })
#show figure: set block(breakable: false)
#outline(depth: 2)
";
const STYLE: &str =
    "@page{size:A4;margin:18mm 20mm;@bottom-center{content:counter(page) ' (' counter(pages) ')'}
@top-left{content:'Samordningsförbundet Prov'}@top-right{content:'Årsredovisning 2022'}}
nav a::after{content:leader('.') target-counter(attr(href),page)}
body{font:9pt/1.3 serif}h1{break-before:page;font-size:18pt}h2{font-size:11pt}img{width:70%}
table{width:100%;border-collapse:collapse;break-inside:avoid}caption{text-align:left;font-weight:bold}
th,td{border-bottom:.5pt solid #777;padding:1.5pt 5pt;text-align:right}th:first-child{text-align:left}";

/// Writes `r.typ`, `r.html` and the charts.
pub fn write(content: &[Chapter], folder: &Path) {
    fs::create_dir_all(folder.join("charts")).unwrap();
    for (at, chapter) in content.iter().enumerate() {
        if let Some(chart) = &chapter.chart {
            let options = reports::ChartOptions {
                width: 600,
                palette: reports::Palette::Print,
                id: &format!("d{}", at + 1),
                title: "Deltaganden per månad",
            };
            let picture = reports::chart_svg(chart, &options);
            fs::write(folder.join(format!("charts/{}.svg", at + 1)), picture).unwrap();
        }
    }
    fs::write(folder.join("r.typ"), typst(content)).unwrap();
    fs::write(folder.join("r.html"), html(content)).unwrap();
}

fn typst(content: &[Chapter]) -> String {
    let mut out = TYPST.to_owned();
    for (at, chapter) in content.iter().enumerate() {
        let _ = write!(
            out,
            "= {}\n{}\n\n",
            chapter.title,
            chapter.paragraphs.join("\n\n")
        );
        if let Some(chart) = &chapter.chart {
            let number = at + 1;
            let picture = format!("image(\"charts/{number}.svg\", width: 70%, alt: \"Diagram {number}\")");
            let _ = writeln!(out, "#figure({picture}, caption: [Diagram {number}])");
            let head = CHART_HEAD.map(|head| format!("[{head}]")).join(", ");
            let rows: Vec<String> = january(chart)
                .map(|(name, n)| format!("[{name}], [{n}]"))
                .collect();
            let _ = writeln!(
                out,
                "#figure(kind: table, caption: [Januari], table(columns: (1fr,) * 2, table.header({head}),\n{}))",
                rows.join(",\n")
            );
        }
        for table in &chapter.tables {
            let head: Vec<String> = HEAD.iter().map(|head| format!("[{head}]")).collect();
            let rows: Vec<String> = table
                .rows
                .iter()
                .map(|row| {
                    let cells: Vec<String> = cells(row).iter().map(|cell| format!("[{cell}]")).collect();
                    cells.join(", ")
                })
                .collect();
            let Table { caption, lead, .. } = table;
            let _ = writeln!(
                out,
                "== {caption}\n{lead}\n#figure(kind: table, caption: [{caption}], table(columns: (1fr,) * 5, \
                 table.header({}),\n{}))",
                head.join(", "),
                rows.join(",\n")
            );
        }
    }
    out
}

fn html(content: &[Chapter]) -> String {
    let mut out = format!(
        "<!doctype html><html lang=\"sv\"><head><meta charset=\"utf-8\"><title>Årsredovisning 2022</title>\
         <style>{STYLE}</style></head><body>{}",
        contents(content)
    );
    for (at, chapter) in content.iter().enumerate() {
        let _ = write!(out, "<h1 id=\"k{at}\">{}</h1>", chapter.title);
        for text in &chapter.paragraphs {
            let _ = write!(out, "<p>{text}</p>");
        }
        if let Some(chart) = &chapter.chart {
            let number = at + 1;
            let _ = write!(
                out,
                "<figure><img src=\"charts/{number}.svg\" alt=\"Diagram {number}\"><figcaption>Diagram {number}</figcaption></figure>"
            );
            let rows = january(chart).map(|(name, n)| vec![name.to_owned(), n.to_string()]);
            out.push_str(&html_table("Januari", &CHART_HEAD, rows));
        }
        for (nr, Table { caption, lead, rows }) in chapter.tables.iter().enumerate() {
            let _ = write!(out, "<h2 id=\"k{at}-{nr}\">{caption}</h2><p>{lead}</p>");
            let rows = rows.iter().map(|row| cells(row).to_vec());
            out.push_str(&html_table(caption, &HEAD, rows));
        }
    }
    out.push_str("</body></html>");
    out
}

/// Headings of two levels with their pages, as in ours.
fn contents(content: &[Chapter]) -> String {
    let mut out = "<nav><ul>".to_owned();
    for (at, chapter) in content.iter().enumerate() {
        let _ = write!(out, "<li><a href=\"#k{at}\">{}</a><ul>", chapter.title);
        for (nr, table) in chapter.tables.iter().enumerate() {
            let _ = write!(out, "<li><a href=\"#k{at}-{nr}\">{}</a></li>", table.caption);
        }
        out.push_str("</ul></li>");
    }
    out + "</ul></nav>"
}

fn html_table(caption: &str, heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut out = format!("<table><caption>{caption}</caption><thead><tr>");
    for head in heads {
        let _ = write!(out, "<th scope=\"col\">{head}</th>");
    }
    out.push_str("</tr></thead><tbody>");
    for row in rows {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", row[0]);
        for value in &row[1..] {
            let _ = write!(out, "<td>{value}</td>");
        }
        out.push_str("</tr>");
    }
    out + "</tbody></table>"
}

fn cells((label, values): &(&str, [i64; 4])) -> [String; 5] {
    let [women, men, total, share] = *values;
    [
        (*label).to_owned(),
        number::integer(women),
        number::integer(men),
        number::integer(total),
        number::decimal(share, 1),
    ]
}
