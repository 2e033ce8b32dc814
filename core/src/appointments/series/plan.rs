//! What a series would be, before anything is written: each date, whether its time is free, and what else is near.

use super::rule::{Monthly, SeriesRule, SeriesUnit};
use super::visits::{PlannedVisit, Wanted, calendar, explain, judge};
use crate::access::Permission;
use crate::appointments::calendar::DAYS_AHEAD;
use crate::appointments::plan::choose_services;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::{AppointmentId, PatientId, PractitionerId, RoomId, ServiceId};
use crate::question::Ask;
use crate::store::Db;
use chrono::{NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The visits of a rule. `starts_at` is clinic wall time: every visit has its time of day, whatever the clock change. Reads the claims
/// of the whole range once.
///
/// Errors in this order: those of the time (see `Plan::agree`; a skipped time is a state), those of the rule (see
/// `SeriesRule::dates`), `patient.not_found`, `appointment.patient_died`, `record.not_found` (practitioner, room),
/// `appointment.practitioner_inactive`, `appointment.room_inactive`, those of the services (see `choose_services`).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPlanSeries {
    /// Nothing while the patient is not registered yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PatientId>,
    pub practitioner_id: PractitionerId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    /// Whether the practitioner gives them. Nothing while none is chosen yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub service_ids: Vec<ServiceId>,
    pub starts_at: NaiveDateTime,
    #[ts(type = "number")]
    pub minutes: i64,
    pub rule: SeriesRule,
}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct SeriesPlan {
    /// In order of time.
    pub visits: Vec<PlannedVisit>,
}

impl Ask for AskPlanSeries {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = SeriesPlan;

    fn example() -> Self {
        AskPlanSeries {
            patient_id: None,
            practitioner_id: PractitionerId::new(),
            room_id: None,
            service_ids: vec![],
            starts_at: NaiveDate::from_ymd_opt(2026, 11, 24)
                .and_then(|day| day.and_hms_opt(10, 30, 0))
                .unwrap_or_default(),
            minutes: 30,
            rule: SeriesRule {
                every: 1,
                unit: SeriesUnit::Week,
                weekdays: vec![2],
                monthly: Monthly::Date,
                until: None,
                times: Some(8),
            },
        }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<SeriesPlan> {
        crate::fields::moment("starts_at", self.starts_at)?;
        let first = Wanted {
            id: AppointmentId(Uuid::nil()),
            patient: self.patient_id.unwrap_or(PatientId(Uuid::nil())),
            practitioner: self.practitioner_id,
            room: self.room_id,
            starts_at: self.starts_at,
            minutes: self.minutes,
            outside: false,
            overbook: false,
        };
        let zone = asker.settings.zone;
        first.skipped(zone)?;
        let time = self.starts_at.time();
        let on = |day: NaiveDate| Wanted { starts_at: day.and_time(time), ..first.clone() };
        let wanted: Vec<Wanted> = self.rule.dates(self.starts_at.date())?.into_iter().map(on).collect();
        let last = wanted.last().unwrap_or(&first).plan(None);
        if self.patient_id.is_some() {
            last.check_patient(db).await?;
        }
        let practitioner = last.check_practitioner(db).await?;
        last.check_room(db).await?;
        if !self.service_ids.is_empty() {
            choose_services(db, &self.service_ids, &practitioner, &[]).await?;
        }
        let mut calendar = calendar(db, asker.settings.zone, &wanted, DAYS_AHEAD).await?;
        let judged = judge(&mut calendar, zone, wanted)?;
        let mut visits = explain(db, &calendar, asker.wall_now(), &judged).await?;
        visits.iter_mut().for_each(|visit| visit.appointment_id = None);
        Ok(SeriesPlan { visits })
    }
}
