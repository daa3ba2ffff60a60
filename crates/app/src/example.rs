//! The example association: the files of `examples/kalmar`, in the binary, and the constructed year.

mod contributions;
mod economy;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    codes::CodeTable,
    equity,
    example::{self, Tables},
    facts::{Insats, ParticipationFact, Team},
    participation::{Answer, Contact, FollowUp, Missing, Months},
    published::{Layout, decode::decode},
    refusal::Refusal,
    scenario,
    statement::{Adjustment, mapping::Mapping},
};
use store::{participation::Stored, user::User};

use crate::{
    Actor, App, Failure, Outcome,
    consultation::save_constructed,
    import::{Upload, found_association},
    people::PERSONAS,
    record,
    report::{Edited, Which},
};

include!(concat!(env!("OUT_DIR"), "/example_files.rs"));

/// The year that participations are constructed for.
pub const YEAR: i32 = 2022;

/// The example's teams; the published documents name none, so these are constructed.
const TEAMS: [(&str, &str, &[&str]); 3] = [
    (
        "norr",
        "Samverkansteam norr",
        &["Västervik", "Vimmerby", "Oskarshamn", "Hultsfred", "Högsby"],
    ),
    (
        "mitt",
        "Samverkansteam mitt",
        &["Kalmar", "Mönsterås", "Borgholm", "Mörbylånga"],
    ),
    ("soder", "Samverkansteam söder", &["Nybro", "Emmaboda", "Torsås"]),
];

/// Scenarios of the example: name and changes (kind, insats, from, value). Constructed.
const SCENARIOS: [(&str, &[[&str; 4]]); 2] = [
    (
        "Vakanser och uppskov (konstruerat)",
        &[["vakans", "", "2024", "4"], ["skjut", "Miljonen", "", "6"]],
    ),
    (
        "Ny insats från 2024 (konstruerat)",
        &[
            ["starta", "Ny insats", "2024-07", "1 200 000"],
            ["bidrag", "", "2025", "16 400 000"],
        ],
    ),
];

/// The setting that is there while the example is being loaded.
const LOADING: &str = "exempel-lases-in";

/// What a database has of the example.
enum Stands {
    Nothing,
    InPart,
    Whole,
    SomethingElse,
}

impl App {
    /// Fills an empty database with the example association and one user per persona; answers with
    /// these. A database that holds it already is left as it is.
    ///
    /// # Errors
    /// A refusal when the database holds something else, or the example only in part.
    pub async fn load_example(&self, now: DateTime<Utc>) -> Outcome<Vec<User>> {
        match self.example_stands().await? {
            Stands::Nothing => {
                self.begin_example().await?;
                self.import_files(now).await?;
                self.plan_ahead(now).await?;
                self.add_teams(now).await?;
                self.construct(now).await?;
                self.construct_referrals(now).await?;
                self.construct_contributions(now).await?;
                self.construct_requisitions(now).await?;
                self.write_texts(now).await?;
                self.construct_economy(now).await?;
                self.end_example().await?;
            }
            Stands::InPart => return Err(self.in_part().into()),
            Stands::Whole => {}
            Stands::SomethingElse => {
                let message =
                    "Databasen innehåller redan ett annat förbund. Ange en annan fil med --db för exemplet.";
                return Err(Refusal::new("databas-upptagen-av-annat", message).into());
            }
        }
        self.personas(now).await
    }

    /// Half an example is never shown: its figures would be wrong without looking so.
    pub(crate) async fn refuse_half_example(&self) -> Outcome<()> {
        match self.example_stands().await? {
            Stands::InPart => Err(self.in_part().into()),
            Stands::Nothing | Stands::Whole | Stands::SomethingElse => Ok(()),
        }
    }

    fn in_part(&self) -> Refusal {
        let message = "Exemplet är bara delvis inläst: inläsningen pågår, eller avbröts. Vänta tills den är klar. Om den avbröts: ta bort databasen och kör samordna demo igen, eller ange en annan fil med --db.";
        Refusal::at("exempel-halvt", self.db().display(), message)
    }

    async fn example_stands(&self) -> Outcome<Stands> {
        let mut tx = self.db().read().await?;
        let Some(first) = store::association::all(&mut tx).await?.into_iter().next() else {
            return Ok(Stands::Nothing);
        };
        let settings = store::setting::load(&mut tx, first.id).await?;
        Ok(match first.association.constructed {
            _ if settings.contains_key(LOADING) => Stands::InPart,
            true => Stands::Whole,
            false => Stands::SomethingElse,
        })
    }

    /// The association and the mark that its example is being loaded, at once: whatever ends the program
    /// from here on, the mark is there. The example is loaded in many acts, as a person would do it.
    async fn begin_example(&self) -> Outcome<()> {
        let mut tx = self.db().write().await?;
        for (name, bytes) in FILES {
            if Layout::ledger_year(name).is_some() {
                let association = found_association(&mut tx, name, bytes).await?;
                store::setting::save(&mut tx, association, LOADING, "ja").await?;
                break;
            }
        }
        Ok(tx.commit().await?)
    }

    async fn end_example(&self) -> Outcome<()> {
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::setting::remove(&mut tx, association, LOADING).await?;
        Ok(tx.commit().await?)
    }

    /// Tables first, since projects and insatser are named there; then the bookkeeping, oldest first.
    async fn import_files(&self, now: DateTime<Utc>) -> Outcome<()> {
        let system = Actor::system();
        let upload = |(name, bytes): &(&str, &[u8])| Upload {
            name: (*name).into(),
            bytes: bytes.to_vec(),
        };
        self.import_tables(&system, FILES.iter().map(upload).collect(), false, now)
            .await?;
        for file in FILES
            .iter()
            .filter(|(name, _)| Layout::ledger_year(name).is_some())
        {
            self.import_sie(&system, upload(file), false, now).await?;
        }
        for (name, bytes) in MAPPINGS {
            let (mut mapping, problems) = Mapping::read(name, bytes);
            if let Some(problem) = problems.into_iter().next() {
                return Err(Refusal::at(problem.code, problem.file, problem.message).into());
            }
            let mut tx = self.db().write().await?;
            let association = self.association(&mut tx).await?;
            // The import chose the preset by the chart of accounts; the file only adds to it.
            mapping.preset = store::mapping::load(&mut tx, association).await?.preset;
            store::mapping::save(&mut tx, association, &mapping).await?;
            record(
                &mut tx,
                &system,
                ("koppling.andra", name),
                serde_json::json!({}),
                now,
            )
            .await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// The guideline as the annual report has it, and two constructed scenarios of the printed plan.
    async fn plan_ahead(&self, now: DateTime<Utc>) -> Outcome<()> {
        let system = Actor::system();
        let guideline = equity::Typed {
            from_year: YEAR.to_string(),
            basis: "belopp".into(),
            amount: "2 730 000".into(),
            source: "Årsredovisning 2022, mål för ekonomi".into(),
            ..equity::Typed::default()
        };
        self.save_guideline(&system, &guideline, now).await?;
        let waived = Adjustment::WAIVED;
        let decision = "Årsredovisning 2022, styrelsens synnerliga skäl";
        self.add_adjustment(&system, ("2022", waived, "204 793", decision), now)
            .await?;
        let newest = self.facts().await?;
        let Some(plan) = newest.plans.iter().rfind(|plan| plan.span > 1) else {
            return Ok(());
        };
        let base = (plan.first, plan.version.number);
        for (name, rows) in SCENARIOS {
            let row = |row: &[&str; 4]| scenario::typed::Row {
                kind: row[0].into(),
                label: row[1].into(),
                from: row[2].into(),
                value: row[3].into(),
            };
            let typed = scenario::typed::Typed {
                name: name.into(),
                span: "5".into(),
                notice: "3".into(),
                personnel: "80".into(),
                liquid: "7 187 431".into(),
                rows: rows.iter().map(row).collect(),
            };
            self.save_scenario(&system, (None, base), &typed, now).await?;
        }
        Ok(())
    }

    async fn add_teams(&self, now: DateTime<Utc>) -> Outcome<()> {
        let team = |(slug, name, municipalities): &(&str, &str, &[&str])| Team {
            slug: (*slug).into(),
            name: (*name).into(),
            municipalities: municipalities.iter().map(|m| (*m).into()).collect(),
        };
        let teams: Vec<Team> = TEAMS.iter().map(team).collect();
        self.save_teams(&Actor::system(), &teams, now).await
    }

    /// Participations and consultations that meet the published margins; every row says so.
    async fn construct(&self, now: DateTime<Utc>) -> Outcome<()> {
        let facts = self.facts().await?;
        let (insatser, background, annexes) = (table("sus-insatser"), table("bakgrund"), table("bilagor"));
        let tables = Tables {
            insatser: &insatser,
            background: &background,
            annexes: &annexes,
        };
        let (targets, _) = example::read_targets(YEAR, &tables);
        let constructed = example::year(&facts.insatser, &targets)?;
        let rows = stored(constructed.participations, &facts.insatser);
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::participation::add(&mut tx, association, &rows, now).await?;
        store::participation::add_constructed_details(&mut tx, association, &follow_ups(&rows)).await?;
        store::consultation::save(&mut tx, association, &constructed.consultations).await?;
        let object = format!("konstruerade deltaganden {YEAR}");
        let detail = serde_json::json!({ "participations": rows.len() });
        record(
            &mut tx,
            &Actor::system(),
            ("exempel.deltaganden", &object),
            detail,
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// An inbox per team up to today. It begins after the constructed year, whose consultations are
    /// published as numbers.
    async fn construct_referrals(&self, now: DateTime<Utc>) -> Outcome<()> {
        let facts = self.facts().await?;
        let first = NaiveDate::from_ymd_opt(YEAR + 1, 1, 1).unwrap_or_default();
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let mut count = 0;
        let teams = store::team::load(&mut tx, association).await?;
        for (place, team) in teams.iter().enumerate() {
            let days = (first, now.date_naive());
            let desk = example::referrals::desk(team, place, &facts.insatser, days);
            count += desk.referrals.len();
            save_constructed(&mut tx, association, &desk).await?;
        }
        let detail = serde_json::json!({ "referrals": count });
        let what = ("exempel.remisser", "konstruerade remisser");
        record(&mut tx, &Actor::system(), what, detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// Requisitions of the books' year and the year after, and an account to pay from.
    async fn construct_requisitions(&self, now: DateTime<Utc>) -> Outcome<()> {
        let facts = self.facts().await?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let bookings =
            store::matching::bookings(&mut tx, association, (YEAR, YEAR), crate::matching::COSTS).await?;
        let own = facts.insats_budgets.iter().filter(|b| b.year == YEAR + 1);
        let budgets: Vec<_> = own.filter_map(|b| Some((b.insats.clone()?, b.amount))).collect();
        let mut made = example::requisitions::booked(&facts.insatser, &bookings, YEAR);
        made.extend(example::requisitions::budgeted(
            &facts.insatser,
            &budgets,
            YEAR + 1,
        ));
        for one in &made {
            let Some((first, rest)) = one.steps.split_first() else {
                continue;
            };
            let number =
                store::requisition::add(&mut tx, association, &one.insats, &one.filled, first).await?;
            for step in rest {
                store::requisition::add_step(&mut tx, association, &number, step).await?;
            }
        }
        crate::payment::construct_payer(&mut tx, association).await?;
        let detail = serde_json::json!({ "requisitions": made.len() });
        let what = ("exempel.rekvisitioner", "konstruerade rekvisitioner");
        record(&mut tx, &Actor::system(), what, detail, now).await?;
        Ok(tx.commit().await?)
    }

    async fn write_texts(&self, now: DateTime<Utc>) -> Outcome<()> {
        let reports = [(Which::annual(YEAR), TEXTS), (Which::plan(YEAR + 1), PLAN_TEXTS)];
        for (which, texts) in reports {
            for (name, bytes) in texts {
                let (markdown, _) = decode(bytes);
                let section = name.trim_end_matches(".md");
                let edited = Edited {
                    section,
                    markdown: &markdown,
                    seen: 0,
                };
                self.save_section(&Actor::system(), which, &edited, now).await?;
            }
        }
        Ok(())
    }

    async fn personas(&self, now: DateTime<Utc>) -> Outcome<Vec<User>> {
        let facts = self.facts().await?;
        // The persona's insats has a municipality and limits of its own; another folder has another.
        let krus = facts.insatser.iter().find(|insats| insats.slug == "krus");
        let first = krus.or(facts.insatser.first());
        let first = first.map(|i| i.slug.clone()).ok_or(Failure::NotFound)?;
        let mut users = Vec::new();
        for persona in &PERSONAS {
            let place = (Some(first.as_str()), TEAMS.first().map(|team| team.0));
            users.push(self.add_persona(persona, place, now).await?);
        }
        Ok(users)
    }
}

/// The constructed rows with references of their own, and the municipality of an insats that has one.
fn stored(facts: Vec<ParticipationFact>, insatser: &[Insats]) -> Vec<Stored> {
    let row = |(i, mut fact): (usize, ParticipationFact)| {
        let served = insatser
            .get(fact.insats)
            .map(|insats| insats.municipalities.as_slice());
        if let (Some([only]), false) = (served, fact.anonymous) {
            fact.municipality = Some(only.clone());
        }
        Stored {
            public_id: format!("exempel-{}", i + 1),
            reference: (!fact.anonymous).then(|| format!("EX-{:04}", i + 1)),
            fact,
        }
    };
    facts.into_iter().enumerate().map(row).collect()
}

/// Constructed follow-ups of the exits: most are made, a handful of the last are left to do.
fn follow_ups(rows: &[Stored]) -> Vec<(String, FollowUp)> {
    let mut made = Vec::new();
    let exits = rows.iter().filter_map(|row| Some((row, row.fact.exit.as_ref()?)));
    for (n, (row, exit)) in exits
        .filter(|(row, _)| row.fact.is_counted() && !row.fact.anonymous)
        .enumerate()
    {
        for months in Months::ALL {
            if n % 11 == 0 && *months == Months::Twelve {
                continue;
            }
            let lost = n % 7 == 3;
            made.push((
                row.public_id.clone(),
                FollowUp {
                    months: *months,
                    on: months.after(exit.date),
                    contact: if lost { Contact::Lost } else { Contact::Reached },
                    supports: if lost {
                        Answer::Missing(Missing::LostContact)
                    } else {
                        Answer::Known(exit.support_after.clone())
                    },
                    occupations: if lost {
                        Answer::Missing(Missing::LostContact)
                    } else {
                        Answer::Known(exit.occupation_after.clone())
                    },
                    answers: Vec::new(),
                },
            ));
            if lost {
                break;
            }
        }
    }
    made
}

/// The example year's table of this kind, as text.
fn table(stem: &str) -> String {
    let wanted = format!("{stem}-{YEAR}.csv");
    let file = FILES.iter().find(|(name, _)| *name == wanted);
    file.map(|(_, bytes)| decode(bytes).0).unwrap_or_default()
}
