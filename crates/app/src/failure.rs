//! The three ways an act can fail.

use domain::refusal::Refusal;

use crate::files::words;

/// Why an act did not happen. Nothing was changed.
#[derive(Debug)]
pub enum Failure {
    /// A rule said no: the form comes back with what was typed (422).
    Refused(Vec<Refusal>),
    /// It does not exist, or the actor may not know that it does (404).
    NotFound,
    /// Somebody else changed it first: what both wrote is kept and shown (409).
    Conflict {
        /// What stands there now.
        theirs: String,
        /// Its version.
        version: i64,
    },
    /// Something outside broke: the visitor gets a reference, the log gets the cause (500).
    Fault(Box<dyn std::error::Error + Send + Sync>),
}

impl Failure {
    /// One refusal.
    pub fn refused(refusal: Refusal) -> Failure {
        Failure::Refused(vec![refusal])
    }

    /// A fault from any cause.
    pub fn fault(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Failure {
        Failure::Fault(cause.into())
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::refused(refusal)
    }
}

impl From<reports::Error> for Failure {
    fn from(error: reports::Error) -> Failure {
        match error {
            reports::Error::Unsound(refusal) => refusal.into(),
            reports::Error::Writer(_) => Failure::fault(error),
        }
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Failure {
        use store::Error;
        let (code, place, message) = match error {
            Error::Missing(place) => (
                "databas-saknas",
                place,
                "Det finns ingen databas här. Skapa den med samordna init, eller ange rätt plats med --db."
                    .to_owned(),
            ),
            Error::Foreign(place) => (
                "databas-annan",
                place,
                "Det som finns här är inte en databas som hör till samordna. Ange rätt fil med --db.".into(),
            ),
            Error::NotWritable(place) => (
                "databas-skrivskyddad",
                place,
                "Platsen går inte att skriva till. Kontrollera att mappen finns och dess rättigheter.".into(),
            ),
            other => match whole(&other) {
                Some((code, message)) => (code, String::new(), message),
                None => return Failure::fault(other),
            },
        };
        Failure::refused(Refusal::at(code, place, message))
    }
}

/// What concerns the database as a whole, wherever it is.
fn whole(error: &store::Error) -> Option<(&'static str, String)> {
    use store::Error;
    Some(match error {
        Error::Newer { found, known } => (
            "databas-nyare",
            format!("Databasen har version {found}, men det här programmet känner till version {known}. Använd ett nyare program; ingenting är ändrat."),
        ),
        Error::Older { found, known } => (
            "databas-aldre",
            format!("Databasen har version {found} och programmet behöver version {known}. Säkerhetskopiera och kör samordna migrate."),
        ),
        Error::InUse => (
            "databas-anvands",
            "En annan process kör redan webbtjänsten på den här databasen. Stoppa den först, eller använd PostgreSQL.".into(),
        ),
        Error::Busy => (
            "databas-upptagen",
            "Databasen var upptagen för länge av någon annan. Ingenting är ändrat; försök igen om en stund.".into(),
        ),
        Error::DiskFull => (
            "disk-full",
            "Disken är full. Ingenting är ändrat. Frigör utrymme och försök igen.".into(),
        ),
        Error::Unreachable(cause) => (
            "databas-svarar-inte",
            format!("Databasservern svarar inte: {}. Kontrollera adressen i --db och att PostgreSQL är igång.", words(cause)),
        ),
        Error::Address(_) => (
            "databas-adress",
            "Databasens adress går inte att tolka. Skriv den som postgres://användare:lösenord@server/databas.".into(),
        ),
        Error::NotReady(own) => (
            "databas-svarar-inte",
            format!("Databasservern tar inte emot fler just nu (servern skriver: ”{own}”). Försök igen om en stund."),
        ),
        Error::AccessDenied(own) => (
            "databas-nekar",
            format!("Databasservern nekar åtkomst (servern skriver: ”{own}”). Kontrollera användare och lösenord i --db."),
        ),
        Error::Damaged(how) => (
            "databas-skadad",
            format!(
                "Databasen är skadad{}. Kör samordna doctor och läs tillbaka den senaste säkerhetskopian med samordna restore.",
                if how.is_empty() { String::new() } else { format!(" (”{how}”)") }
            ),
        ),
        Error::File(cause) => (
            "databas-fil",
            format!("En av databasens filer går inte att läsa eller skriva: {}. Kontrollera disken, mappen och rättigheterna.", words(cause)),
        ),
        _ => return None,
    })
}
