//! Any EN 16931 invoice or credit note in UBL, read tolerantly: what is wrong is a problem.

use chrono::NaiveDate;
use domain::{money::Ore, published::decode::decode, refusal::Problem};

use crate::{
    Allowance, Decimal, Invoice, Line, Party, Payment, Preceding, Tax, Totals,
    rules::check_received,
    tree::{Node, parse},
};

/// Larger files are not read.
pub const MAX_BYTES: usize = 20 << 20;
/// More problems than this are not listed.
const MAX_PROBLEMS: usize = 100;

/// Reads an invoice; `None` when the file is none. The problems say what broke and, of an invoice
/// that could be read, which business rules it breaks.
pub fn read(file: &str, bytes: &[u8]) -> (Option<Invoice>, Vec<Problem>) {
    let problem = |line, code, message: String| Problem {
        file: file.to_owned(),
        line,
        code,
        message,
    };
    if bytes.len() > MAX_BYTES {
        let message = format!(
            "Filen är större än {} MB och läses inte. Be om fakturan utan bilagor.",
            MAX_BYTES >> 20
        );
        return (None, vec![problem(0, "faktura-for-stor", message)]);
    }
    let (text, _) = decode(bytes);
    let root = match parse(&text) {
        Ok(root) => root,
        Err(broken) => {
            return (
                None,
                vec![problem(line_of(&text, broken.at), broken.code, broken.message)],
            );
        }
    };
    let root = match document(&root) {
        Ok(root) => root,
        Err(message) => return (None, vec![problem(1, "faktura-format", message)]),
    };
    let mut reader = Reader {
        text: &text,
        found: Vec::new(),
    };
    let invoice = reader.invoice(root);
    let mut problems: Vec<Problem> = reader
        .found
        .into_iter()
        .map(|(line, code, message)| problem(line, code, message))
        .collect();
    for fault in check_received(&invoice) {
        problems.push(problem(0, "faktura-regel", fault.to_string()));
    }
    problems.truncate(MAX_PROBLEMS);
    (Some(invoice), problems)
}

fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    before.split(|byte| *byte == b'\n').count()
}

/// The invoice itself, in its envelope or without.
fn document(root: &Node) -> Result<&Node, String> {
    let is_invoice = |node: &&Node| matches!(node.name.as_str(), "Invoice" | "CreditNote");
    let found = match root.name.as_str() {
        "StandardBusinessDocument" => root.children.iter().find(is_invoice),
        _ => Some(root).filter(is_invoice),
    };
    match (found, root.name.as_str()) {
        (Some(found), _) => {
            let ubl = format!("urn:oasis:names:specification:ubl:schema:xsd:{}-2", found.name);
            let named = found
                .attributes
                .iter()
                .chain(&root.attributes)
                .any(|(_, value)| *value == ubl);
            if named {
                Ok(found)
            } else {
                Err(format!(
                    "Filen är ingen UBL-faktura: namnrymden {ubl} saknas. Be om en Peppol-faktura."
                ))
            }
        }
        (None, "CrossIndustryInvoice") => {
            Err("Filen är en faktura i formatet CII. Be avsändaren om UBL (Peppol BIS Billing 3).".into())
        }
        (None, name) => Err(format!(
            "Filen är ingen faktura: den börjar med {name}. Välj en Peppol-faktura i UBL."
        )),
    }
}

struct Reader<'a> {
    text: &'a str,
    found: Vec<(usize, &'static str, String)>,
}

impl Reader<'_> {
    fn say(&mut self, node: &Node, code: &'static str, message: String) {
        if self.found.len() < MAX_PROBLEMS {
            self.found.push((line_of(self.text, node.at), code, message));
        }
    }

    fn invoice(&mut self, root: &Node) -> Invoice {
        let credit = root.name == "CreditNote";
        let (code, lines) = if credit {
            ("CreditNoteTypeCode", "CreditNoteLine")
        } else {
            ("InvoiceTypeCode", "InvoiceLine")
        };
        let due = root
            .find(&["DueDate"])
            .or_else(|| root.find(&["PaymentMeans", "PaymentDueDate"]));
        let type_code = root.text_at(&[code]);
        let period = root.child("InvoicePeriod");
        let from = self.date(period.and_then(|p| p.child("StartDate")));
        let to = self.date(period.and_then(|p| p.child("EndDate")));
        Invoice {
            customization: root.text_at(&["CustomizationID"]),
            profile: root.text_at(&["ProfileID"]),
            type_code: if type_code.is_empty() && credit {
                "381".into()
            } else {
                type_code
            },
            number: root.text_at(&["ID"]),
            issued: self.date(root.child("IssueDate")),
            due: self.date(due),
            currency: root.text_at(&["DocumentCurrencyCode"]),
            note: root.text_at(&["Note"]),
            buyer_reference: root.text_at(&["BuyerReference"]),
            order_reference: root.text_at(&["OrderReference", "ID"]),
            period: from.zip(to),
            preceding: root
                .all("BillingReference")
                .map(|node| self.preceding(node))
                .collect(),
            seller: party(root.find(&["AccountingSupplierParty", "Party"])),
            buyer: party(root.find(&["AccountingCustomerParty", "Party"])),
            payments: root.all("PaymentMeans").map(payment).collect(),
            terms: root.text_at(&["PaymentTerms", "Note"]),
            allowances: root
                .all("AllowanceCharge")
                .map(|node| self.allowance(node))
                .collect(),
            tax_total: self.tax_total(root),
            taxes: self.taxes(root),
            totals: self.totals(root),
            lines: root.all(lines).map(|node| self.line(node, credit)).collect(),
        }
    }

    fn preceding(&mut self, node: &Node) -> Preceding {
        let reference = node.child("InvoiceDocumentReference");
        Preceding {
            number: reference.map(|r| r.text_at(&["ID"])).unwrap_or_default(),
            issued: self.date(reference.and_then(|r| r.child("IssueDate"))),
        }
    }

    fn date(&mut self, node: Option<&Node>) -> Option<NaiveDate> {
        let node = node?;
        // A time zone may follow the day.
        let day = node.text.get(..10).unwrap_or(&node.text);
        let read = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok();
        if read.is_none() {
            self.say(
                node,
                "faktura-datum",
                format!("{}: ”{}” är inget datum.", node.name, node.text),
            );
        }
        read
    }

    fn decimal(&mut self, node: Option<&Node>) -> Option<Decimal> {
        let node = node?;
        let read = Decimal::parse(&node.text);
        if read.is_none() {
            self.say(
                node,
                "faktura-tal",
                format!("{}: ”{}” är inget tal.", node.name, node.text),
            );
        }
        read
    }

    /// An amount with at most two decimals (rules BR-DEC).
    fn amount(&mut self, node: Option<&Node>) -> Ore {
        let Some(node) = node else { return Ore::ZERO };
        let read = Decimal::parse(&node.text)
            .and_then(|n| n.at(2))
            .and_then(|n| i64::try_from(n).ok());
        if read.is_none() {
            let message = format!(
                "{}: ”{}” är inget belopp med högst två decimaler.",
                node.name, node.text
            );
            self.say(node, "faktura-belopp", message);
        }
        Ore(read.unwrap_or(0))
    }

    fn allowance(&mut self, node: &Node) -> Allowance {
        let category = node.child("TaxCategory");
        Allowance {
            is_charge: node.text_at(&["ChargeIndicator"]) == "true",
            reason: node.text_at(&["AllowanceChargeReason"]),
            amount: self.amount(node.child("Amount")),
            category: category.map(|c| c.text_at(&["ID"])).unwrap_or_default(),
            rate: self.decimal(category.and_then(|c| c.child("Percent"))),
        }
    }

    /// The total in the invoice's currency: the one with its parts.
    fn tax_total(&mut self, root: &Node) -> Ore {
        let with_parts = root
            .all("TaxTotal")
            .find(|total| total.child("TaxSubtotal").is_some());
        let total = with_parts.or_else(|| root.child("TaxTotal"));
        self.amount(total.and_then(|total| total.child("TaxAmount")))
    }

    fn taxes(&mut self, root: &Node) -> Vec<Tax> {
        let parts = root.all("TaxTotal").flat_map(|total| total.all("TaxSubtotal"));
        parts
            .map(|part| {
                let category = part.child("TaxCategory");
                let text = |name: &str| category.map(|c| c.text_at(&[name])).unwrap_or_default();
                Tax {
                    category: text("ID"),
                    rate: self.decimal(category.and_then(|c| c.child("Percent"))),
                    base: self.amount(part.child("TaxableAmount")),
                    amount: self.amount(part.child("TaxAmount")),
                    reason: text("TaxExemptionReason"),
                    reason_code: text("TaxExemptionReasonCode"),
                }
            })
            .collect()
    }

    fn totals(&mut self, root: &Node) -> Totals {
        let totals = root.child("LegalMonetaryTotal");
        let mut of = |name: &str| self.amount(totals.and_then(|totals| totals.child(name)));
        Totals {
            lines: of("LineExtensionAmount"),
            allowances: of("AllowanceTotalAmount"),
            charges: of("ChargeTotalAmount"),
            without_tax: of("TaxExclusiveAmount"),
            with_tax: of("TaxInclusiveAmount"),
            paid: of("PrepaidAmount"),
            rounding: of("PayableRoundingAmount"),
            payable: of("PayableAmount"),
        }
    }

    fn line(&mut self, node: &Node, credit: bool) -> Line {
        let quantity = node.child(if credit {
            "CreditedQuantity"
        } else {
            "InvoicedQuantity"
        });
        let category = node.find(&["Item", "ClassifiedTaxCategory"]);
        Line {
            id: node.text_at(&["ID"]),
            note: node.text_at(&["Note"]),
            quantity: self.decimal(quantity).unwrap_or_default(),
            unit: quantity
                .map(|q| q.attribute("unitCode").to_owned())
                .unwrap_or_default(),
            amount: self.amount(node.child("LineExtensionAmount")),
            allowances: node
                .all("AllowanceCharge")
                .map(|node| self.allowance(node))
                .collect(),
            name: node.text_at(&["Item", "Name"]),
            description: node.text_at(&["Item", "Description"]),
            category: category.map(|c| c.text_at(&["ID"])).unwrap_or_default(),
            rate: self.decimal(category.and_then(|c| c.child("Percent"))),
            price: self
                .decimal(node.find(&["Price", "PriceAmount"]))
                .unwrap_or_default(),
            price_of: self.decimal(node.find(&["Price", "BaseQuantity"])),
        }
    }
}

fn party(node: Option<&Node>) -> Party {
    let Some(node) = node else { return Party::default() };
    let with_scheme = |found: Option<&Node>| {
        found
            .map(|id| (id.attribute("schemeID").to_owned(), id.text.clone()))
            .unwrap_or_default()
    };
    let taxed = |vat: bool| {
        let mut schemes = node.all("PartyTaxScheme");
        let scheme = schemes.find(|scheme| (scheme.text_at(&["TaxScheme", "ID"]) == "VAT") == vat);
        scheme
            .map(|scheme| scheme.text_at(&["CompanyID"]))
            .unwrap_or_default()
    };
    let legal = node.text_at(&["PartyLegalEntity", "RegistrationName"]);
    let address = |name: &str| node.text_at(&["PostalAddress", name]);
    Party {
        endpoint: with_scheme(node.child("EndpointID")),
        name: if legal.is_empty() {
            node.text_at(&["PartyName", "Name"])
        } else {
            legal
        },
        registration: with_scheme(node.find(&["PartyLegalEntity", "CompanyID"])),
        vat_number: taxed(true),
        tax_registration: taxed(false),
        street: address("StreetName"),
        street_more: address("AdditionalStreetName"),
        city: address("CityName"),
        post_code: address("PostalZone"),
        country: node.text_at(&["PostalAddress", "Country", "IdentificationCode"]),
        contact: node.text_at(&["Contact", "Name"]),
        telephone: node.text_at(&["Contact", "Telephone"]),
        email: node.text_at(&["Contact", "ElectronicMail"]),
    }
}

fn payment(node: &Node) -> Payment {
    Payment {
        code: node.text_at(&["PaymentMeansCode"]),
        reference: node.text_at(&["PaymentID"]),
        account: node.text_at(&["PayeeFinancialAccount", "ID"]),
        account_name: node.text_at(&["PayeeFinancialAccount", "Name"]),
        bank: node.text_at(&["PayeeFinancialAccount", "FinancialInstitutionBranch", "ID"]),
    }
}
