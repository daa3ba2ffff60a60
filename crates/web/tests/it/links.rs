//! Every way a page shows is open to whom it is shown.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use app::people::PERSONAS;
use axum::http::StatusCode;

use crate::site::Site;

/// So many addresses of one shape are followed: the rest are made by the same code.
const ALIKE: usize = 1;

/// What files end in: they take long to write, and every route is tried for every role elsewhere.
const FILES: [&str; 4] = ["csv", "xlsx", "pdf", "xml"];

/// The pages on this site that a page leads to, without what is only a place on a page.
fn ways(html: &str) -> BTreeSet<String> {
    let quoted = html
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    quoted
        .filter(|way| way.starts_with('/') && !way.starts_with("//"))
        .map(|way| way.replace("&#38;", "&").replace("&amp;", "&"))
        .map(|way| way.split('#').next().unwrap_or_default().to_owned())
        .filter(|way| {
            let path = way.split('?').next().unwrap_or_default();
            FILES.iter().all(|file| !path.ends_with(file))
        })
        .collect()
}

/// What kind of address it is: where it begins, how long it is, and what it asks for.
fn shape(way: &str) -> String {
    let (path, query) = way.split_once('?').unwrap_or((way, ""));
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let begins = if parts[0] == "nyckeltal" { 1 } else { 2 };
    let asked: Vec<&str> = query
        .split('&')
        .map(|one| one.split('=').next().unwrap_or_default())
        .collect();
    format!(
        "{} {} {asked:?}",
        parts[..parts.len().min(begins)].join("/"),
        parts.len()
    )
}

#[tokio::test]
async fn r_web_02_no_page_leads_anybody_to_what_is_not_there_for_them() {
    let site = Site::new(false).await;
    site.app.load_example(testkit::clock::now()).await.unwrap();
    let mut wrong = Vec::new();
    for persona in PERSONAS.iter().filter(|persona| persona.roles.len() == 1) {
        let cookie = site.log_in(persona.roles[0]).await;
        let mut waiting: VecDeque<(String, String)> = VecDeque::from([("/".to_owned(), String::new())]);
        let (mut seen, mut alike) = (HashSet::new(), HashMap::<String, usize>::new());
        while let Some((way, from)) = waiting.pop_front() {
            let count = alike.entry(shape(&way)).or_default();
            if *count == ALIKE || !seen.insert(way.clone()) {
                continue;
            }
            *count += 1;
            let answer = site.get(&way, &cookie).await;
            if !answer.status.is_success() && !answer.status.is_redirection() {
                wrong.push(format!("{}: {from} → {way}: {}", persona.name, answer.status));
            }
            if answer.status == StatusCode::OK && answer.header("content-type").starts_with("text/html") {
                let ways = ways(&answer.text).into_iter();
                waiting.extend(ways.map(|to| (to, way.clone())));
            }
        }
        assert!(seen.len() > 20, "{}: {}", persona.name, seen.len());
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{}\n{wrong:#?}", wrong.len());
}
