//! Vital signs: numbers as they were entered, what is asked, what is struck, and which belong to a signed visit.

use clinic_core::access::Role;
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::records::chart::{AskChart, Chart};
use clinic_core::records::opened::OpenChart;
use clinic_core::records::visits::ask::{AskVisit, Visit};
use clinic_core::records::visits::sign::SignVisit;
use clinic_core::records::visits::start::StartVisit;
use clinic_core::records::visits::text::VisitText;
use clinic_core::records::vitals::enter::{EnterVitals, VitalValue};
use clinic_core::records::vitals::flowsheet::{AskVitals, VitalsAt};
use clinic_core::records::vitals::kinds::VitalKind;
use clinic_core::records::vitals::strike::StrikeVital;
use clinic_core::{Code, Error, Who, check};
use clinic_tests::desk::{Desk, desks};

fn value(kind: VitalKind, value_scaled: i64, unit: &str) -> VitalValue {
    VitalValue { vital_id: VitalId::new(), kind, value_scaled, unit: unit.into() }
}

fn entered(desk: &Desk, values: Vec<VitalValue>) -> EnterVitals {
    EnterVitals { patient_id: desk.patients[0], measured_at: None, values, confirmed: false }
}

async fn by(desk: &Desk, who: &Who, operation: impl Into<clinic_core::operation::Operation>) -> Result<(), Error> {
    desk.clinic.perform(who, OperationId::new(), operation).await.map(|_| ())
}

async fn with_chart(desk: &Desk, login: &str, role: Role) -> Who {
    let who = desk.person(login, role).await;
    by(desk, &who, OpenChart { patient_id: desk.patients[0], reason: None }).await.expect("opened");
    who
}

async fn sheet(desk: &Desk, who: &Who) -> Vec<VitalsAt> {
    desk.clinic.ask_as(who, AskVitals { patient_id: desk.patients[0], limit: 100 }).await.expect("the sheet")
}

#[tokio::test]
async fn numbers_come_back_as_they_were_entered() {
    for desk in desks().await {
        let nurse = with_chart(&desk, "a.nurse", Role::Nurse).await;
        let values = vec![
            value(VitalKind::Height, 177_000, "cm"),
            value(VitalKind::Weight, 154_300, "lb"),
            value(VitalKind::Temperature, 38_000, "°C"),
        ];
        by(&desk, &nurse, entered(&desk, values)).await.expect("entered");
        desk.clock.advance_seconds(60);
        by(&desk, &nurse, entered(&desk, vec![value(VitalKind::Weight, 70_000, "kg")])).await.expect("entered");
        let sheet = sheet(&desk, &nurse).await;
        assert_eq!(sheet.len(), 2, "{}", desk.engine);
        let read: Vec<_> = sheet[1].values.iter().map(|one| (one.kind, one.value_scaled, one.unit.as_str())).collect();
        for wanted in [(VitalKind::Height, 177_000, "cm"), (VitalKind::Weight, 154_300, "lb")] {
            assert!(read.contains(&wanted), "{read:?}");
        }
        // The height of before counts for the weight of now; the other way round it would not.
        assert_eq!((sheet[0].bmi_tenths, sheet[1].bmi_tenths), (Some(223), Some(223)));
        desk.end().await;
    }
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_what_is_unusual_is_asked() {
    for desk in desks().await {
        let nurse = with_chart(&desk, "a.nurse", Role::Nurse).await;
        let refused = async |values: Vec<VitalValue>| {
            let error = by(&desk, &nurse, entered(&desk, values)).await.expect_err("refused");
            (error.code(), error.detail("field").or(error.detail("kinds")).cloned().unwrap_or_default())
        };
        assert_eq!(refused(vec![]).await.0, Code::FieldRequired, "{}", desk.engine);
        let warm = |scaled| value(VitalKind::Temperature, scaled, "°C");
        assert_eq!(refused(vec![warm(100_400)]).await, (Code::FieldOutOfRange, "temperature".into()));
        assert_eq!(refused(vec![value(VitalKind::Temperature, 38_000, "K")]).await.0, Code::FieldInvalid);
        assert_eq!(refused(vec![warm(37_000), warm(38_000)]).await.0, Code::FieldInvalid, "one twice");
        let far = entered(&desk, vec![warm(41_500), value(VitalKind::Pulse, 70_000, "/min")]);
        let error = by(&desk, &nurse, far.clone()).await.expect_err("asked");
        assert_eq!((error.code(), error.detail("kinds")), (Code::VitalsUnusual, Some(&vec!["temperature"].into())));
        by(&desk, &nurse, EnterVitals { confirmed: true, ..far }).await.expect("confirmed");
        assert!(sheet(&desk, &nurse).await[0].values.iter().any(|one| one.unusual));
        let crossed = vec![value(VitalKind::Systolic, 80_000, "mmHg"), value(VitalKind::Diastolic, 90_000, "mmHg")];
        assert_eq!(refused(crossed).await.0, Code::VitalsUnusual);
        let now = desk.clock.now().on_wall(desk.clinic.settings().zone);
        let later =
            EnterVitals { measured_at: Some(now + chrono::Duration::hours(1)), ..entered(&desk, vec![warm(37_000)]) };
        assert_eq!(by(&desk, &nurse, later).await.expect_err("not yet").code(), Code::FieldOutOfRange);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_nurse_strikes_her_own_and_a_doctor_any() {
    for desk in desks().await {
        let nurse = with_chart(&desk, "a.nurse", Role::Nurse).await;
        let other = with_chart(&desk, "an.other", Role::Nurse).await;
        let doctor = with_chart(&desk, "a.doctor", Role::Doctor).await;
        let (pulse, weight) = (value(VitalKind::Pulse, 70_000, "/min"), value(VitalKind::Weight, 80_000, "kg"));
        by(&desk, &nurse, entered(&desk, vec![pulse.clone(), weight.clone()])).await.expect("entered");
        let strike = |one: &VitalValue| StrikeVital { vital_id: one.vital_id, reason: "Shoes on".into() };
        let error = by(&desk, &other, strike(&weight)).await.expect_err("not hers");
        assert_eq!((error.code(), error.detail("by")), (Code::VitalsNotYours, Some(&"a.nurse Person".into())));
        by(&desk, &nurse, strike(&weight)).await.expect("her own");
        assert_eq!(by(&desk, &nurse, strike(&weight)).await.expect_err("once").code(), Code::RecordStruck);
        by(&desk, &doctor, strike(&pulse)).await.expect("a doctor's");
        let struck: Vec<_> = sheet(&desk, &nurse).await[0].values.iter().map(|one| one.struck.clone()).collect();
        assert_eq!(struck, [Some("Shoes on".into()), Some("Shoes on".to_owned())], "{}", desk.engine);
        let chart: Chart =
            desk.clinic.ask_as(&nurse, AskChart { patient_id: desk.patients[0] }).await.expect("the chart");
        assert!(chart.vitals.is_empty());
        desk.end().await;
    }
}

/// What was measured that day is sealed with the visit; what comes later is not, and striking it leaves the seal whole.
#[tokio::test]
async fn a_signature_covers_what_was_measured_that_day() {
    for desk in desks().await {
        let doctor = with_chart(&desk, "a.doctor", Role::Doctor).await;
        let (first, later) = (value(VitalKind::Pulse, 70_000, "/min"), value(VitalKind::Pulse, 90_000, "/min"));
        by(&desk, &doctor, entered(&desk, vec![first.clone()])).await.expect("entered");
        let visit_id = VisitRecordId::new();
        let start = StartVisit {
            visit_id,
            patient_id: desk.patients[0],
            practitioner_id: desk.doctors[0],
            appointment_id: None,
            text: VisitText { plan: Some(Clinical("Rest".into())), ..VisitText::default() },
        };
        by(&desk, &doctor, start).await.expect("begun");
        by(&desk, &doctor, SignVisit { visit_id, version: 1 }).await.expect("signed");
        by(&desk, &doctor, entered(&desk, vec![later.clone()])).await.expect("entered");
        let read = async || -> Visit { desk.clinic.ask_as(&doctor, AskVisit { visit_id }).await.expect("a visit") };
        let visit = read().await;
        let ids: Vec<_> = visit.vitals.iter().map(|one| one.id).collect();
        assert_eq!((ids, visit.is_whole), (vec![first.vital_id], Some(true)), "{}", desk.engine);
        by(&desk, &doctor, StrikeVital { vital_id: first.vital_id, reason: "Wrong arm".into() }).await.expect("struck");
        let visit = read().await;
        assert_eq!((visit.vitals[0].struck.as_deref(), visit.is_whole), (Some("Wrong arm"), Some(true)));
        let mut tx = desk.db.begin().await.expect("a transaction");
        tx.exec("UPDATE vitals SET value_scaled = 1 WHERE id = ?", clinic_core::args![first.vital_id])
            .await
            .expect("changed");
        tx.commit().await.expect("committed");
        assert_eq!(read().await.is_whole, Some(false));
        let report = check::check(&desk.db, None).await.expect("a report");
        assert!(report.findings.iter().any(|one| one.kind == "visits.changed"), "{}", desk.engine);
        desk.end().await;
    }
}
