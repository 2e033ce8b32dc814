//! Two workstations act at once: one does, the other is told who was first.

use super::{item, rooms};
use clinic_core::ids::*;
use clinic_core::operation::{Operate, Operation};
use clinic_core::records::repeats::withdraw::WithdrawRepeat;
use clinic_core::{Clinic, Code, Error, Who};
use std::sync::Arc;

/// Both at once, each on a thread and a workstation of its own.
async fn at_once(
    (left, right): (&Arc<Clinic>, &Arc<Clinic>),
    (one, first): (&Who, Operation),
    (other, second): (&Who, Operation),
) -> Vec<Result<(), Error>> {
    let perform = |clinic: &Arc<Clinic>, who: &Who, operation: Operation| {
        let (clinic, who) = (clinic.clone(), who.clone());
        tokio::spawn(async move { clinic.perform(&who, OperationId::new(), operation).await.map(drop) })
    };
    let (first, second) = (perform(left, one, first), perform(right, other, second));
    vec![first.await.expect("a thread"), second.await.expect("a thread")]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_doctors_who_answer_at_once_one_is_told_who_was_first() {
    for room in rooms().await {
        room.open(&room.other).await;
        let second = room.desk.second().await;
        for round in 0..6 {
            let id = room.prescribed(item(&format!("Medicine{round}"))).await;
            let repeat = room.noted(vec![id]).await;
            let approve = room.approve(repeat, &format!("Medicine{round}"), Some(id));
            let mut theirs = room.approve(repeat, &format!("Medicine{round}"), Some(id));
            theirs.prescription.practitioner_id = room.desk.doctors[1];
            let answer: Operation = if round % 2 == 0 { theirs.into() } else { room.refuse(repeat).into() };
            let before = room.medicines().await.len();
            let done =
                at_once((&room.desk.clinic, &second), (&room.doctor, approve.into()), (&room.other, answer)).await;
            let lost: Vec<&Error> = done.iter().filter_map(|one| one.as_ref().err()).collect();
            let [lost] = lost[..] else { panic!("round {round} on {}: {done:?}", room.desk.engine) };
            assert_eq!(lost.code(), Code::RepeatSettled);
            let line = room.line(&room.front, repeat).await;
            assert_eq!(lost.detail("by"), Some(&serde_json::json!(line.answered_by)), "{}", room.desk.engine);
            let written = usize::from(line.state == "ready");
            assert_eq!(room.medicines().await.len(), before + written, "round {round} on {}", room.desk.engine);
        }
        second.db().clone().close().await;
        room.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_desks_that_note_the_same_at_once_one_does() {
    for room in rooms().await {
        let second = room.desk.second().await;
        room.look(&room.front).await;
        room.look(&room.back).await;
        for round in 0..6 {
            let id = room.prescribed(item(&format!("Medicine{round}"))).await;
            let (left, right) = (room.request(vec![id]), room.request(vec![id]));
            let done =
                at_once((&room.desk.clinic, &second), (&room.front, left.into()), (&room.back, right.into())).await;
            let refused: Vec<Code> = done.into_iter().filter_map(|one| one.err()).map(|error| error.code()).collect();
            assert_eq!(refused, [Code::RepeatWaiting], "round {round} on {}", room.desk.engine);
        }
        assert_eq!(room.lines(&room.front).await.len(), 6);
        second.db().clone().close().await;
        room.end().await;
    }
}

/// The doctor approves while the desk withdraws: one of them is told, and a withdrawn request has no prescription.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn answering_and_withdrawing_do_not_race() {
    for room in rooms().await {
        let second = room.desk.second().await;
        for round in 0..6 {
            let id = room.prescribed(item(&format!("Medicine{round}"))).await;
            let repeat = room.noted(vec![id]).await;
            let approve = room.approve(repeat, &format!("Medicine{round}"), Some(id));
            let withdraw = WithdrawRepeat { repeat_id: repeat, ..WithdrawRepeat::example() };
            let before = room.medicines().await.len();
            let done =
                at_once((&room.desk.clinic, &second), (&room.doctor, approve.into()), (&room.front, withdraw.into()))
                    .await;
            let refused: Vec<Code> = done.into_iter().filter_map(|one| one.err()).map(|error| error.code()).collect();
            assert_eq!(refused, [Code::RepeatSettled], "round {round} on {}", room.desk.engine);
            let line = room.line(&room.front, repeat).await;
            assert_eq!(line.prescription_id.is_some(), line.state == "ready");
            assert_eq!(room.medicines().await.len(), before + usize::from(line.state == "ready"));
        }
        second.db().clone().close().await;
        room.end().await;
    }
}
