//! What a doctor answers, and what the desk does about it.

use super::{item, rooms};
use clinic_core::Code;
use clinic_core::access::Role;
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::operation::Operate;
use clinic_core::records::allergies::{AddAllergy, AllergyDetails};
use clinic_core::records::medicines::ask_warnings::AskPrescriptionWarnings;
use clinic_core::records::medicines::stop::StrikeMedicine;
use clinic_core::records::medicines::warnings::Warning;
use clinic_core::records::medicines::write::AllTheSame;
use clinic_core::records::repeats::approve::ApproveRepeat;
use clinic_core::records::repeats::hand_over::{HandOverRepeat, RepeatEnd};
use clinic_core::records::repeats::refuse::RefuseRepeat;
use clinic_core::records::repeats::withdraw::WithdrawRepeat;

#[tokio::test]
async fn approving_writes_a_prescription_under_its_own_rules() {
    for room in rooms().await {
        let id = room.prescribed(item("Ibuprofen")).await;
        let repeat = room.noted(vec![id]).await;
        for who in [&room.front, &room.desk.person("a.nurse", Role::Nurse).await] {
            assert_eq!(room.code(who, room.approve(repeat, "Ibuprofen", Some(id))).await.0, Code::AccessDenied);
            assert_eq!(room.code(who, room.refuse(repeat)).await.0, Code::AccessDenied);
        }
        assert_eq!(room.code(&room.other, room.approve(repeat, "Ibuprofen", Some(id))).await.0, Code::ChartNotOpened);
        room.open(&room.other).await;
        // In the first doctor's name.
        assert_eq!(
            room.code(&room.other, room.approve(repeat, "Ibuprofen", Some(id))).await.0,
            Code::PrescriptionNotYours
        );
        let mut elsewhere = room.approve(repeat, "Ibuprofen", None);
        elsewhere.prescription.patient_id = room.desk.patients[1];
        let field = Some("prescription.patient_id".to_owned());
        assert_eq!(room.code(&room.doctor, elsewhere).await, (Code::FieldInvalid, field));
        let stale = ApproveRepeat { version: 2, ..room.approve(repeat, "Ibuprofen", Some(id)) };
        assert_eq!(room.code(&room.doctor, stale).await.0, Code::ChangedMeanwhile);
        let details = AllergyDetails { substance: Clinical("Ibuprofen".into()), ..AllergyDetails::example() };
        let patient_id = room.desk.patients[0];
        room.desk.done(AddAllergy { allergy_id: AllergyId::new(), patient_id, details }).await;
        let mut approve = room.approve(repeat, "Ibuprofen", Some(id));
        approve.prescription.items[0].days = Some(10);
        let warned = room.by(&room.doctor, approve.clone()).await.expect_err("warned");
        assert_eq!(warned.code(), Code::PrescriptionWarned, "{}", room.desk.engine);
        assert_eq!((room.medicines().await.len(), room.line(&room.front, repeat).await.state.as_str()), (1, "waiting"));
        let found: Vec<Warning> =
            serde_json::from_value(warned.detail("warnings").cloned().unwrap_or_default()).expect("warnings");
        let seen = found.iter().map(|one| RowId(one.row_id)).collect();
        approve.prescription.items[0].all_the_same =
            Some(AllTheSame { reason: Clinical("Tolerated for years".into()), seen });
        room.done(&room.doctor, approve.clone()).await;
        let lines = room.medicines().await;
        let written = lines.iter().find(|line| line.prescription_id == approve.prescription.prescription_id);
        let written = written.expect("the prescription");
        assert_eq!((written.days, written.override_reason.as_deref()), (Some(10), Some("Tolerated for years")));
        assert!(lines.iter().any(|line| line.item_id == id && line.repeated), "the earlier one goes on in it");
        let line = room.line(&room.front, repeat).await;
        assert_eq!((line.state.as_str(), line.answered_by.as_deref()), ("ready", Some("a.doctor Person")));
        assert_eq!(line.prescription_id, Some(approve.prescription.prescription_id));
        assert_eq!(room.lines(&room.front).await.len(), 1, "until it is handed over");
        let end = |version, end| HandOverRepeat { repeat_id: repeat, version, end };
        assert_eq!(room.code(&room.front, end(2, RepeatEnd::Told)).await.0, Code::RepeatNotReady);
        assert_eq!(room.code(&room.front, end(1, RepeatEnd::HandedOver)).await.0, Code::ChangedMeanwhile);
        room.done(&room.front, end(2, RepeatEnd::HandedOver)).await;
        assert_eq!(room.code(&room.back, end(3, RepeatEnd::HandedOver)).await.0, Code::RepeatSettled);
        assert!(room.lines(&room.front).await.is_empty());
        let line = room.line(&room.front, repeat).await;
        assert_eq!((line.state.as_str(), line.closed_by.as_deref()), ("handed_over", Some("a.desk Person")));
        room.end().await;
    }
}

/// What the list shows a doctor before the answer: to nobody else, and not before the chart is open.
#[tokio::test]
async fn what_speaks_against_it_is_known_before_it_is_answered() {
    for room in rooms().await {
        let id = room.prescribed(item("Ibuprofen")).await;
        let repeat = room.noted(vec![id]).await;
        let approve = room.approve(repeat, "Ibuprofen", Some(id));
        let question =
            AskPrescriptionWarnings { patient_id: room.desk.patients[0], items: approve.prescription.items.clone() };
        for who in [&room.front, &room.desk.admin, &room.desk.person("a.nurse", Role::Nurse).await] {
            let error = room.desk.clinic.ask(who, question.clone()).await.expect_err("no doctor");
            assert_eq!(error.code(), Code::AccessDenied, "{}", room.desk.engine);
        }
        let shut = room.desk.clinic.ask(&room.other, question.clone()).await.expect_err("not opened");
        assert_eq!(shut.code(), Code::ChartNotOpened);
        let asked = async || -> Vec<Warning> {
            room.desk.clinic.ask_as(&room.doctor, question.clone()).await.expect("warnings")
        };
        assert_eq!(asked().await, [], "it goes on from the one that is taken");
        let details = AllergyDetails { substance: Clinical("Ibuprofen".into()), ..AllergyDetails::example() };
        let patient_id = room.desk.patients[0];
        room.desk.done(AddAllergy { allergy_id: AllergyId::new(), patient_id, details }).await;
        let found = asked().await;
        assert_eq!((found.len(), found[0].what.as_str()), (1, "Ibuprofen"), "{}", room.desk.engine);
        let mut answer = approve;
        answer.prescription.items[0].all_the_same = Some(AllTheSame {
            reason: Clinical("Tolerated for years".into()),
            seen: found.iter().map(|one| RowId(one.row_id)).collect(),
        });
        room.done(&room.doctor, answer).await;
        assert_eq!(room.line(&room.front, repeat).await.state, "ready");
        room.end().await;
    }
}

#[tokio::test]
async fn a_refusal_is_read_at_the_desk_and_told() {
    for room in rooms().await {
        let id = room.prescribed(item("Metformin")).await;
        let repeat = room.noted(vec![id]).await;
        let end = |version, end| HandOverRepeat { repeat_id: repeat, version, end };
        assert_eq!(room.code(&room.front, end(1, RepeatEnd::Told)).await.0, Code::RepeatNotReady, "nobody answered");
        let blank = RefuseRepeat { reason: Clinical(" ".into()), ..room.refuse(repeat) };
        assert_eq!(room.code(&room.doctor, blank).await, (Code::FieldRequired, Some("reason".into())));
        room.done(&room.doctor, room.refuse(repeat)).await;
        let line = room.line(&room.back, repeat).await;
        assert_eq!((line.state.as_str(), line.asked), ("refused", None), "{}", room.desk.engine);
        assert_eq!(line.reason.as_deref(), Some("Needs to be seen first: please book"));
        assert_eq!(room.code(&room.front, end(2, RepeatEnd::HandedOver)).await.0, Code::RepeatNotReady);
        let again = room.by(&room.doctor, room.approve(repeat, "Metformin", Some(id))).await.expect_err("refused");
        assert_eq!((again.code(), again.detail("status")), (Code::RepeatSettled, Some(&serde_json::json!("refused"))));
        room.done(&room.back, end(2, RepeatEnd::Told)).await;
        assert!(room.lines(&room.front).await.is_empty());
        // What was refused may be asked for again.
        room.noted(vec![id]).await;
        assert_eq!(room.medicines().await.len(), 1);
        room.end().await;
    }
}

#[tokio::test]
async fn what_is_withdrawn_waits_for_nobody() {
    for room in rooms().await {
        let id = room.prescribed(item("Metformin")).await;
        let repeat = room.noted(vec![id]).await;
        let withdraw = WithdrawRepeat { repeat_id: repeat, ..WithdrawRepeat::example() };
        let blank = WithdrawRepeat { reason: Clinical(" ".into()), ..withdraw.clone() };
        assert_eq!(room.code(&room.front, blank).await, (Code::FieldRequired, Some("reason".into())));
        assert_eq!(room.code(&room.desk.admin, withdraw.clone()).await.0, Code::AccessDenied);
        let stale = WithdrawRepeat { version: 2, ..withdraw.clone() };
        assert_eq!(room.code(&room.back, stale).await.0, Code::ChangedMeanwhile);
        room.done(&room.back, withdraw.clone()).await;
        assert_eq!(room.code(&room.front, withdraw).await.0, Code::RepeatSettled);
        assert!(room.lines(&room.doctor).await.is_empty(), "{}", room.desk.engine);
        let line = room.line(&room.front, repeat).await;
        assert_eq!((line.state.as_str(), line.reason.as_deref()), ("withdrawn", Some("Found another box")));
        let late = room.by(&room.doctor, room.refuse(repeat)).await.expect_err("withdrawn");
        assert_eq!((late.code(), late.detail("by")), (Code::RepeatSettled, Some(&serde_json::json!("b.desk Person"))));
        // Answered, it is withdrawn no more.
        let second = room.noted(vec![id]).await;
        room.done(&room.doctor, room.refuse(second)).await;
        let withdraw = WithdrawRepeat { repeat_id: second, version: 2, ..WithdrawRepeat::example() };
        assert_eq!(room.code(&room.front, withdraw).await.0, Code::RepeatSettled);
        room.end().await;
    }
}

/// Approved, and then entered in error: nobody hands it over.
#[tokio::test]
async fn what_does_not_stand_any_more_is_told_and_not_handed_over() {
    for room in rooms().await {
        let id = room.prescribed(item("Metformin")).await;
        let repeat = room.noted(vec![id]).await;
        let approve = room.approve(repeat, "Metformin", Some(id));
        let item_id = approve.prescription.items[0].item_id;
        room.done(&room.doctor, approve).await;
        room.done(&room.doctor, StrikeMedicine { item_id, reason: "Another patient's".into() }).await;
        assert_eq!(room.line(&room.front, repeat).await.state, "void", "{}", room.desk.engine);
        let end = |end| HandOverRepeat { repeat_id: repeat, version: 2, end };
        assert_eq!(room.code(&room.front, end(RepeatEnd::HandedOver)).await.0, Code::PrescriptionNotValid);
        room.done(&room.front, end(RepeatEnd::Told)).await;
        assert_eq!(room.line(&room.front, repeat).await.state, "told");
        room.end().await;
    }
}
