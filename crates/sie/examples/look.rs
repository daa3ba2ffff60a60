//! Prints what a SIE file holds and everything that is wrong in it:
//! `cargo run -p sie --example look -- FILE…`.
#![expect(clippy::print_stdout, reason = "printing is what the example is for")]

fn main() -> std::io::Result<()> {
    for file in std::env::args().skip(1) {
        let (_, s) = sie::inspect(&std::fs::read(&file)?);
        println!(
            "{file}: typ {} {} {} | {}",
            s.r#type, s.company, s.org_number, s.program
        );
        println!(
            "  {} konton, {} objekt, {} verifikationer, {} rader, debet {}, {}, kontrollsumma {}",
            s.accounts, s.objects, s.vouchers, s.transactions, s.debit, s.encoding, s.checksum
        );
        for problem in &s.problems {
            println!("  {:?} {problem}", problem.severity);
        }
    }
    Ok(())
}
