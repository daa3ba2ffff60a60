//! Tests of the writers on hand-made documents.

mod pdf;
mod sample;
