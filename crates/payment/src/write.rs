//! Writing pain.001: elements in the schema's order, nothing a Swedish bank does not read.

use domain::{money::Ore, number, refusal::Refusal};
use quick_xml::escape::escape;

use crate::{
    order::{Account, LONGEST_NAME, Order, Payment, Remittance},
    profile::{Profile, Version},
};

/// The most letters of words to the recipient.
const LONGEST_WORDS: usize = 140;

/// The file as the bank reads it.
///
/// # Errors
/// What [`Order::check`] refuses.
pub fn write(order: &Order, profile: &Profile) -> Result<String, Vec<Refusal>> {
    order.check()?;
    let mut xml = Xml::new();
    let namespace = format!("urn:iso:std:iso:20022:tech:xsd:{}", profile.version.message());
    xml.text.push_str(&format!("<Document xmlns=\"{namespace}\">\n"));
    xml.open("CstmrCdtTrfInitn");
    header(&mut xml, order, profile);
    xml.open("PmtInf");
    information(&mut xml, order, profile);
    for payment in &order.payments {
        transfer(&mut xml, payment, profile);
    }
    xml.close("PmtInf");
    xml.close("CstmrCdtTrfInitn");
    xml.text.push_str("</Document>\n");
    Ok(xml.text)
}

/// Writes elements; what is between them is escaped.
struct Xml {
    text: String,
}

impl Xml {
    fn new() -> Xml {
        Xml {
            text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".into(),
        }
    }

    fn open(&mut self, name: &str) {
        self.text.push_str(&format!("<{name}>\n"));
    }

    fn close(&mut self, name: &str) {
        self.text.push_str(&format!("</{name}>\n"));
    }

    fn leaf(&mut self, name: &str, value: &str) {
        self.text
            .push_str(&format!("<{name}>{}</{name}>\n", escape(value)));
    }

    /// Elements around one value: `nested(&["SchmeNm", "Cd"], "BANK")`.
    fn nested(&mut self, names: &[&str], value: &str) {
        let Some((last, outer)) = names.split_last() else {
            return;
        };
        for name in outer {
            self.open(name);
        }
        self.leaf(last, value);
        for name in outer.iter().rev() {
            self.close(name);
        }
    }
}

/// At most so many letters, none of them control characters.
fn cut(text: &str, most: usize) -> String {
    let plain = text
        .chars()
        .filter(|c| !c.is_control() && *c != '\u{fffe}' && *c != '\u{ffff}');
    plain.take(most).collect::<String>().trim().to_owned()
}

fn amount(ore: Ore) -> String {
    number::plain(ore.0, 2)
}

fn party(xml: &mut Xml, order: &Order, profile: &Profile) {
    xml.leaf("Nm", &cut(&order.debtor.name, LONGEST_NAME));
    xml.open("Id");
    xml.open("OrgId");
    xml.open("Othr");
    xml.leaf("Id", &order.debtor.agreement);
    xml.nested(&["SchmeNm", "Cd"], profile.payer_scheme);
    xml.close("Othr");
    xml.close("OrgId");
    xml.close("Id");
}

fn header(xml: &mut Xml, order: &Order, profile: &Profile) {
    xml.open("GrpHdr");
    xml.leaf("MsgId", &order.id);
    xml.leaf("CreDtTm", &order.created.format("%Y-%m-%dT%H:%M:%S").to_string());
    xml.leaf("NbOfTxs", &order.payments.len().to_string());
    xml.leaf("CtrlSum", &amount(order.total()));
    xml.open("InitgPty");
    party(xml, order, profile);
    xml.close("InitgPty");
    xml.close("GrpHdr");
}

fn information(xml: &mut Xml, order: &Order, profile: &Profile) {
    xml.leaf("PmtInfId", &order.id);
    xml.leaf("PmtMtd", "TRF");
    xml.leaf("NbOfTxs", &order.payments.len().to_string());
    xml.leaf("CtrlSum", &amount(order.total()));
    xml.open("PmtTpInf");
    xml.nested(&["SvcLvl", "Cd"], "NURG");
    xml.nested(&["CtgyPurp", "Cd"], profile.purpose);
    xml.close("PmtTpInf");
    let day = order.on.to_string();
    match profile.version {
        Version::V03 => xml.leaf("ReqdExctnDt", &day),
        Version::V09 => xml.nested(&["ReqdExctnDt", "Dt"], &day),
    }
    xml.open("Dbtr");
    party(xml, order, profile);
    xml.close("Dbtr");
    xml.open("DbtrAcct");
    account(xml, &order.debtor.account);
    xml.leaf("Ccy", "SEK");
    xml.close("DbtrAcct");
    let bic = match profile.version {
        Version::V03 => "BIC",
        Version::V09 => "BICFI",
    };
    xml.nested(&["DbtrAgt", "FinInstnId", bic], &order.debtor.bic);
    if !profile.charges.is_empty() {
        xml.leaf("ChrgBr", profile.charges);
    }
}

fn account(xml: &mut Xml, account: &Account) {
    let other = |xml: &mut Xml, number: &str, scheme: (&str, &str)| {
        xml.open("Id");
        xml.open("Othr");
        xml.leaf("Id", number);
        xml.nested(&["SchmeNm", scheme.0], scheme.1);
        xml.close("Othr");
        xml.close("Id");
    };
    match account {
        Account::Iban(iban) => xml.nested(&["Id", "IBAN"], iban),
        Account::Bankgiro(number) => other(xml, number.digits(), ("Prtry", "BGNR")),
        Account::Plusgiro(number) => other(xml, number.digits(), ("Cd", "BBAN")),
    }
}

fn transfer(xml: &mut Xml, payment: &Payment, profile: &Profile) {
    xml.open("CdtTrfTxInf");
    xml.open("PmtId");
    xml.leaf("InstrId", &payment.end_to_end);
    xml.leaf("EndToEndId", &payment.end_to_end);
    xml.close("PmtId");
    xml.open("Amt");
    xml.text.push_str(&format!(
        "<InstdAmt Ccy=\"SEK\">{}</InstdAmt>\n",
        amount(payment.amount)
    ));
    xml.close("Amt");
    let clearing = match payment.account {
        Account::Bankgiro(_) => profile.bankgiro_clearing,
        Account::Plusgiro(_) => profile.plusgiro_clearing,
        Account::Iban(_) => "",
    };
    if !clearing.is_empty() {
        xml.open("CdtrAgt");
        xml.open("FinInstnId");
        xml.open("ClrSysMmbId");
        xml.nested(&["ClrSysId", "Cd"], "SESBA");
        xml.leaf("MmbId", clearing);
        xml.close("ClrSysMmbId");
        xml.close("FinInstnId");
        xml.close("CdtrAgt");
    }
    xml.nested(&["Cdtr", "Nm"], &cut(&payment.name, LONGEST_NAME));
    xml.open("CdtrAcct");
    account(xml, &payment.account);
    xml.close("CdtrAcct");
    xml.open("RmtInf");
    match &payment.remittance {
        Remittance::Text(words) => xml.leaf("Ustrd", &cut(words, LONGEST_WORDS)),
        Remittance::Ocr(number) => {
            xml.open("Strd");
            xml.open("CdtrRefInf");
            xml.nested(&["Tp", "CdOrPrtry", "Cd"], "SCOR");
            xml.leaf("Ref", number);
            xml.close("CdtrRefInf");
            xml.close("Strd");
        }
    }
    xml.close("RmtInf");
    xml.close("CdtTrfTxInf");
}
