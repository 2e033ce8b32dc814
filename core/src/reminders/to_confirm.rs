//! Whom to call about a day: what is booked and not confirmed. Four statements, however many there are.

use super::render::{self, Values};
use super::templates::{self, MessageTemplate};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::fields;
use crate::ids::{AppointmentId, PatientId, PractitionerId};
use crate::office::details::ClinicDetails;
use crate::patients::patient::{PatientNames, PhoneLine};
use crate::question::Ask;
use crate::store::{Clause, Db, Read};
use crate::time::{Instant, midnight};
use chrono::{Days, NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The appointments of a day (clinic date) that nobody has confirmed, by time.
///
/// Errors: `field.out_of_range` (date).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskToConfirm {
    pub date: NaiveDate,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ToConfirm {
    pub date: NaiveDate,
    pub rows: Vec<CallLine>,
    /// How many of that day are confirmed already.
    #[ts(type = "number")]
    pub confirmed: i64,
}

/// An appointment to call about. Whoever wants no reminders is listed without phones and e-mail: nobody is to remind them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct CallLine {
    pub appointment_id: AppointmentId,
    #[ts(type = "number")]
    pub version: i64,
    pub patient_id: PatientId,
    pub name: String,
    pub birth_date: Option<NaiveDate>,
    pub practitioner_id: PractitionerId,
    pub starts_at: NaiveDateTime,
    pub ends_at: NaiveDateTime,
    pub services: String,
    pub language: Option<String>,
    pub reminders_allowed: bool,
    pub phones: Vec<PhoneLine>,
    pub email: Option<String>,
    /// The reminder in the patient's language; nothing while the clinic has no text.
    pub text: Option<String>,
    /// The language of that text, which need not be one that the patient speaks.
    pub text_language: Option<String>,
    pub last_call: Option<LastCall>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct LastCall {
    pub outcome: String,
    pub note: Option<String>,
    pub at: Instant,
    pub by: String,
    /// How often they were called about this appointment.
    #[ts(type = "number")]
    pub calls: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: AppointmentId,
    version: i64,
    patient_id: PatientId,
    practitioner_id: PractitionerId,
    practitioner: String,
    starts_at: NaiveDateTime,
    ends_at: NaiveDateTime,
    status: String,
    services: String,
    given_name: Option<String>,
    family_name: Option<String>,
    second_family_name: Option<String>,
    preferred_name: Option<String>,
    birth_date: Option<NaiveDate>,
    email: Option<String>,
    language: Option<String>,
    reminders_allowed: bool,
}

#[derive(sqlx::FromRow)]
struct CallRow {
    appointment_id: AppointmentId,
    outcome: String,
    note: Option<String>,
    at: Instant,
    by: Option<String>,
}

impl Ask for AskToConfirm {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = ToConfirm;

    fn example() -> Self {
        AskToConfirm { date: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<ToConfirm> {
        fields::day("date", self.date)?;
        let day = || {
            let next = self.date.checked_add_days(Days::new(1)).unwrap_or(self.date);
            args![midnight(self.date), midnight(next)]
        };
        let rows: Vec<Row> = db
            .all(
                "SELECT a.id, a.version, a.patient_id, a.doctor_id AS practitioner_id, d.name AS practitioner, a.starts_at, a.ends_at, a.status, a.services_text AS services, \
                 p.given_name, p.family_name, p.second_family_name, p.preferred_name, p.birth_date, p.email, p.language, p.reminders_allowed \
                 FROM appointments a JOIN patients p ON p.id = a.patient_id JOIN doctors d ON d.id = a.doctor_id \
                 WHERE a.starts_at >= ? AND a.starts_at < ? AND a.status IN ('booked', 'confirmed') AND p.died_on IS NULL ORDER BY a.starts_at, a.id",
                day(),
            )
            .await?;
        let confirmed = rows.iter().filter(|row| row.status == "confirmed").count() as i64;
        let phones: Vec<(PatientId, String, String)> = db
            .all_of(Clause::new(
                "SELECT DISTINCT f.patient_id, f.kind, f.number, f.position FROM appointments a JOIN patients p ON p.id = a.patient_id \
                 JOIN patient_phones f ON f.patient_id = p.id WHERE a.starts_at >= ? AND a.starts_at < ? AND a.status = 'booked' AND p.reminders_allowed = TRUE \
                 ORDER BY f.patient_id, f.position",
                day(),
            ))
            .await?
            .into_iter()
            .map(|(patient, kind, number, _): (PatientId, String, String, i64)| (patient, kind, number))
            .collect();
        let calls: Vec<CallRow> = db
            .all(
                "SELECT c.appointment_id, c.outcome, c.note, c.at, u.name AS `by` FROM appointments a JOIN appointment_calls c ON c.appointment_id = a.id \
                 LEFT JOIN users u ON u.id = c.user_id WHERE a.starts_at >= ? AND a.starts_at < ? AND a.status = 'booked' ORDER BY c.at, c.id",
                day(),
            )
            .await?;
        let mut by_patient: HashMap<PatientId, Vec<PhoneLine>> = HashMap::new();
        for (patient, kind, number) in phones {
            by_patient.entry(patient).or_default().push(PhoneLine { kind, number });
        }
        let mut last: HashMap<AppointmentId, LastCall> = HashMap::new();
        for row in calls {
            let earlier = last.get(&row.appointment_id).map_or(0, |call| call.calls);
            let call = LastCall {
                outcome: row.outcome,
                note: row.note,
                at: row.at,
                by: row.by.unwrap_or_default(),
                calls: earlier + 1,
            };
            last.insert(row.appointment_id, call);
        }
        let templates = templates::active(db).await?;
        let open = rows.into_iter().filter(|row| row.status == "booked");
        let line = |row: Row| {
            // One patient may come twice that day.
            let phones = by_patient.get(&row.patient_id).cloned().unwrap_or_default();
            let call = last.remove(&row.id);
            let text = if row.reminders_allowed { row.text(&templates, &asker.settings.details) } else { None };
            row.line(phones, call, text)
        };
        Ok(ToConfirm { date: self.date, rows: open.map(line).collect(), confirmed })
    }
}

impl Row {
    /// The fitting text, filled in, after its language.
    fn text(&self, templates: &[MessageTemplate], details: &ClinicDetails) -> Option<(String, String)> {
        let template = render::fitting(templates, self.language.as_deref())?;
        let given = self.given_name.as_deref().or(self.preferred_name.as_deref());
        let patient = render::full_name(details, given, self.family_name.as_deref());
        let values = Values::of(details, patient, self.practitioner.clone(), self.starts_at);
        Some((template.language.clone(), render::render(&template.text, &values)))
    }

    fn line(self, phones: Vec<PhoneLine>, last_call: Option<LastCall>, text: Option<(String, String)>) -> CallLine {
        let names = PatientNames {
            title: None,
            given: self.given_name,
            family: self.family_name,
            second_family: self.second_family_name,
            preferred: self.preferred_name,
        };
        CallLine {
            appointment_id: self.id,
            version: self.version,
            patient_id: self.patient_id,
            name: names.list_name(),
            birth_date: self.birth_date,
            practitioner_id: self.practitioner_id,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            services: self.services,
            language: self.language,
            reminders_allowed: self.reminders_allowed,
            phones,
            email: self.email.filter(|_| self.reminders_allowed),
            text_language: text.as_ref().map(|(language, _)| language.clone()),
            text: text.map(|(_, text)| text),
            last_call,
        }
    }
}
