//! Running other programs: their lines are shown as they come and kept for counting.

use std::{
    env,
    io::{BufRead, BufReader, Read},
    path::PathBuf,
    process::{Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

/// What a program said and how it ended.
pub struct Heard {
    /// Whether it ended with code 0.
    pub ok: bool,
    /// Its output and errors, in the order the lines came.
    pub text: String,
}

/// Runs a program in the repository's root and shows its lines as they come.
pub fn shown(command: &mut Command) -> Result<Heard, String> {
    listen(command, true)
}

/// Runs a program in the repository's root in silence.
pub fn quiet(command: &mut Command) -> Result<Heard, String> {
    listen(command, false)
}

/// Runs a program in silence and passes on what it said as the reason when it fails.
pub fn must(command: &mut Command) -> Result<String, String> {
    let heard = quiet(command)?;
    if heard.ok {
        Ok(heard.text)
    } else {
        Err(format!("{} misslyckades:\n{}", name(command), heard.text))
    }
}

/// A cargo command; colours only where a person looks.
pub fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The program with this name on the path.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|dir| dir.join(program))
        .find(|file| file.is_file())
}

fn listen(command: &mut Command, show: bool) -> Result<Heard, String> {
    if command.get_current_dir().is_none() {
        command.current_dir(crate::place::root());
    }
    let started = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = started.map_err(|e| format!("{} kunde inte startas: {e}", name(command)))?;
    let text = Arc::new(Mutex::new(String::new()));
    let pipes: [Option<Box<dyn Read + Send>>; 2] = [
        child.stdout.take().map(|p| Box::new(p) as _),
        child.stderr.take().map(|p| Box::new(p) as _),
    ];
    let readers: Vec<_> = pipes
        .into_iter()
        .flatten()
        .map(|pipe| {
            let text = Arc::clone(&text);
            thread::spawn(move || copy_lines(pipe, &text, show))
        })
        .collect();
    for reader in readers {
        reader.join().map_err(|_| "en läsande tråd föll".to_owned())?;
    }
    let ended = child.wait().map_err(|e| format!("{}: {e}", name(command)))?;
    let text = text.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(Heard {
        ok: ended.success(),
        text,
    })
}

fn copy_lines(pipe: impl Read, text: &Mutex<String>, show: bool) {
    let mut pipe = BufReader::new(pipe);
    let mut line = Vec::new();
    while pipe.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
        let said = String::from_utf8_lossy(&line);
        if show {
            print!("{said}");
        }
        text.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_str(&said);
        line.clear();
    }
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}
