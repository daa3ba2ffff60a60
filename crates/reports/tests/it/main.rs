//! Tests of the writers on hand-made documents.

mod chart;
mod pdf;
mod sample;
