//! Any sequence of what a desk does with appointments, against a small model of it: the same is accepted and refused, and after
//! every step the claims and the appointments agree.

mod model;

use chrono::{Duration, NaiveDateTime};
use clinic_core::access::Role;
use clinic_core::appointments::appointment::Status;
use clinic_core::appointments::book::BookAppointment;
use clinic_core::appointments::cancel::{CancelAppointment, CancelledBy};
use clinic_core::appointments::change_time::MoveAppointment;
use clinic_core::appointments::edit::EditAppointment;
use clinic_core::appointments::status::ChangeStatus;
use clinic_core::appointments::undo::Undo;
use clinic_core::appointments::walk_in::AdmitWalkIn;
use clinic_core::args;
use clinic_core::ids::{AppointmentId, OperationId, PractitionerId, RoomId};
use clinic_core::operation::Operation;
use clinic_core::store::Read;
use clinic_core::time::{Clock, Instant};
use clinic_core::{Who, check};
use clinic_tests::Desk;
use clinic_tests::desk::{at, reason};
use clinic_tests::engine_list::{Engine, all};
use model::{Act, Model, Place, acts};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use std::cell::RefCell;

/// Cases that share a clinic: making one takes longer than a case, and each check reads the whole of it.
const CASES_EACH: i64 = 6;

#[test]
fn any_sequence_is_accepted_and_refused_as_the_model_says() {
    for engine in all() {
        let cases = if engine.name == "sqlite" { 24 } else { 6 };
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let shared: RefCell<Option<Shared>> = RefCell::default();
        let config = Config { cases, max_shrink_iters: 400, failure_persistence: None, ..Config::default() };
        let outcome = TestRunner::new(config).run(&acts(), |acts| {
            runtime.block_on(async {
                let mut kept = match shared.take() {
                    Some(kept) => kept,
                    None => Shared::new(&engine).await,
                };
                let outcome = kept.case(&acts).await;
                if outcome.is_err() || kept.cases == CASES_EACH {
                    kept.desk.end().await;
                } else {
                    shared.replace(Some(kept));
                }
                outcome
            })
        });
        runtime.block_on(async {
            if let Some(kept) = shared.take() {
                kept.desk.end().await;
            }
        });
        if let Err(error) = outcome {
            panic!("on {}: {error}", engine.name);
        }
    }
}

/// A clinic in which one case follows another, each on a Monday of its own.
struct Shared {
    desk: Desk,
    nurse: Who,
    cases: i64,
}

impl Shared {
    async fn new(engine: &Engine) -> Shared {
        let desk = Desk::with_clock(engine, Clock::standing_at(Instant(at(8, 30)))).await;
        let nurse = desk.person("a.nurse", Role::Nurse).await;
        Shared { desk, nurse, cases: 0 }
    }

    async fn case(&mut self, acts: &[Act]) -> Result<(), TestCaseError> {
        let opens = at(8, 0) + Duration::days(7 * self.cases);
        let ahead = (opens + Duration::minutes(30) - self.desk.clock.now().0).num_seconds();
        self.desk.clock.advance_seconds(ahead);
        self.cases += 1;
        let mut played = Played { opens, appointments: vec![], operations: vec![] };
        let mut model = Model::at(6);
        for (number, act) in acts.iter().enumerate() {
            if let Act::Wait = act {
                self.desk.clock.advance_seconds(300);
                model.now += 1;
                continue;
            }
            let Some(operation) = played.operation(&self.desk, &model, act) else { continue };
            let (who, may) = if act.by_nurse() { (&self.nurse, false) } else { (&self.desk.admin, true) };
            let id = OperationId::new();
            let outcome = self.desk.clinic.perform(who, id, operation).await;
            let expected = model.act(act, may);
            let found = outcome.as_ref().map(|_| ()).map_err(|error| error.code().text());
            if found != expected {
                let step = number + 1;
                return Err(TestCaseError::fail(format!("step {step}: the model says {expected:?}, but: {outcome:?}")));
            }
            if outcome.is_ok() {
                played.operations.push(id);
            }
            played.appointments.truncate(model.visits.len());
            self.agree(number + 1, &played, &model).await?;
        }
        Ok(())
    }

    /// The claims and the appointments agree with each other, and the appointments with the model.
    async fn agree(&self, step: usize, played: &Played, model: &Model) -> Result<(), TestCaseError> {
        let fail = |what: String| Err(TestCaseError::fail(format!("step {step}: {what}")));
        let report = check::check(&self.desk.db, None).await.expect("a report");
        let notes = report.notes.iter().filter(|note| note.kind.starts_with("claims"));
        let findings: Vec<_> = report.findings.iter().chain(notes).collect();
        if !findings.is_empty() {
            return fail(format!("{findings:?}"));
        }
        let Who::Person(nurse) = &self.nurse else { return Ok(()) };
        let unpermitted: Vec<(AppointmentId,)> = self
            .desk
            .db
            .clone()
            .all("SELECT id FROM appointments WHERE overbooked = TRUE AND (overbook_reason IS NULL OR (walk_in = FALSE AND (overbooked_by IS NULL OR overbooked_by = ?)))", args![nurse.user_id()])
            .await
            .expect("the overbooked");
        if !unpermitted.is_empty() {
            return fail("overbooked without permission or reason".to_owned());
        }
        for (id, visit) in played.appointments.iter().zip(&model.visits) {
            let row: Row = self.desk.db.clone().one(ROW, args![*id]).await.expect("the appointment");
            let at = |slot: i64| played.opens + Duration::minutes(5 * slot);
            let expected: Row = (
                self.desk.doctors[visit.doctor],
                visit.room.map(|room| self.desk.rooms[room]),
                at(visit.starts),
                at(visit.ends),
                visit.status.text().to_owned(),
                visit.overbooked,
                visit.version,
            );
            if row != expected {
                return fail(format!("the model has {expected:?}, the clinic {row:?}"));
            }
        }
        Ok(())
    }
}

type Row = (PractitionerId, Option<RoomId>, NaiveDateTime, NaiveDateTime, String, bool, i64);
const ROW: &str =
    "SELECT doctor_id, room_id, starts_at, ends_at, status, overbooked, version FROM appointments WHERE id = ?";

/// What the model's numbers stand for in the clinic.
struct Played {
    opens: NaiveDateTime,
    appointments: Vec<AppointmentId>,
    operations: Vec<OperationId>,
}

impl Played {
    fn operation(&mut self, desk: &Desk, model: &Model, act: &Act) -> Option<Operation> {
        let known = |which: &usize| {
            let which = model.which(*which)?;
            Some((self.appointments[which], model.visits[which].version))
        };
        let start = |place: &Place| self.opens + Duration::minutes(5 * place.slot);
        Some(match act {
            Act::Book { patient, place, overbook, .. } => {
                let appointment_id = AppointmentId::new();
                let starts_at = start(place);
                self.appointments.push(appointment_id);
                Operation::from(BookAppointment {
                    appointment_id,
                    patient_id: desk.patients[*patient],
                    practitioner_id: desk.doctors[place.doctor],
                    room_id: place.room.map(|room| desk.rooms[room]),
                    starts_at,
                    minutes: 5 * place.slots,
                    overbook: reason("In pain").filter(|_| *overbook),
                    ..desk.booking(starts_at, 5)
                })
            }
            Act::WalkIn { patient, doctor } => {
                let appointment_id = AppointmentId::new();
                self.appointments.push(appointment_id);
                let (patient_id, practitioner_id) = (desk.patients[*patient], Some(desk.doctors[*doctor]));
                let (service_ids, note, specialty_id) = (vec![], None, None);
                AdmitWalkIn { appointment_id, patient_id, practitioner_id, specialty_id, service_ids, note }.into()
            }
            Act::Move { which, place, overbook, .. } => {
                let (appointment_id, version) = known(which)?;
                let starts_at = start(place);
                Operation::from(MoveAppointment {
                    appointment_id,
                    version,
                    practitioner_id: desk.doctors[place.doctor],
                    room_id: place.room.map(|room| desk.rooms[room]),
                    starts_at,
                    minutes: 5 * place.slots,
                    overbook: reason("In pain").filter(|_| *overbook),
                    outside_hours: None,
                })
            }
            Act::Edit { which, room, overbook, .. } => {
                let (appointment_id, version) = known(which)?;
                let room_id = room.map(|room| desk.rooms[room]);
                let service_ids = vec![desk.services[0]];
                let overbook = reason("In pain").filter(|_| *overbook);
                let (note, outside_hours) = (None, None);
                EditAppointment { appointment_id, version, service_ids, room_id, note, overbook, outside_hours }.into()
            }
            Act::Status { which, to, .. } => {
                let (appointment_id, version) = known(which)?;
                let to: Status = *to;
                ChangeStatus { appointment_id, version, to, waiting_for: None, reason: None }.into()
            }
            Act::Cancel { which } => {
                let (appointment_id, version) = known(which)?;
                let (by, reason) = (CancelledBy::Clinic, "Not needed".to_owned());
                CancelAppointment { appointment_id, version, by, reason }.into()
            }
            Act::Undo { which, .. } => {
                let undoes = *self.operations.get(model.which_done(*which)?)?;
                Undo { undoes }.into()
            }
            Act::Wait => return None,
        })
    }
}
