//! The list of diagnosis codes that comes with the app, loaded when tables are made or upgraded. It lies in the database in pieces of a thousand lines:
//! a list is read as a whole, and small rows are quickly written on every engine.

use super::db::{Db, Read};
use super::tx::Tx;
use crate::args;
use crate::error::{Error, Result};
use sha2::{Digest, Sha256};
use std::io::Read as _;

const SHIPPED: &[u8] = include_bytes!("../../../migrations/data/icd10cm-2026-04.csv.gz");
/// The name of the list that comes with the program.
pub(crate) const CODE_SYSTEM: &str = "icd10cm";
const EDITION: &str = "2026-04";
const LINES: usize = 1000;

/// Loads the shipped list unless its edition is there already.
pub(super) async fn load(db: &Db) -> Result<()> {
    let there: Option<(String,)> =
        db.clone().maybe("SELECT edition FROM code_lists WHERE code_system = ?", args![CODE_SYSTEM]).await?;
    if there.is_some_and(|(edition,)| edition == EDITION) {
        return Ok(());
    }
    let mut text = String::new();
    flate2::read::GzDecoder::new(SHIPPED).read_to_string(&mut text).map_err(Error::internal)?;
    let lines: Vec<&str> = text.lines().skip(1).collect();
    let mut tx = db.begin().await?;
    write(&mut tx, CODE_SYSTEM, EDITION, &lines).await?;
    tx.commit().await
}

/// Writes a list of lines of CSV, code and title, in the place of the one of this name. Whether it is searched stays.
pub(crate) async fn write(tx: &mut Tx, name: &str, edition: &str, lines: &[impl AsRef<str>]) -> Result<()> {
    let hash = Sha256::digest(joined(lines).as_bytes()).to_vec();
    tx.exec("DELETE FROM code_list_parts WHERE code_system = ?", args![name]).await?;
    let there: Option<(i64,)> = tx.maybe("SELECT 1 FROM code_lists WHERE code_system = ?", args![name]).await?;
    let sql = match there {
        Some(_) => "UPDATE code_lists SET edition = ?, sha256 = ? WHERE code_system = ?",
        None => "INSERT INTO code_lists (edition, sha256, code_system, active) VALUES (?, ?, ?, TRUE)",
    };
    tx.exec(sql, args![edition, hash, name]).await?;
    for (position, piece) in lines.chunks(LINES).enumerate() {
        tx.exec(
            "INSERT INTO code_list_parts (code_system, position, csv_lines) VALUES (?, ?, ?)",
            args![name, position as i64, joined(piece)],
        )
        .await?;
    }
    Ok(())
}

fn joined(lines: &[impl AsRef<str>]) -> String {
    lines.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join("\n")
}
