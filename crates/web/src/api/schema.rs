//! The fields a program sends and reads: one list that the reading, the description (OpenAPI) and
//! the readable page are made from. The names are those of the forms.

mod referral;

use domain::{
    codes::{CodeTable, Education, ExitReason, Occupation, ReferringAuthority, Sex, Support, SupportTime},
    participation::{
        ActivityKind, AgeReason, Contact, ExcessReason, GoalStatus, Interim, Language, Missing, Months,
        PlanArea, ReversalReason, Stage,
    },
};
pub use referral::{consultation, day, meeting, not_taken, parties, referral, returned};
use serde_json::{Value, json};

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One of these codes.
    Codes(Vec<&'static str>),
    /// Any of these codes, each once.
    Several(Vec<&'static str>),
    /// A day.
    Date,
    /// A day, or for an anonymous participation a year.
    DateOrYear,
    /// A year of birth, or why it is missing.
    Year,
    /// Words of at most so many characters: a designation or a name of a list, never about a person.
    Text(usize),
    /// A number of a person: for the pseudonym alone, never stored or sent back.
    Person,
    /// Per cent by code, in steps; or why they are missing.
    Shares(Vec<&'static str>, i64),
    /// Whole numbers by key: answers to the insats's own questions.
    Answers,
    /// Several texts.
    List(usize),
    /// A whole number within these bounds.
    Number(i64, i64),
    /// Up to twelve rows of fields.
    Rows(Rows),
}

/// Rows of fields, as a form numbers them: `prefix-1-field`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// What the form calls them.
    pub prefix: &'static str,
    /// The field with a row's own number; without one, rows are numbered as they come.
    pub key: Option<&'static str>,
    /// What a row holds.
    pub fields: Vec<Field>,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it means, in Swedish.
    pub label: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// It must be sent.
    pub required: bool,
}

const fn field(name: &'static str, label: &'static str, kind: Kind) -> Field {
    Field {
        name,
        label,
        kind,
        required: false,
    }
}

const fn required(name: &'static str, label: &'static str, kind: Kind) -> Field {
    Field {
        name,
        label,
        kind,
        required: true,
    }
}

fn slugs<T: CodeTable>() -> Vec<&'static str> {
    T::ALL.iter().map(|code| code.slug()).collect()
}

fn codes<T: CodeTable>() -> Kind {
    Kind::Codes(slugs::<T>())
}

/// Codes, or why the value is missing.
fn answers<T: CodeTable>() -> Kind {
    let mut all = slugs::<T>();
    for why in slugs::<Missing>() {
        if !all.contains(&why) {
            all.push(why);
        }
    }
    Kind::Codes(all)
}

/// What is sent at entry.
#[expect(
    clippy::too_many_lines,
    reason = "a list of fields is a value, not a procedure"
)]
pub fn entry() -> Vec<Field> {
    vec![
        required(
            "underlag",
            "Skriftligt samtycke, inget samtycke eller skyddad identitet. Utan samtycke tas bara kön och startår emot.",
            Kind::Codes(vec!["skriftligt", "inget", "skyddad"]),
        ),
        required(
            "start",
            "Startdatum; för ett anonymt deltagande räcker året.",
            Kind::DateOrYear,
        ),
        field(
            "referens",
            "Insatsens egen beteckning: minst en siffra, inga mellanslag, inget namn. Krävs med samtycke.",
            Kind::Text(40),
        ),
        field(
            "lage",
            "Beviljad, i introduktionsgrupp eller deltar (förvalt).",
            codes::<Stage>(),
        ),
        field("kon", "Kön, eller varför uppgiften saknas.", answers::<Sex>()),
        field(
            "fodelsear",
            "Födelseår, eller varför uppgiften saknas.",
            Kind::Year,
        ),
        field("kommun", "Hemkommun, som den heter i förbundet.", Kind::Text(60)),
        field(
            "personnummer",
            "Person- eller samordningsnummer för pseudonymen. Sparas, loggas och skickas aldrig tillbaka.",
            Kind::Person,
        ),
        field(
            "remittent",
            "Remitterande myndighet.",
            answers::<ReferringAuthority>(),
        ),
        field(
            "utbildning",
            "Högsta avslutade utbildning.",
            answers::<Education>(),
        ),
        field(
            "tid",
            "Tid i offentlig försörjning före start.",
            answers::<SupportTime>(),
        ),
        field(
            "forsorjning",
            "Försörjning före start, med grad.",
            Kind::Shares(slugs::<Support>(), 25),
        ),
        field(
            "sysselsattning",
            "Sysselsättning före start, i procent av heltid.",
            Kind::Shares(slugs::<Occupation>(), 1),
        ),
        field(
            "samtycke-datum",
            "När samtycket gavs; förvalt startdatum.",
            Kind::Date,
        ),
        field(
            "samtycke-version",
            "Blankettens version, till exempel 2026-1.",
            Kind::Text(20),
        ),
        field("samtycke-sprak", "Blankettens språk.", codes::<Language>()),
        field(
            "samtycke-handling",
            "Var den undertecknade blanketten finns, till exempel Dnr 2026-114.",
            Kind::Text(60),
        ),
        field(
            "alder-skal",
            "Varför en ålder utanför insatsens gränser är rätt.",
            codes::<AgeReason>(),
        ),
        field(
            "forsorjning-skal",
            "Varför försörjningarna är mer än hel.",
            codes::<ExcessReason>(),
        ),
        field(
            "fragor",
            "Svar på insatsens egna frågor, med frågans nyckel.",
            Kind::Answers,
        ),
    ]
}

/// What is sent to register a participation: the entry, and the recommendation that led there.
pub fn registered() -> Vec<Field> {
    let mut fields = entry();
    fields.push(field(
        RECOMMENDATION,
        "Nyckeln på den rekommendation som ledde hit; den räknas då som tagen.",
        Kind::Text(40),
    ));
    fields
}

/// The recommendation that led to an entry.
pub const RECOMMENDATION: &str = "rekommendation";

/// What is sent at exit.
pub fn exit() -> Vec<Field> {
    vec![
        required("avslut", "Avslutsdatum.", Kind::Date),
        field(
            "orsak",
            "Avslutsanledning, eller varför uppgiften saknas. Krävs om ingen etikett anges.",
            answers::<ExitReason>(),
        ),
        field(
            "etikett",
            "Insatsens egen etikett, med dess nyckel.",
            Kind::Text(60),
        ),
        field(
            "forsorjning_efter",
            "Försörjning vid avslut, med grad.",
            Kind::Shares(slugs::<Support>(), 25),
        ),
        field(
            "sysselsattning_efter",
            "Sysselsättning vid avslut, i procent av heltid.",
            Kind::Shares(slugs::<Occupation>(), 1),
        ),
        field(
            "forsorjning_efter-skal",
            "Varför försörjningarna är mer än hel.",
            codes::<ExcessReason>(),
        ),
        field(
            "steg",
            "Registrerade stegförflyttningar, med listans nyckel.",
            Kind::List(60),
        ),
        field(
            "fragor",
            "Svar på insatsens egna frågor, med frågans nyckel.",
            Kind::Answers,
        ),
    ]
}

/// What is sent at a reversal.
pub fn reversal() -> Vec<Field> {
    vec![required(
        "skal",
        "Varför deltagandet är felregistrerat.",
        codes::<ReversalReason>(),
    )]
}

/// What is sent at a start: from granted to introduction or participating.
pub fn start() -> Vec<Field> {
    vec![
        required(
            "lage",
            "Det läge som börjar: i introduktionsgrupp eller deltar.",
            codes::<Stage>(),
        ),
        required("start", "Första dagen.", Kind::Date),
    ]
}

/// The number of a goal in its plan.
pub const GOAL: &str = "nummer";

/// The whole plan: what is sent replaces what stands.
pub fn plan() -> Vec<Field> {
    let number = || Kind::Number(1, Interim::MOST);
    let goals = Rows {
        prefix: "mal",
        key: Some(GOAL),
        fields: vec![
            required(GOAL, "Målets nummer i planen.", number()),
            required("omrade", "Vad målet handlar om.", codes::<PlanArea>()),
            field(
                "under",
                "Numret på det huvudmål som detta är ett delmål till.",
                number(),
            ),
            field("satt", "När målet sattes; förvalt i dag.", Kind::Date),
            field("lage", "Hur det går; förvalt pågår.", codes::<GoalStatus>()),
            field("dag", "När målet avgjordes.", Kind::Date),
        ],
    };
    let activities = Rows {
        prefix: "akt",
        key: None,
        fields: vec![
            required("slag", "Vilket slags aktivitet.", codes::<ActivityKind>()),
            required("fran", "Första dagen.", Kind::Date),
            field("till", "Sista dagen, när den är känd.", Kind::Date),
            required("timmar", "Timmar i veckan.", Kind::Number(1, 40)),
        ],
    };
    vec![
        field("mal", "Mål och delmål, högst tolv.", Kind::Rows(goals)),
        field("aktiviteter", "Aktiviteter, högst tolv.", Kind::Rows(activities)),
        field(
            "fragor",
            "Svar på insatsens egna frågor under tiden, med frågans nyckel.",
            Kind::Answers,
        ),
    ]
}

/// What is sent of a follow-up.
pub fn follow_up() -> Vec<Field> {
    vec![
        required("manader", "Vilken uppföljning det är.", codes::<Months>()),
        required("kontakt", "Om deltagaren svarade.", codes::<Contact>()),
        field("datum", "Dagen för uppföljningen; förvalt i dag.", Kind::Date),
        field(
            "forsorjning",
            "Försörjning då, med grad.",
            Kind::Shares(slugs::<Support>(), 25),
        ),
        field(
            "sysselsattning",
            "Sysselsättning då, i procent av heltid.",
            Kind::Shares(slugs::<Occupation>(), 1),
        ),
        field(
            "fragor",
            "Svar på insatsens egna frågor, med frågans nyckel.",
            Kind::Answers,
        ),
    ]
}

/// A pattern for words: something, and no control characters.
pub const WORDS: &str = r"^[^\x00-\x1F\x7F-\x9F]*[^\x00-\x20\x7F-\xA0][^\x00-\x1F\x7F-\x9F]*$";
/// A year from 2000 on.
const START_YEAR: &str = "^20[0-9]{2}$";

/// A field's values as a JSON Schema.
pub fn schema(field: &Field) -> Value {
    let missing = json!({ "type": "string", "enum": slugs::<Missing>() });
    let mut schema = match &field.kind {
        Kind::Codes(codes) => json!({ "type": "string", "enum": codes }),
        Kind::Several(codes) => {
            json!({ "type": "array", "uniqueItems": true, "items": { "type": "string", "enum": codes } })
        }
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::DateOrYear => json!({ "anyOf": [
            { "type": "string", "format": "date" }, { "type": "string", "pattern": START_YEAR }
        ]}),
        Kind::Year => json!({ "anyOf": [{ "type": "integer", "minimum": 1900, "maximum": 2100 }, missing] }),
        Kind::Text(most) => {
            json!({ "type": "string", "minLength": 1, "maxLength": most, "pattern": WORDS })
        }
        // No pattern: an anonymous entry takes no notice of it, whatever it is.
        Kind::Person => json!({ "type": "string", "writeOnly": true,
            "description": "ÅÅÅÅMMDDNNNN eller ÅÅMMDD-NNNN. Sparas aldrig." }),
        Kind::Shares(codes, step) => {
            let share = json!({ "type": "integer", "minimum": step, "maximum": 100, "multipleOf": step });
            let properties: serde_json::Map<String, Value> = codes
                .iter()
                .map(|code| ((*code).to_owned(), share.clone()))
                .collect();
            json!({ "anyOf": [
                { "type": "object", "properties": properties, "additionalProperties": false, "minProperties": 1 },
                missing
            ]})
        }
        Kind::Answers => {
            json!({ "type": "object", "additionalProperties": { "type": "integer", "minimum": -1_000_000, "maximum": 1_000_000 },
                "propertyNames": { "pattern": "^[a-z0-9_-]{1,60}$" } })
        }
        Kind::List(most) => json!({ "type": "array", "maxItems": 20, "items":
            { "type": "string", "minLength": 1, "maxLength": most, "pattern": WORDS } }),
        Kind::Number(low, high) => json!({ "type": "integer", "minimum": low, "maximum": high }),
        Kind::Rows(rows) => {
            json!({ "type": "array", "maxItems": Interim::MOST, "items": object(&rows.fields) })
        }
    };
    schema["description"] = field.label.into();
    schema
}

/// An object of these fields as a JSON Schema.
pub fn object(fields: &[Field]) -> Value {
    let properties: serde_json::Map<String, Value> = fields
        .iter()
        .map(|field| (field.name.to_owned(), schema(field)))
        .collect();
    let needed: Vec<&str> = fields
        .iter()
        .filter(|field| field.required)
        .map(|field| field.name)
        .collect();
    json!({ "type": "object", "properties": properties, "required": needed, "additionalProperties": false })
}
