//! The tasks that concern somebody.

use crate::access::{Permission, Role};
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::fields::Clinical;
use crate::ids::{PatientId, TaskId, UserId};
use crate::patients::patient::PatientNames;
use crate::question::Ask;
use crate::store::{Clause, Db, Read};
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// More than anybody has open.
const MOST: i64 = 300;

/// What is asked of whoever asks, of their roles, or by them. Open ones: the urgent first, then by the day they are due, then the oldest;
/// done ones: the newest first. At most 300.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskTasks {
    #[serde(default)]
    pub done: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct TaskLine {
    pub task_id: TaskId,
    #[ts(type = "number")]
    pub version: i64,
    pub text: String,
    pub patient_id: Option<PatientId>,
    pub patient: Option<String>,
    pub birth_date: Option<NaiveDate>,
    /// Whom it is for: a person's name, or a role.
    pub for_user: Option<String>,
    pub for_role: Option<Role>,
    /// Whoever looks has it to do, as opposed to having asked for it.
    pub mine: bool,
    pub due_on: Option<NaiveDate>,
    pub urgent: bool,
    pub asked_at: Instant,
    pub asked_by: Option<String>,
    pub done_at: Option<Instant>,
    pub done_by: Option<String>,
    /// The oldest first.
    pub notes: Vec<TaskNote>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct TaskNote {
    /// answered, passed_on, done, reopened.
    pub what: String,
    pub text: Option<String>,
    pub at: Instant,
    pub by: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: TaskId,
    version: i64,
    text: Clinical,
    patient_id: Option<PatientId>,
    given_name: Option<String>,
    family_name: Option<String>,
    second_family_name: Option<String>,
    preferred_name: Option<String>,
    birth_date: Option<NaiveDate>,
    for_user_id: Option<UserId>,
    for_user: Option<String>,
    for_role: Option<String>,
    due_on: Option<NaiveDate>,
    urgent: bool,
    asked_at: Instant,
    asked_by: Option<String>,
    done_at: Option<Instant>,
    done_by: Option<String>,
}

#[derive(sqlx::FromRow)]
struct NoteRow {
    task_id: TaskId,
    what: String,
    text: Option<Clinical>,
    at: Instant,
    by_name: Option<String>,
}

const SELECT: &str = "SELECT t.id, t.version, t.text, t.patient_id, p.given_name, p.family_name, p.second_family_name, p.preferred_name, p.birth_date, \
     t.for_user_id, f.name AS for_user, t.for_role, t.due_on, t.urgent, t.asked_at, a.name AS asked_by, t.done_at, d.name AS done_by \
     FROM tasks t LEFT JOIN patients p ON p.id = t.patient_id LEFT JOIN users f ON f.id = t.for_user_id \
     LEFT JOIN users a ON a.id = t.asked_by LEFT JOIN users d ON d.id = t.done_by ";

impl Ask for AskTasks {
    const PERMISSION: Permission = Permission::PatientView;
    type Answer = Vec<TaskLine>;

    fn example() -> Self {
        AskTasks::default()
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<TaskLine>> {
        let status = if self.done { "done" } else { "open" };
        // Nobody's role is '': a list is never empty.
        let roles = asker.roles.iter().map(|role| role.text()).chain([""]).map(|role| role.to_owned().into()).collect();
        let order = if self.done {
            "ORDER BY t.done_at DESC, t.id LIMIT ?"
        } else {
            "ORDER BY t.urgent DESC, CASE WHEN t.due_on IS NULL THEN 1 ELSE 0 END, t.due_on, t.asked_at, t.id LIMIT ?"
        };
        let concerns = Clause::in_list("OR t.for_role IN (", ")) ", roles);
        let clause = Clause::new(SELECT, vec![])
            .and(
                "WHERE t.status = ? AND (t.for_user_id = ? OR t.asked_by = ? ",
                args![status, asker.user_id, asker.user_id],
            )
            .then(concerns)
            .and(order, args![MOST]);
        let rows: Vec<Row> = db.all_of(clause).await?;
        let mut notes = notes_of(db, &rows).await?;
        Ok(rows.into_iter().map(|row| line(row, asker, &mut notes)).collect())
    }
}

async fn notes_of(db: &mut Db, rows: &[Row]) -> Result<BTreeMap<TaskId, Vec<TaskNote>>> {
    let mut notes: BTreeMap<TaskId, Vec<TaskNote>> = BTreeMap::new();
    if rows.is_empty() {
        return Ok(notes);
    }
    let select = "SELECT n.task_id, n.what, n.text, n.at, u.name AS by_name FROM task_notes n LEFT JOIN users u ON u.id = n.user_id WHERE n.task_id IN (";
    let found: Vec<NoteRow> = db
        .all_of(
            Clause::in_list(select, ") ", rows.iter().map(|row| row.id.into()).collect())
                .and("ORDER BY n.at, n.id", vec![]),
        )
        .await?;
    for note in found {
        let text = note.text.map(|text| text.0);
        notes.entry(note.task_id).or_default().push(TaskNote { what: note.what, text, at: note.at, by: note.by_name });
    }
    Ok(notes)
}

fn line(row: Row, asker: &Asker, notes: &mut BTreeMap<TaskId, Vec<TaskNote>>) -> TaskLine {
    let for_role = row.for_role.as_deref().and_then(Role::parse);
    let mine = row.for_user_id.is_some_and(|user| asker.user_id == Some(user))
        || for_role.is_some_and(|role| asker.roles.contains(&role));
    let names = PatientNames {
        title: None,
        given: row.given_name,
        family: row.family_name,
        second_family: row.second_family_name,
        preferred: row.preferred_name,
    };
    TaskLine {
        task_id: row.id,
        version: row.version,
        text: row.text.0,
        patient_id: row.patient_id,
        patient: row.patient_id.map(|_| names.list_name()),
        birth_date: row.birth_date,
        for_user: row.for_user,
        for_role,
        mine,
        due_on: row.due_on,
        urgent: row.urgent,
        asked_at: row.asked_at,
        asked_by: row.asked_by,
        done_at: row.done_at,
        done_by: row.done_by,
        notes: notes.remove(&row.id).unwrap_or_default(),
    }
}
