//! What a user's address and password must be.

use crate::refusal::Refusal;

/// The shortest password, in characters.
const SHORTEST: usize = 12;
/// The longest: longer ones only cost time.
const LONGEST: usize = 200;

/// What people choose when only length is asked for; compared without digits and punctuation.
const COMMON: [&str; 16] = [
    "password",
    "lösenord",
    "losenord",
    "samordna",
    "samordning",
    "finsam",
    "qwerty",
    "qwertyuiop",
    "asdfgh",
    "sommar",
    "vinter",
    "hemligt",
    "admin",
    "welcome",
    "välkommen",
    "letmein",
];

/// An e-mail address, in small letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

impl Email {
    /// Reads an address as typed.
    ///
    /// # Errors
    /// A refusal placed at `epost`.
    pub fn parse(typed: &str) -> Result<Email, Refusal> {
        let address = typed.trim().to_lowercase();
        let parts = address.split_once('@');
        let well = parts.is_some_and(|(local, host)| {
            !local.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
        });
        let clean = address
            .chars()
            .all(|c| !c.is_whitespace() && !c.is_control() && !"<>,;:\"()[]\\".contains(c))
            && address.matches('@').count() == 1;
        if well && clean && address.len() <= 254 {
            return Ok(Email(address));
        }
        let message = "Skriv en e-postadress, till exempel anna.berg@kommun.se.";
        Err(Refusal::at("epost-fel", "epost", message))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A password that may be chosen.
///
/// # Errors
/// A refusal placed at `losenord`, or at `igen` when the two are not the same.
pub fn new_password<'a>(typed: &'a str, again: &str, about: &[&str]) -> Result<&'a str, Refusal> {
    let refuse = |message: String| Err(Refusal::at("losenord-svagt", "losenord", message));
    let length = typed.chars().count();
    if length < SHORTEST {
        return refuse(format!(
            "Lösenordet ska ha minst {SHORTEST} tecken. Fyra ord efter varandra är lätta att minnas."
        ));
    }
    if length > LONGEST {
        return refuse(format!("Lösenordet får ha högst {LONGEST} tecken."));
    }
    let small = typed.to_lowercase();
    let letters: String = small.chars().filter(|c| c.is_alphabetic()).collect();
    let mut different: Vec<char> = small.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < 5 || COMMON.contains(&letters.as_str()) || letters.is_empty() {
        return refuse(
            "Lösenordet är för lätt att gissa. Välj något annat, till exempel fyra ord efter varandra."
                .into(),
        );
    }
    let own = |word: &&&str| word.chars().count() >= 4 && small.contains(&word.to_lowercase());
    if about.iter().find(own).is_some() {
        return refuse("Lösenordet får inte innehålla ditt namn eller din e-postadress.".into());
    }
    if typed != again {
        let message = "De två lösenorden är inte lika. Skriv samma lösenord två gånger.";
        return Err(Refusal::at("losenord-olika", "igen", message));
    }
    Ok(typed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_inl_08_a_new_password_is_long_not_common_and_not_about_oneself() {
        let about = ["Anna Berg", "anna.berg"];
        let verdict = |typed: &str| new_password(typed, typed, &about).map(drop).map_err(|r| r.place);
        assert!(verdict("korrekt häst batteri").is_ok());
        for bad in [
            "",
            "kort",
            "elvateckena",
            "aaaaaaaaaaaaaaa",
            "1234567890123",
            "Lösenord2023!",
            "Sommar2023!!",
            "anna.berg-2023!",
            "hejsan ANNA BERG hej",
        ] {
            assert_eq!(verdict(bad), Err("losenord".into()), "{bad}");
        }
        assert_eq!(verdict(&"xyzåä".repeat(41)), Err("losenord".into()));
        let differ = new_password("korrekt häst batteri", "korrekt häst", &about).unwrap_err();
        assert_eq!(differ.place, "igen");
    }

    #[test]
    fn an_address_is_read_in_small_letters_or_refused() {
        assert_eq!(
            Email::parse(" Anna.Berg@Kommun.SE ").unwrap().as_str(),
            "anna.berg@kommun.se"
        );
        for bad in [
            "",
            "anna",
            "@kommun.se",
            "a@b",
            "a b@c.se",
            "a@b@c.se",
            "a@.se",
            "<a@b.se>",
            "a@b.se,c@d.se",
        ] {
            assert!(Email::parse(bad).is_err(), "{bad}");
        }
    }
}
