//! Diagnosis codes: the list that comes with the app is in every clinic, and found as one types.

use clinic_core::access::Role;
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::records::codes::ask::{AskDiagnosisCodes, CodeLine};
use clinic_core::records::codes::import::{
    AskCodeImport, AskCodeLists, CodeImport, CodeListLine, ImportCodes, UseCodes,
};
use clinic_core::records::opened::OpenChart;
use clinic_core::records::visits::start::StartVisit;
use clinic_core::records::visits::text::{Diagnosis, VisitText};
use clinic_core::staff::me::AskMe;
use clinic_core::store::Read;
use clinic_core::time::Clock;
use clinic_core::{Code, Who, args};
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

#[tokio::test]
async fn a_clinics_own_list_is_searched_beside_the_other_or_alone() {
    for desk in desks().await {
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        assert_eq!(found(&desk, &doctor, "weakness tired zebra").await.len(), 0);
        let table = "Title;Code\n\"Weakness, tiredness of a zebra\";ZZ04\nNothing;\nTwice;ZZ04\nÉlan lost;ZZ05\n";
        let looked: CodeImport =
            desk.clinic.ask_as(&desk.admin, AskCodeImport { table: table.into() }).await.expect("looked at");
        assert_eq!((looked.codes, looked.left_out), (2, 2), "{}", desk.engine);
        assert_eq!(looked.wrong[0].problem.as_ref().expect("why")["code"], "field.required");
        assert_eq!((looked.wrong[1].line, looked.wrong[1].problem.as_ref()), (4, None));
        let import = |name: &str, table: &str| ImportCodes {
            name: name.into(),
            edition: "7".into(),
            table: table.into(),
            packed: None,
        };
        desk.done(import("ICPC-2", table)).await;
        assert_eq!(found(&desk, &doctor, "zebra tired").await, ["ZZ04"], "{}", desk.engine);
        assert_eq!(found(&desk, &doctor, "elan").await, ["ZZ05"]);
        assert_eq!(found(&desk, &doctor, "i10").await[0], "I10", "the other one stays");
        desk.done(UseCodes { code_list: "icd10cm".into(), active: false }).await;
        assert!(found(&desk, &doctor, "i10").await.is_empty(), "{}", desk.engine);
        // Its next edition, or the same again, comes in its place and is searched or not as before.
        desk.done(UseCodes { code_list: "ICPC-2".into(), active: false }).await;
        desk.done(import("ICPC-2", "code,title\nZZ06,Zebra\n")).await;
        assert!(found(&desk, &doctor, "zebra").await.is_empty());
        desk.done(UseCodes { code_list: "ICPC-2".into(), active: true }).await;
        assert_eq!(found(&desk, &doctor, "zebra").await, ["ZZ06"], "{}", desk.engine);
        let lists: Vec<CodeListLine> = desk.clinic.ask_as(&desk.admin, AskCodeLists {}).await.expect("lists");
        let told: Vec<(&str, usize, bool, bool)> =
            lists.iter().map(|one| (one.name.as_str(), one.codes, one.shipped, one.active)).collect();
        assert_eq!(told, [("ICPC-2", 1, false, true), ("icd10cm", 46_881, true, false)], "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn what_is_no_list_of_codes_is_refused() {
    for desk in desks().await {
        let import = |name: &str, table: &str| ImportCodes {
            name: name.into(),
            edition: "7".into(),
            table: table.into(),
            packed: None,
        };
        let whole = "code,title\nA,b\n";
        for (name, table, code) in [
            ("", whole, Code::FieldRequired),
            ("a name of more than twenty", whole, Code::FieldTooLong),
            ("ICD10CM", whole, Code::CodesShipped),
            ("Own", "code\nA\n", Code::ImportColumnMissing),
            ("Own", "code,title\n,b\n", Code::ImportNothingNew),
        ] {
            assert_eq!(desk.refused(import(name, table)).await.code(), code, "{} {name:?} {table:?}", desk.engine);
        }
        assert_eq!(desk.refused(UseCodes { code_list: "Own".into(), active: true }).await.code(), Code::NotFound);
        let packed = ImportCodes { packed: Some("no gzip".into()), ..import("Own", "") };
        assert_eq!(desk.refused(packed).await.code(), Code::FieldInvalid, "{}", desk.engine);
        // As the window sends it: gzip in base64.
        let packed = "H4sIAAAAAAACA0vOT0nVKcksyUnlcjQw1QlPTczOSy0u5gIA23hb7hgAAAA=";
        let done = desk.perform(ImportCodes { packed: Some(packed.into()), ..import("Own", "") }).await;
        assert!(done.is_ok_and(|done| done.outcome["codes"] == 1), "{}", desk.engine);
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let denied = desk.clinic.perform(&doctor, OperationId::new(), import("Own", whole)).await;
        assert_eq!(denied.expect_err("the administrator's").code(), Code::AccessDenied);
        desk.end().await;
    }
}
