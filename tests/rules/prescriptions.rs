//! Medicines: the clinic's list, what speaks against one, repeating and stopping, and what a signed visit freezes.

use super::prescribing::{all_the_same, item, rooms};
use chrono::Days;
use clinic_core::access::Role;
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::records::medicines::formulary::{AddMedicine, EditMedicine, MedicineDetails};
use clinic_core::records::medicines::starter::AddStarterMedicines;
use clinic_core::records::medicines::stop::{StopMedicine, StrikeMedicine};
use clinic_core::records::medicines::warnings::{Warning, WarningKind};
use clinic_core::records::medicines::write::{PrescribedItem, WritePrescription};
use clinic_core::records::opened::OpenChart;
use clinic_core::records::visits::sign::SignVisit;
use clinic_core::{Code, check};

#[tokio::test]
async fn a_medicine_is_found_by_its_words_in_any_order() {
    for room in rooms().await {
        let first = room.desk.done(AddStarterMedicines {}).await;
        assert!(first.outcome["added"].as_i64().is_some_and(|added| added >= 60), "{:?}", first.outcome);
        assert_eq!(room.desk.done(AddStarterMedicines {}).await.outcome["added"], 0, "what is there stays");
        assert_eq!(room.found("500 amox").await, ["Amoxicillin 500 mg", "Amoxicillin + clavulanic acid 500 mg/125 mg"]);
        assert_eq!(room.found("CLAV amo").await, ["Amoxicillin + clavulanic acid 500 mg/125 mg"]);
        assert_eq!(room.found("500mg paracetámol").await, ["Paracetamol 500 mg"], "{}", room.desk.engine);
        assert_eq!(room.found("para nothing").await, Vec::<String>::new());
        assert_eq!(room.found(" ").await.len(), 12);
        let details = MedicineDetails { dose: None, ..MedicineDetails::example() };
        let taken = AddMedicine { medicine_id: MedicineId::new(), details: details.clone() };
        assert_eq!(room.desk.refused(taken).await.code(), Code::NameTaken);
        let medicine_id = MedicineId::new();
        let brand = MedicineDetails { name: "Zymox".into(), ..details };
        room.act(AddMedicine { medicine_id, details: brand.clone() }).await.expect("a doctor adds one");
        assert_eq!(room.found("zym").await, ["Zymox 500 mg"]);
        assert_eq!(room.found("amoxi zym").await, ["Zymox 500 mg"], "by its ingredient, too");
        let edit = EditMedicine {
            medicine_id,
            version: 1,
            details: MedicineDetails { name: "Zedox".into(), ..brand },
            active: true,
        };
        room.act(edit.clone()).await.expect("another name");
        assert_eq!((room.found("zym").await.len(), room.found("zed").await.len()), (0, 1));
        assert_eq!(room.code(edit.clone()).await, Code::ChangedMeanwhile);
        room.act(EditMedicine { version: 2, active: false, ..edit }).await.expect("hidden");
        assert_eq!(room.found("zed").await.len(), 0, "{}", room.desk.engine);
        room.desk.end().await;
    }
}

#[tokio::test]
async fn a_doctor_prescribes_for_an_open_chart_in_their_own_name() {
    for room in rooms().await {
        let desk = &room.desk;
        let one = item("Ibuprofen");
        let id = one.item_id;
        let write = room.write(vec![one]);
        for role in [Role::Nurse, Role::Receptionist, Role::Admin] {
            let who = desk.person(&format!("{}.other", role.text()), role).await;
            let error = desk.clinic.perform(&who, OperationId::new(), write.clone()).await.expect_err("denied");
            assert_eq!(error.code(), Code::AccessDenied, "{role:?}");
        }
        let other = desk.person("b.doctor", Role::Doctor).await;
        let by_other =
            async || desk.clinic.perform(&other, OperationId::new(), write.clone()).await.map_err(|e| e.code());
        assert_eq!(by_other().await.err(), Some(Code::ChartNotOpened));
        let open = OpenChart { patient_id: write.patient_id, reason: None };
        desk.clinic.perform(&other, OperationId::new(), open).await.expect("opened");
        assert_eq!(by_other().await.err(), Some(Code::PrescriptionNotYours), "{}", desk.engine);
        let wrong = |change: &dyn Fn(&mut PrescribedItem)| {
            let mut one = item("Ibuprofen");
            change(&mut one);
            room.write(vec![one])
        };
        let field = async |write: WritePrescription| {
            let error = room.act(write).await.expect_err("refused");
            (
                error.code(),
                error.detail("field").and_then(|field| field.as_str().map(str::to_owned)).unwrap_or_default(),
            )
        };
        assert_eq!(field(room.write(vec![])).await, (Code::FieldRequired, "items".into()));
        assert_eq!(
            field(wrong(&|one| one.dose = Clinical(" ".into()))).await,
            (Code::FieldRequired, "items.0.dose".into())
        );
        for days in [0, 3651, i64::MAX] {
            assert_eq!(
                field(wrong(&|one| one.days = Some(days))).await,
                (Code::FieldOutOfRange, "items.0.days".into())
            );
        }
        room.act(write).await.expect("prescribed");
        let line = room.line(id).await;
        assert_eq!(
            (line.medicine.as_str(), line.practitioner.as_str(), line.is_current),
            ("Ibuprofen", "Dr Adeyemi", true)
        );
        assert_eq!(line.until, room.today().checked_add_days(Days::new(4)), "five days, today included");
        desk.clock.advance_seconds(5 * 86_400);
        room.act(OpenChart { patient_id: desk.patients[0], reason: None }).await.expect("opened again");
        assert!(!room.line(id).await.is_current, "over on {}", desk.engine);
        room.desk.end().await;
    }
}

#[tokio::test]
async fn what_speaks_against_a_medicine_takes_a_reason_that_is_kept() {
    for room in rooms().await {
        let medicine_id = MedicineId::new();
        room.desk.done(AddMedicine { medicine_id, details: MedicineDetails::example() }).await;
        let allergy = room.allergy("Penicillins").await;
        // The list knows of what family it is; its name alone does not tell.
        let from_list = PrescribedItem { medicine_id: Some(medicine_id), ..item("Amoxil") };
        let found = room.warned(vec![from_list.clone()]).await;
        let expected = Warning {
            item_id: from_list.item_id,
            kind: WarningKind::Allergy,
            row_id: allergy.0,
            what: "Penicillins".into(),
            advice: None,
        };
        assert_eq!(found, [expected], "{}", room.desk.engine);
        let unseen = PrescribedItem { all_the_same: all_the_same("Tolerated in May", &[]), ..from_list.clone() };
        assert_eq!(room.warned(vec![unseen]).await, found, "a reason for what nobody has seen");
        let blank = PrescribedItem { all_the_same: all_the_same(" ", &found), ..from_list.clone() };
        assert_eq!(room.code(room.write(vec![blank])).await, Code::FieldRequired);
        let same = PrescribedItem { all_the_same: all_the_same("Tolerated in May", &found), ..from_list };
        let taken = room.prescribed(same).await;
        let line = room.line(taken).await;
        assert_eq!(line.override_reason.as_deref(), Some("Tolerated in May"));
        assert_eq!(line.ingredient.as_deref(), Some("amoxicillin"), "as the list says");
        // The same ingredient: in what is taken, and in the prescription itself.
        let brand =
            PrescribedItem { ingredient: Some(Clinical("clavulanic acid + Amoxicillin".into())), ..item("Clavox") };
        let found = room.warned(vec![brand]).await;
        assert!(found.iter().any(|one| one.kind == WarningKind::Duplicate && one.row_id == taken.0), "{found:?}");
        let (one, two) =
            (item("Ibuprofen"), PrescribedItem { ingredient: Some(Clinical("ibuprofen".into())), ..item("Brufen") });
        let found = room.warned(vec![one.clone(), two.clone()]).await;
        assert_eq!((found[0].item_id, found[0].row_id, found.len()), (two.item_id, one.item_id.0, 1));
        // A fresh allergy refuses what was allowed for another reason.
        let fresh = room.allergy("Ibuprofen").await;
        let found = room.warned(vec![one, PrescribedItem { all_the_same: all_the_same("Both", &found), ..two }]).await;
        assert!(found.iter().any(|one| one.row_id == fresh.0), "{found:?}");
        assert_eq!(room.lines().await.len(), 1, "nothing of it was written");
        room.desk.end().await;
    }
}

#[tokio::test]
async fn a_medicine_is_repeated_stopped_and_struck() {
    for room in rooms().await {
        let first = room.prescribed(PrescribedItem { days: None, ..item("Metformin") }).await;
        let again = PrescribedItem { repeats_id: Some(first), ..item("Metformin") };
        let again = room.prescribed(again).await;
        assert!(room.line(first).await.repeated && !room.line(first).await.is_current, "the later one goes on");
        let strange = PrescribedItem { repeats_id: Some(PrescriptionItemId::new()), ..item("Aspirin") };
        assert_eq!(room.code(room.write(vec![strange])).await, Code::NotFound);
        let strike = StrikeMedicine { item_id: again, reason: "Wrong strength".into() };
        room.act(strike.clone()).await.expect("struck");
        assert_eq!(room.code(strike).await, Code::RecordStruck);
        assert!(room.line(first).await.is_current, "as before on {}", room.desk.engine);
        assert_eq!(room.line(again).await.struck.as_deref(), Some("Wrong strength"));
        let today = room.today();
        let stop = StopMedicine { item_id: first, stopped_on: today, reason: Clinical("Nausea".into()) };
        for day in [today.succ_opt(), today.pred_opt()].into_iter().flatten() {
            assert_eq!(
                room.code(StopMedicine { stopped_on: day, ..stop.clone() }).await,
                Code::FieldOutOfRange,
                "{day}"
            );
        }
        assert_eq!(room.code(StopMedicine { item_id: again, ..stop.clone() }).await, Code::RecordStruck);
        let second = room.desk.second().await;
        let (one, other) = tokio::join!(
            room.desk.clinic.perform(&room.doctor, OperationId::new(), stop.clone()),
            second.perform(&room.doctor, OperationId::new(), stop.clone())
        );
        let refused: Vec<Code> = [one, other].into_iter().filter_map(|done| done.err()).map(|e| e.code()).collect();
        assert_eq!(refused, [Code::PrescriptionStopped], "once, on {}", room.desk.engine);
        let line = room.line(first).await;
        let stopped = line.stopped.expect("stopped");
        assert_eq!((stopped.on, stopped.reason.as_str(), stopped.by.as_str()), (today, "Nausea", "a.doctor Person"));
        assert!(!line.is_current);
        second.db().clone().close().await;
        room.desk.end().await;
    }
}

#[tokio::test]
async fn a_signed_visit_freezes_what_was_prescribed_at_it() {
    for room in rooms().await {
        let visit_id = room.draft().await;
        let one = item("Ibuprofen");
        let id = one.item_id;
        let write = WritePrescription { visit_id: Some(visit_id), ..room.write(vec![one]) };
        let prescription = write.prescription_id;
        room.act(write).await.expect("prescribed");
        room.act(SignVisit { visit_id, version: 1 }).await.expect("signed");
        let late = WritePrescription { visit_id: Some(visit_id), ..room.write(vec![item("Late")]) };
        assert_eq!(room.code(late).await, Code::VisitSigned, "{}", room.desk.engine);
        let stop = StopMedicine { item_id: id, stopped_on: room.today(), reason: Clinical("Better".into()) };
        room.act(stop).await.expect("stopped afterwards");
        room.act(StrikeMedicine { item_id: id, reason: "Another patient's".into() }).await.expect("struck afterwards");
        let visit = room.visit(visit_id).await;
        assert_eq!((visit.is_whole, visit.medicines.len()), (Some(true), 1), "{}", room.desk.engine);
        assert!(visit.medicines[0].struck.is_some() && visit.medicines[0].stopped.is_some());
        for statement in [
            "UPDATE prescriptions SET status = 'draft', version = version + 1 WHERE id = ?",
            "DELETE FROM prescriptions WHERE id = ?",
        ] {
            let mut tx = room.desk.db.begin().await.expect("a transaction");
            let committed = match tx.exec(statement, clinic_core::args![prescription]).await {
                Ok(_) => tx.commit().await.is_ok(),
                Err(_) => false,
            };
            assert!(!committed, "{statement} on {}", room.desk.engine);
        }
        let report = check::check(&room.desk.db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        let mut tx = room.desk.db.begin().await.expect("a transaction");
        let behind = "UPDATE prescription_items SET dose = 'All of them' WHERE id = ?";
        tx.exec(behind, clinic_core::args![id]).await.expect("changed behind its back");
        tx.commit().await.expect("committed");
        assert_eq!(room.visit(visit_id).await.is_whole, Some(false), "{}", room.desk.engine);
        room.desk.end().await;
    }
}

/// One signs, the other prescribes at the same visit: whatever the order, what was signed is whole.
#[tokio::test]
async fn signing_and_prescribing_do_not_race() {
    for room in rooms().await {
        let second = room.desk.second().await;
        for round in 0..4 {
            let visit_id = room.draft().await;
            let write =
                WritePrescription { visit_id: Some(visit_id), ..room.write(vec![item(&format!("Medicine{round}"))]) };
            let (signed, written) = tokio::join!(
                room.desk.clinic.perform(&room.doctor, OperationId::new(), SignVisit { visit_id, version: 1 }),
                second.perform(&room.doctor, OperationId::new(), write)
            );
            signed.expect("signed");
            assert!(written.as_ref().is_ok() || written.is_err_and(|error| error.code() == Code::VisitSigned));
            assert_eq!(room.visit(visit_id).await.is_whole, Some(true), "{}", room.desk.engine);
        }
        second.db().clone().close().await;
        room.desk.end().await;
    }
}
