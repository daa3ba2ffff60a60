//! An invoice as UBL 2.1, once the rules hold.

use domain::money::Ore;

use crate::{Allowance, Decimal, Fault, Invoice, Line, Party, Payment, rules::check};

const AGGREGATE: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
const BASIC: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";

/// The invoice as XML in UTF-8: the same invoice always gives the same bytes.
///
/// # Errors
/// Every business rule that does not hold; then nothing is written.
pub fn write(invoice: &Invoice) -> Result<String, Vec<Fault>> {
    let faults = check(invoice);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut xml = Xml::new(&invoice.currency);
    let kind = if invoice.is_credit() {
        "CreditNote"
    } else {
        "Invoice"
    };
    xml.text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.text.push_str(&format!(
        "<{kind} xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:{kind}-2\" xmlns:cac=\"{AGGREGATE}\" xmlns:cbc=\"{BASIC}\">\n"
    ));
    xml.depth = 1;
    head(&mut xml, invoice);
    xml.within("AccountingSupplierParty", |xml| party(xml, &invoice.seller));
    xml.within("AccountingCustomerParty", |xml| party(xml, &invoice.buyer));
    for means in &invoice.payments {
        payment(&mut xml, means, invoice);
    }
    if !invoice.terms.is_empty() {
        xml.within("PaymentTerms", |xml| xml.basic("Note", &invoice.terms));
    }
    for allowance in &invoice.allowances {
        xml.within("AllowanceCharge", |xml| self::allowance(xml, allowance));
    }
    taxes(&mut xml, invoice);
    totals(&mut xml, invoice);
    for line in &invoice.lines {
        self::line(&mut xml, line, invoice.is_credit());
    }
    xml.text.push_str(&format!("</{kind}>\n"));
    Ok(xml.text)
}

fn head(xml: &mut Xml, invoice: &Invoice) {
    xml.basic("CustomizationID", &invoice.customization);
    xml.basic("ProfileID", &invoice.profile);
    xml.basic("ID", &invoice.number);
    xml.basic("IssueDate", &date(invoice.issued));
    if invoice.is_credit() {
        xml.basic("CreditNoteTypeCode", &invoice.type_code);
    } else {
        xml.basic("DueDate", &date(invoice.due));
        xml.basic("InvoiceTypeCode", &invoice.type_code);
    }
    xml.basic("Note", &invoice.note);
    xml.basic("DocumentCurrencyCode", &invoice.currency);
    xml.basic("BuyerReference", &invoice.buyer_reference);
    if let Some((from, to)) = invoice.period {
        xml.within("InvoicePeriod", |xml| {
            xml.basic("StartDate", &from.to_string());
            xml.basic("EndDate", &to.to_string());
        });
    }
    if !invoice.order_reference.is_empty() {
        xml.within("OrderReference", |xml| xml.basic("ID", &invoice.order_reference));
    }
    for preceding in &invoice.preceding {
        xml.within("BillingReference", |xml| {
            xml.within("InvoiceDocumentReference", |xml| {
                xml.basic("ID", &preceding.number);
                xml.basic("IssueDate", &date(preceding.issued));
            });
        });
    }
}

fn date(day: Option<chrono::NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn party(xml: &mut Xml, party: &Party) {
    xml.within("Party", |xml| {
        xml.with("EndpointID", ("schemeID", &party.endpoint.0), &party.endpoint.1);
        xml.within("PostalAddress", |xml| {
            xml.basic("StreetName", &party.street);
            xml.basic("AdditionalStreetName", &party.street_more);
            xml.basic("CityName", &party.city);
            xml.basic("PostalZone", &party.post_code);
            xml.within("Country", |xml| xml.basic("IdentificationCode", &party.country));
        });
        for (number, scheme) in [(&party.vat_number, "VAT"), (&party.tax_registration, "TAX")] {
            if !number.is_empty() {
                xml.within("PartyTaxScheme", |xml| {
                    xml.basic("CompanyID", number);
                    xml.within("TaxScheme", |xml| xml.basic("ID", scheme));
                });
            }
        }
        xml.within("PartyLegalEntity", |xml| {
            xml.basic("RegistrationName", &party.name);
            xml.with(
                "CompanyID",
                ("schemeID", &party.registration.0),
                &party.registration.1,
            );
        });
        if ![&party.contact, &party.telephone, &party.email]
            .into_iter()
            .all(String::is_empty)
        {
            xml.within("Contact", |xml| {
                xml.basic("Name", &party.contact);
                xml.basic("Telephone", &party.telephone);
                xml.basic("ElectronicMail", &party.email);
            });
        }
    });
}

fn payment(xml: &mut Xml, means: &Payment, invoice: &Invoice) {
    xml.within("PaymentMeans", |xml| {
        xml.basic("PaymentMeansCode", &means.code);
        if invoice.is_credit() {
            xml.basic("PaymentDueDate", &date(invoice.due));
        }
        xml.basic("PaymentID", &means.reference);
        if !means.account.is_empty() {
            xml.within("PayeeFinancialAccount", |xml| {
                xml.basic("ID", &means.account);
                xml.basic("Name", &means.account_name);
                if !means.bank.is_empty() {
                    xml.within("FinancialInstitutionBranch", |xml| xml.basic("ID", &means.bank));
                }
            });
        }
    });
}

fn allowance(xml: &mut Xml, allowance: &Allowance) {
    xml.basic(
        "ChargeIndicator",
        if allowance.is_charge { "true" } else { "false" },
    );
    xml.basic("AllowanceChargeReason", &allowance.reason);
    xml.amount("Amount", allowance.amount);
    if !allowance.category.is_empty() {
        xml.within("TaxCategory", |xml| {
            category(xml, &allowance.category, allowance.rate);
        });
    }
}

fn category(xml: &mut Xml, code: &str, rate: Option<Decimal>) {
    xml.basic("ID", code);
    xml.basic("Percent", &rate.map(|rate| rate.to_string()).unwrap_or_default());
    xml.within("TaxScheme", |xml| xml.basic("ID", "VAT"));
}

fn taxes(xml: &mut Xml, invoice: &Invoice) {
    xml.within("TaxTotal", |xml| {
        xml.amount("TaxAmount", invoice.tax_total);
        for tax in &invoice.taxes {
            xml.within("TaxSubtotal", |xml| {
                xml.amount("TaxableAmount", tax.base);
                xml.amount("TaxAmount", tax.amount);
                xml.within("TaxCategory", |xml| {
                    xml.basic("ID", &tax.category);
                    xml.basic(
                        "Percent",
                        &tax.rate.map(|rate| rate.to_string()).unwrap_or_default(),
                    );
                    xml.basic("TaxExemptionReasonCode", &tax.reason_code);
                    xml.basic("TaxExemptionReason", &tax.reason);
                    xml.within("TaxScheme", |xml| xml.basic("ID", "VAT"));
                });
            });
        }
    });
}

fn totals(xml: &mut Xml, invoice: &Invoice) {
    let totals = &invoice.totals;
    let has = |charge| invoice.allowances.iter().any(|a| a.is_charge == charge);
    xml.within("LegalMonetaryTotal", |xml| {
        xml.amount("LineExtensionAmount", totals.lines);
        xml.amount("TaxExclusiveAmount", totals.without_tax);
        xml.amount("TaxInclusiveAmount", totals.with_tax);
        if has(false) {
            xml.amount("AllowanceTotalAmount", totals.allowances);
        }
        if has(true) {
            xml.amount("ChargeTotalAmount", totals.charges);
        }
        if totals.paid != Ore::ZERO {
            xml.amount("PrepaidAmount", totals.paid);
        }
        if totals.rounding != Ore::ZERO {
            xml.amount("PayableRoundingAmount", totals.rounding);
        }
        xml.amount("PayableAmount", totals.payable);
    });
}

fn line(xml: &mut Xml, line: &Line, credit: bool) {
    let (element, quantity) = if credit {
        ("CreditNoteLine", "CreditedQuantity")
    } else {
        ("InvoiceLine", "InvoicedQuantity")
    };
    xml.within(element, |xml| {
        xml.basic("ID", &line.id);
        xml.basic("Note", &line.note);
        xml.with(quantity, ("unitCode", &line.unit), &line.quantity.to_string());
        xml.amount("LineExtensionAmount", line.amount);
        for allowance in &line.allowances {
            xml.within("AllowanceCharge", |xml| self::allowance(xml, allowance));
        }
        xml.within("Item", |xml| {
            xml.basic("Description", &line.description);
            xml.basic("Name", &line.name);
            xml.within("ClassifiedTaxCategory", |xml| {
                category(xml, &line.category, line.rate);
            });
        });
        xml.within("Price", |xml| {
            let currency = xml.currency.clone();
            xml.with("PriceAmount", ("currencyID", &currency), &line.price.to_string());
            if let Some(base) = line.price_of {
                xml.with("BaseQuantity", ("unitCode", &line.unit), &base.to_string());
            }
        });
    });
}

/// XML being written.
struct Xml {
    text: String,
    depth: usize,
    currency: String,
}

impl Xml {
    fn new(currency: &str) -> Xml {
        Xml {
            text: String::with_capacity(8 << 10),
            depth: 0,
            currency: currency.to_owned(),
        }
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n("  ", self.depth));
    }

    fn within(&mut self, name: &str, inner: impl FnOnce(&mut Xml)) {
        self.indent();
        self.text.push_str(&format!("<cac:{name}>\n"));
        self.depth += 1;
        inner(self);
        self.depth -= 1;
        self.indent();
        self.text.push_str(&format!("</cac:{name}>\n"));
    }

    /// An element with text; an empty text is left out, since Peppol allows no empty elements.
    fn basic(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.indent();
            self.text
                .push_str(&format!("<cbc:{name}>{}</cbc:{name}>\n", escaped(text)));
        }
    }

    fn with(&mut self, name: &str, (attribute, value): (&str, &str), text: &str) {
        if text.is_empty() {
            return;
        }
        self.indent();
        let attribute = if value.is_empty() {
            String::new()
        } else {
            format!(" {attribute}=\"{}\"", escaped(value))
        };
        self.text.push_str(&format!(
            "<cbc:{name}{attribute}>{}</cbc:{name}>\n",
            escaped(text)
        ));
    }

    fn amount(&mut self, name: &str, amount: Ore) {
        let currency = self.currency.clone();
        self.with(
            name,
            ("currencyID", &currency),
            &domain::number::plain(amount.0, 2),
        );
    }
}

/// A text as XML; carriage returns would be lost otherwise.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\r' => escaped.push_str("&#13;"),
            c => escaped.push(c),
        }
    }
    escaped
}
