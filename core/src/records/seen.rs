//! Who saw a record: of one patient, and everything restricted that was opened.

use super::opened::RESTRICTED;
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::fields::Clinical;
use crate::history::{read_cursor, write_cursor};
use crate::ids::{PatientId, RowId};
use crate::patients::patient::PatientNames;
use crate::question::Ask;
use crate::store::{Clause, Db, Read};
use crate::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Somebody opened a chart, a restricted one, looked at the allergies alone or at the names of what is taken, or looked up a batch that the patient received
/// (`what`: chart, restricted, allergies, medicines, batch, file).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct SeenLine {
    pub at: Instant,
    pub who: String,
    pub workstation: String,
    pub what: String,
    pub reason: Option<String>,
    /// Which file was opened, for those who read records.
    pub file: Option<String>,
    pub patient_id: PatientId,
    pub patient: String,
    pub mrn: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct SeenPage {
    pub rows: Vec<SeenLine>,
    pub next: Option<String>,
}

/// Who opened this patient's chart, the newest first; `before` is the `next` of the page before, `limit` 1 to 200.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskWhoSaw {
    pub patient_id: PatientId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    #[ts(type = "number")]
    pub limit: i64,
}

impl Ask for AskWhoSaw {
    const PERMISSION: Permission = Permission::RecordSeen;
    type Answer = SeenPage;

    fn example() -> Self {
        AskWhoSaw { patient_id: PatientId::new(), before: None, limit: 50 }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<SeenPage> {
        let clause = Clause::new(ROWS, vec![]).and("WHERE l.patient_id = ? ", args![self.patient_id]);
        let mut page = page(db, clause, self.before.as_deref(), self.limit).await?;
        // What a file is called is part of the record.
        if !asker.may(Permission::RecordView) {
            page.rows.iter_mut().for_each(|row| row.file = None);
        }
        Ok(page)
    }
}

/// Every restricted record that was opened, with the reason, the newest first; `before` and `limit` as in `who_saw`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskRestrictedOpened {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    #[ts(type = "number")]
    pub limit: i64,
}

impl Ask for AskRestrictedOpened {
    const PERMISSION: Permission = Permission::SecurityView;
    type Answer = SeenPage;

    fn example() -> Self {
        AskRestrictedOpened { before: None, limit: 50 }
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<SeenPage> {
        let clause = Clause::new(ROWS, vec![]).and("WHERE l.what = ? ", args![RESTRICTED]);
        page(db, clause, self.before.as_deref(), self.limit).await
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: RowId,
    at: Instant,
    who: String,
    workstation: String,
    what: String,
    reason: Option<String>,
    file: Option<Clinical>,
    patient_id: PatientId,
    given_name: Option<String>,
    family_name: Option<String>,
    second_family_name: Option<String>,
    preferred_name: Option<String>,
    mrn: String,
}

const ROWS: &str = "SELECT l.id, l.at, u.name AS who, w.name AS workstation, l.what, l.reason, f.title AS file, l.patient_id, p.given_name, p.family_name, \
     p.second_family_name, p.preferred_name, p.mrn FROM access_log l JOIN users u ON u.id = l.user_id \
     JOIN workstations w ON w.id = l.workstation_id JOIN patients p ON p.id = l.patient_id LEFT JOIN attachments f ON f.id = l.file_id ";

async fn page(db: &mut Db, mut clause: Clause, before: Option<&str>, limit: i64) -> Result<SeenPage> {
    let limit = limit.clamp(1, 200);
    if let Some((at, id)) = before.and_then(read_cursor) {
        clause = clause.and("AND (l.at < ? OR (l.at = ? AND l.id < ?)) ", args![at, at, id]);
    }
    let mut rows: Vec<Row> = db.all_of(clause.and("ORDER BY l.at DESC, l.id DESC LIMIT ?", args![limit + 1])).await?;
    let more = rows.len() as i64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(200));
    let next = rows.last().filter(|_| more).map(|row| write_cursor(row.at, row.id.0));
    Ok(SeenPage { rows: rows.into_iter().map(Row::line).collect(), next })
}

impl Row {
    fn line(self) -> SeenLine {
        let names = PatientNames {
            title: None,
            given: self.given_name,
            family: self.family_name,
            second_family: self.second_family_name,
            preferred: self.preferred_name,
        };
        SeenLine {
            at: self.at,
            who: self.who,
            workstation: self.workstation,
            what: self.what,
            reason: self.reason,
            file: self.file.map(|title| title.0),
            patient_id: self.patient_id,
            patient: names.list_name(),
            mrn: self.mrn,
        }
    }
}
