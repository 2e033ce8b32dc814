//! What was left open in the evening is asked for the next time the clinic opens, be that after a weekend.

use chrono::{Days, NaiveDateTime};
use clinic_core::appointments::appointment::Status;
use clinic_core::appointments::cancel::{CancelAppointment, CancelledBy};
use clinic_core::appointments::no_shows::{AskNoShowsLeft, NoShowsLeft};
use clinic_core::appointments::status::ChangeStatus;
use clinic_core::ids::AppointmentId;
use clinic_core::time::instant_of;
use clinic_tests::desk::{Desk, at, day, desks};

fn set_clock(desk: &Desk, wall: NaiveDateTime) {
    let then = instant_of(desk.clinic.settings().zone, wall).expect("a time that exists");
    desk.clock.advance_seconds(then.seconds_since(desk.clock.now()));
}

fn to(id: AppointmentId, to: Status) -> ChangeStatus {
    ChangeStatus { appointment_id: id, version: 1, to, waiting_for: None, reason: None }
}

#[tokio::test]
async fn the_last_day_with_bookings_is_proposed_until_it_is_settled() {
    for desk in desks().await {
        let left = async |desk: &Desk| -> Option<NoShowsLeft> {
            desk.clinic.ask_as(&desk.admin, AskNoShowsLeft {}).await.expect("an answer")
        };
        let (before, friday) = (day() + Days::new(3), day() + Days::new(4));
        let on = |days: u64, hour| desk.booking(at(hour, 0) + Days::new(days), 30);
        let (thursday, first, second, gone, next) = (on(3, 9), on(4, 9), on(4, 10), on(5, 9), on(7, 9));
        let saturday = clinic_core::appointments::book::BookAppointment {
            outside_hours: clinic_tests::desk::reason("Market day"),
            ..gone
        };
        for booking in [&thursday, &first, &second, &saturday, &next] {
            desk.done(booking.clone()).await;
        }
        // Who cancelled makes no day of it.
        desk.done(CancelAppointment {
            appointment_id: saturday.appointment_id,
            version: 1,
            by: CancelledBy::Patient,
            reason: "Ill".into(),
        })
        .await;
        set_clock(&desk, at(9, 0) + Days::new(4));
        assert_eq!(left(&desk).await, Some(NoShowsLeft { date: before, count: 1 }), "{}", desk.engine);
        set_clock(&desk, at(8, 0) + Days::new(7));
        assert_eq!(left(&desk).await, Some(NoShowsLeft { date: friday, count: 2 }), "on Monday: {}", desk.engine);
        desk.done(to(first.appointment_id, Status::NoShow)).await;
        assert_eq!(left(&desk).await, Some(NoShowsLeft { date: friday, count: 1 }), "{}", desk.engine);
        desk.done(to(second.appointment_id, Status::NoShow)).await;
        // The day before it is no longer anybody's morning.
        assert_eq!(left(&desk).await, None, "{}", desk.engine);
        desk.end().await;
    }
}
