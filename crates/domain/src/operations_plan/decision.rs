//! 10.5: who decides the plan, and when.

use crate::report::draft::Draft;

pub(super) fn part(draft: &mut Draft<'_>) {
    draft.heading(3, "10.5", "Beslut och tidplan", "beslut");
    draft.section("beslut");
    let before = draft.year() - 1;
    draft.words(format!(
        "Styrelsen beslutar budgeten senast den 30 november {before}, efter samråd med medlemmarna. Sammanträdet är offentligt, och förslaget är tillgängligt för alla från det att sammanträdet kungörs."
    ));
}
