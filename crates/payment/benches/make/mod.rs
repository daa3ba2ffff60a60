//! An account statement of any size, schema-valid, with right sums.

use std::fmt::Write;

/// camt.053.001.02 with so many entries, each one payment with references and parties.
pub fn statement(entries: usize) -> String {
    let mut sum = 0_i64;
    let mut body = String::with_capacity(entries * 900);
    for number in 1..=entries {
        let ore = i64::try_from(number).unwrap_or(1) * 37 % 9_000_000 + 100;
        sum -= ore;
        let amount = format!("{}.{:02}", ore / 100, ore % 100);
        let _ = write!(
            body,
            "<Ntry>\n<Amt Ccy=\"SEK\">{amount}</Amt>\n<CdtDbtInd>DBIT</CdtDbtInd>\n<Sts>BOOK</Sts>\n\
             <BookgDt><Dt>2023-04-14</Dt></BookgDt>\n<ValDt><Dt>2023-04-14</Dt></ValDt>\n<AcctSvcrRef>BANK{number:08}</AcctSvcrRef>\n\
             <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd>\n\
             <NtryDtls><TxDtls>\n<Refs><InstrId>R2023-{number}</InstrId><EndToEndId>R2023-{number}</EndToEndId></Refs>\n\
             <AmtDtls><TxAmt><Amt Ccy=\"SEK\">{amount}</Amt></TxAmt></AmtDtls>\n\
             <RltdPties><Cdtr><Nm>Kalmar kommun</Nm></Cdtr><CdtrAcct><Id><Othr><Id>9912346</Id><SchmeNm><Prtry>BGNR</Prtry></SchmeNm></Othr></Id></CdtrAcct></RltdPties>\n\
             <RmtInf><Ustrd>Rekvisition kvartal 1 2023</Ustrd></RmtInf>\n</TxDtls></NtryDtls>\n</Ntry>\n"
        );
    }
    let opening = 100_000_000_000_i64;
    let balance = |code: &str, ore: i64| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"SEK\">{}.{:02}</Amt><CdtDbtInd>{}</CdtDbtInd><Dt><Dt>2023-04-14</Dt></Dt></Bal>\n",
            ore.abs() / 100,
            ore.abs() % 100,
            if ore < 0 { "DBIT" } else { "CRDT" }
        )
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\">\n<BkToCstmrStmt>\n\
         <GrpHdr><MsgId>M1</MsgId><CreDtTm>2023-04-15T03:00:00</CreDtTm></GrpHdr>\n<Stmt>\n<Id>S1</Id><CreDtTm>2023-04-15T03:00:00</CreDtTm>\n\
         <Acct><Id><IBAN>SE3550000000054910000003</IBAN></Id><Ccy>SEK</Ccy></Acct>\n{}{}<TxsSummry><TtlNtries><NbOfNtries>{entries}</NbOfNtries></TtlNtries></TxsSummry>\n{body}</Stmt>\n</BkToCstmrStmt>\n</Document>\n",
        balance("OPBD", opening),
        balance("CLBD", opening + sum)
    )
}
