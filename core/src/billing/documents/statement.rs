//! A patient's own account for paper, without what payers owe for them: where it stood, what came and went day by day, where it stands then, and which invoices are open.

use super::{Document, DocumentFormat};
use crate::access::Permission;
use crate::args;
use crate::billing::frozen::{FrozenClinic, FrozenPatient, clinic_now, patient_now};
use crate::billing::lists::check_span;
use crate::billing::rules;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::{InvoiceId, PatientId};
use crate::money;
use crate::office::paper_templates::Template;
use crate::question::Ask;
use crate::store::{Db, Read};
use crate::time::Instant;
use chrono::NaiveDate;
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// From `from` to `to` (dates of the clinic, both included, at most 366 days).
///
/// Errors in this order: `field.out_of_range` (from, to; total when a sum is more than can be said), `record.not_found` (patient).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskStatement {
    pub patient_id: PatientId,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// Amounts in minor units; above nought is owed, below is the patient's credit. The clinic and the patient as they are now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct StatementDocument {
    pub format: DocumentFormat,
    /// Of the patient, with the last day.
    pub number: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub clinic: FrozenClinic,
    pub patient: FrozenPatient,
    /// Before the first day.
    #[ts(type = "number")]
    pub opening_minor: i64,
    pub lines: Vec<StatementLine>,
    /// At the end of the last day.
    #[ts(type = "number")]
    pub closing_minor: i64,
    /// What was open at the end of the last day, the oldest first.
    pub open: Vec<OpenInvoice>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct StatementLine {
    pub day: NaiveDate,
    pub kind: StatementKind,
    pub number: String,
    /// The invoice of a credit note or write-off, the receipt that was given back, the invoice that was settled.
    pub of_number: Option<String>,
    #[ts(type = "number")]
    pub amount_minor: i64,
    #[ts(type = "number")]
    pub balance_minor: i64,
}

/// In the order in which entries of one moment stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum StatementKind {
    Invoice,
    CreditNote,
    WriteOff,
    /// Asked for again.
    WriteOffUndone,
    Payment,
    Refund,
    Reversal,
    /// Somebody else's payment settled an invoice of this patient, or no longer does.
    PaidByAnother,
    /// This patient's payment settled somebody else's invoice, or no longer does.
    PaidForAnother,
    /// What cash was rounded by beside a payment.
    Rounding,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct OpenInvoice {
    pub number: String,
    pub issued_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    #[ts(type = "number")]
    pub open_minor: i64,
}

impl Ask for AskStatement {
    const PERMISSION: Permission = Permission::BillingView;
    type Answer = Document;

    fn example() -> Self {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
        AskStatement { patient_id: PatientId::new(), from: day, to: day }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Document> {
        check_span(self.from, self.to)?;
        let patient = patient_now(db, &asker.settings, self.patient_id).await?;
        let mut entries = entries(db, self.patient_id, asker.settings.zone).await?;
        entries.retain(|entry| entry.day <= self.to);
        entries.sort_by(|a, b| (a.day, a.at, a.kind, &a.number).cmp(&(b.day, b.at, b.kind, &b.number)));
        let opening = entries.iter().filter(|entry| entry.day < self.from).map(|entry| entry.owed_minor);
        let opening_minor = money::sum(opening)?;
        let (lines, closing_minor) = self.lines(&entries, opening_minor)?;
        let rules = rules::load(db).await?;
        Ok(Document::Statement(Box::new(StatementDocument {
            format: DocumentFormat::usual(db, &asker.settings, Template::Statement).await?,
            number: format!("{}-{}", patient.mrn, self.to),
            from: self.from,
            to: self.to,
            clinic: clinic_now(&asker.settings, &rules),
            patient,
            opening_minor,
            lines,
            closing_minor,
            open: open(&entries),
        })))
    }
}

impl AskStatement {
    fn lines(&self, entries: &[Entry], opening_minor: i64) -> Result<(Vec<StatementLine>, i64)> {
        let mut balance_minor = opening_minor;
        let mut lines = Vec::new();
        for entry in entries.iter().filter(|entry| entry.day >= self.from && entry.owed_minor != 0) {
            balance_minor = money::sum([balance_minor, entry.owed_minor])?;
            lines.push(StatementLine {
                day: entry.day,
                kind: entry.kind,
                number: entry.number.clone(),
                of_number: entry.of_number.clone(),
                amount_minor: entry.owed_minor,
                balance_minor,
            });
        }
        Ok((lines, balance_minor))
    }
}

/// What changed the account, or what is open of one of its invoices.
struct Entry {
    day: NaiveDate,
    at: Instant,
    kind: StatementKind,
    number: String,
    of_number: Option<String>,
    /// By how much more is owed.
    owed_minor: i64,
    /// By how much more is open of an invoice, and when that is due.
    invoice: Option<(InvoiceId, i64)>,
    due_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct InvoiceRow {
    id: InvoiceId,
    number: Option<String>,
    issued_on: Option<NaiveDate>,
    issued_at: Option<Instant>,
    due_on: Option<NaiveDate>,
    total_minor: i64,
}

#[derive(sqlx::FromRow)]
struct CorrectionRow {
    invoice_id: InvoiceId,
    number: String,
    of_number: Option<String>,
    day: NaiveDate,
    at: Instant,
    amount_minor: i64,
}

#[derive(sqlx::FromRow)]
struct PaymentRow {
    kind: String,
    number: String,
    of_number: Option<String>,
    day: NaiveDate,
    at: Instant,
    amount_minor: i64,
}

#[derive(sqlx::FromRow)]
struct SettledRow {
    invoice_id: InvoiceId,
    payer_id: PatientId,
    owner_id: PatientId,
    receipt: String,
    invoice: Option<String>,
    at: Instant,
    amount_minor: i64,
}

/// Everything that ever moved this account: five statements, however much it is.
async fn entries(db: &mut Db, patient: PatientId, zone: Tz) -> Result<Vec<Entry>> {
    let mut entries = asked_for(db, patient).await?;
    entries.extend(taken_back(db, patient).await?);
    entries.extend(paid(db, patient).await?);
    entries.extend(settled(db, patient, zone).await?);
    Ok(entries)
}

async fn asked_for(db: &mut Db, patient: PatientId) -> Result<Vec<Entry>> {
    let rows: Vec<InvoiceRow> = db
        .all(
            "SELECT i.id, i.number_text AS number, i.issued_on, i.issued_at, i.due_on, i.total_minor FROM invoices i WHERE i.patient_id = ? AND i.status = 'issued' \
             AND NOT EXISTS (SELECT 1 FROM invoice_payers y WHERE y.invoice_id = i.id)",
            args![patient],
        )
        .await?;
    let entry = |row: InvoiceRow| {
        Some(Entry {
            day: row.issued_on?,
            at: row.issued_at?,
            kind: StatementKind::Invoice,
            number: row.number?,
            of_number: None,
            owed_minor: row.total_minor,
            invoice: Some((row.id, row.total_minor)),
            due_on: row.due_on,
        })
    };
    Ok(rows.into_iter().filter_map(entry).collect())
}

async fn taken_back(db: &mut Db, patient: PatientId) -> Result<Vec<Entry>> {
    let notes: Vec<CorrectionRow> = db
        .all(
            "SELECT i.id AS invoice_id, n.number_text AS number, i.number_text AS of_number, n.issued_on AS day, n.issued_at AS at, n.total_minor AS amount_minor \
             FROM credit_notes n JOIN invoices i ON i.id = n.invoice_id WHERE i.patient_id = ? \
             AND NOT EXISTS (SELECT 1 FROM invoice_payers y WHERE y.invoice_id = i.id)",
            args![patient],
        )
        .await?;
    let offs: Vec<CorrectionRow> = db
        .all(
            "SELECT i.id AS invoice_id, COALESCE(i.number_text, '') AS number, i.number_text AS of_number, w.written_on AS day, w.written_at AS at, w.amount_minor \
             FROM write_offs w JOIN invoices i ON i.id = w.invoice_id WHERE i.patient_id = ? \
             AND NOT EXISTS (SELECT 1 FROM invoice_payers y WHERE y.invoice_id = i.id)",
            args![patient],
        )
        .await?;
    let undone: Vec<CorrectionRow> = db
        .all(
            "SELECT i.id AS invoice_id, COALESCE(i.number_text, '') AS number, i.number_text AS of_number, w.undone_on AS day, w.undone_at AS at, 0 - w.amount_minor AS amount_minor \
             FROM write_off_undos w JOIN invoices i ON i.id = w.invoice_id WHERE i.patient_id = ? \
             AND NOT EXISTS (SELECT 1 FROM invoice_payers y WHERE y.invoice_id = i.id)",
            args![patient],
        )
        .await?;
    let rounded: Vec<CorrectionRow> = db
        .all(
            "SELECT i.id AS invoice_id, p.receipt_text AS number, i.number_text AS of_number, c.written_on AS day, c.written_at AS at, 0 - c.amount_minor AS amount_minor \
             FROM cash_roundings c JOIN payments p ON p.id = c.payment_id JOIN invoices i ON i.id = c.invoice_id WHERE i.patient_id = ? \
             AND NOT EXISTS (SELECT 1 FROM invoice_payers y WHERE y.invoice_id = i.id)",
            args![patient],
        )
        .await?;
    let entry = |kind: StatementKind| {
        move |row: CorrectionRow| Entry {
            day: row.day,
            at: row.at,
            kind,
            number: row.number,
            of_number: row.of_number,
            owed_minor: -row.amount_minor,
            invoice: Some((row.invoice_id, -row.amount_minor)),
            due_on: None,
        }
    };
    let notes = notes.into_iter().map(entry(StatementKind::CreditNote));
    let offs = offs.into_iter().map(entry(StatementKind::WriteOff));
    let undone = undone.into_iter().map(entry(StatementKind::WriteOffUndone));
    Ok(notes.chain(offs).chain(undone).chain(rounded.into_iter().map(entry(StatementKind::Rounding))).collect())
}

async fn paid(db: &mut Db, patient: PatientId) -> Result<Vec<Entry>> {
    let rows: Vec<PaymentRow> = db
        .all(
            "SELECT p.kind, p.receipt_text AS number, o.receipt_text AS of_number, p.taken_on AS day, p.taken_at AS at, p.amount_minor FROM payments p \
             LEFT JOIN payments o ON o.id = COALESCE(p.refunds_id, p.reverses_id) WHERE p.patient_id = ? \
             AND NOT EXISTS (SELECT 1 FROM payment_payers y WHERE y.payment_id = p.id)",
            args![patient],
        )
        .await?;
    let entry = |row: PaymentRow| {
        let (kind, owed_minor) = match row.kind.as_str() {
            "refund" => (StatementKind::Refund, row.amount_minor),
            "reversal" => (StatementKind::Reversal, row.amount_minor),
            _ => (StatementKind::Payment, -row.amount_minor),
        };
        let (number, of_number) = (row.number, row.of_number);
        Entry { day: row.day, at: row.at, kind, number, of_number, owed_minor, invoice: None, due_on: None }
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// A payment counts for whoever it was taken from; what of it settles an invoice moves the account only where that is somebody else's.
async fn settled(db: &mut Db, patient: PatientId, zone: Tz) -> Result<Vec<Entry>> {
    let rows: Vec<SettledRow> = db
        .all(
            "SELECT a.id, a.invoice_id, p.patient_id AS payer_id, i.patient_id AS owner_id, p.receipt_text AS receipt, i.number_text AS invoice, a.allocated_at AS at, a.amount_minor \
             FROM payment_allocations a JOIN payments p ON p.id = a.payment_id JOIN invoices i ON i.id = a.invoice_id WHERE i.patient_id = ? \
             AND NOT EXISTS (SELECT 1 FROM payment_payers y WHERE y.payment_id = p.id) UNION SELECT a.id, a.invoice_id, p.patient_id AS payer_id, i.patient_id AS owner_id, p.receipt_text AS receipt, i.number_text AS invoice, a.allocated_at AS at, a.amount_minor \
             FROM payment_allocations a JOIN payments p ON p.id = a.payment_id JOIN invoices i ON i.id = a.invoice_id WHERE p.patient_id = ? \
             AND NOT EXISTS (SELECT 1 FROM payment_payers y WHERE y.payment_id = p.id)",
            args![patient, patient],
        )
        .await?;
    let entry = |row: SettledRow| {
        let is_own = row.payer_id == row.owner_id;
        let (kind, owed_minor) = match (row.owner_id == patient, is_own) {
            (_, true) => (StatementKind::Payment, 0),
            (true, false) => (StatementKind::PaidByAnother, -row.amount_minor),
            (false, false) => (StatementKind::PaidForAnother, row.amount_minor),
        };
        Entry {
            day: row.at.on_wall(zone).date(),
            at: row.at,
            kind,
            number: row.receipt,
            of_number: row.invoice,
            owed_minor,
            invoice: (row.owner_id == patient).then_some((row.invoice_id, -row.amount_minor)),
            due_on: None,
        }
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// In the order of their days and numbers.
fn open(entries: &[Entry]) -> Vec<OpenInvoice> {
    let mut open: BTreeMap<InvoiceId, i64> = BTreeMap::new();
    for (invoice, minor) in entries.iter().filter_map(|entry| entry.invoice) {
        *open.entry(invoice).or_default() += minor;
    }
    let line = |entry: &Entry| {
        let (invoice, _) = entry.invoice.filter(|_| entry.kind == StatementKind::Invoice)?;
        let open_minor = open.get(&invoice).copied().filter(|minor| *minor > 0)?;
        Some(OpenInvoice { number: entry.number.clone(), issued_on: entry.day, due_on: entry.due_on, open_minor })
    };
    entries.iter().filter_map(line).collect()
}
