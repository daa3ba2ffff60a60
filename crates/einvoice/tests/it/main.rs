//! Integration tests of invoices: written, read, refused.

#[cfg(test)]
mod properties;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod sample;
