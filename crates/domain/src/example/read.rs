//! Margins out of published tables (the layout of `examples/kalmar`).

use super::{InsatsTarget, Targets, targets::AnnexWishes};
use crate::{
    codes::{CodeTable, Education, ExitReason, ReferringAuthority},
    number,
    refusal::Problem,
};

/// The three tables as text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tables<'a> {
    /// `sus-insatser-YYYY.csv`: insats;budget;totalt;nya;avslutade;pågående.
    pub insatser: &'a str,
    /// `bakgrund-YYYY.csv`: fördelning;kategori;kvinnor;män;alla;enhet.
    pub background: &'a str,
    /// `bilagor-YYYY.csv`: insats;mått;värde.
    pub annexes: &'a str,
}

/// Reads the margins of a year. What is not understood is reported and left free; rows marked as
/// printed sums are skipped.
pub fn read_targets(year: i32, tables: &Tables<'_>) -> (Targets, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut targets = Targets {
        year,
        ..Targets::default()
    };
    for row in Row::all("sus-insatser", tables.insatser, 6, &mut problems) {
        if let Some(target) = insats(&row, &mut problems) {
            targets.insatser.push(target);
        }
    }
    for row in Row::all("bakgrund", tables.background, 5, &mut problems) {
        background(&mut targets, &row, &mut problems);
    }
    for row in Row::all("bilagor", tables.annexes, 3, &mut problems) {
        annex(&mut targets, &row, &mut problems);
    }
    for target in &mut targets.insatser {
        split_outcome(&mut target.annex);
    }
    (targets, problems)
}

/// A line of a table.
struct Row {
    file: &'static str,
    line: usize,
    fields: Vec<String>,
}

impl Row {
    fn all(file: &'static str, text: &str, columns: usize, problems: &mut Vec<Problem>) -> Vec<Row> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut rows = Vec::new();
        for (line, record) in (2..).zip(reader.records()) {
            let row = Row {
                file,
                line,
                fields: record
                    .iter()
                    .flatten()
                    .map(|field| field.trim().to_owned())
                    .collect(),
            };
            if row.fields.len() < columns {
                problems.push(row.problem("kolumner", format!("Raden har färre än {columns} kolumner.")));
            } else if !row.fields[0].contains("(tryckt)") {
                rows.push(row);
            }
        }
        rows
    }

    fn problem(&self, code: &'static str, message: String) -> Problem {
        Problem {
            file: self.file.into(),
            line: self.line,
            code,
            message,
        }
    }

    /// A number with one decimal in tenths; `None` for an empty field.
    fn tenths(&self, column: usize, problems: &mut Vec<Problem>) -> Option<i64> {
        let text = self.fields.get(column).filter(|text| !text.is_empty())?;
        let number = number::parse_decimal(text, 1);
        if number.is_none() {
            problems.push(self.problem("tal", format!("”{text}” är inte ett tal.")));
        }
        number
    }

    fn whole(&self, column: usize, problems: &mut Vec<Problem>) -> Option<i64> {
        let tenths = self.tenths(column, problems)?;
        if tenths % 10 != 0 {
            problems.push(self.problem("tal", format!("”{}” är inte ett heltal.", self.fields[column])));
            return None;
        }
        Some(tenths / 10)
    }
}

fn insats(row: &Row, problems: &mut Vec<Problem>) -> Option<InsatsTarget> {
    let mut number = |column| row.whole(column, problems);
    let (total, new, closed, ongoing) = (number(2)?, number(3)?, number(4)?, number(5)?);
    let insats = row.fields[0].clone();
    Some(InsatsTarget {
        insats,
        total,
        new,
        closed,
        ongoing,
        annex: AnnexWishes::default(),
    })
}

fn background(targets: &mut Targets, row: &Row, problems: &mut Vec<Problem>) {
    let (group, category) = (row.fields[0].as_str(), row.fields[1].as_str());
    if let Some(span) = category.strip_prefix("vanligaste åldersspann ") {
        let ages = span
            .split_once('–')
            .and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        for (sex, column) in [2, 3].into_iter().enumerate() {
            targets.new.most_common_age[sex] = ages.filter(|_| row.fields[column] == "störst");
        }
        return;
    }
    if (group, category) == ("nyinskrivna", "medelålder") {
        targets.new.mean_age = row.tenths(4, problems);
        return;
    }
    let all = row.whole(4, problems);
    let new = &mut targets.new;
    match (group, category) {
        ("nyinskrivna", "antal") => {
            new.count = all;
            new.by_sex = row.whole(2, problems).zip(row.whole(3, problems));
        }
        ("nyinskrivna", "under 30 år") => new.under_30 = all,
        ("tid i offentlig försörjning", "mer än ett år") => new.over_1_year = all,
        ("tid i offentlig försörjning", "mer än fem år") => new.over_5_years = all,
        ("avslut", "utskrivna") => targets.closed = all,
        ("avslut", text) if text.starts_with("arbetssökande") => targets.closed_as_jobseekers = all,
        ("avslut", text) if text.starts_with("arbete") => targets.closed_to_work_or_study = all,
        ("konsultationer", _) => targets.consultations = all,
        ("utbildning (kända)", text) => {
            let label = text.trim_start_matches("enbart ");
            match Education::ALL
                .iter()
                .find(|e| e.label() == label)
                .copied()
                .zip(all)
            {
                Some(share) => new.education.push(share),
                None => problems.push(row.problem("kategori", format!("Utbildningen ”{text}” är okänd."))),
            }
        }
        _ => problems.push(row.problem("kategori", format!("”{group}; {category}” är okänd."))),
    }
}

/// Annex rows the example uses; the others are the insats's own and are left alone.
fn annex(targets: &mut Targets, row: &Row, problems: &mut Vec<Problem>) {
    let (slug, name) = (row.fields[0].as_str(), row.fields[1].as_str());
    let Some(target) = targets.insatser.iter_mut().find(|t| t.insats == slug) else {
        problems.push(row.problem(
            "insats",
            format!("Insatsen ”{slug}” finns inte i tabellen per insats."),
        ));
        return;
    };
    let Some(value) = row.whole(2, problems) else {
        return;
    };
    let wishes = &mut target.annex;
    match name {
        "konsultationsremisser" | "konsultationer" => wishes.consultations = Some(value),
        "till arbete eller studier" => wishes.work_or_study = Some(value),
        "sedan start anonyma deltagare" => wishes.anonymous = value,
        "avslut arbete" | "avslut studier" => {
            wishes.work_or_study = Some(wishes.work_or_study.unwrap_or(0) + value);
        }
        _ => {
            if let Some(authority) = name.strip_prefix("remittent ").and_then(authority) {
                wishes.referrers.push((authority, value));
            }
            let reason = name.strip_prefix("avslut ");
            if let Some(reason) = reason.and_then(|r| ExitReason::ALL.iter().find(|e| e.label() == r)) {
                wishes.reasons.push((*reason, value));
            }
        }
    }
}

/// The words annexes use for the referring authorities.
fn authority(name: &str) -> Option<ReferringAuthority> {
    match name {
        "Försäkringskassan" => Some(ReferringAuthority::SocialInsurance),
        "Arbetsförmedlingen" => Some(ReferringAuthority::EmploymentService),
        "Socialtjänst" | "Socialtjänsten" | "kommun" => Some(ReferringAuthority::Municipality),
        "Regionen" | "region" => Some(ReferringAuthority::Region),
        "egen" | "annan" | "egen/annan" => Some(ReferringAuthority::OwnOrOther),
        _ => None,
    }
}

/// A wish for work, study and job seeking together is no wish for work or study alone.
fn split_outcome(wishes: &mut AnnexWishes) {
    if let (Some(work), Some(all)) = (
        wishes.work_or_study,
        wishes.reason(ExitReason::WorkStudyJobseeker),
    ) && work > all
    {
        wishes.work_or_study = Some(all);
    }
}
