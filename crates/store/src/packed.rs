//! Files as they are kept: compressed, since bookkeeping shrinks to a tenth, and every copy the database
//! makes of a large value on its way in shrinks with it.

use std::io::{Read as _, Write as _};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};

/// How every compressed file begins. No file that was kept as it came does: a SIE file begins with a label.
const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// A file in the form it is kept in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed(Vec<u8>);

impl Packed {
    /// Compresses a file; quickly rather than well.
    pub fn new(bytes: &[u8]) -> Packed {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        match encoder.write_all(bytes).and_then(|()| encoder.finish()) {
            Ok(packed) => Packed(packed),
            // Writing to memory does not fail; were it to, the file is kept as it came.
            Err(_) => Packed(bytes.to_vec()),
        }
    }

    /// What is stored.
    pub(crate) fn into_stored(self) -> Vec<u8> {
        self.0
    }
}

/// The file of what is stored; files from before they were compressed are given as they are.
///
/// # Errors
/// Damaged content.
pub(crate) fn unpack(stored: Vec<u8>) -> std::io::Result<Vec<u8>> {
    if !stored.starts_with(&MAGIC) {
        return Ok(stored);
    }
    let mut bytes = Vec::new();
    GzDecoder::new(&*stored).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_comes_back_as_it_was_and_old_ones_are_read() {
        let file = "#TRANS 1930 {} 1234.00\r\n".repeat(1000).into_bytes();
        let stored = Packed::new(&file).into_stored();
        assert!(stored.len() < file.len() / 10);
        assert_eq!(unpack(stored.clone()).unwrap(), file);
        assert_eq!(unpack(file.clone()).unwrap(), file);
        assert_eq!(unpack(Packed::new(b"").into_stored()).unwrap(), b"");
        assert!(unpack(stored[..stored.len() / 2].to_vec()).is_err());
    }
}
