//! Letters with links: put as files in a folder from where the organisation's own mail program sends
//! them. The program itself has no mail server to keep secret.

use std::{fs, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

use chrono::{DateTime, Utc};

use crate::{App, Failure, Outcome, session};

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Address.
    pub to: String,
    /// What it is about.
    pub subject: &'static str,
    /// Plain text.
    pub body: String,
}

impl App {
    /// Whether letters go anywhere.
    pub fn sends_letters(&self) -> bool {
        self.around.outbox.is_some()
    }

    /// Puts a letter in the outbox without letting anybody wait for it; without an outbox nothing
    /// happens.
    pub(crate) fn send(&self, letter: Letter, now: DateTime<Utc>) {
        let Some(folder) = self.around.outbox.clone() else {
            return;
        };
        tokio::task::spawn_blocking(move || {
            // Who it was for is in the audit trail, not in the log.
            if let Err(cause) = write(&folder, &letter, now) {
                tracing::error!(?cause, "a letter could not be put in the outbox");
            }
        });
    }

    /// A link of the site, as written in a letter.
    pub(crate) fn link(&self, path: &str) -> String {
        format!("{}{path}", self.around.address)
    }
}

/// Written under another name and moved, so that the mail program never sees half a letter.
fn write(folder: &Path, letter: &Letter, now: DateTime<Utc>) -> Outcome<()> {
    let name = format!("{}-{}", now.format("%Y%m%dT%H%M%S"), &session::token()?[..12]);
    let (half, whole) = (
        folder.join(format!("{name}.tmp")),
        folder.join(format!("{name}.eml")),
    );
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&half)
        .map_err(Failure::fault)?;
    file.write_all(text(letter, now).as_bytes())
        .map_err(Failure::fault)?;
    file.sync_all().map_err(Failure::fault)?;
    fs::rename(half, whole).map_err(Failure::fault)
}

/// As RFC 5322 wants it; the subject as RFC 2047 wants letters that are not ASCII.
fn text(letter: &Letter, now: DateTime<Utc>) -> String {
    let subject: String = letter
        .subject
        .bytes()
        .map(|byte| match byte {
            b' ' => "_".into(),
            _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            _ => format!("={byte:02X}"),
        })
        .collect();
    format!(
        "To: <{}>\r\nSubject: =?UTF-8?Q?{subject}?=\r\nDate: {}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\nAuto-Submitted: auto-generated\r\n\r\n{}\r\n",
        letter.to,
        now.to_rfc2822(),
        letter.body.replace('\n', "\r\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_whole_and_readable_by_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let letter = Letter {
            to: "anna@example.org".into(),
            subject: "Nytt lösenord",
            body: "Hej\nÖppna länken".into(),
        };
        write(folder.path(), &letter, testkit::clock::now()).unwrap();
        let files: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|f| f.unwrap().path())
            .collect();
        assert_eq!(files.len(), 1);
        assert_eq!(
            fs::metadata(&files[0]).unwrap().permissions().mode() & 0o777,
            0o600
        );
        let text = fs::read_to_string(&files[0]).unwrap();
        assert!(
            text.starts_with("To: <anna@example.org>\r\nSubject: =?UTF-8?Q?Nytt_l=C3=B6senord?=\r\n"),
            "{text}"
        );
        assert!(text.ends_with("\r\n\r\nHej\r\nÖppna länken\r\n"), "{text}");
    }
}
