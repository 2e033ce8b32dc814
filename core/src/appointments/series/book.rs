//! Booking a series: all the visits that were agreed on, or none.

use super::freed::FreedTime;
use super::rule::{Monthly, SeriesRule, SeriesUnit};
use super::visits::{Wanted, calendar, judge, refuse_clashes, refuse_overlaps};
use crate::access::Permission;
use crate::appointments::appointment::{Appointment, Status, note_statuses, services_text, write_services_of};
use crate::appointments::calendar::DAYS_AHEAD;
use crate::appointments::claims;
use crate::appointments::plan::{Reason, check_start, choose_services};
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{AppointmentId, PatientId, PractitionerId, RoomId, SeriesId, ServiceId};
use crate::operation::Operate;
use crate::store::{Read, Tx};
use chrono::{NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Books the visits of a series in one transaction. `starts_at` and the visits' times are clinic wall time. A visit at a time which the
/// rule does not give is one that was put elsewhere; dates that were left out are not there.
///
/// Errors in this order: field errors (note, outside_hours.reason), those of the rule (see `SeriesRule::dates`), `field.required`
/// (visits), `field.out_of_range` (visits: more than the rule gives), those of where the rule begins (see `check_start`), those of the
/// times (see `Plan::agree`), `field.invalid` (visits: one id twice, or two at once), `patient.not_found`, `appointment.patient_died`,
/// `record.not_found` (practitioner, room), `appointment.practitioner_inactive`, `appointment.room_inactive`, those of the services (see `choose_services`), `series.clashes`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct BookSeries {
    pub series_id: SeriesId,
    pub patient_id: PatientId,
    pub practitioner_id: PractitionerId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    pub service_ids: Vec<ServiceId>,
    /// Where the rule begins.
    pub starts_at: NaiveDateTime,
    #[ts(type = "number")]
    pub minutes: i64,
    pub rule: SeriesRule,
    pub visits: Vec<SeriesVisit>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Books those outside the practitioner's working hours too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside_hours: Option<Reason>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct SeriesVisit {
    pub appointment_id: AppointmentId,
    pub starts_at: NaiveDateTime,
}

/// What changes to a series answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct SeriesSaved {
    pub series_id: SeriesId,
    /// What was booked or changed, in order of time.
    pub appointment_ids: Vec<AppointmentId>,
    /// Visits that keep a change of their own.
    #[ts(type = "number")]
    pub kept_own: i64,
    /// What they held before and hold no longer, in order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<FreedTime>>")]
    pub freed: Vec<FreedTime>,
}

impl Operate for BookSeries {
    const PERMISSION: Permission = Permission::AppointmentBook;
    type Outcome = SeriesSaved;

    fn example() -> Self {
        let day = |day| NaiveDate::from_ymd_opt(2026, 12, day).and_then(|day| day.and_hms_opt(10, 30, 0));
        let at = |on| day(on).unwrap_or_default();
        let visit = |on| SeriesVisit { appointment_id: AppointmentId::new(), starts_at: at(on) };
        let rule = SeriesRule {
            every: 1,
            unit: SeriesUnit::Week,
            weekdays: vec![2],
            monthly: Monthly::Date,
            until: None,
            times: Some(2),
        };
        BookSeries {
            series_id: SeriesId::new(),
            patient_id: PatientId::new(),
            practitioner_id: PractitionerId::new(),
            room_id: None,
            service_ids: vec![ServiceId::new()],
            starts_at: at(1),
            minutes: 30,
            rule,
            visits: vec![visit(1), visit(8)],
            note: None,
            outside_hours: None,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<SeriesSaved> {
        let note = fields::optional("note", self.note.as_deref(), 500)?;
        let outside = self.outside_hours.as_ref();
        let outside = outside.map(|outside| fields::text("outside_hours.reason", &outside.reason, 200)).transpose()?;
        let dates: BTreeSet<NaiveDate> = self.rule.dates(self.starts_at.date())?.into_iter().collect();
        let wanted = self.wanted(outside.is_some(), dates.len())?;
        let zone = cx.settings.zone;
        // It stands in the rule, even where every visit was put elsewhere.
        check_start(self.starts_at)?;
        for one in &wanted {
            one.skipped(zone)?;
        }
        refuse_overlaps("visits", &wanted)?;
        let last = wanted.last().ok_or_else(|| Error::field(Code::FieldRequired, "visits"))?.plan(None);
        last.check_patient(tx).await?;
        let practitioner = last.check_practitioner(tx).await?;
        last.check_room(tx).await?;
        let services = choose_services(tx, &self.service_ids, &practitioner, &[]).await?;
        let mut calendar = calendar(tx, cx.settings.zone, &wanted, DAYS_AHEAD).await?;
        let judged = judge(&mut calendar, zone, wanted)?;
        refuse_clashes(tx, &calendar, cx.wall_now(), &judged).await?;

        self.write_rule(tx, cx).await?;
        let mut is_new = !self.was_here(tx).await?;
        let (mut rows, mut lanes) = (Vec::new(), Vec::new());
        for one in judged {
            let at = one.wanted.starts_at;
            rows.push(Appointment {
                id: one.wanted.id,
                version: 1,
                patient_id: self.patient_id,
                doctor_id: self.practitioner_id,
                room_id: self.room_id,
                series_id: Some(self.series_id),
                series_own_time: at.time() != self.starts_at.time() || !dates.contains(&at.date()),
                starts_at: at,
                ends_at: one.wanted.ends_at(),
                status: Status::Booked.text().to_owned(),
                status_since: cx.now,
                waiting_for: None,
                services_text: services_text(&services),
                note: note.clone(),
                overbooked: false,
                overbook_reason: None,
                overbooked_by: None,
                outside_hours: one.outside,
                outside_reason: outside.clone().filter(|_| one.outside),
                outside_known: one.known,
                cancelled_by: None,
                cancel_reason: None,
                is_new: std::mem::take(&mut is_new),
                booked_at: cx.now,
                booked_by: cx.actor,
                walk_in: false,
                for_anyone: false,
                for_specialty: None,
                ticket: None,
                ticket_day: None,
            });
            lanes.push((one.wanted.id, one.lanes));
        }
        tx.insert_all(&rows).await?;
        write_services_of(tx, &rows.iter().map(|row| (row.id, services.as_slice())).collect::<Vec<_>>()).await?;
        claims::take_all(tx, lanes).await?;
        note_statuses(tx, cx, &rows.iter().map(|row| (None, row)).collect::<Vec<_>>(), None).await?;
        let appointment_ids = rows.iter().map(|row| row.id).collect();
        Ok(SeriesSaved { series_id: self.series_id, appointment_ids, kept_own: 0, freed: vec![] })
    }
}

impl BookSeries {
    /// The visits in order of time.
    fn wanted(&self, outside: bool, most: usize) -> Result<Vec<Wanted>> {
        if self.visits.is_empty() {
            return Err(Error::field(Code::FieldRequired, "visits"));
        }
        if self.visits.len() > most {
            return Err(Error::field(Code::FieldOutOfRange, "visits").with("min", 1).with("max", most));
        }
        let want = |visit: &SeriesVisit| Wanted {
            id: visit.appointment_id,
            patient: self.patient_id,
            practitioner: self.practitioner_id,
            room: self.room_id,
            starts_at: visit.starts_at,
            minutes: self.minutes,
            outside,
            overbook: false,
        };
        let mut wanted: Vec<Wanted> = self.visits.iter().map(want).collect();
        wanted.sort_by_key(|one| one.starts_at);
        Ok(wanted)
    }

    async fn was_here(&self, tx: &mut Tx) -> Result<bool> {
        let earlier: Option<(i64,)> = tx
            .maybe("SELECT 1 FROM appointments WHERE patient_id = ? AND status NOT IN ('cancelled', 'taken_back', 'no_show') LIMIT 1", args![self.patient_id])
            .await?;
        Ok(earlier.is_some())
    }

    async fn write_rule(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let rule = &self.rule;
        tx.exec(
            "INSERT INTO appointment_series (id, patient_id, starts_at, every, unit, weekdays, monthly, until_date, times, created_at, created_by) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            args![
                self.series_id, self.patient_id, self.starts_at, rule.every, rule.unit.text(), rule.weekdays_text(),
                rule.monthly.text(), rule.until, rule.times, cx.now, cx.actor
            ],
        )
        .await?;
        Ok(())
    }
}
