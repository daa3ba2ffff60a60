//! The fields of referrals, meetings and consultations. None of them can hold who it is about.

use domain::{codes::ReferringAuthority, consultation::Party, recommendation};

use super::{Field, Kind, codes, field, required};

/// The longest code of a dated list, name of a unit or insats.
const NAME: usize = 60;
/// The largest key of a unit that every program's numbers hold.
const UNIT: i64 = 9_007_199_254_740_991;

/// What is sent to register a referral.
pub fn referral() -> Vec<Field> {
    vec![
        required(
            "referens",
            "Teamets eget löpnummer: minst en siffra, inga mellanslag, inget namn och inget personnummer.",
            Kind::Text(24),
        ),
        required("mottagen", "Dagen remissen kom.", Kind::Date),
        required(
            "behov",
            "Vad frågan gäller: en kod i teamets lista behov.",
            Kind::Text(NAME),
        ),
        field(
            "enhet",
            "Enheten som frågar, med nyckeln i teamets lista. Krävs om ingen ny enhet anges.",
            Kind::Number(1, UNIT),
        ),
        field(
            "ny-enhet",
            "En enhet som saknas i listan: enhetens namn, aldrig en persons.",
            Kind::Text(NAME),
        ),
        field(
            "myndighet",
            "Den nya enhetens myndighet.",
            codes::<ReferringAuthority>(),
        ),
        field("kommun", "En av teamets kommuner.", Kind::Text(NAME)),
    ]
}

/// What is sent when a referral is taken up or taken back.
pub fn day() -> Vec<Field> {
    vec![required("datum", "Dagen det skedde.", Kind::Date)]
}

/// What is sent when a referral is sent back.
pub fn returned() -> Vec<Field> {
    let reason = "Varför: en kod i teamets lista aterlamning. Avsändaren får samma skäl.";
    let mut fields = day();
    fields.push(required("skal", reason, Kind::Text(NAME)));
    fields
}

/// What is sent to plan or register a meeting.
pub fn meeting() -> Vec<Field> {
    let mut parties = parties();
    for field in &mut parties {
        field.required = false;
    }
    let mut fields = vec![required(
        "dag",
        "Mötets dag; högst ett möte om dagen.",
        Kind::Date,
    )];
    fields.append(&mut parties);
    fields
}

/// Who took part in a meeting.
pub fn parties() -> Vec<Field> {
    let slugs = Party::ALL.map(Party::slug).to_vec();
    let label = "Parterna som är med. Krävs för ett möte som har hållits.";
    vec![required("parter", label, Kind::Several(slugs))]
}

/// What is sent to register a consultation with its recommendation.
pub fn consultation() -> Vec<Field> {
    let kinds = recommendation::KINDS.map(|(slug, _)| slug).to_vec();
    vec![
        field(
            "remiss",
            "Nyckeln på den remiss som behandlades; utelämnas för en fråga utan remiss.",
            Kind::Text(40),
        ),
        field(
            "rekommendation",
            "Teamets svar; utelämnas när det inte finns något än. Med ett svar är remissen besvarad.",
            Kind::Codes(kinds),
        ),
        field(
            "insats",
            "Kortnamnet på den insats som rekommenderas.",
            Kind::Text(NAME),
        ),
        field(
            "skal",
            "Varför ingen insats rekommenderas: en kod i teamets lista avbojd.",
            Kind::Text(NAME),
        ),
        field("svar", "Dagen svaret lämnades; förvalt mötets dag.", Kind::Date),
    ]
}

/// What is sent when a recommendation did not become a participation.
pub fn not_taken() -> Vec<Field> {
    let mut fields = day();
    fields.push(required(
        "skal",
        "Varför: en kod i listan avbojd.",
        Kind::Text(NAME),
    ));
    fields
}
