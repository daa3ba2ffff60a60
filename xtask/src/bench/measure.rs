//! Measuring whole processes.

use std::{
    fs,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// What a process took.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    /// Wall time of the best run, in seconds.
    pub seconds: f64,
    /// The most memory of its own process in any run, in MiB.
    pub mebibytes: f64,
}

impl Taken {
    const NONE: Taken = Taken {
        seconds: f64::INFINITY,
        mebibytes: 0.0,
    };
}

/// How to start a process again.
pub type Starter<'a> = Box<dyn Fn() -> Command + 'a>;

/// Runs the commands in turn, so many rounds, so that whatever else the machine does meets them
/// alike; the best time and the most memory of each.
pub fn in_turn(rounds: usize, starters: &[Starter<'_>]) -> Result<Vec<Taken>, String> {
    let mut all = vec![Taken::NONE; starters.len()];
    for _ in 0..rounds {
        for (taken, starter) in all.iter_mut().zip(starters) {
            let once = process(1, starter)?;
            taken.seconds = taken.seconds.min(once.seconds);
            taken.mebibytes = taken.mebibytes.max(once.mebibytes);
        }
    }
    Ok(all)
}

/// Runs a command so many times; the best time and the most memory.
pub fn process(runs: usize, mut command: impl FnMut() -> Command) -> Result<Taken, String> {
    let mut taken = Taken::NONE;
    for _ in 0..runs {
        let mut command = command();
        let name = command.get_program().to_string_lossy().into_owned();
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let begun = Instant::now();
        let mut child = command.spawn().map_err(|e| format!("{name}: {e}"))?;
        let mut peak = 0.0_f64;
        let status = loop {
            peak = peak.max(memory(child.id(), "VmHWM:").unwrap_or(0.0));
            match child.try_wait().map_err(|e| format!("{name}: {e}"))? {
                Some(status) => break status,
                None => thread::sleep(Duration::from_millis(2)),
            }
        };
        let seconds = begun.elapsed().as_secs_f64();
        if !status.success() {
            let said = child.stderr.take().map(std::io::read_to_string);
            return Err(format!(
                "{name} misslyckades: {}",
                said.and_then(Result::ok).unwrap_or_default()
            ));
        }
        taken.seconds = taken.seconds.min(seconds);
        taken.mebibytes = taken.mebibytes.max(peak);
    }
    Ok(taken)
}

/// A process's memory in MiB: `VmRSS:` now, `VmHWM:` at most (Linux).
pub fn memory(process: u32, line: &str) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|found| found.strip_prefix(line))?;
    let kibibytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes / 1024.0)
}
