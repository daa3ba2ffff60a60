//! Random cross-tabs, as SQL and as the cube answers them: both as lines of comma-separated values,
//! sorted, after a line with the number of the cross-tab.

use std::{fmt::Write as _, fs, path::Path};

use domain::cube::{Also, Cube, Dim, Filter};

use super::{CODED, Words};

const BAND: &str = "case when cast(substr(start, 1, 4) as int) - birth_year < 25 then 1
 when cast(substr(start, 1, 4) as int) - birth_year < 30 then 2
 when cast(substr(start, 1, 4) as int) - birth_year < 45 then 3
 when cast(substr(start, 1, 4) as int) - birth_year < 55 then 4 else 5 end";

/// A dimension: its column in SQL, and the word of each code.
struct Axis {
    dim: Dim,
    sql: &'static str,
    words: Vec<(u16, String)>,
}

/// Writes so many of them.
pub fn write(cube: &Cube, words: &[Words; CODED.len()], count: usize, folder: &Path) {
    let axes = axes(words);
    let mut random = Random(2022);
    let (mut sql, mut cells) = (String::new(), String::new());
    for number in 0..count {
        let mut chosen: Vec<usize> = (0..axes.len()).collect();
        for at in 0..chosen.len() {
            let other = at + random.below(chosen.len() - at);
            chosen.swap(at, other);
        }
        let dims: Vec<&Axis> = chosen[..=random.below(4)].iter().map(|i| &axes[*i]).collect();
        let (filter, tests) = filter(&axes, &mut random);
        let persons = number % 4 == 0;
        let columns: Vec<&str> = dims.iter().map(|axis| axis.sql).collect();
        let groups: Vec<String> = (1..=dims.len()).map(|n| n.to_string()).collect();
        let also = if persons { ", count(distinct person)" } else { "" };
        let _ = writeln!(
            sql,
            "\\echo # {number}\ncopy (select {}, count(*), sum(hours){also} from e{tests} group by {}) to stdout with (format csv);",
            columns.join(", ").replace('\n', ""),
            groups.join(", ")
        );
        let _ = writeln!(cells, "# {number}");
        cells.push_str(&answer(cube, &dims, &filter, persons));
    }
    fs::write(folder.join("queries.sql"), sql).unwrap();
    fs::write(folder.join("cube.txt"), cells).unwrap();
}

fn answer(cube: &Cube, dims: &[&Axis], filter: &Filter, persons: bool) -> String {
    let asked: Vec<Dim> = dims.iter().map(|axis| axis.dim).collect();
    let tab = cube.cross_tab_with(&asked, filter, Also { sums: true, persons });
    let mut lines: Vec<String> = tab
        .cells
        .iter()
        .map(|cell| {
            let mut line = String::new();
            for (axis, code) in dims.iter().zip(&cell.codes) {
                let (_, word) = axis.words.iter().find(|(of, _)| of == code).unwrap();
                let _ = write!(line, "{word},");
            }
            let _ = write!(line, "{},{}", cell.count, cell.sum);
            if persons {
                let _ = write!(line, ",{}", cell.persons);
            }
            line
        })
        .collect();
    lines.sort_unstable();
    lines.iter().fold(String::new(), |text, line| text + line + "\n")
}

/// Up to two tests, each of one to four codes.
fn filter(axes: &[Axis], random: &mut Random) -> (Filter, String) {
    let mut filter = Filter::all();
    let mut tests = Vec::new();
    for _ in 0..random.below(3) {
        let tested = &axes[random.below(axes.len())];
        let picked: Vec<&(u16, String)> = (0..=random.below(4))
            .map(|_| &tested.words[random.below(tested.words.len())])
            .collect();
        filter = filter.within(tested.dim, picked.iter().map(|(code, _)| *code));
        let words: Vec<String> = picked.iter().map(|(_, word)| format!("'{word}'")).collect();
        tests.push(format!(
            "cast(({}) as text) in ({})",
            tested.sql.replace('\n', ""),
            words.join(", ")
        ));
    }
    let tests = if tests.is_empty() {
        String::new()
    } else {
        format!(" where {}", tests.join(" and "))
    };
    (filter, tests)
}

fn axes(words: &[Words; CODED.len()]) -> Vec<Axis> {
    let numbers = |codes: std::ops::RangeInclusive<u16>, less: u16| -> Vec<(u16, String)> {
        codes.map(|code| (code, (code - less).to_string())).collect()
    };
    let mut axes = vec![
        Axis {
            dim: Dim::Association,
            sql: "assoc",
            words: numbers(1..=80, 1),
        },
        Axis {
            dim: Dim::StartYear,
            sql: "substr(start, 1, 4)",
            words: numbers(2000..=2030, 0),
        },
        Axis {
            dim: Dim::AgeBand,
            sql: BAND,
            words: numbers(1..=5, 0),
        },
    ];
    let columns = [
        "sex",
        "education",
        "support_before",
        "support_after",
        "referrer",
        "outcome",
    ];
    for (((_, dim), words), sql) in CODED.iter().zip(words).zip(columns) {
        let words = words.all().into_iter().map(str::to_owned);
        axes.push(Axis {
            dim: *dim,
            sql,
            words: (1..).zip(words).collect(),
        });
    }
    axes
}

/// A linear congruential generator: the same cross-tabs every time.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(bound).unwrap()).unwrap()
    }
}
