//! When practitioners work: rules, never generated rows.

pub mod availability;
pub mod exception;
pub mod exceptions;
pub mod hours;
pub mod open_day;
pub mod spans;
pub(crate) mod undo;
