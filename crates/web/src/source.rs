//! Where a decided sum came from, in words: a file's name and a column's head say nothing to a reader.

/// "beslutad, budget.csv, kolumnen 2022" as "beslutad, ur den inlästa tabellen budget".
pub fn words(source: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in source.split(", ") {
        match part.strip_suffix(".csv").or_else(|| part.strip_suffix(".xlsx")) {
            Some(table) => parts.push(format!("ur den inlästa tabellen {table}")),
            None if part.starts_with("kolumnen ") => {}
            None => parts.push(part.to_owned()),
        }
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn files_and_columns_are_not_shown() {
        let read = super::words("beslutad, budget.csv, kolumnen 2022");
        assert_eq!(read, "beslutad, ur den inlästa tabellen budget");
        assert_eq!(
            super::words("Styrelsen § 47, 2022-11-25"),
            "Styrelsen § 47, 2022-11-25"
        );
    }
}
