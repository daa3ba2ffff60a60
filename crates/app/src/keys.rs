//! The state of the keys: the installation's in its file, and the huvudmän's in the database. Looks
//! only; a key that is missing is not made here.

use std::path::Path;

use identity::{InstallationKey, KeyTrouble, PseudonymKey};
use store::{Db, Target};

use crate::Outcome;

/// What is known of the installation's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFile {
    /// Neither file nor anything sealed yet: it is made when the program is first served.
    NotNeeded,
    /// It is there and is this database's.
    Right,
    /// It is not there, and the database needs it.
    Missing,
    /// It is another database's.
    Wrong,
    /// It cannot be read, is damaged, or others may read it.
    Unreadable,
}

impl KeyFile {
    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            KeyFile::NotNeeded => "behövs inte än",
            KeyFile::Right => "finns och hör till databasen",
            KeyFile::Missing => {
                "saknas: lägg tillbaka kopian, annars går ingen in med lösenord och ingen känns igen"
            }
            KeyFile::Wrong => "hör till en annan databas",
            KeyFile::Unreadable => "kan inte läsas, är skadad eller får läsas av andra",
        }
    }

    /// Whether nothing has to be done.
    pub const fn is_well(self) -> bool {
        matches!(self, KeyFile::NotNeeded | KeyFile::Right)
    }
}

/// The keys of one huvudman.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalKeys {
    /// The huvudman.
    pub name: String,
    /// How many versions; the newest is used, the others recognise.
    pub versions: usize,
    /// How many of them the installation's key does not open.
    pub closed: usize,
    /// Participations whose pseudonym was made under a key that is gone.
    pub without_key: i64,
}

/// Every key's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// The installation's.
    pub file: KeyFile,
    /// The huvudmän's that have one.
    pub principals: Vec<PrincipalKeys>,
}

impl Keys {
    /// Whether every key is where it should be.
    pub fn are_well(&self) -> bool {
        let well = |keys: &PrincipalKeys| keys.closed == 0 && keys.without_key == 0;
        self.file.is_well() && self.principals.iter().all(well)
    }
}

/// Looks at the keys of a database of this program's version.
///
/// # Errors
/// The database's own; what is wrong with the keys is in the answer.
pub async fn look(db: &str, file: &Path) -> Outcome<Keys> {
    let db = Db::open(&Target::parse(db)).await?;
    let looked = look_in(&db, file).await;
    db.close().await;
    looked
}

async fn look_in(db: &Db, file: &Path) -> Outcome<Keys> {
    let mut tx = db.read().await?;
    let known = store::credential::key_check(&mut tx).await?;
    let read = InstallationKey::read(file);
    let state = match (&read, &known) {
        (Ok(key), Some(check)) if key.check() == *check => KeyFile::Right,
        (Ok(_), Some(_)) => KeyFile::Wrong,
        (Ok(_), None) | (Err(KeyTrouble::Missing(_)), None) => KeyFile::NotNeeded,
        (Err(KeyTrouble::Missing(_)), Some(_)) => KeyFile::Missing,
        (Err(_), _) => KeyFile::Unreadable,
    };
    let mut principals = Vec::new();
    for association in store::association::all(&mut tx).await? {
        for (principal, name) in store::pseudonym::principals(&mut tx, association.id).await? {
            let stored = store::pseudonym::keys(&mut tx, principal).await?;
            let without_key = store::pseudonym::without_key(&mut tx, principal).await?;
            if stored.is_empty() && without_key == 0 {
                continue;
            }
            let closed = |(version, sealed): &&(i64, Vec<u8>)| {
                let key = read.as_ref().ok();
                key.and_then(|key| PseudonymKey::open(key, &principal.place(), *version, sealed))
                    .is_none()
            };
            principals.push(PrincipalKeys {
                name,
                versions: stored.len(),
                closed: stored.iter().filter(closed).count(),
                without_key,
            });
        }
    }
    Ok(Keys {
        file: state,
        principals,
    })
}
