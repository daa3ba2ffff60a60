//! The statements of a made-up association.

use super::*;

/// The statements of two years, newest first.
pub(super) struct Books {
    pub(super) income: [i64; 2],
    pub(super) cost: [i64; 2],
    pub(super) financial: [[i64; 2]; 2],
    pub(super) other_income: [i64; 2],
    pub(super) external: [[i64; 3]; 2],
    pub(super) staff: [[i64; 2]; 2],
    pub(super) receivables: [[i64; 2]; 3],
    pub(super) liabilities: [[i64; 3]; 3],
    /// Before the year's result.
    pub(super) equity: [i64; 3],
}

impl Books {
    pub(super) fn new(world: &mut World) -> Books {
        let member = |w: &World, y: usize| 4 * w.contributions[1 - y].iter().sum::<i64>();
        let dice = &mut world.dice;
        let other_income = [dice.range(0, 400_000), dice.range(0, 400_000)];
        let external = [0, 1].map(|y| [world.grants[y], dice.range(0, 900_000), dice.range(1, 90_000)]);
        let staff = [0, 1].map(|_| [dice.range(900_000, 2_000_000), dice.range(1, 900_000)]);
        let financial = [0, 1].map(|_| [dice.range(0, 9_000), dice.range(0, 900)]);
        let receivables = [0, 1, 2].map(|_| [dice.range(0, 400_000), dice.range(0, 90_000)]);
        let liabilities = [0, 1, 2].map(|_| {
            [
                dice.range(0, 3_000_000),
                dice.range(0, 90_000),
                dice.range(1, 9_000),
            ]
        });
        let start = dice.range(1_000_000, 5_000_000);
        let income = [0, 1].map(|y| member(world, y) + other_income[y]);
        let cost = [0, 1].map(|y| external[y].iter().chain(&staff[y]).sum());
        let mut books = Books {
            income,
            cost,
            financial,
            other_income,
            external,
            staff,
            receivables,
            liabilities,
            equity: [0, start, 0],
        };
        books.equity[0] = start + books.result(1);
        books
    }

    pub(super) fn result(&self, y: usize) -> i64 {
        self.income[y] - self.cost[y] + self.financial[y][0] - self.financial[y][1]
    }

    pub(super) fn cash(&self, y: usize) -> i64 {
        let after = if y == 2 {
            self.equity[1]
        } else {
            self.equity[y] + self.result(y)
        };
        after + self.liabilities[y].iter().sum::<i64>() - self.receivables[y].iter().sum::<i64>()
    }

    pub(super) fn write(&mut self, world: &World, budget: &[i64; 2]) -> String {
        let mut text = format!("räkning;rad;not;{};{}\n", world.year, world.year - 1);
        self.main_statements(&mut text);
        let year = world.year;
        let mut drift =
            |label: &str, value: i64| text += &format!("driftsredovisning {year};{label};;{value};\n");
        let net = self.financial[0][0] - self.financial[0][1];
        let planned = budget[0] - budget[1];
        drift("Nettokostnad utfall", self.cost[0]);
        drift("Nettokostnad budget", budget[1]);
        drift("Nettokostnad avvikelse (tryckt)", budget[1] - self.cost[0]);
        drift("Medlemsavgift utfall", self.income[0]);
        drift("Medlemsavgift budget", budget[0]);
        drift("Medlemsavgift avvikelse (tryckt)", self.income[0] - budget[0]);
        drift("Finansiella poster utfall", net);
        drift("Resultat utfall", self.result(0));
        drift("Resultat budget", planned);
        drift("Resultat avvikelse (tryckt)", self.result(0) - planned);
        drift("Utgående eget kapital utfall", self.equity[0] + self.result(0));
        drift("Utgående eget kapital budget", self.equity[0] + planned);
        drift("Likvida medel utfall", self.cash(0));
        self.notes(world, &mut text);
        text
    }

    pub(super) fn main_statements(&self, text: &mut String) {
        let mut row = |group: &str, label: &str, note: &str, of: &dyn Fn(usize) -> i64| {
            *text += &format!("{group};{label};{note};{};{}\n", of(0), of(1));
        };
        let debt = |y: usize| self.liabilities[y].iter().sum::<i64>();
        let claims = |y: usize| self.receivables[y].iter().sum::<i64>();
        let group = "resultaträkning";
        row(group, "Verksamhetens intäkter", "1", &|y| self.income[y]);
        row(group, "Verksamhetens kostnader", "2", &|y| -self.cost[y]);
        row(group, "Verksamhetens resultat (tryckt)", "", &|y| {
            self.income[y] - self.cost[y]
        });
        row(group, "Finansiella intäkter", "", &|y| self.financial[y][0]);
        row(group, "Finansiella kostnader", "", &|y| -self.financial[y][1]);
        row(group, "Resultat efter finansiella poster (tryckt)", "", &|y| {
            self.result(y)
        });
        row(group, "Årets resultat (tryckt)", "", &|y| self.result(y));
        let group = "balansräkning";
        let total = |y: usize| claims(y) + self.cash(y);
        row(group, "Korta fordringar", "3", &claims);
        row(group, "Kassa och bank", "", &|y| self.cash(y));
        row(group, "Summa omsättningstillgångar (tryckt)", "", &total);
        row(group, "Summa tillgångar (tryckt)", "", &total);
        row(group, "Eget kapital", "", &|y| self.equity[y]);
        row(group, "Årets resultat", "", &|y| self.result(y));
        row(group, "Kortfristiga skulder", "4", &debt);
        row(
            group,
            "Summa eget kapital, avsättningar och skulder (tryckt)",
            "",
            &total,
        );
        let group = "kassaflöde";
        let flow = |y: usize| self.cash(y) - self.cash(y + 1);
        row(group, "Årets resultat", "", &|y| self.result(y));
        row(group, "Ökning/minskning kortfristiga fordringar", "", &|y| {
            claims(y + 1) - claims(y)
        });
        row(group, "Ökning/minskning kortfristiga skulder", "", &|y| {
            debt(y) - debt(y + 1)
        });
        row(
            group,
            "Kassaflöde för den löpande verksamheten (tryckt)",
            "",
            &flow,
        );
        row(group, "Årets kassaflöde (tryckt)", "", &flow);
        row(group, "Likvida medel vid årets början", "", &|y| {
            self.cash(y + 1)
        });
        row(group, "Likvida medel vid årets slut", "", &|y| self.cash(y));
    }

    pub(super) fn notes(&self, world: &World, text: &mut String) {
        let mut row = |group: &str, label: &str, of: &dyn Fn(usize) -> i64| {
            *text += &format!("{group};{label};;{};{}\n", of(0), of(1));
        };
        let quarter = |y: usize| world.contributions[1 - y].iter().sum::<i64>();
        row("not 1", "Driftbidrag från staten", &|y| 2 * quarter(y));
        for (i, place) in world.places.iter().enumerate() {
            let label = format!("Driftbidrag från {}", municipality(place));
            row("not 1", &label, &|y| world.contributions[1 - y][i]);
        }
        row("not 1", "Driftbidrag från Region Mitt", &quarter);
        row("not 1", "Övriga intäkter", &|y| self.other_income[y]);
        row("not 1", "Summa (tryckt)", &|y| self.income[y]);
        let external = |y: usize| self.external[y].iter().sum::<i64>();
        let staff = |y: usize| self.staff[y].iter().sum::<i64>();
        for (i, label) in ["Lämnade bidrag", "Kurs- och konferensavgift", "Övrigt"]
            .iter()
            .enumerate()
        {
            row("not 2 externa", label, &|y| self.external[y][i]);
        }
        row("not 2 externa", "Summa externa kostnader (tryckt)", &external);
        for (i, label) in ["Lön tjänstemän", "Arbetsgivaravgifter"].iter().enumerate() {
            row("not 2 personal", label, &|y| self.staff[y][i]);
        }
        row("not 2 personal", "Summa personalkostnader (tryckt)", &staff);
        row("not 2", "Summa (tryckt)", &|y| external(y) + staff(y));
        for (i, label) in ["Fordran moms", "Kundfordringar"].iter().enumerate() {
            row("not 3", label, &|y| self.receivables[y][i]);
        }
        row("not 3", "Summa (tryckt)", &|y| self.receivables[y].iter().sum());
        for (i, label) in [
            "Leverantörsskulder",
            "Övriga kortfristiga skulder",
            "Upplupna kostnader",
        ]
        .iter()
        .enumerate()
        {
            row("not 4", label, &|y| self.liabilities[y][i]);
        }
        row("not 4", "Summa (tryckt)", &|y| self.liabilities[y].iter().sum());
    }
}
