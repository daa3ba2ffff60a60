//! Diagrams 1–3: who the new participations are.

use super::{
    caption,
    companion::{BySex, Property},
    draft::{Draft, Place},
};
use crate::{
    chart::ChartKind,
    codes::{Education, SupportTime},
    figure::{MeasureId, Scope},
    measure::bands::AGE_BANDS,
};

const SHARES: &str = "Andelarna är avrundade var för sig och behöver inte bli hundra tillsammans.";
const NEW: &str = "deltaganden.nya";

/// "Nya deltagandens bakgrund".
pub(super) fn part(draft: &mut Draft<'_>) {
    draft.heading(3, "", "Bakgrund hos nya deltaganden", "bakgrund");
    if draft.participations().is_none() || draft.known("alder.kanda").is_none() {
        draft.missing(
            "ars-bakgrund",
            "inga deltaganden med bakgrund är registrerade för året",
            "Insatserna registrerar deltagandena under Deltagare.",
        );
        return;
    }
    ages(draft);
    education(draft);
    support_time(draft);
}

/// Whether anybody has a known answer; otherwise that is said instead of an empty diagram.
fn anybody(draft: &mut Draft<'_>, known: MeasureId, what: &str) -> bool {
    let anybody = draft
        .known(known)
        .and_then(|figure| figure.k)
        .is_some_and(|k| k > 0);
    if !anybody {
        draft.words(format!(
            "Uppgift saknas: inget nytt deltagande har uppgift om {what}."
        ));
    }
    anybody
}

fn ages(draft: &mut Draft<'_>) {
    if !anybody(draft, "alder.kanda", "ålder") {
        return;
    }
    let (young, all) = (draft.known("deltaganden.nya_under_30"), draft.known(NEW));
    let mean = draft.known("alder.medel_inskrivning");
    draft.sentence(
        "{} av {} nya deltaganden var under 30 år vid inregistreringen. Medelåldern var {}.",
        &[young, draft.known("alder.kanda"), mean],
    );
    draft.sentence(
        "Av årets {} nya deltaganden var {} kvinnor och {} män.",
        &[
            all,
            draft.figure(NEW, Scope::all().with("kon", "kvinna")),
            draft.figure(NEW, Scope::all().with("kon", "man")),
        ],
    );
    let codes = AGE_BANDS.iter().map(|band| (band.slug, band.label)).collect();
    let property = Property {
        dimension: "alder",
        codes,
    };
    let rule = BySex {
        count: "alder.antal",
        share: None,
        known: "alder.kanda",
        base: "Med känd ålder",
        adds_up: true,
        kind: ChartKind::Columns,
        head: "Ålder",
    };
    // The classes of the diagram break elsewhere than at 30 years.
    let finding = draft.largest(rule.count, &property).and_then(|(code, _)| {
        let of_band = draft.figure(rule.count, Scope::all().with("alder", code));
        let label = property.codes.iter().find(|(slug, _)| *slug == code)?.1;
        let counts = caption::plain("{} av {}", &[of_band, draft.known(rule.known)])?;
        Some(format!("Flest nya deltaganden var {label}: {counts}"))
    });
    let place = Place {
        number: 1,
        id: "diagram-1",
        caption: finding.unwrap_or_else(|| "Ålder vid inregistrering, efter kön".into()),
        notes: notes(draft, "alder.kanda", "nya deltaganden med känd ålder", None),
    };
    draft.by_sex(&rule, &property, place);
}

fn education(draft: &mut Draft<'_>) {
    if !anybody(draft, "utbildning.kanda", "utbildning") {
        return;
    }
    let property = Property::of::<Education>("utbildning");
    let rule = BySex {
        count: "utbildning.antal",
        share: Some("utbildning.andel"),
        known: "utbildning.kanda",
        base: "Med känd utbildning",
        adds_up: true,
        kind: ChartKind::Bars,
        head: "Högsta utbildning",
    };
    let finding = draft.largest(rule.count, &property).and_then(|(code, _)| {
        let share = draft.figure("utbildning.andel", Scope::all().with("utbildning", code))?;
        let label = property.codes.iter().find(|(slug, _)| *slug == code)?.1;
        let share = caption::share(share)?;
        Some(format!(
            "Vanligaste utbildning bland nya deltaganden var {label}: {share}"
        ))
    });
    let place = Place {
        number: 2,
        id: "diagram-2",
        caption: finding.unwrap_or_else(|| "Utbildning, efter kön".into()),
        notes: notes(
            draft,
            "utbildning.kanda",
            "nya deltaganden med känd utbildning",
            Some(SHARES),
        ),
    };
    draft.by_sex(&rule, &property, place);
}

fn support_time(draft: &mut Draft<'_>) {
    if !anybody(draft, "forsorjningstid.kanda", "tid i offentlig försörjning") {
        return;
    }
    let rule = BySex {
        count: "forsorjningstid.antal",
        share: Some("forsorjningstid.andel"),
        known: "forsorjningstid.kanda",
        base: "Med känd tid",
        adds_up: true,
        kind: ChartKind::Columns,
        head: "Tid i offentlig försörjning",
    };
    let (over_1, over_5) = (
        draft.known("forsorjningstid.over_1_ar"),
        draft.known("forsorjningstid.over_5_ar"),
    );
    draft.sentence(
        "{} av nya deltaganden med känd tid hade haft offentlig försörjning i mer än ett år, {} i mer än fem år.",
        &[over_1, over_5],
    );
    let finding = over_1
        .and_then(caption::share)
        .zip(over_5.and_then(caption::share));
    let caption = finding.map(|(one, five)| {
        format!("{one} hade haft offentlig försörjning i mer än ett år, {five} i mer än fem år")
    });
    let place = Place {
        number: 3,
        id: "diagram-3",
        caption: caption.unwrap_or_else(|| "Tid i offentlig försörjning, efter kön".into()),
        notes: notes(
            draft,
            "forsorjningstid.kanda",
            "nya deltaganden med känd tid",
            Some(SHARES),
        ),
    };
    draft.by_sex(&rule, &Property::of::<SupportTime>("tid"), place);
}

fn notes(draft: &Draft<'_>, known: MeasureId, words: &str, more: Option<&str>) -> Vec<String> {
    let base = draft.base_note(known, NEW, words);
    base.into_iter().chain(more.map(str::to_owned)).collect()
}
