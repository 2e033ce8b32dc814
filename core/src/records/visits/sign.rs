//! Signing a visit.

use super::seal::{hash_of, seal};
use super::{SIGNED, VisitRecord, VisitSaved, draft, hold, text};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::ids::{UserId, VisitRecordId};
use crate::operation::Operate;
use crate::records::answers_for::anybody_may;
use crate::records::vitals::day_of;
use crate::store::{Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Signs a visit: its text, its diagnoses, its vitals, its vaccinations and its prescriptions are as they are from here on. A practitioner whose account is open and may sign does it
/// themselves; the visits of others (a nurse, somebody without an account, somebody who left) are signed by any doctor, whose name stands under them.
///
/// Errors in this order: `record.not_found` (visit_record), `chart.not_opened`, `record.struck`, `visit.signed`,
/// `visit.changed_meanwhile` (by, at, version, theirs), `visit.not_yours` (practitioner), `visit.empty`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct SignVisit {
    pub visit_id: VisitRecordId,
    #[ts(type = "number")]
    pub version: i64,
}

impl Operate for SignVisit {
    const PERMISSION: Permission = Permission::RecordSign;
    type Outcome = VisitSaved;

    fn example() -> Self {
        SignVisit { visit_id: VisitRecordId::new(), version: 1 }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<VisitSaved> {
        hold(tx, self.visit_id).await?;
        let before = draft(tx, cx, self.visit_id, self.version).await?;
        let (name, account): (String, Option<UserId>) =
            tx.one("SELECT name, user_id FROM doctors WHERE id = ?", args![before.doctor_id]).await?;
        if account != cx.actor && !anybody_may(tx, account).await? {
            return Err(Error::new(Code::VisitNotYours).with("practitioner", name));
        }
        if text::of(tx, &before).await?.is_empty() {
            return Err(Error::new(Code::VisitEmpty));
        }
        let mut after =
            VisitRecord { status: SIGNED.to_owned(), signed_at: Some(cx.now), signed_by: cx.actor, ..before.clone() };
        take_vitals(tx, &after).await?;
        take_vaccinations(tx, &after).await?;
        after.content_hash = Some(hash_of(tx, &after).await?);
        tx.update(&before, &mut after).await?;
        seal(tx, after.id, after.version).await?;
        tx.touch(Kind::Patient, after.patient_id.0);
        Ok(VisitSaved::of(&after))
    }
}

/// What was measured that day belongs to the visit from its signature on; what is entered later does not.
async fn take_vitals(tx: &mut Tx, row: &VisitRecord) -> Result<()> {
    let (from, to) = day_of(row.visited_at);
    tx.exec(
        "UPDATE vitals SET record_id = ? WHERE patient_id = ? AND record_id IS NULL AND measured_at >= ? AND measured_at < ? \
         AND id NOT IN (SELECT row_id FROM strikes WHERE patient_id = ?)",
        args![row.id, row.patient_id, from, to, row.patient_id],
    )
    .await?;
    Ok(())
}

/// The same for what was given or refused that day.
async fn take_vaccinations(tx: &mut Tx, row: &VisitRecord) -> Result<()> {
    tx.exec(
        "UPDATE vaccinations SET record_id = ? WHERE patient_id = ? AND record_id IS NULL AND given_on = ? \
         AND NOT EXISTS (SELECT 1 FROM vaccination_strikes s WHERE s.vaccination_id = vaccinations.id)",
        args![row.id, row.patient_id, row.visited_at.date()],
    )
    .await?;
    Ok(())
}
