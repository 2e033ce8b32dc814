//! A content on its way in, piece by piece. It is no operation: bytes have no place in a journal that is never pruned, and until `attach_file` there is no file.
//! A piece that is sent again is the same piece; what is broken off is deleted.

use super::{PIECE_BYTES, incomplete, too_large, types};
use crate::access::Permission;
use crate::args;
use crate::clinic::{Clinic, Session, Who, denied, standing};
use crate::error::{Class, Code, Error, Result};
use crate::ids::{FileId, UserId};
use crate::store::{Db, Read, Tx};
use crate::time::Instant;

/// Nobody sends one file for so long.
const BROKEN_OFF_SECONDS: i64 = 12 * 3600;
const TRIES: u32 = 8;

/// A part of a file's content. `name` and `size_bytes` are of the whole file, so that what will not be taken is refused with the first piece.
#[derive(Debug, Clone)]
pub struct Piece {
    pub file_id: FileId,
    pub position: i64,
    pub name: String,
    pub size_bytes: i64,
    pub bytes: Vec<u8>,
}

impl Clinic {
    /// Keeps one piece of a file that whoever sends it will attach.
    ///
    /// Errors in this order: `session.ended`, `session.password_change_needed`, `access.denied`, `file.too_large` (max_bytes), `file.runs` (ending),
    /// `file.type_not_taken` (ending), `file.incomplete` (the first piece is missing, another content stands in its place, it is attached already, or somebody else sends it).
    pub async fn keep_piece(&self, who: &Who, piece: &Piece) -> Result<()> {
        let session = self.sender(who).await?;
        piece.check(self.settings().details.largest_file())?;
        let now = self.clock.now();
        if piece.position == 0 {
            drop_broken_off(self.db(), now).await?;
        }
        // What is the same when it is done twice is done again until it is certain.
        let mut last = Error::new(Code::StoreBusy);
        for _ in 0..TRIES {
            match self.try_keep(session.user_id, piece, now).await {
                Err(error) if is_uncertain(&error) => last = error,
                done => return done,
            }
        }
        Err(last)
    }

    /// Deletes what was sent of a file that will not be attached. Nothing happens where there is none, or where it is attached.
    ///
    /// Errors in this order: `session.ended`, `session.password_change_needed`, `access.denied`.
    pub async fn drop_pieces(&self, who: &Who, file: FileId) -> Result<()> {
        let session = self.sender(who).await?;
        let mut last = Error::new(Code::StoreBusy);
        for _ in 0..TRIES {
            match try_drop(self.db(), file, Some(session.user_id)).await {
                Err(error) if is_uncertain(&error) => last = error,
                done => return done,
            }
        }
        Err(last)
    }

    /// Errors in this order: `session.ended`, `session.password_change_needed`, `access.denied`.
    async fn sender<'a>(&self, who: &'a Who) -> Result<&'a Session> {
        let Who::Person(session) = who else { return Err(denied(Permission::FileAttach)) };
        let standing = standing(&mut self.db.clone(), session).await?;
        if standing.must_change_password {
            return Err(Error::new(Code::SessionPasswordChangeNeeded));
        }
        if standing.permissions.contains(&Permission::FileAttach) {
            Ok(session)
        } else {
            Err(denied(Permission::FileAttach))
        }
    }

    async fn try_keep(&self, user: UserId, piece: &Piece, now: Instant) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let done = self.write(&mut tx, user, piece, now).await;
        end(tx, done).await
    }

    async fn write(&self, tx: &mut Tx, user: UserId, piece: &Piece, now: Instant) -> Result<()> {
        // Whoever attaches it, or deletes it, waits here.
        tx.exec("UPDATE file_uploads SET kept = kept WHERE id = ?", args![piece.file_id]).await?;
        let upload: Option<(UserId, bool)> =
            tx.maybe("SELECT user_id, kept FROM file_uploads WHERE id = ?", args![piece.file_id]).await?;
        match upload {
            None if piece.position == 0 => {
                let row = args![piece.file_id, user, self.workstation, now, false];
                let sql =
                    "INSERT INTO file_uploads (id, user_id, workstation_id, begun_at, kept) VALUES (?, ?, ?, ?, ?)";
                tx.exec(sql, row).await?;
            }
            Some((by, false)) if by == user => {}
            _ => return Err(incomplete()),
        }
        let place = args![piece.file_id, piece.position];
        let there: Option<(Vec<u8>,)> =
            tx.maybe("SELECT bytes FROM file_pieces WHERE file_id = ? AND position = ?", place).await?;
        match there {
            Some((bytes,)) if bytes == piece.bytes => Ok(()),
            Some(_) => Err(incomplete()),
            None => {
                let row = args![piece.file_id, piece.position, piece.bytes.clone()];
                tx.exec("INSERT INTO file_pieces (file_id, position, bytes) VALUES (?, ?, ?)", row).await.map(drop)
            }
        }
    }
}

impl Piece {
    /// Errors in this order: `file.too_large` (max_bytes), `file.incomplete`, `file.runs` (ending), `file.type_not_taken` (ending).
    fn check(&self, most: i64) -> Result<()> {
        if self.size_bytes > most {
            return Err(too_large(most));
        }
        let pieces = self.size_bytes.max(0) as u64;
        let last = pieces.div_ceil(PIECE_BYTES as u64) as i64 - 1;
        let expected =
            if self.position == last { self.size_bytes - last * PIECE_BYTES as i64 } else { PIECE_BYTES as i64 };
        if !(0..=last).contains(&self.position) || self.bytes.len() as i64 != expected {
            return Err(incomplete());
        }
        if self.position == 0 {
            types::recognise(&self.name, &self.bytes).map(drop)
        } else {
            types::check_name(&self.name)
        }
    }
}

/// What was begun long ago and never attached.
pub(crate) async fn drop_broken_off(db: &Db, now: Instant) -> Result<()> {
    let before = now.minus_seconds(BROKEN_OFF_SECONDS);
    let left: Vec<(FileId,)> = db
        .clone()
        .all("SELECT id FROM file_uploads WHERE kept = FALSE AND begun_at < ? ORDER BY id LIMIT 100", args![before])
        .await?;
    for (file,) in left {
        // Another desk may be doing the same; what is left is for the next time.
        if let Err(error) = try_drop(db, file, None).await {
            tracing::warn!(code = error.code().text(), "what was broken off could not be deleted");
        }
    }
    Ok(())
}

fn is_uncertain(error: &Error) -> bool {
    matches!(error.class, Class::Transient | Class::Unique | Class::Unknown)
}

async fn try_drop(db: &Db, file: FileId, by: Option<UserId>) -> Result<()> {
    let mut tx = db.begin().await?;
    let done = delete_pieces(&mut tx, file, by).await;
    end(tx, done).await
}

async fn delete_pieces(tx: &mut Tx, file: FileId, by: Option<UserId>) -> Result<()> {
    tx.exec("UPDATE file_uploads SET kept = kept WHERE id = ?", args![file]).await?;
    let upload: Option<(UserId, bool)> =
        tx.maybe("SELECT user_id, kept FROM file_uploads WHERE id = ?", args![file]).await?;
    let Some((user, false)) = upload else { return Ok(()) };
    if by.is_some_and(|by| by != user) {
        return Ok(());
    }
    tx.exec("DELETE FROM file_pieces WHERE file_id = ?", args![file]).await?;
    tx.exec("DELETE FROM file_uploads WHERE id = ?", args![file]).await?;
    Ok(())
}

async fn end(tx: Tx, done: Result<()>) -> Result<()> {
    match done {
        Ok(()) => tx.commit().await,
        Err(error) => {
            tx.abandon(error.class).await;
            Err(error)
        }
    }
}
