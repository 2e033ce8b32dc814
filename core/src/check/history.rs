//! The journal: every chain from its start to its head, and against heads that were kept elsewhere.

use super::chain::{Flaw, flaws};
use super::{Report, chain_rows};
use crate::args;
use crate::error::Result;
use crate::ids::WorkstationId;
use crate::journal::{self, Head};
use crate::store::{Db, Read};
use crate::time::Instant;
use uuid::Uuid;

pub(super) async fn check(db: &Db, heads: Option<&[Head]>, report: &mut Report) -> Result<()> {
    let mut db = db.clone();
    without_a_place(&mut db, report).await?;
    for (workstation, name) in workstations(&mut db).await? {
        let chain = chain_rows::read(&mut db, workstation).await?;
        report.workstations += 1;
        report.journal_rows += chain.links.len() as u64;
        for flaw in flaws(&chain.links, chain.end) {
            let (kind, what) = describe(&mut db, workstation, &name, flaw).await?;
            report.find(kind, what);
        }
        against_outside(&mut db, workstation, &name, heads, report).await?;
    }
    match heads {
        None => report.note(
            "journal.no_outside_heads",
            "no heads from outside were given: that the newest operations were cut off cannot be excluded".into(),
        ),
        Some(heads) => unknown_workstations(&mut db, heads, report).await?,
    }
    Ok(())
}

/// Every workstation that has a head or rows, with its name.
async fn workstations(db: &mut Db) -> Result<Vec<(WorkstationId, String)>> {
    let rows: Vec<(WorkstationId, Option<String>)> = db
        .all(
            "SELECT c.id, w.name FROM (SELECT workstation_id AS id FROM journal_heads UNION SELECT DISTINCT workstation_id AS id FROM journal) c \
             LEFT JOIN workstations w ON w.id = c.id ORDER BY c.id",
            vec![],
        )
        .await?;
    Ok(rows.into_iter().map(|(id, name)| (id, name.unwrap_or_else(|| "unknown".into()))).collect())
}

/// An operation takes its place in the same transaction that writes it: a row without one came in by another door.
async fn without_a_place(db: &mut Db, report: &mut Report) -> Result<()> {
    let rows: Vec<(Uuid, WorkstationId, String)> =
        db.all("SELECT id, workstation_id, name FROM journal WHERE seq IS NULL ORDER BY id LIMIT 1000", vec![]).await?;
    for (id, workstation, name) in rows {
        report.find(
            "journal.without_place",
            format!("operation {id} ({name}) of workstation {workstation} has no place in the chain: it was inserted"),
        );
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Named {
    id: Uuid,
    name: String,
    at: Instant,
}

/// The row at a place, for people.
async fn row(db: &mut Db, workstation: WorkstationId, seq: i64) -> Result<String> {
    let found: Option<Named> = db
        .maybe("SELECT id, name, at FROM journal WHERE workstation_id = ? AND seq = ?", args![workstation, seq])
        .await
        .unwrap_or(None);
    Ok(match found {
        Some(row) => format!("seq {seq}: operation {} ({}, {})", row.id, row.name, row.at.text()),
        None => format!("seq {seq}"),
    })
}

async fn describe(db: &mut Db, workstation: WorkstationId, name: &str, flaw: Flaw) -> Result<(&'static str, String)> {
    let of = format!("workstation {workstation} ({name})");
    Ok(match flaw {
        Flaw::Changed { seq } => (
            "journal.changed",
            format!("{of}, {}: the row or what it touched was changed", row(db, workstation, seq).await?),
        ),
        Flaw::Replaced { seq, follower } => (
            "journal.changed",
            format!(
                "{of}, {}: the row was changed together with its own hash; the row at seq {follower} remembers another one",
                row(db, workstation, seq).await?
            ),
        ),
        Flaw::NotTheHead { seq } => (
            "journal.changed",
            format!(
                "{of}, {}: the chain's head remembers another row: this one, or the head, was changed",
                row(db, workstation, seq).await?
            ),
        ),
        Flaw::Inserted { seq } => (
            "journal.inserted",
            format!("{of}, {}: the row was inserted by another door", row(db, workstation, seq).await?),
        ),
        Flaw::Beyond { seq } => (
            "journal.inserted",
            format!(
                "{of}, {}: the row stands behind the chain's head: it was inserted, or the head was set back",
                row(db, workstation, seq).await?
            ),
        ),
        Flaw::Moved { seq, own } => (
            "journal.swapped",
            format!(
                "{of}, {}: the row was written at seq {own} and swapped or moved",
                row(db, workstation, seq).await?
            ),
        ),
        Flaw::Dropped { from, to } => {
            let before =
                if from > 1 { format!(", after {}", row(db, workstation, from - 1).await?) } else { String::new() };
            let which = if from == to {
                format!("the row written at seq {from}")
            } else {
                format!("the rows written at seq {from} to {to}")
            };
            ("journal.dropped", format!("{of}: {which} is gone{before}"))
        }
        Flaw::NoHead => ("journal.no_head", format!("{of}: the chain has rows but no head")),
    })
}

/// What was seen once must still be there, under the same hash.
async fn against_outside(
    db: &mut Db,
    workstation: WorkstationId,
    name: &str,
    heads: Option<&[Head]>,
    report: &mut Report,
) -> Result<()> {
    let Some(heads) = heads else { return Ok(()) };
    let mut seen = false;
    for head in heads.iter().filter(|head| head.workstation == workstation) {
        seen = true;
        let expected = if head.seq == 0 {
            Some(journal::genesis(workstation))
        } else {
            hash_at(db, workstation, head.seq).await?
        };
        let here = row(db, workstation, head.seq).await?;
        match expected {
            Some(hash) if hex::encode(&hash) == head.hash.to_lowercase() => {}
            Some(_) => report.find("journal.rewritten", format!("workstation {workstation} ({name}), {here}: this is not the operation that was there when its head was kept outside")),
            None => report.find("journal.cut_off", format!("workstation {workstation} ({name}): the chain once reached seq {}, which is no longer there", head.seq)),
        }
    }
    if !seen {
        report.note(
            "journal.no_outside_heads",
            format!("workstation {workstation} ({name}): no head of it was given, so a cut-off end cannot be excluded"),
        );
    }
    Ok(())
}

async fn hash_at(db: &mut Db, workstation: WorkstationId, seq: i64) -> Result<Option<Vec<u8>>> {
    let row: Option<(Option<Vec<u8>>,)> =
        db.maybe("SELECT hash FROM journal WHERE workstation_id = ? AND seq = ?", args![workstation, seq]).await?;
    Ok(row.and_then(|(hash,)| hash))
}

async fn unknown_workstations(db: &mut Db, heads: &[Head], report: &mut Report) -> Result<()> {
    let known = workstations(db).await?;
    for head in heads.iter().filter(|head| head.seq > 0 && !known.iter().any(|(id, _)| *id == head.workstation)) {
        report.find(
            "journal.cut_off",
            format!("workstation {}: its whole chain is gone; it once reached seq {}", head.workstation, head.seq),
        );
    }
    Ok(())
}
