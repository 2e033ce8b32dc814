//! My patients: a doctor calls in and writes, a nurse measures, each without leaving the list of those who wait.

use super::drive::Window;
use super::ready::{DOCTORS, Ready};
use clinic_core::access::Role;
use clinic_core::appointments::waiting_room::AskWaitingRoom;
use clinic_core::appointments::walk_in::AdmitWalkIn;
use clinic_core::catalogue::practitioners::{EditPractitioner, PractitionerKind};
use clinic_core::ids::*;

#[tokio::test]
async fn those_who_wait_are_called_in_written_about_and_measured() {
    let ready = Ready::here().await;
    adeyemi(&ready).await;
    for (family, doctor) in [("Okafor", 0), ("Cohen", 1)] {
        ready
            .done(AdmitWalkIn {
                appointment_id: AppointmentId::new(),
                patient_id: ready.patient(family),
                practitioner_id: Some(ready.doctors[doctor]),
                specialty_id: None,
                service_ids: vec![ready.services[0]],
                note: None,
            })
            .await;
    }
    let window = ready.window("adeyemi").await;
    write(&window).await;
    let stages = ready.ask(AskWaitingRoom { ids: None }).await;
    let stage = |name: &str| {
        stages["rows"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|row| row["family"] == name)
            .map(|row| row["status"].clone())
    };
    assert_eq!(stage("Okafor"), Some("to_pay".into()), "{stages}");
    assert_eq!(stage("Cohen"), Some("arrived".into()), "another doctor's");
    window.sign_out().await;
    ready.enter(&window, "nurse").await;
    measure(&window).await;
    ready.end(window).await;
}

/// The first doctor has a sign-in of her own.
pub async fn adeyemi(ready: &Ready) -> UserId {
    let user = ready.admit(("adeyemi", "Ada Adeyemi", Role::Doctor)).await;
    let (name, short_name) = DOCTORS[0];
    ready
        .done(EditPractitioner {
            practitioner_id: ready.doctors[0],
            version: 2,
            kind: PractitionerKind::Doctor,
            name: name.into(),
            short_name: short_name.into(),
            user_id: Some(user),
            room_id: Some(ready.rooms[0]),
            specialty_ids: vec![],
            active: true,
        })
        .await;
    user
}

async fn write(window: &Window) {
    window.keys("g n").await;
    window.says(".consult-next", "Okafor, Ada").await;
    assert_eq!(window.count(".consult-list .queue-row").await, 1, "only one's own");
    window.judge("my patients").await;
    window.keys("r").await;
    window.says(".consult-head .panel-status", "In room").await;
    window.focus_is_at("cd-visit-form textarea").await;
    window.type_keys("Headache for two days").await;
    window.judge("a visit beside my patients").await;
    window.keys("Ctrl+Enter").await;
    window.gone(".consult-patient").await;
    window.gone(".consult-list .queue-row").await;
}

async fn measure(window: &Window) {
    window.keys("g n").await;
    window.press_at(".consult-list .queue-row").await;
    window.says(".consult-head", "Cohen").await;
    window.focus_is_at("#vital-systolic").await;
    window.type_keys("130").await;
    window.fill("Diastolic", "85").await;
    window.fill("Pulse", "72").await;
    window.judge("a nurse measures").await;
    window.keys("Enter").await;
    window.says(".vitals-sheet", "130").await;
    window.holds("Systolic", "").await;
}
