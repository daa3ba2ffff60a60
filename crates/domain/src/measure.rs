//! Measures: the one definition of every number, and the figures they give.

pub mod bands;
