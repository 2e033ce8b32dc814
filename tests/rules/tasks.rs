//! Tasks: whom they concern, what becomes of them, and that two who act at once do not both.

use chrono::NaiveDate;
use clinic_core::access::Role;
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::operation::Operation;
use clinic_core::tasks::add::AddTask;
use clinic_core::tasks::answer::AnswerTask;
use clinic_core::tasks::colleagues::{AskColleagues, Colleague};
use clinic_core::tasks::finish::FinishTask;
use clinic_core::tasks::list::{AskTasks, TaskLine};
use clinic_core::tasks::pass_on::PassTaskOn;
use clinic_core::tasks::reopen::ReopenTask;
use clinic_core::tasks::{TaskFor, TaskSaved};
use clinic_core::{Code, Error, Who, check};
use clinic_tests::desk::{Desk, desks};

fn to_role(role: Role) -> TaskFor {
    TaskFor { user_id: None, role: Some(role) }
}

fn task(text: &str, to: TaskFor) -> AddTask {
    AddTask { task_id: TaskId::new(), text: Clinical(text.into()), to, patient_id: None, due_on: None, urgent: false }
}

async fn by(desk: &Desk, who: &Who, operation: impl Into<Operation>) -> Result<TaskSaved, Error> {
    let done = desk.clinic.perform(who, OperationId::new(), operation).await?;
    Ok(serde_json::from_value(done.outcome).expect("what was saved"))
}

async fn list(desk: &Desk, who: &Who, done: bool) -> Vec<TaskLine> {
    desk.clinic.ask_as(who, AskTasks { done }).await.expect("tasks")
}

#[tokio::test]
async fn those_whom_it_concerns_see_it_and_nobody_else() {
    for desk in desks().await {
        let (doctor, nurse) = (desk.person("a.doctor", Role::Doctor).await, desk.person("a.nurse", Role::Nurse).await);
        let front = desk.person("a.desk", Role::Receptionist).await;
        let ask =
            AddTask { patient_id: Some(desk.patients[0]), ..task("Please call back", to_role(Role::Receptionist)) };
        by(&desk, &doctor, ask.clone()).await.expect("asked");
        let [seen] = &list(&desk, &front, false).await[..] else { panic!("{}: one task", desk.engine) };
        assert!(seen.mine && seen.patient.is_some() && seen.for_role == Some(Role::Receptionist), "{seen:?}");
        let [asked] = &list(&desk, &doctor, false).await[..] else { panic!("{}: what one asked for", desk.engine) };
        assert!(!asked.mine);
        assert_eq!(list(&desk, &nurse, false).await, [], "{}", desk.engine);
        // Nor can others do anything with it, or learn that it is there.
        let finish = FinishTask { task_id: ask.task_id, version: 1, text: None };
        assert_eq!(by(&desk, &nurse, finish.clone()).await.expect_err("not hers").code(), Code::NotFound);
        by(&desk, &front, finish).await.expect("done");
        assert_eq!((list(&desk, &front, false).await.len(), list(&desk, &doctor, true).await.len()), (0, 1));
        desk.end().await;
    }
}

#[tokio::test]
async fn it_is_answered_passed_on_done_and_opened_again() {
    for desk in desks().await {
        let (doctor, nurse) = (desk.person("a.doctor", Role::Doctor).await, desk.person("a.nurse", Role::Nurse).await);
        let people: Vec<Colleague> = desk.clinic.ask_as(&nurse, AskColleagues {}).await.expect("colleagues");
        let of = |role| people.iter().find(|one| one.roles.contains(&role)).expect("a colleague").user_id;
        let ask = task("Blood pressure, please", TaskFor { user_id: Some(of(Role::Nurse)), role: None });
        let task_id = ask.task_id;
        by(&desk, &doctor, ask).await.expect("asked");
        let text = |text: &str| Clinical(text.into());
        by(&desk, &nurse, AnswerTask { task_id, version: 1, text: text("Which arm?") }).await.expect("answered");
        let stale = by(&desk, &doctor, AnswerTask { task_id, version: 1, text: text("Never mind") }).await;
        assert_eq!(stale.expect_err("stale").code(), Code::ChangedMeanwhile, "{}", desk.engine);
        let on = PassTaskOn { task_id, version: 2, to: to_role(Role::Doctor), text: None };
        by(&desk, &nurse, on).await.expect("passed on");
        assert_eq!(list(&desk, &nurse, false).await, [], "{}: it is another's now", desk.engine);
        by(&desk, &doctor, FinishTask { task_id, version: 3, text: Some(text("Left")) }).await.expect("done");
        let late = by(&desk, &doctor, AnswerTask { task_id, version: 4, text: text("And?") }).await;
        assert_eq!(late.expect_err("done").code(), Code::TaskDone);
        by(&desk, &doctor, ReopenTask { task_id, version: 4 }).await.expect("opened again");
        let again = by(&desk, &doctor, ReopenTask { task_id, version: 5 }).await;
        assert_eq!(again.expect_err("open").code(), Code::TaskOpen);
        let [line] = &list(&desk, &doctor, false).await[..] else { panic!("{}: one task", desk.engine) };
        let said: Vec<_> = line.notes.iter().map(|note| (note.what.as_str(), note.text.as_deref())).collect();
        assert_eq!(
            said,
            [("answered", Some("Which arm?")), ("passed_on", None), ("done", Some("Left")), ("reopened", None)]
        );
        assert_eq!(check::check(&desk.db, None).await.expect("a report").findings, []);
        desk.end().await;
    }
}

#[tokio::test]
async fn the_urgent_come_first_then_what_is_due() {
    for desk in desks().await {
        let day = |day| NaiveDate::from_ymd_opt(2030, 1, day);
        for (text, urgent, due_on) in
            [("any time", false, None), ("later", false, day(9)), ("sooner", false, day(8)), ("now", true, None)]
        {
            let ask = AddTask { urgent, due_on, ..task(text, to_role(Role::Admin)) };
            desk.done(ask).await;
        }
        let texts: Vec<_> = list(&desk, &desk.admin, false).await.into_iter().map(|one| one.text).collect();
        assert_eq!(texts, ["now", "sooner", "later", "any time"], "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_task_is_for_somebody_and_says_something() {
    for desk in desks().await {
        let nobody = TaskFor { user_id: None, role: None };
        let unknown = TaskFor { user_id: Some(UserId::new()), role: None };
        let both = TaskFor { user_id: Some(UserId::new()), role: Some(Role::Nurse) };
        let far = NaiveDate::from_ymd_opt(9999, 1, 1);
        for (ask, code, field) in [
            (task(" ", to_role(Role::Nurse)), Code::FieldRequired, Some("text")),
            (task("For whom?", nobody), Code::FieldRequired, Some("to")),
            (task("For whom?", both), Code::FieldInvalid, Some("to")),
            (task("For whom?", unknown), Code::NotFound, None),
            (AddTask { due_on: far, ..task("When?", to_role(Role::Nurse)) }, Code::FieldOutOfRange, Some("due_on")),
            (
                AddTask { patient_id: Some(PatientId::new()), ..task("Who?", to_role(Role::Nurse)) },
                Code::PatientNotFound,
                None,
            ),
        ] {
            let error = desk.refused(ask).await;
            assert_eq!(
                (error.code(), error.detail("field").and_then(|one| one.as_str())),
                (code, field),
                "{}",
                desk.engine
            );
        }
        assert_eq!(list(&desk, &desk.admin, false).await, [], "{}: nothing is left behind", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn of_two_who_finish_at_once_one_does() {
    for desk in desks().await {
        for _ in 0..20 {
            let ask = task("Whoever is first", to_role(Role::Admin));
            let finish = FinishTask { task_id: ask.task_id, version: 1, text: None };
            desk.done(ask).await;
            let (one, other) = tokio::join!(by(&desk, &desk.admin, finish.clone()), by(&desk, &desk.admin, finish));
            assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "{}", desk.engine);
        }
        desk.end().await;
    }
}
