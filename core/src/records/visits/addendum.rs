//! Adding to a signed visit. What was signed stays as it is.

use super::{SIGNED, standing};
use crate::access::Permission;
use crate::args;
use crate::catalogue::practitioners::PractitionerKind;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::ids::{AddendumId, PractitionerId, UserId, VisitRecordId};
use crate::operation::Operate;
use crate::store::{Kind, Read, Tx};
use crate::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// Adds a text to a signed visit, with its author and time. Who signs visits adds to any; a nurse adds to her own and to other nurses', never to a doctor's.
///
/// Errors in this order: field errors (text), `record.not_found` (visit_record), `chart.not_opened`, `record.struck`,
/// `visit.not_signed`, `visit.not_yours_to_add` (practitioner).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddAddendum {
    pub addendum_id: AddendumId,
    pub visit_id: VisitRecordId,
    #[ts(type = "string")]
    pub text: Clinical,
}

impl Operate for AddAddendum {
    const PERMISSION: Permission = Permission::RecordWrite;
    type Outcome = ();

    fn example() -> Self {
        AddAddendum {
            addendum_id: AddendumId::new(),
            visit_id: VisitRecordId::new(),
            text: Clinical("The laboratory called: normal".into()),
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let text = Clinical(fields::text("text", &self.text.0, 20_000)?);
        let row = standing(tx, cx, self.visit_id).await?;
        if row.status != SIGNED {
            return Err(Error::new(Code::VisitNotSigned));
        }
        may_add(tx, cx, row.doctor_id).await?;
        tx.exec(
            "INSERT INTO record_addenda (id, record_id, text, written_at, written_by) VALUES (?, ?, ?, ?, ?)",
            args![self.addendum_id, row.id, text.clone(), cx.now, cx.actor],
        )
        .await?;
        tx.note(Kind::VisitRecord, row.id.0, "addendum", Json::Null, json!(text));
        tx.touch(Kind::Patient, row.patient_id.0);
        Ok(())
    }
}

/// Errors: `visit.not_yours_to_add` (practitioner).
async fn may_add(tx: &mut Tx, cx: &Context, practitioner: PractitionerId) -> Result<()> {
    if cx.may(Permission::RecordSign) {
        return Ok(());
    }
    let sql = "SELECT name, kind, user_id FROM doctors WHERE id = ?";
    let (name, kind, account): (String, String, Option<UserId>) = tx.one(sql, args![practitioner]).await?;
    let own = account.is_some() && account == cx.actor;
    if own || kind == PractitionerKind::Nurse.text() {
        return Ok(());
    }
    Err(Error::new(Code::VisitNotYoursToAdd).with("practitioner", name))
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct AddendumLine {
    pub id: AddendumId,
    pub text: String,
    pub written_at: Instant,
    pub written_by: String,
}

pub(super) async fn of(read: &mut impl Read, visit: VisitRecordId) -> Result<Vec<AddendumLine>> {
    read.all(
        "SELECT a.id, a.text, a.written_at, u.name AS written_by FROM record_addenda a JOIN users u ON u.id = a.written_by \
         WHERE a.record_id = ? ORDER BY a.written_at, a.id",
        args![visit],
    )
    .await
}
