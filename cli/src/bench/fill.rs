//! Filling the set: patients, appointments and their claims as rows, in bulk and past the journal. Claims are whole, so that
//! `check` finds nothing, and are written in the order of their key: millions of rows are appended, not sorted in.
//!
//! Everything is written in chunks, whole and in order. So what an interrupted run left is gone on with from the first
//! chunk that is missing, which is found by halving.

use super::set::{APPOINTMENTS, PATIENTS, Size, id, service};
use clinic_core::appointments::appointment::Appointment;
use clinic_core::ids::UserId;
use clinic_core::patients::bulk;
use clinic_core::store::{Db, Read, Record, Value};
use clinic_core::time::{Instant, slots};
use clinic_core::{Result, args};
use std::io::IsTerminal;
use uuid::Uuid;

pub const AT_ONCE: u64 = 2000;

pub const CLAIM_COLUMNS: &[&str] = &["resource_id", "slot_at", "lane", "appointment_id"];

pub async fn fill(db: &mut Db, size: Size, user: UserId) -> Result<()> {
    write_patients(db, size).await?;
    write_appointments(db, size, user).await?;
    for of in [Of::Patients, Of::Doctors, Of::Rooms] {
        write_claims(db, size, of, user).await?;
    }
    Ok(())
}

async fn write_patients(db: &mut Db, size: Size) -> Result<()> {
    let registered = Instant(size.working_day(0).and_time(chrono::NaiveTime::MIN));
    let mut at = 0;
    let mut missing = chunks(PATIENTS);
    while let Some(middle) = missing.middle() {
        let id = bulk::patient(middle * AT_ONCE).id.0;
        missing.narrow(middle, is_there(db, "SELECT 1 FROM patients WHERE id = ?", args![id]).await?);
        at = missing.from * AT_ONCE;
    }
    while at < PATIENTS {
        tell(at, PATIENTS, "patients");
        let until = (at + AT_ONCE).min(PATIENTS);
        bulk::write(db, at..until, registered).await?;
        at = until;
        tell(at, PATIENTS, "patients");
    }
    Ok(())
}

async fn write_appointments(db: &mut Db, size: Size, user: UserId) -> Result<()> {
    let mut missing = chunks(size.appointments);
    while let Some(middle) = missing.middle() {
        let id = id(APPOINTMENTS, middle * AT_ONCE);
        missing.narrow(middle, is_there(db, "SELECT 1 FROM appointments WHERE id = ?", args![id]).await?);
    }
    let mut at = missing.from * AT_ONCE;
    while at < size.appointments {
        tell(at, size.appointments, "appointments");
        let until = (at + AT_ONCE).min(size.appointments);
        let some: Vec<Appointment> = (at..until).map(|n| size.appointment(n, user)).collect();
        let mut tx = db.begin().await?;
        tx.insert_rows(Appointment::TABLE, Appointment::COLUMNS, some.iter().map(Record::values).collect()).await?;
        let services = some.iter().map(|one| args![one.id, 0_i64, service(), 15_i64, 4500_i64]).collect();
        let columns = &["appointment_id", "position", "service_id", "minutes", "price_minor"];
        tx.insert_rows("appointment_services", columns, services).await?;
        tx.commit().await?;
        at = until;
        tell(at, size.appointments, "appointments");
    }
    Ok(())
}

/// Whose claims are written.
#[derive(Clone, Copy)]
enum Of {
    Patients,
    Doctors,
    Rooms,
}

impl Of {
    fn name(self) -> &'static str {
        match self {
            Of::Patients => "appointments' claims of patients",
            Of::Doctors => "appointments' claims of doctors",
            Of::Rooms => "appointments' claims of rooms",
        }
    }

    /// The claims of the appointment that comes at this place when they are ordered by resource and time.
    fn claims_at(self, place: u64, size: Size, user: UserId) -> Vec<Vec<Value>> {
        let number = match self {
            Of::Patients => size.in_order_of_patients(place),
            Of::Doctors | Of::Rooms => size.in_order_of_doctors(place),
        };
        let one = size.appointment(number, user);
        let resource = match self {
            Of::Patients => Some(one.patient_id.0),
            Of::Doctors => Some(one.doctor_id.0),
            Of::Rooms => one.room_id.map(|room| room.0),
        };
        claims_of(&one, resource)
    }
}

async fn write_claims(db: &mut Db, size: Size, of: Of, user: UserId) -> Result<()> {
    const FIND: &str =
        "SELECT 1 FROM slot_claims WHERE resource_id = ? AND slot_at = ? AND lane = ? AND appointment_id = ?";
    let mut missing = chunks(size.appointments);
    while let Some(middle) = missing.middle() {
        let claim = of.claims_at(middle * AT_ONCE, size, user).into_iter().next().unwrap_or_default();
        missing.narrow(middle, is_there(db, FIND, claim).await?);
    }
    let mut at = missing.from * AT_ONCE;
    while at < size.appointments {
        tell(at, size.appointments, of.name());
        let until = (at + AT_ONCE).min(size.appointments);
        let mut tx = db.begin().await?;
        tx.insert_rows("slot_claims", CLAIM_COLUMNS, (at..until).flat_map(|n| of.claims_at(n, size, user)).collect())
            .await?;
        tx.commit().await?;
        at = until;
        tell(at, size.appointments, of.name());
    }
    Ok(())
}

fn claims_of(appointment: &Appointment, resource: Option<Uuid>) -> Vec<Vec<Value>> {
    let Some(resource) = resource else { return Vec::new() };
    let slots = slots(appointment.starts_at, appointment.ends_at);
    slots.into_iter().map(|slot| args![resource, slot, 0_i64, appointment.id]).collect()
}

/// All claims of one appointment, in the order of their key.
pub fn claims(appointment: &Appointment) -> Vec<Vec<Value>> {
    let mut resources = vec![appointment.doctor_id.0, appointment.patient_id.0];
    resources.extend(appointment.room_id.map(|room| room.0));
    resources.sort_unstable();
    resources.into_iter().flat_map(|resource| claims_of(appointment, Some(resource))).collect()
}

/// The chunks from the first that may be missing to the first that certainly is.
pub struct Missing {
    pub from: u64,
    until: u64,
}

pub fn chunks(of: u64) -> Missing {
    Missing { from: 0, until: of.div_ceil(AT_ONCE) }
}

impl Missing {
    pub fn middle(&self) -> Option<u64> {
        (self.from < self.until).then(|| self.from + (self.until - self.from) / 2)
    }

    pub fn narrow(&mut self, middle: u64, is_there: bool) {
        if is_there {
            self.from = middle + 1;
        } else {
            self.until = middle;
        }
    }
}

pub async fn is_there(db: &mut Db, sql: &'static str, args: Vec<Value>) -> Result<bool> {
    let found: Option<(i64,)> = db.maybe(sql, args).await?;
    Ok(found.is_some())
}

/// Somebody who waits sees it count; a log gets the last line alone.
pub fn tell(done: u64, of: u64, what: &str) {
    if done == of {
        eprintln!("\r{done} of {of} {what}");
    } else if std::io::stderr().is_terminal() {
        eprint!("\r{done} of {of} {what}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_missing_chunk_is_found() {
        for written in 0..=7 {
            let mut missing = chunks(7 * AT_ONCE - 1);
            while let Some(middle) = missing.middle() {
                missing.narrow(middle, middle < written);
            }
            assert_eq!(missing.from, written);
        }
    }

    #[test]
    fn both_orders_hold_every_appointment_once() {
        let size = Size { appointments: 200_000 };
        let user = UserId::new();
        for of in [Of::Patients, Of::Doctors, Of::Rooms] {
            let key = |place| {
                let claims = of.claims_at(place, size, user);
                let first = claims.first().unwrap();
                format!("{:?} {:?}", first[0], first[1])
            };
            let places = (0..2000).chain(99_000..101_000).chain(198_000..200_000);
            let keys: Vec<_> = places.map(key).collect();
            assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "{}", of.name());
        }
        let mut numbers: Vec<u64> = (0..size.appointments).map(|place| size.in_order_of_doctors(place)).collect();
        numbers.sort_unstable();
        assert!(numbers.into_iter().eq(0..size.appointments));
        let mut numbers: Vec<u64> = (0..size.appointments).map(|place| size.in_order_of_patients(place)).collect();
        numbers.sort_unstable();
        assert!(numbers.into_iter().eq(0..size.appointments));
    }
}
