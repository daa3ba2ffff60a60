//! The interface for other programs, `/api/v1`: the same acts as the pages, with a token instead of
//! a session. No cookie is read here, so no form from elsewhere can act. Whatever goes wrong is
//! answered as problem+json (RFC 9457) in Swedish.

pub mod body;
pub(crate) mod course;
pub(crate) mod docs;
pub(crate) mod figures;
pub mod guard;
pub(crate) mod head_counts;
pub(crate) mod meetings;
pub mod once;
pub mod openapi;
pub mod pace;
pub(crate) mod participations;
pub mod problem;
pub mod record;
pub(crate) mod referrals;
pub mod schema;
pub(crate) mod tokens;
