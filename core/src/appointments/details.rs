//! One appointment with its patient, services and history: the panel beside the day.

use super::appointment::{ChosenService, priced_services_of};
use super::day::{DayAppointment, SELECT};
use super::given::{GivenReason, given};
use super::series::members::{SeriesPlace, place_of};
use crate::access::Permission;
use crate::args;
use crate::billing::check_out::balance_at;
use crate::clinic::Asker;
use crate::error::{Code, Error, Result};
use crate::ids::{AppointmentId, PatientId, VisitRecordId};
use crate::money;
use crate::patients::patient::PhoneLine;
use crate::patients::seen_alerts::{AlertLine, visible_alerts};
use crate::question::Ask;
use crate::records::allergies::{AllergyBanner, banner};
use crate::store::{Clause, Db, Read};
use crate::time::Instant;
use chrono::{NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskAppointment {
    pub id: AppointmentId,
}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct AppointmentDetails {
    pub appointment: DayAppointment,
    pub patient: PanelPatient,
    pub alerts: Vec<AlertLine>,
    pub allergies: AllergyBanner,
    pub services: Vec<ChosenService>,
    #[ts(type = "number")]
    pub total_minor: i64,
    /// What the patient owes, with this visit once they were seen; below nought: credit. For those who may see it.
    #[ts(type = "number | null")]
    pub balance_minor: Option<i64>,
    pub note: Option<String>,
    pub overbook_reason: Option<String>,
    pub outside_reason: Option<String>,
    /// Why it stands beside another one, on whose word and since when.
    pub overbook_given: Option<GivenReason>,
    /// The same of a time outside working hours.
    pub outside_given: Option<GivenReason>,
    pub cancelled_by: Option<String>,
    pub cancel_reason: Option<String>,
    pub booked_by: String,
    pub booked_at: Instant,
    pub history: Vec<StatusLine>,
    pub series: Option<SeriesPlace>,
    /// The record of this visit, where there is one, for those who read records.
    pub visit_id: Option<VisitRecordId>,
}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct PanelPatient {
    pub patient_id: PatientId,
    pub mrn: String,
    pub name: String,
    pub preferred: Option<String>,
    pub sex: String,
    pub birth_date: Option<NaiveDate>,
    pub birth_estimated: bool,
    pub died_on: Option<NaiveDate>,
    pub phones: Vec<PhoneLine>,
    pub next_visit: Option<NaiveDateTime>,
}

#[derive(Debug, Clone, Serialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct StatusLine {
    pub from: Option<String>,
    pub to: String,
    pub at: Instant,
    pub by: String,
    pub reason: Option<String>,
}

#[derive(sqlx::FromRow)]
struct More {
    mrn: String,
    preferred_name: Option<String>,
    sex: String,
    birth_estimated: bool,
    died_on: Option<NaiveDate>,
    overbook_reason: Option<String>,
    outside_reason: Option<String>,
    cancelled_by: Option<String>,
    cancel_reason: Option<String>,
    booked_at: Instant,
    booked_by: Option<String>,
}

impl Ask for AskAppointment {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = AppointmentDetails;

    fn example() -> Self {
        AskAppointment { id: AppointmentId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<AppointmentDetails> {
        let rows: Vec<DayAppointment> =
            db.all_of(Clause::new(SELECT, vec![]).and("WHERE a.id = ?", args![self.id])).await?;
        let appointment = rows.into_iter().next().ok_or_else(|| Error::new(Code::AppointmentNotFound))?.named();
        let more: More = db
            .one(
                "SELECT p.mrn, p.preferred_name, p.sex, p.birth_estimated, p.died_on, a.overbook_reason, a.outside_reason, a.cancelled_by, a.cancel_reason, a.booked_at, u.name AS booked_by \
                 FROM appointments a JOIN patients p ON p.id = a.patient_id LEFT JOIN users u ON u.id = a.booked_by WHERE a.id = ?",
                args![self.id],
            )
            .await?;
        let phones: Vec<PhoneLine> = db
            .all(
                "SELECT kind, number FROM patient_phones WHERE patient_id = ? ORDER BY position",
                args![appointment.patient_id],
            )
            .await?;
        let next_visit = next_visit(db, asker, &appointment).await?;
        let history = history_of(db, self.id).await?;
        let series = match appointment.series_id {
            Some(series) => Some(place_of(db, series, self.id, asker.wall_now()).await?),
            None => None,
        };
        let day = appointment.starts_at.date();
        let services = priced_services_of(db, self.id, appointment.patient_id, day).await?;
        let balance_minor = match asker.may(Permission::BillingView) {
            true => Some(balance_at(db, self.id).await?),
            false => None,
        };
        let alerts = visible_alerts(db, appointment.patient_id, asker.may(Permission::AlertClinical)).await?;
        let visit_id = visit_of(db, asker, self.id).await?;
        let overbooked = more.overbook_reason.as_ref().filter(|_| appointment.overbooked);
        let overbook_given = given(db, &appointment, ("overbook_reason", overbooked)).await?;
        let outside = more.outside_reason.as_ref().filter(|_| appointment.outside_hours);
        let outside_given = given(db, &appointment, ("outside_reason", outside)).await?;
        let allergies = banner(db, appointment.patient_id, asker).await?;
        let patient = PanelPatient {
            patient_id: appointment.patient_id,
            mrn: more.mrn,
            name: appointment.name.clone(),
            preferred: more.preferred_name,
            sex: more.sex,
            birth_date: appointment.birth_date,
            birth_estimated: more.birth_estimated,
            died_on: more.died_on,
            phones,
            next_visit,
        };
        Ok(AppointmentDetails {
            patient,
            alerts,
            allergies,
            total_minor: money::sum(services.iter().map(|service| service.price_minor))?,
            services,
            balance_minor,
            note: appointment.note.clone(),
            overbook_reason: more.overbook_reason,
            outside_reason: more.outside_reason,
            overbook_given,
            outside_given,
            cancelled_by: more.cancelled_by,
            cancel_reason: more.cancel_reason,
            booked_by: more.booked_by.unwrap_or_default(),
            booked_at: more.booked_at,
            history,
            series,
            visit_id,
            appointment,
        })
    }
}

async fn history_of(read: &mut impl Read, id: AppointmentId) -> Result<Vec<StatusLine>> {
    read.all(
        "SELECT h.from_status AS `from`, h.to_status AS `to`, h.at, COALESCE(u.name, '') AS `by`, h.reason FROM appointment_status_history h \
         LEFT JOIN users u ON u.id = h.user_id WHERE h.appointment_id = ? ORDER BY h.at, h.id",
        args![id],
    )
    .await
}

async fn next_visit(read: &mut impl Read, asker: &Asker, one: &DayAppointment) -> Result<Option<NaiveDateTime>> {
    let next: Option<(NaiveDateTime,)> = read
        .maybe(
            "SELECT starts_at FROM appointments WHERE patient_id = ? AND starts_at > ? AND id <> ? AND status IN ('booked', 'confirmed') ORDER BY starts_at LIMIT 1",
            args![one.patient_id, asker.wall_now(), one.id],
        )
        .await?;
    Ok(next.map(|(at,)| at))
}

async fn visit_of(read: &mut impl Read, asker: &Asker, id: AppointmentId) -> Result<Option<VisitRecordId>> {
    if !asker.may(Permission::RecordView) {
        return Ok(None);
    }
    let visit: Option<(VisitRecordId,)> =
        read.maybe("SELECT id FROM medical_records WHERE appointment_id = ?", args![id]).await?;
    Ok(visit.map(|(id,)| id))
}
