//! The journal: audit trail, idempotency key, change feed and outbox format in one table. See ARCHITECTURE.md.
//!
//! Order inside the transaction: insert the row (a duplicate id ends here), apply, numbers, the workstation's head (always
//! the last lock), then sequence, previous hash, outcome and hash onto the row, COMMIT.

use crate::args;
use crate::error::{Class, Error, Result};
use crate::ids::{OperationId, UserId, WorkstationId};
use crate::store::{CHUNK, Clause, Kind, Read, Touch, Tx, Value, migrate};
use crate::time::Instant;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// One journal row without its place in the chain.
pub struct Entry<'a> {
    pub id: OperationId,
    pub workstation: WorkstationId,
    pub actor: Option<UserId>,
    pub approver: Option<UserId>,
    pub at: Instant,
    pub name: &'a str,
    pub operation: &'a str,
}

/// The newest link of one workstation's chain, as kept outside the database too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub workstation: WorkstationId,
    pub seq: i64,
    /// Hex.
    pub hash: String,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Known {
    pub actor_id: Option<UserId>,
    pub name: String,
    pub operation: String,
    pub outcome: Option<String>,
}

pub(crate) const FIND: &str = "SELECT actor_id, name, operation, outcome FROM journal WHERE id = ?";

/// Writes the row that makes this id known. On a duplicate the transaction is over.
pub(crate) async fn open(tx: &mut Tx, entry: &Entry<'_>) -> Result<bool> {
    let inserted = tx
        .exec(
            "INSERT INTO journal (id, workstation_id, actor_id, approver_id, at, name, operation) VALUES (?, ?, ?, ?, ?, ?, ?)",
            args![entry.id, entry.workstation, entry.actor, entry.approver, entry.at, entry.name, entry.operation],
        )
        .await;
    match inserted {
        Ok(_) => Ok(true),
        Err(error) if error.class == Class::Unique => Ok(false),
        Err(error) => Err(error),
    }
}

/// Closes the chain's next link. Returns its place in the chain.
pub(crate) async fn close(tx: &mut Tx, entry: &Entry<'_>, outcome: &str) -> Result<i64> {
    let texts = take_texts(tx)?;
    write_touches(tx, touch_rows(entry.id, &texts).collect()).await?;
    let (seq, previous) = next_link(tx, entry.workstation, 1).await?;
    let hash = link(&previous, entry, seq, outcome, &texts);
    tx.exec(
        "UPDATE journal SET seq = ?, previous_hash = ?, outcome = ?, hash = ? WHERE id = ?",
        args![seq, previous, outcome, hash.clone(), entry.id],
    )
    .await?;
    tx.exec("UPDATE journal_heads SET hash = ? WHERE workstation_id = ?", args![hash, entry.workstation]).await?;
    Ok(seq)
}

async fn write_touches(tx: &mut Tx, rows: Vec<Vec<Value>>) -> Result<()> {
    tx.insert_rows("journal_touches", &["journal_id", "position", "kind", "row_id", "before_row", "after_row"], rows)
        .await
}

fn touch_rows(id: OperationId, texts: &[TouchText]) -> impl Iterator<Item = Vec<Value>> {
    (0_i64..).zip(texts).map(move |(position, text)| {
        args![id, position, &text.kind, text.row_id, text.before.clone(), text.after.clone()]
    })
}

/// Counts the chain on by `links` and holds its head. Returns the last of those places, and the hash before the first.
async fn next_link(tx: &mut Tx, workstation: WorkstationId, links: i64) -> Result<(i64, Vec<u8>)> {
    tx.exec("UPDATE journal_heads SET seq = seq + ? WHERE workstation_id = ?", args![links, workstation]).await?;
    tx.one("SELECT seq, hash FROM journal_heads WHERE workstation_id = ?", args![workstation]).await
}

/// The links of many operations of one transaction, which are written together: their rows, one after the other, cost more than
/// what they tell of.
pub(crate) struct Links {
    workstation: WorkstationId,
    waiting: Vec<Waiting>,
    bytes: usize,
}

struct Waiting {
    id: OperationId,
    actor: Option<UserId>,
    at: Instant,
    name: &'static str,
    operation: String,
    outcome: String,
    touches: Vec<TouchText>,
}

impl Links {
    pub fn new(workstation: WorkstationId) -> Links {
        Links { workstation, waiting: Vec::new(), bytes: 0 }
    }

    /// Whether it is time to write: a server takes 16 MiB in one statement, and an import must not sit in memory.
    pub fn are_many(&self) -> bool {
        self.waiting.len() >= 500 || self.bytes >= 2 << 20
    }

    /// Keeps an operation that was just applied, with what it touched.
    pub fn add(
        &mut self,
        tx: &mut Tx,
        id: OperationId,
        (actor, at): (Option<UserId>, Instant),
        (name, operation): (&'static str, String),
        outcome: String,
    ) -> Result<()> {
        let touches = take_texts(tx)?;
        let rows = touches.iter().flat_map(|touch| [&touch.before, &touch.after]).flatten();
        self.bytes += operation.len() + outcome.len() + rows.map(String::len).sum::<usize>();
        self.waiting.push(Waiting { id, actor, at, name, operation, outcome, touches });
        Ok(())
    }

    /// Writes what waits, in its order.
    ///
    /// Errors: a unique one when somebody else used one of the ids meanwhile.
    pub async fn write(&mut self, tx: &mut Tx) -> Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        if waiting.is_empty() {
            return Ok(());
        }
        let links = waiting.len() as i64;
        let (last, mut previous) = next_link(tx, self.workstation, links).await?;
        let (mut rows, mut touches) = (Vec::with_capacity(waiting.len()), Vec::new());
        for (seq, one) in (last - links + 1..).zip(&waiting) {
            let hash = link(&previous, &one.entry(self.workstation), seq, &one.outcome, &one.touches);
            rows.push(args![
                one.id,
                self.workstation,
                one.actor,
                one.at,
                one.name,
                &one.operation,
                seq,
                previous,
                &one.outcome,
                hash.clone()
            ]);
            touches.extend(touch_rows(one.id, &one.touches));
            previous = hash;
        }
        tx.insert_rows(
            "journal",
            &["id", "workstation_id", "actor_id", "at", "name", "operation", "seq", "previous_hash", "outcome", "hash"],
            rows,
        )
        .await?;
        write_touches(tx, touches).await?;
        tx.exec("UPDATE journal_heads SET hash = ? WHERE workstation_id = ?", args![previous, self.workstation])
            .await?;
        Ok(())
    }
}

impl Waiting {
    fn entry(&self, workstation: WorkstationId) -> Entry<'_> {
        let (id, actor, at) = (self.id, self.actor, self.at);
        Entry { id, workstation, actor, approver: None, at, name: self.name, operation: &self.operation }
    }
}

/// Which of these ids are known already.
pub(crate) async fn known_of(read: &mut impl Read, ids: &[OperationId]) -> Result<Vec<OperationId>> {
    let mut known = Vec::new();
    for ids in ids.chunks(CHUNK) {
        let ids = ids.iter().map(|id| (*id).into()).collect();
        let rows: Vec<(OperationId,)> =
            read.all_of(Clause::in_list("SELECT id FROM journal WHERE id IN (", ")", ids)).await?;
        known.extend(rows.into_iter().map(|(id,)| id));
    }
    Ok(known)
}

fn take_texts(tx: &mut Tx) -> Result<Vec<TouchText>> {
    tx.take_touches().iter().map(touch_texts).collect()
}

/// A touch as it is stored and hashed.
#[derive(sqlx::FromRow)]
pub(crate) struct TouchText {
    pub kind: String,
    pub row_id: Uuid,
    #[sqlx(rename = "before_row")]
    pub before: Option<String>,
    #[sqlx(rename = "after_row")]
    pub after: Option<String>,
}

fn touch_texts(touch: &Touch) -> Result<TouchText> {
    let text = |map: &Option<serde_json::Map<String, Json>>| {
        map.as_ref().map(serde_json::to_string).transpose().map_err(Error::internal)
    };
    Ok(TouchText {
        kind: touch.kind.text().to_owned(),
        row_id: touch.row_id,
        before: text(&touch.before)?,
        after: text(&touch.after)?,
    })
}

/// SHA-256 over the previous hash and every column, each with its length, so that no byte can move from one to another.
pub(crate) fn link(previous: &[u8], entry: &Entry<'_>, seq: i64, outcome: &str, touches: &[TouchText]) -> Vec<u8> {
    let mut hash = Sha256::new();
    let mut part = |bytes: Option<&[u8]>| match bytes {
        None => hash.update([0]),
        Some(bytes) => {
            hash.update([1]);
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        }
    };
    part(Some(previous));
    part(Some(entry.id.0.as_bytes()));
    part(Some(entry.workstation.0.as_bytes()));
    part(Some(&seq.to_be_bytes()));
    part(entry.actor.as_ref().map(|id| id.0.as_bytes().as_slice()));
    part(entry.approver.as_ref().map(|id| id.0.as_bytes().as_slice()));
    part(Some(entry.at.text().as_bytes()));
    part(Some(entry.name.as_bytes()));
    part(Some(entry.operation.as_bytes()));
    part(Some(outcome.as_bytes()));
    for touch in touches {
        part(Some(touch.kind.as_bytes()));
        part(Some(touch.row_id.as_bytes()));
        part(touch.before.as_deref().map(str::as_bytes));
        part(touch.after.as_deref().map(str::as_bytes));
    }
    hash.finalize().to_vec()
}

/// The chain's start: no operation yet.
pub(crate) fn genesis(workstation: WorkstationId) -> Vec<u8> {
    Sha256::digest([b"clinic-desk journal ".as_slice(), workstation.0.as_bytes()].concat()).to_vec()
}

pub(crate) async fn heads(read: &mut impl Read) -> Result<Vec<Head>> {
    let rows: Vec<(WorkstationId, i64, Vec<u8>)> =
        read.all("SELECT workstation_id, seq, hash FROM journal_heads ORDER BY workstation_id", vec![]).await?;
    Ok(rows.into_iter().map(|(workstation, seq, hash)| Head { workstation, seq, hash: hex::encode(hash) }).collect())
}

/// A row that somebody changed, for other workstations' screens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct Touched {
    pub kind: Kind,
    #[ts(type = "string")]
    pub id: Uuid,
}

/// How far the feed was read: one sequence number per workstation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cursor(pub std::collections::BTreeMap<WorkstationId, i64>);

/// What changed since the cursor, which moves on. Never holds content.
///
/// Errors: `connection.data_newer`, when another workstation has upgraded the data past this version.
pub(crate) async fn feed(read: &mut impl Read, cursor: &mut Cursor) -> Result<Vec<(WorkstationId, Touched)>> {
    let mut touched = Vec::new();
    for (workstation, seq) in newest(read).await? {
        let seen = cursor.0.get(&workstation).copied().unwrap_or(0);
        if seq <= seen {
            continue;
        }
        let rows: Vec<(String, Uuid)> = read
            .all(
                "SELECT t.kind, t.row_id FROM journal j JOIN journal_touches t ON t.journal_id = j.id WHERE j.workstation_id = ? AND j.seq > ? AND j.seq <= ? ORDER BY j.seq, t.position",
                args![workstation, seen, seq],
            )
            .await?;
        for (kind, id) in rows {
            if let Some(kind) = Kind::parse(&kind) {
                let one = (workstation, Touched { kind, id });
                if !touched.contains(&one) {
                    touched.push(one);
                }
            }
        }
        cursor.0.insert(workstation, seq);
    }
    Ok(touched)
}

/// The cursor of somebody who has just read everything.
pub(crate) async fn cursor_now(read: &mut impl Read) -> Result<Cursor> {
    Ok(Cursor(newest(read).await?.into_iter().collect()))
}

/// How long each workstation's chain is; and, on the same way, whether the data are still this version's.
///
/// Errors: `connection.data_newer`.
async fn newest(read: &mut impl Read) -> Result<Vec<(WorkstationId, i64)>> {
    let rows: Vec<(WorkstationId, i64, i64)> = read
        .all(
            "SELECT workstation_id, seq, (SELECT min_writer FROM schema_info WHERE schema_info.id = 1) FROM journal_heads",
            vec![],
        )
        .await?;
    migrate::must_know(rows.first().map_or(0, |(_, _, min_writer)| *min_writer))?;
    Ok(rows.into_iter().map(|(workstation, seq, _)| (workstation, seq)).collect())
}
