//! Invoices between members and association: Peppol BIS Billing 3 (EN 16931 in UBL 2.1), read and written.
