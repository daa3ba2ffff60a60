//! Importing an existing register: file, columns, try, register, result. Each step is a page that can
//! be left; the file stays in memory for the person who sent it, for an hour.

mod desk;
mod show;

use app::{
    App, Failure, Outcome,
    import::Upload,
    register_import::{Told, read_table, result_file, template},
};
use axum::{
    extract::{Form, Multipart, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
pub use desk::Desk;
use desk::{Job, Phase};
use domain::{
    refusal::Refusal,
    register_import::{Mapping, Table, fields, plain},
};

use crate::{
    page::{Answer, file, page, refused},
    site::Site,
    trouble::Trouble,
    visitor::Visitor,
};

/// Workbooks.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

type Typed = Form<Vec<(String, String)>>;

/// The form: insats and file.
pub async fn form(State(site): State<Site>, visitor: Visitor) -> Answer {
    page(&show::upload(&site, &visitor, &[]).await?)
}

/// The template.
pub async fn blank(_: Visitor) -> Result<Response, Trouble> {
    Ok(file("deltaganden-mall.xlsx", XLSX, template()?))
}

/// A file was sent: it is read, and its columns are the next page.
pub async fn send(State(site): State<Site>, visitor: Visitor, mut form: Multipart) -> Answer {
    let (mut insats, mut upload) = (String::new(), None);
    while let Some(field) = form.next_field().await.map_err(|_| broken())? {
        let name = field.file_name().unwrap_or_default().to_owned();
        let is_insats = field.name() == Some("insats");
        let bytes = field.bytes().await.map_err(|_| broken())?.to_vec();
        if is_insats {
            insats = String::from_utf8_lossy(&bytes).into_owned();
        } else if !name.is_empty() {
            upload = Some(Upload { name, bytes });
        }
    }
    let own = site.app.own_insatser(&visitor.actor).await?;
    if !own.iter().any(|own| own.may_edit && own.insats.slug == insats) {
        return Err(Trouble::not_found());
    }
    let Some(upload) = upload else {
        let refusal = Refusal::at("import-fil", "fil", "Välj en fil.");
        return refused(&show::upload(&site, &visitor, &[refusal]).await?);
    };
    let name = upload
        .name
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .to_owned();
    let read = tokio::task::spawn_blocking(move || read_table(&upload)).await;
    match read.map_err(|cause| Trouble::fault(&cause))? {
        Ok(table) => {
            let mapping = Mapping::guess(&table, &fields());
            let job = Job::new(&visitor.actor.id, insats, name, table, mapping, site.now());
            let key = site.desk.keep(job);
            Ok(Redirect::to(&format!("/deltagare/importera/{key}")).into_response())
        }
        Err(refusal) => {
            let refusal = Refusal::at(refusal.code, "fil", refusal.message);
            refused(&show::upload(&site, &visitor, &[refusal]).await?)
        }
    }
}

/// Where an import stands: columns, tried, running, done.
pub async fn stand(State(site): State<Site>, visitor: Visitor, Path(key): Path<String>) -> Answer {
    let job = find(&site, &visitor, &key)?;
    match job.phase() {
        Phase::Mapping => page(&show::columns(&site, &visitor, (&key, &job), &job.mapping(), &[]).await?),
        Phase::Tried(told) => page(&show::tried(&site, &visitor, (&key, &job), &told).await?),
        Phase::Running(progress) => page(&show::running(&site, &visitor, (&key, &job), &progress).await?),
        Phase::Done(told) => page(&show::done(&site, &visitor, (&key, &job), &told).await?),
        Phase::Stopped => {
            let message = "Importen avbröts av ett fel. De rader som hann registreras står kvar; läs in filen igen så fortsätter den där den slutade.";
            Err(Trouble::because(StatusCode::INTERNAL_SERVER_ERROR, message))
        }
    }
}

/// The columns were decided: the import is tried.
pub async fn map(
    State(site): State<Site>,
    visitor: Visitor,
    Path(key): Path<String>,
    Form(typed): Typed,
) -> Answer {
    let job = find(&site, &visitor, &key)?;
    let mapping = mapping(&typed, &job.table);
    job.set_mapping(mapping.clone());
    if typed.iter().any(|(name, _)| name == "bara-spara") {
        return page(&show::columns(&site, &visitor, (&key, &job), &mapping, &[]).await?);
    }
    let (app, actor) = (&site.app, &visitor.actor);
    let tried: Outcome<Vec<Told>> = app
        .try_register_import(actor, &job.insats, (&job.table, &mapping), site.now())
        .await;
    match tried {
        Ok(told) => {
            job.set_phase(Phase::Tried(told.into()));
            Ok(Redirect::to(&format!("/deltagare/importera/{key}")).into_response())
        }
        Err(Failure::Refused(refusals)) => {
            refused(&show::columns(&site, &visitor, (&key, &job), &mapping, &refusals).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Back to the columns.
pub async fn again(
    State(site): State<Site>,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Result<Response, Trouble> {
    let job = find(&site, &visitor, &key)?;
    if let Phase::Tried(_) = job.phase() {
        job.set_phase(Phase::Mapping);
    }
    Ok(Redirect::to(&format!("/deltagare/importera/{key}")).into_response())
}

/// The tried import is carried out, while the page tells how far it has come.
pub async fn register(
    State(site): State<Site>,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Result<Response, Trouble> {
    let job = find(&site, &visitor, &key)?;
    if let Some(progress) = job.start() {
        let (app, actor, now) = (App::clone(&site.app), visitor.actor.clone(), site.now());
        tokio::spawn(async move {
            let mapping = job.mapping();
            let work = (&*job.table, &mapping);
            let done = app
                .run_register_import(&actor, &job.insats, work, &progress, now)
                .await;
            job.set_phase(match done {
                Ok(told) => Phase::Done(told.into()),
                Err(Failure::Fault(cause)) => {
                    tracing::error!(%cause, "register import");
                    Phase::Stopped
                }
                Err(_) => Phase::Stopped,
            });
        });
    }
    Ok(Redirect::to(&format!("/deltagare/importera/{key}")).into_response())
}

/// What became of each row, as a file.
pub async fn result(
    State(site): State<Site>,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Result<Response, Trouble> {
    let job = find(&site, &visitor, &key)?;
    match job.phase() {
        Phase::Tried(told) => Ok(file("provlasning.xlsx", XLSX, result_file(&told)?)),
        Phase::Done(told) => Ok(file("resultat.xlsx", XLSX, result_file(&told)?)),
        _ => Err(Trouble::not_found()),
    }
}

/// The file is thrown away.
pub async fn cancel(
    State(site): State<Site>,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Result<Response, Trouble> {
    find(&site, &visitor, &key)?;
    site.desk.forget(&key);
    Ok(crate::page::done("/deltagare/importera", "bortplockad"))
}

fn find(site: &Site, visitor: &Visitor, key: &str) -> Result<Job, Trouble> {
    let job = site.desk.find(key, &visitor.actor.id, site.now());
    job.ok_or_else(|| {
        let message = "Filen finns inte kvar. Den sparas en timme; läs in den igen under Läs in register.";
        Trouble::because(StatusCode::NOT_FOUND, message)
    })
}

/// The mapping as typed: `kolumn-N` a field, `varde` and the three that follow a value, `samtycke`.
fn mapping(typed: &[(String, String)], table: &Table) -> Mapping {
    let mut mapping = Mapping {
        columns: vec![String::new(); table.header.len()],
        ..Mapping::default()
    };
    let mut value: (String, String) = Default::default();
    for (name, text) in typed {
        if let Some(number) = name.strip_prefix("kolumn-") {
            let column = number.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            if let Some(chosen) = column.and_then(|i| mapping.columns.get_mut(i)) {
                chosen.clone_from(text);
            }
        }
        match name.as_str() {
            "varde-falt" => value.0.clone_from(text),
            "varde-text" => value.1 = plain(text),
            "varde-kod" if text != "?" => {
                let code = if text == "-" { String::new() } else { text.clone() };
                mapping.values.insert(value.clone(), code);
            }
            "samtycke" => mapping.consent.clone_from(text),
            _ => {}
        }
    }
    mapping
}

fn broken() -> Trouble {
    Trouble::because(StatusCode::BAD_REQUEST, "Filen kom inte fram hel. Försök igen.")
}
