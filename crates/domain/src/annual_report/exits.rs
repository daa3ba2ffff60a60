//! Diagrams 4–6: what participations ended in, against what they came from. Before and after is a
//! difference in time, never an effect: nothing here says that an insats led to something.

use super::{
    caption, cells,
    companion::{BySex, Property, WHO, drawn, sexed},
    draft::{Draft, Place},
};
use crate::{
    chart::{Chart, ChartKind},
    codes::{Occupation, Sex, Support},
    document::{Row, RowKind},
    figure::{MeasureId, Scope},
    words::capital,
};

const CLOSED: &str = "deltaganden.avslutade";
const SEVERAL: &str = "Flera kan anges för samma deltagande, så delarna kan bli fler än basen.";
const NO_EFFECT: &str = "Före och efter är en jämförelse över tid, utan jämförelsegrupp; den säger inget om vad insatsen orsakat.";

/// "Efter avslutad insats".
pub(super) fn part(draft: &mut Draft<'_>) {
    draft.heading(3, "", "Efter avslutad insats", "efter-avslut");
    let known = draft.known("avslut.kanda").and_then(|figure| figure.k);
    if known.is_none_or(|k| k == 0) {
        draft.missing(
            "ars-avslut",
            "inget avslutat deltagande har uppgift om sysselsättning",
            "Insatserna registrerar avsluten under Deltagare.",
        );
        return;
    }
    draft.sentence(
        "Av årets {} avslutade deltaganden har {} känd sysselsättning vid avslut. {} av dem gick till arbete eller studier ({}) och {} var arbetssökande ({}).",
        &[
            draft.known(CLOSED),
            draft.known("avslut.kanda"),
            draft.known("avslut.antal_arbete_eller_studier"),
            draft.known("avslut.arbete_eller_studier"),
            draft.known("avslut.antal_arbetssokande"),
            draft.known("avslut.arbetssokande"),
        ],
    );
    occupation(draft);
    before_and_after(draft);
    support(draft);
}

fn occupation(draft: &mut Draft<'_>) {
    let rule = BySex {
        count: "avslut.sysselsattning",
        share: None,
        known: "avslut.kanda",
        base: "Avslutade med känd sysselsättning",
        adds_up: false,
        kind: ChartKind::Bars,
        head: "Sysselsättning vid avslut",
    };
    let finding = draft
        .known("avslut.arbete_eller_studier")
        .and_then(caption::k_of_n);
    let caption = finding.map(|k_of_n| format!("{k_of_n} avslutade gick till arbete eller studier"));
    let mut notes: Vec<String> = draft
        .base_note(
            "avslut.kanda",
            CLOSED,
            "avslutade deltaganden med känd sysselsättning",
        )
        .into_iter()
        .collect();
    notes.push(SEVERAL.into());
    let place = Place {
        number: 4,
        id: "diagram-4",
        caption: caption.unwrap_or_else(|| "Sysselsättning vid avslut, efter kön".into()),
        notes,
    };
    draft.by_sex(&rule, &Property::of::<Occupation>("sysselsattning"), place);
}

/// One moment: its word, the two shares with their counts, and the base.
struct Moment {
    word: &'static str,
    support: [MeasureId; 2],
    seeking: [MeasureId; 2],
    base: MeasureId,
}

const MOMENTS: [Moment; 2] = [
    Moment {
        word: "före",
        support: ["egenforsorjning.antal_fore", "egenforsorjning.fore"],
        seeking: ["arbetssokande.antal_fore", "arbetssokande.fore"],
        base: "sysselsattning.fore_kanda",
    },
    Moment {
        word: "vid avslut",
        support: ["avslut.antal_arbete_eller_studier", "egenforsorjning.efter"],
        seeking: ["avslut.antal_arbetssokande", "arbetssokande.efter"],
        base: "avslut.kanda",
    },
];

fn before_and_after(draft: &mut Draft<'_>) {
    let mut categories = Vec::new();
    let mut shares = ["Egenförsörjning", "Arbetssökande"].map(|name| (name, Vec::new()));
    let mut rows: Vec<Row> = Vec::new();
    for (who, sex) in WHO {
        for moment in &MOMENTS {
            let scope = sexed(Scope::all(), sex);
            let label = format!("{who} {}", moment.word);
            for (series, measures) in shares.iter_mut().zip([&moment.support, &moment.seeking]) {
                series.1.push(draft.figure(measures[1], scope.clone()));
            }
            let [a, b] = moment.support;
            let [c, d] = moment.seeking;
            let measures = [a, b, c, d, moment.base];
            let cells = measures.map(|measure| draft.cell(measure, scope.clone()));
            rows.push(cells::row(RowKind::Normal, label.clone(), cells.to_vec()));
            categories.push(label);
        }
    }
    let (series, withheld) = drawn(&shares);
    let chart = Chart {
        kind: ChartKind::Stacked,
        categories,
        series,
        unit: "%".into(),
        target: None,
        decimals: 1,
        withheld,
    };
    let columns = cells::numeric(&[
        "Grupp och tidpunkt",
        "Egenförsörjning",
        "andel, %",
        "Arbetssökande",
        "andel, %",
        "Bas",
    ]);
    let table = cells::table("diagram-5-underlag", String::new(), columns, rows);
    let mut place = Place {
        number: 5,
        id: "diagram-5",
        caption: before_and_after_finding(draft),
        notes: before_and_after_notes(draft),
    };
    place.notes.extend(draft.constructed_note());
    draft.diagram(place, chart, table);
}

fn before_and_after_finding(draft: &Draft<'_>) -> String {
    let whole = |id| draft.known(id).and_then(caption::share);
    let finding = whole("egenforsorjning.efter").zip(whole("egenforsorjning.fore"));
    finding.map_or_else(
        || "Egenförsörjning och arbetssökande före och vid avslut, efter kön".to_owned(),
        |(after, before)| format!("I egenförsörjning var {after} vid avslut, mot {before} före"),
    )
}

fn before_and_after_notes(draft: &Draft<'_>) -> Vec<String> {
    let mut notes = vec![
        "Egenförsörjning är arbete, även subventionerat, eller studier. Arbetssökande är de som är det utan arbete eller studier.".to_owned(),
    ];
    notes.extend(draft.base_note(
        "avslut.kanda",
        CLOSED,
        "avslutade med känd sysselsättning vid avslut",
    ));
    notes.extend(draft.base_note(
        "sysselsattning.fore_kanda",
        CLOSED,
        "avslutade med känd sysselsättning före",
    ));
    notes.push(NO_EFFECT.into());
    notes
}

const SUPPORT: [(&str, MeasureId, MeasureId); 2] = [
    ("Före", "forsorjning.fore", "forsorjning.fore_kanda"),
    ("Vid avslut", "forsorjning.efter", "forsorjning.efter_kanda"),
];

fn support(draft: &mut Draft<'_>) {
    let property = Property::of::<Support>("forsorjning");
    let scope = |code: &str, sex| sexed(Scope::all().with("forsorjning", code), sex);
    let (series, withheld) = drawn(&SUPPORT.map(|(name, measure, _)| {
        let codes = property.codes.iter();
        let figures = codes.map(|(code, _)| draft.figure(measure, scope(code, None)));
        (name, figures.collect())
    }));
    let chart = Chart {
        kind: ChartKind::Bars,
        categories: property
            .codes
            .iter()
            .map(|(_, label)| (*label).to_owned())
            .collect(),
        series,
        unit: "deltaganden".into(),
        target: None,
        decimals: 0,
        withheld,
    };
    let of = |measures: [MeasureId; 2], scope: &dyn Fn(Option<Sex>) -> Scope| {
        let cells = WHO
            .iter()
            .flat_map(|(_, sex)| measures.map(|measure| draft.cell(measure, scope(*sex))));
        cells.collect::<Vec<_>>()
    };
    let counts = [SUPPORT[0].1, SUPPORT[1].1];
    let mut rows: Vec<Row> = property
        .codes
        .iter()
        .map(|(code, label)| cells::row(RowKind::Normal, *label, of(counts, &|sex| scope(code, sex))))
        .collect();
    let bases = [SUPPORT[0].2, SUPPORT[1].2];
    rows.push(cells::row(
        RowKind::Normal,
        "Med känd försörjning",
        of(bases, &|sex| sexed(Scope::all(), sex)),
    ));
    let columns = cells::numeric(&[
        "Försörjning",
        "Kvinnor före",
        "Kvinnor vid avslut",
        "Män före",
        "Män vid avslut",
        "Alla före",
        "Alla vid avslut",
    ]);
    let table = cells::table("diagram-6-underlag", String::new(), columns, rows);
    let mut place = Place {
        number: 6,
        id: "diagram-6",
        caption: support_finding(draft, &property),
        notes: support_notes(draft),
    };
    place.notes.extend(draft.constructed_note());
    draft.diagram(place, chart, table);
}

/// The most common support before, and how many had it at exit.
fn support_finding(draft: &Draft<'_>, property: &Property) -> String {
    let finding = draft.largest("forsorjning.fore", property).and_then(|(code, _)| {
        let label = property.codes.iter().find(|(slug, _)| *slug == code)?.1;
        let of = |measure| draft.figure(measure, Scope::all().with("forsorjning", code));
        let numbers = [
            of("forsorjning.fore"),
            draft.known("forsorjning.fore_kanda"),
            of("forsorjning.efter"),
            draft.known("forsorjning.efter_kanda"),
        ];
        let said = caption::plain("{} av {} före och {} av {} vid avslut", &numbers)?;
        Some(format!("{} var vanligast före: {said}", capital(label)))
    });
    finding.unwrap_or_else(|| "Försörjning före och vid avslut".into())
}

fn support_notes(draft: &Draft<'_>) -> Vec<String> {
    let base = |known, words| draft.base_note(known, CLOSED, words);
    let bases = [
        base("forsorjning.fore_kanda", "avslutade med känd försörjning före"),
        base(
            "forsorjning.efter_kanda",
            "avslutade med känd försörjning vid avslut",
        ),
    ];
    let mut notes: Vec<String> = bases.into_iter().flatten().collect();
    notes.extend([SEVERAL.to_owned(), NO_EFFECT.to_owned()]);
    notes
}
