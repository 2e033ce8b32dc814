//! The day sheet: a day on paper, with the phones, for the days when the screen is away. Never a clinical value.

use super::day::{AskDay, DayAppointment, DayColumn, DayStanding};
use crate::access::Permission;
use crate::args;
use crate::clinic::{Asker, denied};
use crate::error::Result;
use crate::ids::{PatientId, PractitionerId};
use crate::patients::patient::PhoneLine;
use crate::question::Ask;
use crate::schedule::spans::DaySpan;
use crate::store::{Clause, Db, Read};
use crate::time::midnight;
use chrono::{Days, NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A day for printing, of everybody or of one person. Who asked is recorded as an export.
///
/// Errors: `access.denied` (patient.view), because of the phones.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskDaySheet {
    pub date: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner_id: Option<PractitionerId>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct DaySheet {
    pub date: NaiveDate,
    /// Clinic wall time.
    pub made_at: NaiveDateTime,
    pub people: Vec<SheetOfPerson>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct SheetOfPerson {
    pub practitioner_id: PractitionerId,
    pub name: String,
    pub room_name: Option<String>,
    /// When this person works, leave and holidays aside.
    pub spans: Vec<DaySpan>,
    /// Leave, holidays and blocks.
    pub standing: Vec<DayStanding>,
    /// Those cancelled or taken back are left out.
    pub lines: Vec<SheetLine>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct SheetLine {
    pub starts_at: NaiveDateTime,
    pub ends_at: NaiveDateTime,
    pub name: String,
    pub birth_date: Option<NaiveDate>,
    pub phones: Vec<PhoneLine>,
    pub services: String,
    pub room_name: Option<String>,
    pub status: String,
    pub note: Option<String>,
    pub is_new: bool,
    pub walk_in: bool,
}

impl Ask for AskDaySheet {
    const PERMISSION: Permission = Permission::AppointmentView;
    const EXPORT: Option<&'static str> = Some("day_sheet");
    type Answer = DaySheet;

    fn example() -> Self {
        AskDaySheet { date: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default(), practitioner_id: None }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<DaySheet> {
        if !asker.may(Permission::PatientView) {
            return Err(denied(Permission::PatientView));
        }
        let day = AskDay { date: self.date, practitioner_id: self.practitioner_id }.answer(db, asker).await?;
        let phones = self.phones(db).await?;
        let shown = |one: &&DayAppointment| one.status != "cancelled";
        let line = |one: &DayAppointment| SheetLine {
            starts_at: one.starts_at,
            ends_at: one.ends_at,
            name: one.name.clone(),
            birth_date: one.birth_date,
            phones: phones.get(&one.patient_id).cloned().unwrap_or_default(),
            services: one.services.clone(),
            room_name: one.room_name.clone(),
            status: one.status.clone(),
            note: one.note.clone(),
            is_new: one.is_new,
            walk_in: one.walk_in,
        };
        let of = |column: DayColumn| SheetOfPerson {
            lines: day
                .appointments
                .iter()
                .filter(shown)
                .filter(|one| one.practitioner_id == column.practitioner_id)
                .map(line)
                .collect(),
            practitioner_id: column.practitioner_id,
            name: column.name,
            room_name: column.room_name,
            spans: column.spans,
            standing: column.standing,
        };
        let people = day.columns.into_iter().map(of).collect();
        Ok(DaySheet { date: self.date, made_at: asker.wall_now(), people })
    }
}

impl AskDaySheet {
    /// In the order in which each patient gave them.
    async fn phones(&self, db: &mut Db) -> Result<HashMap<PatientId, Vec<PhoneLine>>> {
        let after = self.date.checked_add_days(Days::new(1)).unwrap_or(self.date);
        let mut clause = Clause::new(
            "SELECT n.patient_id, n.kind, n.number FROM patient_phones n WHERE n.patient_id IN (SELECT a.patient_id FROM appointments a WHERE \
             a.starts_at >= ? AND a.starts_at < ? AND a.status NOT IN ('cancelled', 'taken_back')",
            args![midnight(self.date), midnight(after)],
        );
        if let Some(id) = self.practitioner_id {
            clause = clause.and(" AND a.doctor_id = ?", args![id]);
        }
        let rows: Vec<(PatientId, String, String)> =
            db.all_of(clause.and(") ORDER BY n.patient_id, n.position", vec![])).await?;
        let mut phones: HashMap<PatientId, Vec<PhoneLine>> = HashMap::new();
        for (patient, kind, number) in rows {
            phones.entry(patient).or_default().push(PhoneLine { kind, number });
        }
        Ok(phones)
    }
}
