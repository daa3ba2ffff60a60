//! The operations on referrals, meetings and recommendations, and what they send and answer.

use app::token::Scope;
use domain::{
    codes::{CodeTable, ReferringAuthority},
    consultation::Party,
    recommendation,
    referral::{List, Stage},
};
use serde_json::{Value, json};

use super::{
    Operation,
    operations::{CHANGE, CHANGE_OF_VERSION},
    reference,
};
use crate::api::schema;

/// In the order they are shown.
pub const OPERATIONS: &[Operation] = &[
    Operation {
        method: "get",
        path: "/api/v1/insatser/{insats}/rekommendationer",
        id: "listaRekommendationer",
        summary: "Rekommendationer som väntar på insatsen, den som har väntat längst först.",
        scope: Scope::ReadRows,
        body: "",
        answer: "Rekommendationer",
        statuses: &[],
    },
    Operation {
        method: "post",
        path: "/api/v1/insatser/{insats}/rekommendationer/{rekommendation}/avslut",
        id: "avslutaRekommendation",
        summary: "Rekommendationen blev inget deltagande, och varför.",
        scope: Scope::WriteRows,
        body: "InteTagen",
        answer: "Utfall",
        statuses: CHANGE,
    },
    Operation {
        method: "get",
        path: "/api/v1/team/{team}",
        id: "hamtaTeam",
        summary: "Teamets kommuner, enheter och koder, och de insatser som kan rekommenderas: det som remisser och konsultationer väljer bland.",
        scope: Scope::ReadReferrals,
        body: "",
        answer: "Team",
        statuses: &[],
    },
    Operation {
        method: "get",
        path: "/api/v1/team/{team}/remisser",
        id: "listaRemisser",
        summary: "Teamets remisser, den senast inkomna först, 200 åt gången.",
        scope: Scope::ReadReferrals,
        body: "",
        answer: "Remisser",
        statuses: &[400],
    },
    Operation {
        method: "post",
        path: "/api/v1/team/{team}/remisser",
        id: "registreraRemiss",
        summary: "Registrerar en remiss.",
        scope: Scope::WriteReferrals,
        body: "NyRemiss",
        answer: "Utfall",
        statuses: CHANGE,
    },
    Operation {
        method: "get",
        path: "/api/v1/remisser/{remiss}",
        id: "hamtaRemiss",
        summary: "En remiss med steg, behandlingar och rekommendationer, med version i ETag.",
        scope: Scope::ReadReferrals,
        body: "",
        answer: "Remiss",
        statuses: &[],
    },
    Operation {
        method: "post",
        path: "/api/v1/remisser/{remiss}/mottagande",
        id: "taEmotRemiss",
        summary: "Teamet tar emot remissen.",
        scope: Scope::WriteReferrals,
        body: "Dag",
        answer: "Utfall",
        statuses: CHANGE_OF_VERSION,
    },
    Operation {
        method: "post",
        path: "/api/v1/remisser/{remiss}/aterlamning",
        id: "aterlamnaRemiss",
        summary: "Teamet återlämnar remissen till avsändaren, med skäl.",
        scope: Scope::WriteReferrals,
        body: "Aterlamning",
        answer: "Utfall",
        statuses: CHANGE_OF_VERSION,
    },
    Operation {
        method: "post",
        path: "/api/v1/remisser/{remiss}/atertagande",
        id: "atertaRemiss",
        summary: "Avsändaren återtar remissen.",
        scope: Scope::WriteReferrals,
        body: "Dag",
        answer: "Utfall",
        statuses: CHANGE_OF_VERSION,
    },
    Operation {
        method: "get",
        path: "/api/v1/team/{team}/moten",
        id: "listaMoten",
        summary: "Teamets möten, det senaste först, 200 åt gången.",
        scope: Scope::ReadReferrals,
        body: "",
        answer: "Moten",
        statuses: &[400],
    },
    Operation {
        method: "post",
        path: "/api/v1/team/{team}/moten",
        id: "registreraMote",
        summary: "Planerar eller registrerar ett möte.",
        scope: Scope::WriteReferrals,
        body: "NyttMote",
        answer: "Utfall",
        statuses: CHANGE,
    },
    Operation {
        method: "get",
        path: "/api/v1/moten/{mote}",
        id: "hamtaMote",
        summary: "Ett möte med parter och konsultationer, med version i ETag.",
        scope: Scope::ReadReferrals,
        body: "",
        answer: "Mote",
        statuses: &[],
    },
    Operation {
        method: "put",
        path: "/api/v1/moten/{mote}/parter",
        id: "sparaParter",
        summary: "Ersätter uppgiften om vilka parter som var med.",
        scope: Scope::WriteReferrals,
        body: "Parter",
        answer: "Utfall",
        statuses: CHANGE_OF_VERSION,
    },
    Operation {
        method: "post",
        path: "/api/v1/moten/{mote}/konsultationer",
        id: "registreraKonsultation",
        summary: "Registrerar en konsultation på mötet. Med en rekommendation är remissen besvarad.",
        scope: Scope::WriteReferrals,
        body: "Konsultation",
        answer: "Utfall",
        statuses: CHANGE,
    },
];

/// What can be done next with a referral: the operation, and whether it names the version.
pub const NEXT: &[(&str, bool)] = &[
    ("hamtaRemiss", false),
    ("taEmotRemiss", true),
    ("aterlamnaRemiss", true),
    ("atertaRemiss", true),
];

/// What can be done next with a meeting.
pub const NEXT_OF_MEETING: &[(&str, bool)] = &[
    ("hamtaMote", false),
    ("sparaParter", true),
    ("registreraKonsultation", false),
];

/// The schemas by name.
pub fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("NyRemiss", schema::object(&schema::referral())),
        ("Dag", schema::object(&schema::day())),
        ("Aterlamning", schema::object(&schema::returned())),
        ("NyttMote", schema::object(&schema::meeting())),
        ("Parter", schema::object(&schema::parties())),
        ("Konsultation", schema::object(&schema::consultation())),
        ("InteTagen", schema::object(&schema::not_taken())),
        ("Team", team()),
        ("Remisser", listed("remisser", &answer(&referral_line()))),
        ("Remiss", referral()),
        (
            "Moten",
            listed(
                "moten",
                &answer(&meeting(json!({ "type": "integer", "minimum": 0 }))),
            ),
        ),
        ("Mote", held()),
        ("Rekommendation", recommendation()),
        ("Rekommendationer", recommendations()),
    ]
}

type Part<'a> = (&'a str, Value);

fn text() -> Value {
    json!({ "type": "string" })
}

fn nullable() -> Value {
    json!({ "type": ["string", "null"] })
}

fn version() -> Value {
    json!({ "type": "integer", "minimum": 1 })
}

fn one_of(codes: &[&str]) -> Value {
    json!({ "type": "string", "enum": codes })
}

fn authority() -> Value {
    let slugs: Vec<&str> = ReferringAuthority::ALL.iter().map(|code| code.slug()).collect();
    one_of(&slugs)
}

fn several(item: &Value) -> Value {
    json!({ "type": "array", "items": item })
}

/// An object that is answered: it always has all of its parts.
fn answer(parts: &[Part<'_>]) -> Value {
    let names: Vec<&str> = parts.iter().map(|(name, _)| *name).collect();
    let properties: serde_json::Map<String, Value> = parts
        .iter()
        .map(|(name, schema)| ((*name).to_owned(), schema.clone()))
        .collect();
    json!({ "type": "object", "properties": properties, "required": names, "additionalProperties": false })
}

fn listed(name: &str, line: &Value) -> Value {
    answer(&[(name, several(line)), ("fler", json!({ "type": "boolean" }))])
}

fn team() -> Value {
    let unit = [
        ("enhet", json!({ "type": "integer" })),
        ("myndighet", authority()),
        ("namn", text()),
        ("erbjuds", json!({ "type": "boolean" })),
    ];
    let code = [
        ("lista", one_of(&List::ALL.map(List::slug))),
        ("kod", text()),
        ("text", text()),
        ("fran", text()),
        ("till", nullable()),
    ];
    answer(&[
        ("team", text()),
        ("namn", text()),
        ("kommuner", several(&text())),
        ("enheter", several(&answer(&unit))),
        ("koder", several(&answer(&code))),
        (
            "insatser",
            several(&answer(&[("insats", text()), ("namn", text())])),
        ),
    ])
}

fn referral_line() -> Vec<Part<'static>> {
    vec![
        ("id", text()),
        ("version", version()),
        ("referens", text()),
        ("skede", one_of(&Stage::SLUGS)),
        ("mottagen", text()),
        ("myndighet", authority()),
        ("vantar", nullable()),
        ("senast", nullable()),
    ]
}

fn referral() -> Value {
    let step = [
        ("skede", one_of(&Stage::SLUGS[1..])),
        ("datum", text()),
        ("skal", nullable()),
    ];
    let treated = [
        ("mote", text()),
        ("dag", text()),
        ("konsultation", text()),
        ("rekommendation", maybe("Rekommendation")),
    ];
    let mut parts = referral_line();
    parts.extend([
        ("team", text()),
        ("enhet", json!({ "type": "integer" })),
        ("enhetsnamn", text()),
        ("behov", text()),
        ("kommun", nullable()),
        ("steg", several(&answer(&step))),
        ("behandlingar", several(&answer(&treated))),
    ]);
    answer(&parts)
}

fn meeting(consultations: Value) -> Vec<Part<'static>> {
    vec![
        ("id", text()),
        ("version", version()),
        ("dag", text()),
        ("parter", several(&one_of(&Party::ALL.map(Party::slug)))),
        ("konsultationer", consultations),
    ]
}

fn held() -> Value {
    let consultation = [
        ("id", text()),
        ("remiss", nullable()),
        ("rekommendation", maybe("Rekommendation")),
    ];
    let mut parts = meeting(several(&answer(&consultation)));
    parts.push(("team", text()));
    answer(&parts)
}

fn maybe(name: &str) -> Value {
    json!({ "anyOf": [reference(name), { "type": "null" }] })
}

fn recommendation() -> Value {
    let outcome = answer(&[
        ("datum", text()),
        ("inskriven", json!({ "type": "boolean" })),
        ("skal", nullable()),
    ]);
    answer(&[
        ("id", text()),
        ("slag", one_of(&recommendation::KINDS.map(|(slug, _)| slug))),
        ("insats", nullable()),
        ("skal", nullable()),
        ("svar", text()),
        ("utfall", json!({ "anyOf": [outcome, { "type": "null" }] })),
    ])
}

fn recommendations() -> Value {
    let line = [
        ("id", text()),
        ("referens", nullable()),
        ("team", text()),
        ("myndighet", json!({ "anyOf": [authority(), { "type": "null" }] })),
        ("enhet", text()),
        ("kommun", nullable()),
        ("behov", nullable()),
        ("rekommenderad", text()),
    ];
    answer(&[("rekommendationer", several(&answer(&line)))])
}
