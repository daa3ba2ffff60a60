//! The example association's register as facts, and its figures against what was published.

use std::{fs, path::Path};

use domain::{
    codes::InsatsKind,
    example,
    facts::{Facts, Insats, Published, Source},
    figure::{Figure, MeasureId, Missing, Scope, Trace, Value, dimension},
    figures::Figures,
    measure::{markdown, registry, words},
};

pub fn insats(slug: &str) -> Insats {
    Insats {
        slug: slug.into(),
        name: slug.to_uppercase(),
        kind: InsatsKind::Individual,
        principal: String::new(),
        municipalities: Vec::new(),
        decision: String::new(),
        staff: String::new(),
        methods: String::new(),
        budgeted_participants: vec![(2022, 30)],
        ages: Some((16, 64)),
        registers: true,
    }
}

const SLUGS: [&str; 8] = [
    "kompass",
    "krus",
    "plattformen",
    "pontibus",
    "resa",
    "samba",
    "knutpunkten",
    "vagknuten",
];

/// The example association's register of 2022, with the published table 2.
pub fn kalmar() -> Facts {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/kalmar");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let (insatser, background, annexes) = (
        read("sus-insatser-2022.csv"),
        read("bakgrund-2022.csv"),
        read("bilagor-2022.csv"),
    );
    let tables = example::Tables {
        insatser: &insatser,
        background: &background,
        annexes: &annexes,
    };
    let (targets, _) = example::read_targets(2022, &tables);
    let insatser: Vec<Insats> = SLUGS.iter().map(|slug| insats(slug)).collect();
    let year = example::year(&insatser, &targets).unwrap();
    let mut published = Vec::new();
    for line in read("sus-per-ar.csv").lines().skip(1) {
        let numbers: Vec<i64> = line.split(';').map(|n| n.parse().unwrap()).collect();
        let ids = ["budgeterade", "totalt", "nya", "avslutade", "pagaende"];
        for (id, units) in ids.iter().zip(&numbers[1..]).filter(|_| numbers[0] < 2022) {
            let source = Source {
                document: "Årsredovisning 2022, tabell 2".into(),
                cell: line.into(),
            };
            let (measure, year) = (format!("deltaganden.{id}"), i32::try_from(numbers[0]).unwrap());
            published.push(Published {
                measure,
                year,
                scope: Scope::all(),
                units: *units,
                decimals: 0,
                source,
            });
        }
    }
    let (participations, consultations) = (year.participations, year.consultations);
    Facts {
        insatser,
        participations,
        consultations,
        published,
        ..Facts::default()
    }
}

pub fn scope(text: &str) -> Scope {
    text.split(',')
        .filter(|part| !part.is_empty())
        .fold(Scope::all(), |scope, part| {
            let (name, code) = part.split_once('=').unwrap();
            scope.with(dimension(name).unwrap(), code)
        })
}

pub fn text(figures: &Figures, id: MeasureId, of: &str) -> Option<String> {
    figures.of_year(id, scope(of)).and_then(Figure::machine_text)
}

#[test]
fn the_example_year_gives_every_published_value() {
    let facts = kalmar();
    let figures = Figures::compute(&facts, 2022);
    for (id, of, value) in [
        ("deltaganden.totalt", "", "264"),
        ("deltaganden.nya", "", "122"),
        ("deltaganden.avslutade", "", "112"),
        ("deltaganden.pagaende", "", "152"),
        ("deltaganden.ingaende", "", "142"),
        ("deltaganden.budgeterade", "", "240"),
        ("deltaganden.totalt", "insats=plattformen", "53"),
        ("deltaganden.avslutade", "insats=krus", "20"),
        ("deltaganden.nya", "kon=kvinna", "71"),
        ("deltaganden.nya", "kon=man", "51"),
        ("deltaganden.nya_under_30", "", "58"),
        ("deltaganden.anonyma", "insats=resa", "3"),
        ("alder.medel_inskrivning", "", "33.6"),
        ("utbildning.andel", "utbildning=grundskola", "34"),
        ("utbildning.andel", "utbildning=gymnasium", "45"),
        ("forsorjningstid.over_1_ar", "", "73"),
        ("forsorjningstid.over_5_ar", "", "37"),
        ("avslut.antal_arbete_eller_studier", "", "36"),
        ("avslut.arbete_eller_studier", "", "32.1"),
        ("avslut.antal_arbetssokande", "", "21"),
        ("avslut.arbetssokande", "", "18.8"),
        ("avslut.sysselsattning", "sysselsattning=arbetssokande", "21"),
        ("remittent.antal", "insats=kompass,remittent=kommun", "8"),
        ("konsultationer.antal", "", "155"),
        ("konsultationer.antal", "insats=samba", "45"),
    ] {
        assert_eq!(text(&figures, id, of).as_deref(), Some(value), "{id} {of}");
    }
    let share = figures
        .of_year("avslut.arbete_eller_studier", Scope::all())
        .unwrap();
    assert_eq!((share.k, share.n, share.missing), (Some(36), Some(112), 0));
    assert_eq!(share.text(), "32,1\u{a0}%");
}

#[test]
fn earlier_years_are_the_published_ones_and_this_year_is_counted() {
    let facts = kalmar();
    let figures = Figures::compute(&facts, 2022);
    let history = figures.history("deltaganden.totalt", &Scope::all());
    let values: Vec<_> = history.iter().filter_map(|f| f.value.units()).collect();
    assert_eq!(
        values,
        [178, 264, 275, 167, 199, 220, 256, 327, 369, 277, 258, 264]
    );
    let kinds: Vec<_> = history.iter().map(|f| f.trace.kind()).collect();
    assert_eq!((kinds[10], kinds[11]), ("published", "rows"));
    // The register holds only those of 2021 who stayed on, so 2021 is what was published.
    let before = Figures::compute(&facts, 2021);
    assert_eq!(text(&before, "deltaganden.totalt", "").as_deref(), Some("258"));
    assert_eq!(
        before.of_year("utbildning.kanda", Scope::all()).unwrap().value,
        Value::Missing(Missing::NotCollected)
    );
}

#[test]
fn a_published_start_is_carried_on_by_the_register() {
    let mut facts = kalmar();
    let since = |figures: &Figures| text(figures, "deltaganden.sedan_start", "insats=kompass");
    // The association's earlier years are published, so the register does not reach back to the start.
    assert_eq!(since(&Figures::compute(&facts, 2022)), None);
    let source = Source {
        document: "Bilaga 2021".into(),
        cell: String::new(),
    };
    let measure = "deltaganden.sedan_start".to_owned();
    facts.published.push(Published {
        measure,
        year: 2021,
        scope: scope("insats=kompass"),
        units: 81,
        decimals: 0,
        source,
    });
    let figures = Figures::compute(&facts, 2022);
    assert_eq!(since(&figures).as_deref(), Some("91"));
    facts.published.clear();
    assert_eq!(since(&Figures::compute(&facts, 2022)).as_deref(), Some("19"));
}

#[test]
fn ids_are_unique_and_every_definition_is_complete() {
    let mut ids: Vec<_> = registry().map(|m| m.id).collect();
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{ids:?}");
    for measure in registry() {
        for words in [
            measure.name,
            measure.universe,
            measure.period,
            measure.missing,
            measure.definition,
        ] {
            assert!(!words.is_empty(), "{}", measure.id);
        }
        assert!(measure.definition.ends_with('.'), "{}", measure.id);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.';
        assert!(measure.id.chars().all(plain), "{}", measure.id);
    }
}

#[test]
fn the_page_of_measures_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/measures.md");
    if std::env::var_os("SAMORDNA_UPDATE").is_some() {
        fs::write(&path, markdown()).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == markdown(),
        "docs/measures.md is old: run the tests once with SAMORDNA_UPDATE=1"
    );
}

fn digest_parts() -> Figure {
    let facts = kalmar();
    Figures::compute(&facts, 2022)
        .of_year("deltaganden.nya", Scope::all())
        .unwrap()
        .clone()
}

#[test]
fn a_digest_changes_with_value_identity_and_origin() {
    let figure = digest_parts();
    assert_eq!(figure.digest().len(), 64);
    assert_eq!(figure.digest(), figure.clone().digest());
    let changes: [fn(&mut Figure); 5] = [
        |f| f.value = Value::Count(123),
        |f| f.key.year = 2021,
        |f| f.missing = 1,
        |f| f.key.scope = Scope::all().with("kon", "man"),
        |f| {
            f.trace = Trace::Published {
                source: "tabell 1".into(),
            }
        },
    ];
    for change in changes {
        let mut other = figure.clone();
        change(&mut other);
        assert_ne!(other.digest(), figure.digest());
    }
}

pub fn units(figures: &Figures, id: MeasureId, of: Scope) -> i64 {
    figures.of_year(id, of).and_then(|f| f.k).unwrap()
}

#[test]
fn scopes_are_told_in_words() {
    let facts = kalmar();
    for (of, told) in [
        ("", ""),
        ("insats=krus,kon=kvinna", "KRUS, kvinnor"),
        ("alder=25_34", "25–34 år"),
        ("kon=man,utbildning=hogskola_1", "män, högskola, upp till 1 år"),
        ("orsak=flytt", "flytt"),
        ("not=2 externa,rad=Resor", "not 2 externa, Resor"),
        ("insats=okand", "okand"),
    ] {
        assert_eq!(words(&facts, &scope(of)), told);
    }
}
