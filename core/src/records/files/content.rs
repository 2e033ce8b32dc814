//! The content of a file: put together from its pieces, and proved by its hash before anybody sees it.

use super::{File, MOST_BYTES, PIECE_BYTES, types};
use crate::access::Permission;
use crate::args;
use crate::clinic::{Clinic, Who, denied, standing};
use crate::error::{Code, Error, Result};
use crate::ids::FileId;
use crate::records::opened::{self, Reader};
use crate::records::visits::ContentHash;
use crate::store::Read;
use sha2::{Digest, Sha256};

/// A file as it was attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    pub content_type: String,
    /// The name under which it may leave the app.
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Clinic {
    /// The content of a file, for whoever opened it (`open_file`) in the last twelve hours.
    ///
    /// Errors in this order: `session.ended`, `session.password_change_needed`, `access.denied`, `record.not_found` (file), `chart.not_opened`, `file.damaged`.
    pub async fn file_content(&self, who: &Who, id: FileId) -> Result<Content> {
        let file = self.readable(who, id).await?;
        let (bytes, hash) = whole(&mut self.db.clone(), id, file.pieces).await?;
        if bytes.len() as i64 != file.size_bytes || hash != file.sha256 {
            tracing::error!(file = %id, "a file's content is not what was attached");
            return Err(Error::new(Code::FileDamaged));
        }
        let one = types::of(&file.content_type).ok_or_else(|| Error::internal("a file of no type that is kept"))?;
        Ok(Content { content_type: file.content_type, name: types::name_outside(&file.name.0, one), bytes })
    }

    /// Whether somebody may read a file's content now, without reading it: for what the window shows page by page.
    ///
    /// Errors: those of `file_content` but for `file.damaged`.
    pub async fn may_read_file(&self, who: &Who, id: FileId) -> Result<()> {
        self.readable(who, id).await.map(drop)
    }

    async fn readable(&self, who: &Who, id: FileId) -> Result<File> {
        let mut db = self.db.clone();
        let Who::Person(session) = who else { return Err(denied(Permission::RecordView)) };
        let standing = standing(&mut db, session).await?;
        if standing.must_change_password {
            return Err(Error::new(Code::SessionPasswordChangeNeeded));
        }
        if !standing.permissions.contains(&Permission::RecordView) {
            return Err(denied(Permission::RecordView));
        }
        let file: File = db.record(id.0).await?;
        let reader = Reader::of(session.user_id, self.clock.now());
        opened::must_be_open(&mut db, reader, file.patient_id).await?;
        opened::must_have_opened(&mut db, reader, id).await?;
        Ok(file)
    }
}

/// The pieces in their order, each read by itself, and the hash of them all.
pub(crate) async fn whole(read: &mut impl Read, id: FileId, pieces: i64) -> Result<(Vec<u8>, ContentHash)> {
    // A row that somebody changed says any number.
    let pieces = pieces.clamp(0, MOST_BYTES / PIECE_BYTES as i64);
    let mut bytes = Vec::with_capacity(pieces as usize * PIECE_BYTES);
    for position in 0..pieces {
        let row: Option<(Vec<u8>,)> =
            read.maybe("SELECT bytes FROM file_pieces WHERE file_id = ? AND position = ?", args![id, position]).await?;
        // A hole is found by the hash.
        bytes.extend(row.map(|(bytes,)| bytes).unwrap_or_default());
    }
    let hash = ContentHash(Sha256::digest(&bytes).to_vec());
    Ok((bytes, hash))
}
