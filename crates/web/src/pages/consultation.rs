//! A team's inbox, its referrals and meetings, and the figures about them.

use askama::Template;

use super::{KeyFigure, start::Todo};
use crate::view::{Cell, Field, Link, Plot, Refusals, Shell, Table};

/// The inbox of a team.
#[derive(Debug, Template)]
#[template(path = "consultation.html")]
pub struct InboxPage {
    /// Frame.
    pub shell: Shell,
    /// One line under the heading.
    pub lede: String,
    /// The visitor's other teams.
    pub teams: Vec<Link>,
    /// A new referral.
    pub new_way: String,
    /// The other pages of the team.
    pub ways: Vec<Link>,
    /// What is due, late first.
    pub todo: Vec<Todo>,
    /// Open referrals.
    pub open: Table,
    /// Those that are done.
    pub closed: Table,
    /// Flows in large numbers.
    pub key_figures: Vec<KeyFigure>,
    /// Waiting times.
    pub plot: Option<Plot>,
    /// Flows and waiting times per sender.
    pub tables: Vec<Table>,
    /// May this person register?
    pub may_edit: bool,
}

/// A form on a page of its own.
#[derive(Debug, Template)]
#[template(path = "consultation_form.html")]
pub struct FormPage {
    /// Frame.
    pub shell: Shell,
    /// One line under the heading.
    pub lede: String,
    /// What was wrong.
    pub refusals: Refusals,
    /// Where it posts.
    pub action: String,
    /// Fields that are not seen.
    pub hidden: Vec<(&'static str, String)>,
    /// Fields.
    pub fields: Vec<Field>,
    /// Heading of the boxes.
    pub checks_title: &'static str,
    /// Boxes to check.
    pub checks: Vec<Check>,
    /// What was wrong with them.
    pub checks_error: String,
    /// Words of the button.
    pub button: &'static str,
    /// Where one came from.
    pub back: String,
}

/// A box to check.
#[derive(Clone, Debug)]
pub struct Check {
    /// Id, unique on the page.
    pub id: String,
    /// The name it is sent under.
    pub control: &'static str,
    /// What is sent.
    pub value: &'static str,
    /// Words.
    pub label: &'static str,
    /// Checked.
    pub checked: bool,
}

/// One referral.
#[derive(Debug, Template)]
#[template(path = "consultation_referral.html")]
pub struct ReferralPage {
    /// Frame.
    pub shell: Shell,
    /// How far it has come.
    pub state: Cell,
    /// What it waits for.
    pub due: Option<String>,
    /// What was wrong.
    pub refusals: Refusals,
    /// Term and words.
    pub facts: Vec<(&'static str, String)>,
    /// Day and what happened.
    pub timeline: Vec<(String, String)>,
    /// To the meeting where it can be treated.
    pub meeting: Option<Link>,
    /// The form of the next step; empty when it is closed.
    pub steps: Vec<Field>,
    /// Where that posts.
    pub action: String,
}

/// A team's meetings.
#[derive(Debug, Template)]
#[template(path = "consultation_meetings.html")]
pub struct MeetingsPage {
    /// Frame.
    pub shell: Shell,
    /// The team.
    pub lede: String,
    /// The visitor's other teams.
    pub teams: Vec<Link>,
    /// A new meeting.
    pub new_way: String,
    /// Meetings.
    pub table: Table,
}

/// One meeting.
#[derive(Debug, Template)]
#[template(path = "consultation_meeting.html")]
pub struct MeetingPage {
    /// Frame.
    pub shell: Shell,
    /// The team.
    pub lede: String,
    /// What was wrong.
    pub refusals: Refusals,
    /// Who was there.
    pub parties: Vec<Check>,
    /// What was wrong with that.
    pub parties_error: String,
    /// Where that is saved.
    pub parties_action: String,
    /// Consultations registered.
    pub table: Table,
    /// Key of the next one.
    pub key: String,
    /// The form of the next one; empty before the meeting.
    pub fields: Vec<Field>,
    /// Where that posts.
    pub action: String,
}

/// What a team keeps beside its referrals.
#[derive(Debug, Template)]
#[template(path = "consultation_team.html")]
pub struct TeamPage {
    /// Frame.
    pub shell: Shell,
    /// The team.
    pub lede: String,
    /// The visitor's other teams.
    pub teams: Vec<Link>,
    /// Slug of the team.
    pub team: String,
    /// What was wrong.
    pub refusals: Refusals,
    /// Numbers entered.
    pub counts: Table,
    /// The form of a month's number.
    pub count_fields: Vec<Field>,
    /// Units that send.
    pub units: Table,
    /// The form of a unit; empty when there is none.
    pub unit_fields: Vec<Field>,
}

/// Recommendations that wait for an insats.
#[derive(Debug, Template)]
#[template(path = "consultation_waiting.html")]
pub struct WaitingPage {
    /// Frame.
    pub shell: Shell,
    /// The insats.
    pub lede: String,
    /// The visitor's other insatser.
    pub insatser: Vec<Link>,
    /// Slug of the insats.
    pub insats: String,
    /// What was wrong.
    pub refusals: Refusals,
    /// Recommendations.
    pub table: Table,
    /// The form for one that did not become a participation; empty when nothing waits.
    pub fields: Vec<Field>,
}
