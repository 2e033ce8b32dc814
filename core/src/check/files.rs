//! Files: the pieces of each one make what was attached.

use super::{Report, spans};
use crate::error::Result;
use crate::ids::FileId;
use crate::records::files::content::whole;
use crate::store::{Clause, Db, Read};

/// Files in one statement, without their contents.
const PIECE: i64 = 1000;

#[derive(sqlx::FromRow)]
struct Row {
    id: FileId,
    size_bytes: i64,
    sha256: Vec<u8>,
    pieces: i64,
}

pub(super) async fn check(db: &Db, report: &mut Report) -> Result<()> {
    for piece in spans(db, "attachments", "id", PIECE).await? {
        let mut db = db.clone();
        let clause =
            Clause::new("SELECT id, size_bytes, sha256, pieces FROM attachments WHERE status = 'kept'", vec![]);
        let rows: Vec<Row> = db.all_of(piece.limit(clause, "attachments", "id")).await?;
        for row in rows {
            report.files += 1;
            let (bytes, hash) = whole(&mut db, row.id, row.pieces).await?;
            if bytes.len() as i64 != row.size_bytes || hash.0 != row.sha256 {
                report.find(
                    "files.changed",
                    format!("file {} is not what was attached: its content was changed", row.id),
                );
            }
        }
    }
    Ok(())
}
