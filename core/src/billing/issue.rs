//! Issuing: the draft gets its number, and never changes again.

use super::draft::draft_as_seen;
use super::frozen::{self, FrozenInvoice, FrozenRow};
use super::invoice::{ISSUED, Invoice, InvoiceSaved};
use super::lines::{items_of, write_rounding};
use super::numbers;
use super::payers::of_invoice::payer_of;
use super::payers::payer::Payer;
use super::rules::{self, BillingRules};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::ids::InvoiceId;
use crate::operation::Operate;
use crate::store::{Kind, Read, Tx};
use chrono::{Datelike, Days};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Issues a draft: freezes names, addresses, terms and lines, and takes the next number of its series and year. Credit that the patient
/// has stays where it is until it is used.
///
/// Errors in this order: `record.not_found` (invoice), `invoice.not_draft`, `record.changed_meanwhile`, `invoice.empty`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct IssueInvoice {
    pub invoice_id: InvoiceId,
    #[ts(type = "number")]
    pub version: i64,
}

impl Operate for IssueInvoice {
    const PERMISSION: Permission = Permission::BillingInvoice;
    const DATED: bool = true;
    type Outcome = InvoiceSaved;

    fn example() -> Self {
        IssueInvoice { invoice_id: InvoiceId::new(), version: 1 }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<InvoiceSaved> {
        let draft = draft_as_seen(tx, self.invoice_id, self.version).await?;
        Ok(InvoiceSaved::from(&issue(tx, cx, draft, 0).await?))
    }
}

/// Issues a draft. `rounding` is what is added, as a line of its own, because it is paid in cash at once.
///
/// Errors: `invoice.empty`.
pub(super) async fn issue(tx: &mut Tx, cx: &Context, draft: Invoice, rounding: i64) -> Result<Invoice> {
    let rules = rules::load(tx).await?;
    let mut after = draft.clone();
    if items_of(tx, draft.id).await?.is_empty() {
        return Err(Error::new(Code::InvoiceEmpty));
    }
    write_rounding(tx, cx, &mut after, rounding).await?;
    let today = cx.wall_now().date();
    let payer = payer_for(tx, draft.id).await?;
    after.status = ISSUED.to_owned();
    after.issued_on = Some(today);
    after.issued_at = Some(cx.now);
    after.issued_by = cx.actor;
    let due_days = payer.as_ref().and_then(|(payer, _)| payer.due_days).unwrap_or(rules.due_days);
    after.due_on = today.checked_add_days(Days::new(due_days.unsigned_abs()));
    let frozen = freeze(tx, cx, &after, &rules, payer.as_ref()).await?;
    let hash = frozen::hash_of(&frozen);
    after.frozen = Some(frozen);
    let number = numbers::take(tx, "invoice", &rules.invoice_prefix, today.year()).await?;
    after.series = number.series;
    after.number = Some(number.number);
    after.number_text = Some(number.text);
    tx.update(&draft, &mut after).await?;
    seal(tx, &after, number.number, hash).await?;
    if let Some(visit) = after.appointment_id {
        tx.touch(Kind::Appointment, visit.0);
    }
    Ok(after)
}

/// Who gets it instead of the patient, with the patient's number there.
async fn payer_for(tx: &mut Tx, id: InvoiceId) -> Result<Option<(Payer, Option<String>)>> {
    let Some(found) = payer_of(tx, id).await? else { return Ok(None) };
    Ok(Some((tx.record(found.payer_id.0).await?, found.member_number)))
}

async fn freeze(
    tx: &mut Tx,
    cx: &Context,
    row: &Invoice,
    rules: &BillingRules,
    payer: Option<&(Payer, Option<String>)>,
) -> Result<String> {
    let frozen = FrozenInvoice {
        clinic: frozen::clinic_now(&cx.settings, rules),
        patient: frozen::patient_now(tx, &cx.settings, row.patient_id).await?,
        payer: payer.map(|(payer, number)| frozen::payer_now(payer, number.clone())),
        terms: rules.terms.clone(),
        legal: rules.legal.clone(),
        note: row.note.clone(),
        lines: items_of(tx, row.id).await?,
        row: row.issued_on.map(|issued_on| FrozenRow {
            patient_id: row.patient_id,
            issued_on,
            due_on: row.due_on,
            discount: row.discount(),
        }),
    };
    frozen.text()
}

async fn seal(tx: &mut Tx, row: &Invoice, number: i64, hash: String) -> Result<()> {
    tx.insert_rows(
        "invoice_seals",
        &["invoice_id", "series", "number", "net_minor", "tax_minor", "total_minor", "frozen_hash"],
        vec![args![row.id, &row.series, number, row.net_minor, row.tax_minor, row.total_minor, hash]],
    )
    .await
}
