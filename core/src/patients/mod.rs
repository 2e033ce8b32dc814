//! Patients: registering, editing, finding, and what the desk must know about them.

pub mod alerts;
pub mod bulk;
pub mod details;
pub mod edit;
pub mod find;
pub mod identifier_types;
pub mod look_alikes;
mod matching;
pub mod page;
pub mod patient;
pub mod phone;
pub mod register;
pub mod seen_alerts;
pub mod terms;
pub mod typed;
mod write;
