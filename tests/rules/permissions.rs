//! The permission matrix, generated over every operation, question and role.

use clinic_core::access::{Permission, Role};
use clinic_core::ids::OperationId;
use clinic_core::operation::Operation;
use clinic_core::question::Question;
use clinic_core::store::Read;
use clinic_core::{Code, Who};
use clinic_tests::desk::{PASSWORD, desks};

/// Of whom an alert is for depends who may, beside the operation's own permission.
const WHATEVER_THE_ALERT_IS_FOR: [&str; 2] = ["add_alert", "edit_alert"];

/// Each example is tried as each role: it is denied exactly when the role lacks the permission.
#[tokio::test]
async fn every_operation_and_question_as_every_role() {
    for desk in desks().await {
        for role in Role::ALL {
            let who = desk.person(&format!("{}.person", role.text()), role).await;
            for about in Operation::ALL {
                let mut json = (about.example)();
                plain_secrets(&mut json);
                let operation: Operation = serde_json::from_value(json).expect("an example that can be sent");
                // Trying to change one's own password would end the session.
                if about.name == "change_own_password" {
                    continue;
                }
                let outcome = desk.clinic.perform(&who, OperationId::new(), operation).await;
                let denied = outcome.as_ref().is_err_and(|error| error.code() == Code::AccessDenied);
                let may = about.permission.by_default().contains(&role);
                assert!(
                    denied != may || (may && WHATEVER_THE_ALERT_IS_FOR.contains(&about.name)),
                    "{} as {} on {}: {outcome:?}",
                    about.name,
                    role.text(),
                    desk.engine
                );
            }
            for about in Question::ALL {
                let question: Question =
                    serde_json::from_value((about.example)()).expect("an example that can be asked");
                let outcome = desk.clinic.ask(&who, question).await;
                let denied = outcome.as_ref().is_err_and(|error| error.code() == Code::AccessDenied);
                let may = about.permission.by_default().contains(&role);
                assert_eq!(denied, !may, "{} as {} on {}: {:?}", about.name, role.text(), desk.engine, outcome.err());
            }
        }
        desk.end().await;
    }
}

fn plain_secrets(json: &mut serde_json::Value) {
    match json {
        serde_json::Value::Object(map) if map.len() == 1 && map.contains_key("secret") => {
            *json = "a password long enough".into()
        }
        serde_json::Value::Object(map) => map.values_mut().for_each(plain_secrets),
        serde_json::Value::Array(items) => items.iter_mut().for_each(plain_secrets),
        _ => {}
    }
}

#[tokio::test]
async fn nobody_performs_what_only_the_app_does_and_the_app_nothing_else() {
    for desk in desks().await {
        for about in Operation::ALL.iter().filter(|about| about.permission != Permission::System) {
            let mut json = (about.example)();
            plain_secrets(&mut json);
            let operation: Operation = serde_json::from_value(json).expect("an example");
            let error = desk.clinic.perform(&Who::System, OperationId::new(), operation).await.expect_err("denied");
            assert_eq!(error.code(), Code::AccessDenied, "{}", about.name);
        }
        desk.end().await;
    }
}

#[tokio::test]
async fn a_closed_account_and_a_new_password_count_at_once() {
    for desk in desks().await {
        let who = desk.person("m.novak", Role::Receptionist).await;
        let people: Vec<serde_json::Value> =
            desk.clinic.ask_as(&desk.admin, clinic_core::staff::people::AskPeople {}).await.expect("people");
        let row = people.iter().find(|row| row["login"] == "m.novak").expect("the person");
        let user_id = serde_json::from_value(row["user_id"].clone()).expect("an id");
        let version = row["version"].as_i64().expect("a version");
        let close = clinic_core::staff::edit_person::EditPerson {
            user_id,
            version,
            name: "M. Novak".into(),
            roles: vec![Role::Receptionist],
            active: false,
        };
        desk.done(close).await;
        let error = desk.clinic.ask(&who, clinic_core::staff::me::AskMe {}).await.expect_err("ended");
        assert_eq!(error.code(), Code::SessionEnded, "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn the_last_administrator_stays() {
    for desk in desks().await {
        let me: serde_json::Value =
            desk.clinic.ask_as(&desk.admin, clinic_core::staff::me::AskMe {}).await.expect("me");
        let user_id = serde_json::from_value(me["user_id"].clone()).expect("an id");
        let step_down = |roles: Vec<Role>, active| clinic_core::staff::edit_person::EditPerson {
            user_id,
            version: 1,
            name: "Ada Admin".into(),
            roles,
            active,
        };
        assert_eq!(
            desk.refused(step_down(vec![Role::Nurse], true)).await.code(),
            Code::PersonLastAdmin,
            "{}",
            desk.engine
        );
        assert_eq!(desk.refused(step_down(vec![Role::Admin], false)).await.code(), Code::PersonLastAdmin);
        desk.person("second.admin", Role::Admin).await;
        desk.done(step_down(vec![Role::Nurse], true)).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn failures_slow_the_door_down_for_known_and_unknown_names() {
    for desk in desks().await {
        for login in ["admin", "nobody"] {
            let mut codes = Vec::new();
            for _ in 0..4 {
                codes.push(
                    desk.clinic.sign_in(login, "wrong password".to_owned().into()).await.expect_err("refused").code(),
                );
            }
            assert_eq!(codes[3], Code::SessionWait, "{login} on {}", desk.engine);
            desk.clock.advance_seconds(4000);
        }
        desk.clinic.sign_in("admin", PASSWORD.to_owned().into()).await.expect("the wait is over");
        desk.end().await;
    }
}

#[tokio::test]
async fn a_pin_counts_today_and_three_misses_close_it() {
    for desk in desks().await {
        let Who::Person(session) = desk.admin.clone() else { unreachable!() };
        desk.clinic.set_pin(&session, PASSWORD.to_owned().into(), "280714".to_owned().into()).await.expect("a PIN");
        assert_eq!(desk.clinic.quick_people().await.expect("people").len(), 1);
        desk.clinic.switch_person(session.user_id(), "280714".to_owned().into()).await.expect("switched");
        let miss = || desk.clinic.switch_person(session.user_id(), "000001".to_owned().into());
        let codes = [miss().await, miss().await, miss().await].map(|outcome| outcome.expect_err("a miss").code());
        assert_eq!(
            codes,
            [Code::SessionWrongPin, Code::SessionWrongPin, Code::SessionPinPasswordNeeded],
            "{}",
            desk.engine
        );
        let right = desk.clinic.switch_person(session.user_id(), "280714".to_owned().into()).await.expect_err("closed");
        assert_eq!(right.code(), Code::SessionPinPasswordNeeded);
        desk.clinic.sign_in("admin", PASSWORD.to_owned().into()).await.expect("a full sign-in");
        desk.clinic.switch_person(session.user_id(), "280714".to_owned().into()).await.expect("good again today");
        desk.clock.advance_seconds(86_400);
        let tomorrow =
            desk.clinic.switch_person(session.user_id(), "280714".to_owned().into()).await.expect_err("another day");
        assert_eq!(tomorrow.code(), Code::SessionPinPasswordNeeded);
        desk.end().await;
    }
}

/// Whoever finds a desk unlocked, or came in by a PIN, has no password: they set no PIN in that person's name, and guessing is slowed down.
#[tokio::test]
async fn a_pin_is_set_with_the_password_alone() {
    for desk in desks().await {
        let Who::Person(session) = desk.admin.clone() else { unreachable!() };
        let set = |session: &clinic_core::Session, password: &str, pin: &str| {
            let (session, password, pin) = (session.clone(), password.to_owned(), pin.to_owned());
            let clinic = desk.clinic.clone();
            async move { clinic.set_pin(&session, password.into(), pin.into()).await }
        };
        set(&session, PASSWORD, "280714").await.expect("a PIN");
        let by_pin = desk.clinic.switch_person(session.user_id(), "280714".to_owned().into()).await.expect("switched");
        let mut codes = Vec::new();
        for _ in 0..4 {
            codes.push(set(&by_pin, "280714", "391825").await.expect_err("refused").code());
        }
        let wrong = Code::SessionWrongPassword;
        assert_eq!(codes, [wrong, wrong, wrong, Code::SessionWait], "{}", desk.engine);
        let events: Vec<(String, Option<String>)> = desk
            .db
            .clone()
            .all("SELECT kind, detail FROM security_events WHERE kind = 'sign_in_failed'", vec![])
            .await
            .expect("events");
        let noted = ("sign_in_failed".to_owned(), Some("set_pin".to_owned()));
        assert_eq!(events, vec![noted; 3], "{}", desk.engine);
        // The PIN is the one that was.
        desk.clinic.switch_person(session.user_id(), "280714".to_owned().into()).await.expect("the first PIN");
        desk.clock.advance_seconds(4000);
        set(&by_pin, PASSWORD, "391825").await.expect("another PIN, with the password");
        desk.clinic.switch_person(session.user_id(), "391825".to_owned().into()).await.expect("the new PIN");
        desk.end().await;
    }
}
