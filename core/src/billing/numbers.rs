//! Numbers without gaps: one row per series, changed in the transaction of what bears the number.

use crate::args;
use crate::error::Result;
use crate::store::{Read, Tx};

pub(crate) struct Number {
    pub series: String,
    pub number: i64,
    /// As people read it: "INV-2026-00001".
    pub text: String,
}

/// The counter's name: each kind of document counts for itself, also under the same prefix.
pub(crate) fn counter(kind: &str, series: &str) -> String {
    format!("{kind} {series}")
}

/// Takes the next number of this year's series.
///
/// Everybody who needs one waits for this row until the transaction ends: take it last. The first of a series writes the row; if
/// another desk was first, its key refuses this one and the gate runs the operation again.
pub(crate) async fn take(tx: &mut Tx, kind: &str, prefix: &str, year: i32) -> Result<Number> {
    let series = format!("{prefix}{year}");
    let name = counter(kind, &series);
    let counted = tx.exec("UPDATE counters SET value = value + 1 WHERE name = ?", args![&name]).await?;
    if counted == 0 {
        tx.insert_rows("counters", &["name", "value"], vec![args![&name, 1_i64]]).await?;
    }
    let (number,): (i64,) = tx.one("SELECT value FROM counters WHERE name = ?", args![&name]).await?;
    Ok(Number { text: format!("{series}-{number:05}"), series, number })
}
