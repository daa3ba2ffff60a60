//! A made-up association whose published tables contradict nothing: any names, years, amounts.

mod books;

use books::Books;
use domain::{apportion::apportion, number::plain};

/// A small generator of its own, so that one seed always makes one folder.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn range(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.next() % u64::try_from(high - low + 1).unwrap()).unwrap()
    }

    /// Non-negative parts of a total.
    fn parts(&mut self, total: i64, n: usize) -> Vec<i64> {
        let mut cuts: Vec<i64> = (1..n).map(|_| self.range(0, total)).collect();
        cuts.extend([0, total]);
        cuts.sort_unstable();
        cuts.windows(2).map(|w| w[1] - w[0]).collect()
    }
}

/// A folder as file names and texts.
pub type Folder = Vec<(String, String)>;

const PLACES: [&str; 9] = [
    "Norrby",
    "Sjötorp",
    "Åfors",
    "Ekås",
    "Lindvik",
    "Mellanå",
    "Östhult",
    "Björnnäs",
    "Vikfors",
];
const NAMES: [&str; 8] = [
    "steget", "bron", "kraften", "väg-in", "lots", "navet", "nästa", "sikte",
];

struct Insats {
    id: &'static str,
    budget: i64,
    brought: i64,
    new: i64,
    closed: i64,
    to_work: i64,
    consultations: i64,
}

impl Insats {
    fn total(&self) -> i64 {
        self.brought + self.new
    }
}

struct World {
    dice: Dice,
    year: i64,
    places: Vec<&'static str>,
    insatser: Vec<Insats>,
    people: Vec<i64>,
    /// Municipal amounts for the year before, the year and the next.
    contributions: [Vec<i64>; 3],
    /// Cost of insatser for the year and the year before.
    grants: [i64; 2],
    folder: Folder,
}

/// The whole folder.
pub fn folder(seed: u64) -> Folder {
    let mut dice = Dice(seed);
    let year = dice.range(2012, 2060);
    let start = usize::try_from(dice.range(0, 4)).unwrap();
    let places: Vec<&str> = PLACES[start..start + usize::try_from(dice.range(2, 4)).unwrap()].to_vec();
    let first = usize::try_from(dice.range(0, 3)).unwrap();
    let names = &NAMES[first..first + usize::try_from(dice.range(2, 4)).unwrap()];
    let insatser = names.iter().map(|id| insats(&mut dice, id)).collect();
    let people: Vec<i64> = places.iter().map(|_| dice.range(2_000, 90_000)).collect();
    let quarter = |dice: &mut Dice| dice.range(1_000_000, 4_000_000);
    let (before, now, next) = (quarter(&mut dice), quarter(&mut dice), quarter(&mut dice));
    let weights: Vec<(usize, i64)> = people.iter().copied().enumerate().collect();
    let contributions = [
        dice.parts(before, places.len()),
        dice.parts(now, places.len()),
        apportion(next, &weights).unwrap(),
    ];
    let grants = [dice.range(2_000_000, 9_000_000), dice.range(2_000_000, 9_000_000)];
    let mut world = World {
        dice,
        year,
        places,
        insatser,
        people,
        contributions,
        grants,
        folder: Vec::new(),
    };
    world.participation();
    world.members();
    let (budget, line) = world.budget();
    world.statements(&budget);
    world.goals(line);
    world.folder
}

fn insats(dice: &mut Dice, id: &'static str) -> Insats {
    let (brought, new) = (dice.range(5, 40), dice.range(5, 40));
    let closed = dice.range(4, brought + new);
    Insats {
        id,
        budget: dice.range(10, 60),
        brought,
        new,
        closed,
        to_work: dice.range(1, closed),
        consultations: dice.range(5, 50),
    }
}

impl World {
    fn file(&mut self, name: &str, text: String) {
        self.folder.push((name.to_owned(), text));
    }

    fn sum(&self, of: fn(&Insats) -> i64) -> i64 {
        self.insatser.iter().map(of).sum()
    }

    fn participation(&mut self) {
        let year = self.year;
        let mut rows = "insats;budget;totalt;nya;avslutade;pågående\n".to_owned();
        let row = |name: &str, b: i64, t: i64, n: i64, c: i64| format!("{name};{b};{t};{n};{c};{}\n", t - c);
        for i in &self.insatser {
            rows += &row(i.id, i.budget, i.total(), i.new, i.closed);
        }
        let sums = [
            self.sum(|i| i.budget),
            self.sum(Insats::total),
            self.sum(|i| i.new),
            self.sum(|i| i.closed),
        ];
        rows += &row("SUMMA (tryckt)", sums[0], sums[1], sums[2], sums[3]);
        self.file(&format!("sus-insatser-{year}.csv"), rows);
        self.series(sums);
        self.background(sums);
        self.annexes();
        let mut rows = format!(
            "id;namn;ägare;kommuner;beslut;personal_{year};budgeterade_deltagare_sus;budgeterade_deltagare_bilaga;ålder_från;ålder_till;metoder\n"
        );
        for i in &self.insatser {
            rows += &format!(
                "{};{};;;LIS;1,5 tjänst;{};{};16;64;MI\n",
                i.id, i.id, i.budget, i.budget
            );
        }
        self.file("insatser.csv", rows);
    }

    /// Earlier years, backwards from what was brought into the first.
    fn series(&mut self, [budget, total, new, closed]: [i64; 4]) {
        let mut rows = vec![format!(
            "{};{budget};{total};{new};{closed};{}",
            self.year,
            total - closed
        )];
        let mut ongoing = total - new;
        for back in 1..=self.dice.range(1, 6) {
            let closed = self.dice.range(10, 90);
            let total = ongoing + closed;
            let new = self.dice.range(5, total);
            rows.push(format!(
                "{};{budget};{total};{new};{closed};{ongoing}",
                self.year - back
            ));
            ongoing = total - new;
        }
        rows.push("år;budget;totalt;nya;avslutade;pågående".into());
        rows.reverse();
        self.file("sus-per-ar.csv", rows.join("\n") + "\n");
    }

    fn background(&mut self, [_, _, new, closed]: [i64; 4]) {
        let women = self.dice.range(0, new);
        let (young, work) = (self.dice.range(0, new), self.sum(|i| i.to_work));
        let seeking = self.dice.range(0, closed - work);
        let (school, long) = (self.dice.range(10, 60), self.dice.range(0, 40));
        let text = format!(
            "fördelning;kategori;kvinnor;män;alla;enhet\n\
             nyinskrivna;antal;{women};{};{new};personer\n\
             nyinskrivna;under 30 år;;;{young};personer\n\
             nyinskrivna;medelålder;;;{}.4;år\n\
             utbildning (kända);enbart grundskola;;;{school};procent\n\
             utbildning (kända);gymnasium;;;{};procent\n\
             tid i offentlig försörjning;mer än ett år;;;{};procent\n\
             tid i offentlig försörjning;mer än fem år;;;{long};procent\n\
             avslut;utskrivna;;;{closed};personer\n\
             avslut;arbete, subventionerat arbete eller studier;;;{work};personer\n\
             avslut;arbetssökande vid Arbetsförmedlingen;;;{seeking};personer\n\
             konsultationer;samverkansteamens konsultationer;;;{};personer\n",
            new - women,
            self.dice.range(17, 62),
            100 - school - self.dice.range(0, 20),
            long + self.dice.range(0, 50),
            self.sum(|i| i.consultations),
        );
        self.file(&format!("bakgrund-{}.csv", self.year), text);
    }

    fn annexes(&mut self) {
        let mut rows = "insats;mått;värde\n".to_owned();
        for index in 0..self.insatser.len() {
            let i = &self.insatser[index];
            let (id, total, closed) = (i.id, i.total(), i.closed);
            let (new, to_work, teams) = (i.new, i.to_work, i.consultations);
            let referred = self.dice.parts(new, 4);
            let exits = self.dice.parts(closed - to_work, 3);
            let earlier = self.dice.range(0, 90);
            let anyone = self.dice.range(0, 50);
            let mut add = |label: &str, value: i64| rows += &format!("{id};{label};{value}\n");
            add("nya deltagare", new);
            if index % 2 == 0 {
                add("totalt antal deltagare", total);
            } else {
                add("totalt antal deltagare inklusive konsultationer", total + teams);
            }
            add("avslutade deltagare", closed);
            add("till arbete eller studier", to_work);
            add("konsultationsremisser", teams);
            for (party, n) in [
                "Försäkringskassan",
                "Arbetsförmedlingen",
                "Socialtjänst",
                "Regionen",
            ]
            .iter()
            .zip(referred)
            {
                add(&format!("remittent {party}"), n);
            }
            if index == 0 {
                add("avslut arbete eller studier", to_work);
                for (reason, n) in ["fortsatt rehabilitering", "sjukdom", "annan anledning"]
                    .iter()
                    .zip(exits)
                {
                    add(&format!("avslut {reason}"), n);
                }
                add("sedan start avslutade", earlier + closed);
            }
            add("sedan start deltagare", earlier + total);
            add(
                "sedan start till arbete eller studier",
                to_work + anyone.min(earlier),
            );
        }
        self.file(&format!("bilagor-{}.csv", self.year), rows);
    }

    fn members(&mut self) {
        let year = self.year;
        let mut rows = format!(
            "medlem;typ;bidrag_{};bidrag_{year};bidrag_{}\n",
            year - 1,
            year + 1
        );
        let [a, b, c] = self.contributions.clone();
        for (i, place) in self.places.iter().enumerate() {
            rows += &format!("{};kommun;{};{};{}\n", municipality(place), a[i], b[i], c[i]);
        }
        let quarter: Vec<i64> = [a, b, c].iter().map(|list| list.iter().sum()).collect();
        rows += &format!(
            "Region Mitt;region;{};{};{}\n",
            quarter[0], quarter[1], quarter[2]
        );
        rows += &format!(
            "Försäkringskassan;staten;{};{};{}\n",
            2 * quarter[0],
            2 * quarter[1],
            2 * quarter[2]
        );
        self.file("medlemsbidrag.csv", rows);
        let mut rows = format!("kommun;kod;folkmängd_{year}_09_30\n");
        for (code, (place, people)) in (1..).zip(self.places.iter().zip(&self.people)) {
            rows += &format!("{place};{code:04};{people}\n");
        }
        self.file("befolkning.csv", rows);
    }

    /// Budget over four years; answers with the year's column (income, cost) and its insats line.
    fn budget(&mut self) -> ([i64; 2], i64) {
        let years: Vec<i64> = (self.year..self.year + 4).collect();
        let quarters: Vec<i64> = self.contributions.iter().map(|c| c.iter().sum()).collect();
        let mut member: Vec<i64> = vec![4 * quarters[1], 4 * quarters[2]];
        member.extend([
            self.dice.range(3_000_000, 9_000_000),
            self.dice.range(3_000_000, 9_000_000),
        ]);
        let mut table: Vec<Vec<i64>> = vec![member];
        for _ in 0..5 {
            table.push((0..4).map(|_| self.dice.range(1, 900) * 500).collect());
        }
        let insats: Vec<Vec<i64>> = self
            .insatser
            .iter()
            .map(|_| ())
            .collect::<Vec<()>>()
            .iter()
            .map(|()| (0..4).map(|_| self.dice.range(300, 2_000) * 1_000).collect())
            .collect();
        let lines: Vec<i64> = (0..4).map(|y| insats.iter().map(|i| i[y]).sum()).collect();
        self.insats_budget(&insats, &lines);
        let labels = ["Styrelsen", "Personal", "Lokal, dator, telefon", "Utbildningar"];
        let sums =
            |rows: &[&Vec<i64>]| -> Vec<i64> { (0..4).map(|y| rows.iter().map(|r| r[y]).sum()).collect() };
        let income = sums(&[&table[0], &table[1]]);
        let cost = sums(&[&table[2], &table[3], &table[4], &table[5], &lines]);
        let result: Vec<i64> = income.iter().zip(&cost).map(|(i, c)| i - c).collect();
        let mut text = format!("grupp;rad;{}\n", list(&years));
        text += &format!("intäkter;Verksamhetens ägarbidrag;{}\n", list(&table[0]));
        text += &format!(
            "intäkter;Övriga intäkter;{}\nintäkter;SUMMA (tryckt);{}\n",
            list(&table[1]),
            list(&income)
        );
        text += "finansiella intäkter;Ränta;0;0;0;0\n";
        for (label, row) in labels.iter().zip(&table[2..]) {
            text += &format!("kostnader;{label};{}\n", list(row));
        }
        text += &format!("kostnader;Beslutade individinsatser;{}\n", list(&lines));
        text += &format!(
            "kostnader;SUMMA (tryckt);{}\nfinansiella kostnader;Ränta;0;0;0;0\n",
            list(&cost)
        );
        let back: Vec<i64> = result.iter().map(|r| -r).collect();
        text += &format!("resultat;Resultat (tryckt);{}\n", list(&result));
        text += &format!(
            "resultat;Återföring av vinstmedel (tryckt);{}\nresultat;Resultat 2 (tryckt);0;0;0;0\n",
            list(&back)
        );
        self.file("budget.csv", text);
        ([income[0], cost[0]], lines[0])
    }

    fn insats_budget(&mut self, insats: &[Vec<i64>], lines: &[i64]) {
        let mut text = format!(
            "insats;rad;{};{};{}\n",
            self.year + 1,
            self.year + 2,
            self.year + 3
        );
        for (i, row) in self.insatser.iter().zip(insats) {
            text += &format!("{};{} i bygden;{}\n", i.id, i.id, list(&row[1..]));
        }
        text += &format!(";Kostnader (tryckt);{}\n", list(&lines[1..]));
        self.file("insatsbudget.csv", text);
    }

    fn statements(&mut self, budget: &[i64; 2]) {
        let mut books = Books::new(self);
        let text = books.write(self, budget);
        self.file("bokslut.csv", text);
        let mut costs = format!("projekt;insats;kommun;kostnad_{}\n", self.year);
        let grants = self.grants[0];
        let parts = self.dice.parts(grants, self.insatser.len());
        for (i, cost) in self.insatser.iter().zip(parts) {
            costs += &format!("Projekt {};{};;{cost}\n", i.id, i.id);
        }
        costs += &format!("Total (tryckt);;;{grants}\n");
        self.file(&format!("insatskostnader-{}.csv", self.year), costs);
        self.overview(&books);
    }

    /// With or without financial items, each way a bridge that adds up.
    fn overview(&mut self, books: &Books) {
        let (year, net) = (self.year, self.dice.next().is_multiple_of(2));
        let mut income: Vec<i64> = Vec::new();
        let mut cost: Vec<i64> = Vec::new();
        for y in 0..2 {
            let (plus, minus) = (books.financial[y][0], books.financial[y][1]);
            income.push(books.income[y] + if net { plus - minus } else { plus });
            cost.push(books.cost[y] + if net { 0 } else { minus });
        }
        for _ in 0..3 {
            income.push(self.dice.range(5_000_000, 9_000_000));
            cost.push(self.dice.range(5_000_000, 9_000_000));
        }
        let result: Vec<i64> = income.iter().zip(&cost).map(|(i, c)| i - c).collect();
        let mut equity = vec![books.equity[0] + result[0]];
        for r in &result[..4] {
            let last = equity[equity.len() - 1];
            equity.push(last - r);
        }
        let years: Vec<i64> = (0..5).map(|back| year - back).collect();
        let text = format!(
            "mått;{}\nVerksamhetens intäkter;{}\nVerksamhetens kostnader;{}\nÅrets resultat;{}\nSoliditet (eget kapital);{}\nAntal anställda;2.8;2.5;2;2;2\n",
            list(&years),
            list(&income),
            list(&cost),
            list(&result),
            list(&equity)
        );
        self.file("flerarsoversikt.csv", text);
    }

    fn goals(&mut self, line: i64) {
        let year = self.year;
        let (k, n) = (self.sum(|i| i.to_work), self.sum(|i| i.closed));
        let share = |k: i64, n: i64| (2000 * k + n) / (2 * n);
        let work = share(k, n);
        let deviation = share((line - self.grants[0]).abs(), line);
        let paid: i64 = 4 * self.contributions[1].iter().sum::<i64>();
        let used = (200 * self.grants[0] + paid) / (2 * paid);
        let judge = |met: bool| if met { "uppnått" } else { "inte uppnått" };
        let equity: i64 = self.equity_from_statement();
        let text = format!(
            "år;nivå;mål;målvärde;enhet;mäts_med;utfall_tryckt;bedömning_tryckt\n\
             {year};individ;Deltagarna har kommit ut i arbete eller studier;35;procent;SUS: {k} av {n} utskrivna;{};{}\n\
             {year};individ;Deltagarna upplever stöd;95;procent;indikator 1, 2, 3;90;i stort sett uppnått\n\
             {year};organisation;Mer synlig på webben;;;;;uppnått\n\
             {year};ekonomi;Behållningen följer riktlinjen;2000000;kr, högst;eget kapital;{equity};{}\n\
             {year};ekonomi;Insatsernas utfall avviker högst 5 procent från budget;5;procent, högst;rekvirerade medel mot budgeterade {};{};{}\n\
             {year};ekonomi;75 procent av tilldelade medel går till individinriktade insatser;75;procent, minst;insatskostnader mot medlemsintäkter;{used};{}\n\
             {};individ;Deltagarna upplever stöd;95;procent;indikator 1;;\n",
            plain(work, 1),
            judge(work >= 350),
            judge(equity <= 2_000_000),
            domain::number::integer(line),
            plain(deviation, 1),
            judge(deviation <= 50),
            judge(used >= 75),
            year + 1,
        );
        self.file("mal.csv", text);
    }

    fn equity_from_statement(&self) -> i64 {
        let (_, text) = self
            .folder
            .iter()
            .find(|(n, _)| n == "flerarsoversikt.csv")
            .unwrap();
        let row = text.lines().find(|l| l.starts_with("Soliditet")).unwrap();
        row.split(';').nth(1).unwrap().parse().unwrap()
    }
}

/// A municipality's name in the genitive.
fn municipality(place: &str) -> String {
    let s = if place.ends_with('s') { "" } else { "s" };
    format!("{place}{s} kommun")
}

fn list(values: &[i64]) -> String {
    values.iter().map(i64::to_string).collect::<Vec<_>>().join(";")
}
