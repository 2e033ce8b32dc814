//! Series: planned, booked whole or not at all, moved, edited and cancelled by scope; clock changes, races, undo.

use chrono::{Duration, NaiveDate, NaiveDateTime};
use clinic_core::appointments::cancel::CancelledBy;
use clinic_core::appointments::change_time::MoveAppointment;
use clinic_core::appointments::details::AskAppointment;
use clinic_core::appointments::series::book::{BookSeries, SeriesVisit};
use clinic_core::appointments::series::cancel::CancelSeries;
use clinic_core::appointments::series::edit::EditSeries;
use clinic_core::appointments::series::members::SeriesScope::{self, All, Following, One};
use clinic_core::appointments::series::plan::AskPlanSeries;
use clinic_core::appointments::series::rule::{Monthly, SeriesRule, SeriesUnit};
use clinic_core::appointments::series::shift::{Instead, MoveSeries};
use clinic_core::appointments::status::ChangeStatus;
use clinic_core::appointments::undo::Undo;
use clinic_core::appointments::{appointment::Status, day::AskAppointments};
use clinic_core::catalogue::services::AddService;
use clinic_core::ids::*;
use clinic_core::office::countries::proposal;
use clinic_core::office::details::ClinicDetails;
use clinic_core::office::edit::EditClinic;
use clinic_core::operation::Operate;
use clinic_core::{Code, Who, check};
use clinic_tests::desk::{Desk, PASSWORD, at, desks, reason};
use serde_json::Value as Json;

mod changes;

fn rule(unit: SeriesUnit, times: i64) -> SeriesRule {
    SeriesRule { every: 1, unit, weekdays: vec![], monthly: Monthly::Date, until: None, times: Some(times) }
}

fn wall(text: &str) -> NaiveDateTime {
    text.parse().expect("a time")
}

fn ask(desk: &Desk, starts_at: NaiveDateTime, rule: SeriesRule) -> AskPlanSeries {
    AskPlanSeries {
        patient_id: Some(desk.patients[0]),
        practitioner_id: desk.doctors[0],
        room_id: None,
        service_ids: vec![desk.services[0]],
        starts_at,
        minutes: 30,
        rule,
    }
}

async fn plan(desk: &Desk, starts_at: NaiveDateTime, rule: SeriesRule) -> Vec<Json> {
    let plan: Json = desk.clinic.ask_as(&desk.admin, ask(desk, starts_at, rule)).await.expect("a plan");
    plan["visits"].as_array().expect("visits").clone()
}

#[tokio::test]
async fn what_the_practitioner_does_not_give_is_not_planned() {
    for desk in desks().await {
        let limited = ServiceId::new();
        let practitioner_ids = vec![desk.doctors[1]];
        let details =
            AddService { service_id: limited, name: "Dressing".into(), practitioner_ids, ..AddService::example() };
        desk.done(details).await;
        let plan = AskPlanSeries { service_ids: vec![limited], ..ask(&desk, at(10, 0), rule(SeriesUnit::Week, 2)) };
        let refused = desk.clinic.ask_as::<Json>(&desk.admin, plan.clone()).await.expect_err("not given");
        assert_eq!(refused.code(), Code::AppointmentServiceNotGiven, "{}", desk.engine);
        let elsewhere = AskPlanSeries { practitioner_id: desk.doctors[1], ..plan };
        desk.clinic.ask_as::<Json>(&desk.admin, elsewhere).await.expect("given there");
        desk.end().await;
    }
}

fn series(desk: &Desk, times: &[NaiveDateTime], rule: SeriesRule) -> BookSeries {
    let visit = |starts_at: &NaiveDateTime| SeriesVisit { appointment_id: AppointmentId::new(), starts_at: *starts_at };
    BookSeries {
        series_id: SeriesId::new(),
        patient_id: desk.patients[0],
        practitioner_id: desk.doctors[0],
        room_id: None,
        service_ids: vec![desk.services[0]],
        starts_at: times[0],
        minutes: 30,
        rule,
        visits: times.iter().map(visit).collect(),
        note: None,
        outside_hours: None,
    }
}

/// So many Mondays at this time.
fn mondays(start: NaiveDateTime, count: i64) -> Vec<NaiveDateTime> {
    (0..count).map(|week| start + Duration::days(7 * week)).collect()
}

fn weekly(desk: &Desk, start: NaiveDateTime, count: i64) -> BookSeries {
    series(desk, &mondays(start, count), rule(SeriesUnit::Week, count))
}

/// "01-07 09:00 booked" of each, in the order of the series.
async fn lines(desk: &Desk, booked: &BookSeries) -> Vec<String> {
    rows(desk, booked)
        .await
        .iter()
        .map(|row| {
            let start = row["starts_at"].as_str().expect("a start");
            format!("{} {} {}", &start[5..10], &start[11..16], row["status"].as_str().expect("a status"))
        })
        .collect()
}

async fn rows(desk: &Desk, booked: &BookSeries) -> Vec<Json> {
    let ids: Vec<_> = booked.visits.iter().map(|visit| visit.appointment_id).collect();
    let rows: Vec<Json> = desk.clinic.ask_as(&desk.admin, AskAppointments { ids: ids.clone() }).await.expect("rows");
    let mut ordered = Vec::new();
    for id in ids {
        ordered.extend(rows.iter().find(|row| row["id"] == id.to_string()).cloned());
    }
    ordered
}

async fn clean(desk: &Desk) {
    let report = check::check(&desk.db, None).await.expect("a report");
    assert!(report.findings.is_empty(), "{}: {:?}", desk.engine, report.findings);
}

fn shift(booked: &BookSeries, visit: usize, version: i64, scope: SeriesScope, to: NaiveDateTime) -> MoveSeries {
    MoveSeries {
        appointment_id: booked.visits[visit].appointment_id,
        version,
        scope,
        practitioner_id: booked.practitioner_id,
        room_id: booked.room_id,
        starts_at: to,
        minutes: booked.minutes,
        instead: vec![],
        outside_hours: None,
    }
}

fn move_one(booked: &BookSeries, visit: usize, version: i64, to: NaiveDateTime) -> MoveAppointment {
    MoveAppointment {
        appointment_id: booked.visits[visit].appointment_id,
        version,
        practitioner_id: booked.practitioner_id,
        room_id: booked.room_id,
        starts_at: to,
        minutes: booked.minutes,
        overbook: None,
        outside_hours: None,
    }
}

fn cancel(booked: &BookSeries, visit: usize, version: i64, scope: SeriesScope) -> CancelSeries {
    CancelSeries {
        appointment_id: booked.visits[visit].appointment_id,
        version,
        scope,
        by: CancelledBy::Patient,
        reason: "Moved away".into(),
    }
}

#[tokio::test]
async fn a_plan_says_who_has_a_time_and_offers_others_and_writes_nothing() {
    for desk in desks().await {
        let mut other = desk.booking(at(9, 15) + Duration::days(7), 30);
        other.patient_id = desk.patients[1];
        desk.done(other).await;
        let visits = plan(&desk, at(9, 0), rule(SeriesUnit::Week, 4)).await;
        let states: Vec<_> = visits.iter().map(|visit| visit["state"].as_str().expect("a state")).collect();
        assert_eq!(states, ["free", "taken", "free", "free"], "{}", desk.engine);
        assert_eq!(visits[1]["by"][0]["patient"], "García, Luis");
        assert_eq!(
            visits[1]["free"],
            serde_json::json!(["2030-01-14T08:00:00", "2030-01-14T08:30:00", "2030-01-14T09:45:00"])
        );
        // Sunday is no working day.
        let daily = plan(&desk, at(9, 0) + Duration::days(5), rule(SeriesUnit::Day, 3)).await;
        assert_eq!(daily[0]["state"], "outside_hours");
        assert_eq!(daily[0]["free"][0], "2030-01-14T08:00:00", "the next working day");
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn the_whole_series_is_booked_or_nothing() {
    for desk in desks().await {
        let mut other = desk.booking(at(9, 15) + Duration::days(14), 30);
        other.patient_id = desk.patients[1];
        desk.done(other).await;
        let mut wanted = weekly(&desk, at(9, 0), 4);
        let error = desk.refused(wanted.clone()).await;
        assert_eq!(error.code(), Code::SeriesClashes, "{}", desk.engine);
        let clashes = error.detail("clashes").and_then(Json::as_array).expect("clashes").clone();
        assert_eq!(clashes.len(), 1);
        assert_eq!(clashes[0]["appointment_id"], wanted.visits[2].appointment_id.to_string());
        assert_eq!(clashes[0]["by"][0]["patient"], "García, Luis");
        assert!(rows(&desk, &wanted).await.is_empty(), "nothing half-written");

        // One at another time, one left out: the rest as agreed.
        wanted.visits[2].starts_at = wall(clashes[0]["free"][0].as_str().expect("an offer"));
        wanted.visits.remove(3);
        let id = OperationId::new();
        let first = desk.clinic.perform(&desk.admin, id, wanted.clone()).await.expect("booked");
        let again = desk.clinic.perform(&desk.admin, id, wanted.clone()).await.expect("the first outcome");
        assert!(again.replayed && again.outcome == first.outcome);
        assert_eq!(lines(&desk, &wanted).await, ["01-07 09:00 booked", "01-14 09:00 booked", "01-21 08:00 booked"]);
        let new: Vec<_> = rows(&desk, &wanted).await.iter().map(|row| row["is_new"].as_bool()).collect();
        assert_eq!(new, [Some(true), Some(false), Some(false)], "the first visit alone is the first visit");
        let details: Json = desk
            .clinic
            .ask_as(&desk.admin, AskAppointment { id: wanted.visits[1].appointment_id })
            .await
            .expect("details");
        assert_eq!(details["series"]["number"], 2);
        assert_eq!((&details["series"]["of"], &details["series"]["following"]), (&3.into(), &2.into()));
        assert_eq!(details["history"].as_array().map(Vec::len), Some(1));
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn bad_input_is_told_at_its_field_and_nothing_is_written() {
    for desk in desks().await {
        let good = weekly(&desk, at(9, 0), 3);
        let with = |change: &dyn Fn(&mut BookSeries)| {
            let mut bad = good.clone();
            change(&mut bad);
            bad
        };
        let tries = [
            (with(&|bad| bad.minutes = 0), Code::AppointmentLength, ""),
            (with(&|bad| bad.minutes = -30), Code::AppointmentLength, ""),
            (with(&|bad| bad.minutes = i64::MAX - 2), Code::AppointmentLength, ""),
            (with(&|bad| bad.minutes = 7), Code::AppointmentNotFiveMinutes, ""),
            (with(&|bad| bad.rule.every = 0), Code::FieldOutOfRange, "every"),
            (with(&|bad| bad.rule.times = Some(5000)), Code::FieldOutOfRange, "times"),
            (with(&|bad| bad.rule.times = None), Code::FieldRequired, "until"),
            (with(&|bad| bad.visits.clear()), Code::FieldRequired, "visits"),
            (with(&|bad| bad.rule.times = Some(2)), Code::FieldOutOfRange, "visits"),
            (
                with(&|bad| bad.visits[1].starts_at = bad.visits[0].starts_at + Duration::minutes(15)),
                Code::FieldInvalid,
                "visits",
            ),
            (with(&|bad| bad.visits[1].appointment_id = bad.visits[0].appointment_id), Code::FieldInvalid, "visits"),
            (with(&|bad| bad.patient_id = PatientId::new()), Code::PatientNotFound, ""),
            (with(&|bad| bad.service_ids.clear()), Code::FieldRequired, "service_ids"),
        ];
        for (bad, code, field) in tries {
            let error = desk.refused(bad.clone()).await;
            let at = error.detail("field").and_then(Json::as_str).unwrap_or_default().to_owned();
            assert_eq!((error.code(), at.as_str()), (code, field), "{}", desk.engine);
            assert!(rows(&desk, &bad).await.is_empty());
        }
        let mut early = weekly(&desk, at(7, 0), 3);
        assert_eq!(desk.refused(early.clone()).await.code(), Code::SeriesClashes);
        early.outside_hours = reason("The patient works");
        desk.done(early).await;
        clean(&desk).await;
        desk.end().await;
    }
}

/// Wall time stays over each clock change, and the times of the gap are told.
#[tokio::test]
async fn a_clock_change_keeps_the_wall_time() {
    let zones = [
        ("Europe/London", "2030-03-25T10:30:00", "2030-03-30T01:30:00", Some(1)),
        ("America/New_York", "2030-03-04T10:30:00", "2030-03-08T02:30:00", Some(2)),
        ("Asia/Kathmandu", "2030-04-15T10:30:00", "2030-03-30T01:30:00", None),
    ];
    for desk in desks().await {
        for (version, (zone, weekly_from, daily_from, gap)) in (1..).zip(zones) {
            let details = ClinicDetails { name: "Northside Clinic".into(), zone: zone.into(), ..proposal("GB") };
            desk.done(EditClinic { version, details }).await;
            let booked = weekly(&desk, wall(weekly_from), 3);
            desk.done(booked.clone()).await;
            assert!(lines(&desk, &booked).await.iter().all(|line| line.contains(" 10:30 ")), "{zone} {}", desk.engine);
            let daily = plan(&desk, wall(daily_from), rule(SeriesUnit::Day, 4)).await;
            let skipped: Vec<_> =
                daily.iter().enumerate().filter(|(_, visit)| visit["state"] == "skipped").map(|(n, _)| n).collect();
            assert_eq!(skipped, gap.into_iter().collect::<Vec<_>>(), "{zone} on {}", desk.engine);
        }
        // A repeated time means its first: one hour, claimed once.
        let mut twice = weekly(&desk, wall("2030-10-20T01:30:00"), 2);
        twice.outside_hours = reason("Sleep study");
        desk.done(twice).await;
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn months_without_a_31st_and_leap_days() {
    for desk in desks().await {
        let dates = |visits: Vec<Json>| -> Vec<String> {
            visits.iter().map(|visit| visit["starts_at"].as_str().expect("a start")[..16].to_owned()).collect()
        };
        let monthly = dates(plan(&desk, wall("2030-01-31T10:30:00"), rule(SeriesUnit::Month, 4)).await);
        assert_eq!(monthly, ["2030-01-31T10:30", "2030-02-28T10:30", "2030-03-31T10:30", "2030-04-30T10:30"]);
        let yearly = SeriesRule { every: 12, ..rule(SeriesUnit::Month, 3) };
        let yearly = dates(plan(&desk, wall("2032-02-29T10:30:00"), yearly).await);
        assert_eq!(yearly, ["2032-02-29T10:30", "2033-02-28T10:30", "2034-02-28T10:30"], "{}", desk.engine);
        desk.end().await;
    }
}
