//! Every operation there is, aimed at a signed visit and at all that its signature covers: its hash stays what was signed.

use clinic_core::access::Role;
use clinic_core::ids::*;
use clinic_core::operation::Operation;
use clinic_core::records::opened::OpenChart;
use clinic_core::records::visits::ask::{AskVisit, Visit};
use clinic_core::{Who, check};
use clinic_tests::contents::send_for;
use clinic_tests::desk::{Desk, desks};
use clinic_tests::whole_visit::{WholeVisit, today};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// What these change lies beside the seal: each is to be done here, or the test would prove nothing.
const DONE: [&str; 10] = [
    "add_addendum",
    "attach_file",
    "enter_vaccination",
    "enter_vitals",
    "stop_medicine",
    "strike_letter",
    "strike_medicine",
    "strike_vaccination",
    "strike_visit",
    "strike_vital",
];

/// Whether what an operation makes gets ids of its own, or those of what is there already.
#[derive(Clone, Copy, PartialEq)]
enum Ids {
    Own,
    Taken,
}

async fn read(desk: &Desk, doctor: &Who, visit_id: VisitRecordId) -> Visit {
    desk.clinic.ask_as(doctor, AskVisit { visit_id }).await.expect("a visit")
}

/// What is struck comes last, and the visit last of all: what is struck already is no aim any more.
fn in_order() -> Vec<&'static clinic_core::operation::About> {
    let mut all: Vec<_> = Operation::ALL.iter().filter(|about| about.name != "change_own_password").collect();
    all.sort_by_key(|about| (about.name == "strike_visit", about.name.starts_with("strike_")));
    all
}

#[tokio::test]
async fn no_operation_gets_around_a_signature() {
    for desk in desks().await {
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let open = OpenChart { patient_id: desk.patients[0], reason: None };
        desk.clinic.perform(&doctor, OperationId::new(), open).await.expect("opened");
        let one = WholeVisit::begun(&desk, &doctor, None).await;
        one.sign(&desk, &doctor).await;
        let signed = read(&desk, &doctor, one.visit_id).await;
        assert_eq!((signed.is_whole, signed.version), (Some(true), 2), "{}", desk.engine);
        assert_eq!((signed.vitals.len(), signed.vaccinations.len(), signed.medicines.len()), (2, 1, 1));
        let mut done = BTreeSet::new();
        for about in in_order() {
            for (version, ids) in [(1, Ids::Own), (2, Ids::Own), (3, Ids::Own), (2, Ids::Taken)] {
                let mut json = (about.example)();
                // Once without the visit, where that is left open.
                if version > 1 && !(about.schema)()["properties"]["visit_id"].is_null() {
                    json["visit_id"] = json!(one.visit_id);
                }
                aim(&mut json, &one, &desk, version, ids);
                let Ok(operation) = serde_json::from_value::<Operation>(json) else { continue };
                send_for(&desk.clinic, &doctor, &operation).await;
                if desk.clinic.perform(&doctor, OperationId::new(), operation).await.is_ok() {
                    done.insert(about.name);
                }
            }
            let after = read(&desk, &doctor, one.visit_id).await;
            let what = format!("{} on {}", about.name, desk.engine);
            assert_eq!((after.is_whole, &after.hash, &after.text), (Some(true), &signed.hash, &signed.text), "{what}");
            assert_eq!(
                (after.version, &after.status, after.signed_at),
                (2, &signed.status, signed.signed_at),
                "{what}"
            );
            assert_eq!(after.signed_by, signed.signed_by, "{what}");
        }
        let missed: Vec<_> = DONE.iter().filter(|name| !done.contains(*name)).collect();
        assert!(missed.is_empty(), "never done, so never a danger: {missed:?}");
        let struck = read(&desk, &doctor, one.visit_id).await;
        assert!(struck.strike.is_some() && struck.vitals.iter().all(|line| line.struck.is_some()));
        let report = check::check(&desk.db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        desk.end().await;
    }
}

/// Puts the ids of this visit and of what belongs to it where an operation names any.
fn aim(json: &mut Json, one: &WholeVisit, desk: &Desk, version: i64, ids: Ids) {
    let makes = json["op"].as_str().is_some_and(|op| {
        ["add_", "attach_", "enter_", "write_", "start_", "note_", "approve_"].iter().any(|verb| op.starts_with(verb))
    });
    put(json, one, desk, version, !makes || ids == Ids::Taken);
}

fn put(json: &mut Json, one: &WholeVisit, desk: &Desk, version: i64, taken: bool) {
    match json {
        Json::Object(map) => {
            for (name, value) in map.iter_mut() {
                let aimed = match name.as_str() {
                    "visit_id" => Some(json!(one.visit_id)),
                    "patient_id" => Some(json!(one.patient_id)),
                    "practitioner_id" => Some(json!(desk.doctors[0])),
                    "version" => Some(json!(version)),
                    "repeats_id" => Some(json!(one.item_id)),
                    // What is given on the day of the visit; and stopped on it.
                    "given_on" | "stopped_on" => Some(json!(today(desk))),
                    // A record that is restricted meanwhile would shut out everything that comes after.
                    "restricted" => Some(json!(false)),
                    "confirmed" => Some(json!(true)),
                    "vital_id" if taken => Some(json!(one.vital_id)),
                    "vaccination_id" if taken => Some(json!(one.vaccination_id)),
                    "prescription_id" if taken => Some(json!(one.prescription_id)),
                    "item_id" if taken => Some(json!(one.item_id)),
                    "letter_id" if taken => Some(json!(one.letter_id)),
                    "file_id" if taken => Some(json!(one.file_id)),
                    _ => None,
                };
                match aimed {
                    Some(aimed) => *value = aimed,
                    None => put(value, one, desk, version, taken),
                }
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| put(item, one, desk, version, taken)),
        _ => {}
    }
}
