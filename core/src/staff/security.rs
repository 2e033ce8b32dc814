//! Sign-ins, failures, denials, locks and exports, with the workstation: written at the door, read by the administrator.

use crate::access::Permission;
use crate::args;
use crate::clinic::{Asker, Clinic};
use crate::error::Result;
use crate::ids::{RowId, UserId};
use crate::question::Ask;
use crate::store::{Clause, Db, Read};
use crate::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

impl Clinic {
    /// Notes what happened at the door. A failure to note it is logged, and stops nobody.
    pub async fn note_event(&self, kind: &str, user: Option<UserId>, login: Option<&str>, detail: Option<&str>) {
        if let Err(error) = self.try_note(kind, user, login, detail).await {
            tracing::warn!(code = error.code().text(), "a security event could not be noted");
        }
    }

    async fn try_note(
        &self,
        kind: &str,
        user: Option<UserId>,
        login: Option<&str>,
        detail: Option<&str>,
    ) -> Result<()> {
        let login: Option<String> = login.map(|login| login.chars().filter(|c| !c.is_control()).take(60).collect());
        let mut tx = self.db.begin().await?;
        tx.exec(
            "INSERT INTO security_events (id, at, workstation_id, user_id, kind, login, detail) VALUES (?, ?, ?, ?, ?, ?, ?)",
            args![RowId::new(), self.clock.now(), self.workstation, user, kind, login, detail],
        )
        .await?;
        tx.commit().await
    }
}

/// The newest first, `limit` (1 to 200) at a time; `before` is the `next` of the page before.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskSecurityEvents {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    #[ts(type = "number")]
    pub limit: i64,
}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct SecurityPage {
    pub rows: Vec<SecurityEvent>,
    pub next: Option<String>,
}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct SecurityEvent {
    pub at: Instant,
    pub kind: String,
    pub user: Option<String>,
    pub login: Option<String>,
    pub workstation: String,
    pub detail: Option<String>,
}

#[derive(sqlx::FromRow)]
struct EventRow {
    id: RowId,
    at: Instant,
    kind: String,
    user: Option<String>,
    login: Option<String>,
    workstation: String,
    detail: Option<String>,
}

impl Ask for AskSecurityEvents {
    const PERMISSION: Permission = Permission::SecurityView;
    type Answer = SecurityPage;

    fn example() -> Self {
        AskSecurityEvents { before: None, limit: 50 }
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<SecurityPage> {
        let limit = self.limit.clamp(1, 200);
        let mut clause = Clause::new(
            "SELECT e.id, e.at, e.kind, u.name AS user, e.login, w.name AS workstation, e.detail FROM security_events e \
             JOIN workstations w ON w.id = e.workstation_id LEFT JOIN users u ON u.id = e.user_id ",
            vec![],
        );
        if let Some((at, id)) = self.before.as_deref().and_then(crate::history::read_cursor) {
            clause = clause.and("WHERE e.at < ? OR (e.at = ? AND e.id < ?) ", args![at, at, id]);
        }
        let mut rows: Vec<EventRow> =
            db.all_of(clause.and("ORDER BY e.at DESC, e.id DESC LIMIT ?", args![limit + 1])).await?;
        let more = rows.len() as i64 > limit;
        rows.truncate(usize::try_from(limit).unwrap_or(200));
        let next = rows.last().filter(|_| more).map(|row| crate::history::write_cursor(row.at, row.id.0));
        let event = |row: EventRow| SecurityEvent {
            at: row.at,
            kind: row.kind,
            user: row.user,
            login: row.login,
            workstation: row.workstation,
            detail: row.detail,
        };
        Ok(SecurityPage { rows: rows.into_iter().map(event).collect(), next })
    }
}
