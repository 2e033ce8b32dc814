//! Reads one workstation's chain in pieces and computes every hash again.

use super::chain::{End, Link};
use crate::args;
use crate::error::Result;
use crate::ids::{OperationId, UserId, WorkstationId};
use crate::journal::{self, Entry, TouchText};
use crate::store::{Clause, Db, Read, Value};
use crate::time::Instant;
use std::collections::HashMap;
use uuid::Uuid;

/// Rows in one piece: an operation may hold a long note, so few enough.
const PIECE: i64 = 500;
/// A row that was moved is looked for this many places up and down.
const NEAR: i64 = 8;
/// So many rows whose hash fits nowhere near are kept, to be tried at each other's places.
const STRAYS: usize = 64;

#[derive(sqlx::FromRow)]
struct Row {
    id: OperationId,
    seq: i64,
    actor_id: Option<UserId>,
    approver_id: Option<UserId>,
    at: Instant,
    name: String,
    operation: String,
    outcome: Option<String>,
    previous_hash: Option<Vec<u8>>,
    hash: Option<Vec<u8>>,
}

#[derive(sqlx::FromRow)]
struct Touched {
    journal_id: Uuid,
    #[sqlx(flatten)]
    text: TouchText,
}

/// A row that its hash does not fit, with all that the hash is made of.
struct Stray {
    rank: usize,
    row: Row,
    touches: Vec<TouchText>,
}

pub(super) struct Chain {
    pub links: Vec<Link>,
    pub end: Option<End>,
}

struct Reader<'a> {
    db: &'a mut Db,
    workstation: WorkstationId,
    links: Vec<Link>,
    last_hash: Option<Vec<u8>>,
    /// How far the rows stand from where they were written, once rows were inserted or dropped before them.
    offset: i64,
    strays: Vec<Stray>,
}

pub(super) async fn read(db: &mut Db, workstation: WorkstationId) -> Result<Chain> {
    let mut reader = Reader {
        db,
        workstation,
        links: Vec::new(),
        last_hash: Some(journal::genesis(workstation)),
        offset: 0,
        strays: Vec::new(),
    };
    loop {
        while reader.piece().await? {}
        let head: Option<(i64, Vec<u8>)> =
            reader.db.maybe("SELECT seq, hash FROM journal_heads WHERE workstation_id = ?", args![workstation]).await?;
        // Somebody worked meanwhile: the chain grew before its head was read.
        let grown = head.as_ref().is_some_and(|(seq, _)| *seq > reader.last_seq());
        if grown && reader.piece().await? {
            continue;
        }
        reader.place_strays();
        let end = head.map(|(seq, hash)| End { seq, is_last: reader.last_hash.as_ref() == Some(&hash) });
        return Ok(Chain { links: reader.links, end });
    }
}

impl Reader<'_> {
    fn last_seq(&self) -> i64 {
        self.links.last().map_or(i64::MIN, |link| link.seq)
    }

    /// Reads the next piece; false at the end.
    async fn piece(&mut self) -> Result<bool> {
        let read: Result<Vec<Row>> = self
            .db
            .all(
                "SELECT id, seq, actor_id, approver_id, at, name, operation, outcome, previous_hash, hash FROM journal \
                 WHERE workstation_id = ? AND seq > ? ORDER BY seq LIMIT ?",
                args![self.workstation, self.last_seq(), PIECE],
            )
            .await;
        match read {
            Ok(rows) if rows.is_empty() => Ok(false),
            Ok(rows) => {
                let ids = rows.iter().map(|row| Value::from(row.id)).collect();
                let mut touches = touches_of(self.db, ids).await?;
                for row in rows {
                    let touches = touches.remove(&row.id.0).unwrap_or_default();
                    self.take(row, touches);
                }
                Ok(true)
            }
            // A value that cannot even be read is a changed row: find out which.
            Err(error) if error.code() == crate::error::Code::Internal => self.one_by_one().await,
            Err(error) => Err(error),
        }
    }

    async fn one_by_one(&mut self) -> Result<bool> {
        let seqs: Vec<(i64,)> = self
            .db
            .all(
                "SELECT seq FROM journal WHERE workstation_id = ? AND seq > ? ORDER BY seq LIMIT ?",
                args![self.workstation, self.last_seq(), PIECE],
            )
            .await?;
        for (seq,) in &seqs {
            let row: Result<Row> = self
                .db
                .one(
                    "SELECT id, seq, actor_id, approver_id, at, name, operation, outcome, previous_hash, hash FROM journal WHERE workstation_id = ? AND seq = ?",
                    args![self.workstation, *seq],
                )
                .await;
            match row {
                Ok(row) => {
                    let mut touches = touches_of(self.db, vec![row.id.into()]).await?;
                    let touches = touches.remove(&row.id.0).unwrap_or_default();
                    self.take(row, touches);
                }
                Err(_) => {
                    self.links.push(Link { seq: *seq, own: None, follows: false });
                    self.last_hash = None;
                }
            }
        }
        Ok(!seqs.is_empty())
    }

    fn take(&mut self, row: Row, touches: Vec<TouchText>) {
        let follows = self.last_hash.is_some() && row.previous_hash == self.last_hash;
        let own = self.own_place(&row, &touches);
        if let Some(own) = own {
            self.offset = row.seq - own;
        }
        self.links.push(Link { seq: row.seq, own, follows });
        self.last_hash.clone_from(&row.hash);
        if own.is_none() && self.strays.len() < STRAYS {
            self.strays.push(Stray { rank: self.links.len() - 1, row, touches });
        }
    }

    /// The place that the row's hash was made for: where it stands, or near it.
    fn own_place(&self, row: &Row, touches: &[TouchText]) -> Option<i64> {
        let likely = [row.seq - self.offset, row.seq];
        let near = (-NEAR..=NEAR).map(|by| row.seq + by);
        likely.into_iter().chain(near).find(|place| *place > 0 && fits(self.workstation, row, touches, *place))
    }

    /// Rows that changed places over a distance: each is tried where another one stands.
    fn place_strays(&mut self) {
        let places: Vec<i64> = self.strays.iter().map(|stray| stray.row.seq).collect();
        for stray in &self.strays {
            let found = places
                .iter()
                .copied()
                .find(|place| *place > 0 && fits(self.workstation, &stray.row, &stray.touches, *place));
            self.links[stray.rank].own = found;
        }
    }
}

fn fits(workstation: WorkstationId, row: &Row, touches: &[TouchText], place: i64) -> bool {
    let (Some(previous), Some(hash), Some(outcome)) = (&row.previous_hash, &row.hash, &row.outcome) else {
        return false;
    };
    let entry = Entry {
        id: row.id,
        workstation,
        actor: row.actor_id,
        approver: row.approver_id,
        at: row.at,
        name: &row.name,
        operation: &row.operation,
    };
    journal::link(previous, &entry, place, outcome, touches) == *hash
}

async fn touches_of(db: &mut Db, ids: Vec<Value>) -> Result<HashMap<Uuid, Vec<TouchText>>> {
    let clause = Clause::in_list(
        "SELECT journal_id, kind, row_id, before_row, after_row FROM journal_touches WHERE journal_id IN (",
        ") ORDER BY journal_id, position",
        ids,
    );
    let rows: Vec<Touched> = db.all_of(clause).await?;
    let mut by_row: HashMap<Uuid, Vec<TouchText>> = HashMap::new();
    for row in rows {
        by_row.entry(row.journal_id).or_default().push(row.text);
    }
    Ok(by_row)
}
