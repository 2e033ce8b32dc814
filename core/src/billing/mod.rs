//! Billing: from a visit to its invoice, its payment and the day's close.
//!
//! An invoice's `allocated_minor` is everything that settles it: payments with what cash was rounded by, credit notes and write-offs. It only ever moves by a guarded
//! UPDATE (`settle`), so that no two people can settle the same amount; `payment_balances` is the same for what is left of a payment.

pub mod account;
pub mod aged;
pub mod approve_discount;
pub mod check_out;
pub mod correct;
pub mod credit;
pub mod credit_note;
pub mod documents;
pub mod draft;
pub mod drawers;
pub mod frozen;
pub mod invoice;
pub mod issue;
pub mod ledger;
pub mod lines;
pub(crate) mod lists;
pub mod methods;
pub(crate) mod numbers;
pub mod payers;
pub mod payment;
pub mod payments;
pub mod period;
pub mod preview;
pub mod prints;
pub mod report_file;
pub mod revenue;
pub(crate) mod rounding;
pub mod rules;
pub mod settle;
pub mod sums;
pub mod tax_rates;
pub mod till;
pub mod till_close;
pub mod to_bill;
pub mod undo_write_off;
pub mod unpaid;
pub mod view;
pub mod write_off;
