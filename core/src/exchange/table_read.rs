//! Tables from other programs: CSV with a head, whatever parts its cells.

use crate::error::{Code, Error, Result};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use std::borrow::Cow;
use std::io::{Read as _, Write as _};

/// Larger than any list of codes.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// Of each line its number in the file, from 1, and the cells of the wanted columns, trimmed; empty lines are left out.
pub(crate) type Table = Vec<(u64, Vec<String>)>;

/// JSON of an operation that holds a packed table: four times what others may be, a quarter of what any server takes in one piece.
pub(crate) const MOST_PACKED: usize = 4 << 20;

/// The other way, for whoever sends one.
pub(crate) fn packed(text: &str) -> Result<String> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(text.as_bytes()).map_err(Error::internal)?;
    Ok(BASE64_STANDARD.encode(writer.finish().map_err(Error::internal)?))
}

/// A table that was packed on its way, because an operation is small: its UTF-8 as gzip, in base64.
///
/// Errors in this order: `field.invalid` (field), `import.too_much` (field, most).
pub(crate) fn unpacked(packed: &str, most: usize) -> Result<String> {
    let invalid = || Error::field(Code::FieldInvalid, "packed");
    let bytes = BASE64_STANDARD.decode(packed).map_err(|_| invalid())?;
    let mut text = Vec::new();
    // What is small when it is packed may be larger than the memory of any computer.
    let mut reader = flate2::read::GzDecoder::new(bytes.as_slice()).take(MOST_BYTES as u64 + 1);
    reader.read_to_end(&mut text).map_err(|_| invalid())?;
    if text.len() > MOST_BYTES {
        return Err(Error::field(Code::ImportTooMuch, "packed").with("most", most));
    }
    String::from_utf8(text).map_err(|_| invalid())
}

/// Each line ends with one character, whatever program wrote it: the reader counts lines wrongly where two end them.
pub(crate) fn with_plain_ends(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text.into() }
}

/// Reads the wanted columns, of which the first `needed` must be there. A head is read whatever its case; other columns are passed over.
///
/// Errors in this order: `import.too_much` (field, most), `import.column_missing` (field, column).
pub(crate) fn read(text: &str, wanted: &[&'static str], needed: usize, most: usize) -> Result<Table> {
    let too_much = || Error::field(Code::ImportTooMuch, "table").with("most", most);
    if text.len() > MOST_BYTES {
        return Err(too_much());
    }
    let text = with_plain_ends(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(parting(text.lines().next().unwrap_or_default()))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let head: Vec<String> = reader.headers().map_err(Error::internal)?.iter().map(str::to_lowercase).collect();
    let places: Vec<Option<usize>> = wanted.iter().map(|name| head.iter().position(|cell| cell == name)).collect();
    if let Some(missing) = (0..needed).find(|at| places[*at].is_none()) {
        return Err(Error::field(Code::ImportColumnMissing, "table").with("column", wanted[missing]));
    }
    let mut table = Table::new();
    for record in reader.records() {
        let record = record.map_err(Error::internal)?;
        let cells: Vec<String> = places
            .iter()
            .map(|place| place.and_then(|at| record.get(at)).map(unguarded).unwrap_or_default().to_owned())
            .collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if table.len() == most {
            return Err(too_much());
        }
        table.push((record.position().map_or(0, csv::Position::line), cells));
    }
    Ok(table)
}

/// What this program put before a cell so that no spreadsheet takes it for a formula.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}

/// Whatever parts the head most often.
fn parting(head: &str) -> u8 {
    let count = |by: u8| head.bytes().filter(|byte| *byte == by).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|by| count(*by)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WANTED: [&str; 2] = ["name", "form"];

    fn cells(text: &str) -> Vec<Vec<String>> {
        read(text, &WANTED, 1, 10).expect("a table").into_iter().map(|(_, cells)| cells).collect()
    }

    #[test]
    fn commas_semicolons_and_tabs_part_cells() {
        let rows = vec![vec!["A, B".to_owned(), "drops".to_owned()]];
        for text in [
            "Name,Form\n\"A, B\",drops\n",
            "form;other;NAME\r\ndrops;x;A, B\r\n",
            "\u{feff}name\tform\nA, B\tdrops\n\n",
        ] {
            assert_eq!(cells(text), rows, "{text:?}");
        }
    }

    #[test]
    fn lines_keep_their_number_and_the_empty_ones_are_left_out() {
        for end in ["\n", "\r\n", "\r"] {
            let text = "name,form\nA,\n,\nB,tablet,more\nC\n".replace('\n', end);
            let table = read(&text, &WANTED, 1, 10).expect("a table");
            assert_eq!(table.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 4, 5], "{end:?}");
            assert_eq!(table[2].1, ["C", ""]);
        }
    }

    #[test]
    fn what_is_missing_or_too_much_is_said() {
        let refused = |text: &str, most| read(text, &WANTED, 1, most).expect_err("refused").code();
        assert_eq!(refused("form\ntablet\n", 10), Code::ImportColumnMissing);
        assert_eq!(refused("", 10), Code::ImportColumnMissing);
        assert_eq!(refused("name\nA\nB\n", 1), Code::ImportTooMuch);
    }

    #[test]
    fn what_was_packed_is_the_same_and_never_larger_than_what_is_taken() {
        assert_eq!(unpacked(&super::packed("name\nÄther\n").expect("packed"), 10).expect("a table"), "name\nÄther\n");
        let packed = |text: &[u8]| {
            let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            writer.write_all(text).expect("packed");
            BASE64_STANDARD.encode(writer.finish().expect("packed"))
        };
        assert_eq!(unpacked(&packed("name\nÄther\n".as_bytes()), 10).expect("a table"), "name\nÄther\n");
        let refused = |packed: &str| unpacked(packed, 10).expect_err("refused").code();
        assert_eq!(refused(&packed(&vec![b' '; MOST_BYTES + 1])), Code::ImportTooMuch);
        for nonsense in ["", "%", "bmFtZQ==", &packed(&[0xff])] {
            assert_eq!(refused(nonsense), Code::FieldInvalid, "{nonsense:?}");
        }
    }

    proptest! {
        /// What is exported here is read as it was, without what surrounds it.
        #[test]
        fn an_exported_table_comes_back(cell in "[^\\r\\n\\t ']{1,12}", other in "[a-z=+@,;-]{1,8}") {
            use crate::exchange::csv_file::{Cell, table};
            let text = table(&WANTED, [vec![Cell::Text(cell.clone()), Cell::Text(other.clone())]]).expect("a table");
            prop_assert_eq!(cells(&text), vec![vec![cell.trim().to_owned(), other]]);
        }
    }
}
