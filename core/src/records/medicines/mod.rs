//! Medicines: the clinic's own list, what was prescribed for whom and until when, and what was stopped.

pub mod ask_warnings;
pub mod find;
pub mod formulary;
pub mod import;
pub mod interactions;
pub mod of_patient;
pub mod starter;
pub mod stop;
pub mod warnings;
pub mod write;
