//! A clinic of a test's own, set up and ready to book: people of each role, two practitioners, rooms, services, patients.

use crate::engine_list::{Engine, Store, all};
use chrono::{Days, NaiveDate, NaiveDateTime};
use clinic_core::access::Role;
use clinic_core::appointments::book::BookAppointment;
use clinic_core::appointments::plan::Reason;
use clinic_core::catalogue::practitioners::{AddPractitioner, PractitionerKind};
use clinic_core::catalogue::rooms::AddRoom;
use clinic_core::catalogue::services::AddService;
use clinic_core::fields::Secret;
use clinic_core::ids::*;
use clinic_core::office::countries::proposal;
use clinic_core::office::details::ClinicDetails;
use clinic_core::office::start::StartClinic;
use clinic_core::operation::Operation;
use clinic_core::patients::patient::{PatientDetails, PatientNames};
use clinic_core::patients::register::RegisterPatient;
use clinic_core::schedule::hours::{SetWorkingHours, WeeklySpan};
use clinic_core::staff::add_person::AddPerson;
use clinic_core::store::{Db, migrate};
use clinic_core::time::Clock;
use clinic_core::{Clinic, Error, Performed, Who, Workstation};
use std::sync::Arc;

pub const PASSWORD: &str = "a long enough password";

pub struct Desk {
    pub engine: String,
    pub store: Store,
    pub db: Db,
    pub clinic: Arc<Clinic>,
    pub clock: Clock,
    pub admin: Who,
    pub doctors: Vec<PractitionerId>,
    pub rooms: Vec<RoomId>,
    pub services: Vec<ServiceId>,
    pub patients: Vec<PatientId>,
}

/// One desk per engine.
pub async fn desks() -> Vec<Desk> {
    let mut desks = Vec::new();
    for engine in all() {
        desks.push(Desk::new(&engine).await);
    }
    desks
}

/// The Monday on which tests book: far enough ahead that no test meets its past.
pub fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2030, 1, 7).expect("a date")
}

pub fn at(hour: u32, minute: u32) -> NaiveDateTime {
    day().and_hms_opt(hour, minute, 0).expect("a time")
}

pub fn details(given: &str, family: &str) -> PatientDetails {
    let names = PatientNames { given: Some(given.into()), family: Some(family.into()), ..PatientNames::default() };
    let born = NaiveDate::from_ymd_opt(1980, 3, 12);
    PatientDetails { birth_date: born, ..PatientDetails::named(names) }
}

impl Desk {
    pub async fn new(engine: &Engine) -> Desk {
        Desk::with_clock(engine, Clock::default()).await
    }

    pub async fn with_clock(engine: &Engine, clock: Clock) -> Desk {
        let store = engine.store().await;
        let db = store.open().await;
        migrate::migrate(&db, &clock, |_, _| {}).await.expect("a migrated store");
        let workstation = Workstation { id: WorkstationId::new(), name: "Front desk".into() };
        let clinic = Arc::new(Clinic::open(db.clone(), &workstation, clock.clone()).await.expect("an open clinic"));
        let details = ClinicDetails { name: "Northside Clinic".into(), ..proposal("GB") };
        let start = StartClinic {
            clinic: details,
            user_id: UserId::new(),
            login: "admin".into(),
            name: "Ada Admin".into(),
            password: Secret::plain(PASSWORD),
            sample: false,
        };
        clinic.perform(&Who::System, OperationId::new(), start).await.expect("a started clinic");
        let admin = Who::Person(clinic.sign_in("admin", PASSWORD.to_owned().into()).await.expect("a sign-in"));
        let mut desk = Desk {
            engine: engine.name.clone(),
            store,
            db,
            clinic,
            clock,
            admin,
            doctors: vec![],
            rooms: vec![],
            services: vec![],
            patients: vec![],
        };
        desk.furnish().await;
        desk
    }

    async fn furnish(&mut self) {
        for n in 1..=2 {
            let room_id = RoomId::new();
            self.done(AddRoom { room_id, name: format!("Room {n}"), kind: None, capacity: n }).await;
            self.rooms.push(room_id);
        }
        for (name, kind) in [("Dr Adeyemi", PractitionerKind::Doctor), ("Nurse Gupta", PractitionerKind::Nurse)] {
            let practitioner_id = PractitionerId::new();
            self.done(AddPractitioner {
                practitioner_id,
                kind,
                name: name.into(),
                short_name: name.into(),
                user_id: None,
                room_id: None,
                specialty_ids: vec![],
            })
            .await;
            let spans = (1..=5).map(|weekday| WeeklySpan::every(weekday, "08:00", "18:00")).collect();
            self.done(SetWorkingHours { practitioner_id, version: 1, spans }).await;
            self.doctors.push(practitioner_id);
        }
        for (name, minutes) in [("Check-up", 30), ("Blood test", 15)] {
            let service_id = ServiceId::new();
            self.done(AddService {
                service_id,
                code: None,
                name: name.into(),
                minutes,
                price_minor: 4500,
                practitioner_ids: vec![],
                prices: None,
                account_code: None,
            })
            .await;
            self.services.push(service_id);
        }
        for (given, family) in [("Ada", "Okafor"), ("Luis", "García"), ("Lan", "Nguyễn")] {
            let patient_id = PatientId::new();
            self.done(RegisterPatient { patient_id, details: details(given, family) }).await;
            self.patients.push(patient_id);
        }
    }

    pub async fn perform(&self, operation: impl Into<Operation>) -> Result<Performed, Error> {
        self.clinic.perform(&self.admin, OperationId::new(), operation).await
    }

    pub async fn done(&self, operation: impl Into<Operation>) -> Performed {
        let operation = operation.into();
        let name = operation.name();
        match self.perform(operation).await {
            Ok(performed) => performed,
            Err(error) => panic!("{} on {}: {error:?}", name, self.engine),
        }
    }

    /// The code with which an operation is refused.
    pub async fn refused(&self, operation: impl Into<Operation>) -> Error {
        let operation = operation.into();
        let name = operation.name();
        match self.perform(operation).await {
            Ok(_) => panic!("{name} on {} was accepted", self.engine),
            Err(error) => error,
        }
    }

    /// A booking of the first doctor for the first patient.
    pub fn booking(&self, starts_at: NaiveDateTime, minutes: i64) -> BookAppointment {
        BookAppointment {
            appointment_id: AppointmentId::new(),
            patient_id: self.patients[0],
            practitioner_id: self.doctors[0],
            room_id: None,
            service_ids: vec![self.services[0]],
            starts_at,
            minutes,
            note: None,
            overbook: None,
            outside_hours: None,
        }
    }

    /// Adds a person of this role, past the one-time password.
    pub async fn person(&self, login: &str, role: Role) -> Who {
        let add = AddPerson {
            user_id: UserId::new(),
            login: login.into(),
            name: format!("{login} Person"),
            roles: vec![role],
            one_time_password: Secret::plain("one time password"),
        };
        self.done(add).await;
        let session = self.clinic.sign_in(login, "one time password".to_owned().into()).await.expect("a first sign-in");
        Who::Person(
            self.clinic
                .change_password(&session, "one time password".to_owned().into(), PASSWORD.to_owned().into())
                .await
                .expect("a new password"),
        )
    }

    /// A second workstation on the same store.
    pub async fn second(&self) -> Arc<Clinic> {
        let db = self.store.open().await;
        let workstation = Workstation { id: WorkstationId::new(), name: "Front desk 2".into() };
        Arc::new(Clinic::open(db, &workstation, self.clock.clone()).await.expect("a second workstation"))
    }

    pub async fn end(self) {
        self.db.close().await;
        self.store.drop().await;
    }
}

pub fn reason(text: &str) -> Option<Reason> {
    Some(Reason { reason: text.into() })
}

pub fn tomorrow(at: NaiveDateTime) -> NaiveDateTime {
    at + Days::new(1)
}
