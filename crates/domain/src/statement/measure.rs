//! The ids of the figures the statements print, and the sign each is a figure in: income, cost,
//! assets, liabilities and equity are positive as such; results and changes carry their sign.

use crate::figure::MeasureId;

/// Verksamhetens intäkter.
pub const INCOME: MeasureId = "ekonomi.intakter";
/// Verksamhetens kostnader, depreciation not included.
pub const COST: MeasureId = "ekonomi.kostnader";
/// Avskrivningar.
pub const DEPRECIATION: MeasureId = "ekonomi.avskrivningar";
/// Verksamhetens resultat.
pub const OPERATING_RESULT: MeasureId = "ekonomi.verksamhetens_resultat";
/// Finansiella intäkter.
pub const FINANCIAL_INCOME: MeasureId = "ekonomi.finansiella_intakter";
/// Finansiella kostnader.
pub const FINANCIAL_COST: MeasureId = "ekonomi.finansiella_kostnader";
/// Finansiella poster, net.
pub const FINANCIAL_NET: MeasureId = "ekonomi.finansiella_poster";
/// Resultat efter finansiella poster.
pub const RESULT_AFTER_FINANCIAL: MeasureId = "ekonomi.resultat_efter_finansiella";
/// Extraordinära poster, net.
pub const EXTRAORDINARY: MeasureId = "ekonomi.extraordinara";
/// Årets resultat.
pub const RESULT: MeasureId = "ekonomi.resultat";
/// Nettokostnad: the operations' cost including depreciation.
pub const NET_COST: MeasureId = "ekonomi.nettokostnad";
/// Equity at the end of the year, the year's result included.
pub const EQUITY: MeasureId = "ekonomi.eget_kapital";
/// Balanskravsresultat.
pub const BALANCE_REQUIREMENT: MeasureId = "ekonomi.balanskravsresultat";
/// Investments of the year, net.
pub const INVESTMENTS: MeasureId = "ekonomi.investeringar";
/// Staff as published or entered, in full-time posts.
pub const EMPLOYEES: MeasureId = "personal.anstallda";

/// Maskiner och inventarier.
pub const EQUIPMENT: MeasureId = "balans.inventarier";
/// Korta fordringar.
pub const SHORT_RECEIVABLES: MeasureId = "balans.korta_fordringar";
/// Kortfristiga placeringar.
pub const SHORT_INVESTMENTS: MeasureId = "balans.kortfristiga_placeringar";
/// Kassa och bank.
pub const CASH: MeasureId = "balans.kassa_bank";
/// Summa omsättningstillgångar.
pub const CURRENT_ASSETS: MeasureId = "balans.omsattningstillgangar";
/// Summa tillgångar.
pub const ASSETS: MeasureId = "balans.tillgangar";
/// Equity before the year's result.
pub const EQUITY_BEFORE_RESULT: MeasureId = "balans.eget_kapital";
/// Avsättningar för pensioner.
pub const PENSION_PROVISIONS: MeasureId = "balans.avsattningar";
/// Långfristiga skulder.
pub const LONG_LIABILITIES: MeasureId = "balans.langfristiga_skulder";
/// Kortfristiga skulder.
pub const SHORT_LIABILITIES: MeasureId = "balans.kortfristiga_skulder";
/// Summa eget kapital, avsättningar och skulder.
pub const EQUITY_AND_LIABILITIES: MeasureId = "balans.eget_kapital_och_skulder";

/// Depreciation added back.
pub const FLOW_DEPRECIATION: MeasureId = "kassaflode.avskrivningar";
/// Change in provisions.
pub const FLOW_PROVISIONS: MeasureId = "kassaflode.avsattningar";
/// Change in short receivables.
pub const FLOW_RECEIVABLES: MeasureId = "kassaflode.fordringar";
/// Change in short liabilities.
pub const FLOW_LIABILITIES: MeasureId = "kassaflode.skulder";
/// Cash flow of the operations.
pub const FLOW_OPERATING: MeasureId = "kassaflode.lopande";
/// Investments in equipment, net of sales.
pub const FLOW_EQUIPMENT: MeasureId = "kassaflode.inventarier";
/// Change in short investments.
pub const FLOW_SHORT_INVESTMENTS: MeasureId = "kassaflode.placeringar";
/// Cash flow of investments.
pub const FLOW_INVESTING: MeasureId = "kassaflode.investering";
/// Change in long liabilities.
pub const FLOW_LONG_LIABILITIES: MeasureId = "kassaflode.langfristiga_skulder";
/// Change in equity beyond the year's result.
pub const FLOW_EQUITY: MeasureId = "kassaflode.eget_kapital";
/// Cash flow of financing.
pub const FLOW_FINANCING: MeasureId = "kassaflode.finansiering";
/// Årets kassaflöde.
pub const FLOW_YEAR: MeasureId = "kassaflode.arets";
/// Likvida medel vid årets början.
pub const CASH_OPENING: MeasureId = "kassaflode.likvida_borjan";
/// Likvida medel vid årets slut.
pub const CASH_CLOSING: MeasureId = "kassaflode.likvida_slut";

/// A row of a note; scope `not` (`1`, `2 externa`, `2 personal`, `3`, `4`) and `rad` (its label).
pub const NOTE_ROW: MeasureId = "not.rad";
/// A sum of a note; scope `not` (`1`, `2 externa`, `2 personal`, `2`, `3`, `4`).
pub const NOTE_SUM: MeasureId = "not.summa";
/// A row of the balance requirement besides its results; scope `rad` (its label).
pub const REQUIREMENT_ROW: MeasureId = "balanskrav.rad";
