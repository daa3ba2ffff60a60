//! A reader that hands over so much and no more until it is allowed again, and counts lines.

use std::io::{self, BufRead, Read};

/// Bounds what may be read in one piece.
#[derive(Debug)]
pub struct Bounded<R> {
    inner: R,
    left: usize,
    /// Lines that ended so far.
    lines: usize,
    /// The bound was met.
    met: bool,
}

impl<R: BufRead> Bounded<R> {
    /// Around a reader.
    pub fn new(inner: R) -> Bounded<R> {
        Bounded {
            inner,
            left: 0,
            lines: 0,
            met: false,
        }
    }

    /// Allows so many bytes from here.
    pub fn allow(&mut self, bytes: usize) {
        self.left = bytes;
    }

    /// The line being read, from 1.
    pub fn line(&self) -> usize {
        self.lines + 1
    }

    /// Whether reading stopped at the bound.
    pub fn was_met(&self) -> bool {
        self.met
    }
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let from = self.fill_buf()?;
        let count = from.len().min(to.len());
        to[..count].copy_from_slice(&from[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let held = self.inner.fill_buf()?;
        if held.is_empty() {
            return Ok(held);
        }
        if self.left == 0 {
            self.met = true;
            return Err(io::Error::other("the bound is met"));
        }
        Ok(&held[..held.len().min(self.left)])
    }

    fn consume(&mut self, count: usize) {
        let held = self.inner.fill_buf().unwrap_or_default();
        let read = &held[..count.min(held.len())];
        self.lines += read.iter().map(|byte| usize::from(*byte == b'\n')).sum::<usize>();
        self.left = self.left.saturating_sub(count);
        self.inner.consume(count);
    }
}
