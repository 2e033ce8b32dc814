//! Whom to recall, with what the desk needs to call them. Five statements, however many there are.

use super::{BOOKED, OPEN};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::{PatientId, PractitionerId, RecallId, ServiceId};
use crate::patients::patient::{PatientNames, PhoneLine};
use crate::question::Ask;
use crate::store::{CHUNK, Clause, Db, Read, Value};
use crate::time::Instant;
use chrono::{Days, NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// At most this many: those who were due first.
const MOST: usize = 500;
/// A booked visit that came to nothing is looked for this far back.
const LOST_DAYS: u64 = 400;

/// Whom to see again and nobody has booked, the longest due first. Of everybody: who is due by today, unless `later`; of one patient: all. Without those that were
/// noted at a visit that was entered in error.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskToRecall {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PatientId>,
    #[serde(default)]
    pub later: bool,
}

/// Somebody to recall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct RecallLine {
    pub recall_id: RecallId,
    #[ts(type = "number")]
    pub version: i64,
    pub patient_id: PatientId,
    pub mrn: String,
    pub name: String,
    pub birth_date: Option<NaiveDate>,
    pub phones: Vec<PhoneLine>,
    pub from_day: NaiveDate,
    pub to_day: NaiveDate,
    pub service_id: Option<ServiceId>,
    pub service: Option<String>,
    pub practitioner_id: Option<PractitionerId>,
    pub practitioner: Option<String>,
    pub note: Option<String>,
    pub noted_at: Instant,
    pub noted_by: Option<String>,
    /// It was booked, and that appointment does not stand: cancelled, no_show, left.
    pub lost: Option<String>,
    /// When the patient comes next, for whatever it is (clinic wall time).
    pub next_visit: Option<NaiveDateTime>,
    pub last_call: Option<RecallCall>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct RecallCall {
    pub at: Instant,
    pub by: Option<String>,
    pub note: Option<String>,
    /// How often they were called about this.
    #[ts(type = "number")]
    pub calls: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: RecallId,
    version: i64,
    patient_id: PatientId,
    mrn: String,
    given_name: Option<String>,
    family_name: Option<String>,
    second_family_name: Option<String>,
    preferred_name: Option<String>,
    birth_date: Option<NaiveDate>,
    from_day: NaiveDate,
    to_day: NaiveDate,
    service_id: Option<ServiceId>,
    service: Option<String>,
    practitioner_id: Option<PractitionerId>,
    practitioner: Option<String>,
    note: Option<String>,
    noted_at: Instant,
    noted_by: Option<String>,
    lost: Option<String>,
}

const SELECT: &str = "SELECT r.id, r.version, r.patient_id, p.mrn, p.given_name, p.family_name, p.second_family_name, p.preferred_name, p.birth_date, r.from_day, r.to_day, \
     r.service_id, s.name AS service, r.doctor_id AS practitioner_id, d.name AS practitioner, r.note, r.noted_at, u.name AS noted_by, a.status AS lost \
     FROM recalls r JOIN patients p ON p.id = r.patient_id LEFT JOIN services s ON s.id = r.service_id LEFT JOIN doctors d ON d.id = r.doctor_id \
     LEFT JOIN users u ON u.id = r.noted_by LEFT JOIN appointments a ON a.id = r.appointment_id \
     WHERE p.died_on IS NULL AND p.merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM strikes k WHERE k.row_id = r.record_id) ";

impl Ask for AskToRecall {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = Vec<RecallLine>;

    fn example() -> Self {
        AskToRecall::default()
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<RecallLine>> {
        let mut rows = self.rows(db, asker, false).await?;
        rows.extend(self.rows(db, asker, true).await?);
        rows.sort_by_key(|row| (row.from_day, row.noted_at, row.id));
        rows.truncate(MOST);
        complete(db, asker, rows).await
    }
}

impl AskToRecall {
    /// Those that are open; or those whose booked visit came to nothing.
    async fn rows(&self, db: &mut Db, asker: &Asker, lost: bool) -> Result<Vec<Row>> {
        let today = asker.wall_now().date();
        let since = today.checked_sub_days(Days::new(LOST_DAYS)).unwrap_or(today);
        let clause = Clause::new(SELECT, vec![]);
        let mut clause = match lost {
            false => clause.and("AND r.status = ? ", args![OPEN]),
            true => clause.and(
                "AND r.status = ? AND r.from_day >= ? AND a.status IN ('cancelled', 'no_show', 'left', 'taken_back') ",
                args![BOOKED, since],
            ),
        };
        if let Some(patient) = self.patient_id {
            clause = clause.and("AND r.patient_id = ? ", args![patient]);
        } else if !self.later {
            clause = clause.and("AND r.from_day <= ? ", args![today]);
        }
        db.all_of(clause.and("ORDER BY r.from_day, r.noted_at, r.id LIMIT ?", args![MOST as i64])).await
    }
}

/// The rows with their phones, the next visits and the calls, in the same order.
async fn complete(db: &mut Db, asker: &Asker, rows: Vec<Row>) -> Result<Vec<RecallLine>> {
    let (mut phones, mut next, mut calls) = (HashMap::new(), HashMap::new(), HashMap::new());
    for piece in rows.chunks(CHUNK) {
        let patients = || -> Vec<Value> { piece.iter().map(|row| row.patient_id.into()).collect() };
        let head = "SELECT patient_id, kind, number FROM patient_phones WHERE patient_id IN (";
        let found: Vec<(PatientId, String, String)> =
            db.all_of(Clause::in_list(head, ") ORDER BY patient_id, position", patients())).await?;
        for (patient, kind, number) in found {
            phones.entry(patient).or_insert_with(Vec::new).push(PhoneLine { kind, number });
        }
        let head = "SELECT patient_id, starts_at FROM appointments WHERE patient_id IN (";
        // Of each patient the earliest stays.
        let coming = Clause::in_list(head, ") ", patients()).and(
            "AND starts_at >= ? AND status IN ('booked', 'confirmed') ORDER BY starts_at DESC",
            args![asker.wall_now()],
        );
        let found: Vec<(PatientId, NaiveDateTime)> = db.all_of(coming).await?;
        next.extend(found);
        let head = "SELECT c.recall_id, c.at, u.name, c.note FROM recall_calls c LEFT JOIN users u ON u.id = c.user_id WHERE c.recall_id IN (";
        let ids = piece.iter().map(|row| row.id.into()).collect();
        let found: Vec<(RecallId, Instant, Option<String>, Option<String>)> =
            db.all_of(Clause::in_list(head, ") ORDER BY c.at, c.id", ids)).await?;
        for (recall, at, by, note) in found {
            let earlier = calls.get(&recall).map_or(0, |call: &RecallCall| call.calls);
            calls.insert(recall, RecallCall { at, by, note, calls: earlier + 1 });
        }
    }
    let line = |row: Row| {
        // One patient may have several.
        let phones = phones.get(&row.patient_id).cloned().unwrap_or_default();
        let (next_visit, last_call) = (next.get(&row.patient_id).copied(), calls.remove(&row.id));
        row.line(phones, next_visit, last_call)
    };
    Ok(rows.into_iter().map(line).collect())
}

impl Row {
    fn line(
        self,
        phones: Vec<PhoneLine>,
        next_visit: Option<NaiveDateTime>,
        last_call: Option<RecallCall>,
    ) -> RecallLine {
        let names = PatientNames {
            title: None,
            given: self.given_name,
            family: self.family_name,
            second_family: self.second_family_name,
            preferred: self.preferred_name,
        };
        RecallLine {
            recall_id: self.id,
            version: self.version,
            patient_id: self.patient_id,
            mrn: self.mrn,
            name: names.list_name(),
            birth_date: self.birth_date,
            phones,
            from_day: self.from_day,
            to_day: self.to_day,
            service_id: self.service_id,
            service: self.service,
            practitioner_id: self.practitioner_id,
            practitioner: self.practitioner,
            note: self.note,
            noted_at: self.noted_at,
            noted_by: self.noted_by,
            // Taken back is as if it had never been booked.
            lost: self.lost.filter(|status| status != "taken_back"),
            next_visit,
            last_call,
        }
    }
}
