//! Diagnosis codes: the lists a clinic has, and finding in them while somebody types.

pub mod ask;
pub mod import;
mod list;
