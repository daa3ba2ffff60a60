//! `samordna report annual` and `plan`: the PDF, its HTML twin and the workbook.

use std::{fs, path::Path};

use app::{Failure, Outcome, report::Which};
use domain::{
    refusal::{Problem, Refusal},
    report::Kind,
};
use serde_json::json;

use crate::{
    args::Written,
    command::Session,
    out::{self, Exit},
};

/// Writes the report as it is now, or publishes it first.
pub async fn write(session: &Session, kind: Kind, args: &Written) -> Outcome<Exit> {
    let which = Which {
        kind,
        year: args.year,
    };
    let app = session.open().await?;
    let now = Session::now();
    let years = app.report_years(&session.actor, kind).await?;
    if !years.contains(&args.year) {
        return Err(no_year(which, &years).into());
    }
    // Before anything is published or written.
    app::files::place(&args.out)?;
    if let Some(file) = &args.xlsx {
        app::files::place(file)?;
    }
    let draft = app.report(&session.actor, which, now).await?;
    let html = app::report::html_folder(&draft.document)?;
    let xlsx = app::report::xlsx(&draft.document)?;
    let (pdf, published) = if args.publish {
        let snapshot = app.publish_report(&session.actor, which, now).await?;
        (
            app.published_pdf(&session.actor, which, snapshot.number).await?,
            Some(snapshot.sha256),
        )
    } else {
        (app::report::pdf(draft.document).await?, None)
    };
    app::files::write(&args.out, &pdf)?;
    if let Some(file) = &args.xlsx {
        app::files::write(file, &xlsx)?;
    }
    if let Some(dir) = &args.html {
        folder(dir, html)?;
    }
    print(session, (which, args), &draft.problems, published.as_deref());
    Ok(Exit::Ok)
}

fn no_year(which: Which, years: &[i32]) -> Refusal {
    let basis = match which.kind {
        Kind::AnnualReport => "Databasen har inga uppgifter för",
        Kind::OperationsPlan => "Databasen har ingen budget som börjar",
    };
    let there: Vec<String> = years.iter().map(ToString::to_string).collect();
    let message = format!(
        "{basis} {}, så det finns ingen {} att skriva. År som finns: {}.",
        which.year,
        which.kind.name().to_lowercase(),
        there.join(", ")
    );
    Refusal::at("rapport-ar", "--year", message)
}

fn print(session: &Session, (which, args): (Which, &Written), problems: &[Problem], published: Option<&str>) {
    let json = json!({
        "year": args.year,
        "pdf": args.out,
        "html": args.html,
        "xlsx": args.xlsx,
        "published": published,
        "problems": problems,
    });
    let mut text = format!("{}: {}\n", which.title(), args.out.display());
    if let Some(hash) = published {
        text.push_str(&format!("Fastställd och låst, SHA-256 {hash}\n"));
    }
    text.push_str(&told(problems));
    out::answer(session.format, &json, &text);
}

/// The problems of a draft, a line each. Empty sections are many in a report that is just begun, and are
/// told together; the JSON has them all.
fn told(problems: &[Problem]) -> String {
    let (empty, rest): (Vec<&Problem>, Vec<&Problem>) = problems
        .iter()
        .partition(|problem| problem.code == "avsnitt-tomt");
    let line = |problem: &Problem| format!("  {}: {}\n", problem.place(), problem.message);
    let mut text: String = rest.into_iter().map(line).collect();
    match empty.as_slice() {
        [] => {}
        [one] => text.push_str(&line(one)),
        all => text.push_str(&format!(
            "  {} textavsnitt är tomma. Skriv dem i rapportens textavsnitt.\n",
            all.len()
        )),
    }
    text
}

/// Writes the files of the web version.
fn folder(dir: &Path, files: Vec<(String, Vec<u8>)>) -> Outcome<()> {
    let refuse = |cause: std::io::Error| {
        let message = format!(
            "Mappen går inte att skapa: {}. Välj en annan plats.",
            app::files::words(&cause)
        );
        Failure::from(Refusal::at("mapp-skriv", dir.display().to_string(), message))
    };
    fs::create_dir_all(dir).map_err(refuse)?;
    for (name, bytes) in files {
        let path = dir.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(refuse)?;
        }
        app::files::write(&path, &bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(code: &'static str, file: &str, line: usize) -> Problem {
        let (file, message) = (file.to_owned(), "något är fel.".to_owned());
        Problem {
            file,
            line,
            code,
            message,
        }
    }

    #[test]
    fn empty_sections_are_told_together_and_the_rest_line_by_line() {
        let empty = |id: &str| problem("avsnitt-tomt", id, 0);
        let odd = problem("text-okand", "ordforande", 3);
        assert_eq!(told(&[]), "");
        assert_eq!(told(&[empty("metod")]), "  metod: något är fel.\n");
        let all = told(&[empty("metod"), odd, empty("syfte")]);
        let sections = "  2 textavsnitt är tomma. Skriv dem i rapportens textavsnitt.\n";
        assert_eq!(all, format!("  ordforande, rad 3: något är fel.\n{sections}"));
    }
}
