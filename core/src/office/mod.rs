//! The clinic as an organisation: its details, its first start, its workstations.

pub mod countries;
pub mod details;
pub mod edit;
pub mod info;
pub mod paper_templates;
pub mod setup;
pub mod start;
pub mod workstation;
