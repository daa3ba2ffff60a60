//! The program while it is measured: started on a database, asked for pages as one of its personas.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    thread,
};

use super::samordna;

/// A running demo.
pub struct Server {
    child: Child,
    /// Host and port.
    pub address: String,
    /// Persona and log-in link.
    links: Vec<(String, String)>,
    /// The `Cookie` header of who is logged in.
    pub session: Option<String>,
}

impl Server {
    /// Starts it on a database, a file or an address, and waits until it has said where it is.
    pub fn start(database: impl AsRef<OsStr>) -> Result<Server, String> {
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
        let mut personas = Vec::new();
        for line in lines.by_ref() {
            match line.split_once("http://") {
                Some((name, rest)) => personas.push((name.trim().to_owned(), format!("http://{rest}"))),
                None if !personas.is_empty() => break,
                None => {}
            }
        }
        thread::spawn(move || lines.for_each(drop));
        Ok(Server {
            child,
            address,
            links: personas,
            session: None,
        })
    }

    /// The process's number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Logs in as a persona, or as the first one; what follows is asked for as that person.
    pub fn log_in(&mut self, persona: Option<&str>) -> Result<(), String> {
        let link = self
            .links
            .iter()
            .find(|(name, _)| persona.is_none_or(|wanted| wanted == name));
        let path = link.and_then(|(_, link)| link.splitn(4, '/').nth(3));
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

    /// Sends a form whose code stands on `page`; answers with where it leads on to.
    pub fn post(&self, page: &str, path: &str, fields: &[(String, String)]) -> Result<String, String> {
        let form = self.get(page)?;
        let code = hidden(&form, "csrf").ok_or_else(|| format!("{page} har ingen kod"))?;
        let mut body = format!("csrf={code}");
        for (name, value) in fields {
            body.push_str(&format!("&{name}={}", encoded(value)));
        }
        let answer = self.send("POST", path, &body)?;
        let there = answer.lines().find_map(|line| {
            line.strip_prefix("location: ")
                .or(line.strip_prefix("Location: "))
        });
        let head = answer.lines().next().unwrap_or_default();
        there
            .map(|there| there.trim().to_owned())
            .ok_or_else(|| format!("{path}: {head}"))
    }

    fn ask(&self, method: &str, path: &str) -> Result<String, String> {
        self.send(method, path, "")
    }

    fn send(&self, method: &str, path: &str, body: &str) -> Result<String, String> {
        let ask = || -> std::io::Result<String> {
            let mut stream = TcpStream::connect(&self.address)?;
            let cookie = self.session.as_ref();
            let cookie = cookie.map_or_else(String::new, |cookie| format!("Cookie: {cookie}\r\n"));
            write!(
                stream,
                "{method} {path} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\n{cookie}Content-Type: \
                 application/x-www-form-urlencoded\r\nContent-Length: {1}\r\nConnection: close\r\n\r\n{body}",
                self.address,
                body.len()
            )?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer)?;
            Ok(String::from_utf8_lossy(&answer).into_owned())
        };
        ask().map_err(|e| format!("{path}: {e}"))
    }
}

/// What a hidden field of a page holds.
pub fn hidden<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
    rest.split('"').next()
}

fn encoded(value: &str) -> String {
    let one = |byte: u8| {
        if byte.is_ascii_alphanumeric() {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    value.bytes().map(one).collect()
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
