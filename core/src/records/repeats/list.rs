//! What was asked for, and what became of it. Four statements, however many there are.

use super::{APPROVED, REFUSED, WAITING};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::fields::Clinical;
use crate::ids::{PatientId, PrescriptionId, PrescriptionItemId, RepeatId, UserId};
use crate::patients::patient::{PatientNames, PhoneLine};
use crate::question::Ask;
use crate::records::opened::{Seen, seen_medicines_of};
use crate::store::{CHUNK, Clause, Db, Read};
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

const MOST: i64 = 500;

/// The requests that are not over yet, of everybody, the oldest first; or all of one patient, the newest first. At most 500. Which medicines one is about stands in it for
/// whoever noted it, looked at the patient's medicines or opened the chart (in the last twelve hours); for others how many they are.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskRepeatRequests {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PatientId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct RepeatLine {
    pub repeat_id: RepeatId,
    #[ts(type = "number")]
    pub version: i64,
    pub patient_id: PatientId,
    pub mrn: String,
    pub patient: String,
    pub birth_date: Option<NaiveDate>,
    pub phones: Vec<PhoneLine>,
    /// What is asked for; nothing where whoever asks has not looked.
    pub asked: Option<RepeatAsked>,
    #[ts(type = "number")]
    pub medicines: usize,
    pub in_words: bool,
    /// Who prescribed these medicines last.
    pub practitioners: Vec<String>,
    pub note: Option<String>,
    /// collect, send.
    pub way: String,
    /// waiting, ready, void (nothing of the prescription stands any more), refused, withdrawn, handed_over, told.
    pub state: String,
    /// Why it was refused or withdrawn.
    pub reason: Option<String>,
    pub prescription_id: Option<PrescriptionId>,
    pub requested_at: Instant,
    pub requested_by: Option<String>,
    pub answered_at: Option<Instant>,
    pub answered_by: Option<String>,
    pub closed_at: Option<Instant>,
    pub closed_by: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct RepeatAsked {
    pub medicines: Vec<RepeatMedicine>,
    pub text: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct RepeatMedicine {
    pub item_id: PrescriptionItemId,
    pub medicine: String,
    pub strength: Option<String>,
    pub form: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: RepeatId,
    version: i64,
    patient_id: PatientId,
    mrn: String,
    given_name: Option<String>,
    family_name: Option<String>,
    second_family_name: Option<String>,
    preferred_name: Option<String>,
    birth_date: Option<NaiveDate>,
    restricted: bool,
    text: Option<Clinical>,
    note: Option<Clinical>,
    way: String,
    status: String,
    reason: Option<Clinical>,
    prescription_id: Option<PrescriptionId>,
    standing: i64,
    requested_at: Instant,
    noted_by: Option<UserId>,
    requested_by: Option<String>,
    answered_at: Option<Instant>,
    answered_by: Option<String>,
    closed_at: Option<Instant>,
    closed_by: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ItemRow {
    repeat_id: RepeatId,
    item_id: PrescriptionItemId,
    medicine: String,
    strength: Option<String>,
    form: Option<String>,
    practitioner: String,
}

const SELECT: &str = "SELECT r.id, r.version, r.patient_id, p.mrn, p.given_name, p.family_name, p.second_family_name, p.preferred_name, p.birth_date, p.restricted, r.text, r.note, r.way, \
     r.status, r.reason, r.prescription_id, (SELECT COUNT(*) FROM prescription_items i LEFT JOIN strikes k ON k.row_id = i.id LEFT JOIN prescription_stops s ON s.item_id = i.id \
     WHERE i.prescription_id = r.prescription_id AND k.row_id IS NULL AND s.item_id IS NULL) AS standing, \
     r.requested_at, r.requested_by AS noted_by, u.name AS requested_by, r.answered_at, a.name AS answered_by, r.closed_at, c.name AS closed_by \
     FROM repeat_requests r JOIN patients p ON p.id = r.patient_id LEFT JOIN users u ON u.id = r.requested_by LEFT JOIN users a ON a.id = r.answered_by \
     LEFT JOIN users c ON c.id = r.closed_by ";

impl Ask for AskRepeatRequests {
    const PERMISSION: Permission = Permission::RepeatRequest;
    type Answer = Vec<RepeatLine>;

    fn example() -> Self {
        AskRepeatRequests::default()
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<RepeatLine>> {
        let clause = Clause::new(SELECT, vec![]);
        let clause = match self.patient_id {
            Some(patient) => clause
                .and("WHERE r.patient_id = ? ORDER BY r.requested_at DESC, r.id DESC LIMIT ?", args![patient, MOST]),
            None => clause.and(
                "WHERE r.status IN (?, ?, ?) ORDER BY r.requested_at, r.id LIMIT ?",
                args![WAITING, APPROVED, REFUSED, MOST],
            ),
        };
        let rows: Vec<Row> = db.all_of(clause).await?;
        let seen = seen_medicines_of(db, asker.into()).await?;
        complete(db, asker, rows, &seen).await
    }
}

/// The rows with their medicines and phones, in the same order.
async fn complete(db: &mut Db, asker: &Asker, rows: Vec<Row>, seen: &Seen) -> Result<Vec<RepeatLine>> {
    let (mut items, mut phones) =
        (HashMap::<RepeatId, Vec<ItemRow>>::new(), HashMap::<PatientId, Vec<PhoneLine>>::new());
    for piece in rows.chunks(CHUNK) {
        let head = "SELECT q.repeat_id, i.id AS item_id, i.medicine, i.strength, i.form, d.name AS practitioner FROM repeat_items q JOIN prescription_items i ON i.id = q.item_id \
             JOIN prescriptions p ON p.id = i.prescription_id JOIN doctors d ON d.id = p.doctor_id WHERE q.repeat_id IN (";
        let ids = piece.iter().map(|row| row.id.into()).collect();
        let found: Vec<ItemRow> = db.all_of(Clause::in_list(head, ") ORDER BY q.repeat_id, q.position", ids)).await?;
        for item in found {
            items.entry(item.repeat_id).or_default().push(item);
        }
        let head = "SELECT patient_id, kind, number FROM patient_phones WHERE patient_id IN (";
        let patients = piece.iter().map(|row| row.patient_id.into()).collect();
        let found: Vec<(PatientId, String, String)> =
            db.all_of(Clause::in_list(head, ") ORDER BY patient_id, position", patients)).await?;
        // Of a patient with several requests they are read once, or more than once in another piece.
        let mut read = HashMap::<PatientId, Vec<PhoneLine>>::new();
        for (patient, kind, number) in found {
            read.entry(patient).or_default().push(PhoneLine { kind, number });
        }
        phones.extend(read);
    }
    let line = |row: Row| {
        let (items, phones) = (items.remove(&row.id), phones.get(&row.patient_id).cloned());
        let may_see =
            seen.of(row.patient_id, row.restricted) || (row.noted_by.is_some() && row.noted_by == asker.user_id);
        row.line(items.unwrap_or_default(), phones.unwrap_or_default(), may_see)
    };
    Ok(rows.into_iter().map(line).collect())
}

impl Row {
    fn state(&self) -> &str {
        match self.status.as_str() {
            APPROVED if self.standing > 0 => "ready",
            APPROVED => "void",
            status => status,
        }
    }

    fn line(self, items: Vec<ItemRow>, phones: Vec<PhoneLine>, may_see: bool) -> RepeatLine {
        let state = self.state().to_owned();
        let names = PatientNames {
            title: None,
            given: self.given_name,
            family: self.family_name,
            second_family: self.second_family_name,
            preferred: self.preferred_name,
        };
        let mut practitioners: Vec<String> = items.iter().map(|item| item.practitioner.clone()).collect();
        practitioners.dedup();
        let (medicines, in_words) = (items.len(), self.text.is_some());
        let asked = may_see.then(|| RepeatAsked {
            medicines: items.into_iter().map(ItemRow::medicine).collect(),
            text: self.text.map(|text| text.0),
        });
        RepeatLine {
            repeat_id: self.id,
            version: self.version,
            patient_id: self.patient_id,
            mrn: self.mrn,
            patient: names.list_name(),
            birth_date: self.birth_date,
            phones,
            asked,
            medicines,
            in_words,
            practitioners,
            note: self.note.map(|note| note.0),
            way: self.way,
            state,
            reason: self.reason.map(|reason| reason.0),
            prescription_id: self.prescription_id,
            requested_at: self.requested_at,
            requested_by: self.requested_by,
            answered_at: self.answered_at,
            answered_by: self.answered_by,
            closed_at: self.closed_at,
            closed_by: self.closed_by,
        }
    }
}

impl ItemRow {
    fn medicine(self) -> RepeatMedicine {
        RepeatMedicine { item_id: self.item_id, medicine: self.medicine, strength: self.strength, form: self.form }
    }
}
