//! One clinic's first days, operation by operation: every operation there is, in an order in which each one succeeds.
//!
//! A new operation gets a step in the function of its area below; the test in `rules/once.rs` says which ones are missing.
//! Steps may build on earlier ones; the ids they share are in `Ids`. Every password is `PASSWORD`.

mod billing;
mod patients;
mod records;
mod tasks;

use crate::desk::{PASSWORD, at, reason};
use chrono::{Days, NaiveDate};
use clinic_core::access::Role;
use clinic_core::appointments::appointment::Status;
use clinic_core::appointments::book::BookAppointment;
use clinic_core::appointments::cancel::{CancelAppointment, CancelledBy};
use clinic_core::appointments::change_time::MoveAppointment;
use clinic_core::appointments::edit::EditAppointment;
use clinic_core::appointments::next_free::MoveToNextFree;
use clinic_core::appointments::series::book::{BookSeries, SeriesVisit};
use clinic_core::appointments::series::cancel::CancelSeries;
use clinic_core::appointments::series::edit::EditSeries;
use clinic_core::appointments::series::members::SeriesScope;
use clinic_core::appointments::series::rule::{Monthly, SeriesRule, SeriesUnit};
use clinic_core::appointments::series::shift::MoveSeries;
use clinic_core::appointments::status::ChangeStatus;
use clinic_core::appointments::undo::Undo;
use clinic_core::appointments::walk_in::AdmitWalkIn;
use clinic_core::catalogue::practitioners::{AddPractitioner, EditPractitioner, PractitionerKind};
use clinic_core::catalogue::price_lists::{AddPriceList, EditPriceList};
use clinic_core::catalogue::prices::ServicePrice;
use clinic_core::catalogue::rooms::{AddRoom, EditRoom};
use clinic_core::catalogue::services::{AddService, EditService};
use clinic_core::catalogue::specialties::{AddSpecialty, EditSpecialty};
use clinic_core::fields::Secret;
use clinic_core::ids::*;
use clinic_core::office::countries::proposal;
use clinic_core::office::details::ClinicDetails;
use clinic_core::office::edit::EditClinic;
use clinic_core::office::paper_templates::{UseShippedTemplate, WriteTemplate};
use clinic_core::office::setup::FinishSetupStep;
use clinic_core::office::start::StartClinic;
use clinic_core::office::workstation::NameWorkstation;
use clinic_core::operation::{Operate, Operation};
use clinic_core::reminders::call::{CallOutcome, RecordCall};
use clinic_core::reminders::templates::{AddMessageTemplate, EditMessageTemplate};
use clinic_core::schedule::exception::{BlockKind, ExceptionDetails, ExceptionKind};
use clinic_core::schedule::exceptions::{AddException, EditException, RemoveException};
use clinic_core::schedule::hours::{SetWorkingHours, WeeklySpan};
use clinic_core::staff::add_person::AddPerson;
use clinic_core::staff::edit_person::EditPerson;
use clinic_core::staff::passwords::{ChangeOwnPassword, GiveOneTimePassword, RecoverAdmin};
use clinic_core::staff::permissions::SetPermission;
use clinic_core::waitlist::add::AddToWaitlist;
use clinic_core::waitlist::asked::{AskAnswer, RecordWaitlistAsk};
use clinic_core::waitlist::book::BookFromWaitlist;
use clinic_core::waitlist::edit::{EditWaitlist, WithdrawFromWaitlist};
use clinic_core::waitlist::wishes::{Priority, Wishes};

/// Who performs a step: the app itself, or the person with this sign-in name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    App,
    Person(&'static str),
}

pub const ADMIN: By = By::Person("admin");
const NOVAK: By = By::Person("m.novak");
/// Whoever is added, in that order.
pub const ADDED: [&str; 2] = ["m.novak", "b.adeyemi"];

pub struct Step {
    pub id: OperationId,
    pub by: By,
    pub operation: Operation,
}

/// The whole script. Each call makes new ids: one call's steps are for clinics that are to be the same.
pub fn script() -> Vec<Step> {
    let (mut script, ids) = (Script::default(), Ids::default());
    office(&mut script);
    people(&mut script, &ids);
    catalogue(&mut script, &ids);
    patients::patients(&mut script, &ids);
    tasks::tasks(&mut script, &ids);
    appointments(&mut script, &ids);
    absences(&mut script, &ids);
    series(&mut script, &ids);
    waitlist(&mut script, &ids);
    billing::billing(&mut script, &ids);
    walk_ins(&mut script, &ids);
    records::records(&mut script, &ids);
    // Leaves m.novak with a one-time password.
    script.add(By::App, RecoverAdmin { login: "m.novak".into(), password: Secret::plain(PASSWORD) });
    script.0
}

#[derive(Default)]
struct Script(Vec<Step>);

impl Script {
    fn add(&mut self, by: By, operation: impl Into<Operation>) -> OperationId {
        let id = OperationId::new();
        self.0.push(Step { id, by, operation: operation.into() });
        id
    }

    fn admin(&mut self, operation: impl Into<Operation>) -> OperationId {
        self.add(ADMIN, operation)
    }
}

#[derive(Default)]
struct Ids {
    novak: UserId,
    adeyemi: UserId,
    specialty: SpecialtyId,
    room: RoomId,
    doctor: PractitionerId,
    service: ServiceId,
    price_list: PriceListId,
    passport: IdentifierTypeId,
    patient: PatientId,
}

fn office(script: &mut Script) {
    let clinic = ClinicDetails { name: "Northside Clinic".into(), ..proposal("GB") };
    script.add(
        By::App,
        StartClinic {
            clinic: clinic.clone(),
            user_id: UserId::new(),
            login: "admin".into(),
            name: "Ada Admin".into(),
            password: Secret::plain(PASSWORD),
            sample: false,
        },
    );
    let details = ClinicDetails { address_lines: vec!["1 High Street".into()], ..clinic };
    script.admin(EditClinic { version: 1, details });
    script.admin(FinishSetupStep { step: "printer".into() });
    script.admin(NameWorkstation { name: "Reception".into() });
}

fn people(script: &mut Script, ids: &Ids) {
    let user_id = ids.novak;
    let roles = vec![Role::Receptionist];
    script.admin(AddPerson {
        user_id,
        login: "m.novak".into(),
        name: "M. Novak".into(),
        roles: roles.clone(),
        one_time_password: Secret::plain(PASSWORD),
    });
    script.add(NOVAK, ChangeOwnPassword { password: Secret::plain(PASSWORD) });
    script.admin(EditPerson { user_id, version: 2, name: "Maria Novak".into(), roles, active: true });
    script.admin(GiveOneTimePassword { user_id, password: Secret::plain(PASSWORD) });
    script.admin(SetPermission { role: Role::Nurse, permission: "appointment.overbook".into(), allowed: true });
}

fn catalogue(script: &mut Script, ids: &Ids) {
    let Ids { specialty: specialty_id, room: room_id, doctor: practitioner_id, service: service_id, .. } = *ids;
    script.admin(AddSpecialty { specialty_id, name: "General practice".into() });
    script.admin(EditSpecialty { specialty_id, version: 1, name: "Family medicine".into(), active: true });
    script.admin(AddRoom { room_id, name: "Room 1".into(), kind: None, capacity: 1 });
    script.admin(EditRoom {
        room_id,
        version: 1,
        name: "Treatment room".into(),
        kind: Some("Treatment".into()),
        capacity: 2,
        active: true,
    });
    let (name, short_name) = ("Dr Bola Adeyemi".to_owned(), "Dr Adeyemi".to_owned());
    script.admin(AddPractitioner {
        practitioner_id,
        kind: PractitionerKind::Doctor,
        name: name.clone(),
        short_name: short_name.clone(),
        user_id: None,
        room_id: None,
        specialty_ids: vec![],
    });
    script.admin(EditPractitioner {
        practitioner_id,
        version: 1,
        kind: PractitionerKind::Doctor,
        name,
        short_name,
        user_id: None,
        room_id: Some(room_id),
        specialty_ids: vec![specialty_id],
        active: true,
    });
    let weekday = |weekday| WeeklySpan::every(weekday, "08:00", "18:00");
    script.admin(SetWorkingHours { practitioner_id, version: 2, spans: (1..=5).map(weekday).collect() });
    let (name, minutes, price_minor) = ("Check-up".to_owned(), 30, 4500);
    script.admin(AddService {
        service_id,
        code: None,
        name: name.clone(),
        minutes,
        price_minor,
        practitioner_ids: vec![],
        prices: None,
        account_code: None,
    });
    let price_list_id = ids.price_list;
    script.admin(AddPriceList { price_list_id, name: "Staff".into() });
    script.admin(EditPriceList { price_list_id, version: 1, name: "Staff and family".into(), active: true });
    let year = |year, price_minor| ServicePrice {
        price_list_id,
        valid_from: NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default(),
        valid_to: NaiveDate::from_ymd_opt(year, 12, 31),
        price_minor,
    };
    script.admin(EditService {
        service_id,
        version: 1,
        code: Some("CU".into()),
        name,
        minutes,
        price_minor: 5000,
        practitioner_ids: vec![practitioner_id],
        active: true,
        prices: Some(vec![year(2026, 3000), year(2027, 3200)]),
        account_code: Some("8400".into()),
    });
}

fn appointments(script: &mut Script, ids: &Ids) {
    let appointment_id = AppointmentId::new();
    let first = BookAppointment {
        appointment_id,
        patient_id: ids.patient,
        practitioner_id: ids.doctor,
        room_id: None,
        service_ids: vec![ids.service],
        starts_at: at(9, 0),
        minutes: 30,
        note: Some("Brings earlier letters".into()),
        overbook: None,
        outside_hours: None,
    };
    script.admin(first.clone());
    script.admin(MoveAppointment {
        appointment_id,
        version: 1,
        practitioner_id: ids.doctor,
        room_id: None,
        starts_at: at(10, 0),
        minutes: 45,
        overbook: None,
        outside_hours: None,
    });
    script.admin(EditAppointment {
        appointment_id,
        version: 2,
        service_ids: vec![ids.service],
        room_id: Some(ids.room),
        note: None,
        overbook: None,
        outside_hours: None,
    });
    let arrived =
        ChangeStatus { appointment_id, version: 3, to: Status::Arrived, waiting_for: Some(ids.doctor), reason: None };
    let undoes = script.admin(arrived);
    script.admin(Undo { undoes });
    // On the first one's time, so that lanes are taken and move down again.
    let second = AppointmentId::new();
    let over = BookAppointment { appointment_id: second, starts_at: at(10, 15), overbook: reason("In pain"), ..first };
    script.admin(over);
    script.admin(CancelAppointment { appointment_id, version: 5, by: CancelledBy::Patient, reason: "Ill".into() });
    script.admin(MoveToNextFree { appointment_id: second, version: 1 });
}

fn absences(script: &mut Script, ids: &Ids) {
    let exception_id = ExceptionId::new();
    let lunch = ExceptionDetails {
        kind: ExceptionKind::Block,
        block: Some(BlockKind::Lunch),
        practitioner_id: Some(ids.doctor),
        room_id: None,
        from: at(0, 0).date(),
        to: None,
        starts: Some("12:00".into()),
        ends: Some("12:30".into()),
        weekdays: vec![1, 2, 3],
        replaces: false,
        label: None,
    };
    script.admin(AddException { exception_id, details: lunch.clone() });
    let later = ExceptionDetails { ends: Some("12:45".into()), label: Some("Team lunch".into()), ..lunch };
    script.admin(EditException { exception_id, version: 1, details: later });
    script.admin(RemoveException { exception_id, version: 2 });
}

fn series(script: &mut Script, ids: &Ids) {
    let visit =
        |week: u64| SeriesVisit { appointment_id: AppointmentId::new(), starts_at: at(13, 0) + Days::new(7 * week) };
    let visits: Vec<SeriesVisit> = (0..3).map(visit).collect();
    let appointment_id = visits[0].appointment_id;
    let rule = SeriesRule {
        every: 1,
        unit: SeriesUnit::Week,
        weekdays: vec![],
        monthly: Monthly::Date,
        until: None,
        times: Some(3),
    };
    script.admin(BookSeries {
        series_id: SeriesId::new(),
        patient_id: ids.patient,
        practitioner_id: ids.doctor,
        room_id: None,
        service_ids: vec![ids.service],
        starts_at: at(13, 0),
        minutes: 30,
        rule,
        visits,
        note: None,
        outside_hours: None,
    });
    script.admin(MoveSeries {
        appointment_id,
        version: 1,
        scope: SeriesScope::All,
        practitioner_id: ids.doctor,
        room_id: None,
        starts_at: at(14, 0),
        minutes: 30,
        instead: vec![],
        outside_hours: None,
    });
    script.admin(EditSeries {
        appointment_id,
        version: 2,
        scope: SeriesScope::Following,
        service_ids: vec![ids.service],
        room_id: Some(ids.room),
        note: Some("With her interpreter".into()),
        leave: vec![],
    });
    let by = CancelledBy::Patient;
    script.admin(CancelSeries { appointment_id, version: 3, scope: SeriesScope::All, by, reason: "Well again".into() });
}

fn walk_ins(script: &mut Script, ids: &Ids) {
    script.admin(AdmitWalkIn {
        appointment_id: AppointmentId::new(),
        patient_id: ids.patient,
        practitioner_id: Some(ids.doctor),
        specialty_id: None,
        service_ids: vec![],
        note: Some("Cut on the hand".into()),
    });
}

fn waitlist(script: &mut Script, ids: &Ids) {
    let (first, second) = (WaitlistId::new(), WaitlistId::new());
    let wishes = Wishes {
        practitioner_ids: vec![ids.doctor],
        service_ids: vec![ids.service],
        minutes: 30,
        earliest: at(0, 0).date(),
        latest: None,
        weekdays: vec![1, 2],
        from: None,
        to: None,
        priority: Priority::Soon,
        note: Some("Any day".into()),
    };
    for waitlist_id in [first, second] {
        script.admin(AddToWaitlist { waitlist_id, patient_id: ids.patient, wishes: wishes.clone() });
    }
    let mornings = Wishes { to: Some("16:00".into()), ..wishes };
    script.admin(EditWaitlist { waitlist_id: first, version: 1, wishes: mornings });
    script.admin(RecordWaitlistAsk {
        waitlist_id: first,
        practitioner_id: ids.doctor,
        starts_at: at(15, 0),
        answer: AskAnswer::NoAnswer,
        note: None,
    });
    let booking = BookAppointment {
        appointment_id: AppointmentId::new(),
        patient_id: ids.patient,
        practitioner_id: ids.doctor,
        room_id: None,
        service_ids: vec![ids.service],
        starts_at: at(15, 0),
        minutes: 30,
        note: None,
        overbook: None,
        outside_hours: None,
    };
    let appointment_id = booking.appointment_id;
    script.admin(BookFromWaitlist { waitlist_id: first, version: 2, booking });
    script.admin(WithdrawFromWaitlist { waitlist_id: second, version: 1 });
    script.admin(RecordCall { appointment_id, version: 1, outcome: CallOutcome::Confirmed, note: None });
    let message_template_id = MessageTemplateId::new();
    let (language, text) = ("English".to_owned(), "{patient}: {date}, {time}".to_owned());
    script.admin(AddMessageTemplate { message_template_id, language: language.clone(), text: text.clone() });
    script.admin(EditMessageTemplate { message_template_id, version: 1, language, text, active: false });
    script.admin(WriteTemplate::example());
    script.admin(UseShippedTemplate::example());
}
