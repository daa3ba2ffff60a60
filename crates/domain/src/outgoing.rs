//! Bookkeeping orders for the accounting firm: what happened in the register as balanced vouchers, in
//! accounts that are data. `app` writes them as SIE type 4I. The rules are `docs/rules/sie-ut.md`.

use chrono::NaiveDate;

use crate::{
    facts::{Account, AccountKind},
    giro::OrgNumber,
    money::Ore,
    refusal::Refusal,
};

/// The accounts used, as data; two presets to start from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accounts {
    /// The preset it started from.
    pub preset: String,
    /// Cost: grants to insatser.
    pub grants: u32,
    /// Liability to those who are paid.
    pub payable: u32,
    /// Bank.
    pub bank: u32,
    /// Claims on members.
    pub receivable: u32,
    /// Income: members' contributions, where no account is named for the member.
    pub contributions: u32,
    /// Accrued costs at the year's end.
    pub accrued: u32,
}

impl Accounts {
    /// Kalmar's chart, EUBAS97.
    pub fn eubas97() -> Accounts {
        Accounts {
            preset: "EUBAS97".into(),
            grants: 4010,
            payable: 2440,
            bank: 1930,
            receivable: 1510,
            contributions: 3010,
            accrued: 2990,
        }
    }

    /// Kommun-Bas; a proposal to look over with the accounting firm.
    pub fn kommun_bas() -> Accounts {
        Accounts {
            preset: "Kommun-Bas".into(),
            grants: 4510,
            payable: 2510,
            bank: 1940,
            receivable: 1510,
            contributions: 3510,
            accrued: 2990,
        }
    }

    /// The preset of a name; EUBAS97 for any other.
    pub fn preset(name: &str) -> Accounts {
        if name.eq_ignore_ascii_case("kommun-bas") {
            Accounts::kommun_bas()
        } else {
            Accounts::eubas97()
        }
    }

    /// Field name, label and account of each, for forms and storage.
    pub fn fields(&self) -> [(&'static str, &'static str, u32); 6] {
        [
            ("bidrag_ut", "Lämnade bidrag till insatser", self.grants),
            ("skuld", "Leverantörsskulder", self.payable),
            ("bank", "Bank", self.bank),
            ("fordran", "Kundfordringar på medlemmar", self.receivable),
            (
                "bidrag_in",
                "Medlemsbidrag (när medlemmen saknar eget konto)",
                self.contributions,
            ),
            ("upplupet", "Upplupna kostnader vid årsskiftet", self.accrued),
        ]
    }

    /// The accounts of typed fields: name and number.
    ///
    /// # Errors
    /// A refusal at each field that is no account of four to six digits.
    pub fn read(preset: &str, typed: &[(String, String)]) -> Result<Accounts, Vec<Refusal>> {
        let mut accounts = Accounts::preset(preset);
        let mut refusals = Vec::new();
        for (name, label, before) in accounts.clone().fields() {
            let text = typed.iter().find(|(field, _)| field == name);
            let text = text.map_or_else(|| before.to_string(), |(_, text)| text.trim().to_owned());
            let known = (4..=6).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
            let Some(number) = text.parse::<u32>().ok().filter(|_| known) else {
                let message = format!("{label}: ”{text}” är inget konto. Skriv fyra till sex siffror.");
                refusals.push(Refusal::at("sie-ut-konto", name, message));
                continue;
            };
            match name {
                "bidrag_ut" => accounts.grants = number,
                "skuld" => accounts.payable = number,
                "bank" => accounts.bank = number,
                "fordran" => accounts.receivable = number,
                "bidrag_in" => accounts.contributions = number,
                _ => accounts.accrued = number,
            }
        }
        if refusals.is_empty() {
            Ok(accounts)
        } else {
            Err(refusals)
        }
    }
}

/// One line of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Account.
    pub account: u32,
    /// Project (SIE dimension 6), or empty.
    pub project: String,
    /// Debit positive.
    pub amount: Ore,
}

impl Row {
    /// The amount, when it is debited.
    pub fn debit(&self) -> Option<Ore> {
        Some(self.amount).filter(|amount| *amount >= Ore::ZERO)
    }

    /// The amount without its sign, when it is credited.
    pub fn credit(&self) -> Option<Ore> {
        Some(-self.amount).filter(|amount| *amount > Ore::ZERO)
    }
}

/// A voucher to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voucher {
    /// Date.
    pub date: NaiveDate,
    /// Text; names the requisition, so that the match finds it again.
    pub text: String,
    /// Lines; they add up to nothing.
    pub rows: Vec<Row>,
}

impl Voucher {
    fn of(date: NaiveDate, text: String, rows: &[(u32, &str, Ore)]) -> Voucher {
        let row = |(account, project, amount): &(u32, &str, Ore)| Row {
            account: *account,
            project: (*project).to_owned(),
            amount: *amount,
        };
        Voucher {
            date,
            text,
            rows: rows.iter().map(row).collect(),
        }
    }

    /// What its lines add up to.
    pub fn sum(&self) -> Ore {
        self.rows.iter().map(|row| row.amount).sum()
    }
}

/// A requisition, as far as it is booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// "R2022-014".
    pub number: String,
    /// The insats's name.
    pub insats: String,
    /// "kvartal 1 2022".
    pub period: String,
    /// The last day of its period.
    pub ends: NaiveDate,
    /// Project in the ledger.
    pub project: String,
    /// Sum.
    pub amount: Ore,
    /// The day of attest 2.
    pub approved: Option<NaiveDate>,
    /// The day it was paid.
    pub paid: Option<NaiveDate>,
}

/// The vouchers of requisitions in a span of days: the cost on the day of the second attest, the
/// payment on its own day.
pub fn requisition_vouchers(
    claims: &[Claim],
    accounts: &Accounts,
    (from, to): (NaiveDate, NaiveDate),
) -> Vec<Voucher> {
    let within = |day: Option<NaiveDate>| day.filter(|day| from <= *day && *day <= to);
    let mut vouchers = Vec::new();
    for claim in claims {
        if let Some(day) = within(claim.approved) {
            let text = format!("{} {}, {}", claim.number, claim.insats, claim.period);
            let rows = [
                (accounts.grants, claim.project.as_str(), claim.amount),
                (accounts.payable, "", -claim.amount),
            ];
            vouchers.push(Voucher::of(day, text, &rows));
        }
        if let Some(day) = within(claim.paid) {
            let text = format!("Betalning {} {}", claim.number, claim.insats);
            let rows = [
                (accounts.payable, "", claim.amount),
                (accounts.bank, "", -claim.amount),
            ];
            vouchers.push(Voucher::of(day, text, &rows));
        }
    }
    vouchers.sort_by(|a, b| (a.date, &a.text).cmp(&(b.date, &b.text)));
    vouchers
}

/// Accruals at the year's end: what was claimed for the year but approved only after it, as cost of
/// the year, and turned back on the first day of the next.
pub fn accrual_vouchers(claims: &[Claim], accounts: &Accounts, year_end: NaiveDate) -> Vec<Voucher> {
    let late = claims
        .iter()
        .filter(|claim| claim.ends <= year_end && claim.approved.is_none_or(|day| day > year_end));
    let mut vouchers = Vec::new();
    for claim in late {
        let text = format!("Upplupet {} {}, {}", claim.number, claim.insats, claim.period);
        let rows = [
            (accounts.grants, claim.project.as_str(), claim.amount),
            (accounts.accrued, "", -claim.amount),
        ];
        vouchers.push(Voucher::of(year_end, text.clone(), &rows));
        let back: Vec<_> = rows
            .iter()
            .map(|(account, project, amount)| (*account, *project, -*amount))
            .collect();
        if let Some(next) = year_end.succ_opt() {
            vouchers.push(Voucher::of(next, format!("Återföring {text}"), &back));
        }
    }
    vouchers.sort_by(|a, b| (a.date, &a.text).cmp(&(b.date, &b.text)));
    vouchers
}

/// A contribution that was invoiced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoiced {
    /// "Faktura 20230001".
    pub document: String,
    /// The member's name.
    pub member: String,
    /// The member's own income account, if it has one.
    pub account: Option<u32>,
    /// Date of the invoice.
    pub date: NaiveDate,
    /// Amount; a credit note's is negative.
    pub amount: Ore,
    /// The day it was paid.
    pub paid: Option<NaiveDate>,
}

/// The vouchers of contributions in a span of days: the claim on the invoice's day, the payment on its own.
pub fn contribution_vouchers(
    invoiced: &[Invoiced],
    accounts: &Accounts,
    (from, to): (NaiveDate, NaiveDate),
) -> Vec<Voucher> {
    let within = |day: &NaiveDate| from <= *day && *day <= to;
    let mut vouchers = Vec::new();
    for i in invoiced {
        if within(&i.date) {
            let income = i.account.unwrap_or(accounts.contributions);
            let text = format!("{} medlemsbidrag {}", i.document, i.member);
            let rows = [(accounts.receivable, "", i.amount), (income, "", -i.amount)];
            vouchers.push(Voucher::of(i.date, text, &rows));
        }
        if let Some(day) = i.paid.filter(within) {
            let text = format!("Betalning {} {}", i.document, i.member);
            let rows = [
                (accounts.bank, "", i.amount),
                (accounts.receivable, "", -i.amount),
            ];
            vouchers.push(Voucher::of(day, text, &rows));
        }
    }
    vouchers.sort_by(|a, b| (a.date, &a.text).cmp(&(b.date, &b.text)));
    vouchers
}

/// The income account that is a member's own: the one whose name ends with the member's name.
pub fn own_account(accounts: &[Account], member: &str) -> Option<u32> {
    let is_income = |account: &Account| match account.kind {
        Some(kind) => kind == AccountKind::Income,
        None => account.number.to_string().starts_with('3'),
    };
    let of_member = |account: &&Account| is_income(account) && account.name.ends_with(member);
    accounts.iter().find(of_member).map(|account| account.number)
}

/// Whose bookkeeping it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    /// Name.
    pub name: String,
    /// Organisation number, where it is right.
    pub org_number: Option<OrgNumber>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn claim(approved: Option<&str>, paid: Option<&str>) -> Claim {
        Claim {
            number: "R2022-001".into(),
            insats: "KRUS".into(),
            period: "kvartal 4 2022".into(),
            ends: day("2022-12-31"),
            project: "KRUS".into(),
            amount: Ore(37_496_413),
            approved: approved.map(day),
            paid: paid.map(day),
        }
    }

    #[test]
    fn r_sio_01_cost_on_the_second_attest_and_payment_on_its_day() {
        let accounts = Accounts::eubas97();
        let span = (day("2022-10-01"), day("2022-12-31"));
        let vouchers =
            requisition_vouchers(&[claim(Some("2022-12-20"), Some("2022-12-28"))], &accounts, span);
        assert_eq!(vouchers.len(), 2);
        assert_eq!(
            vouchers[0].rows[0],
            Row {
                account: 4010,
                project: "KRUS".into(),
                amount: Ore(37_496_413)
            }
        );
        assert_eq!(
            vouchers[1].rows[1],
            Row {
                account: 1930,
                project: String::new(),
                amount: Ore(-37_496_413)
            }
        );
        assert!(vouchers.iter().all(|v| v.text.contains("R2022-001")));
        let later = requisition_vouchers(&[claim(Some("2022-12-20"), Some("2023-01-04"))], &accounts, span);
        assert_eq!(later.len(), 1, "paid after the span");
    }

    #[test]
    fn r_sio_02_what_is_approved_after_the_year_is_accrued_and_turned_back() {
        let accounts = Accounts::eubas97();
        let end = day("2022-12-31");
        let vouchers = accrual_vouchers(&[claim(Some("2023-01-15"), None)], &accounts, end);
        assert_eq!(
            vouchers.iter().map(|v| v.date).collect::<Vec<_>>(),
            [end, day("2023-01-01")]
        );
        assert_eq!(vouchers[0].rows[1].account, 2990);
        let both: Ore = vouchers
            .iter()
            .flat_map(|v| &v.rows)
            .filter(|r| r.account == 4010)
            .map(|r| r.amount)
            .sum();
        assert_eq!(both, Ore::ZERO);
        assert!(accrual_vouchers(&[claim(Some("2022-12-31"), None)], &accounts, end).is_empty());
    }

    #[test]
    fn r_sio_03_accounts_are_data_with_presets() {
        let typed = [("bidrag_ut".to_owned(), "4011".to_owned())];
        assert_eq!(Accounts::read("EUBAS97", &typed).unwrap().grants, 4011);
        assert_eq!(Accounts::read("Kommun-Bas", &[]).unwrap(), Accounts::kommun_bas());
        let refusals = Accounts::read(
            "",
            &[("bank".into(), "19x0".into()), ("skuld".into(), "1".into())],
        )
        .unwrap_err();
        assert_eq!(
            refusals.iter().map(|r| r.place.as_str()).collect::<Vec<_>>(),
            ["skuld", "bank"]
        );
    }

    #[test]
    fn r_for_13_an_invoice_is_a_claim_against_the_members_own_account_and_its_payment_settles_it() {
        let accounts = Accounts::eubas97();
        let invoice = |amount, account| Invoiced {
            document: "Faktura 20230001".into(),
            member: "Kalmar kommun".into(),
            account,
            date: day("2023-01-10"),
            amount: Ore(amount),
            paid: Some(day("2023-02-09")),
        };
        let numbers = |voucher: &Voucher| voucher.rows.iter().map(|row| row.account).collect::<Vec<_>>();
        let january = (day("2023-01-01"), day("2023-01-31"));
        let claims = contribution_vouchers(
            &[invoice(100, Some(3025)), invoice(-100, None)],
            &accounts,
            january,
        );
        assert_eq!(claims.len(), 2, "paid after the span");
        assert_eq!(numbers(&claims[0]), [1510, 3025]);
        assert_eq!(numbers(&claims[1]), [1510, 3010]);
        assert_eq!(
            claims[1].rows[0].amount,
            Ore(-100),
            "a credit note turns it round"
        );
        let paid = contribution_vouchers(
            &[invoice(100, None)],
            &accounts,
            (day("2023-02-01"), day("2023-02-28")),
        );
        assert_eq!(paid.len(), 1);
        assert_eq!(numbers(&paid[0]), [1930, 1510]);
    }

    #[test]
    fn r_for_13_the_members_own_account_ends_with_its_name() {
        let account = |number, name: &str, kind| Account {
            number,
            name: name.into(),
            kind,
            opening: Ore::ZERO,
            stated: None,
        };
        let chart = [
            account(1525, "Fordran Kalmar kommun", Some(AccountKind::Asset)),
            account(3025, "Driftbidrag Kalmar kommun", Some(AccountKind::Income)),
            account(3040, "Driftbidrag Region Kalmar län", None),
        ];
        assert_eq!(own_account(&chart, "Kalmar kommun"), Some(3025));
        assert_eq!(own_account(&chart, "Region Kalmar län"), Some(3040));
        assert_eq!(own_account(&chart, "Nybro kommun"), None);
    }

    proptest! {
        #[test]
        fn r_sio_04_every_voucher_adds_up_to_nothing(amounts in prop::collection::vec(1i64..1_000_000_000_000, 1..20)) {
            let claims: Vec<Claim> = amounts.iter().map(|ore| Claim {
                amount: Ore(*ore), ..claim(Some("2023-01-10"), Some("2023-01-20"))
            }).collect();
            let accounts = Accounts::kommun_bas();
            let mut all = requisition_vouchers(&claims, &accounts, (day("2023-01-01"), day("2023-12-31")));
            all.extend(accrual_vouchers(&claims, &accounts, day("2022-12-31")));
            let invoiced: Vec<Invoiced> = amounts.iter().map(|ore| Invoiced {
                document: "Faktura 1".into(), member: "Kalmar".into(), account: Some(3025), date: day("2023-01-10"),
                amount: Ore(*ore), paid: Some(day("2023-02-01")),
            }).collect();
            all.extend(contribution_vouchers(&invoiced, &accounts, (day("2023-01-01"), day("2023-12-31"))));
            prop_assert_eq!(all.len(), amounts.len() * 6);
            prop_assert!(all.iter().all(|voucher| voucher.sum() == Ore::ZERO));
        }
    }
}
