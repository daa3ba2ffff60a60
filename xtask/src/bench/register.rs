//! The register under load: the list with row rights and read log, one record, an entry by form; ours
//! on both databases beside Django.

use std::{fs, path::Path, process::Command, thread, time::Duration};

use super::{
    Row, Section, django, example, register_data,
    running::{self, Server},
    samordna, scratch,
    wrk::{Aim, Load},
};
use crate::{cluster::Cluster, shell};

/// As many as a small association's staff, all clicking at once.
const CONNECTIONS: u32 = 8;
const SECONDS: u32 = 10;
const WHO: &str = "Deltagaransvarig, krus";
const LIST: &str = "/deltagare?insats=krus";
const POST: &str = include_str!("register_post.lua");

/// One database's results.
struct Taken {
    list: Load,
    record: Load,
    post: Load,
    /// Bytes of the list's page.
    bytes: usize,
    /// Requests for the page and everything on it.
    requests: usize,
    /// Reads of rows logged a second while the list was loaded.
    logged: f64,
}

pub fn run() -> Result<Section, String> {
    let folder = scratch("register")?;
    let mut missing = Vec::new();
    let mut rows = Vec::new();
    if shell::find("wrk").is_none() {
        missing.push("the register over HTTP (Debian: wrk)".to_owned());
    } else {
        let database = example(&folder)?;
        register_data::fill_file(&database)?;
        let file = measure(&folder, database.as_os_str().to_string_lossy().as_ref())?;
        let peer = django::measure(&folder, (CONNECTIONS, SECONDS))?;
        if peer.is_none() {
            missing.push("Django (PyPI: django, gunicorn)".to_owned());
        }
        in_file(&file, peer.as_ref(), &mut rows);
        let cluster = Cluster::durable()?;
        register_data::fill_server(cluster.url())?;
        let server = measure(&folder, cluster.url())?;
        on_server(&file, &server, peer.as_ref(), &mut rows);
    }
    Ok(Section {
        title: "The register under load",
        how: "The example's participations sixty times over (20 000, of which 3 000 in the insats that is listed), one \
              deltagaransvarig logged in, row rights asked and every read logged durably; `wrk`, one thread, eight \
              connections, ten seconds. The peer is Django with gunicorn and SQLite (`django_peer.py`): 100 000 rows, 1 250 \
              of them the association's, no read log. Every write is on disk before it is answered, in all of them. PostgreSQL's \
              goals are the file's within a factor of two.",
        rows,
        missing,
    })
}

fn in_file(ours: &Taken, peer: Option<&django::Peer>, rows: &mut Vec<Row>) {
    let told = |load: &Load| {
        format!(
            "{:.0} a second, p50 {:.1} ms, p99 {:.1} ms",
            load.rate, load.median, load.slowest
        )
    };
    if let Some(peer) = peer {
        rows.push(Row::plain("Django: list of 200", told(&peer.list)));
        rows.push(Row::plain("Django: form", told(&peer.post)));
    }
    rows.push(Row::plain("list of 200", told(&ours.list)));
    if let Some(peer) = peer {
        let times = ours.list.rate / peer.list.rate;
        rows.push(Row::goal(
            "list: ours against Django",
            format!("{times:.1} × as many"),
            "≥ 20 ×",
            times >= 20.0,
        ));
    }
    let milliseconds = |what: &str, load: &Load, most: f64| {
        let goal = format!("≤ {most:.0} ms");
        Row::goal(
            what,
            format!("{:.1} ms", load.slowest),
            &goal,
            load.slowest <= most,
        )
    };
    rows.push(milliseconds("list, p99", &ours.list, 25.0));
    rows.push(Row::goal(
        "the list's page",
        format!("{} bytes, {} requests", ours.bytes, ours.requests),
        "≤ 60 kB, ≤ 6 requests",
        ours.bytes <= 60_000 && ours.requests <= 6,
    ));
    rows.push(milliseconds(
        "one record while the list is loaded, p99",
        &ours.record,
        10.0,
    ));
    rows.push(Row::plain("entry by form", told(&ours.post)));
    if let Some(peer) = peer {
        let times = ours.post.rate / peer.post.rate;
        rows.push(Row::goal(
            "form: ours against Django",
            format!("{times:.1} × as many"),
            "≥ 5 ×",
            times >= 5.0,
        ));
    }
    rows.push(milliseconds("form, p99", &ours.post, 50.0));
    rows.push(Row::plain(
        "reads logged durably while the list is loaded",
        format!("{:.0} a second, {:.0} rows", ours.logged, ours.logged * 200.0),
    ));
}

/// What the goals ask of a file, within a factor of two. How much faster the file is stands beside.
fn on_server(file: &Taken, server: &Taken, peer: Option<&django::Peer>, rows: &mut Vec<Row>) {
    let mut load =
        |what: &str, [file, server]: [&Load; 2], django: Option<f64>, (times, most): (f64, f64)| {
            let ahead = file.rate / server.rate;
            let told = format!(
                "{:.0} a second, p99 {:.1} ms; SQLite has {ahead:.1} × as many",
                server.rate, server.slowest
            );
            rows.push(Row::plain(what, told));
            let Some(django) = django else { return };
            let ours = server.rate / django;
            rows.push(Row::goal(
                format!("{what}: against Django on SQLite"),
                format!("{ours:.1} × as many, p99 {:.1} ms", server.slowest),
                &format!("≥ {times} ×, ≤ {most:.0} ms"),
                ours >= times && server.slowest <= most,
            ));
        };
    let lists = [&file.list, &server.list];
    load(
        "list of 200 on PostgreSQL",
        lists,
        peer.map(|django| django.list.rate),
        (10.0, 50.0),
    );
    let posts = [&file.post, &server.post];
    load(
        "entry by form on PostgreSQL",
        posts,
        peer.map(|django| django.post.rate),
        (2.5, 100.0),
    );
    let slowest = server.record.slowest;
    rows.push(Row::goal(
        "one record under load on PostgreSQL, p99",
        format!("{slowest:.1} ms, {:.1} × SQLite's", slowest / file.record.slowest),
        "≤ 20 ms",
        slowest <= 20.0,
    ));
}

fn measure(folder: &Path, database: &str) -> Result<Taken, String> {
    let mut server = Server::start(database)?;
    server.log_in(Some(WHO))?;
    let page = server.get(LIST)?;
    let (_, body) = page.split_once("\r\n\r\n").ok_or("listan kom inte")?;
    let requests = 1 + ["<link rel=", "<script ", "<img "]
        .iter()
        .map(|tag| body.matches(tag).count())
        .sum::<usize>();
    let record = body
        .split("href=\"/deltagare/")
        .map(|rest| rest.split('"').next().unwrap_or_default())
        .find(|path| path.starts_with("exempel-"));
    let record = format!("/deltagare/{}", record.ok_or("listan har inga deltaganden")?);
    let cookie = server.session.clone().unwrap_or_default();
    let aim = |path: &str| Aim {
        url: format!("http://{}{path}", server.address),
        cookie: &cookie,
        script: None,
    };
    aim(LIST).load(CONNECTIONS, 2)?;
    let before = reads(database)?;
    let begun = std::time::Instant::now();
    let list = aim(LIST).load(CONNECTIONS, SECONDS)?;
    let logged = (reads(database)? - before) / begun.elapsed().as_secs_f64();
    let record = thread::scope(|scope| {
        let load = scope.spawn(|| aim(LIST).load(CONNECTIONS, SECONDS));
        thread::sleep(Duration::from_secs(1));
        let record = aim(&record).load(1, SECONDS - 2);
        load.join().map_err(|_| "wrk gick sönder".to_owned())??;
        record
    })?;
    Ok(Taken {
        list,
        record,
        post: post(folder, &server, &cookie)?,
        bytes: body.len(),
        requests,
        logged,
    })
}

/// Entries by form, each a participation of its own.
fn post(folder: &Path, server: &Server, cookie: &str) -> Result<Load, String> {
    let form = server.get("/deltagare/ny?insats=krus")?;
    let token = running::hidden(&form, "csrf").ok_or("formuläret har ingen kod")?;
    let script = folder.join("register_post.lua");
    fs::write(&script, POST).map_err(|e| e.to_string())?;
    let load = |mark: &str, seconds| {
        let words = [
            ("TOKEN", token),
            ("HOST", server.address.as_str()),
            ("MARK", mark),
        ];
        let aim = Aim {
            url: format!("http://{}/deltagare/ny", server.address),
            cookie,
            script: Some((&script, &words)),
        };
        aim.load(CONNECTIONS, seconds)
    };
    load("VA", 1)?;
    load("BP", SECONDS)
}

/// How many reads the log holds.
fn reads(database: &str) -> Result<f64, String> {
    let mut doctor = Command::new(samordna());
    doctor.args(["doctor", "--format", "json", "--db", database]);
    let said = shell::quiet(&mut doctor)?.text;
    let count = said.split("\"read_events\":").nth(1);
    let digits: String = count
        .unwrap_or_default()
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().map_err(|_| format!("samordna doctor:\n{said}"))
}
