//! Ways onward from a page that gathers a job: a group of doors, each with what is behind it. Who may
//! not enter does not see the door: the table of routes decides, as when the address is typed.

use askama::Template;

use crate::{routes::ROUTES, visitor::Visitor};

/// A door: words, address, what is behind.
pub type Door = (&'static str, &'static str, &'static str);

/// A group of doors under a heading.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/doors.html")]
pub struct Doors {
    /// Anchor.
    pub id: &'static str,
    /// Heading.
    pub title: &'static str,
    /// Those that are open.
    pub doors: Vec<Door>,
}

impl Doors {
    /// The groups with the doors this visitor may enter; groups without any are left out.
    pub fn open(visitor: &Visitor, groups: &[(&'static str, &'static str, &[Door])]) -> Vec<Doors> {
        let may = |address: &str| {
            let path = address.split('#').next().unwrap_or(address);
            ROUTES.iter().any(|route| {
                route.method == "GET" && route.path == path && route.access.lets_in(&visitor.actor)
            })
        };
        let group = |(id, title, doors): &(&'static str, &'static str, &[Door])| Doors {
            id,
            title,
            doors: doors.iter().copied().filter(|door| may(door.1)).collect(),
        };
        groups
            .iter()
            .map(group)
            .filter(|group| !group.doors.is_empty())
            .collect()
    }
}
