//! The set that is measured: the same on every engine, made once and kept (`fill` writes it). Sets of every size end on the same
//! day and are measured as if today were a hundred working days before it; a larger one only reaches further back.

use super::fill::{fill, is_there};
use crate::commands::{Store, cache, key, workstation};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use clinic_core::appointments::appointment::Appointment;
use clinic_core::catalogue::practitioners::{AddPractitioner, PractitionerKind};
use clinic_core::catalogue::rooms::AddRoom;
use clinic_core::catalogue::services::AddService;
use clinic_core::fields::Secret;
use clinic_core::ids::{AppointmentId, OperationId, PatientId, PractitionerId, RoomId, ServiceId, UserId};
use clinic_core::office::countries;
use clinic_core::office::start::StartClinic;
use clinic_core::operation::Operation;
use clinic_core::patients::bulk;
use clinic_core::schedule::hours::SetWorkingHours;
use clinic_core::schedule::hours::WeeklySpan;
use clinic_core::store::migrate;
use clinic_core::store::{Db, Read, StoreUrl, create_database};
use clinic_core::time::{Clock, Instant};
use clinic_core::{Clinic, Code, Error, Result, Step, Who, args};
use uuid::Uuid;
use zeroize::Zeroizing;

pub const PATIENTS: u64 = 100_000;
pub const DOCTORS: u64 = 10;
pub const A_DAY: u64 = 400;
const A_DOCTORS_DAY: u64 = A_DAY / DOCTORS;
/// The last working days of every set are still to come.
pub const DAYS_TO_COME: u64 = 100;

const DATABASE: &str = "clinic_bench";
const LOGIN: &str = "bench";
const PASSWORD: &str = "for measuring only";
/// Of a file in the cache folder, where CLINIC_KEY is not set: its patients are invented.
const KEY: &str = "b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0";

pub struct Set {
    pub clinic: Clinic,
    pub who: Who,
    pub size: Size,
}

/// How large a set is: the history grows with it, the days to come are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub appointments: u64,
}

impl Size {
    pub const USUAL: u64 = 200_000;

    /// Every patient has equally many appointments.
    ///
    /// Errors: `field.out_of_range` (appointments).
    pub fn new(appointments: u64) -> Result<Size> {
        if appointments.is_multiple_of(PATIENTS) && (PATIENTS..=PATIENTS * 100).contains(&appointments) {
            Ok(Size { appointments })
        } else {
            Err(Error::field(Code::FieldOutOfRange, "appointments").with("min", PATIENTS).with("max", PATIENTS * 100))
        }
    }

    pub fn days(self) -> u64 {
        self.appointments / A_DAY
    }

    /// The nth working day of the set.
    pub fn working_day(self, n: u64) -> NaiveDate {
        let end = NaiveDate::from_ymd_opt(2026, 12, 7).unwrap_or_default();
        end - Days::new(self.days() / 5 * 7) + Days::new(n / 5 * 7 + n % 5)
    }

    /// One of the days to come.
    pub fn day_to_come(self, n: u64) -> NaiveDate {
        self.working_day(self.days() - DAYS_TO_COME + n % DAYS_TO_COME)
    }

    /// The morning of the first day that is still to come.
    fn today(self) -> NaiveDateTime {
        self.day_to_come(0).and_hms_opt(7, 0, 0).unwrap_or_default()
    }

    /// Which appointment comes at this place, ordered by patient and time.
    pub fn in_order_of_patients(self, place: u64) -> u64 {
        let each = self.appointments / PATIENTS;
        place / each + place % each * PATIENTS
    }

    /// Which appointment comes at this place, ordered by doctor and time.
    pub fn in_order_of_doctors(self, place: u64) -> u64 {
        let each = self.appointments / DOCTORS;
        let (doctor, within) = (place / each, place % each);
        within / A_DOCTORS_DAY * A_DAY + doctor * A_DOCTORS_DAY + within % A_DOCTORS_DAY
    }

    /// The nth appointment: ten doctors with forty quarters of an hour each on every working day.
    pub fn appointment(self, n: u64, user: UserId) -> Appointment {
        let (day, within) = (n / A_DAY, n % A_DAY);
        let minutes = i64::try_from(within % A_DOCTORS_DAY * 15).unwrap_or(0);
        let starts_at = self.working_day(day).and_hms_opt(8, 0, 0).unwrap_or_default() + TimeDelta::minutes(minutes);
        let status = if day + DAYS_TO_COME < self.days() { "done" } else { "booked" };
        let patient = bulk::patient(n % PATIENTS).id;
        row(AppointmentId(id(APPOINTMENTS, n)), patient, within / A_DOCTORS_DAY, starts_at, 15, status, user)
    }
}

impl Set {
    pub fn db(&self) -> Db {
        self.clinic.db().clone()
    }
}

/// What an id is of.
pub const APPOINTMENTS: u128 = 0;
pub const RECORDS: u128 = 4;
pub const VITALS: u128 = 5;
pub const INVOICES: u128 = 6;
pub const ITEMS: u128 = 7;
pub const PAYMENTS: u128 = 8;
pub const PARTS: u128 = 9;

/// Version and variant as an id has them; the rest counts.
pub fn id(kind: u128, n: u64) -> Uuid {
    Uuid::from_u128(((0x7100 + kind) << 64) | (0x8_u128 << 60) | u128::from(n))
}

pub fn doctor(n: u64) -> PractitionerId {
    PractitionerId(id(1, n % DOCTORS))
}

pub fn room(n: u64) -> RoomId {
    RoomId(id(2, n % DOCTORS))
}

pub fn service() -> ServiceId {
    ServiceId(id(3, 0))
}

pub async fn open(store: &Store, size: Size) -> Result<Set> {
    let db = open_store(store, size).await?;
    let clock = Clock::default();
    clock.advance_seconds((size.today() - Utc::now().naive_utc()).num_seconds());
    migrate::migrate(&db, &clock, |_, _| {}).await?;
    let clinic = Clinic::open(db, &workstation()?, clock).await?;
    let mut db = clinic.db().clone();
    let started: Option<(i64,)> = db.maybe("SELECT 1 FROM users LIMIT 1", vec![]).await?;
    if started.is_none() {
        start(&clinic).await?;
    }
    // Another clinic than the one made here has no such person.
    let session =
        clinic.sign_in(LOGIN, Zeroizing::new(PASSWORD.to_owned())).await.map_err(|error| match error.code() {
            Code::SessionWrongPassword => Error::new(Code::ConnectionNotAClinic),
            _ => error,
        })?;
    let who = Who::from(session.clone());
    let doctors: Option<(i64,)> = db.maybe("SELECT 1 FROM doctors LIMIT 1", vec![]).await?;
    if doctors.is_none() {
        clinic.perform_all(&who, lists(), |_| {}).await?;
    }
    give_every_role(&mut db, session.user_id()).await?;
    fill(&mut db, size, session.user_id()).await?;
    Ok(Set { clinic, who, size })
}

/// Whoever measures reads the record and the books too.
async fn give_every_role(db: &mut Db, user: UserId) -> Result<()> {
    for role in ["receptionist", "doctor", "accountant"] {
        if !is_there(db, "SELECT 1 FROM user_roles WHERE user_id = ? AND role = ?", args![user, role]).await? {
            let mut tx = db.begin().await?;
            tx.insert_rows("user_roles", &["user_id", "role"], vec![args![user, role]]).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

async fn open_store(store: &Store, size: Size) -> Result<Db> {
    let suffix = |between| match size.appointments {
        Size::USUAL => String::new(),
        other => format!("{between}{other}"),
    };
    let url = match &store.url {
        Some(_) => store.parsed()?,
        None => StoreUrl::File(cache().join(format!("bench{}.clinic", suffix("-")))),
    };
    match url {
        StoreUrl::File(path) => {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder).map_err(|_| Error::new(Code::ConnectionFileNotFound))?;
            }
            let key = key().unwrap_or_else(|| Zeroizing::new(KEY.to_owned()));
            Db::open(&StoreUrl::File(path), Some(&key), true).await
        }
        StoreUrl::Server(mut address) => {
            address.database = format!("{DATABASE}{}", suffix("_"));
            create_database(&address).await?;
            Db::open(&StoreUrl::Server(address), None, false).await
        }
    }
}

async fn start(clinic: &Clinic) -> Result<()> {
    let mut details = countries::proposal("GB");
    details.name = "Bench clinic".into();
    let password = Secret::Plain(Zeroizing::new(PASSWORD.to_owned()));
    let start = StartClinic {
        clinic: details,
        user_id: UserId::new(),
        login: LOGIN.into(),
        name: "Bench".into(),
        password,
        sample: true,
    };
    clinic.perform(&Who::System, OperationId::new(), start).await.map(drop)
}

/// Rooms, doctors with their hours, and one service that everybody gives.
fn lists() -> Vec<Step> {
    let mut operations: Vec<Operation> = Vec::new();
    for n in 0..DOCTORS {
        operations.push(AddRoom { room_id: room(n), name: format!("Room {}", n + 1), kind: None, capacity: 1 }.into());
        let add = AddPractitioner {
            practitioner_id: doctor(n),
            kind: PractitionerKind::Doctor,
            name: format!("Dr Bench {}", n + 1),
            short_name: format!("Dr {}", n + 1),
            user_id: None,
            room_id: Some(room(n)),
            specialty_ids: vec![],
        };
        operations.push(add.into());
        let spans = (1..=7).map(|weekday| WeeklySpan::every(weekday, "08:00", "18:00")).collect();
        operations.push(SetWorkingHours { practitioner_id: doctor(n), version: 1, spans }.into());
    }
    operations.push(
        AddService {
            service_id: service(),
            code: None,
            name: "Consultation".into(),
            minutes: 15,
            price_minor: 4500,
            practitioner_ids: vec![],
            prices: None,
            account_code: None,
        }
        .into(),
    );
    operations.into_iter().map(|operation| Step { id: OperationId::new(), at: None, operation }).collect()
}

pub fn row(
    id: AppointmentId,
    patient_id: PatientId,
    doctor_number: u64,
    starts_at: NaiveDateTime,
    minutes: i64,
    status: &str,
    user: UserId,
) -> Appointment {
    let booked_at =
        Instant(NaiveDate::from_ymd_opt(starts_at.year(), 1, 1).unwrap_or_default().and_time(chrono::NaiveTime::MIN));
    Appointment {
        series_id: None,
        series_own_time: false,
        id,
        version: 1,
        patient_id,
        doctor_id: doctor(doctor_number),
        room_id: Some(room(doctor_number)),
        starts_at,
        ends_at: starts_at + TimeDelta::minutes(minutes),
        status: status.to_owned(),
        status_since: booked_at,
        waiting_for: None,
        services_text: "Consultation".into(),
        note: None,
        overbooked: false,
        overbook_reason: None,
        overbooked_by: None,
        outside_hours: false,
        outside_reason: None,
        outside_known: None,
        cancelled_by: None,
        cancel_reason: None,
        is_new: false,
        walk_in: false,
        for_anyone: false,
        for_specialty: None,
        ticket_day: None,
        ticket: None,
        booked_at,
        booked_by: Some(user),
    }
}
