//! Disclosure control (röjandekontroll): what may leave an insats so that nobody who reads all of it
//! can tell a small group's number.
//!
//! Cells are counts; sums tie them together over every table that is published beside each other:
//! rows and columns, women and men, insatser and the association, a part of a period and the whole
//! one. A cell of 1 to minimum − 1 is primary and withheld; then so many further cells are withheld
//! that nothing published excludes any number from 0 to minimum − 1 for it, beyond what the open
//! counts of participations exclude by themselves. That is the protection interval.
//!
//! The proof is made, not assumed: for either end of the interval there is another whole table that
//! agrees with everything published (`search`), and the numbers between the ends lie on the way
//! there. Zero is published as it is: nobody is in it. Everything is deterministic.

mod bounds;
pub mod figures;
pub mod key;
pub mod linked;
pub mod referrals;
mod search;
mod system;
mod tables;

pub use figures::protect;
pub use key::{CellKey, Memory, Period};
pub use linked::{Class, Decided, Linked, State};
pub use system::{Cell, Kind, System};
pub use tables::{ATTRIBUTES, Attribute, Tables};

use crate::refusal::Refusal;

/// The smallest cell that is shown, as the board has decided it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy(i64);

impl Default for Policy {
    fn default() -> Policy {
        Policy(Policy::DEFAULT)
    }
}

impl Policy {
    /// Without a decision of the board.
    pub const DEFAULT: i64 = 5;
    /// No decision goes below it.
    pub const LOWEST: i64 = 3;
    /// Beyond it nothing useful is left.
    pub const HIGHEST: i64 = 50;

    /// The policy of a decided minimum.
    ///
    /// # Errors
    /// A refusal for a minimum below [`Policy::LOWEST`] or above [`Policy::HIGHEST`].
    pub fn new(minimum: i64) -> Result<Policy, Refusal> {
        if (Policy::LOWEST..=Policy::HIGHEST).contains(&minimum) {
            return Ok(Policy(minimum));
        }
        let message = format!(
            "Minsta cell kan vara {} till {}. Skriv det tal styrelsen har beslutat.",
            Policy::LOWEST,
            Policy::HIGHEST
        );
        Err(Refusal::at("rojande-minsta", "minsta", message))
    }

    /// The smallest count that is shown.
    pub const fn minimum(self) -> i64 {
        self.0
    }

    /// Whether a count is too small to be shown. Zero is not: nobody is in it.
    pub const fn is_small(self, count: i64) -> bool {
        count > 0 && count < self.0
    }
}

/// Which cells are withheld; every hidden cell is, so derived ones are among them.
pub fn control(system: &System, policy: Policy) -> Vec<bool> {
    let mut hidden: Vec<bool> = system
        .cells()
        .iter()
        .map(|cell| match cell.kind {
            Kind::Open => false,
            Kind::Published => cell.guarded && policy.is_small(cell.value),
            Kind::Withheld | Kind::Derived => true,
        })
        .collect();
    let bounds = bounds::outer(system);
    for (place, cell) in system.cells().iter().enumerate() {
        if cell.kind == Kind::Open || !cell.guarded || !policy.is_small(cell.value) {
            continue;
        }
        let (least, most) = bounds[place];
        search::reach(system, &mut hidden, place, most.min(policy.minimum() - 1));
        search::reach(system, &mut hidden, place, least.max(0));
    }
    hidden
}

/// Primary suppression alone, which protects nothing: the negative control of the tests.
pub fn primary_only(system: &System, policy: Policy) -> Vec<bool> {
    let hides = |cell: &Cell| match cell.kind {
        Kind::Open => false,
        Kind::Published => cell.guarded && policy.is_small(cell.value),
        Kind::Withheld | Kind::Derived => true,
    };
    system.cells().iter().map(hides).collect()
}
