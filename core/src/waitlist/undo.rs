//! Taking back what was done to the waitlist.

use super::entry::{WITHDRAWN, WaitlistEntry, WaitlistSaved, practitioners_of, services_of, write_named};
use crate::appointments::undo_chain::{Done, put_back};
use crate::error::Result;
use crate::store::{Kind, Read, Tx};
use serde_json::{Map, Value as Json};

/// Who was added is taken off, wishes are as they were, who was taken off waits again as long as before.
///
/// Errors: `undo.changed_meanwhile`.
pub(crate) async fn entry(tx: &mut Tx, done: &Done) -> Result<WaitlistSaved> {
    let now: WaitlistEntry = tx.record(done.row_id).await?;
    done.must_stand(tx, &now).await?;
    let mut back = now.clone();
    let (mut practitioners, mut services) = (practitioners_of(tx, now.id).await?, services_of(tx, now.id).await?);
    match done.before()? {
        None => back.status = WITHDRAWN.to_owned(),
        Some(old) => {
            restore(&mut back, &old)?;
            put_back(&old, "practitioner_ids", &mut practitioners)?;
            put_back(&old, "service_ids", &mut services)?;
        }
    }
    tx.update(&now, &mut back).await?;
    write_named(tx, now.id, &practitioners, &services).await?;
    tx.touch(Kind::Patient, now.patient_id.0);
    Ok(WaitlistSaved { waitlist_id: back.id, version: back.version })
}

fn restore(row: &mut WaitlistEntry, old: &Map<String, Json>) -> Result<()> {
    put_back(old, "minutes", &mut row.minutes)?;
    put_back(old, "earliest", &mut row.earliest)?;
    put_back(old, "latest", &mut row.latest)?;
    put_back(old, "weekdays", &mut row.weekdays)?;
    put_back(old, "from_minute", &mut row.from_minute)?;
    put_back(old, "to_minute", &mut row.to_minute)?;
    put_back(old, "priority", &mut row.priority)?;
    put_back(old, "note", &mut row.note)?;
    put_back(old, "status", &mut row.status)
}
