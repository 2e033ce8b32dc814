//! Diagnosis codes: the list that comes with the app is in every clinic, and found as one types.

use clinic_core::access::Role;
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::records::codes::ask::{AskDiagnosisCodes, CodeLine};
use clinic_core::records::opened::OpenChart;
use clinic_core::records::visits::start::StartVisit;
use clinic_core::records::visits::text::{Diagnosis, VisitText};
use clinic_core::staff::me::AskMe;
use clinic_core::store::Read;
use clinic_core::time::Clock;
use clinic_core::{Who, args};
use clinic_tests::desk::{Desk, desks};

async fn found(desk: &Desk, who: &Who, text: &str) -> Vec<String> {
    let ask = AskDiagnosisCodes { text: text.into(), limit: 5 };
    let lines: Vec<CodeLine> = desk.clinic.ask_as(who, ask).await.expect("codes");
    lines.into_iter().map(|line| line.code).collect()
}

#[tokio::test]
async fn the_whole_list_is_there_once_and_found_in_any_order() {
    for desk in desks().await {
        // Migrating again finds the edition and leaves it.
        clinic_core::store::migrate::migrate(&desk.db, &Clock::default(), |_, _| {}).await.expect("nothing to do");
        let pieces: Vec<(String,)> =
            desk.db.clone().all("SELECT csv_lines FROM code_list_parts", vec![]).await.expect("the list");
        let lines: usize = pieces.iter().map(|(lines,)| lines.lines().count()).sum();
        assert_eq!(lines, 46_881, "{}", desk.engine);
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        assert_eq!(found(&desk, &doctor, "complications without diabetes 2").await[0], "E11.9");
        assert_eq!(found(&desk, &doctor, "e119").await[0], "E11.9");
        assert_eq!(found(&desk, &doctor, "i10").await[0], "I10");
        assert!(found(&desk, &doctor, "no such illness").await.is_empty());
        assert!(found(&desk, &doctor, "").await.is_empty(), "nothing was diagnosed yet");
        desk.end().await;
    }
}

#[tokio::test]
async fn what_one_diagnosed_before_comes_first_and_is_ones_own() {
    for desk in desks().await {
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let other = desk.person("an.other", Role::Doctor).await;
        let me: serde_json::Value = desk.clinic.ask_as(&doctor, AskMe {}).await.expect("me");
        let user: UserId = serde_json::from_value(me["user_id"].clone()).expect("an id");
        let mut tx = desk.db.begin().await.expect("a transaction");
        tx.exec("UPDATE doctors SET user_id = ? WHERE id = ?", args![user, desk.doctors[0]]).await.expect("linked");
        tx.commit().await.expect("committed");
        let patient_id = desk.patients[0];
        desk.clinic.perform(&doctor, OperationId::new(), OpenChart { patient_id, reason: None }).await.expect("opened");
        let before = found(&desk, &doctor, "hypertension").await;
        let rare = before.last().expect("some").clone();
        let diagnosis = Diagnosis {
            code_system: "icd10cm".into(),
            code: Clinical(rare.clone()),
            title: Clinical("As it was chosen".into()),
            is_main: true,
        };
        let visit = StartVisit {
            visit_id: VisitRecordId::new(),
            patient_id,
            practitioner_id: desk.doctors[0],
            appointment_id: None,
            text: VisitText { diagnoses: vec![diagnosis], ..VisitText::default() },
        };
        desk.clinic.perform(&doctor, OperationId::new(), visit).await.expect("begun");
        assert_eq!(found(&desk, &doctor, "hypertension").await[0], rare, "{}", desk.engine);
        assert_eq!(found(&desk, &doctor, "").await, [rare]);
        assert_eq!(found(&desk, &other, "hypertension").await, before);
        desk.end().await;
    }
}
