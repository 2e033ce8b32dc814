//! Vaccinations: given here, elsewhere or refused; batches that are over; who received a batch; what a signed visit covers.

use chrono::{Days, NaiveDate};
use clinic_core::access::Role;
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::operation::Operation;
use clinic_core::patients::patient::PhoneLine;
use clinic_core::patients::register::RegisterPatient;
use clinic_core::records::opened::{LookAtAllergies, OpenChart};
use clinic_core::records::seen::{AskWhoSaw, SeenPage};
use clinic_core::records::vaccinations::VaccinationSite;
use clinic_core::records::vaccinations::batch::{AskBatch, BatchLine, LookUpBatch};
use clinic_core::records::vaccinations::enter::EnterVaccination;
use clinic_core::records::vaccinations::in_use::{AskVaccinesInUse, VaccineInUse};
use clinic_core::records::vaccinations::of_patient::{AskVaccinations, VaccinationLine};
use clinic_core::records::vaccinations::strike::StrikeVaccination;
use clinic_core::records::visits::ask::{AskVisit, Visit};
use clinic_core::records::visits::sign::SignVisit;
use clinic_core::records::visits::start::StartVisit;
use clinic_core::records::visits::text::VisitText;
use clinic_core::staff::me::AskMe;
use clinic_core::time::{Clock, Instant};
use clinic_core::{Code, Error, Who, check};
use clinic_tests::desk::{Desk, at, day, details};
use clinic_tests::engine_list::all;

fn clinical(text: &str) -> Option<Clinical> {
    Some(Clinical(text.into()))
}

struct Room {
    desk: Desk,
    doctor: Who,
    nurse: Who,
    nurse_id: UserId,
}

/// A doctor and a nurse who opened the first patient's chart, on the Monday of the tests.
async fn rooms() -> Vec<Room> {
    let mut rooms = Vec::new();
    for engine in all() {
        let desk = Desk::with_clock(&engine, Clock::standing_at(Instant(at(9, 0)))).await;
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let nurse = desk.person("a.nurse", Role::Nurse).await;
        let me: serde_json::Value = desk.clinic.ask_as(&nurse, AskMe {}).await.expect("me");
        let nurse_id = serde_json::from_value(me["user_id"].clone()).expect("an id");
        let room = Room { desk, doctor, nurse, nurse_id };
        for who in [&room.doctor, &room.nurse] {
            let open = OpenChart { patient_id: room.desk.patients[0], reason: None };
            room.by(who, open).await.expect("opened");
        }
        rooms.push(room);
    }
    rooms
}

impl Room {
    async fn by(&self, who: &Who, operation: impl Into<Operation>) -> Result<(), Error> {
        self.desk.clinic.perform(who, OperationId::new(), operation).await.map(|_| ())
    }

    async fn code(&self, operation: impl Into<Operation>) -> (Code, Option<String>) {
        let error = self.by(&self.nurse, operation).await.expect_err("refused");
        (error.code(), error.detail("field").and_then(|field| field.as_str()).map(str::to_owned))
    }

    /// Given here by the nurse, today.
    fn given(&self, vaccine: &str) -> EnterVaccination {
        EnterVaccination {
            vaccination_id: VaccinationId::new(),
            patient_id: self.desk.patients[0],
            vaccine: Clinical(vaccine.into()),
            dose_number: Some(1),
            given_on: day(),
            refused: false,
            refused_reason: None,
            batch: clinical("AB 123-4"),
            expires_on: Some(day()),
            expired_reason: None,
            site: Some(VaccinationSite::LeftArm),
            given_by: Some(self.nurse_id),
            given_elsewhere: None,
            confirmed: false,
        }
    }

    fn refused(&self, vaccine: &str) -> EnterVaccination {
        EnterVaccination {
            dose_number: None,
            refused: true,
            refused_reason: clinical("Afraid of needles"),
            batch: None,
            expires_on: None,
            site: None,
            given_by: None,
            ..self.given(vaccine)
        }
    }

    async fn lines(&self) -> Vec<VaccinationLine> {
        let question = AskVaccinations { patient_id: self.desk.patients[0] };
        self.desk.clinic.ask_as(&self.doctor, question).await.expect("vaccinations")
    }

    async fn batch(&self, who: &Who, batch: &str) -> Result<Vec<BatchLine>, Code> {
        let question = AskBatch { batch: Clinical(batch.into()) };
        self.desk.clinic.ask_as(who, question).await.map_err(|error| error.code())
    }
}

#[tokio::test]
async fn what_was_given_here_elsewhere_or_refused_reads_back() {
    for room in rooms().await {
        room.by(&room.nurse, room.given("Influenza")).await.expect("given");
        let elsewhere = EnterVaccination {
            given_on: NaiveDate::from_ymd_opt(1980, 3, 12).expect("the day of birth"),
            batch: None,
            expires_on: None,
            site: None,
            given_by: None,
            given_elsewhere: clinical(" Vaccination card "),
            ..room.given("BCG")
        };
        room.by(&room.nurse, elsewhere).await.expect("given elsewhere");
        room.by(&room.doctor, room.refused("Hepatitis B")).await.expect("refused");
        let lines = room.lines().await;
        let read: Vec<_> = lines.iter().map(|line| (line.vaccine.as_str(), line.status.as_str())).collect();
        assert_eq!(
            read,
            [("Hepatitis B", "refused"), ("Influenza", "given"), ("BCG", "given")],
            "{}",
            room.desk.engine
        );
        assert_eq!(lines[0].refused_reason.as_deref(), Some("Afraid of needles"));
        let here = &lines[1];
        assert_eq!(
            (here.batch.as_deref(), here.expires_on, here.dose_number),
            (Some("AB 123-4"), Some(day()), Some(1))
        );
        assert_eq!((here.given_by.as_deref(), here.site.as_deref()), (Some("a.nurse Person"), Some("left_arm")));
        assert_eq!((lines[2].given_elsewhere.as_deref(), &lines[2].given_by), (Some("Vaccination card"), &None));
        let question = AskVaccinesInUse {};
        let in_use: Vec<VaccineInUse> = room.desk.clinic.ask_as(&room.nurse, question).await.expect("in use");
        assert_eq!(in_use.len(), 1, "{in_use:?}");
        assert_eq!((in_use[0].vaccine.as_str(), in_use[0].batch.as_str()), ("Influenza", "AB 123-4"));
        room.desk.end().await;
    }
}

#[tokio::test]
async fn what_is_missing_or_does_not_fit_is_named() {
    for room in rooms().await {
        let of = || room.given("Influenza");
        let field = |code, field: &str| (code, Some(field.to_owned()));
        let (needed, invalid, range) = (Code::FieldRequired, Code::FieldInvalid, Code::FieldOutOfRange);
        let cases = [
            (EnterVaccination { vaccine: Clinical(" ".into()), ..of() }, field(needed, "vaccine")),
            (EnterVaccination { dose_number: Some(0), ..of() }, field(range, "dose_number")),
            (EnterVaccination { batch: None, ..of() }, field(needed, "batch")),
            (EnterVaccination { batch: clinical(" - "), ..of() }, field(invalid, "batch")),
            (EnterVaccination { expires_on: None, ..of() }, field(needed, "expires_on")),
            (EnterVaccination { given_by: None, ..of() }, field(needed, "given_by")),
            (EnterVaccination { given_elsewhere: clinical("A card"), ..of() }, field(invalid, "given_elsewhere")),
            (EnterVaccination { refused_reason: clinical("No"), ..of() }, field(invalid, "refused_reason")),
            (EnterVaccination { refused_reason: None, ..room.refused("BCG") }, field(needed, "refused_reason")),
            (EnterVaccination { batch: clinical("AB1"), ..room.refused("BCG") }, field(invalid, "batch")),
            (EnterVaccination { given_by: Some(room.nurse_id), ..room.refused("BCG") }, field(invalid, "given_by")),
            (EnterVaccination { given_on: day() + Days::new(1), ..of() }, field(range, "given_on")),
            (
                EnterVaccination { given_on: NaiveDate::from_ymd_opt(1980, 3, 11).expect("a day"), ..of() },
                field(range, "given_on"),
            ),
            (EnterVaccination { expired_reason: clinical("It was not"), ..of() }, field(invalid, "expired_reason")),
        ];
        for (operation, expected) in cases {
            let what = format!("{operation:?} on {}", room.desk.engine);
            assert_eq!(room.code(operation).await, expected, "{what}");
        }
        let unknown = EnterVaccination { given_by: Some(UserId::new()), ..of() };
        assert_eq!(room.code(unknown).await.0, Code::NotFound);
        let closed = EnterVaccination { patient_id: room.desk.patients[1], ..of() };
        assert_eq!(room.code(closed).await.0, Code::ChartNotOpened);
        assert!(room.lines().await.is_empty());
        room.desk.end().await;
    }
}

#[tokio::test]
async fn a_batch_that_was_over_takes_a_reason() {
    for room in rooms().await {
        let over = EnterVaccination { expires_on: day().pred_opt(), ..room.given("Influenza") };
        let error = room.by(&room.nurse, over.clone()).await.expect_err("over");
        assert_eq!(error.code(), Code::VaccinationExpired, "{}", room.desk.engine);
        assert_eq!(error.detail("expires_on"), Some(&serde_json::json!(day().pred_opt())));
        let known = EnterVaccination { expired_reason: clinical("The maker prolonged it"), ..over };
        room.by(&room.nurse, known).await.expect("with a reason");
        assert_eq!(room.lines().await[0].expired_reason.as_deref(), Some("The maker prolonged it"));
        room.desk.end().await;
    }
}

#[tokio::test]
async fn the_same_vaccine_twice_on_a_day_is_asked() {
    for room in rooms().await {
        let first = room.given("Influenza");
        room.by(&room.nurse, first.clone()).await.expect("given");
        let again = EnterVaccination {
            vaccination_id: VaccinationId::new(),
            vaccine: Clinical("INFLUENZA".into()),
            ..first.clone()
        };
        let error = room.by(&room.doctor, again.clone()).await.expect_err("asked");
        assert_eq!((error.code(), error.detail("by")), (Code::VaccinationAgain, Some(&"a.nurse Person".into())));
        // Another vaccine, another day and what was refused are none of its business.
        room.by(&room.nurse, room.given("Tetanus")).await.expect("another vaccine");
        room.by(&room.nurse, room.refused("Influenza")).await.expect("the other arm was refused");
        let earlier = EnterVaccination { given_on: day() - Days::new(30), ..room.given("Influenza") };
        room.by(&room.nurse, earlier).await.expect("another day");
        let strike = StrikeVaccination { vaccination_id: first.vaccination_id, reason: "Another patient's".into() };
        let confirmed = EnterVaccination { confirmed: true, ..again.clone() };
        room.by(&room.doctor, confirmed).await.expect("confirmed");
        room.by(&room.nurse, strike).await.expect("struck");
        room.desk.end().await;
    }
}

#[tokio::test]
async fn a_nurse_strikes_her_own_and_a_doctor_any() {
    for room in rooms().await {
        let (hers, other) = (room.given("Influenza"), room.given("Tetanus"));
        room.by(&room.nurse, hers.clone()).await.expect("given");
        room.by(&room.doctor, other.clone()).await.expect("given");
        let strike = |one: &EnterVaccination| StrikeVaccination {
            vaccination_id: one.vaccination_id,
            reason: "A mix-up".into(),
        };
        let error = room.by(&room.nurse, strike(&other)).await.expect_err("not hers");
        assert_eq!((error.code(), error.detail("by")), (Code::VaccinationNotYours, Some(&"a.doctor Person".into())));
        room.by(&room.nurse, strike(&hers)).await.expect("her own");
        assert_eq!(room.code(strike(&hers)).await.0, Code::RecordStruck, "{}", room.desk.engine);
        room.by(&room.doctor, strike(&other)).await.expect("a doctor's");
        let struck: Vec<_> = room.lines().await.into_iter().map(|line| line.struck).collect();
        assert_eq!(struck, [Some("A mix-up".to_owned()), Some("A mix-up".into())]);
        room.by(&room.doctor, LookUpBatch { batch: Clinical("AB1234".into()) }).await.expect("looked up");
        assert_eq!(room.batch(&room.doctor, "AB1234").await, Ok(vec![]), "what was struck was not received");
        room.desk.end().await;
    }
}

/// However its number is written, everybody who received it is found, can be called, and is told who looked.
#[tokio::test]
async fn who_received_a_batch_is_asked_and_recorded() {
    for room in rooms().await {
        let patient_id = PatientId::new();
        let phones = vec![PhoneLine { kind: "mobile".into(), number: "+44 7700 900123".into() }];
        let mut register = details("Omar", "Haddad");
        register.phones = phones.clone();
        room.desk.done(RegisterPatient { patient_id, details: register }).await;
        room.by(&room.nurse, OpenChart { patient_id, reason: None }).await.expect("opened");
        let first = room.given("Influenza");
        let second = EnterVaccination { patient_id, batch: clinical("ab1234"), ..room.given("Influenza") };
        room.by(&room.nurse, first).await.expect("given");
        room.by(&room.nurse, second).await.expect("given");
        room.by(&room.nurse, EnterVaccination { batch: clinical("AB1235"), ..room.given("Tetanus") })
            .await
            .expect("given");
        assert_eq!(room.batch(&room.nurse, "AB1234").await, Err(Code::ChartNotOpened), "{}", room.desk.engine);
        room.desk.clock.advance_seconds(60);
        room.by(&room.nurse, LookUpBatch { batch: Clinical(" ab-12 34".into()) }).await.expect("looked up");
        let rows = room.batch(&room.nurse, "AB-1234").await.expect("rows");
        assert_eq!(rows.iter().map(|row| row.patient_id).collect::<Vec<_>>(), [room.desk.patients[0], patient_id]);
        assert_eq!((&rows[1].phones, rows[1].batch.as_str()), (&phones, "ab1234"));
        assert_eq!(room.batch(&room.doctor, "AB1234").await, Err(Code::ChartNotOpened), "each looks for themselves");
        let page = AskWhoSaw { patient_id, before: None, limit: 10 };
        let seen: SeenPage = room.desk.clinic.ask_as(&room.doctor, page).await.expect("who saw");
        assert_eq!(seen.rows.iter().map(|row| row.what.as_str()).collect::<Vec<_>>(), ["batch", "chart"]);
        // It opens neither a chart nor the allergies.
        room.by(&room.doctor, LookUpBatch { batch: Clinical("AB1234".into()) }).await.expect("looked up");
        let ask = room.desk.clinic.ask_as::<Vec<VaccinationLine>>(&room.doctor, AskVaccinations { patient_id });
        assert_eq!(ask.await.expect_err("shut").code(), Code::ChartNotOpened);
        let allergies = clinic_core::records::allergies::AskAllergies { patient_id };
        let shut = room.desk.clinic.ask_as::<serde_json::Value>(&room.doctor, allergies.clone()).await;
        assert_eq!(shut.expect_err("shut").code(), Code::ChartNotOpened);
        room.by(&room.doctor, LookAtAllergies { patient_id }).await.expect("looked");
        room.desk.clinic.ask_as::<serde_json::Value>(&room.doctor, allergies).await.expect("told");
        let error = room.batch(&room.nurse, " - ").await;
        assert_eq!(error, Err(Code::FieldInvalid));
        room.desk.clock.advance_seconds(13 * 3600);
        let nurse = Who::Person(
            room.desk
                .clinic
                .sign_in("a.nurse", clinic_tests::desk::PASSWORD.to_owned().into())
                .await
                .expect("a sign-in"),
        );
        assert_eq!(room.batch(&nurse, "AB1234").await, Err(Code::ChartNotOpened), "the next day it is asked again");
        room.desk.end().await;
    }
}

#[tokio::test]
async fn the_desk_sees_nothing_of_it() {
    for room in rooms().await {
        let desk = room.desk.person("m.novak", Role::Receptionist).await;
        room.by(&room.nurse, room.given("Influenza")).await.expect("given");
        for operation in
            [Operation::from(room.given("Tetanus")), LookUpBatch { batch: Clinical("AB1234".into()) }.into()]
        {
            let error = room.by(&desk, operation).await.expect_err("denied");
            assert_eq!(error.code(), Code::AccessDenied, "{}", room.desk.engine);
        }
        let question = AskVaccinations { patient_id: room.desk.patients[0] };
        let answer = room.desk.clinic.ask_as::<Vec<VaccinationLine>>(&desk, question).await;
        assert_eq!(answer.expect_err("denied").code(), Code::AccessDenied);
        assert_eq!(room.batch(&desk, "AB1234").await, Err(Code::AccessDenied));
        room.desk.end().await;
    }
}

/// What was given that day is sealed with the visit; what comes later is not, striking leaves the seal whole, changing it behind everybody's back
/// does not.
#[tokio::test]
async fn a_signature_covers_what_was_given_that_day() {
    for room in rooms().await {
        let (first, wrong) = (room.given("Influenza"), room.given("Tetanus"));
        room.by(&room.nurse, first.clone()).await.expect("given");
        room.by(&room.nurse, wrong.clone()).await.expect("given");
        let strike = |id| StrikeVaccination { vaccination_id: id, reason: "A mix-up".into() };
        room.by(&room.nurse, strike(wrong.vaccination_id)).await.expect("struck before");
        let yesterday = EnterVaccination { given_on: day().pred_opt().expect("a day"), ..room.given("BCG") };
        room.by(&room.nurse, yesterday).await.expect("given");
        let visit_id = VisitRecordId::new();
        let start = StartVisit {
            visit_id,
            patient_id: room.desk.patients[0],
            practitioner_id: room.desk.doctors[0],
            appointment_id: None,
            text: VisitText { plan: clinical("Rest"), ..VisitText::default() },
        };
        room.by(&room.doctor, start).await.expect("begun");
        let read =
            async || -> Visit { room.desk.clinic.ask_as(&room.doctor, AskVisit { visit_id }).await.expect("a visit") };
        let ids = |visit: &Visit| visit.vaccinations.iter().map(|one| one.vaccination_id).collect::<Vec<_>>();
        assert_eq!(ids(&read().await), [first.vaccination_id], "what the signature will cover");
        room.by(&room.doctor, SignVisit { visit_id, version: 1 }).await.expect("signed");
        // Given during the visit, entered after it was signed: on the chart, not in what was signed.
        room.by(&room.nurse, room.refused("Hepatitis B")).await.expect("later");
        let visit = read().await;
        assert_eq!((ids(&visit), visit.is_whole), (vec![first.vaccination_id], Some(true)), "{}", room.desk.engine);
        room.by(&room.doctor, strike(first.vaccination_id)).await.expect("struck");
        let visit = read().await;
        assert_eq!((visit.vaccinations[0].struck.as_deref(), visit.is_whole), (Some("A mix-up"), Some(true)));
        let report = check::check(&room.desk.db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        let changed = async |change: &str| {
            let statement: &'static str = Box::leak(format!("UPDATE vaccinations SET {change} WHERE id = ?").into());
            let mut tx = room.desk.db.begin().await.expect("a transaction");
            tx.exec(statement, clinic_core::args![first.vaccination_id]).await.expect("changed");
            tx.commit().await.expect("committed");
            read().await.is_whole
        };
        for (change, back) in [
            ("batch = 'X'", "batch = 'AB 123-4'"),
            ("given_on = '2030-01-08'", "given_on = '2030-01-07'"),
            ("dose_number = 2", "dose_number = 1"),
            ("site = 'mouth'", "site = 'left_arm'"),
        ] {
            assert_eq!(changed(change).await, Some(false), "{change} on {}", room.desk.engine);
            assert_eq!(changed(back).await, Some(true), "{back} on {}", room.desk.engine);
        }
        assert_eq!(changed("record_id = NULL").await, Some(false), "{}", room.desk.engine);
        let report = check::check(&room.desk.db, None).await.expect("a report");
        assert!(report.findings.iter().any(|one| one.kind == "visits.changed"), "{}", room.desk.engine);
        room.desk.end().await;
    }
}
