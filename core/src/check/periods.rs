//! Locked days: whatever is dated into them was written before they were locked. Shown from the journal alone, whatever the clocks say: a
//! lock keeps how long each workstation's chain was, and each document's link has to stand within that.

use super::{Report, Span, spans};
use crate::billing::frozen::hash_of;
use crate::billing::period::SealedPeriod;
use crate::error::Result;
use crate::ids::{OperationId, derived};
use crate::store::{Clause, Db, Read};
use chrono::NaiveDate;
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

const PIECE: i64 = 5_000;

/// What is dated, each with its own sign of which of its touches wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Document {
    Invoice,
    CreditNote,
    WriteOff,
    WriteOffUndone,
    Rounding,
    Payment,
}

#[derive(Debug)]
struct Lock {
    to: NaiveDate,
    /// The place of each workstation's newest link.
    heads: HashMap<String, i64>,
}

pub(super) async fn check(db: &Db, report: &mut Report) -> Result<()> {
    let mut reader = db.clone();
    let locks = locks(&mut reader, report).await?;
    for span in spans(db, "billing_dates", "operation_id", PIECE).await? {
        operations(&mut reader, &locks, &span, report).await?;
    }
    let Some(last) = locks.last().map(|lock| lock.to) else { return Ok(()) };
    for (document, table, of) in [
        (Document::Invoice, "invoices", "id"),
        (Document::CreditNote, "credit_notes", "invoice_id"),
        (Document::WriteOff, "write_offs", "invoice_id"),
        (Document::WriteOffUndone, "write_off_undos", "invoice_id"),
        (Document::Rounding, "cash_roundings", "payment_id"),
        (Document::Payment, "payments", "id"),
    ] {
        for span in spans(db, table, of, PIECE).await? {
            documents(&mut reader, document, &locks, last, &span, report).await?;
        }
    }
    Ok(())
}

/// The locks whose seal holds, in their order.
async fn locks(db: &mut Db, report: &mut Report) -> Result<Vec<Lock>> {
    let rows: Vec<(NaiveDate, Option<String>, Option<String>)> = db
        .all(
            "SELECT locked_to, sealed, seal FROM period_locks WHERE previous_id IS NOT NULL ORDER BY locked_to",
            vec![],
        )
        .await?;
    let mut locks = Vec::new();
    for (to, sealed, seal) in rows {
        let text = sealed.unwrap_or_default();
        let sealed: Option<SealedPeriod> = serde_json::from_str(&text).ok();
        match sealed.filter(|sealed| sealed.locked_to == to && seal.as_deref() == Some(hash_of(&text).as_str())) {
            Some(sealed) => {
                let heads = sealed.heads.into_iter().map(|(workstation, seq, _)| (workstation, seq)).collect();
                locks.push(Lock { to, heads });
            }
            None => report.find("billing.period_seal", format!("the lock up to {to} is not as it was set")),
        }
    }
    Ok(locks)
}

/// Whether that link stood when the first lock over that day was set.
fn stood(locks: &[Lock], day: NaiveDate, workstation: Option<Uuid>, seq: Option<i64>) -> bool {
    let Some(lock) = locks.iter().find(|lock| day <= lock.to) else { return true };
    let (Some(workstation), Some(seq)) = (workstation, seq) else { return false };
    lock.heads.get(&workstation.to_string()).is_some_and(|head| seq <= *head)
}

/// Each date belongs to an operation of the journal (no key of the database says so), and none was dated into locked days.
async fn operations(db: &mut Db, locks: &[Lock], span: &Span, report: &mut Report) -> Result<()> {
    let clause = Clause::new(
        "SELECT b.operation_id, b.day, j.workstation_id, j.seq FROM billing_dates b LEFT JOIN journal j ON j.id = b.operation_id WHERE 1 = 1",
        vec![],
    );
    let rows: Vec<(Uuid, NaiveDate, Option<Uuid>, Option<i64>)> =
        db.all_of(span.limit(clause, "b", "operation_id")).await?;
    for (id, day, workstation, seq) in rows {
        if workstation.is_none() {
            report.find("billing.date_of_none", format!("{id} is dated {day}, and is no operation of the journal"));
        } else if !stood(locks, day, workstation, seq) {
            report.find("billing.locked_period", format!("operation {id} is dated {day}, after that was locked"));
        }
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Written {
    id: Uuid,
    day: NaiveDate,
    /// What it is of, where its id is made from that.
    of: Option<Uuid>,
    /// A number that stands in the touch which wrote it.
    mark: Option<String>,
    after_row: Option<String>,
    name: Option<String>,
    journal_id: Option<OperationId>,
    workstation_id: Option<Uuid>,
    seq: Option<i64>,
}

impl Written {
    /// Whether this touch is the one that wrote the document, not one of later.
    fn wrote(&self, document: Document) -> bool {
        let after: Json =
            self.after_row.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        let made_as = |label: &str| self.journal_id.is_some_and(|operation| derived(operation, label) == self.id);
        let marked = |field: &str| self.mark.is_some() && after[field].as_str() == self.mark.as_deref();
        match document {
            Document::Invoice => after["status"] == "issued" && marked("number_text"),
            Document::CreditNote => marked("credit_note"),
            Document::Payment => marked("receipt"),
            Document::WriteOff => self.name.as_deref() == Some("write_off") && made_as("write-off"),
            Document::WriteOffUndone => made_as("write-off undone"),
            Document::Rounding => self.of.is_some_and(|payment| made_as(&format!("rounding {payment}"))),
        }
    }
}

/// The documents with all touches of theirs (of their invoice's, for what is no record of its own).
fn written_of(document: Document) -> (&'static str, &'static str, &'static str) {
    match document {
        Document::Invoice => (
            "SELECT d.id, d.issued_on AS day, NULL AS `of`, d.number_text AS mark, t.after_row, j.name, j.id AS journal_id, j.workstation_id, j.seq FROM invoices d \
             LEFT JOIN journal_touches t ON t.kind = 'invoice' AND t.row_id = d.id LEFT JOIN journal j ON j.id = t.journal_id WHERE d.status = 'issued'",
            "d",
            "id",
        ),
        Document::CreditNote => (
            "SELECT d.id, d.issued_on AS day, NULL AS `of`, d.number_text AS mark, t.after_row, j.name, j.id AS journal_id, j.workstation_id, j.seq FROM credit_notes d \
             LEFT JOIN journal_touches t ON t.kind = 'invoice' AND t.row_id = d.invoice_id LEFT JOIN journal j ON j.id = t.journal_id WHERE 1 = 1",
            "d",
            "invoice_id",
        ),
        Document::WriteOff => (
            "SELECT d.id, d.written_on AS day, NULL AS `of`, NULL AS mark, t.after_row, j.name, j.id AS journal_id, j.workstation_id, j.seq FROM write_offs d \
             LEFT JOIN journal_touches t ON t.kind = 'invoice' AND t.row_id = d.invoice_id LEFT JOIN journal j ON j.id = t.journal_id WHERE 1 = 1",
            "d",
            "invoice_id",
        ),
        Document::WriteOffUndone => (
            "SELECT d.id, d.undone_on AS day, NULL AS `of`, NULL AS mark, t.after_row, j.name, j.id AS journal_id, j.workstation_id, j.seq FROM write_off_undos d \
             LEFT JOIN journal_touches t ON t.kind = 'invoice' AND t.row_id = d.invoice_id LEFT JOIN journal j ON j.id = t.journal_id WHERE 1 = 1",
            "d",
            "invoice_id",
        ),
        Document::Rounding => (
            "SELECT d.id, d.written_on AS day, d.payment_id AS `of`, NULL AS mark, t.after_row, j.name, j.id AS journal_id, j.workstation_id, j.seq FROM cash_roundings d \
             LEFT JOIN journal_touches t ON t.kind = 'payment' AND t.row_id = d.payment_id LEFT JOIN journal j ON j.id = t.journal_id WHERE 1 = 1",
            "d",
            "payment_id",
        ),
        Document::Payment => (
            "SELECT d.id, d.taken_on AS day, NULL AS `of`, d.receipt_text AS mark, t.after_row, j.name, j.id AS journal_id, j.workstation_id, j.seq FROM payments d \
             LEFT JOIN journal_touches t ON t.kind = 'payment' AND t.row_id = d.id LEFT JOIN journal j ON j.id = t.journal_id WHERE 1 = 1",
            "d",
            "id",
        ),
    }
}

/// Each document of the locked days was written before they were locked.
async fn documents(
    db: &mut Db,
    document: Document,
    locks: &[Lock],
    last: NaiveDate,
    span: &Span,
    report: &mut Report,
) -> Result<()> {
    let (sql, table, column) = written_of(document);
    let clause = span.limit(Clause::new(sql, vec![]), table, column);
    let mut stands: BTreeMap<(Uuid, NaiveDate), bool> = BTreeMap::new();
    for row in db.all_of::<Written>(clause).await?.into_iter().filter(|row| row.day <= last) {
        let before = row.wrote(document) && stood(locks, row.day, row.workstation_id, row.seq);
        *stands.entry((row.id, row.day)).or_default() |= before;
    }
    for ((id, day), before) in stands {
        if !before {
            report.find(
                "billing.locked_period",
                format!("{document:?} {id} is dated {day} and was not written before that was locked"),
            );
        }
    }
    Ok(())
}
