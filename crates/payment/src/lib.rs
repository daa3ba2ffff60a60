//! The bank's files: payments out (ISO 20022 pain.001) and account statements in (camt.053).
