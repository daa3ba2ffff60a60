//! The fields of the forms, with the reason each is asked for.

use domain::{
    codes::{CodeTable, Education, ExitReason, Occupation, ReferringAuthority, Sex, Support, SupportTime},
    participation::{
        ActivityKind, AgeReason, AnswerKind, Contact, ExcessReason, Fields, GoalStatus, Interim, Language,
        Missing, Moment, OutcomeRule, PlanArea, Question, Rules, Stage,
    },
};

use crate::{
    pages::participation::Group,
    view::{Field, Refusals},
};

/// What was typed and what was wrong with it.
pub struct Filler<'a> {
    pub fields: &'a Fields,
    pub refusals: &'a Refusals,
}

type Options = Vec<(String, String)>;

fn option(code: &str, words: &str) -> (String, String) {
    (code.to_owned(), words.to_owned())
}

fn codes<T: CodeTable>() -> impl Iterator<Item = (String, String)> {
    T::ALL.iter().map(|code| option(code.slug(), code.label()))
}

/// The codes with a first choice, and the reasons why a value may be missing.
fn with_missing<T: CodeTable>(first: (&str, &str)) -> Options {
    let mut options = vec![option(first.0, first.1)];
    options.extend(codes::<T>());
    options.extend(missing());
    options
}

fn missing() -> impl Iterator<Item = (String, String)> {
    [Missing::Declined, Missing::Unknown]
        .into_iter()
        .map(|why| option(why.slug(), &format!("– {}", why.label())))
}

const NOT_COLLECTED: (&str, &str) = ("ej_insamlat", "Ej insamlat");
const CHOOSE: (&str, &str) = ("", "Välj");

impl Filler<'_> {
    /// The field with its value and error.
    pub fn fill(&self, field: Field) -> Field {
        let value = self.fields.text(&field.name).to_owned();
        field.value(value).error(self.refusals)
    }

    fn choice(&self, name: &str, label: &str, options: Options, help: &str) -> Field {
        self.fill(Field::choice(name, label, options).help(help))
    }

    fn text(&self, name: &str, label: &str, mode: &'static str, help: &str) -> Field {
        let mut field = Field::text(name, label).help(help);
        field.kind = crate::view::FieldKind::Text(mode);
        self.fill(field)
    }

    /// The fields of an entry: at most twelve in the open, the rest folded.
    pub fn entry(&self, rules: &Rules, with_number: bool) -> Vec<Group> {
        let basis = vec![
            option("", "Välj"),
            option("skriftligt", "Ja, skriftligt samtycke finns"),
            option("inget", "Nej, inget samtycke: anonymt"),
            option("skyddad", "Skyddade personuppgifter: anonymt"),
        ];
        let mut fields = vec![
            self.choice(
                "underlag",
                "Finns samtycke?",
                basis,
                "Utan samtycke, eller med skyddade personuppgifter, sparas bara kön och startår. Lämna då resten tomt.",
            ),
            self.text("start", "Startdatum", "numeric", "ÅÅÅÅ-MM-DD. För ett anonymt deltagande räcker året."),
            self.text(
                "referens",
                "Insatsens beteckning",
                "",
                "Er egen löpande beteckning, till exempel KR-0123. Inget namn: den ska inte säga något om vem det är.",
            ),
        ];
        if with_number {
            // The number never comes back: no value, whatever was typed.
            let number = Field::text("personnummer", "Person- eller samordningsnummer (valfritt)")
                .help("Används en gång för att känna igen den som kommer tillbaka. Numret sparas inte och visas aldrig igen.")
                .error(self.refusals);
            fields.push(Field {
                kind: crate::view::FieldKind::Text("numeric"),
                ..number
            });
        }
        fields.extend(self.background(rules));
        let mut groups = vec![Group::open("", fields)];
        groups.push(Group::folded("Samtyckets uppgifter", self.consent()));
        groups.push(Group::folded(
            "Flera försörjningar eller sysselsättningar",
            self.parts("forsorjning", "sysselsattning"),
        ));
        groups.push(Group::folded(
            "Beviljad, introduktionsgrupp eller undantag",
            self.unusual(),
        ));
        groups.extend(self.own(rules, Moment::Entry));
        groups
    }

    fn background(&self, rules: &Rules) -> Vec<Field> {
        let mut municipalities = vec![option(NOT_COLLECTED.0, NOT_COLLECTED.1)];
        municipalities.extend(rules.municipalities.iter().map(|name| option(name, name)));
        municipalities.extend(missing());
        let mut sexes = vec![option(CHOOSE.0, CHOOSE.1)];
        sexes.extend(Sex::ALL.iter().map(|sex| option(sex.slug(), sex.slug())));
        sexes.extend(missing());
        vec![
            self.choice("kon", "Kön", sexes, "All statistik redovisas efter kön."),
            self.text(
                "fodelsear",
                "Födelseår",
                "numeric",
                "Fyra siffror. Ger åldern vid start.",
            ),
            self.choice("kommun", "Hemkommun", municipalities, ""),
            self.choice(
                "remittent",
                "Remitterande myndighet",
                with_missing::<ReferringAuthority>(NOT_COLLECTED),
                "Visar varifrån deltagarna kommer.",
            ),
            self.choice(
                "utbildning",
                "Utbildning",
                with_missing::<Education>(NOT_COLLECTED),
                "Högsta avslutade.",
            ),
            self.choice(
                "tid",
                "Tid i offentlig försörjning",
                with_missing::<SupportTime>(NOT_COLLECTED),
                "Sammanhängande tid före start.",
            ),
            self.choice(
                "forsorjning",
                "Försörjning",
                with_missing::<Support>(NOT_COLLECTED),
                "Vid start. Räknas som hel om inget annat anges nedan.",
            ),
            self.choice(
                "sysselsattning",
                "Sysselsättning",
                with_missing::<Occupation>(NOT_COLLECTED),
                "Vid start. Räknas som heltid om inget annat anges nedan.",
            ),
        ]
    }

    fn consent(&self) -> Vec<Field> {
        vec![
            self.text(
                "samtycke-datum",
                "Samtyckets datum",
                "numeric",
                "Tomt betyder startdatumet.",
            ),
            self.text(
                "samtycke-version",
                "Blankettens version",
                "",
                "Till exempel 2026-1. Tomt betyder 1.",
            ),
            self.choice(
                "samtycke-sprak",
                "Blankettens språk",
                codes::<Language>().collect(),
                "",
            ),
            self.text(
                "samtycke-handling",
                "Var blanketten finns",
                "",
                "Diarienummer eller pärm, inget namn.",
            ),
        ]
    }

    /// Degree per support and per cent per occupation.
    fn parts(&self, support: &str, occupation: &str) -> Vec<Field> {
        let degrees = || {
            let mut options = vec![option("", "–")];
            options.extend(["25", "50", "75", "100"].map(|d| option(d, &format!("{d}\u{a0}%"))));
            options
        };
        let supports = Support::ALL.iter().map(|code| {
            let name = format!("{support}-{}", code.slug());
            self.choice(&name, code.label(), degrees(), "")
        });
        let occupations = Occupation::ALL.iter().map(|code| {
            let name = format!("{occupation}-{}", code.slug());
            self.text(&name, &format!("{}, procent", code.label()), "numeric", "")
        });
        let mut fields: Vec<Field> = supports.collect();
        fields.push(self.excess(support));
        fields.extend(occupations);
        fields
    }

    fn excess(&self, support: &str) -> Field {
        let mut options = vec![option("", "–")];
        options.extend(codes::<ExcessReason>());
        self.choice(
            &format!("{support}-skal"),
            "Skäl till mer än hel försörjning",
            options,
            "Bara när graderna tillsammans är mer än 100 %.",
        )
    }

    fn unusual(&self) -> Vec<Field> {
        let mut ages = vec![option("", "–")];
        ages.extend(codes::<AgeReason>());
        let mut stages = vec![option("", "deltar")];
        stages.extend(codes::<Stage>().filter(|(code, _)| code != "deltar"));
        vec![
            self.choice(
                "lage",
                "Läge",
                stages,
                "En beviljad plats och en introduktionsgrupp räknas inte som deltagande förrän det startar.",
            ),
            self.choice(
                "alder-skal",
                "Skäl till ålder utanför gränserna",
                ages,
                "Bara när åldern är utanför insatsens gränser.",
            ),
        ]
    }

    /// The insats's own questions of a moment, of today.
    fn own(&self, rules: &Rules, moment: Moment) -> Option<Group> {
        let asked = rules.questions.iter().filter(|q| q.asked(moment, rules.today));
        let fields: Vec<Field> = asked.map(|question| self.question(question)).collect();
        (!fields.is_empty()).then(|| Group::open("Insatsens egna frågor", fields))
    }

    fn question(&self, question: &Question) -> Field {
        let several = |values: &mut dyn Iterator<Item = i64>| {
            let mut options = vec![option("", "Inget svar")];
            options.extend(values.map(|value| option(&value.to_string(), &question.words(value))));
            options
        };
        let (low, high) = question.limits;
        let count = i64::try_from(question.choices.len()).unwrap_or(0);
        match question.kind {
            AnswerKind::Number => {
                let help = format!("Ett heltal från {low} till {high}.");
                self.text(&question.field(), &question.text, "numeric", &help)
            }
            AnswerKind::YesNo => self.choice(
                &question.field(),
                &question.text,
                several(&mut [1, 0].into_iter()),
                "",
            ),
            AnswerKind::Scale => {
                self.choice(&question.field(), &question.text, several(&mut (low..=high)), "")
            }
            AnswerKind::Choice => {
                self.choice(&question.field(), &question.text, several(&mut (1..=count)), "")
            }
        }
    }

    /// The fields of an exit: at most ten in the open.
    pub fn exit(&self, rules: &Rules) -> Vec<Group> {
        let reasons = with_missing::<ExitReason>(CHOOSE);
        let reasons = reasons
            .into_iter()
            .filter(|(code, _)| code != ExitReason::Reversed.slug())
            .collect();
        let mut fields = vec![
            self.text(
                "avslut",
                "Avslutsdatum",
                "numeric",
                "Sista dagen i insatsen, ÅÅÅÅ-MM-DD.",
            ),
            self.choice(
                "orsak",
                "Avslutsanledning",
                reasons,
                "En felregistrering är inget avslut; den görs för sig.",
            ),
        ];
        if !rules.labels.is_empty() {
            let mut labels = vec![option("", "–")];
            labels.extend(rules.labels.iter().map(|label| option(&label.slug, &label.label)));
            fields.push(self.choice(
                "etikett",
                "Insatsens egen etikett",
                labels,
                "Räknas som den anledning den hör till.",
            ));
        }
        fields.push(self.choice(
            "forsorjning_efter",
            "Försörjning vid avslut",
            with_missing::<Support>(NOT_COLLECTED),
            "Jämförs med försörjningen vid start.",
        ));
        fields.push(self.choice(
            "sysselsattning_efter",
            "Sysselsättning vid avslut",
            with_missing::<Occupation>(NOT_COLLECTED),
            "Den som både arbetar och studerar räknas en gång.",
        ));
        fields.extend(self.steps(rules));
        let mut groups = vec![Group::open("", fields)];
        groups.push(Group::folded(
            "Grad och procent",
            self.parts("forsorjning_efter", "sysselsattning_efter"),
        ));
        groups.extend(self.own(rules, Moment::Exit));
        groups
    }

    /// The steps that are registered, each answered yes or no.
    fn steps(&self, rules: &Rules) -> Vec<Field> {
        let registered = |list: &&domain::participation::OutcomeList| {
            list.rule == OutcomeRule::Registered && list.valid_on(rules.today)
        };
        let lists = rules.lists.iter().filter(registered).enumerate();
        let step = |(i, list): (usize, &domain::participation::OutcomeList)| {
            let answers = vec![option("", "Nej"), option(&list.slug, "Ja")];
            let chosen = self.fields.all("steg").any(|slug| slug == list.slug);
            let field = Field::choice(format!("steg-{i}"), &list.name, answers)
                .help("Stegförflyttning som insatsen bedömer. Arbete och studier följer av sysselsättningen.")
                .value(if chosen { list.slug.as_str() } else { "" });
            Field {
                control: "steg".into(),
                ..field
            }
        };
        lists.map(step).collect()
    }

    /// The fields of a follow-up.
    pub fn follow_up(&self, rules: &Rules) -> Vec<Group> {
        let mut months = vec![option("", "Välj")];
        months.extend(codes::<domain::participation::Months>());
        let mut contacts = vec![option("", "Välj")];
        contacts.extend(codes::<Contact>());
        let fields = vec![
            self.choice("manader", "Uppföljning", months, "Tid efter avslutet."),
            self.choice(
                "kontakt",
                "Svarade deltagaren?",
                contacts,
                "Är kontakten bruten frågas inte fler gånger.",
            ),
            self.text(
                "datum",
                "Datum",
                "numeric",
                "Då deltagaren svarade, eller då försöken gavs upp.",
            ),
            self.choice(
                "forsorjning",
                "Försörjning nu",
                with_missing::<Support>(NOT_COLLECTED),
                "",
            ),
            self.choice(
                "sysselsattning",
                "Sysselsättning nu",
                with_missing::<Occupation>(NOT_COLLECTED),
                "",
            ),
        ];
        let mut groups = vec![Group::open("", fields)];
        groups.push(Group::folded(
            "Grad och procent",
            self.parts("forsorjning", "sysselsattning"),
        ));
        groups.extend(self.own(rules, Moment::FollowUp));
        groups
    }

    /// The plan: rows that are filled in, and one more of each.
    pub fn plan(&self, rules: &Rules) -> Vec<Group> {
        let last = |prefix: &str, key: &str| {
            let filled = |n: &i64| !self.fields.text(&format!("{prefix}-{n}-{key}")).is_empty();
            (1..=Interim::MOST).rev().find(filled).unwrap_or(0)
        };
        let rows = |filled: i64| 1..=(filled + 2).min(Interim::MOST);
        let goals = rows(last("mal", "omrade")).map(|n| self.goal(n));
        let activities = rows(last("akt", "slag")).map(|n| self.activity(n));
        let own = self.own(rules, Moment::Interim);
        goals.chain(activities).chain(own).collect()
    }

    fn goal(&self, n: i64) -> Group {
        let name = |part: &str| format!("mal-{n}-{part}");
        let mut areas = vec![option("", "–")];
        areas.extend(codes::<PlanArea>());
        let mut above = vec![option("", "huvudmål")];
        above.extend(
            (1..=Interim::MOST)
                .filter(|m| *m != n)
                .map(|m| option(&m.to_string(), &format!("delmål till {m}"))),
        );
        let fields = vec![
            self.choice(&name("omrade"), "Område", areas, ""),
            self.choice(&name("under"), "Slag av mål", above, ""),
            self.text(&name("satt"), "Satt den", "numeric", ""),
            self.choice(&name("lage"), "Läge", codes::<GoalStatus>().collect(), ""),
            self.text(&name("dag"), "Avgjort den", "numeric", ""),
        ];
        Group::row(&format!("Mål {n}"), fields)
    }

    fn activity(&self, n: i64) -> Group {
        let name = |part: &str| format!("akt-{n}-{part}");
        let mut kinds = vec![option("", "–")];
        kinds.extend(codes::<ActivityKind>());
        let fields = vec![
            self.choice(&name("slag"), "Aktivitet", kinds, ""),
            self.text(&name("fran"), "Från", "numeric", ""),
            self.text(&name("till"), "Till och med", "numeric", ""),
            self.text(&name("timmar"), "Timmar i veckan", "numeric", ""),
        ];
        Group::row(&format!("Aktivitet {n}"), fields)
    }
}
