//! Made-up books of any size, the same every time: three rows a voucher, a year, code page 437.

use std::io::Write as _;

const ACCOUNTS: [(u32, &str); 14] = [
    (1510, "Kundfordringar"),
    (1630, "Skattekonto"),
    (1930, "Företagskonto"),
    (2440, "Leverantörsskulder"),
    (2641, "Ingående moms"),
    (3010, "Medlemsavgifter"),
    (3980, "Bidrag från staten"),
    (4010, "Köpta insatser"),
    (4020, "Köp av rehabilitering"),
    (5010, "Lokalhyra"),
    (6110, "Kontorsmateriel"),
    (6570, "Bankavgifter"),
    (7010, "Löner"),
    (7510, "Arbetsgivaravgifter"),
];

const TEXTS: [&str; 6] = [
    "Hyra kvartal",
    "Faktura åtgärd Östersund",
    "Lön månad",
    "Köp av insats",
    "Bankavgift",
    "Återbetalning",
];

/// A generator of numbers that look random (xorshift64*), seeded with a constant.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

fn kronor(ore: i64) -> String {
    let sign = if ore < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", ore.abs() / 100, ore.abs() % 100)
}

/// A SIE 4E file with so many vouchers.
pub fn generate(vouchers: u64) -> Vec<u8> {
    let mut text = Vec::new();
    let mut numbers = Numbers(4);
    text.extend_from_slice(
        "#FLAGGA 0\n#PROGRAM \"gen\" 1.0\n#FORMAT PC8\n#GEN 20260101\n#SIETYP 4\n#ORGNR 222000-0001\n\
         #FNAMN \"Samordningsförbundet Prov\"\n#RAR 0 20250101 20251231\n#KPTYP EUBAS97\n"
            .as_bytes(),
    );
    for (number, name) in ACCOUNTS {
        writeln!(text, "#KONTO {number} \"{name}\"").unwrap();
    }
    writeln!(text, "#DIM 1 \"Resultatenhet\"").unwrap();
    for n in 1..=40 {
        writeln!(text, "#OBJEKT 1 \"{n}\" \"Insats {n}\"").unwrap();
    }
    for (number, _) in ACCOUNTS.iter().filter(|(n, _)| *n < 3000) {
        writeln!(text, "#IB 0 {number} 0.00").unwrap();
    }
    for n in 0..vouchers {
        voucher(&mut text, &mut numbers, n, n * 336 / vouchers);
    }
    pc8(&text)
}

fn voucher(text: &mut Vec<u8>, numbers: &mut Numbers, n: u64, day: u64) {
    let date = format!("2025{:02}{:02}", day / 28 + 1, day % 28 + 1);
    let what = numbers.of(&TEXTS);
    let object = numbers.below(40) + 1;
    let first = i64::try_from(numbers.below(9_999_900) + 100).unwrap();
    let second = i64::try_from(numbers.below(first.unsigned_abs() - 1) + 1).unwrap();
    writeln!(text, "#VER A {} {date} \"{what} {}\" {date}\n{{", n + 1, n + 1).unwrap();
    let object = format!("1 \"{object}\"");
    for (objects, amount) in [(object.as_str(), first), ("", -second), ("", second - first)] {
        let (account, _) = numbers.of(&ACCOUNTS);
        writeln!(
            text,
            "   #TRANS {account} {{{objects}}} {} {date} \"{what}\"",
            kronor(amount)
        )
        .unwrap();
    }
    text.extend_from_slice(b"}\n");
}

/// UTF-8 to code page 437 with CRLF, for the letters used above.
fn pc8(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() * 11 / 10);
    for c in std::str::from_utf8(text).unwrap().chars() {
        match c {
            '\n' => out.extend_from_slice(b"\r\n"),
            'å' => out.push(0x86),
            'ä' => out.push(0x84),
            'ö' => out.push(0x94),
            'Å' => out.push(0x8f),
            'Ä' => out.push(0x8e),
            'Ö' => out.push(0x99),
            c => out.push(u8::try_from(c).unwrap()),
        }
    }
    out
}
