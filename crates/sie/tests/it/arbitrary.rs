//! Documents of every shape the format can carry.

use proptest::{array::uniform8, collection::vec, option, prelude::*, sample};
use sie::{
    Account, AccountKind, Address, Amount, Balance, BalanceKind, Date, Dimension, Document, Generated,
    Header, Line, Object, Objects, OrgNumber, Period, Program, Quantity, Row, RowKind, VoucherHead, Year,
};

/// Letters of Swedish text, and the characters that mean something to the format.
pub const SWEDISH: &str = "abcXYZ019 åäöÅÄÖé\"\\{}#-.,/ ";

/// All of code page 437 beyond ASCII, and the characters that mean something to the format.
pub const ALL: &str = "aZ0 \"\\{}#ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

type Set = &'static str;
type Pairs = Vec<(u32, String)>;

/// A text. A backslash last is tried in a test of its own.
fn text(characters: Set) -> impl Strategy<Value = String> {
    let characters: Vec<char> = characters.chars().collect();
    vec(sample::select(characters), 0..12).prop_map(|chars| {
        let text: String = chars.into_iter().collect();
        if text.ends_with('\\') { text + "x" } else { text }
    })
}

fn date() -> impl Strategy<Value = Date> {
    (1_u32..=9999, 1_u32..=12, 1_u32..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
}

fn quantity() -> impl Strategy<Value = Quantity> {
    (-1_000_000_000_i64..1_000_000_000, 0_u8..=9).prop_map(|(units, decimals)| Quantity { units, decimals })
}

fn pairs(characters: Set) -> impl Strategy<Value = Pairs> {
    vec((any::<u32>(), text(characters).prop_map(|code| code + "k")), 0..3)
}

/// Keeps the first of those with the same key.
fn distinct<T, K: PartialEq>(all: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for one in all {
        if kept.iter().all(|k| key(k) != key(&one)) {
            kept.push(one);
        }
    }
    kept
}

fn years() -> impl Strategy<Value = Vec<Year>> {
    let year = (any::<i16>(), option::of(date()), option::of(date())).prop_map(|(index, start, end)| Year {
        index,
        start,
        end,
        line: Line(0),
    });
    vec(year, 0..3).prop_map(|all| distinct(all, |y| y.index))
}

fn address(set: Set) -> impl Strategy<Value = Address> {
    (text(set), text(set), text(set), text(set)).prop_map(|(contact, street, postal, phone)| Address {
        contact,
        street,
        postal,
        phone,
    })
}

fn header(set: Set) -> impl Strategy<Value = Header> {
    let dates = (
        option::of(date()),
        option::of(1900_u32..=2999),
        option::of(date()),
    );
    let remarks = vec(text(set), 0..3);
    (
        any::<bool>(),
        1_u8..=4,
        uniform8(text(set)),
        remarks,
        option::of(address(set)),
        years(),
        dates,
    )
        .prop_map(
            |(imported, kind, texts, remarks, address, years, (made, tax_year, extent))| {
                let [
                    name,
                    sign,
                    company_type,
                    company_id,
                    number,
                    industry,
                    company,
                    chart,
                ] = texts;
                Header {
                    imported,
                    program: Program {
                        name: name + "p",
                        version: sign.clone(),
                    },
                    generated: Some(Generated {
                        date: made,
                        sign: sign.clone(),
                    }),
                    stated_type: Some(kind),
                    remarks,
                    company_type,
                    company_id,
                    org_number: OrgNumber {
                        number,
                        acquisition: sign,
                        ..OrgNumber::default()
                    },
                    industry,
                    address,
                    company: company + "f",
                    years,
                    tax_year,
                    extent,
                    currency: chart.clone(),
                    chart,
                }
            },
        )
}

fn accounts(set: Set) -> impl Strategy<Value = Vec<Account>> {
    use AccountKind::{Asset, Cost, Income, Liability};
    let kinds = vec![None, Some(Asset), Some(Liability), Some(Cost), Some(Income)];
    let sru = vec(text(set).prop_map(|s| s + "7"), 0..3);
    let account = (
        text(set),
        option::of(text(set)),
        sample::select(kinds),
        text(set),
        sru,
    );
    let account = account.prop_map(|(number, name, kind, unit, sru)| {
        // An account that nothing is said of cannot be written.
        let name = if kind.is_none() && unit.is_empty() && sru.is_empty() {
            name.or(Some(String::new()))
        } else {
            name
        };
        Account {
            number: number + "1",
            name,
            kind,
            unit,
            sru,
            line: Line(0),
        }
    });
    vec(account, 0..5).prop_map(|all| distinct(all, |a| a.number.clone()))
}

fn dimensions(set: Set) -> impl Strategy<Value = Vec<Dimension>> {
    let dimension =
        (any::<u32>(), text(set), option::of(any::<u32>())).prop_map(|(number, name, parent)| Dimension {
            number,
            name,
            parent,
            line: Line(0),
        });
    vec(dimension, 0..3).prop_map(|all| distinct(all, |d| d.number))
}

fn objects(set: Set) -> impl Strategy<Value = Vec<Object>> {
    let object = (any::<u32>(), text(set), text(set)).prop_map(|(dimension, code, name)| Object {
        dimension,
        code: code + "k",
        name,
        line: Line(0),
    });
    vec(object, 0..3)
}

#[derive(Clone, Debug)]
struct BalanceParts(BalanceKind, i16, Period, String, Pairs, i64, Option<Quantity>);

fn balance(set: Set) -> impl Strategy<Value = BalanceParts> {
    use BalanceKind::{Budget, Closing, ObjectClosing, ObjectOpening, Opening, Result};
    let kinds = vec![
        Opening,
        Closing,
        ObjectOpening,
        ObjectClosing,
        Result,
        BalanceKind::Period,
        Budget,
    ];
    let period = (1_u32..=9999, 1_u32..=13).prop_map(|(y, m)| Period::new(y, m).unwrap());
    let amount = (any::<i64>(), option::of(quantity()));
    (
        sample::select(kinds),
        any::<i16>(),
        period,
        text(set),
        pairs(set),
        amount,
    )
        .prop_map(|(kind, year, period, account, pairs, (amount, quantity))| {
            BalanceParts(kind, year, period, account + "1", pairs, amount, quantity)
        })
}

fn add_balance(document: &mut Document, parts: &BalanceParts) {
    let BalanceParts(kind, year, period, account, pairs, amount, quantity) = parts;
    let pairs: Vec<(u32, &str)> = pairs.iter().map(|(d, o)| (*d, o.as_str())).collect();
    document.add_balance(&Balance {
        kind: *kind,
        year: *year,
        period: kind.has_period().then_some(*period),
        account,
        objects: if kind.has_objects() {
            Objects::from(&pairs[..])
        } else {
            Objects::default()
        },
        amount: Amount(*amount),
        quantity: *quantity,
        line: Line(0),
    });
}

#[derive(Clone, Debug)]
struct RowParts(
    RowKind,
    String,
    Pairs,
    i64,
    Option<Date>,
    String,
    Option<Quantity>,
    String,
);

fn row(set: Set) -> impl Strategy<Value = RowParts> {
    let kind = sample::select(vec![RowKind::Posted, RowKind::Added, RowKind::Removed]);
    let tail = (option::of(date()), text(set), option::of(quantity()), text(set));
    (kind, text(set), pairs(set), any::<i64>(), tail).prop_map(
        |(kind, account, pairs, amount, (date, text, quantity, sign))| {
            RowParts(kind, account + "1", pairs, amount, date, text, quantity, sign)
        },
    )
}

#[derive(Clone, Debug)]
struct VoucherParts([String; 4], Date, Option<Date>, Vec<RowParts>);

fn voucher(set: Set) -> impl Strategy<Value = VoucherParts> {
    let texts = (text(set), text(set), text(set), text(set)).prop_map(|(a, b, c, d)| [a, b, c, d]);
    (texts, date(), option::of(date()), vec(row(set), 0..5))
        .prop_map(|(texts, date, registered, rows)| VoucherParts(texts, date, registered, rows))
}

fn add_voucher(document: &mut Document, parts: &VoucherParts) {
    let VoucherParts([series, number, text, sign], date, registered, rows) = parts;
    let (date, registered) = (Some(*date), *registered);
    document.add_voucher(&VoucherHead {
        series,
        number,
        date,
        text,
        registered,
        sign,
        line: Line(0),
    });
    for RowParts(kind, account, pairs, amount, date, text, quantity, sign) in rows {
        let pairs: Vec<(u32, &str)> = pairs.iter().map(|(d, o)| (*d, o.as_str())).collect();
        document.add_row(&Row {
            kind: *kind,
            account,
            objects: Objects::from(&pairs[..]),
            amount: Amount(*amount),
            date: *date,
            text,
            quantity: *quantity,
            sign,
            line: Line(0),
        });
    }
}

/// A document whose texts are made of the given characters.
pub fn document(set: Set) -> impl Strategy<Value = Document> {
    let books = (vec(balance(set), 0..5), vec(voucher(set), 0..4));
    (header(set), accounts(set), dimensions(set), objects(set), books).prop_map(
        |(header, accounts, dimensions, objects, (balances, vouchers))| {
            let mut document = Document::default();
            document.header = header;
            document.accounts = accounts;
            document.dimensions = dimensions;
            document.objects = objects;
            for balance in &balances {
                add_balance(&mut document, balance);
            }
            for voucher in &vouchers {
                add_voucher(&mut document, voucher);
            }
            document
        },
    )
}
