//! Who waits, with everything the desk needs to ask them: three more statements, however many there are.

use super::wishes::{Priority, Wishes, weekdays_of};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::{AppointmentId, PatientId, PractitionerId, ServiceId, WaitlistId};
use crate::patients::patient::{PatientNames, PhoneLine};
use crate::question::Ask;
use crate::store::{CHUNK, Clause, Db, Read, Value};
use crate::time::{Instant, clock_text};
use chrono::{NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// At most this many: the urgent first, then who has waited longest.
const MOST: i64 = 500;

/// Who waits; the filters narrow it. Without a status: those waiting.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskWaitlist {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PatientId>,
    /// Those whom this practitioner would suit: named, or nobody named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner_id: Option<PractitionerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_id: Option<ServiceId>,
    /// waiting, booked or withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

/// Somebody on the waitlist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct WaitlistLine {
    pub waitlist_id: WaitlistId,
    #[ts(type = "number")]
    pub version: i64,
    pub patient_id: PatientId,
    pub mrn: String,
    pub name: String,
    pub birth_date: Option<NaiveDate>,
    pub phones: Vec<PhoneLine>,
    pub wishes: Wishes,
    pub status: String,
    pub appointment_id: Option<AppointmentId>,
    pub added_at: Instant,
    pub added_by: String,
    /// The newest first.
    pub asked: Vec<AskedLine>,
}

/// A time somebody was asked about (clinic wall time).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct AskedLine {
    pub practitioner_id: PractitionerId,
    pub starts_at: NaiveDateTime,
    pub answer: String,
    pub note: Option<String>,
    pub at: Instant,
    pub by: String,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Row {
    pub id: WaitlistId,
    version: i64,
    pub patient_id: PatientId,
    mrn: String,
    given_name: Option<String>,
    family_name: Option<String>,
    second_family_name: Option<String>,
    preferred_name: Option<String>,
    birth_date: Option<NaiveDate>,
    pub minutes: i64,
    pub earliest: NaiveDate,
    pub latest: Option<NaiveDate>,
    pub weekdays: i64,
    pub from_minute: i64,
    pub to_minute: i64,
    priority: String,
    note: Option<String>,
    status: String,
    appointment_id: Option<AppointmentId>,
    pub added_at: Instant,
    added_by: Option<String>,
}

/// The columns of `Row`; to be followed by a clause.
pub(super) const SELECT: &str = "SELECT w.id, w.version, w.patient_id, p.mrn, p.given_name, p.family_name, p.second_family_name, p.preferred_name, p.birth_date, \
     w.minutes, w.earliest, w.latest, w.weekdays, w.from_minute, w.to_minute, w.priority, w.note, w.status, w.appointment_id, w.added_at, u.name AS added_by \
     FROM waitlist w JOIN patients p ON p.id = w.patient_id LEFT JOIN users u ON u.id = w.added_by ";

/// Nobody named, or this practitioner among them.
pub(super) const SUITS_PRACTITIONER: &str = "AND (NOT EXISTS (SELECT 1 FROM waitlist_doctors n WHERE n.waitlist_id = w.id) \
     OR EXISTS (SELECT 1 FROM waitlist_doctors n WHERE n.waitlist_id = w.id AND n.doctor_id = ?)) ";

impl Ask for AskWaitlist {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = Vec<WaitlistLine>;

    fn example() -> Self {
        AskWaitlist::default()
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<WaitlistLine>> {
        let status = self.status.as_deref().unwrap_or(super::entry::WAITING);
        let mut clause =
            Clause::new(SELECT, vec![]).and("WHERE w.status = ? AND p.merged_into IS NULL ", args![status]);
        if let Some(patient) = self.patient_id {
            clause = clause.and("AND w.patient_id = ? ", args![patient]);
        }
        if let Some(practitioner) = self.practitioner_id {
            clause = clause.and(SUITS_PRACTITIONER, args![practitioner]);
        }
        if let Some(service) = self.service_id {
            clause = clause.and(
                "AND EXISTS (SELECT 1 FROM waitlist_services s WHERE s.waitlist_id = w.id AND s.service_id = ?) ",
                args![service],
            );
        }
        let order =
            "ORDER BY CASE w.priority WHEN 'urgent' THEN 0 WHEN 'soon' THEN 1 ELSE 2 END, w.added_at, w.id LIMIT ?";
        let rows: Vec<Row> = db.all_of(clause.and(order, args![MOST])).await?;
        complete(db, rows).await
    }
}

#[derive(sqlx::FromRow)]
struct AskedRow {
    waitlist_id: WaitlistId,
    practitioner_id: PractitionerId,
    starts_at: NaiveDateTime,
    answer: String,
    note: Option<String>,
    at: Instant,
    by: Option<String>,
}

/// The rows with their practitioners, services, phones and asks, in the same order.
pub(super) async fn complete(db: &mut Db, rows: Vec<Row>) -> Result<Vec<WaitlistLine>> {
    let (mut practitioners, mut services) = (HashMap::new(), HashMap::new());
    let (mut phones, mut asked) = (HashMap::new(), HashMap::new());
    for piece in rows.chunks(CHUNK) {
        let ids = || -> Vec<Value> { piece.iter().map(|row| row.id.into()).collect() };
        gather(
            db,
            &mut practitioners,
            "SELECT waitlist_id, doctor_id FROM waitlist_doctors WHERE waitlist_id IN (",
            ") ORDER BY doctor_id",
            ids(),
        )
        .await?;
        gather(
            db,
            &mut services,
            "SELECT waitlist_id, service_id FROM waitlist_services WHERE waitlist_id IN (",
            ") ORDER BY waitlist_id, position",
            ids(),
        )
        .await?;
        let patients = piece.iter().map(|row| row.patient_id.into()).collect();
        let found: Vec<(PatientId, String, String)> = db
            .all_of(Clause::in_list(
                "SELECT patient_id, kind, number FROM patient_phones WHERE patient_id IN (",
                ") ORDER BY patient_id, position",
                patients,
            ))
            .await?;
        for (patient, kind, number) in found {
            phones.entry(patient).or_insert_with(Vec::new).push(PhoneLine { kind, number });
        }
        let found: Vec<AskedRow> = db
            .all_of(Clause::in_list(
                "SELECT a.waitlist_id, a.doctor_id AS practitioner_id, a.starts_at, a.answer, a.note, a.at, u.name AS `by` FROM waitlist_asks a \
                 LEFT JOIN users u ON u.id = a.user_id WHERE a.waitlist_id IN (",
                ") ORDER BY a.at DESC, a.id DESC",
                ids(),
            ))
            .await?;
        for row in found {
            asked.entry(row.waitlist_id).or_insert_with(Vec::new).push(AskedLine {
                practitioner_id: row.practitioner_id,
                starts_at: row.starts_at,
                answer: row.answer,
                note: row.note,
                at: row.at,
                by: row.by.unwrap_or_default(),
            });
        }
    }
    let line = |row: Row| {
        let practitioner_ids = practitioners.remove(&row.id).unwrap_or_default();
        let service_ids = services.remove(&row.id).unwrap_or_default();
        let asked = asked.remove(&row.id).unwrap_or_default();
        // One patient may wait for several things.
        let phones = phones.get(&row.patient_id).cloned().unwrap_or_default();
        row.line(practitioner_ids, service_ids, phones, asked)
    };
    Ok(rows.into_iter().map(line).collect())
}

async fn gather<T>(
    db: &mut Db,
    into: &mut HashMap<WaitlistId, Vec<T>>,
    head: &'static str,
    tail: &'static str,
    ids: Vec<Value>,
) -> Result<()>
where
    (WaitlistId, T): crate::store::Row,
{
    let rows: Vec<(WaitlistId, T)> = db.all_of(Clause::in_list(head, tail, ids)).await?;
    for (id, one) in rows {
        into.entry(id).or_default().push(one);
    }
    Ok(())
}

impl Row {
    fn line(
        self,
        practitioner_ids: Vec<PractitionerId>,
        service_ids: Vec<ServiceId>,
        phones: Vec<PhoneLine>,
        asked: Vec<AskedLine>,
    ) -> WaitlistLine {
        let names = PatientNames {
            title: None,
            given: self.given_name,
            family: self.family_name,
            second_family: self.second_family_name,
            preferred: self.preferred_name,
        };
        WaitlistLine {
            waitlist_id: self.id,
            version: self.version,
            patient_id: self.patient_id,
            mrn: self.mrn,
            name: names.list_name(),
            birth_date: self.birth_date,
            phones,
            wishes: Wishes {
                practitioner_ids,
                service_ids,
                minutes: self.minutes,
                earliest: self.earliest,
                latest: self.latest,
                weekdays: weekdays_of(self.weekdays),
                from: Some(self.from_minute).filter(|minute| *minute > 0).map(clock_text),
                to: Some(self.to_minute).filter(|minute| *minute < 1440).map(clock_text),
                priority: Priority::parse(&self.priority),
                note: self.note,
            },
            status: self.status,
            appointment_id: self.appointment_id,
            added_at: self.added_at,
            added_by: self.added_by.unwrap_or_default(),
            asked,
        }
    }
}
