//! Addresses of pages: Swedish words, readable, and the same for everybody (filters are in them).

use domain::figure::FigureKey;

/// A figure's trace: `/nyckeltal/deltaganden.nya?ar=2022&insats=krus`.
pub fn figure(key: &FigureKey) -> String {
    let mut address = format!("/nyckeltal/{}?ar={}", key.measure, key.year);
    for (dimension, code) in &key.scope.0 {
        address.push_str(&format!("&{dimension}={}", encode(code)));
    }
    address
}

/// An insats in one year.
pub fn insats(slug: &str, year: i32) -> String {
    format!("/insatser/{}?ar={year}", encode(slug))
}

/// Percent-encodes what may not stand in a path segment or a query value.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use domain::figure::Scope;

    use super::*;

    #[test]
    fn a_figures_address_carries_its_scope() {
        let key = FigureKey {
            measure: "not.rad",
            year: 2022,
            scope: Scope::all().with("rad", "Löner & arvoden"),
        };
        assert_eq!(
            figure(&key),
            "/nyckeltal/not.rad?ar=2022&rad=L%C3%B6ner%20%26%20arvoden"
        );
    }
}
