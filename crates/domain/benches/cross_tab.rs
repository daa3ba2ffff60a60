//! National cross-tabs over the participation cube.
//!
//! `cargo bench -p domain --bench cross_tab -- FILE.csv` reads the enrolments that
//! `gen_enrol.py` makes (`id,assoc,person,activity,sex,birth_year,start,end,education,
//! support_before,support_after,referrer,outcome,hours`) and prints one line of JSON: load time,
//! bytes held, and for each of the five queries the best of five runs and how many cells it gave.
//! Without a file it makes 1 000 000 rows of its own. `FILE.csv --random N DIR` writes N random
//! cross-tabs instead: `queries.sql` for psql and what the cube answers as `cube.txt`.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark's output and its own input"
)]

mod random;

use std::{collections::HashMap, fs::File, hint::black_box, io::BufReader, time::Instant};

use domain::cube::{Also, Builder, Cube, Dim, Filter, Record};

fn main() {
    let started = Instant::now();
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if let [file, flag, count, folder] = arguments.as_slice()
        && flag == "--random"
    {
        let (cube, words) = read(file);
        return random::write(&cube, &words, count.parse().unwrap(), folder.as_ref());
    }
    let file = arguments.first();
    let cube = file.map_or_else(made_up, |file| read(file).0);
    let load = started.elapsed().as_millis();
    let runs: Vec<String> = queries().iter().map(|query| timed(&cube, query)).collect();
    println!(
        "{{\"rows\":{},\"load_ms\":{load},\"bytes\":{},\"queries\":[{}]}}",
        cube.len(),
        cube.bytes(),
        runs.join(",")
    );
}

struct Query {
    dims: &'static [Dim],
    filter: Filter,
    also: Also,
}

/// The five of `stat_queries.sql`.
fn queries() -> [Query; 5] {
    let plain = |dims| Query {
        dims,
        filter: Filter::all(),
        also: Also::default(),
    };
    [
        plain(&[Dim::StartYear, Dim::Sex, Dim::AgeBand]),
        Query {
            also: Also {
                sums: true,
                persons: false,
            },
            ..plain(&[Dim::SupportBefore, Dim::SupportAfter, Dim::Sex])
        },
        plain(&[Dim::Education, Dim::Referrer, Dim::ExitReason, Dim::Sex]),
        Query {
            also: Also {
                sums: false,
                persons: true,
            },
            ..plain(&[Dim::Association, Dim::StartYear])
        },
        Query {
            filter: Filter::all().is(Dim::Association, 8).is(Dim::StartYear, 2024),
            ..plain(&[Dim::Sex, Dim::Education, Dim::SupportAfter])
        },
    ]
}

fn timed(cube: &Cube, query: &Query) -> String {
    let mut best = u128::MAX;
    let mut cells = 0;
    for _ in 0..5 {
        let started = Instant::now();
        let tab = black_box(cube.cross_tab_with(query.dims, &query.filter, query.also));
        best = best.min(started.elapsed().as_micros());
        cells = tab.cells.len();
    }
    format!("{{\"us\":{best},\"cells\":{cells}}}")
}

/// Words of a column as codes from 1, in order of appearance.
#[derive(Default)]
pub struct Words(HashMap<String, u16>);

impl Words {
    fn code(&mut self, word: &str) -> u16 {
        if let Some(code) = self.0.get(word) {
            return *code;
        }
        let next = u16::try_from(self.0.len() + 1).unwrap();
        self.0.insert(word.to_owned(), next);
        next
    }

    /// The words by code, from 1.
    pub fn all(&self) -> Vec<&str> {
        let mut words: Vec<(&u16, &str)> = self.0.iter().map(|(word, code)| (code, word.as_str())).collect();
        words.sort_unstable();
        words.into_iter().map(|(_, word)| word).collect()
    }
}

/// Columns of words, and their dimensions.
pub const CODED: [(usize, Dim); 6] = [
    (4, Dim::Sex),
    (8, Dim::Education),
    (9, Dim::SupportBefore),
    (10, Dim::SupportAfter),
    (11, Dim::Referrer),
    (12, Dim::ExitReason),
];

fn read(file: &str) -> (Cube, [Words; CODED.len()]) {
    let mut reader = csv::Reader::from_reader(BufReader::new(File::open(file).unwrap()));
    let mut words: [Words; CODED.len()] = Default::default();
    let mut builder = Builder::new();
    let mut line = csv::StringRecord::new();
    while reader.read_record(&mut line).unwrap() {
        let year: u16 = line[6][..4].parse().unwrap();
        let born: u16 = line[5].parse().unwrap();
        let mut record = Record::default()
            .with(Dim::Association, line[1].parse::<u16>().unwrap() + 1)
            .with(Dim::StartYear, year)
            .with(Dim::AgeBand, band(year - born));
        for ((column, dim), words) in CODED.iter().zip(&mut words) {
            record = record.with(*dim, words.code(&line[*column]));
        }
        record.person = line[2].parse().ok();
        record.value = line[13].parse().ok();
        builder.push(&record);
    }
    (builder.finish(), words)
}

/// The bands of `stat_queries.sql`.
const fn band(age: u16) -> u16 {
    match age {
        ..25 => 1,
        25..30 => 2,
        30..45 => 3,
        45..55 => 4,
        _ => 5,
    }
}

fn made_up() -> Cube {
    let mut state = 20_u64;
    let mut next = |bound: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u16::try_from((state >> 33) % bound).unwrap()
    };
    let mut builder = Builder::new();
    for _ in 0..1_000_000 {
        let mut record = Record::default()
            .with(Dim::Association, next(80) + 1)
            .with(Dim::StartYear, 2006 + next(20))
            .with(Dim::AgeBand, next(5) + 1);
        for (column, dim) in CODED {
            record = record.with(dim, next([0, 0, 0, 0, 3, 0, 0, 0, 5, 8, 8, 6, 6][column]) + 1);
        }
        record.person = Some(u64::from(next(60_000)) * 12 + u64::from(next(12)));
        record.value = Some(u32::from(next(40)));
        builder.push(&record);
    }
    builder.finish()
}
