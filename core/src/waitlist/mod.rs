//! The waitlist: who would rather come at another time, what would suit them, and who fits a time that became free.

pub mod add;
pub mod asked;
pub mod book;
pub mod edit;
pub mod entry;
pub mod fits;
pub mod list;
mod placing;
pub(crate) mod undo;
pub mod wishes;
