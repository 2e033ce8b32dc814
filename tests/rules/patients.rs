//! Patients: found by anything, edited without losing anybody's change.

use clinic_core::Code;
use clinic_core::ids::*;
use clinic_core::patients::edit::EditPatient;
use clinic_core::patients::find::{FindPatients, PatientLine};
use clinic_core::patients::identifier_types::AddIdentifierType;
use clinic_core::patients::look_alikes::{AskLookAlikes, LookAlike};
use clinic_core::patients::patient::{IdentifierLine, PhoneLine};
use clinic_core::patients::register::RegisterPatient;
use clinic_tests::desk::{Desk, desks, details};

async fn found(desk: &Desk, text: &str) -> Vec<String> {
    let lines: Vec<PatientLine> =
        desk.clinic.ask_as(&desk.admin, FindPatients { text: text.into(), limit: 20 }).await.expect("an answer");
    lines.into_iter().map(|line| line.name).collect()
}

#[tokio::test]
async fn patients_are_found_in_any_order_with_and_without_accents() {
    for desk in desks().await {
        let mut ada = details("Åsa", "Öberg-Łukasiewicz");
        ada.phones = vec![PhoneLine { kind: "mobile".into(), number: "+44 (0)20 7946 0102".into() }];
        desk.done(RegisterPatient { patient_id: PatientId::new(), details: ada }).await;
        for typed in [
            "oberg asa",
            "ÅSA ÖB",
            "lukasiewicz",
            "obergluk",
            "asa 12/3/1980",
            "020 7946 0102",
            "+44 20 7946 0102",
            "460102",
        ] {
            assert_eq!(found(&desk, typed).await, ["Öberg-Łukasiewicz, Åsa"], "{typed} on {}", desk.engine);
        }
        for (typed, expected) in [("nguyen", "Nguyễn, Lan"), ("garcía l", "García, Luis"), ("100001", "Okafor, Ada")]
        {
            assert_eq!(found(&desk, typed).await, [expected], "{typed} on {}", desk.engine);
        }
        for nothing in ["", "   ", "zzz", "%", "_", "' OR 1=1 --", "\u{202e}"] {
            assert!(found(&desk, nothing).await.is_empty(), "{nothing} on {}", desk.engine);
        }
        desk.end().await;
    }
}

#[tokio::test]
async fn the_second_editor_is_told_and_sees_both() {
    for desk in desks().await {
        let edit = |given: &str, version| EditPatient {
            patient_id: desk.patients[0],
            version,
            details: details(given, "Okafor"),
        };
        desk.done(edit("Adaeze", 1)).await;
        let error = desk.refused(edit("Adanna", 1)).await;
        assert_eq!(error.code(), Code::PatientChangedMeanwhile, "{}", desk.engine);
        assert_eq!(error.detail("theirs").expect("theirs")["names"]["given"], "Adaeze");
        assert_eq!(
            (error.detail("by").and_then(|by| by.as_str()), error.detail("version").and_then(|v| v.as_i64())),
            (Some("Ada Admin"), Some(2))
        );
        desk.done(edit("Adanna", 2)).await;
        assert_eq!(found(&desk, "adanna").await, ["Okafor, Adanna"]);
        assert!(found(&desk, "adaeze").await.is_empty());
        desk.end().await;
    }
}

#[tokio::test]
async fn an_identifier_belongs_to_one_patient() {
    for desk in desks().await {
        let type_id = IdentifierTypeId::new();
        desk.done(AddIdentifierType { identifier_type_id: type_id, name: "NHS number".into(), issuer: None }).await;
        let with = |given: &str| {
            let mut one = details(given, "Twin");
            one.identifiers =
                vec![IdentifierLine { type_id, value: "943 476 5919".into(), issuer: None, valid_until: None }];
            RegisterPatient { patient_id: PatientId::new(), details: one }
        };
        desk.done(with("Ann")).await;
        let error = desk.refused(with("Bea")).await;
        assert_eq!(
            (error.code(), error.detail("mrn").and_then(|mrn| mrn.as_str())),
            (Code::PatientIdentifierTaken, Some("100004")),
            "{}",
            desk.engine
        );
        assert_eq!(found(&desk, "9434765919").await, ["Twin, Ann"]);
        desk.end().await;
    }
}

#[tokio::test]
async fn look_alikes_are_shown_with_their_reason() {
    for desk in desks().await {
        let ask = |given: &str, family: &str| AskLookAlikes {
            names: details(given, family).names,
            birth_date: details(given, family).birth_date,
            phone: None,
            but_not: None,
        };
        let alike: Vec<LookAlike> = desk.clinic.ask_as(&desk.admin, ask("Ada", "Okafer")).await.expect("an answer");
        assert_eq!(
            alike.iter().map(|one| (one.patient.name.as_str(), one.why.join(" "))).collect::<Vec<_>>(),
            [("Okafor, Ada", "name birth_date".to_owned())],
            "{}",
            desk.engine
        );
        desk.end().await;
    }
}

/// Every text of the corpus is stored and read back as it was (composed), or refused with its field.
#[tokio::test]
async fn hostile_texts_come_back_as_they_were_or_are_refused_with_their_field() {
    let long = "x".repeat(200);
    let too_long = "x".repeat(201);
    let corpus = [
        "' OR 1=1 --",
        "\"; DROP TABLE patients",
        "/*!50000 x */",
        "\\'",
        "%_",
        "a || b",
        "O'Brien",
        "Müller",
        "Mu\u{308}ller",
        "İı",
        "שלום\u{202e}x",
        "👨‍👩‍👧‍👦",
        "a",
        &long,
        "a\u{200b}b",
        "=cmd|' /C calc'!A0",
        "<img src=x onerror=alert(1)>",
        "مُحَمَّد",
        "a\0b",
        &too_long,
        "\u{7}",
    ];
    for desk in desks().await {
        for text in corpus {
            let patient_id = PatientId::new();
            match desk.perform(RegisterPatient { patient_id, details: details(text, "Corpus") }).await {
                Ok(_) => {
                    let page: serde_json::Value = desk
                        .clinic
                        .ask_as(&desk.admin, clinic_core::patients::details::AskPatient { id: patient_id })
                        .await
                        .expect("a page");
                    let kept = page["details"]["names"]["given"].as_str().expect("a name").to_owned();
                    assert!(
                        kept == text || text == "Mu\u{308}ller" && kept == "Müller",
                        "{text:?} became {kept:?} on {}",
                        desk.engine
                    );
                }
                Err(error) => {
                    assert!(
                        matches!(error.code(), Code::FieldBadCharacters | Code::FieldTooLong),
                        "{text:?} on {}: {error:?}",
                        desk.engine
                    );
                    assert_eq!(error.detail("field").expect("a field"), "details.names.given");
                }
            }
        }
        desk.end().await;
    }
}
