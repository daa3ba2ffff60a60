//! Made-up content, the same every time.

use domain::chart::{Chart, ChartKind, Series};

/// A chapter.
pub struct Chapter {
    pub title: String,
    pub paragraphs: Vec<String>,
    pub chart: Option<Chart>,
    pub tables: Vec<Table>,
}

/// A table with the text before it.
pub struct Table {
    pub caption: String,
    pub lead: String,
    /// Group, women, men, total, share of women in tenths of a per cent.
    pub rows: Vec<(&'static str, [i64; 4])>,
}

/// The heads of every table.
pub const HEAD: [&str; 5] = ["Grupp", "Kvinnor", "Män", "Totalt", "Andel kvinnor, %"];

/// The heads of the table under a chart.
pub const CHART_HEAD: [&str; 2] = ["Kön", "Januari"];

/// The rows of the table under a chart.
pub fn january(chart: &Chart) -> impl Iterator<Item = (&str, i64)> {
    let series = chart.series.iter();
    series.map(|series| (series.name.as_str(), series.values[0].unwrap_or(0)))
}

const AGES: [&str; 6] = [
    "16–24 år",
    "25–29 år",
    "30–44 år",
    "45–54 år",
    "55–64 år",
    "65 år och äldre",
];
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
];
const WORDS: &[&str] = &[
    "samordningsförbundet",
    "insats",
    "deltagare",
    "arbetsförmåga",
    "rehabilitering",
    "kommunen",
    "regionen",
    "styrelsen",
    "uppföljning",
    "medel",
    "verksamhet",
    "mål",
    "resultat",
    "kvinnor",
    "män",
    "samverkan",
    "stöd",
    "egenförsörjning",
    "studier",
    "ärende",
    "remittent",
    "individinriktad",
    "strukturövergripande",
    "budget",
    "utfall",
    "avvikelse",
    "ökning",
    "minskning",
    "andel",
    "året",
];

/// The report.
pub fn generate() -> Vec<Chapter> {
    let mut random = Random(7);
    (1..=25).map(|number| chapter(number, &mut random)).collect()
}

fn chapter(number: usize, random: &mut Random) -> Chapter {
    let table = |at: usize, random: &mut Random| Table {
        caption: format!("Tabell {number}.{at}: fördelning efter ålder och kön"),
        lead: random.paragraph(45),
        rows: AGES.iter().map(|age| (*age, random.row())).collect(),
    };
    Chapter {
        title: format!("Kapitel {number}: {}", random.words(3)),
        paragraphs: vec![random.paragraph(130), random.paragraph(130)],
        chart: (number <= 20).then(|| random.chart()),
        tables: (1..=4).map(|at| table(at, random)).collect(),
    }
}

/// A linear congruential generator.
struct Random(u64);

impl Random {
    fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        low + i64::try_from((self.0 >> 33) % u64::try_from(high - low + 1).unwrap()).unwrap()
    }

    fn words(&mut self, count: i64) -> String {
        let last = i64::try_from(WORDS.len()).unwrap() - 1;
        let words: Vec<&str> = (0..count)
            .map(|_| WORDS[usize::try_from(self.between(0, last)).unwrap()])
            .collect();
        words.join(" ")
    }

    fn paragraph(&mut self, mut words: i64) -> String {
        let mut sentences = Vec::new();
        while words > 0 {
            let count = self.between(8, 16);
            words -= count;
            sentences.push(format!("Året: {}.", self.words(count)));
        }
        sentences.join(" ")
    }

    fn row(&mut self) -> [i64; 4] {
        let (women, men) = (self.between(5, 400), self.between(5, 400));
        [women, men, women + men, women * 1000 / (women + men)]
    }

    fn chart(&mut self) -> Chart {
        let mut series = |name: &str| Series {
            name: name.to_owned(),
            values: MONTHS.iter().map(|_| Some(self.between(10, 200))).collect(),
        };
        Chart {
            kind: ChartKind::Columns,
            categories: MONTHS.map(str::to_owned).to_vec(),
            series: vec![series("Kvinnor"), series("Män")],
            unit: "deltaganden".into(),
            target: None,
            decimals: 0,
            withheld: Vec::new(),
        }
    }
}
