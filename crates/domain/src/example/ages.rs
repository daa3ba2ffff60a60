//! Ages at entry: how many are under 30, the mean as printed, and the most common span per sex,
//! within the limits of each insats.

use super::{Draft, Targets, random::Random, refuse::refusal};
use crate::{
    codes::Sex,
    facts::Insats,
    measure::bands::{self, AGE_BANDS},
    refusal::Refusal,
    unit::ratio,
};

/// Ages an insats without limits takes.
const WORKING_AGE: (i32, i32) = (16, 64);
const YOUNG: i32 = 30;

/// The ages of the new ones, while they are moved until every margin holds.
struct Ages {
    age: Vec<i32>,
    /// Limits: the insats's, cut at 30 where under or over is decided.
    limits: Vec<(i32, i32)>,
    sex: Vec<usize>,
    /// Band that must have most, per sex.
    mode: [Option<usize>; 2],
    /// How many per sex and band.
    held: [[i64; AGE_BANDS.len()]; 2],
}

/// Sets every draft's age.
pub(super) fn fill(
    drafts: &mut [Draft],
    insatser: &[Insats],
    targets: &Targets,
    random: &mut Random,
) -> Result<(), Refusal> {
    let mut new: Vec<usize> = Vec::new();
    for i in 0..drafts.len() {
        let (low, high) = insatser[drafts[i].fact.insats].ages.unwrap_or(WORKING_AGE);
        // Those carried over are in no age margin: most are in their thirties and forties.
        drafts[i].age = i32::midpoint(random.between(low, high), random.between(20, 40)).clamp(low, high);
        if drafts[i].new {
            new.push(i);
        }
    }
    random.shuffle(&mut new);
    let limits = new
        .iter()
        .map(|i| insatser[drafts[*i].fact.insats].ages.unwrap_or(WORKING_AGE))
        .collect();
    let sex = new
        .iter()
        .map(|i| usize::from(drafts[*i].fact.sex == Some(Sex::Man)))
        .collect();
    let mut ages = Ages::start(limits, sex, targets, random)?;
    ages.reach_mode()?;
    ages.reach_mean(targets)?;
    for (at, i) in new.into_iter().enumerate() {
        drafts[i].age = ages.age[at];
    }
    Ok(())
}

impl Ages {
    /// A plausible start: decided under or over 30, spread over the bands on either side.
    fn start(
        mut limits: Vec<(i32, i32)>,
        sex: Vec<usize>,
        targets: &Targets,
        random: &mut Random,
    ) -> Result<Ages, Refusal> {
        cut_at_30(&mut limits, targets.new.under_30)?;
        let mut mode = [None; 2];
        for (sex, wanted) in targets.new.most_common_age.iter().enumerate() {
            if let Some((first, last)) = wanted {
                let band = AGE_BANDS
                    .iter()
                    .position(|b| b.first == *first && b.last == *last);
                let unknown = || {
                    refusal(
                        "vanligaste åldersspann",
                        format!("Spannet {first}–{last} finns inte."),
                    )
                };
                mode[sex] = Some(band.ok_or_else(unknown)?);
            }
        }
        let mut ages = Ages {
            age: Vec::new(),
            limits,
            sex,
            mode,
            held: [[0; AGE_BANDS.len()]; 2],
        };
        for at in 0..ages.limits.len() {
            let (low, high) = ages.limits[at];
            let spans: &[((i32, i32), usize)] = if high < YOUNG {
                &[((16, 24), 50), ((25, 29), 50)]
            } else {
                &[((30, 34), 38), ((35, 44), 32), ((45, 54), 20), ((55, 64), 10)]
            };
            let (from, to) = random.pick(spans).unwrap_or((low, high));
            let age = random.between(from, to).clamp(low, high);
            ages.age.push(age);
            ages.held[ages.sex[at]][bands::age_band(age)] += 1;
        }
        Ok(ages)
    }

    /// Moves one age, if the most common spans survive it.
    fn step(&mut self, at: usize, to: i32) -> bool {
        let (low, high) = self.limits[at];
        if to < low || to > high {
            return false;
        }
        let (sex, old, new) = (self.sex[at], bands::age_band(self.age[at]), bands::age_band(to));
        self.held[sex][old] -= 1;
        self.held[sex][new] += 1;
        if old != new && !self.mode_holds(sex) {
            self.held[sex][old] += 1;
            self.held[sex][new] -= 1;
            return false;
        }
        self.age[at] = to;
        true
    }

    fn mode_holds(&self, sex: usize) -> bool {
        self.mode[sex].is_none_or(|mode| {
            let held = &self.held[sex];
            (0..held.len()).all(|band| band == mode || held[band] < held[mode])
        })
    }

    /// Moves people from the largest other band into the one that must be largest.
    fn reach_mode(&mut self) -> Result<(), Refusal> {
        for sex in 0..2 {
            let Some(mode) = self.mode[sex] else { continue };
            let (first, last) = (AGE_BANDS[mode].first, AGE_BANDS[mode].last);
            while self.sex.contains(&sex) && !self.mode_holds(sex) {
                let mut others: Vec<usize> = (0..AGE_BANDS.len()).filter(|band| *band != mode).collect();
                others.sort_by_key(|band| std::cmp::Reverse(self.held[sex][*band]));
                let able = |band: usize| {
                    (0..self.age.len()).find(|at| {
                        let (low, high) = self.limits[*at];
                        self.sex[*at] == sex
                            && bands::age_band(self.age[*at]) == band
                            && low <= last
                            && high >= first
                    })
                };
                let Some(at) = others.into_iter().find_map(able) else {
                    let span = format!("{first}–{last}");
                    return Err(refusal(
                        "vanligaste åldersspann",
                        format!("{span} kan inte bli störst med de andra åldersuppgifterna."),
                    ));
                };
                let (low, high) = self.limits[at];
                let to = self.age[at].clamp(first.max(low), last.min(high));
                self.held[sex][bands::age_band(self.age[at])] -= 1;
                self.held[sex][mode] += 1;
                self.age[at] = to;
            }
        }
        Ok(())
    }

    /// Moves ages a year at a time, everybody in turn, until the mean is as printed.
    fn reach_mean(&mut self, targets: &Targets) -> Result<(), Refusal> {
        let (Some(mean), false) = (targets.new.mean_age, self.age.is_empty()) else {
            return Ok(());
        };
        let sum: i64 = self.age.iter().map(|age| i64::from(*age)).sum();
        let impossible = |why: &str| refusal("medelålder", format!("Medelåldern {why}."));
        let wanted = nearest_sum(sum, mean, self.age.len())
            .ok_or_else(|| impossible("kan inte bli den tryckta med så få deltaganden"))?;
        let (step, mut left) = (if wanted < sum { -1 } else { 1 }, (wanted - sum).abs());
        while left > 0 {
            let before = left;
            for at in 0..self.age.len() {
                if left > 0 && self.step(at, self.age[at] + step) {
                    left -= 1;
                }
            }
            if left == before {
                return Err(impossible("går inte ihop med de andra åldersuppgifterna"));
            }
        }
        Ok(())
    }
}

/// The sum of ages nearest to `sum` whose mean over `count` is printed as `mean` tenths.
fn nearest_sum(sum: i64, mean: i64, count: usize) -> Option<i64> {
    let n = i64::try_from(count).ok()?;
    let centre = mean * n / 10;
    let fits = (centre - n..=centre + n).filter(|s| ratio(*s, n, 1, 1) == Some(mean));
    fits.min_by_key(|s| (s - sum).abs())
}

/// Decides who is under 30 by cutting the limits; those whose insats decides it first.
fn cut_at_30(limits: &mut [(i32, i32)], under: Option<i64>) -> Result<(), Refusal> {
    let count = i64::try_from(limits.len()).unwrap_or(i64::MAX);
    let under = under.unwrap_or(count * 45 / 100);
    let forced = limits.iter().filter(|(_, high)| *high < YOUNG).count();
    let possible = limits.iter().filter(|(low, _)| *low < YOUNG).count();
    let mut left = under - i64::try_from(forced).unwrap_or(i64::MAX);
    if left < 0 || under > i64::try_from(possible).unwrap_or(0) {
        return Err(refusal(
            "nyinskrivna, under 30 år",
            format!("{under} ryms inte inom insatsernas åldersgränser."),
        ));
    }
    for (low, high) in limits {
        if *high < YOUNG {
            continue;
        }
        if *low < YOUNG && left > 0 {
            *high = YOUNG - 1;
            left -= 1;
        } else {
            *low = YOUNG.max(*low);
        }
    }
    Ok(())
}
