//! The server: cold start to the first page, memory at rest, one table under load, all figures.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{Row, Section, example, measure, samordna, scratch};
use crate::shell;

pub fn run() -> Result<Section, String> {
    let folder = scratch("server")?;
    let database = example(&folder)?;
    let mut rows = Vec::new();
    let mut missing = Vec::new();

    let mut start = f64::INFINITY;
    for _ in 0..3 {
        let begun = Instant::now();
        Server::start(&database)?.get("/")?;
        start = start.min(begun.elapsed().as_secs_f64());
    }
    let mut server = Server::start(&database)?;
    server.get("/")?;
    rows.push(Row::goal(
        "start to the first page",
        format!("{start:.2} s"),
        "≤ 0.5 s",
        start <= 0.5,
    ));
    thread::sleep(Duration::from_secs(2));
    let rest = measure::memory(server.child.id(), "VmRSS:").unwrap_or(f64::INFINITY);
    rows.push(Row::goal(
        "memory at rest after it",
        format!("{rest:.0} MiB"),
        "≤ 64 MiB",
        rest <= 64.0,
    ));
    load(&mut server, &mut rows, &mut missing)?;

    Ok(Section {
        title: "The server on the example year",
        how: "`samordna demo` on a file that is already loaded, from starting the process to the whole first page, the best \
              of three; then `wrk` (one thread, four connections, ten seconds) on the table of insatser as a logged-in \
              person of the office.",
        rows,
        missing,
    })
}

fn load(server: &mut Server, rows: &mut Vec<Row>, missing: &mut Vec<String>) -> Result<(), String> {
    server.log_in()?;
    let session = server.session.clone().unwrap_or_default();
    if shell::find("wrk").is_none() {
        missing.push("one table over HTTP (Debian: wrk)".to_owned());
        return Ok(());
    }
    let mut wrk = Command::new("wrk");
    wrk.args([
        "-t1",
        "-c4",
        "-d10s",
        "--latency",
        "-H",
        &format!("Cookie: {session}"),
    ]);
    let said = shell::must(wrk.arg(format!("http://{}/insatser", server.address)))?;
    let slowest = said
        .lines()
        .find_map(|line| line.trim().strip_prefix("99%"))
        .map(str::trim);
    let (Some(slowest), false) = (slowest, said.contains("Non-2xx")) else {
        return Err(format!("wrk:\n{said}"));
    };
    let held = slowest.ends_with("us")
        || slowest
            .trim_end_matches("ms")
            .parse::<f64>()
            .is_ok_and(|ms| ms <= 10.0);
    rows.push(Row::goal("one table over HTTP, p99", slowest, "≤ 10 ms", held));
    Ok(())
}

/// A running demo.
pub struct Server {
    child: Child,
    address: String,
    link: Option<String>,
    session: Option<String>,
}

impl Server {
    /// Starts it and waits for its address.
    pub fn start(database: &Path) -> Result<Server, String> {
        let mut demo = Command::new(samordna());
        demo.args(["demo", "--listen", "127.0.0.1:0", "--db"])
            .arg(database);
        let mut child = demo
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| e.to_string())?;
        let output = child.stdout.take().ok_or("demon skrev inget")?;
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let Some(link) = lines.find_map(|line| line.find("http://").map(|at| line[at..].trim().to_owned()))
        else {
            let _ = child.kill();
            return Err("demon skrev ingen adress".to_owned());
        };
        let address = link
            .trim_start_matches("http://")
            .split('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        let link = lines.find_map(|line| line.find("http://").map(|at| line[at..].trim().to_owned()));
        thread::spawn(move || lines.for_each(drop));
        Ok(Server {
            child,
            address,
            link,
            session: None,
        })
    }

    /// Logs in as the first persona; what follows is asked for as that person.
    pub fn log_in(&mut self) -> Result<(), String> {
        let path = self.link.as_deref().and_then(|link| link.splitn(4, '/').nth(3));
        let path = path.ok_or("demon skrev ingen inloggningslänk")?;
        let answer = self.ask("POST", &format!("/{path}"))?;
        let cookie = answer.lines().find_map(|line| {
            line.split_once(": ")
                .filter(|(n, _)| n.eq_ignore_ascii_case("set-cookie"))
        });
        let cookie = cookie.and_then(|(_, value)| value.split(';').next());
        self.session = Some(cookie.ok_or("ingen session kom ur inloggningslänken")?.to_owned());
        Ok(())
    }

    /// One page, with its head.
    pub fn get(&self, path: &str) -> Result<String, String> {
        self.ask("GET", path)
    }

    fn ask(&self, method: &str, path: &str) -> Result<String, String> {
        let ask = || -> std::io::Result<String> {
            let mut stream = TcpStream::connect(&self.address)?;
            let cookie = self.session.as_ref();
            let cookie = cookie.map_or_else(String::new, |cookie| format!("Cookie: {cookie}\r\n"));
            write!(
                stream,
                "{method} {path} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\n{cookie}Content-Length: 0\r\nConnection: close\r\n\r\n",
                self.address
            )?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer)?;
            Ok(String::from_utf8_lossy(&answer).into_owned())
        };
        ask().map_err(|e| format!("{path}: {e}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
