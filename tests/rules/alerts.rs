//! Alerts: who may change them, what matters most first, and that what was entered in error is shown beside no name.

use clinic_core::access::Role;
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::operation::{Operate, Operation};
use clinic_core::patients::alerts::{
    AddAlert, AlertDetails, AlertKind, AlertSeverity, Audience, EditAlert, EndAlert, StrikeAlert,
};
use clinic_core::patients::details::AskPatient;
use clinic_core::patients::seen_alerts::{AlertLine, AskAlert, ChartAlert};
use clinic_core::records::chart::{AskChart, Chart};
use clinic_core::records::opened::OpenChart;
use clinic_core::time::{Clock, Instant};
use clinic_core::{Code, Error, Who, check};
use clinic_tests::desk::{Desk, at, day};
use clinic_tests::engine_list::all;
use serde_json::Value as Json;

async fn desks() -> Vec<Desk> {
    let mut desks = Vec::new();
    for engine in all() {
        desks.push(Desk::with_clock(&engine, Clock::standing_at(Instant(at(9, 0)))).await);
    }
    desks
}

async fn act(desk: &Desk, who: &Who, operation: impl Into<Operation>) -> Result<(), Code> {
    let done: Result<_, Error> = desk.clinic.perform(who, OperationId::new(), operation).await;
    done.map(|_| ()).map_err(|error| error.code())
}

fn add(desk: &Desk, audience: Audience, severity: AlertSeverity, text: &str) -> AddAlert {
    let (alert_id, patient_id, kind) = (AlertId::new(), desk.patients[0], AlertKind::Alert);
    AddAlert { alert_id, patient_id, kind, audience, text: Clinical(text.into()), severity }
}

fn details(text: &str) -> AlertDetails {
    AlertDetails { text: Clinical(text.into()), since: day(), ..EditAlert::example().details }
}

fn edit(alert_id: AlertId, version: i64, details: AlertDetails) -> EditAlert {
    EditAlert { alert_id, version, details }
}

async fn seen(desk: &Desk, who: &Who) -> Vec<AlertLine> {
    let page: Json = desk.clinic.ask_as(who, AskPatient { id: desk.patients[0] }).await.expect("a patient");
    serde_json::from_value(page["alerts"].clone()).expect("alerts")
}

async fn texts(desk: &Desk, who: &Who) -> Vec<String> {
    seen(desk, who).await.into_iter().map(|line| line.text).collect()
}

async fn chart(desk: &Desk, doctor: &Who) -> Chart {
    act(desk, doctor, OpenChart { patient_id: desk.patients[0], reason: None }).await.expect("opened");
    desk.clinic.ask_as(doctor, AskChart { patient_id: desk.patients[0] }).await.expect("a chart")
}

#[tokio::test]
async fn what_matters_most_stands_first_and_what_was_never_weighed_is_important() {
    for desk in desks().await {
        desk.done(add(&desk, Audience::Both, AlertSeverity::Note, "Parking badge")).await;
        desk.done(add(&desk, Audience::Both, AlertSeverity::Critical, "Never alone")).await;
        let old = add(&desk, Audience::Both, AlertSeverity::Important, "From before");
        let id = old.alert_id;
        desk.done(old).await;
        let mut tx = desk.db.begin().await.expect("a transaction");
        tx.exec("UPDATE patient_alerts SET severity = NULL WHERE id = ?", vec![id.into()]).await.expect("as it was");
        tx.commit().await.expect("written");
        assert_eq!(texts(&desk, &desk.admin).await, ["Never alone", "From before", "Parking badge"], "{}", desk.engine);
        assert_eq!(seen(&desk, &desk.admin).await[1].severity, AlertSeverity::Important);
        // An operation of before says nothing of it either.
        let json = serde_json::json!({
            "op": "add_alert", "alert_id": AlertId::new(), "patient_id": desk.patients[1], "kind": "alert", "audience": "both", "text": "Old",
        });
        let operation: Operation = serde_json::from_value(json).expect("an old operation");
        desk.done(operation).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn an_alert_is_edited_ended_and_counts_again() {
    for desk in desks().await {
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let first = add(&desk, Audience::Desk, AlertSeverity::Note, "Needs a hoist");
        let id = first.alert_id;
        desk.done(first).await;
        desk.done(edit(id, 1, details(" Needs a hoist, ask Sam "))).await;
        let line = seen(&desk, &desk.admin).await.remove(0);
        assert_eq!((line.text.as_str(), line.version), ("Needs a hoist, ask Sam", 2), "{}", desk.engine);
        assert_eq!((line.severity, line.audience.as_str()), (AlertSeverity::Critical, "both"));
        let stale = desk.refused(edit(id, 1, details("Mine"))).await;
        assert_eq!(stale.code(), Code::ChangedMeanwhile, "{}", desk.engine);
        let since = day() - chrono::Days::new(30);
        let over = AlertDetails { since, until: Some(day()), ..details("Needs a hoist") };
        desk.done(edit(id, 2, over.clone())).await;
        assert!(texts(&desk, &desk.admin).await.is_empty(), "{}", desk.engine);
        let kept: Vec<ChartAlert> = chart(&desk, &doctor).await.alerts;
        assert_eq!((kept[0].status.as_str(), kept[0].since, kept[0].until), ("ended", since, Some(day())));
        desk.done(edit(id, 3, AlertDetails { until: None, ..over })).await;
        assert_eq!(texts(&desk, &desk.admin).await, ["Needs a hoist"], "{}", desk.engine);
        // Days that cannot be.
        let tomorrow = day() + chrono::Days::new(1);
        for (since, until, field) in [
            (tomorrow, None, "since"),
            (day(), Some(tomorrow), "until"),
            (day(), Some(day() - chrono::Days::new(1)), "until"),
        ] {
            let error = desk.refused(edit(id, 4, AlertDetails { since, until, ..details("x") })).await;
            let named = error.detail("field").and_then(|field| field.as_str());
            assert_eq!((error.code(), named), (Code::FieldOutOfRange, Some(field)), "{}", desk.engine);
        }
        desk.end().await;
    }
}

/// Whoever edits it while somebody else ends it reads it as it stands: beside the name it is no more.
#[tokio::test]
async fn an_alert_that_ended_meanwhile_is_read_by_whoever_edits_it() {
    for desk in desks().await {
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let add = add(&desk, Audience::Desk, AlertSeverity::Note, "Key is lent out");
        let alert_id = add.alert_id;
        desk.done(add).await;
        let now = async |who: &Who| -> Result<ChartAlert, Code> {
            desk.clinic.ask_as(who, AskAlert { alert_id }).await.map_err(|error: Error| error.code())
        };
        let before = now(&desk.admin).await.expect("an alert");
        assert_eq!((before.status.as_str(), before.until, before.version), ("active", None, 1), "{}", desk.engine);
        desk.done(EndAlert { alert_id, version: 1 }).await;
        assert_eq!(
            act(&desk, &desk.admin, edit(alert_id, 1, details("Key is back"))).await,
            Err(Code::ChangedMeanwhile)
        );
        let after = now(&desk.admin).await.expect("an alert");
        assert_eq!((after.status.as_str(), after.version, after.text.as_str()), ("ended", 2, "Key is lent out"));
        assert!(after.until.is_some() && texts(&desk, &desk.admin).await.is_empty());
        desk.done(StrikeAlert { alert_id, version: 2, reason: Clinical("Never lent".into()) }).await;
        assert_eq!(now(&desk.admin).await.expect("an alert").status, "struck");
        // Of what is for clinical people alone the desk is not told that it is there.
        let front = desk.person("b.desk", Role::Receptionist).await;
        let add = self::add(&desk, Audience::Clinical, AlertSeverity::Critical, "Hepatitis B");
        let alert_id = add.alert_id;
        desk.clinic.perform(&doctor, OperationId::new(), add).await.expect("added");
        let asked = async |who: &Who| desk.clinic.ask(who, AskAlert { alert_id }).await.map_err(|error| error.code());
        assert_eq!(asked(&front).await.expect_err("clinical"), Code::NotFound, "{}", desk.engine);
        assert!(asked(&doctor).await.is_ok());
        desk.end().await;
    }
}

#[tokio::test]
async fn whom_it_is_for_decides_who_may_change_it() {
    for desk in desks().await {
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let reception = desk.person("reception", Role::Receptionist).await;
        let clinical = add(&desk, Audience::Clinical, AlertSeverity::Critical, "Drinks again");
        let both = add(&desk, Audience::Both, AlertSeverity::Note, "Likes mornings");
        let (hidden, open) = (clinical.alert_id, both.alert_id);
        act(&desk, &doctor, clinical).await.expect("written");
        act(&desk, &doctor, both).await.expect("written");
        let of = |audience| AlertDetails { audience, ..details("Changed") };
        let denied = Err(Code::AccessDenied);
        assert_eq!(act(&desk, &reception, edit(hidden, 1, of(Audience::Clinical))).await, denied, "{}", desk.engine);
        assert_eq!(act(&desk, &reception, edit(hidden, 1, of(Audience::Desk))).await, denied);
        assert_eq!(act(&desk, &reception, edit(open, 1, of(Audience::Clinical))).await, denied);
        let strike = StrikeAlert { alert_id: hidden, ..StrikeAlert::example() };
        assert_eq!(act(&desk, &reception, strike).await, denied);
        assert_eq!(act(&desk, &reception, edit(open, 1, of(Audience::Desk))).await, Ok(()));
        assert_eq!(texts(&desk, &reception).await, ["Changed"], "{}: not what is clinical", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn what_was_entered_in_error_leaves_the_name_and_stays_in_the_chart_with_why() {
    for desk in desks().await {
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let first = add(&desk, Audience::Both, AlertSeverity::Critical, "Another patient's");
        let alert_id = first.alert_id;
        desk.done(first).await;
        let nothing = StrikeAlert { alert_id, reason: Clinical(" ".into()), ..StrikeAlert::example() };
        assert_eq!(desk.refused(nothing).await.code(), Code::FieldRequired, "{}", desk.engine);
        desk.done(StrikeAlert { alert_id, reason: Clinical("Wrong Ada".into()), ..StrikeAlert::example() }).await;
        assert!(texts(&desk, &doctor).await.is_empty(), "{}", desk.engine);
        let chart = chart(&desk, &doctor).await;
        assert_eq!((chart.alerts[0].status.as_str(), chart.alerts[0].text.as_str()), ("struck", "Another patient's"));
        let why = chart.strikes.iter().find(|one| one.row_id == alert_id.0).expect("why");
        assert_eq!(
            (why.kind.as_str(), why.reason.as_str(), why.struck_by.as_str()),
            ("alert", "Wrong Ada", "Ada Admin")
        );
        // It takes nothing more.
        for again in [
            Operation::from(EndAlert { alert_id, version: 2 }),
            edit(alert_id, 2, details("Again")).into(),
            StrikeAlert { alert_id, version: 2, ..StrikeAlert::example() }.into(),
        ] {
            assert_eq!(desk.refused(again).await.code(), Code::RecordStruck, "{}", desk.engine);
        }
        assert!(check::check(&desk.db, None).await.expect("checked").is_clean(), "{}", desk.engine);
        desk.end().await;
    }
}
