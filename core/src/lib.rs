//! What a clinic does. Start at `clinic`: the one gate. `operation` and `question` list what it can do and be asked;
//! each entry names the file where its struct, permission, rules and SQL stand together.

pub mod access;
pub mod appointments;
pub mod billing;
pub mod catalogue;
pub mod check;
pub mod clinic;
pub mod desk;
pub mod documents;
pub mod error;
pub mod exchange;
pub mod fields;
pub mod history;
pub mod ids;
pub mod journal;
pub mod money;
pub mod office;
pub mod operation;
pub mod patients;
pub mod question;
pub mod recalls;
pub mod records;
pub mod reminders;
pub mod reports;
pub mod sample;
pub mod schedule;
mod secrets;
pub mod staff;
pub mod store;
pub mod tasks;
pub mod time;
pub mod waitlist;

pub use clinic::{Approved, Asker, Clinic, Context, NeedsApproval, Performed, Session, Step, Who, Workstation};
pub use error::{Code, Error, Result};
