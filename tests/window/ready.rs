//! A clinic that is set up already and lies in a workstation's own folder, or on a server: its window opens at the sign-in.
//!
//! Whatever is done here counts as another workstation's work, so an open window hears of it.

use super::drive::Window;
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};
use clinic_core::access::Role;
use clinic_core::appointments::book::BookAppointment;
use clinic_core::catalogue::practitioners::{AddPractitioner, PractitionerKind};
use clinic_core::catalogue::rooms::AddRoom;
use clinic_core::catalogue::services::AddService;
use clinic_core::catalogue::specialties::AddSpecialty;
use clinic_core::clinic::Step;
use clinic_core::desk::connections::{Connection, ConnectionKind, ConnectionTls, Connections};
use clinic_core::desk::{files, keychain, place::Place};
use clinic_core::fields::Secret;
use clinic_core::ids::*;
use clinic_core::office::countries::proposal;
use clinic_core::office::details::ClinicDetails;
use clinic_core::office::start::StartClinic;
use clinic_core::operation::Operation;
use clinic_core::patients::patient::{PatientDetails, PatientNames, PhoneLine};
use clinic_core::patients::register::RegisterPatient;
use clinic_core::question::Question;
use clinic_core::schedule::hours::{SetWorkingHours, WeeklySpan};
use clinic_core::staff::add_person::AddPerson;
use clinic_core::store::{Db, ServerAddress, StoreUrl, TlsMode, migrate};
use clinic_core::time::Clock;
use clinic_core::{Clinic, Performed, Who, Workstation};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use uuid::Uuid;

const PASSWORD: &str = "maple river lantern";
const ONE_TIME: &str = "heron amber violin";
/// Sign-in name, name, role. The nurse may not overbook.
const PEOPLE: [(&str, &str, Role); 2] =
    [("reception", "Mila Novak", Role::Receptionist), ("nurse", "Isha Gupta", Role::Nurse)];
pub const DOCTORS: [(&str, &str); 3] =
    [("Dr Ada Adeyemi", "Dr Adeyemi"), ("Dr Luca Bianchi", "Dr Bianchi"), ("Dr Wei Chen", "Dr Chen")];
const PATIENTS: [(&str, &str); 10] = [
    ("Ada", "Okafor"),
    ("Luis", "García"),
    ("Lan", "Nguyễn"),
    ("Tomasz", "Wiśniewski"),
    ("Sara", "Rossi"),
    ("Ben", "Cohen"),
    ("Eva", "Müller"),
    ("Jan", "Kowalski"),
    ("Asha", "Patel"),
    ("Thandiwe", "Mbeki"),
];
/// Zones that never change their clocks, one for every few hours: somewhere it is late morning now.
const ZONES: [&str; 11] = [
    "Pacific/Honolulu",
    "America/Phoenix",
    "America/Panama",
    "America/Sao_Paulo",
    "Africa/Abidjan",
    "Africa/Maputo",
    "Asia/Dubai",
    "Asia/Bangkok",
    "Asia/Tokyo",
    "Pacific/Guadalcanal",
    "Pacific/Tongatapu",
];

pub struct Ready {
    pub home: PathBuf,
    clinic: Arc<Clinic>,
    admin: Who,
    pub rooms: Vec<RoomId>,
    pub doctors: Vec<PractitionerId>,
    pub services: Vec<ServiceId>,
    patients: Vec<PatientId>,
    pub today: NaiveDate,
    /// The first Monday after today.
    pub monday: NaiveDate,
}

impl Ready {
    /// In a file on this computer.
    pub async fn here() -> Ready {
        let home = folder();
        let file = home.join("clinics").join("ready.clinic");
        files::make_folder(file.parent().expect("a folder")).expect("a folder of its own");
        let connection = Connection::file(Uuid::now_v7(), "Ready", ConnectionKind::File, &file);
        let key = keychain::new_key();
        // A file's key is kept under the name of its path.
        let secret = Uuid::new_v5(&Uuid::NAMESPACE_URL, file.as_os_str().as_encoded_bytes());
        keep(&home, &connection, secret, &key);
        let db = Db::open(&StoreUrl::File(file), Some(&key), true).await.expect("an open file");
        Ready::set_up(home, db).await
    }

    /// In a new database of this server.
    pub async fn on(server: &ServerAddress) -> Ready {
        let home = folder();
        clinic_core::store::create_database(server).await.expect("a database of its own");
        let (tls, ca_file) = match &server.tls {
            TlsMode::Identity => (ConnectionTls::Identity, None),
            TlsMode::Off => (ConnectionTls::Off, None),
            TlsMode::OwnCa(file) => (ConnectionTls::OwnCa, Some(file.to_string_lossy().into_owned())),
        };
        let connection = Connection {
            hosts: server.hosts.iter().map(|(host, port)| format!("{host}:{port}")).collect(),
            database: server.database.clone(),
            user: server.user.clone(),
            tls,
            ca_file,
            path: None,
            ..Connection::file(Uuid::now_v7(), "Ready", ConnectionKind::Server, &home)
        };
        keep(&home, &connection, connection.id, &server.password);
        let db = Db::open(&StoreUrl::Server(server.clone()), None, false).await.expect("an open database");
        Ready::set_up(home, db).await
    }

    async fn set_up(home: PathBuf, db: Db) -> Ready {
        let clock = Clock::default();
        migrate::migrate(&db, &clock, |_, _| {}).await.expect("tables");
        let workstation = Workstation { id: WorkstationId::new(), name: "Back office".into() };
        let clinic = Arc::new(Clinic::open(db, &workstation, clock).await.expect("an open clinic"));
        let start = StartClinic {
            clinic: details(&clinic),
            user_id: UserId::new(),
            login: "admin".into(),
            name: "Ria Admin".into(),
            password: Secret::plain(PASSWORD),
            sample: false,
        };
        clinic.perform(&Who::System, OperationId::new(), start).await.expect("a started clinic");
        let admin = Who::Person(clinic.sign_in("admin", PASSWORD.to_owned().into()).await.expect("a sign-in"));
        let today = clinic.clock().now().on_wall(clinic.settings().zone).date();
        let monday = today + Days::new(7 - u64::from(today.weekday().num_days_from_monday()));
        let (rooms, doctors, services, patients) = (vec![], vec![], vec![], vec![]);
        let mut ready = Ready { home, clinic, admin, rooms, doctors, services, patients, today, monday };
        ready.furnish().await;
        ready.admit_people().await;
        ready.register_patients().await;
        ready
    }

    async fn furnish(&mut self) {
        for (name, kind, capacity) in
            [("Room 1", "Consulting", 1), ("Room 2", "Consulting", 1), ("Treatment", "Treatment", 2)]
        {
            let room_id = RoomId::new();
            self.done(AddRoom { room_id, name: name.into(), kind: Some(kind.into()), capacity }).await;
            self.rooms.push(room_id);
        }
        let specialties = [SpecialtyId::new(), SpecialtyId::new()];
        for (specialty_id, name) in specialties.into_iter().zip(["General practice", "Paediatrics"]) {
            self.done(AddSpecialty { specialty_id, name: name.into() }).await;
        }
        for (n, (name, short_name)) in DOCTORS.into_iter().enumerate() {
            let practitioner_id = PractitionerId::new();
            self.done(AddPractitioner {
                practitioner_id,
                kind: PractitionerKind::Doctor,
                name: name.into(),
                short_name: short_name.into(),
                user_id: None,
                room_id: self.rooms.get(n).copied().filter(|_| n < 2),
                specialty_ids: vec![specialties[n / 2]],
            })
            .await;
            let spans = (1..=7).map(|weekday| WeeklySpan::every(weekday, "08:00", "17:00")).collect();
            self.done(SetWorkingHours { practitioner_id, version: 1, spans }).await;
            self.doctors.push(practitioner_id);
        }
        for (name, minutes) in [("Check-up", 30), ("Blood test", 15)] {
            let service_id = ServiceId::new();
            let (code, practitioner_ids) = (None, vec![]);
            self.done(AddService {
                service_id,
                code,
                name: name.into(),
                minutes,
                price_minor: 4500,
                practitioner_ids,
                prices: None,
                account_code: None,
            })
            .await;
            self.services.push(service_id);
        }
    }

    /// Each past their one-time password.
    async fn admit_people(&self) {
        for person in PEOPLE {
            self.admit(person).await;
        }
    }

    /// Somebody more than those whom every story has.
    pub async fn admit(&self, (login, name, role): (&str, &str, Role)) -> UserId {
        let one_time_password = Secret::plain(ONE_TIME);
        let (user_id, roles) = (UserId::new(), vec![role]);
        self.done(AddPerson { user_id, login: login.into(), name: name.into(), roles, one_time_password }).await;
        let first = self.clinic.sign_in(login, ONE_TIME.to_owned().into()).await.expect("a first sign-in");
        let chosen = self.clinic.change_password(&first, ONE_TIME.to_owned().into(), PASSWORD.to_owned().into());
        chosen.await.expect("a password of their own");
        user_id
    }

    async fn register_patients(&mut self) {
        for (n, (given, family)) in PATIENTS.into_iter().enumerate() {
            let names =
                PatientNames { given: Some(given.into()), family: Some(family.into()), ..PatientNames::default() };
            let phone = PhoneLine { kind: "mobile".into(), number: format!("07700 90010{n}") };
            let details = PatientDetails {
                birth_date: NaiveDate::from_ymd_opt(1960 + i32::try_from(n).unwrap_or(0) * 4, 3, 12),
                phones: vec![phone],
                email: Some(format!("patient{n}@example.org")),
                language: Some("English".into()),
                // The last one wants none.
                reminders_allowed: n + 1 < PATIENTS.len(),
                ..PatientDetails::named(names)
            };
            let patient_id = PatientId::new();
            self.done(RegisterPatient { patient_id, details }).await;
            self.patients.push(patient_id);
        }
    }

    /// The window, with this person at it.
    pub async fn window(&self, login: &str) -> Window {
        let window = Window::open_at(&self.home).await;
        self.enter(&window, login).await;
        window
    }

    /// This person signs in.
    pub async fn enter(&self, window: &Window, login: &str) {
        window.sign_in(login, PASSWORD).await;
        window.shows("cd-shell main > :defined > *").await;
        window.calm().await;
    }

    pub async fn done(&self, operation: impl Into<Operation>) -> Performed {
        let operation = operation.into();
        let name = operation.name();
        match self.clinic.perform(&self.admin, OperationId::new(), operation).await {
            Ok(performed) => performed,
            Err(error) => panic!("{name}: {error:?}"),
        }
    }

    /// The same, so many minutes ago.
    pub async fn done_before(&self, minutes: i64, operation: impl Into<Operation>) {
        let at = Some(self.clinic.clock().now().minus_seconds(minutes * 60));
        let step = Step { id: OperationId::new(), at, operation: operation.into() };
        self.clinic.perform_all(&self.admin, vec![step], |_| {}).await.expect("it is done");
    }

    /// Whoever locked this window comes back.
    pub async fn unlock(&self, window: &Window) {
        window.fill("Password", PASSWORD).await;
        window.keys("Enter").await;
        window.shows("cd-shell main > *").await;
    }

    pub async fn ask(&self, question: impl Into<Question>) -> Json {
        self.clinic.ask_as(&self.admin, question).await.expect("an answer")
    }

    /// By family name.
    pub fn patient(&self, family: &str) -> PatientId {
        self.patients[PATIENTS.iter().position(|(_, name)| *name == family).expect("a patient of that name")]
    }

    /// A check-up of half an hour in the doctor's own room.
    pub fn booking(&self, family: &str, doctor: usize, starts_at: NaiveDateTime) -> BookAppointment {
        BookAppointment {
            appointment_id: AppointmentId::new(),
            patient_id: self.patient(family),
            practitioner_id: self.doctors[doctor],
            room_id: Some(self.rooms[doctor]),
            service_ids: vec![self.services[0]],
            starts_at,
            minutes: 30,
            note: None,
            overbook: None,
            outside_hours: None,
        }
    }

    pub async fn book(&self, family: &str, doctor: usize, starts_at: NaiveDateTime) -> AppointmentId {
        let booking = self.booking(family, doctor, starts_at);
        let id = booking.appointment_id;
        self.done(booking).await;
        id
    }

    pub async fn end(self, window: Window) {
        window.end().await;
        self.clinic.db().close().await;
    }
}

pub fn at(day: NaiveDate, hour: u32, minute: u32) -> NaiveDateTime {
    day.and_hms_opt(hour, minute, 0).expect("a time")
}

/// As it is typed in this clinic.
pub fn typed(day: NaiveDate) -> String {
    day.format("%-d/%-m/%Y").to_string()
}

/// "Mon 7 Jan 2030"
pub fn shown(day: NaiveDate) -> String {
    day.format("%a %-d %b %Y").to_string()
}

fn folder() -> PathBuf {
    let home = std::env::temp_dir().join(format!("clinic-window-{}", Uuid::now_v7().simple()));
    std::fs::create_dir_all(&home).expect("a folder of its own");
    home
}

/// What a workstation remembers of a clinic that it opened before.
fn keep(home: &std::path::Path, connection: &Connection, secret: Uuid, text: &str) {
    let place = Place { home: home.to_owned(), logs: home.join("logs") };
    let connections = Connections::new(place.connections());
    connections.save(connection).expect("a kept connection");
    connections.set_current(Some(connection.id)).expect("a kept connection");
    files::write_json(&place.keys(), &BTreeMap::from([(secret, text)])).expect("a kept secret");
}

/// Open every day, and where it is late morning now: no story depends on the hour or the day on which it is run.
fn details(clinic: &Clinic) -> ClinicDetails {
    let now = clinic.clock().now();
    let from_eleven = |name: &&&str| {
        let zone: chrono_tz::Tz = name.parse().expect("a zone");
        (now.on_wall(zone).time() - at(NaiveDate::default(), 11, 0).time()).num_minutes().abs()
    };
    let zone = ZONES.iter().min_by_key(from_eleven).expect("zones");
    let opening_hours = (1..=7).map(|weekday| WeeklySpan::every(weekday, "08:00", "17:00")).collect();
    ClinicDetails { name: "Northside Clinic".into(), zone: (*zone).to_string(), opening_hours, ..proposal("GB") }
}
