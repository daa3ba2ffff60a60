//! Controls of vouchers.

use std::collections::{BTreeMap, HashSet};

use crate::intake::books::{Books, Voucher};

/// "A 12", or "12" without series.
fn name(voucher: &Voucher<'_>) -> String {
    format!("{} {}", voucher.series, voucher.number).trim().to_owned()
}

pub(super) fn unbalanced(books: &Books) -> Vec<String> {
    let wrong = books.vouchers.iter().filter(|v| v.sum().0 != 0);
    wrong
        .map(|v| {
            let sum = v.sum();
            format!(
                "Verifikation {} ({}) balanserar inte: debet och kredit skiljer {sum} kr. Be om en ny fil ur bokföringen.",
                name(&v), v.date
            )
        })
        .collect()
}

pub(super) fn numbers(books: &Books) -> Vec<String> {
    let mut seen = HashSet::with_capacity(books.vouchers.len());
    let mut found = Vec::new();
    for v in books.vouchers.iter() {
        if v.number.is_empty() {
            found.push(format!(
                "En verifikation daterad {} saknar nummer. Be om en fil av typ 4E, där alla har nummer.",
                v.date
            ));
        } else if !seen.insert((v.series, v.number)) {
            found.push(format!(
                "Verifikation {} finns två gånger. Be om en ny fil ur bokföringen.",
                name(&v)
            ));
        }
    }
    found
}

pub(super) fn gaps(books: &Books) -> Vec<String> {
    let mut series: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for v in books.vouchers.iter() {
        if let Ok(number) = v.number.parse() {
            series.entry(v.series).or_default().push(number);
        }
    }
    let mut found = Vec::new();
    for (series, mut numbers) in series {
        numbers.sort_unstable();
        numbers.dedup();
        let followed = numbers.iter().zip(numbers.iter().skip(1));
        for (before, after) in followed.filter(|(before, after)| **after > **before + 1) {
            let (first, last) = (before + 1, after - 1);
            let missing = if first == last {
                format!("nr {first}")
            } else {
                format!("nr {first}–{last}")
            };
            let series = if series.is_empty() {
                String::new()
            } else {
                format!(" i serie {series}")
            };
            found.push(format!(
                "Verifikation {missing}{series} saknas. Fråga varför numret inte används."
            ));
        }
    }
    found
}

pub(super) fn outside_year(books: &Books) -> Vec<String> {
    let year = books.first_day..=books.last_day;
    let wrong = books.vouchers.iter().filter(|v| {
        let mut own = v.lines().filter_map(|line| line.date);
        !year.contains(&v.date) || own.any(|date| !year.contains(&date))
    });
    wrong
        .map(|v| {
            format!(
                "Verifikation {} är daterad {}, utanför räkenskapsåret {}–{}. Be om en ny fil ur bokföringen.",
                name(&v), v.date, books.first_day, books.last_day
            )
        })
        .collect()
}

pub(super) fn undeclared(books: &Books) -> Vec<String> {
    let declared: HashSet<u32> = books.accounts.iter().map(|a| a.number).collect();
    let mut first: BTreeMap<u32, Voucher<'_>> = BTreeMap::new();
    for v in books.vouchers.iter() {
        for line in v.lines().filter(|line| !declared.contains(&line.account)) {
            first.entry(line.account).or_insert(v);
        }
    }
    let told = |(account, v): (u32, Voucher<'_>)| {
        format!(
            "Konto {account} används i verifikation {} men finns inte i filens kontoplan. Lägg till kontot i bokföringen och be om en ny fil.",
            name(&v)
        )
    };
    first.into_iter().map(told).collect()
}
