//! Changing what visits of a series are for: services, room, note. Their times stay.
//!
//! What was changed on the chosen visit reaches those others that stood as it did: same services, same room, same note as before. Where
//! somebody had put something else, it stays and is counted (`kept_own`).

use super::book::SeriesSaved;
use super::members::{SeriesScope, reached};
use super::visits::{Wanted, calendar, judge, refuse_clashes};
use crate::access::Permission;
use crate::appointments::appointment::{Appointment, ChosenService, services_text, write_services_of};
use crate::appointments::claims;
use crate::appointments::plan::choose_services;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{AppointmentId, PractitionerId, RoomId, ServiceId};
use crate::operation::Operate;
use crate::store::{Clause, Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashMap;

type Services = HashMap<AppointmentId, Vec<ChosenService>>;

/// Changes services, room and note of the chosen visit, and the same of the others of the scope.
///
/// Errors in this order: field errors (note), those of `members::reached`, `field.invalid` (leave: not one of the others),
/// `record.not_found` (room), `appointment.room_inactive`, `series.clashes` (the room is taken), those of the services (see
/// `choose_services`).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditSeries {
    pub appointment_id: AppointmentId,
    #[ts(type = "number")]
    pub version: i64,
    pub scope: SeriesScope,
    pub service_ids: Vec<ServiceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Visits that keep the room they have, because the new one is taken then.
    #[serde(default)]
    pub leave: Vec<AppointmentId>,
}

impl Operate for EditSeries {
    const PERMISSION: Permission = Permission::AppointmentBook;
    type Outcome = SeriesSaved;

    fn example() -> Self {
        EditSeries {
            appointment_id: AppointmentId::new(),
            version: 1,
            scope: SeriesScope::All,
            service_ids: vec![ServiceId::new()],
            room_id: None,
            note: Some("Bring the exercise sheet".into()),
            leave: vec![],
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<SeriesSaved> {
        let note = fields::optional("note", self.note.as_deref(), 500)?;
        let (series_id, rows) = reached(tx, cx, self.appointment_id, self.version, self.scope).await?;
        let others = || rows.iter().skip(1).map(|row| row.id);
        if !self.leave.iter().all(|left| others().any(|id| id == *left)) {
            return Err(Error::field(Code::FieldInvalid, "leave"));
        }
        let chosen = rows.first().cloned().ok_or_else(|| Error::new(Code::AppointmentNotFound))?;
        let moved = self.take_rooms(tx, cx, &chosen, &rows).await?;
        let old = services_of_all(tx, &rows).await?;
        let new = self.new_services(tx, &chosen, &rows, &old).await?;
        let (mut kept_own, mut written, mut changed) = (0, Vec::new(), Vec::new());
        for before in &rows {
            let mut after = before.clone();
            let services = new.get(&before.id);
            if moved.contains(&before.id) {
                after.room_id = self.room_id;
            }
            if before.note == chosen.note {
                after.note = note.clone();
            }
            after.services_text = services.map_or(after.services_text, |services| services_text(services));
            let own = (self.room_id != chosen.room_id && after.room_id != self.room_id)
                || after.note != note
                || services.is_none();
            kept_own += i64::from(own);
            let differs = services.is_some_and(|services| old.get(&before.id) != Some(services));
            if after == *before && !differs && before.id != chosen.id {
                continue;
            }
            tx.update(before, &mut after).await?;
            if let Some(services) = services.filter(|_| differs) {
                written.push((before.id, services.as_slice()));
                tx.note(Kind::Appointment, before.id.0, "services", json!(old.get(&before.id)), json!(services));
            }
            changed.push(after);
        }
        if !written.is_empty() {
            let ids = written.iter().map(|(id, _)| (*id).into()).collect();
            tx.exec_of(Clause::in_list("DELETE FROM appointment_services WHERE appointment_id IN (", ")", ids)).await?;
            write_services_of(tx, &written).await?;
        }
        changed.sort_by_key(|row| row.starts_at);
        Ok(SeriesSaved {
            series_id,
            appointment_ids: changed.iter().map(|row| row.id).collect(),
            kept_own,
            freed: vec![],
        })
    }
}

impl EditSeries {
    /// Takes the new room for each visit that was in the chosen one's old room, and says which those are.
    async fn take_rooms(
        &self,
        tx: &mut Tx,
        cx: &Context,
        chosen: &Appointment,
        rows: &[Appointment],
    ) -> Result<Vec<AppointmentId>> {
        if self.room_id == chosen.room_id {
            return Ok(Vec::new());
        }
        let wanted: Vec<Wanted> = rows
            .iter()
            .filter(|row| row.room_id == chosen.room_id && !self.leave.contains(&row.id))
            .map(|row| Wanted {
                id: row.id,
                patient: row.patient_id,
                practitioner: row.doctor_id,
                room: self.room_id,
                starts_at: row.starts_at,
                minutes: (row.ends_at - row.starts_at).num_minutes(),
                outside: true,
                overbook: row.overbooked,
            })
            .collect();
        let ids: Vec<AppointmentId> = wanted.iter().map(|one| one.id).collect();
        if let Some(first) = wanted.first() {
            first.plan(None).check_room(tx).await?;
        }
        claims::free_all(tx, &ids).await?;
        let mut calendar = calendar(tx, cx.settings.zone, &wanted, 1).await?;
        let judged = judge(&mut calendar, cx.settings.zone, wanted)?;
        refuse_clashes(tx, &calendar, cx.wall_now(), &judged).await?;
        claims::take_all(tx, judged.into_iter().map(|one| (one.wanted.id, one.lanes)).collect()).await?;
        Ok(ids)
    }

    /// The services of each visit that had those of the chosen one.
    async fn new_services(
        &self,
        tx: &mut Tx,
        chosen: &Appointment,
        rows: &[Appointment],
        old: &Services,
    ) -> Result<Services> {
        let kept = old.get(&chosen.id).cloned().unwrap_or_default();
        let mut by_person: HashMap<PractitionerId, Vec<ChosenService>> = HashMap::new();
        let mut new = Services::new();
        for row in rows.iter().filter(|row| row.id == chosen.id || old.get(&row.id) == Some(&kept)) {
            let services = match by_person.get(&row.doctor_id) {
                Some(services) => services.clone(),
                None => {
                    let practitioner = tx.record(row.doctor_id.0).await?;
                    choose_services(tx, &self.service_ids, &practitioner, &kept).await?
                }
            };
            by_person.insert(row.doctor_id, services.clone());
            new.insert(row.id, services);
        }
        Ok(new)
    }
}

#[derive(sqlx::FromRow)]
struct OfVisit {
    appointment_id: AppointmentId,
    #[sqlx(flatten)]
    service: ChosenService,
}

async fn services_of_all(tx: &mut Tx, rows: &[Appointment]) -> Result<Services> {
    let ids = rows.iter().map(|row| row.id.into()).collect();
    let lines: Vec<OfVisit> = tx
        .all_of(Clause::in_list(
            "SELECT a.appointment_id, a.service_id, s.name, a.minutes, a.price_minor FROM appointment_services a \
             JOIN services s ON s.id = a.service_id WHERE a.appointment_id IN (",
            ") ORDER BY a.appointment_id, a.position",
            ids,
        ))
        .await?;
    let mut services = Services::new();
    for line in lines {
        services.entry(line.appointment_id).or_default().push(line.service);
    }
    Ok(services)
}
