//! The interface for other programs, `/api/v1`: the same acts as the pages, with a token instead of
//! a session. No cookie is read here, so no form from elsewhere can act. Whatever goes wrong is
//! answered as problem+json (RFC 9457) in Swedish.

pub mod body;
pub mod docs;
pub mod figures;
pub mod guard;
pub mod head_counts;
pub mod once;
pub mod openapi;
pub mod pace;
pub mod participations;
pub mod problem;
pub mod record;
pub mod schema;
pub mod tokens;
