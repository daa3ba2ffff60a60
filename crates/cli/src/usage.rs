//! Errors in the command line, in Swedish.

use clap::{
    Error,
    error::{ContextKind, ContextValue, ErrorKind},
};

/// What to print for an error that clap found.
pub fn message(error: &Error) -> String {
    let context = |kind| error.get(kind).map(words).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let cause = match error.kind() {
        ErrorKind::UnknownArgument => format!("flaggan {argument} finns inte"),
        ErrorKind::InvalidSubcommand => {
            format!(
                "kommandot ”{}” finns inte",
                context(ContextKind::InvalidSubcommand)
            )
        }
        ErrorKind::MissingRequiredArgument => format!("det saknas ett värde för {argument}"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "det saknas ett kommando".into()
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            format!("{argument} behöver ett värde")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("”{value}” går inte att använda som {argument}")
        }
        ErrorKind::ArgumentConflict => format!("{argument} går inte att förena med det andra som angavs"),
        ErrorKind::TooManyValues => format!("{argument} fick för många värden"),
        _ => "kommandot går inte att läsa".into(),
    };
    let hint = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ]
    .into_iter()
    .map(context)
    .find(|hint| !hint.is_empty())
    .map(|hint| format!(" Menade du {hint}?"))
    .unwrap_or_default();
    format!("Fel: {cause}.{hint} Skriv samordna --help för alla kommandon och flaggor.")
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn usage_errors_are_swedish_and_name_the_place() {
        for (line, expected) in [
            ("samordna", "det saknas ett kommando"),
            ("samordna chekc", "kommandot ”chekc” finns inte"),
            ("samordna check --yaer 2022", "flaggan --yaer finns inte"),
            (
                "samordna check --year tolv",
                "”tolv” går inte att använda som --year <ÅR>",
            ),
            ("samordna figures", "det saknas ett värde för --year <ÅR>"),
            (
                "samordna check --format xml",
                "”xml” går inte att använda som --format <FORM>",
            ),
        ] {
            let error = crate::args::read(line.split(' ')).expect_err(line);
            let message = super::message(&error);
            assert!(message.contains(expected), "{line}: {message}");
        }
    }
}
