//! The computers that work with this clinic's data.

use crate::access::Permission;
use crate::args;
use crate::clinic::{Asker, Context, Workstation};
use crate::error::{Class, Result};
use crate::fields;
use crate::ids::WorkstationId;
use crate::journal::genesis;
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Kind, Read, Tx};
use crate::time::{Clock, Instant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Makes this workstation known, with the start of its chain; or notes that it is here, and with which version.
///
/// This is the store's own bookkeeping, like the chain's heads: no operation, because nobody has signed in yet.
pub(crate) async fn register(db: &Db, workstation: &Workstation, clock: &Clock) -> Result<()> {
    for _ in 0..8 {
        let mut tx = db.begin().await?;
        match write(&mut tx, workstation, clock.now()).await {
            Ok(()) => match tx.commit().await {
                Err(error) if matches!(error.class, Class::Transient) => {}
                done => return done,
            },
            Err(error) => {
                tx.abandon(error.class).await;
                if !matches!(error.class, Class::Unique | Class::Transient) {
                    return Err(error);
                }
            }
        }
    }
    Err(crate::error::Error::new(crate::error::Code::StoreBusy))
}

/// Notes that this workstation is still at work: what an upgrade would shut out is read from it.
pub(crate) async fn note_here(db: &Db, workstation: WorkstationId, now: Instant) -> Result<()> {
    let mut tx = db.begin().await?;
    match tx.exec("UPDATE workstations SET seen_at = ? WHERE id = ?", args![now, workstation]).await {
        Ok(_) => tx.commit().await,
        Err(error) => {
            tx.abandon(error.class).await;
            Err(error)
        }
    }
}

async fn write(tx: &mut Tx, workstation: &Workstation, now: Instant) -> Result<()> {
    let version = env!("CARGO_PKG_VERSION");
    let known = tx
        .exec("UPDATE workstations SET seen_at = ?, app_version = ? WHERE id = ?", args![now, version, workstation.id])
        .await?;
    if known > 0 {
        return Ok(());
    }
    let name: String = workstation.name.chars().filter(|c| !c.is_control()).take(80).collect();
    tx.exec(
        "INSERT INTO workstations (id, version, name, app_version, created_at, seen_at) VALUES (?, 1, ?, ?, ?, ?)",
        args![workstation.id, name, version, now, now],
    )
    .await?;
    tx.exec(
        "INSERT INTO journal_heads (workstation_id, seq, hash) VALUES (?, 0, ?)",
        args![workstation.id, genesis(workstation.id)],
    )
    .await?;
    Ok(())
}

/// Gives the workstation at which this is done another name.
///
/// Errors: field errors (name).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct NameWorkstation {
    pub name: String,
}

impl Operate for NameWorkstation {
    const PERMISSION: Permission = Permission::ClinicEdit;
    type Outcome = ();

    fn example() -> Self {
        NameWorkstation { name: "Front desk 2".into() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let name = fields::text("name", &self.name, 80)?;
        let (before,): (String,) = tx.one("SELECT name FROM workstations WHERE id = ?", args![cx.workstation]).await?;
        tx.exec("UPDATE workstations SET name = ?, version = version + 1 WHERE id = ?", args![&name, cx.workstation])
            .await?;
        tx.note(Kind::Workstation, cx.workstation.0, "name", json!(before), json!(name));
        Ok(())
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskWorkstations {}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct WorkstationLine {
    pub workstation_id: WorkstationId,
    pub name: String,
    pub version: String,
    pub seen_at: Instant,
    pub current: bool,
}

impl Ask for AskWorkstations {
    const PERMISSION: Permission = Permission::HistoryView;
    type Answer = Vec<WorkstationLine>;

    fn example() -> Self {
        AskWorkstations {}
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<WorkstationLine>> {
        let rows: Vec<(WorkstationId, String, String, Instant)> =
            db.all("SELECT id, name, app_version, seen_at FROM workstations ORDER BY name, id", vec![]).await?;
        let line = |(workstation_id, name, version, seen_at)| WorkstationLine {
            workstation_id,
            name,
            version,
            seen_at,
            current: workstation_id == asker.workstation,
        };
        Ok(rows.into_iter().map(line).collect())
    }
}
