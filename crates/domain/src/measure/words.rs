//! A scope in the words people use.

use super::bands::AGE_BANDS;
use crate::{
    codes::{CodeTable, Education, ExitReason, Occupation, ReferringAuthority, Sex, Support, SupportTime},
    facts::Facts,
    figure::Scope,
};

/// "KRUS, kvinnor"; empty for the whole association. Codes nobody knows stand as they are.
pub fn words(facts: &Facts, scope: &Scope) -> String {
    let parts = scope
        .0
        .iter()
        .map(|(dimension, code)| word(facts, dimension, code).unwrap_or_else(|| code.clone()));
    parts.collect::<Vec<_>>().join(", ")
}

fn word(facts: &Facts, dimension: &str, code: &str) -> Option<String> {
    let label = match dimension {
        "insats" => facts.insats(code)?.1.name.clone(),
        "team" => facts.teams.iter().find(|team| team.slug == code)?.name.clone(),
        "medlem" => facts.members.iter().find(|m| m.code == code)?.name.clone(),
        "projekt" => facts.projects.iter().find(|p| p.code == code)?.name.clone(),
        "alder" => AGE_BANDS.iter().find(|band| band.slug == code)?.label.into(),
        "kon" => coded::<Sex>(code)?,
        "utbildning" => coded::<Education>(code)?,
        "tid" => coded::<SupportTime>(code)?,
        "remittent" => coded::<ReferringAuthority>(code)?,
        "orsak" => coded::<ExitReason>(code)?,
        "sysselsattning" => coded::<Occupation>(code)?,
        "forsorjning" => coded::<Support>(code)?,
        "not" => format!("not {code}"),
        "mal" => format!("mål {code}"),
        "grupp" => code.replace('_', " ").replace("intakter", "intäkter"),
        _ => return None,
    };
    Some(label)
}

fn coded<T: CodeTable>(code: &str) -> Option<String> {
    T::from_slug(code).map(|value| value.label().into())
}
