//! The rules one by one (`docs/rules/sie.md`), each where it bites and where it must not.

use crate::examples::codes;

/// A correct 4E head with two balance accounts, two result accounts and one project.
const HEAD: &str = "#FLAGGA 0\n#PROGRAM P 1\n#FORMAT PC8\n#GEN 20230101\n#SIETYP 4\n#FNAMN F\n\
    #RAR 0 20220101 20221231\n#KONTO 1930 Bank\n#KONTO 2010 Kapital\n#KONTO 3010 Bidrag\n#KONTO 5010 Hyra\n\
    #DIM 6 Projekt\n#OBJEKT 6 KRUS Krus\n";

/// A voucher of the rent, which moves 10.00 from the bank to the cost account.
fn rent(series: &str, number: &str, date: &str) -> String {
    format!("#VER {series} {number} {date} Hyra\n{{\n#TRANS 5010 {{}} 10.00\n#TRANS 1930 {{}} -10.00\n}}\n")
}

/// Codes found in the head, the balances that fit so many vouchers of rent, and the rest.
fn found(times: i64, rest: &str) -> Vec<&'static str> {
    let balances = format!(
        "#IB 0 1930 100.00\n#IB 0 2010 -100.00\n#UB 0 1930 {}.00\n#UB 0 2010 -100.00\n#RES 0 5010 {}.00\n",
        100 - 10 * times,
        10 * times
    );
    codes(format!("{HEAD}{balances}{rest}").as_bytes())
}

const NONE: [&str; 0] = [];

#[test]
fn r_sie_08_an_unknown_record_is_skipped_and_told_once() {
    assert_eq!(
        found(0, "#MOTTAGARE 1\n#MOTTAGARE 2\n#ANNAN \"x\n"),
        ["unknown-record", "unknown-record"]
    );
}

#[test]
fn r_sie_13_a_text_broken_over_lines_is_joined() {
    let rest = "#PROSA \"ett\ntvå\n\ntre\"\n#PROSA \"en till\"\n";
    assert_eq!(found(0, rest), ["encoding", "line-break-in-text"]);
    let (document, _) = sie::read(format!("{HEAD}{rest}").as_bytes());
    assert_eq!(document.header.remarks, ["ett två  tre", "en till"]);
    assert_eq!(
        found(0, "#PROSA \"ett\n#PROSA \"två\n"),
        ["encoding", "quote-missing", "quote-missing"]
    );
}

#[test]
fn r_sie_15_of_a_record_that_may_stand_once_the_first_holds() {
    let rest =
        "#FNAMN Annat\n#KONTO 1930 Kassa\n#RAR 0 20230101 20231231\n#DIM 6 Uppdrag\n#PROSA a\n#PROSA b\n";
    assert_eq!(found(0, rest), ["record-repeated"; 4]);
    let (document, _) = sie::read(format!("{HEAD}{rest}").as_bytes());
    assert_eq!(
        (
            document.header.company.as_str(),
            document.accounts[0].name.as_deref()
        ),
        ("F", Some("Bank"))
    );
}

#[test]
fn r_sie_21_a_wrong_check_digit_is_a_warning() {
    assert_eq!(found(0, "#ORGNR 222000-1859\n"), NONE);
    assert_eq!(found(0, "#ORGNR 222000-1858\n"), ["org-number"]);
}

#[test]
fn r_sie_22_a_voucher_balances_over_its_posted_rows() {
    let voucher = |rows: &str| found(0, &format!("#VER A 1 20220101\n{{\n{rows}}}\n"));
    assert_eq!(voucher("#TRANS 1930 {} 5.00\n#TRANS 1930 {} -5\n"), NONE);
    assert_eq!(
        voucher("#TRANS 1930 {} 5.00\n#TRANS 1930 {} -5\n#BTRANS 2010 {} 7\n"),
        NONE
    );
    let codes = voucher("#TRANS 1930 {} 5.00\n#TRANS 1930 {} -4.99\n");
    assert_eq!(codes, ["closing-balance", "voucher-unbalanced"]);
    assert_eq!(voucher(""), ["voucher-empty"]);
    assert_eq!(voucher("#BTRANS 1930 {} 5.00\n"), ["voucher-empty"]);
    assert_eq!(voucher("#RTRANS 1930 {} 0\n#TRANS 1930 {} 0.00\n"), NONE);
    assert_eq!(
        voucher("#RTRANS 1930 {} 1\n#TRANS 1930 {} 0.00\n"),
        ["added-row-alone"]
    );
}

#[test]
fn r_sie_23_a_series_has_no_gap_and_ascends() {
    let series = |numbers: &[&str]| {
        let vouchers: String = numbers.iter().map(|n| rent("A", n, "20220101")).collect();
        let gap = |code: &&str| code.starts_with("voucher-number");
        found(i64::try_from(numbers.len()).unwrap(), &vouchers)
            .into_iter()
            .filter(gap)
            .collect::<Vec<_>>()
    };
    assert_eq!(series(&["7", "8", "9"]), NONE);
    assert_eq!(
        series(&["1", "2", "5", "9"]),
        ["voucher-number-gap", "voucher-number-gap"]
    );
    assert_eq!(series(&["1", "3", "2"]), ["voucher-number-order"]);
    assert_eq!(series(&["A-1", "\"\"", "A-9"]), NONE);
}

#[test]
fn r_sie_23_an_import_file_may_hold_any_selection() {
    let head = HEAD.replace("#RAR 0 20220101 20221231\n", "");
    let rest = rent("A", "1", "20220101") + &rent("A", "9", "20210101");
    assert_eq!(codes(format!("{head}{rest}").as_bytes()), NONE);
}

#[test]
fn r_sie_24_a_number_is_used_once() {
    let twice = rent("A", "1", "20220101") + &rent("A", "1", "20220101");
    assert_eq!(found(2, &twice), ["voucher-repeated"]);
    let other = rent("A", "1", "20220101") + &rent("A", "1", "20220201");
    assert_eq!(found(2, &other), ["voucher-number-repeated"]);
    assert_eq!(
        found(2, &(rent("A", "1", "20220101") + &rent("B", "1", "20220101"))),
        NONE
    );
    for none in ["\"\"", "0"] {
        let vouchers = rent("A", none, "20220101").repeat(2);
        assert_eq!(found(2, &vouchers), NONE);
    }
}

#[test]
fn r_sie_25_a_voucher_is_dated_within_the_year() {
    assert_eq!(found(1, &rent("A", "1", "20220101")), NONE);
    assert_eq!(found(1, &rent("A", "1", "20221231")), NONE);
    for date in ["20211231", "20230101"] {
        assert_eq!(found(1, &rent("A", "1", date)), ["voucher-outside-year"]);
    }
    // A voucher of another year in the file is told of, and does not count in this year's balances.
    let (_, summary) =
        sie::inspect(format!("{HEAD}#RAR -1 20210101 20211231\n{}", rent("A", "1", "20211231")).as_bytes());
    let found: Vec<_> = summary.problems.iter().map(|p| (p.code, p.severity)).collect();
    assert_eq!(found, [("voucher-outside-year", sie::Severity::Warning)]);
}

#[test]
fn r_sie_26_opening_and_movement_make_closing() {
    assert_eq!(found(1, &rent("A", "1", "20220101")), NONE);
    let codes = found(2, &rent("A", "1", "20220101"));
    assert_eq!(codes, ["closing-balance", "result-balance"]);
    // A balance of zero may be left out on either side.
    let opened =
        "#VER A 1 20220101\n{\n#TRANS 1940 {} 5.00\n#TRANS 1940 {} -5.00\n}\n#KONTO 1940 x\n#IB 0 1940 0\n";
    assert_eq!(found(0, opened), NONE);
    // Without vouchers there is no movement to compare with, only vouchers to miss.
    assert_eq!(found(3, ""), ["record-missing"]);
}

#[test]
fn r_sie_26_balances_may_be_for_part_of_the_year_or_lack_opening_ones() {
    // Stated up to and including March, one voucher after that.
    let vouchers = rent("A", "1", "20220101") + &rent("A", "2", "20220401");
    assert_eq!(found(1, &format!("#OMFATTN 20220331\n{vouchers}")), NONE);
    assert_eq!(found(2, &format!("#OMFATTN 20220331\n{vouchers}")), NONE);
    // Last year's closing balances instead of this year's opening ones.
    let previous =
        "#UB -1 1930 100.00\n#UB -1 2010 -100.00\n#UB 0 1930 90.00\n#UB 0 2010 -100.00\n#RES 0 5010 10.00\n";
    assert_eq!(
        codes(format!("{HEAD}{previous}{}", rent("A", "1", "20220101")).as_bytes()),
        NONE
    );
    let wrong = previous.replace("90.00", "80.00");
    let found = codes(format!("{HEAD}{wrong}{}", rent("A", "1", "20220101")).as_bytes());
    assert_eq!(found, ["result-and-equity", "closing-balance"]);
}

#[test]
fn r_sie_27_movement_makes_the_result() {
    let income = "#VER A 1 20220101\n{\n#TRANS 3010 {} -5.00\n#TRANS 5010 {} 5.00\n}\n";
    assert_eq!(
        found(0, income),
        ["result-and-equity", "result-balance", "result-balance"]
    );
    let internal =
        "#VER A 1 20220101\n{\n#TRANS 9010 {} -5.00\n#TRANS 9020 {} 5.00\n}\n#KONTO 9010 x\n#KONTO 9020 x\n";
    assert_eq!(found(0, internal), NONE);
}

#[test]
fn r_sie_28_the_result_is_the_change_of_equity() {
    assert_eq!(
        found(0, "#RES 0 3010 -5.00\n"),
        ["record-missing", "result-and-equity"]
    );
    assert_eq!(
        found(0, "#RES 0 3010 -5.00\n#RES 0 4010 5.00\n#KONTO 4010 Köp\n"),
        ["encoding", "record-missing"]
    );
    // A program that states results as closing balances as well does not count them twice.
    assert_eq!(
        found(1, &format!("#UB 0 5010 10.00\n{}", rent("A", "1", "20220101"))),
        NONE
    );
}

#[test]
fn r_sie_29_what_is_used_is_declared() {
    let row = |row: &str| found(0, &format!("#VER A 1 20220101\n{{\n#TRANS {row} 0.00\n}}\n"));
    assert_eq!(row("1930 {6 KRUS}"), NONE);
    assert_eq!(row("1940 {}"), ["account-undeclared"]);
    assert_eq!(row("FEL {}"), ["account-not-numeric"]);
    assert_eq!(
        found(0, "#KONTO 19A x\n#VER A 1 20220101\n{\n#TRANS 19A {} 0\n}\n"),
        NONE
    );
    assert_eq!(row("1930 {6 ANNAT}"), ["object-undeclared"]);
    assert_eq!(row("1930 {1 100}"), NONE);
    assert_eq!(row("1930 {30 100}"), ["dimension-undeclared"]);
    let head = HEAD.replace("#RAR 0 20220101 20221231\n", "");
    let import = "#VER A 1 20220101\n{\n#TRANS 1940 {6 ANNAT 30 1} 0.00\n}\n";
    assert_eq!(codes(format!("{head}{import}").as_bytes()), NONE);
}
