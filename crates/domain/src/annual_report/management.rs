//! Part 1, the management report, in the order of RKR R15.

use super::{background, draft::Draft, exits, goals, money, statements, tables};
use crate::statement::measure as id;

/// Förvaltningsberättelse.
pub(super) fn part(draft: &mut Draft<'_>) {
    draft.heading(1, "1", "Förvaltningsberättelse", "forvaltningsberattelse");
    draft.section("verksamheten");
    draft.heading(2, "1.1", "Översikt över verksamhetens utveckling", "oversikt");
    draft.section("oversikt");
    tables::overview(draft);
    draft.heading(
        2,
        "1.2",
        "Viktiga förhållanden för resultat och ekonomisk ställning",
        "forhallanden",
    );
    draft.section("forhallanden");
    draft.heading(2, "1.3", "Händelser av väsentlig betydelse", "handelser");
    draft.section("handelser");
    draft.heading(2, "1.4", "Styrning och uppföljning av verksamheten", "styrning");
    draft.section("styrning");
    stewardship(draft);
    draft.heading(2, "1.6", "Väsentliga personalförhållanden", "personal");
    draft.section("personal");
    draft.heading(2, "1.7", "Förväntad utveckling", "utveckling");
    draft.section("utveckling");
}

/// 1.5, the long one.
fn stewardship(draft: &mut Draft<'_>) {
    draft.heading(
        2,
        "1.5",
        "God ekonomisk hushållning, måluppfyllelse och ekonomisk ställning",
        "hushallning",
    );
    draft.section("hushallning");
    money::projects(draft);
    tables::insatser(draft);
    goals::part(draft);
    tables::flows(draft);
    background::part(draft);
    exits::part(draft);
    draft.heading(3, "", "Strukturövergripande insatser", "strukturinsatser");
    draft.section("struktur");
    money::training(draft);
    draft.heading(3, "", "Ekonomisk ställning", "ekonomisk-stallning");
    draft.section("stallning");
    draft.sentence(
        "Eget kapital var {} vid årets slut. Likvida medel var {} och kortfristiga skulder {}.",
        &[
            draft.known(id::EQUITY),
            draft.known(id::CASH),
            draft.known(id::SHORT_LIABILITIES),
        ],
    );
    draft.heading(3, "", "Balanskravsresultat", "balanskravsresultat");
    draft.section("balanskrav");
    let table = &draft.sources.figures.statements().requirement.table;
    if statements::has_amounts(table) {
        let printed = statements::print(draft, table, "tabell-balanskrav");
        draft.table(printed);
    } else {
        draft.words("Uppgift saknas: årets resultat är inte känt.");
    }
}
