//! The list of diagnosis codes that comes with the app, loaded when tables are made or upgraded. It lies in the database in pieces of a thousand lines:
//! a list is read as a whole, and small rows are quickly written on every engine.

use super::db::{Db, Read};
use crate::args;
use crate::error::{Error, Result};
use sha2::{Digest, Sha256};
use std::io::Read as _;

const SHIPPED: &[u8] = include_bytes!("../../../migrations/data/icd10cm-2026-04.csv.gz");
const CODE_SYSTEM: &str = "icd10cm";
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
    let pieces: Vec<String> = lines.chunks(LINES).map(|piece| piece.join("\n")).collect();
    let mut tx = db.begin().await?;
    tx.exec("DELETE FROM code_list_parts WHERE code_system = ?", args![CODE_SYSTEM]).await?;
    tx.exec("DELETE FROM code_lists WHERE code_system = ?", args![CODE_SYSTEM]).await?;
    tx.exec(
        "INSERT INTO code_lists (code_system, edition, sha256) VALUES (?, ?, ?)",
        args![CODE_SYSTEM, EDITION, Sha256::digest(text.as_bytes()).to_vec()],
    )
    .await?;
    for (position, piece) in pieces.into_iter().enumerate() {
        tx.exec(
            "INSERT INTO code_list_parts (code_system, position, csv_lines) VALUES (?, ?, ?)",
            args![CODE_SYSTEM, position as i64, piece],
        )
        .await?;
    }
    tx.commit().await
}
