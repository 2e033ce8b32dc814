//! Putting a patient on the waitlist.

use super::entry::{WAITING, WaitlistEntry, WaitlistSaved, write_lists};
use super::wishes::Wishes;
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::ids::{PatientId, WaitlistId};
use crate::operation::Operate;
use crate::store::{Kind, Read, Tx};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Puts a patient on the waitlist. One patient may wait for several things.
///
/// Errors in this order: those of `Wishes::checked`, `patient.not_found`, `appointment.patient_died`, `record.not_found`
/// (practitioner, service).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddToWaitlist {
    pub waitlist_id: WaitlistId,
    pub patient_id: PatientId,
    pub wishes: Wishes,
}

impl Operate for AddToWaitlist {
    const PERMISSION: Permission = Permission::AppointmentBook;
    type Outcome = WaitlistSaved;

    fn example() -> Self {
        AddToWaitlist { waitlist_id: WaitlistId::new(), patient_id: PatientId::new(), wishes: Wishes::example() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<WaitlistSaved> {
        let wishes = self.wishes.checked()?;
        let patient: Option<(Option<NaiveDate>,)> = tx
            .maybe("SELECT died_on FROM patients WHERE id = ? AND merged_into IS NULL", args![self.patient_id])
            .await?;
        let (died_on,) = patient.ok_or_else(|| Error::new(Code::PatientNotFound))?;
        if let Some(day) = died_on {
            return Err(Error::new(Code::AppointmentPatientDied).with("died_on", day));
        }
        wishes.check_known(tx).await?;
        let mut entry = WaitlistEntry {
            id: self.waitlist_id,
            version: 1,
            patient_id: self.patient_id,
            minutes: 0,
            earliest: wishes.earliest,
            latest: None,
            weekdays: 0,
            from_minute: 0,
            to_minute: 0,
            priority: String::new(),
            note: None,
            status: WAITING.to_owned(),
            appointment_id: None,
            added_at: cx.now,
            added_by: cx.actor,
        };
        entry.wish(&wishes);
        tx.insert(&entry).await?;
        write_lists(tx, entry.id, &wishes).await?;
        tx.touch(Kind::Patient, self.patient_id.0);
        Ok(WaitlistSaved { waitlist_id: entry.id, version: entry.version })
    }
}
