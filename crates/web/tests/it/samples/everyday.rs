//! Log-in, start page, insatser, figures, checks.

use chrono::NaiveDate;
use domain::{
    finding::{Finding, Place, Severity},
    refusal::Refusal,
};
use web::{
    pages::{
        FilterOption, KeyFigure,
        checks::{AnswerForm, Answerable, ChecksPage, FindingGroup},
        error::ErrorPage,
        figures::{Area, FigurePage, FiguresPage, MeasureRow},
        insatser::{InsatsPage, InsatserPage},
        login::{ChoosePage, CodesPage, ForgotPage, LoginForm, LoginPage, LoginState, Telephone},
        start::{By, FindingLine, Own, StartPage, Todo},
    },
    view::{Answer, Cell, Field, FindingCard, Link, Refusals, Table},
};

use super::{outside, plot, render, shell, table};

pub fn all() -> Vec<(&'static str, String)> {
    let mut pages = logins();
    pages.extend([
        render("start", &start()),
        render("start-tom", &empty_start()),
        render("insatser", &insatser()),
        render("insats", &insats()),
        render("nyckeltal", &figures()),
        render("nyckeltal-inget", &no_figures()),
        render("tal", &figure()),
        render("granskning", &checks()),
    ]);
    pages
}

#[expect(clippy::too_many_lines, reason = "a sample is a value, not a procedure")]
fn logins() -> Vec<(&'static str, String)> {
    let ready = LoginState::Ready {
        address: "/logga-in/abc".into(),
        name: "Kansliet".into(),
        role: "förbundsadministratör".into(),
    };
    let login = |state| LoginPage {
        shell: outside("Logga in"),
        state,
    };
    let ask = |note: &str, wrong: &[Refusal]| {
        let refusals = Refusals::of(wrong);
        let fields = vec![
            Field::known("epost", "E-postadress", ("email", "username"))
                .first()
                .error(&refusals),
            Field::known("losenord", "Lösenord", ("password", "current-password")),
            Field::known("kod", "Engångskod", ("text", "one-time-code")).help("Sex siffror."),
        ];
        LoginState::Ask(Box::new(LoginForm {
            note: note.into(),
            refusals,
            fields,
            provider: Some("Kalmar kommun".into()),
        }))
    };
    let wrong = Refusal::at(
        "inloggning-fel",
        "epost",
        "E-postadressen, lösenordet eller koden stämmer inte.",
    );
    let choose = |telephone| ChoosePage {
        shell: outside("Välkommen"),
        lede: "Du är inbjuden som Anna Berg.".into(),
        refusals: Refusals::default(),
        action: "/inbjudan/abc".into(),
        email: "anna@example.org".into(),
        passwords: vec![
            Field::known("losenord", "Nytt lösenord", ("password", "new-password")),
            Field::known("igen", "Samma lösenord igen", ("password", "new-password")),
        ],
        telephone,
        code: Field::known("kod", "Koden som appen visar", ("text", "one-time-code")),
        button: "Spara och logga in",
    };
    let telephone = Telephone {
        secret: "GEZD GNBV".into(),
        address: "otpauth://totp/a:b?secret=GEZDGNBV".into(),
        path: "M4 4h1v1h-1z".into(),
        side: 41,
    };
    let forgot = |done| ForgotPage {
        shell: outside("Glömt lösenordet"),
        refusals: Refusals::default(),
        email: Field::known("epost", "E-postadress", ("email", "username")).first(),
        done,
        letters: true,
    };
    let codes = CodesPage {
        shell: outside("Dina reservkoder"),
        codes: vec!["abcd-efgh-jkmn".into(), "pqrs-tuvw-xyz2".into()],
        way: Link::new("Fortsätt", "/"),
    };
    vec![
        render("login", &login(ask("", &[]))),
        render("login-fel", &login(ask("", &[wrong]))),
        render("inbjudan", &choose(Some(telephone))),
        render("aterstall", &choose(None)),
        render("glomt", &forgot(false)),
        render("glomt-skickat", &forgot(true)),
        render("reservkoder", &codes),
        render("login-redo", &login(ready)),
        render("login-anvand", &login(LoginState::Spent)),
        render("login-avslutad", &login(ask("Du är utloggad.", &[]))),
        render(
            "fel-500",
            &ErrorPage {
                shell: outside("Något gick fel"),
                message: "Felet är loggat och inget är ändrat.".into(),
                reference: "K7Q2M9XA".into(),
                way: Link::new("Till startsidan", "/"),
            },
        ),
    ]
}

pub fn number(text: &str) -> Cell {
    Cell {
        figure: true,
        ..Cell::link(text, "/nyckeltal/deltaganden.totalt?ar=2022")
    }
}

fn key_figures() -> Vec<KeyFigure> {
    [
        ("deltaganden under året", "264", "142 från tidigare år, 122 nya"),
        ("avslutade", "112", "152 pågår vid årets slut"),
        ("till arbete eller studier", "32,1\u{a0}%", "36 av 112 avslutade"),
        (
            "årets resultat",
            "−204\u{a0}793\u{a0}kr",
            "budgeterat −2\u{a0}047\u{a0}000\u{a0}kr",
        ),
    ]
    .map(|(label, value, detail)| KeyFigure {
        label: label.into(),
        value: number(value),
        detail: detail.into(),
    })
    .to_vec()
}

fn start() -> StartPage {
    StartPage {
        shell: shell("Start", ""),
        year: 2022,
        heading: "Samordningsförbundet".into(),
        lede: "Årsredovisningen 2022 är ett utkast.".into(),
        primary: Some(Link::new(
            "Läs årsredovisningen",
            "/rapporter/arsredovisning/2022",
        )),
        todo: vec![
            Todo {
                due: By::Day(NaiveDate::from_ymd_opt(2023, 3, 31).unwrap()),
                late: true,
                text: "Publicera årsredovisningen 2022".into(),
                way: Link::new("Öppna", "/rapporter/arsredovisning/2022"),
            },
            Todo {
                due: By::Words("före publicering"),
                late: false,
                text: "Rätta 3 fynd som stoppar årsredovisningen".into(),
                way: Link::new("Öppna", "/granskning"),
            },
        ],
        next_date: "31 mars".into(),
        may_import: true,
        own: vec![Own {
            id: "egen-krus".into(),
            title: "KRUS".into(),
            key_figures: key_figures(),
            ways: vec![Link::new("Öppna KRUS", "/insatser/krus?ar=2022")],
        }],
        key_figures: key_figures(),
        plots: vec![
            plot("flode", "Fler nya än avslutade: 122 in, 112 ut"),
            plot("kostnad", "Insatserna kostade 5,6 procent mindre än budgeterat"),
        ],
        goal_plot: Some(plot("mal-diagram", "Ett av fem mål är nått")),
        goals: table(
            "mal-tabell",
            "Mål 2022",
            &["Mål", "Målvärde", "Resultat"],
            &[&["Ut i arbete eller studier", "35\u{a0}%", "32,1\u{a0}%"]],
        ),
        findings_words: "3 fynd måste rättas, 2 kan stämma och väntar på svar.".into(),
        findings: vec![FindingLine {
            place: "Tabell 1, KRUS".into(),
            message: "Budgetens summa är 100 kr för låg.".into(),
            severity: "Måste rättas",
            class: "must",
        }],
    }
}

fn empty_start() -> StartPage {
    StartPage {
        todo: Vec::new(),
        key_figures: Vec::new(),
        primary: None,
        ..start()
    }
}

fn insatser() -> InsatserPage {
    let heads = ["Insats", "Budget", "Totalt", "Nya", "Avslutade", "Pågående"];
    let rows: [&[&str]; 9] = [
        &[">Kompass", "30", "19", "10", "7", "12"],
        &[">KRUS", "30", "35", "16", "20", "15"],
        &[">Plattformen", "30", "53", "30", "24", "29"],
        &[">Pontibus", "30", "35", "10", "16", "19"],
        &[">RESA", "30", "22", "11", "8", "14"],
        &[">SAMBA Rehab", "30", "38", "12", "13", "25"],
        &[">Knutpunkten", "30", "24", "16", "10", "14"],
        &[">Vägknuten 2.0", "30", "38", "17", "14", "24"],
        &["Summa", "240", "264", "122", "112", "152"],
    ];
    InsatserPage {
        shell: shell("Insatser", "Insatser"),
        year: 2022,
        lede: "Åtta individinriktade insatser och en strukturövergripande.".into(),
        may_import: true,
        plot: Some(plot("deltagare", "Plattformen har flest deltaganden")),
        table: table("tabell-1", "Deltaganden per insats 2022", &heads, &rows),
        costs: table(
            "kostnader",
            "Kostnad mot budget 2022",
            &["Insats", "Utfall", "Budget"],
            &[&[">KRUS", "2 070 769", ""]],
        ),
    }
}

fn insats() -> InsatsPage {
    InsatsPage {
        shell: shell("KRUS", "Insatser"),
        year: 2022,
        lede: "Individinriktad. Drivs av Kalmar kommun.".into(),
        key_figures: key_figures(),
        plots: vec![plot("historik", "KRUS år för år")],
        projects: table(
            "pengar",
            "Kostnad per projekt",
            &["Projekt", "Kronor"],
            &[&["KRUS", "2 070 769"]],
        ),
        outcomes: Table {
            quiet: true,
            ..table(
                "uppfoljning",
                "Uppföljning 2022",
                &["Nyckeltal", "Värde"],
                &[&["Nya deltaganden", "24"]],
            )
        },
        volume_way: Some("/insatser/krus/volym?ar=2022".into()),
        facts: vec![
            ("Huvudman", "Kalmar kommun".into()),
            ("Metoder", "7tjugo, MI, NADA".into()),
            ("Åldrar", String::new()),
        ],
        annex: "<h3>Syfte</h3><p>Att fler kommer i arbete.</p>".into(),
        annex_way: "/rapporter/arsredovisning/2022#bilaga-krus".into(),
        own: vec![Link::new("Deltagaransvariga", "/insatser/krus/anvandare")],
    }
}

fn figures() -> FiguresPage {
    let area = |code: &str, name: &str, count| FilterOption {
        code: code.into(),
        name: name.into(),
        count,
    };
    FiguresPage {
        shell: shell("Nyckeltal", "Uppföljning"),
        year: 2022,
        query: "nya".into(),
        chosen: "deltaganden".into(),
        areas: vec![
            area("deltaganden", "Deltaganden", 40),
            area("ekonomi", "Ekonomi", 12),
        ],
        summary: "2 av 214 nyckeltal för 2022".into(),
        shown: vec![Area {
            id: "omrade-deltaganden".into(),
            words: "Deltaganden",
            count: 3,
            rows: vec![MeasureRow {
                name: "Nya deltaganden",
                scope: String::new(),
                value: Cell::link("122", "/nyckeltal/deltaganden.nya?ar=2022"),
                base: "2 saknas".into(),
                parts: table(
                    "matt-deltaganden-nya",
                    "Nya deltaganden",
                    &["Avgränsning", "Värde"],
                    &[&["KRUS", "24"], &["kvinnor", "70"]],
                ),
                open: false,
            }],
        }],
        exports: vec![
            Link::new("CSV", "/nyckeltal.csv?ar=2022"),
            Link::new("XLSX", "/nyckeltal.xlsx?ar=2022"),
        ],
    }
}

fn no_figures() -> FiguresPage {
    FiguresPage {
        shown: Vec::new(),
        summary: "Inget av 214 nyckeltal passar".into(),
        ..figures()
    }
}

fn figure() -> FigurePage {
    FigurePage {
        shell: shell("Till arbete eller studier", "Uppföljning"),
        year: 2022,
        scope: "Insats: KRUS".into(),
        value: "32,1\u{a0}%".into(),
        unit: "av avslutade deltaganden".into(),
        constructed: true,
        facts: vec![
            (
                "Definition",
                "Andel av årets avslutade deltaganden med arbete eller studier vid avslut.".into(),
            ),
            ("Räknas i", "procent av deltaganden".into()),
            ("k av n", "36 av 112".into()),
            ("Uppgift saknas", "0".into()),
            ("Period", "1 januari–31 december 2022".into()),
        ],
        origin: "112 rader hos huvudmannen.".into(),
        rows: None,
        parts: table(
            "delar",
            "Talen det räknas ur",
            &["Nyckeltal", "Värde"],
            &[&["Avslutade", "112"]],
        ),
        vouchers: Some(table(
            "verifikationer",
            "Verifikationer 1–50 av 120",
            &["Verifikation", "Belopp"],
            &[&["A 1", "1 200,00"]],
        )),
        previous: None,
        next: Some(Link::new("Nästa 50", "?sida=2")),
        printed: vec![Link::new(
            "Tabell 1, raden Summa",
            "/rapporter/arsredovisning/2022#tabell-1",
        )],
        history: Some(plot("historik-diagram", "Från 29,6 till 32,1 procent")),
        reference: "[[avslut.arbete_eller_studier]]".into(),
    }
}

fn finding(severity: Severity) -> Finding {
    Finding {
        check: "tvarsumma",
        severity,
        place: Place {
            table: "budget.csv".into(),
            row: "SUMMA (tryckt)".into(),
            column: "2022".into(),
        },
        expected: Some("18 255 000".into()),
        found: "18 255 100".into(),
        message: "Summan stämmer inte med raderna. Rätta raden eller summan.".into(),
    }
}

fn checks() -> ChecksPage {
    let refusals = Refusals::of(&[Refusal::at("svar-tomt", "skal-2", "Skriv varför värdet stämmer.")]);
    let group = |id, title, severity, number, form| FindingGroup {
        id,
        title,
        count: "1 fynd".into(),
        help: "Rapporten kan inte publiceras så länge något av dem står kvar.",
        checks: vec![(
            "Tvärsummor".into(),
            vec![Answerable {
                card: FindingCard::of(&finding(severity), number),
                form,
            }],
        )],
    };
    let form = AnswerForm {
        key: "tvarsumma|budget.csv|SUMMA|2022".into(),
        open: true,
        reason: Field::long("skal-2", "Varför stämmer värdet?", 3)
            .help("Svaret sparas och följer med till revisorn.")
            .error(&refusals),
    };
    let mut answered = group("besvarade", "Besvarade", Severity::AnswerOnce, 3, None);
    answered.checks[0].1[0].card.answer = Some(Answer {
        reason: "Beslutat för hand 2021.".into(),
        by: "Kansliet".into(),
        when: "2026-11-21".into(),
    });
    ChecksPage {
        shell: shell("Granskning", "Granskning"),
        year: 2022,
        lede: "2 fynd i 14 kontroller.".into(),
        refusals,
        checks: vec![FilterOption {
            code: "tvarsumma".into(),
            name: "Tvärsummor".into(),
            count: 2,
        }],
        severities: vec![FilterOption {
            code: "must_fix".into(),
            name: "Måste rättas".into(),
            count: 1,
        }],
        chosen_check: String::new(),
        chosen_severity: String::new(),
        groups: vec![
            group("maste", "Måste rättas", Severity::MustFix, 1, None),
            group("kan", "Kan stämma", Severity::AnswerOnce, 2, Some(form)),
            answered,
        ],
        check_count: 14,
        all_checks: Table {
            label: String::new(),
            ..table(
                "kontroller",
                "Kontroller",
                &["Kontroll", "Fynd"],
                &[&["Tvärsummor", "2"]],
            )
        },
    }
}
