//! The same consistent tables in the forms people print them: none of them is a finding.

use rstest::rstest;

use super::{
    clean::{self, Folder},
    edit::run,
    kalmar::text,
};

/// A few associations of unlike size, years and names.
const SEEDS: [u64; 4] = [3, 11, 29, 64];

type Fields = Vec<Vec<String>>;

fn read(text: &str) -> Fields {
    text.lines()
        .map(|line| line.split(';').map(str::to_owned).collect())
        .collect()
}

fn write(rows: &Fields) -> String {
    rows.iter().map(|row| row.join(";") + "\n").collect()
}

/// Rewrites one table.
fn edit(folder: &mut Folder, file: &str, change: impl FnOnce(&mut Fields)) {
    let (_, text) = folder
        .iter_mut()
        .find(|(name, _)| name.starts_with(file))
        .unwrap();
    let mut rows = read(text);
    change(&mut rows);
    *text = write(&rows);
}

/// Every field but the headings.
fn fields(folder: &mut Folder, change: impl Fn(&str) -> String) {
    for (_, text) in folder {
        let mut rows = read(text);
        for field in rows.iter_mut().skip(1).flatten() {
            *field = change(field);
        }
        *text = write(&rows);
    }
}

fn row<'a>(rows: &'a mut Fields, starts: &[&str]) -> &'a mut Vec<String> {
    rows.iter_mut()
        .find(|row| {
            row.iter()
                .zip(starts)
                .all(|(field, start)| field.starts_with(start))
        })
        .unwrap()
}

fn number(field: &str) -> i64 {
    field.parse().unwrap()
}

fn add(field: &mut String, by: i64) {
    *field = (number(field) + by).to_string();
}

fn lay_beside(rows: &mut Fields, after: &[&str], fields: &[&str]) {
    let at = rows
        .iter()
        .position(|row| row.iter().zip(after).all(|(f, start)| f.starts_with(start)))
        .unwrap();
    rows.insert(at + 1, fields.iter().map(|f| (*f).to_owned()).collect());
}

fn negative(field: &str, print: impl Fn(&str) -> String) -> String {
    match field.strip_prefix('-') {
        Some(digits) if digits.parse::<i64>().is_ok() => print(digits),
        _ => field.to_owned(),
    }
}

fn en_dash(folder: &mut Folder) {
    fields(folder, |f| negative(f, |digits| format!("–{digits}")));
}

fn parentheses(folder: &mut Folder) {
    fields(folder, |f| negative(f, |digits| format!("({digits})")));
}

fn minus_behind(folder: &mut Folder) {
    fields(folder, |f| negative(f, |digits| format!("{digits}-")));
}

fn spaces(folder: &mut Folder) {
    fields(folder, |f| f.replace(' ', "\u{a0} "));
}

fn capitals(folder: &mut Folder) {
    for (file, column) in [("bokslut", 0), ("bokslut", 1), ("bilagor", 0), ("budget", 1)] {
        edit(folder, file, |rows| {
            rows.iter_mut()
                .skip(1)
                .for_each(|row| row[column] = row[column].to_uppercase());
        });
    }
}

fn capital_file_names(folder: &mut Folder) {
    for (name, _) in folder {
        *name = name.to_uppercase();
    }
}

/// Whole kronor and persons with decimals that say nothing.
fn nought_decimals(folder: &mut Folder) {
    for file in [
        "medlemsbidrag",
        "befolkning",
        "budget",
        "sus-per-ar",
        "insatskostnader",
    ] {
        edit(folder, file, |rows| {
            for field in rows.iter_mut().skip(1).flat_map(|row| row.iter_mut().skip(1)) {
                if field.parse::<i64>().is_ok() && !field.starts_with("000") {
                    field.push_str(",00");
                }
            }
        });
    }
}

fn signs_and_suffixes(folder: &mut Folder) {
    edit(folder, "medlemsbidrag", |rows| {
        rows.iter_mut()
            .skip(1)
            .for_each(|row| row[2] = format!("+{}", row[2]));
        rows.iter_mut()
            .skip(1)
            .for_each(|row| row[3] = format!("{} kr", row[3]));
    });
}

/// A dash for everything that is empty.
fn dashes(folder: &mut Folder) {
    fields(folder, |f| if f.is_empty() { "–".into() } else { f.to_owned() });
}

fn points_between_thousands(folder: &mut Folder) {
    for file in [
        "medlemsbidrag",
        "befolkning",
        "budget",
        "bokslut",
        "insatskostnader",
        "flerarsoversikt",
    ] {
        edit(folder, file, |rows| {
            for field in rows.iter_mut().skip(1).flat_map(|row| row.iter_mut().skip(1)) {
                let digits = field.trim_start_matches('-');
                if digits.parse::<i64>().is_ok() && !digits.starts_with('0') {
                    *field = domain::number::integer(number(field)).replace('\u{a0}', ".");
                }
            }
        });
    }
}

/// Nothing is computed from these columns.
fn without_descriptions(folder: &mut Folder) {
    for (file, columns) in [
        ("insatser", vec!["metoder", "beslut", "personal_"]),
        ("befolkning", vec!["kod"]),
        ("bokslut", vec!["not"]),
        ("bakgrund", vec!["kvinnor", "män"]),
    ] {
        edit(folder, file, |rows| {
            let left: Vec<bool> = rows[0]
                .iter()
                .map(|head| !columns.iter().any(|c| head.starts_with(c)))
                .collect();
            for row in rows {
                let mut keep = left.iter();
                row.retain(|_| *keep.next().unwrap());
            }
        });
    }
}

/// As programs write rows that end in empty fields.
fn cut_rows(folder: &mut Folder) {
    for (_, text) in folder {
        *text = text
            .lines()
            .map(|line| line.trim_end_matches(';').to_owned() + "\n")
            .collect();
    }
}

fn details(folder: &mut Folder) {
    edit(folder, "bokslut", |rows| {
        lay_beside(
            rows,
            &["not 4", "Upplupna"],
            &["not 4", "varav semesterlöner", "", "700", "600"],
        );
    });
    edit(folder, "budget", |rows| {
        lay_beside(
            rows,
            &["kostnader", "Personal"],
            &["kostnader", "Varav arvoden", "5", "6", "7", "8"],
        );
    });
}

fn sums_of_parts(folder: &mut Folder) {
    edit(folder, "bokslut", |rows| {
        let debts = row(rows, &["balansräkning", "Kortfristiga skulder"])[3..].to_vec();
        let sum = [
            "balansräkning",
            "Summa skulder (tryckt)",
            "",
            &debts[0],
            &debts[1],
        ];
        lay_beside(rows, &["balansräkning", "Kortfristiga skulder"], &sum);
        let none = ["balansräkning", "Ansvarsförbindelser", "", "Inga", "Inga"];
        rows.push(none.map(str::to_owned).to_vec());
    });
    edit(folder, "budget", |rows| {
        let lines: Vec<Vec<i64>> = rows
            .iter()
            .filter(|row| row[0] == "kostnader" && !row[1].contains("insatser") && !row[1].contains("SUMMA"))
            .map(|row| row[2..].iter().map(|f| number(f)).collect())
            .collect();
        let mut sum = vec![
            "kostnader".to_owned(),
            "Delsumma administration (tryckt)".to_owned(),
        ];
        sum.extend((0..4).map(|y| lines.iter().map(|line| line[y]).sum::<i64>().to_string()));
        let sum: Vec<&str> = sum.iter().map(String::as_str).collect();
        lay_beside(rows, &["kostnader", "Utbildningar"], &sum);
    });
}

fn net_cost_below_nought(folder: &mut Folder) {
    edit(folder, "bokslut", |rows| {
        for item in ["Nettokostnad utfall", "Nettokostnad budget"] {
            let field = &mut row(rows, &["driftsredovisning", item])[3];
            *field = (-number(field)).to_string();
        }
    });
}

fn costs_below_nought_in_the_overview(folder: &mut Folder) {
    edit(folder, "flerarsoversikt", |rows| {
        let costs = row(rows, &["Verksamhetens kostnader"]).iter_mut().skip(1);
        costs.for_each(|field| *field = (-number(field)).to_string());
    });
}

fn costs_above_nought_in_the_statement(folder: &mut Folder) {
    edit(folder, "bokslut", |rows| {
        for item in ["Verksamhetens kostnader", "Finansiella kostnader"] {
            let costs = row(rows, &["resultaträkning", item]).iter_mut().skip(3);
            costs.for_each(|field| *field = number(field).abs().to_string());
        }
    });
}

/// The overview has the statement's own rows, and its result the financial items as well.
fn plain_overview(folder: &mut Folder) {
    let (_, statements) = folder.iter().find(|(name, _)| name == "bokslut.csv").unwrap();
    let mut statements = read(statements);
    let printed = |rows: &mut Fields, item: &str| row(rows, &["resultaträkning", item])[3..5].to_vec();
    let income = printed(&mut statements, "Verksamhetens intäkter");
    let cost = printed(&mut statements, "Verksamhetens kostnader");
    edit(folder, "flerarsoversikt", |rows| {
        row(rows, &["Verksamhetens intäkter"])[1..3].clone_from_slice(&income);
        let cost: Vec<String> = cost.iter().map(|c| (-number(c)).to_string()).collect();
        row(rows, &["Verksamhetens kostnader"])[1..3].clone_from_slice(&cost);
    });
}

fn overview_with_financial_row(folder: &mut Folder) {
    plain_overview(folder);
    edit(folder, "flerarsoversikt", |rows| {
        let of = |rows: &mut Fields, item: &str, year: usize| number(&row(rows, &[item])[year]);
        let mut net = vec!["Finansnetto".to_owned()];
        for year in 1..=5 {
            let plain = of(rows, "Verksamhetens intäkter", year) - of(rows, "Verksamhetens kostnader", year);
            net.push((of(rows, "Årets resultat", year) - plain).to_string());
        }
        rows.insert(3, net);
    });
}

/// 4 000 kr of interest every year, in the budget and in the operating statement.
fn budgeted_interest(folder: &mut Folder) {
    edit(folder, "budget", |rows| {
        for year in 2..6 {
            row(rows, &["finansiella intäkter"])[year] = "5000".into();
            row(rows, &["finansiella kostnader"])[year] = "1000".into();
            add(&mut row(rows, &["resultat", "Resultat ("])[year], 4_000);
            add(&mut row(rows, &["resultat", "Återföring"])[year], -4_000);
        }
    });
    edit(folder, "bokslut", |rows| {
        add(
            &mut row(rows, &["driftsredovisning", "Resultat budget"])[3],
            4_000,
        );
        add(
            &mut row(rows, &["driftsredovisning", "Utgående eget kapital budget"])[3],
            4_000,
        );
        add(
            &mut row(rows, &["driftsredovisning", "Resultat avvikelse"])[3],
            -4_000,
        );
    });
}

fn neither_women_nor_men(folder: &mut Folder) {
    edit(folder, "bakgrund", |rows| {
        for row in rows.iter_mut() {
            row.insert(4, String::new());
        }
        rows[0][4] = "okänt".into();
        let entered = row(rows, &["nyinskrivna", "antal"]);
        let column = if number(&entered[2]) > 0 { 2 } else { 3 };
        add(&mut entered[column], -1);
        entered[4] = "1".into();
    });
}

/// Rows in an insats' own words hold any number or words.
fn own_rows_of_an_annex(folder: &mut Folder) {
    edit(folder, "bilagor", |rows| {
        let insats = rows[1][0].clone();
        for (label, value) in [
            ("medelålder", "35.5"),
            ("öppet hus", "cirka 20"),
            ("varav män", "3"),
            ("pågående 2061-01-20", "1"),
        ] {
            rows.push(vec![insats.clone(), label.into(), value.into()]);
        }
    });
}

fn goals_of_other_kinds(folder: &mut Folder) {
    edit(folder, "mal", |rows| {
        let year = rows[1][0].clone();
        for goal in [
            "struktur;Väntetiden är högst 30 dagar;30;dagar;registret;25;uppnått",
            "individ;Antal nya deltagare;150;personer;SUS;151;uppfyllt",
            "individ;Deltagare under 30 år;150;personer;SUS;149;nås inte",
            "individ;Deltagarna är nöjda;80;procent;enkät;79,5 %;ej uppfyllt",
        ] {
            let goal = format!("{year};{goal}");
            rows.push(goal.split(';').map(str::to_owned).collect());
        }
    });
}

#[rstest]
#[case::r_gra_30_a_dash_is_a_minus(en_dash)]
#[case::r_gra_30_parentheses_are_a_minus(parentheses)]
#[case::r_gra_30_a_minus_stands_behind(minus_behind)]
#[case::r_gra_30_spaces_of_any_kind(spaces)]
#[case::r_gra_30_capitals(capitals)]
#[case::r_gra_30_capital_file_names(capital_file_names)]
#[case::r_gra_30_decimals_that_say_nothing(nought_decimals)]
#[case::r_gra_30_signs_and_suffixes(signs_and_suffixes)]
#[case::r_gra_30_points_between_thousands(points_between_thousands)]
#[case::r_gra_31_a_dash_is_empty(dashes)]
#[case::r_gra_31_descriptions_may_be_left_out(without_descriptions)]
#[case::r_gra_31_empty_fields_may_be_left_out(cut_rows)]
#[case::r_gra_31_an_annex_has_rows_of_its_own(own_rows_of_an_annex)]
#[case::r_gra_02_a_detail_is_no_row_of_the_sum(details)]
#[case::r_gra_02_sums_of_parts_stand_between(sums_of_parts)]
#[case::r_gra_22_net_cost_is_printed_negative(net_cost_below_nought)]
#[case::r_gra_22_costs_are_printed_negative(costs_below_nought_in_the_overview)]
#[case::r_gra_22_costs_are_printed_positive(costs_above_nought_in_the_statement)]
#[case::r_gra_22_the_overview_leaves_financial_items_to_the_statements(plain_overview)]
#[case::r_gra_22_the_overview_prints_financial_items(overview_with_financial_row)]
#[case::r_gra_22_interest_is_budgeted(budgeted_interest)]
#[case::r_gra_12_some_are_neither_women_nor_men(neither_women_nor_men)]
#[case::r_gra_16_goals_of_other_kinds(goals_of_other_kinds)]
fn a_consistent_association_in_another_form_is_silent(#[case] form: fn(&mut Folder)) {
    for seed in SEEDS {
        let mut folder = clean::folder(seed);
        form(&mut folder);
        assert_eq!(text(&run(&folder, None)), "", "seed {seed}");
    }
}
