//! The waiting room: everybody in the house by stage, and what a screen on the wall may show of them.

use super::appointment::Status;
use super::day::{DayAppointment, SELECT};
use super::ticket::in_house_since;
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::{AppointmentId, PractitionerId, SpecialtyId};
use crate::question::Ask;
use crate::store::{CHUNK, Clause, Db, Read, Value};
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Everybody in the house; or of these appointments (at most 1,000) those that are.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskWaitingRoom {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ids: Option<Vec<AppointmentId>>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct WaitingRoom {
    /// When the minutes were counted, by the clinic's clock.
    pub at: Instant,
    /// After how many minutes of waiting a row is past the limit.
    #[ts(type = "number")]
    pub limit_minutes: i64,
    /// Longest in their stage first.
    pub rows: Vec<WaitingRow>,
}

/// Somebody in the house. The stage is the appointment's status: arrived, in_room or to_pay.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct WaitingRow {
    #[serde(flatten)]
    #[ts(flatten)]
    pub appointment: DayAppointment,
    /// Whom the patient waits for, is with, or was with: short.
    pub practitioner_name: String,
    /// Of whom anybody may call this walk-in in.
    pub specialty_name: Option<String>,
    pub initials: String,
    /// Whole minutes in this stage, never below zero.
    #[ts(type = "number")]
    pub minutes: i64,
    pub past_limit: bool,
}

/// Who came today, and of those who came yesterday whoever is still here past midnight.
fn in_house(asker: &Asker) -> (Vec<Value>, impl Fn(Option<NaiveDate>, Instant) -> bool + use<>) {
    let today = asker.wall_now().date();
    let oldest = in_house_since(asker.now);
    (args![today, today.pred_opt()], move |day, since| day == Some(today) || since >= oldest)
}

const IN_HOUSE: &str = "a.ticket_day IN (?, ?) AND a.status IN ('arrived', 'in_room', 'to_pay') ";

impl Ask for AskWaitingRoom {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = WaitingRoom;

    fn example() -> Self {
        AskWaitingRoom { ids: None }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<WaitingRoom> {
        let limit_minutes = asker.settings.details.waiting_limit_minutes;
        let (days, still_here) = in_house(asker);
        let mut clause = Clause::new(SELECT, vec![]).and("WHERE ", vec![]).and(IN_HOUSE, days);
        if let Some(ids) = &self.ids {
            if ids.is_empty() {
                return Ok(WaitingRoom { at: asker.now, limit_minutes, rows: vec![] });
            }
            let ids = ids.iter().take(CHUNK).map(|id| (*id).into()).collect();
            clause = clause.then(Clause::in_list("AND a.id IN (", ") ", ids));
        }
        let rows: Vec<DayAppointment> = db.all_of(clause.and("ORDER BY a.status_since, a.id", vec![])).await?;
        let names: Vec<(PractitionerId, String)> = db.all("SELECT id, short_name FROM doctors", vec![]).await?;
        let specialties: Vec<(SpecialtyId, String)> = match rows.iter().any(|row| row.for_specialty.is_some()) {
            true => db.all("SELECT id, name FROM specialties", vec![]).await?,
            false => vec![],
        };
        let line = |row: DayAppointment| {
            let whom = row.waiting_for.filter(|_| row.status == Status::Arrived.text()).unwrap_or(row.practitioner_id);
            let minutes = (asker.now.seconds_since(row.status_since) / 60).max(0);
            WaitingRow {
                practitioner_name: name_of(&names, &whom).unwrap_or_default(),
                specialty_name: row.for_specialty.and_then(|id| name_of(&specialties, &id)),
                initials: initials(row.given.as_deref(), row.family.as_deref()),
                past_limit: row.status == Status::Arrived.text() && minutes > limit_minutes,
                minutes,
                appointment: row.named(),
            }
        };
        let rows = rows.into_iter().filter(|row| still_here(row.ticket_day, row.status_since)).map(line).collect();
        Ok(WaitingRoom { at: asker.now, limit_minutes, rows })
    }
}

fn name_of<I: PartialEq>(names: &[(I, String)], wanted: &I) -> Option<String> {
    names.iter().find(|(id, _)| id == wanted).map(|(_, name)| name.clone())
}

/// "A. O."
fn initials(given: Option<&str>, family: Option<&str>) -> String {
    let letters = [given, family].into_iter().flatten().filter_map(|name| name.trim().chars().next());
    letters.map(|letter| format!("{}.", letter.to_uppercase())).collect::<Vec<_>>().join(" ")
}

/// What stands on the wall: numbers or initials, never a name, a birth date or an id.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskWallScreen {}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct WallScreen {
    pub at: Instant,
    /// Called in, the last one first.
    pub called: Vec<WallRow>,
    /// Waiting, the longest first.
    pub waiting: Vec<WallRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct WallRow {
    #[ts(type = "number")]
    pub ticket: i64,
    pub initials: String,
    pub room: Option<String>,
    pub since: Instant,
}

#[derive(sqlx::FromRow)]
struct OnWall {
    ticket: i64,
    ticket_day: Option<NaiveDate>,
    given_name: Option<String>,
    family_name: Option<String>,
    status: String,
    status_since: Instant,
    room: Option<String>,
}

impl Ask for AskWallScreen {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = WallScreen;

    fn example() -> Self {
        AskWallScreen {}
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<WallScreen> {
        let (days, still_here) = in_house(asker);
        let rows: Vec<OnWall> = db
            .all(
                "SELECT a.ticket, a.ticket_day, p.given_name, p.family_name, a.status, a.status_since, r.name AS room FROM appointments a JOIN patients p ON p.id = a.patient_id \
                 LEFT JOIN clinic_rooms r ON r.id = a.room_id WHERE a.ticket_day IN (?, ?) AND a.status IN ('arrived', 'in_room') ORDER BY a.status_since, a.ticket",
                days,
            )
            .await?;
        let (mut called, mut waiting) = (Vec::new(), Vec::new());
        for row in rows.into_iter().filter(|row| still_here(row.ticket_day, row.status_since)) {
            let place = if row.status == Status::InRoom.text() { &mut called } else { &mut waiting };
            place.push(WallRow {
                ticket: row.ticket,
                initials: initials(row.given_name.as_deref(), row.family_name.as_deref()),
                room: row.room,
                since: row.status_since,
            });
        }
        called.reverse();
        waiting.iter_mut().for_each(|row| row.room = None);
        Ok(WallScreen { at: asker.now, called, waiting })
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_one_letter_of_each_name() {
        assert_eq!(initials(Some("Ada"), Some("okafor")), "A. O.");
        assert_eq!(initials(None, Some("Ødegård")), "Ø.");
        assert_eq!(initials(Some("ß"), Some(" ")), "SS.");
        assert_eq!(initials(None, None), "");
    }
}
