//! The peer of the register: case registration on Django behind gunicorn, on SQLite.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use super::{
    peer,
    wrk::{Aim, Load},
};
use crate::shell;

const PROGRAM: &str = include_str!("django_peer.py");
const POST: &str = include_str!("django_post.lua");
/// Rows in all, of eighty associations: 1 250 are the one's that is listed.
const ROWS: &str = "100000";
/// Where it listens; nothing else does on this machine while it is measured.
const ADDRESS: &str = "127.0.0.1:8911";
/// A form token that Django takes, since cookie and form say the same.
const TOKEN: &str = "abcdefghijklmnopqrstuvwxyzABCDEF";

/// What the peer does.
pub struct Peer {
    /// The list of two hundred rows.
    pub list: Load,
    /// The form.
    pub post: Load,
}

/// Measures it; none when it is not installed.
pub fn measure(folder: &Path, (connections, seconds): (u32, u32)) -> Result<Option<Peer>, String> {
    let Some(python) = peer::python_with("django, gunicorn") else {
        return Ok(None);
    };
    let program = folder.join("django_peer.py");
    fs::write(&program, PROGRAM).map_err(|e| e.to_string())?;
    let post = folder.join("django_post.lua");
    fs::write(&post, POST).map_err(|e| e.to_string())?;
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(folder.join(format!("peer.sqlite{ending}")));
    }
    let mut init = Command::new(&python);
    init.arg(&program).args(["init", ROWS]).env("FOLDER", folder);
    shell::must(&mut init)?;
    let key = fs::read_to_string(folder.join("cookie")).map_err(|e| e.to_string())?;
    let running = start(&python, folder)?;
    let cookie = format!("sessionid={key}; csrftoken={TOKEN}");
    let list = Aim {
        url: format!("http://{ADDRESS}/list"),
        cookie: &cookie,
        script: None,
    };
    list.load(connections, 3)?;
    let words = [("TOKEN", TOKEN)];
    let form = Aim {
        url: format!("http://{ADDRESS}/new"),
        cookie: &cookie,
        script: Some((&post, &words)),
    };
    let measured = Peer {
        list: list.load(connections, seconds)?,
        post: form.load(connections, seconds)?,
    };
    drop(running);
    Ok(Some(measured))
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // gunicorn ends its workers when it is asked to, not when it is killed.
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}

fn start(python: &Path, folder: &Path) -> Result<Running, String> {
    let mut gunicorn = Command::new(python);
    gunicorn.args(["-m", "gunicorn", "-b", ADDRESS, "-w", "3", "--log-level", "error"]);
    gunicorn
        .arg("django_peer:application")
        .env("FOLDER", folder)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    let running = Running(gunicorn.spawn().map_err(|e| e.to_string())?);
    for _ in 0..100 {
        if std::net::TcpStream::connect(ADDRESS).is_ok() {
            return Ok(running);
        }
        thread::sleep(Duration::from_millis(100));
    }
    Err("Django svarade inte".to_owned())
}
