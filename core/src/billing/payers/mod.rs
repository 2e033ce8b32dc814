//! Whoever pays for patients: insurers, employers, the state. What they are asked for, what they paid, and sharing an invoice with them.

pub mod account;
pub mod of_invoice;
pub mod party;
pub mod payer;
pub mod share;
