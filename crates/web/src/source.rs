//! Where a decided sum came from, in words: a file's name and a column's head say nothing to a reader.

/// "beslutad, budget.csv, kolumnen 2022" as "beslutad, ur den inlästa tabellen budget".
pub fn words(source: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in source.split("; ").flat_map(|part| part.split(", ")) {
        let words = match part.strip_suffix(".csv").or_else(|| part.strip_suffix(".xlsx")) {
            Some(table) => format!("ur den inlästa tabellen {table}"),
            None if part.starts_with("kolumnen ") => continue,
            None => part.to_owned(),
        };
        if !parts.contains(&words) {
            parts.push(words);
        }
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn files_and_columns_are_not_shown() {
        for source in [
            "beslutad, budget.csv, kolumnen 2022",
            "beslutad, budget.csv, kolumnen 2022; budget.csv, kolumnen 2023",
        ] {
            let read = super::words(source);
            assert_eq!(read, "beslutad, ur den inlästa tabellen budget");
        }
        assert_eq!(
            super::words("Styrelsen § 47, 2022-11-25"),
            "Styrelsen § 47, 2022-11-25"
        );
    }
}
