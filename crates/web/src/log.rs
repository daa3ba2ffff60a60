//! The audit trail and the read log for those who review, and who has seen one participation for
//! its huvudman.

use app::log::{Chain, LogFilter, LogLine, PAGE, act_words};
use axum::extract::{Path, Query, State};
use chrono::NaiveDate;

use crate::{
    address,
    frame::{self, Place},
    page::{Answer, page},
    pages::{
        FilterOption,
        log::{LogPage, SeenPage},
    },
    site::Site,
    view::{Cell, Link, Row, Table},
    visitor::Visitor,
};

/// Which lines, as the address says.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    logg: String,
    #[serde(default)]
    vem: String,
    #[serde(default)]
    vad: String,
    #[serde(default)]
    fran: String,
    #[serde(default)]
    till: String,
    #[serde(default)]
    sida: u32,
    #[serde(default)]
    kontroll: String,
}

impl Asked {
    fn filter(&self) -> LogFilter {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        LogFilter {
            chain: if self.logg == "lasningar" {
                Chain::Reads
            } else {
                Chain::Changes
            },
            actor: some(&self.vem),
            act: some(&self.vad),
            from: day(&self.fran),
            to: day(&self.till),
            page: self.sida.min(1_000_000),
        }
    }

    fn address(&self, page: u32) -> String {
        let part = |name: &str, value: &str| match value {
            "" => String::new(),
            value => format!("&{name}={}", address::encode(value)),
        };
        format!(
            "/granskning/logg?sida={page}{}{}{}{}{}",
            part("logg", &self.logg),
            part("vem", &self.vem),
            part("vad", &self.vad),
            part("fran", &self.fran),
            part("till", &self.till)
        )
    }
}

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let filter = asked.filter();
    let found = site.app.log(&visitor.actor, &filter).await?;
    let (people, acts) = site.app.log_choices(&visitor.actor, filter.chain).await?;
    let verified = if asked.kontroll == "ja" {
        let verified = site.app.verify_logs(&visitor.actor).await?;
        let words = |name: &str, chain: &Result<i64, String>| match chain {
            Ok(count) => format!("{name} är obruten: {count} poster."),
            Err(cause) => format!("{name} är bruten: {cause}."),
        };
        let both = [
            words("Loggkedjan", &verified.events),
            words("Läsloggen", &verified.reads),
        ];
        Some((both.join(" "), !verified.whole()))
    } else {
        None
    };
    let option = |code: String, name: String| FilterOption { code, name, count: 0 };
    let place = Place::new("Logg", "/granskning");
    page(&LogPage {
        shell: frame::shell(&site, &visitor, place).await?,
        reads: filter.chain == Chain::Reads,
        people: people.into_iter().map(|(id, name)| option(id, name)).collect(),
        acts: acts
            .into_iter()
            .map(|act| option(act.clone(), act_words(&act).to_owned()))
            .collect(),
        person: asked.vem.clone(),
        act: asked.vad.clone(),
        from: filter.from.map(|day| day.to_string()).unwrap_or_default(),
        to: filter.to.map(|day| day.to_string()).unwrap_or_default(),
        verified,
        verify: format!("{}&kontroll=ja", asked.address(filter.page)),
        pages: pages(&asked, filter.page, found.len()),
        lines: lines(filter.chain, &found),
    })
}

fn pages(asked: &Asked, shown: u32, count: usize) -> Vec<Link> {
    let newer = shown
        .checked_sub(1)
        .map(|page| Link::new("Nyare poster", asked.address(page)));
    let full = count >= PAGE as usize;
    let older = full.then(|| Link::new("Äldre poster", asked.address(shown + 1)));
    newer.into_iter().chain(older).collect()
}

fn lines(chain: Chain, found: &[LogLine]) -> Table {
    let (caption, columns): (_, &[&str]) = match chain {
        Chain::Changes => (
            "Ändringar, de senaste först",
            &["Nummer", "När", "Vem", "Vad", "Föremål"],
        ),
        Chain::Reads => (
            "Läsningar, de senaste först",
            &["Nummer", "När", "Vem", "Vad", "Föremål", "Rader#"],
        ),
    };
    let mut table = Table::new("loggposter", caption, columns);
    for line in found {
        let mut cells = vec![
            Cell::text(line.sequence.to_string()),
            Cell::text(frame::when(line.at)),
            Cell::text(&line.who),
            Cell::text(act_words(&line.act)),
            Cell::text(&line.object),
        ];
        cells.extend(line.rows.map(|rows| Cell::text(rows.to_string())));
        table.rows.push(Row::of(cells));
    }
    table
}

/// Who has seen and changed a participation.
pub async fn seen(State(site): State<Site>, visitor: Visitor, Path(public_id): Path<String>) -> Answer {
    let seen = site.app.seen_by(&visitor.actor, &public_id).await?;
    let mut reads = Table::new(
        "lasningar",
        "Vem som har sett deltagandet",
        &["Dag", "Vem", "Hur", "Gånger#"],
    );
    for (day, who, act, count) in &seen.reads {
        reads.rows.push(Row::of(vec![
            Cell::text(day.to_string()),
            Cell::text(who),
            Cell::text(act_words(act)),
            Cell::text(count.to_string()),
        ]));
    }
    let mut changes = Table::new("andringar", "Vem som har ändrat det", &["När", "Vem", "Vad"]);
    for line in &seen.changes {
        changes.rows.push(Row::of(vec![
            Cell::text(frame::when(line.at)),
            Cell::text(&line.who),
            Cell::text(act_words(&line.act)),
        ]));
    }
    let participation = format!("/deltagare/{}", address::encode(&seen.public_id));
    let place = Place::new("Vem som har sett deltagandet", "/deltagare").step("Deltagandet", participation);
    page(&SeenPage {
        shell: frame::shell(&site, &visitor, place).await?,
        lede: format!(
            "Deltagandet {} i insatsen {}, utskrivet {}.",
            seen.public_id,
            seen.insats,
            frame::when(site.now())
        ),
        reads,
        changes,
    })
}
