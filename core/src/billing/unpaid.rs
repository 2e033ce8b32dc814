//! What is unpaid, and for how long.

use super::lists::{MOST, list_name};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::{InvoiceId, PatientId, PayerId};
use crate::question::Ask;
use crate::store::{Db, Read};
use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Issued invoices that are not settled, the longest due first, and how long they have been due by today.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskUnpaid {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Unpaid {
    pub lines: Vec<UnpaidLine>,
    pub ageing: Ageing,
    #[ts(type = "number")]
    pub count: i64,
}

/// What is open by how long it has been due, in minor units; the five add up to the total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct Ageing {
    #[ts(type = "number")]
    pub not_due_minor: i64,
    #[ts(type = "number")]
    pub days_1_30_minor: i64,
    #[ts(type = "number")]
    pub days_31_60_minor: i64,
    #[ts(type = "number")]
    pub days_61_90_minor: i64,
    #[ts(type = "number")]
    pub days_over_90_minor: i64,
    #[ts(type = "number")]
    pub total_minor: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct UnpaidLine {
    pub invoice_id: InvoiceId,
    pub number: String,
    pub patient_id: PatientId,
    pub mrn: String,
    pub name: String,
    /// Who owes it for the patient.
    pub payer_id: Option<PayerId>,
    pub payer: Option<String>,
    pub issued_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    #[ts(type = "number")]
    pub total_minor: i64,
    #[ts(type = "number")]
    pub open_minor: i64,
}

#[derive(sqlx::FromRow)]
struct UnpaidRead {
    id: InvoiceId,
    number_text: Option<String>,
    patient_id: PatientId,
    mrn: String,
    family_name: Option<String>,
    given_name: Option<String>,
    preferred_name: Option<String>,
    payer_id: Option<PayerId>,
    payer: Option<String>,
    issued_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    total_minor: i64,
    allocated_minor: i64,
}

impl Ask for AskUnpaid {
    const PERMISSION: Permission = Permission::BillingView;
    type Answer = Unpaid;

    fn example() -> Self {
        AskUnpaid {}
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Unpaid> {
        let rows: Vec<UnpaidRead> = db
            .all(
                "SELECT i.id, i.number_text, i.patient_id, p.mrn, p.family_name, p.given_name, p.preferred_name, y.payer_id, q.name AS payer, i.issued_on, i.due_on, i.total_minor, i.allocated_minor \
                 FROM invoices i JOIN patients p ON p.id = i.patient_id LEFT JOIN invoice_payers y ON y.invoice_id = i.id LEFT JOIN payers q ON q.id = y.payer_id WHERE i.status = 'issued' AND i.allocated_minor < i.total_minor ORDER BY i.due_on, i.series, i.number LIMIT ?",
                args![MOST],
            )
            .await?;
        let (count,): (i64,) = db
            .one("SELECT COUNT(*) FROM invoices WHERE status = 'issued' AND allocated_minor < total_minor", vec![])
            .await?;
        let line = |row: UnpaidRead| UnpaidLine {
            invoice_id: row.id,
            number: row.number_text.unwrap_or_default(),
            patient_id: row.patient_id,
            mrn: row.mrn,
            name: list_name(row.family_name, row.given_name, row.preferred_name),
            payer_id: row.payer_id,
            payer: row.payer,
            issued_on: row.issued_on,
            due_on: row.due_on,
            total_minor: row.total_minor,
            open_minor: row.total_minor - row.allocated_minor,
        };
        let lines = rows.into_iter().map(line).collect();
        Ok(Unpaid { lines, count, ageing: ageing_now(db, asker.wall_now().date()).await? })
    }
}

async fn ageing_now(db: &mut Db, today: NaiveDate) -> Result<Ageing> {
    let before = |days: u64| today.checked_sub_days(Days::new(days));
    let (d30, d60, d90) = (before(30), before(60), before(90));
    db.one(
        "SELECT CAST(COALESCE(SUM(CASE WHEN due_on >= ? THEN total_minor - allocated_minor ELSE 0 END), 0) AS SIGNED) AS not_due_minor, \
         CAST(COALESCE(SUM(CASE WHEN due_on < ? AND due_on >= ? THEN total_minor - allocated_minor ELSE 0 END), 0) AS SIGNED) AS days_1_30_minor, \
         CAST(COALESCE(SUM(CASE WHEN due_on < ? AND due_on >= ? THEN total_minor - allocated_minor ELSE 0 END), 0) AS SIGNED) AS days_31_60_minor, \
         CAST(COALESCE(SUM(CASE WHEN due_on < ? AND due_on >= ? THEN total_minor - allocated_minor ELSE 0 END), 0) AS SIGNED) AS days_61_90_minor, \
         CAST(COALESCE(SUM(CASE WHEN due_on < ? THEN total_minor - allocated_minor ELSE 0 END), 0) AS SIGNED) AS days_over_90_minor, \
         CAST(COALESCE(SUM(total_minor - allocated_minor), 0) AS SIGNED) AS total_minor \
         FROM invoices WHERE status = 'issued' AND allocated_minor < total_minor",
        args![today, today, d30, d30, d60, d60, d90, d90],
    )
    .await
}
