//! Why an appointment stands beside another one or outside hours: with who said so and since when, whatever happened in between.

use chrono::{Duration, NaiveDateTime};
use clinic_core::access::Role;
use clinic_core::appointments::book::BookAppointment;
use clinic_core::appointments::change_time::MoveAppointment;
use clinic_core::appointments::details::AskAppointment;
use clinic_core::appointments::edit::EditAppointment;
use clinic_core::appointments::plan::Reason;
use clinic_core::appointments::undo::Undo;
use clinic_core::ids::*;
use clinic_core::operation::Operation;
use clinic_core::{Performed, Who};
use clinic_tests::desk::{Desk, at, desks, reason};
use serde_json::Value as Json;

/// What the panel is told of a reason: the words and who gave them.
async fn given(desk: &Desk, id: AppointmentId, which: &str) -> Option<(String, String)> {
    let answer: Json = desk.clinic.ask_as(&desk.admin, AskAppointment { id }).await.expect("the appointment");
    let given = &answer[which];
    let text = |name: &str| given[name].as_str().map(str::to_owned);
    given["at"].as_str().filter(|at| at.len() > 10)?;
    Some((text("reason")?, text("by")?))
}

fn to(booking: &BookAppointment, version: i64, starts_at: NaiveDateTime, overbook: Option<Reason>) -> MoveAppointment {
    MoveAppointment {
        appointment_id: booking.appointment_id,
        version,
        practitioner_id: booking.practitioner_id,
        room_id: booking.room_id,
        starts_at,
        minutes: booking.minutes,
        overbook,
        outside_hours: None,
    }
}

#[tokio::test]
async fn a_reason_stands_with_who_gave_it_for_the_time_as_it_is() {
    for desk in desks().await {
        let other = desk.person("novak", Role::Receptionist).await;
        let performed = async |who: &Who, operation: Operation| -> Performed {
            desk.clinic.perform(who, OperationId::new(), operation).await.expect("done")
        };
        let said = |reason: &str, by: &str| Some((reason.to_owned(), by.to_owned()));
        desk.done(desk.booking(at(9, 0), 60)).await;
        let mut second = desk.booking(at(9, 15), 30);
        second.patient_id = desk.patients[1];
        second.overbook = reason("Sent by the hospital");
        let id = second.appointment_id;
        desk.done(second.clone()).await;
        assert_eq!(
            given(&desk, id, "overbook_given").await,
            said("Sent by the hospital", "Ada Admin"),
            "{}",
            desk.engine
        );
        assert_eq!(given(&desk, id, "outside_given").await, None);
        // A note gives no reason, whoever writes it.
        let edit = EditAppointment {
            appointment_id: id,
            version: 1,
            service_ids: second.service_ids.clone(),
            room_id: None,
            note: Some("Brings a letter".into()),
            overbook: None,
            outside_hours: None,
        };
        performed(&other, edit.into()).await;
        assert_eq!(
            given(&desk, id, "overbook_given").await,
            said("Sent by the hospital", "Ada Admin"),
            "{}",
            desk.engine
        );
        // The same words for another time are somebody else's.
        let moved = performed(&other, to(&second, 2, at(9, 20), reason("Sent by the hospital")).into()).await;
        assert_eq!(
            given(&desk, id, "overbook_given").await,
            said("Sent by the hospital", "novak Person"),
            "{}",
            desk.engine
        );
        // What is taken back goes back to who said it then.
        performed(&other, Undo { undoes: moved.id }.into()).await;
        assert_eq!(
            given(&desk, id, "overbook_given").await,
            said("Sent by the hospital", "Ada Admin"),
            "{}",
            desk.engine
        );
        // Alone at its time it needs none.
        performed(&other, to(&second, 4, at(11, 0), None).into()).await;
        assert_eq!(given(&desk, id, "overbook_given").await, None, "{}", desk.engine);
        let late = BookAppointment {
            outside_hours: reason("Comes from far away"),
            ..desk.booking(at(9, 0) + Duration::hours(10), 30)
        };
        performed(&other, late.clone().into()).await;
        let told = given(&desk, late.appointment_id, "outside_given").await;
        assert_eq!(told, said("Comes from far away", "novak Person"), "{}", desk.engine);
        desk.end().await;
    }
}
