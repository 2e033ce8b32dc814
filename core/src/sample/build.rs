//! The sample's people, lists and patients as operations.

use super::money::{self, Money};
use super::names::{RARE, TRADITIONS};
use super::{LOGINS, PASSWORD, calendar, notes};
use crate::access::Role;
use crate::billing::tax_rates::{AddTaxRate, TaxKind, TaxRateDetails};
use crate::catalogue::practitioners::{AddPractitioner, PractitionerKind};
use crate::catalogue::rooms::AddRoom;
use crate::catalogue::services::AddService;
use crate::catalogue::specialties::AddSpecialty;
use crate::clinic::Step;
use crate::fields::{Clinical, Secret};
use crate::ids::*;
use crate::office::countries::proposal;
use crate::office::details::ClinicDetails;
use crate::office::start::StartClinic;
use crate::operation::Operation;
use crate::patients::alerts::{AddAlert, AlertKind, AlertSeverity, Audience};
use crate::patients::bulk::mixed;
use crate::patients::identifier_types::AddIdentifierType;
use crate::patients::patient::{AddressLine, PatientDetails, PatientNames, PhoneLine};
use crate::patients::register::RegisterPatient;
use crate::records::allergies::{AddAllergy, AllergyDetails, AllergyStatus, Severity};
use crate::records::medicines::starter::AddStarterMedicines;
use crate::records::none_known::RecordNoKnownAllergies;
use crate::schedule::hours::{SetWorkingHours, WeeklySpan};
use crate::staff::add_person::AddPerson;
use crate::time::Instant;
use chrono::{Days, NaiveDate};
use uuid::Uuid;

pub(super) const ONE_TIME: &str = "one time sample password";
const PATIENTS: u64 = 2000;

pub(super) struct Practitioner {
    pub name: &'static str,
    short: &'static str,
    kind: PractitionerKind,
    specialty: Option<usize>,
    login: Option<&'static str>,
    /// Minutes after midnight.
    pub works: [(i64, i64); 2],
}

const fn doctor(name: &'static str, short: &'static str, specialty: usize, works: [(i64, i64); 2]) -> Practitioner {
    Practitioner { name, short, kind: PractitionerKind::Doctor, specialty: Some(specialty), login: None, works }
}

pub(super) const PRACTITIONERS: [Practitioner; 7] = [
    Practitioner { login: Some("doctor"), ..doctor("Dr Ada Adeyemi", "Dr Adeyemi", 0, [(480, 750), (810, 1050)]) },
    doctor("Dr Luca Bianchi", "Dr Bianchi", 0, [(495, 750), (810, 1050)]),
    doctor("Dr Mei Chen", "Dr Chen", 1, [(510, 780), (840, 1080)]),
    doctor("Dr Camille Dubois", "Dr Dubois", 2, [(480, 780), (810, 1020)]),
    doctor("Dr Freja Eriksen", "Dr Eriksen", 3, [(540, 780), (825, 1080)]),
    doctor("Dr Samuel Oyelaran", "Dr Oyelaran", 0, [(480, 720), (780, 1020)]),
    Practitioner {
        name: "Nurse Isha Gupta",
        short: "Nurse Gupta",
        kind: PractitionerKind::Nurse,
        specialty: None,
        login: Some("nurse"),
        works: [(480, 765), (810, 1020)],
    },
];

const SPECIALTIES: [&str; 4] = ["General practice", "Paediatrics", "Dermatology", "Cardiology"];
/// Name, kind, patients at the same time.
const ROOMS: [(&str, &str, i64); 8] = [
    ("Room 1", "Consulting", 1),
    ("Room 2", "Consulting", 1),
    ("Room 3", "Consulting", 1),
    ("Room 4", "Consulting", 1),
    ("Room 5", "Consulting", 1),
    ("Room 6", "Consulting", 1),
    ("Treatment room", "Treatment", 1),
    ("Group room", "Group", 4),
];
/// Name, minutes, price in pence.
pub(super) const SERVICES: [(&str, i64, i64); 12] = [
    ("Check-up", 20, 6000),
    ("Follow-up", 15, 4500),
    ("New patient", 30, 8500),
    ("Vaccination", 10, 3000),
    ("Blood test", 15, 2500),
    ("Wound care", 20, 4000),
    ("ECG", 20, 5500),
    ("Skin check", 30, 9000),
    ("Child check-up", 25, 7000),
    ("Blood pressure", 10, 2000),
    ("Travel advice", 20, 5000),
    ("Repeat letter", 10, 0),
];

/// Travel advice.
const TRAVEL: u64 = 10;

pub(super) fn service_id(n: u64) -> ServiceId {
    ServiceId(id("service", n))
}

pub(super) fn tax_rate_of(service: u64) -> TaxRateId {
    TaxRateId(id("tax rate", u64::from(service == TRAVEL)))
}

pub(super) struct Plan {
    pub now: Instant,
}

/// An id that is the same in every sample.
pub(super) fn id(kind: &str, n: u64) -> Uuid {
    Uuid::new_v5(&Uuid::from_u128(0x5a3b_1e00_c11c_4000_8000_0000_0000_0001), format!("{kind} {n}").as_bytes())
}

pub(super) fn step(operation: impl Into<Operation>, n: u64, at: Instant) -> Step {
    let operation = operation.into();
    Step { id: OperationId(id(operation.name(), n)), at: Some(at), operation }
}

impl Plan {
    pub fn new(now: Instant) -> Plan {
        Plan { now }
    }

    fn long_ago(&self) -> Instant {
        self.now.minus_seconds(400 * 86_400)
    }

    pub fn start(&self) -> Vec<Step> {
        let clinic = ClinicDetails {
            name: "Northside Clinic".into(),
            address_lines: vec!["12 Linden Square".into(), "Northside N1 4XY".into()],
            phone: Some("020 7946 0100".into()),
            email: Some("desk@northside.example".into()),
            ..proposal("GB")
        };
        let admin = &LOGINS[4];
        let start = StartClinic {
            clinic,
            user_id: UserId(id("user", 4)),
            login: admin.login.into(),
            name: admin.name.into(),
            password: Secret::plain(PASSWORD),
            sample: true,
        };
        vec![step(start, 0, self.long_ago())]
    }

    pub fn people_and_lists(&self) -> Vec<Step> {
        let at = self.long_ago();
        let mut steps = Vec::new();
        let roles = [Role::Receptionist, Role::Doctor, Role::Nurse, Role::Accountant];
        for (n, role) in roles.into_iter().enumerate() {
            let login = &LOGINS[n];
            let add = AddPerson {
                user_id: UserId(id("user", n as u64)),
                login: login.login.into(),
                name: login.name.into(),
                roles: vec![role],
                one_time_password: Secret::plain(ONE_TIME),
            };
            steps.push(step(add, n as u64, at));
        }
        for (n, name) in (0..).zip(SPECIALTIES) {
            steps.push(step(AddSpecialty { specialty_id: SpecialtyId(id("specialty", n)), name: name.into() }, n, at));
        }
        for (n, (name, kind, capacity)) in (0..).zip(ROOMS) {
            let kind = Some(kind.into());
            let add = AddRoom { room_id: RoomId(id("room", n)), name: name.into(), kind, capacity };
            steps.push(step(add, n, at));
        }
        for (n, person) in (0..).zip(&PRACTITIONERS) {
            self.add_practitioner(&mut steps, n, person);
        }
        for (n, (name, minutes, price_minor)) in (0..).zip(SERVICES) {
            let add = AddService {
                service_id: ServiceId(id("service", n)),
                code: None,
                name: name.into(),
                minutes,
                price_minor,
                practitioner_ids: who_gives(n),
                prices: None,
                account_code: None,
            };
            steps.push(step(add, n, at));
        }
        for (n, (name, issuer)) in
            (0..).zip([("NHS number", Some("NHS")), ("Insurance number", None), ("Passport", None)])
        {
            let add = AddIdentifierType {
                identifier_type_id: IdentifierTypeId(id("identifier", n)),
                name: name.into(),
                issuer: issuer.map(str::to_owned),
            };
            steps.push(step(add, n, at));
        }
        self.tax_rates(&mut steps);
        steps.push(step(AddStarterMedicines {}, 0, at));
        steps.extend(notes::steps(at));
        steps
    }

    fn add_practitioner(&self, steps: &mut Vec<Step>, n: u64, person: &Practitioner) {
        let practitioner_id = PractitionerId(id("practitioner", n));
        let user = person
            .login
            .and_then(|login| LOGINS.iter().position(|one| one.login == login))
            .map(|n| UserId(id("user", n as u64)));
        let add = AddPractitioner {
            practitioner_id,
            kind: person.kind,
            name: person.name.into(),
            short_name: person.short.into(),
            user_id: user,
            room_id: Some(RoomId(id("room", n))),
            specialty_ids: person.specialty.map(|n| SpecialtyId(id("specialty", n as u64))).into_iter().collect(),
        };
        steps.push(step(add, n, self.long_ago()));
        // The sample has somebody at work on every day, so that it can be looked at on a Sunday too.
        let span = |weekday: i64, (starts, ends): (i64, i64)| {
            WeeklySpan::every(weekday, crate::time::clock_text(starts), crate::time::clock_text(ends))
        };
        let spans = (1..=7).flat_map(|weekday| person.works.map(|works| span(weekday, works))).collect();
        steps.push(step(SetWorkingHours { practitioner_id, version: 1, spans }, n, self.long_ago()));
    }

    pub fn patients(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        for n in 0..PATIENTS {
            let at = self.now.minus_seconds(registered_ago(n));
            steps.push(step(
                RegisterPatient { patient_id: PatientId(id("patient", n)), details: patient(n, self.now) },
                n,
                at,
            ));
            if is_allergic(n) {
                steps.push(step(allergy(n), n, at));
            } else if mixed(n + 79).is_multiple_of(3) {
                steps.push(step(RecordNoKnownAllergies { patient_id: PatientId(id("patient", n)) }, n, at));
            }
            if mixed(n + 78).is_multiple_of(40) {
                steps.push(step(alert(n, "Needs an interpreter"), n, at));
            }
        }
        steps
    }

    /// The calendar, and what its visits were billed and paid.
    pub fn calendar_and_money(&self, zone: chrono_tz::Tz) -> (Vec<Step>, Money) {
        let (steps, seen) = calendar::steps(self.now, zone, PATIENTS);
        (steps, money::of(self.now, zone, &seen))
    }

    /// Medicine is exempt; advice for a journey is not.
    fn tax_rates(&self, steps: &mut Vec<Step>) {
        let exempt = TaxRateDetails {
            name: "Exempt".into(),
            kind: TaxKind::Exempt,
            basis_points: 0,
            inclusive: true,
            reason: Some("Medical care is exempt from VAT".into()),
            service_ids: (0..SERVICES.len() as u64).filter(|n| *n != TRAVEL).map(service_id).collect(),
            account_code: None,
        };
        let standard = TaxRateDetails {
            name: "VAT 20 %".into(),
            kind: TaxKind::Standard,
            basis_points: 2000,
            reason: None,
            service_ids: vec![service_id(TRAVEL)],
            account_code: None,
            ..exempt.clone()
        };
        for (n, details) in (0..).zip([exempt, standard]) {
            steps.push(step(AddTaxRate { tax_rate_id: TaxRateId(id("tax rate", n)), details }, n, self.long_ago()));
        }
    }
}

/// Seconds since a patient was registered.
pub(super) fn registered_ago(n: u64) -> i64 {
    i64::try_from(mixed(n) % (360 * 86_400)).unwrap_or(0) + 30 * 86_400
}

pub(super) fn is_allergic(n: u64) -> bool {
    mixed(n + 77).is_multiple_of(12)
}

fn alert(n: u64, text: &str) -> AddAlert {
    AddAlert {
        alert_id: AlertId(id("alert", n)),
        patient_id: PatientId(id("patient", n)),
        kind: AlertKind::Alert,
        audience: Audience::Desk,
        text: Clinical(text.into()),
        severity: AlertSeverity::Note,
    }
}

fn allergy(n: u64) -> AddAllergy {
    let (substance, reaction, severity) = [
        ("Penicillin", "Rash", Severity::Moderate),
        ("Latex", "Swelling", Severity::Mild),
        ("Nuts", "Anaphylaxis", Severity::Severe),
        ("Aspirin", "Wheezing", Severity::Unknown),
    ][usize::try_from(mixed(n) % 4).unwrap_or(0)];
    AddAllergy {
        allergy_id: AllergyId(id("allergy", n)),
        patient_id: PatientId(id("patient", n)),
        details: AllergyDetails {
            substance: Clinical(substance.into()),
            reaction: Some(Clinical(reaction.into())),
            severity,
            since: None,
            until: None,
            status: AllergyStatus::Active,
        },
    }
}

/// The skin check belongs to the dermatologist, the ECG to cardiology and the nurse; children to the paediatrician.
fn who_gives(service: u64) -> Vec<PractitionerId> {
    let who: &[u64] = match service {
        6 => &[4, 6],
        7 => &[3],
        8 => &[2, 0],
        _ => &[],
    };
    who.iter().map(|n| PractitionerId(id("practitioner", *n))).collect()
}

/// Which services one practitioner gives.
pub(super) fn services_of(practitioner: u64) -> Vec<u64> {
    let own = |service: &u64| {
        who_gives(*service).is_empty()
            || who_gives(*service).contains(&PractitionerId(id("practitioner", practitioner)))
    };
    (0..12).filter(own).collect()
}

fn patient(n: u64, now: Instant) -> PatientDetails {
    let pick = |salt: u64, of: usize| usize::try_from(mixed(n * 17 + salt) % of as u64).unwrap_or(0);
    let is_woman = n.is_multiple_of(2);
    let names = names(is_woman, pick);
    let today = now.0.date();
    let phone = PhoneLine {
        kind: "mobile".into(),
        number: format!("07700 {:06}", 900_000 + mixed(n * 3) % 1000 + (n % 90) * 1000),
    };
    let address = AddressLine {
        kind: "home".into(),
        primary: true,
        line1: Some(format!(
            "{} {}",
            1 + pick(5, 180),
            ["High Street", "Linden Square", "Mill Lane", "Station Road", "Orchard Close"][pick(6, 5)]
        )),
        city: Some("Northside".into()),
        postcode: Some(format!("N{} {}AA", 1 + pick(7, 22), 1 + pick(8, 9))),
        country: Some("GB".into()),
        ..AddressLine::default()
    };
    PatientDetails {
        birth_date: today
            .checked_sub_days(Days::new(400 + mixed(n * 5 + 1) % 32_000))
            .or(NaiveDate::from_ymd_opt(1970, 1, 1)),
        sex: if is_woman { "female" } else { "male" }.into(),
        phones: vec![phone],
        addresses: vec![address],
        ..PatientDetails::named(names)
    }
}

/// `pick` chooses by chance: a salt, and out of how many.
fn names(is_woman: bool, pick: impl Fn(u64, usize) -> usize) -> PatientNames {
    let kind = if pick(9, 40) == 0 { RARE } else { TRADITIONS };
    let tradition = &kind[pick(0, kind.len())];
    let (given, family) = match is_woman {
        true => (tradition.women, tradition.family_of_women),
        false => (tradition.men, tradition.family_of_men),
    };
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    PatientNames {
        given: text(given[pick(3, given.len())]),
        family: text(family[pick(1, family.len())]),
        second_family: tradition.second.then(|| family[pick(2, family.len())].to_owned()),
        ..PatientNames::default()
    }
}
