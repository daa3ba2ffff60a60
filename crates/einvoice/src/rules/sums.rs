//! Rules of the sums: every total is what its parts give.

use domain::money::Ore;

use super::Faults;
use crate::{Allowance, Decimal, Invoice, Line, Tax};

/// A VAT amount may differ by less than a whole unit of the currency from base times rate (BR-CO-17).
const SLACK: i128 = 100;

pub(super) fn check(invoice: &Invoice, faults: &mut Faults) {
    let totals = &invoice.totals;
    let sum_of = |charge: bool, all: &[Allowance]| -> Ore {
        all.iter()
            .filter(|a| a.is_charge == charge)
            .map(|a| a.amount)
            .sum()
    };
    let lines: Ore = invoice.lines.iter().map(|line| line.amount).sum();
    let mut equal = |rule, what: &str, stated: Ore, computed: Ore| {
        faults.unless(stated == computed, rule, || {
            format!("{what} anges till {stated}, men delarna ger {computed}.")
        });
    };
    equal("BR-CO-10", "Summan av raderna", totals.lines, lines);
    equal(
        "BR-CO-11",
        "Summan av avdragen",
        totals.allowances,
        sum_of(false, &invoice.allowances),
    );
    equal(
        "BR-CO-12",
        "Summan av tilläggen",
        totals.charges,
        sum_of(true, &invoice.allowances),
    );
    equal(
        "BR-CO-13",
        "Beloppet utan moms",
        totals.without_tax,
        totals.lines - totals.allowances + totals.charges,
    );
    let taxes: Ore = invoice.taxes.iter().map(|tax| tax.amount).sum();
    equal("BR-CO-14", "Momsen", invoice.tax_total, taxes);
    equal(
        "BR-CO-15",
        "Beloppet med moms",
        totals.with_tax,
        totals.without_tax + invoice.tax_total,
    );
    equal(
        "BR-CO-16",
        "Beloppet att betala",
        totals.payable,
        totals.with_tax - totals.paid + totals.rounding,
    );
    faults.unless(!invoice.taxes.is_empty(), "BR-CO-18", || {
        "Fakturan har ingen momsrad.".into()
    });
    for tax in &invoice.taxes {
        self::tax(tax, invoice, faults);
    }
    for (index, line) in invoice.lines.iter().enumerate() {
        self::line(index + 1, line, faults);
    }
}

/// The base is what the lines of the category and rate are together, and the VAT follows from it.
fn tax(tax: &Tax, invoice: &Invoice, faults: &mut Faults) {
    faults.needs(&tax.category, "BR-47", "Momsradens kategori");
    let same = |category: &str, rate: Option<Decimal>| {
        let rates = match (rate, tax.rate) {
            (Some(a), Some(b)) => a.same(b),
            (None, None) => true,
            (Some(one), None) | (None, Some(one)) => one.is_zero(),
        };
        category == tax.category && rates
    };
    let lines: Ore = invoice
        .lines
        .iter()
        .filter(|l| same(&l.category, l.rate))
        .map(|l| l.amount)
        .sum();
    let signed = |a: &Allowance| if a.is_charge { a.amount } else { -a.amount };
    let others: Ore = invoice
        .allowances
        .iter()
        .filter(|a| same(&a.category, a.rate))
        .map(signed)
        .sum();
    let rule = match tax.category.as_str() {
        "S" => "BR-S-08",
        "Z" => "BR-Z-08",
        "E" => "BR-E-08",
        "AE" => "BR-AE-08",
        "O" => "BR-O-08",
        _ => "BR-45",
    };
    faults.unless(tax.base == lines + others, rule, || {
        format!(
            "Underlaget för momskategori {} anges till {}, men raderna ger {}.",
            tax.category,
            tax.base,
            lines + others
        )
    });
    let Some(rate) = tax.rate else {
        faults.unless(tax.category == "O", "BR-48", || {
            format!("Momssatsen för kategori {} saknas.", tax.category)
        });
        return;
    };
    // base × rate / 100, times 10^scale on both sides.
    let scale = 10_i128.pow(rate.scale.min(12)) * 100;
    let right = i128::from(tax.base.0) * i128::from(rate.units);
    let off = (i128::from(tax.amount.0) * scale - right).abs();
    faults.unless(off < SLACK * scale, "BR-CO-17", || {
        format!("Momsen {} är inte {rate} procent av {}.", tax.amount, tax.base)
    });
}

/// Quantity times price, less deductions, is the line's amount (to the öre).
fn line(number: usize, line: &Line, faults: &mut Faults) {
    let signed = |a: &Allowance| if a.is_charge { a.amount } else { -a.amount };
    let others: Ore = line.allowances.iter().map(signed).sum();
    let per = line.price_of.filter(|n| n.units > 0).unwrap_or(Decimal::whole(1));
    // quantity × price / per in hundredths: amount × per × 10^(q+p) = quantity × price × 100 × 10^per.
    let sides = || {
        let power = |n: u32| 10_i128.checked_pow(n);
        let left = i128::from((line.amount - others).0)
            .checked_mul(i128::from(per.units))?
            .checked_mul(power(line.quantity.scale + line.price.scale)?)?;
        let right = i128::from(line.quantity.units)
            .checked_mul(i128::from(line.price.units))?
            .checked_mul(100)?
            .checked_mul(power(per.scale)?)?;
        let unit = i128::from(per.units).checked_mul(power(line.quantity.scale + line.price.scale)?)?;
        Some(left.checked_sub(right)?.abs() <= unit.checked_mul(2)?)
    };
    faults.unless(sides().unwrap_or(false), "PEPPOL-EN16931-R120", || {
        format!(
            "Rad {number} anger {}, men {} à {} ger något annat.",
            line.amount, line.quantity, line.price
        )
    });
}
