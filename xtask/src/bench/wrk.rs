//! Load over HTTP by `wrk` (Debian): requests a second and how long the slowest took.

use std::{path::Path, process::Command};

use crate::shell;

/// What a load was answered with.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Requests a second.
    pub rate: f64,
    /// The median, in milliseconds.
    pub median: f64,
    /// The ninety-ninth percentile, in milliseconds.
    pub slowest: f64,
}

/// Where a load goes, and as whom.
pub struct Aim<'a> {
    /// The address.
    pub url: String,
    /// The `Cookie` header.
    pub cookie: &'a str,
    /// A Lua script, with what it reads from the environment.
    pub script: Option<(&'a Path, &'a [(&'a str, &'a str)])>,
}

impl Aim<'_> {
    /// Loads it with so many connections for so many seconds.
    pub fn load(&self, connections: u32, seconds: u32) -> Result<Load, String> {
        let mut wrk = Command::new("wrk");
        wrk.arg("-t1").arg(format!("-c{connections}"));
        wrk.arg(format!("-d{seconds}s"))
            .args(["--latency", "--timeout", "30s"]);
        wrk.arg("-H").arg(format!("Cookie: {}", self.cookie));
        if let Some((script, words)) = self.script {
            wrk.arg("-s").arg(script).envs(words.iter().copied());
        }
        let said = shell::must(wrk.arg(&self.url))?;
        read(&said).ok_or_else(|| format!("wrk {}:\n{said}", self.url))
    }
}

/// What wrk said; none when anything went wrong.
fn read(said: &str) -> Option<Load> {
    let wrong = ["Non-2xx", "Socket errors", "BAD"];
    if wrong.iter().any(|word| said.contains(word)) {
        return None;
    }
    let line = |name: &str| said.lines().find_map(|line| line.trim().strip_prefix(name));
    Some(Load {
        rate: line("Requests/sec:")?.trim().parse().ok()?,
        median: milliseconds(line("50%")?.trim())?,
        slowest: milliseconds(line("99%")?.trim())?,
    })
}

fn milliseconds(text: &str) -> Option<f64> {
    for (unit, factor) in [("us", 0.001), ("ms", 1.0), ("s", 1000.0), ("m", 60_000.0)] {
        if let Some(number) = text.strip_suffix(unit)
            && let Ok(number) = number.parse::<f64>()
        {
            return Some(number * factor);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_wrk_says_is_read() {
        let said =
            "  Latency Distribution\n     50%    1.20ms\n     99%  850.00us\nRequests/sec:   4031.50\n";
        let load = read(said).map(|load| (load.rate, load.median, load.slowest));
        assert_eq!(load, Some((4031.5, 1.2, 0.85)));
        assert!(read(&format!("{said}  Non-2xx or 3xx responses: 3\n")).is_none());
        assert_eq!(milliseconds("1.50s"), Some(1500.0));
    }
}
