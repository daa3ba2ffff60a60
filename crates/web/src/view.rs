//! The parts pages are made of. Each is a struct with a template; none has a rule or a query.

mod csv;
mod doors;
mod finding;
mod form;
mod plot;
mod set;
mod sheet;
mod shell;
mod table;

pub use csv::quoted;
pub use doors::{Door, Doors};
pub use finding::{Answer, FindingCard, severity_words};
pub use form::{Field, FieldKind, Refusals};
pub use plot::Plot;
pub use set::set;
pub use shell::{Crumb, Job, Person, Shell, Year};
pub use table::{Cell, Column, Link, Row, RowKind, Table};
