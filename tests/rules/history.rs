//! The history of changes, for those who may not read records: of what was done in them it says who, when and whose, and nothing that was entered.

use clinic_core::access::Role;
use clinic_core::history::{AskHistory, AskRecordHistory};
use clinic_core::ids::{OperationId, UserId};
use clinic_core::operation::{About, Operate, Operation};
use clinic_core::records::opened::{OpenChart, RestrictPatient};
use clinic_core::records::vitals::enter::EnterVitals;
use clinic_core::store::{Kind, Read};
use clinic_core::{Code, Who};
use clinic_tests::desk::{PASSWORD, desks};
use clinic_tests::engine_list::all;
use clinic_tests::leaves::{Class, kinds};
use clinic_tests::scene::{Scene, typed};
use clinic_tests::script::{ADMIN, script};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

fn is_clinical(operation: &str) -> bool {
    let about = Operation::ALL.iter().find(|about| about.name == operation).expect("an operation that is known");
    about.permission.is_clinical()
}

/// Everything that stands in a JSON but ids, which say nothing.
fn values(json: &Json) -> BTreeSet<String> {
    match json {
        Json::Object(map) => map.values().flat_map(values).collect(),
        Json::Array(items) => items.iter().flat_map(values).collect(),
        Json::Null => BTreeSet::new(),
        Json::String(text) if text.parse::<Uuid>().is_ok() => BTreeSet::new(),
        other => BTreeSet::from([other.to_string()]),
    }
}

/// Somebody of this role, past the one-time password.
async fn person(scene: &mut Scene, role: Role) -> Who {
    let (login, password) = (format!("history.{}", role.text()), "one time password");
    let add = json!({
        "op": "add_person", "user_id": UserId::new(), "login": login, "name": login, "roles": [role], "one_time_password": password,
    });
    let admin = scene.who(ADMIN).await;
    let operation: Operation = serde_json::from_value(add).expect("an operation");
    scene.clinic.perform(&admin, OperationId::new(), operation).await.expect("a person");
    let session = scene.clinic.sign_in(&login, password.to_owned().into()).await.expect("a sign-in");
    let changed = scene.clinic.change_password(&session, password.to_owned().into(), PASSWORD.to_owned().into());
    Who::Person(changed.await.expect("a new password"))
}

/// Every line of history that somebody is answered: of each record there is, and of the whole clinic if they may see that.
async fn told(scene: &Scene, who: &Who) -> Vec<Json> {
    let touched: Vec<(String, Uuid)> = scene
        .db
        .clone()
        .all("SELECT DISTINCT kind, row_id FROM journal_touches", vec![])
        .await
        .expect("what was touched");
    let mut lines: Vec<Json> = Vec::new();
    for (kind, id) in touched {
        let kind = Kind::parse(&kind).expect("a kind");
        match scene.clinic.ask_as::<Vec<Json>>(who, AskRecordHistory { kind, id }).await {
            Ok(own) => lines.extend(own),
            Err(error) => assert_eq!(error.code(), Code::AccessDenied),
        }
    }
    let mut before: Option<String> = None;
    loop {
        let question = AskHistory { before, limit: 200, ..AskHistory::default() };
        let Ok(page) = scene.clinic.ask_as::<Json>(who, question).await else { return lines };
        lines.extend(page["rows"].as_array().cloned().unwrap_or_default());
        before = page["next"].as_str().map(str::to_owned);
        if before.is_none() {
            return lines;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_record_is_told_to_who_may_not_read_it() {
    for engine in all() {
        let mut scene = Scene::new(&engine).await;
        let mut sent: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for step in script() {
            let json = typed(&step);
            scene.perform(step.by, step.id, &json).await.unwrap_or_else(|error| panic!("{json}: {error:?}"));
            sent.entry(step.operation.name()).or_default().extend(values(&json));
        }
        // The nurse may read records, and has opened none.
        for role in [Role::Receptionist, Role::Accountant, Role::Admin, Role::Nurse] {
            let who = person(&mut scene, role).await;
            let mut met = BTreeSet::new();
            for line in told(&scene, &who).await {
                let name = line["operation"].as_str().expect("a name");
                if !is_clinical(name) {
                    assert!(line["withheld"].is_null(), "{line} to {}", role.text());
                    continue;
                }
                let what = format!("{name} to {} on {}: {line}", role.text(), scene.engine);
                let shown = &values(&line["details"]) | &values(&line["changes"]);
                assert!(shown.is_disjoint(&sent[name]), "{what}");
                assert!(shown.is_empty() && line["withheld"] == true, "{what}");
                met.insert(name.to_owned());
            }
            let clinical = Operation::ALL.iter().map(|about| about.name).filter(|name| is_clinical(name));
            let missed: Vec<&str> = clinical.filter(|name| !met.contains(*name)).collect();
            // Opening, looking, printing and noting whom to see again touch no row of the patient.
            let untouched = [
                "note_recall",
                "open_chart",
                "look_at_allergies",
                "open_file",
                "look_up_batch",
                "look_at_medicines",
                "record_clinical_print",
                "record_clinical_print_failed",
            ];
            let may_miss: &[&str] = if role == Role::Admin { &[] } else { &untouched };
            assert!(missed.iter().all(|name| may_miss.contains(name)), "{} met nothing of {missed:?}", role.text());
        }
        scene.end().await;
    }
}

/// Whoever reads the record reads its numbers in the history too; never its texts.
#[tokio::test]
async fn who_opened_the_chart_is_told_and_a_restricted_one_takes_its_reason() {
    for desk in desks().await {
        let patient_id = desk.patients[0];
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let open = async |reason: Option<String>| {
            desk.clinic.perform(&doctor, OperationId::new(), OpenChart { patient_id, reason }).await.map(drop)
        };
        let entered = EnterVitals { patient_id, ..EnterVitals::example() };
        desk.clinic.perform(&doctor, OperationId::new(), entered).await.expect("entered");
        let value = async || -> Option<i64> {
            let question = AskRecordHistory { kind: Kind::Patient, id: patient_id.0 };
            let lines: Vec<Json> = desk.clinic.ask_as(&doctor, question).await.expect("a history");
            let line = lines.iter().find(|line| line["operation"] == "enter_vitals").expect("the values");
            assert_eq!(line["details"]["patient_id"], json!(patient_id));
            line["details"]["values"][0]["value_scaled"].as_i64()
        };
        assert_eq!(value().await, None, "not opened, on {}", desk.engine);
        open(None).await.expect("opened");
        assert_eq!(value().await, Some(70_500), "{}", desk.engine);
        desk.done(RestrictPatient { patient_id, version: 1, restricted: true }).await;
        assert_eq!(value().await, None, "restricted since, on {}", desk.engine);
        assert_eq!(open(None).await.expect_err("no reason").code(), Code::ChartReasonNeeded);
        open(Some("Treats her".into())).await.expect("opened with a reason");
        assert_eq!(value().await, Some(70_500), "{}", desk.engine);
        desk.end().await;
    }
}

/// An operation that takes clinical texts is done under a clinical permission, or is one of these, whose other fields are the desk's own or about nobody.
#[test]
fn what_takes_clinical_texts_is_withheld_by_its_permission() {
    let others = [
        "add_alert",
        "add_snippet",
        "add_task",
        "answer_task",
        "edit_alert",
        "edit_snippet",
        "finish_task",
        "pass_task_on",
        "strike_alert",
    ];
    let takes = |about: &About| kinds(&(about.schema)()).iter().any(|(_, class)| *class == Class::Clinical);
    let mut shown: Vec<&str> = Operation::ALL
        .iter()
        .filter(|about| !about.permission.is_clinical() && takes(about))
        .map(|about| about.name)
        .collect();
    shown.sort();
    assert_eq!(shown, others, "is the permission of a new one clinical (core/src/access.rs)?");
}
