//! What leaves the clinic as a file: each is a question whose answer is the whole file; the gate notes it as an export. And tables that come in.

pub mod calendar_file;
mod calendar_gone;
pub(crate) mod csv_file;
pub(crate) mod table_read;
mod zones;

use serde::{Deserialize, Serialize};

/// A file, ready to be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ExportFile {
    /// What to call it: numbers and words of the clinic's own, never a patient's name.
    pub file_name: String,
    pub content: String,
    /// How many appointments, rows … are in it.
    #[ts(type = "number")]
    pub count: i64,
}
