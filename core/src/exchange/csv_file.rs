//! Tables as CSV, for spreadsheets and other programs.

use crate::error::{Error, Result};

/// A cell that a spreadsheet takes for text, never for a formula.
pub(crate) fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{cell}") } else { cell.to_owned() }
}

/// A cell of a table: what people typed, or what only this code can have written.
pub(crate) enum Cell {
    Text(String),
    /// Digits, a sign, a point, hyphens of a date.
    Plain(String),
}

/// An amount as programs read it, without its currency: 1234.50 or -0.05.
pub(crate) fn amount(minor: i64, decimals: u32) -> Cell {
    let by = 10_u64.pow(decimals.min(6));
    let size = minor.unsigned_abs();
    let sign = if minor < 0 { "-" } else { "" };
    Cell::Plain(match decimals {
        0 => format!("{sign}{size}"),
        _ => format!("{sign}{}.{:0width$}", size / by, size % by, width = decimals as usize),
    })
}

/// A head and rows, each as long as the head.
pub(crate) fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<Cell>>) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head).map_err(Error::internal)?;
    for row in rows {
        let cells = row.into_iter().map(|cell| match cell {
            Cell::Text(text) => harmless(&text),
            Cell::Plain(text) => text,
        });
        writer.write_record(cells).map_err(Error::internal)?;
    }
    let bytes = writer.into_inner().map_err(|error| Error::internal(error.error()))?;
    String::from_utf8(bytes).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_have_the_decimals_of_their_currency() {
        let text = |minor, decimals| match amount(minor, decimals) {
            Cell::Plain(text) | Cell::Text(text) => text,
        };
        let said = [(123_450, 2), (-5, 2), (0, 2), (1235, 0), (12_345, 3), (-9_007_199_254_740_991, 2)]
            .map(|(minor, decimals)| text(minor, decimals));
        assert_eq!(said, ["1234.50", "-0.05", "0.00", "1235", "12.345", "-90071992547409.91"]);
    }

    proptest! {
        /// Whatever was typed comes back as it was, and no cell of it begins a formula.
        #[test]
        fn a_table_reads_back_and_holds_no_formula(text in "[\\PC\\n\\r\\t]{0,40}") {
            let file = table(&["name"], [vec![Cell::Text(text.clone()), ]]).unwrap();
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            let cell = record.get(0).unwrap_or_default();
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell:?}");
            prop_assert!(cell == text || cell.strip_prefix('\'') == Some(text.as_str()), "{cell:?} {text:?}");
        }
    }
}
