//! Steps of tasks: one is answered, passed on, done and opened again.

use super::{Ids, Script};
use chrono::NaiveDate;
use clinic_core::access::Role;
use clinic_core::fields::Clinical;
use clinic_core::ids::TaskId;
use clinic_core::tasks::TaskFor;
use clinic_core::tasks::add::AddTask;
use clinic_core::tasks::answer::AnswerTask;
use clinic_core::tasks::finish::FinishTask;
use clinic_core::tasks::pass_on::PassTaskOn;
use clinic_core::tasks::reopen::ReopenTask;

pub(super) fn tasks(script: &mut Script, ids: &Ids) {
    let task_id = TaskId::new();
    let role = |role| TaskFor { user_id: None, role: Some(role) };
    script.admin(AddTask {
        task_id,
        text: Clinical("Please send the letter once more".into()),
        to: role(Role::Receptionist),
        patient_id: Some(ids.patient),
        due_on: NaiveDate::from_ymd_opt(2030, 1, 8),
        urgent: true,
    });
    script.admin(AnswerTask { task_id, version: 1, text: Clinical("To which address?".into()) });
    script.admin(PassTaskOn {
        task_id,
        version: 2,
        to: role(Role::Admin),
        text: Some(Clinical("For the office".into())),
    });
    script.admin(FinishTask { task_id, version: 3, text: Some(Clinical("Sent".into())) });
    script.admin(ReopenTask { task_id, version: 4 });
}
