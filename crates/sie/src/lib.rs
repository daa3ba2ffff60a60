//! sie
