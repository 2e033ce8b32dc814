//! The payments and the bookings of a span for paper: the sums, and what they are of line by line.

use super::Document;
use super::report::{Found, ReportCell, ReportRow, paper};
use crate::access::Permission;
use crate::billing::ledger::{AskLedger, LedgerAccount, LedgerEntry};
use crate::billing::payments::{AskPayments, MethodSum, PaymentLine};
use crate::clinic::Asker;
use crate::error::Result;
use crate::question::Ask;
use crate::store::Db;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use ReportCell::{Count, Money, Text};

/// More than that nobody reads on paper, some hundred sheets: then the sums stand alone, and the file has the lines.
const MOST_ON_PAPER: i64 = 5000;

/// The payments of a span, as `payments` answers them, the oldest first.
///
/// Errors: `field.out_of_range` (from, to; total when a sum is more than can be said).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPaymentsDocument {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// The bookings of a span, as `ledger` answers them.
///
/// Errors: `field.out_of_range` (from, to; total when a sum is more than can be said).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskLedgerDocument {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// What a report's sums are of: payments or entries. None of either when they are more than go on paper; `count` says how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Journal {
    #[ts(type = "number")]
    pub count: i64,
    pub payments: Vec<PaperPayment>,
    pub entries: Vec<LedgerEntry>,
}

/// A payment, refund or reversal; what the last two gave back is below nought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PaperPayment {
    pub day: NaiveDate,
    /// payment, refund or reversal.
    pub kind: String,
    pub receipt: String,
    pub name: String,
    pub mrn: String,
    pub payer: Option<String>,
    /// The clinic's own by its name.
    pub method: String,
    #[ts(type = "number")]
    pub amount_minor: i64,
}

impl PaperPayment {
    fn of(line: PaymentLine) -> PaperPayment {
        let amount_minor = if line.kind == "payment" { line.amount_minor } else { -line.amount_minor };
        PaperPayment {
            day: line.taken_on,
            kind: line.kind,
            receipt: line.receipt,
            name: line.name,
            mrn: line.mrn,
            payer: line.payer,
            method: line.method_name.unwrap_or(line.method),
            amount_minor,
        }
    }
}

impl Ask for AskPaymentsDocument {
    const PERMISSION: Permission = Permission::BillingReports;
    type Answer = Document;

    fn example() -> Self {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
        AskPaymentsDocument { from: day, to: day }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Document> {
        let question = AskPayments { from: self.from, to: self.to, cashier_id: None };
        let answer = question.read(db, asker, MOST_ON_PAPER).await?;
        let cells = |entries: i64, taken: i64, returned: i64, total: i64| {
            vec![Count(entries), Money(taken), Money(returned), Money(total)]
        };
        let sum = |field: fn(&MethodSum) -> i64| answer.methods.iter().map(field).sum::<i64>();
        let total = cells(answer.count, sum(|one| one.taken_minor), sum(|one| one.returned_minor), answer.total_minor);
        let row = |one: &MethodSum| ReportRow {
            key: one.method.clone(),
            name: one.method_name.clone(),
            cells: cells(one.entries, one.taken_minor, one.returned_minor, one.taken_minor - one.returned_minor),
        };
        let rows = answer.methods.iter().map(row).collect();
        let mut journal = Journal { count: answer.count, ..Journal::default() };
        if answer.count <= MOST_ON_PAPER {
            journal.payments = answer.lines.into_iter().rev().map(PaperPayment::of).collect();
        }
        let found = Found { report: "payments", by: "method".to_owned(), rows, total, journal: Some(journal) };
        paper(db, asker, (self.from, self.to), found).await
    }
}

impl Ask for AskLedgerDocument {
    const PERMISSION: Permission = Permission::BillingReports;
    type Answer = Document;

    fn example() -> Self {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
        AskLedgerDocument { from: day, to: day }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Document> {
        let question = AskLedger { from: self.from, to: self.to };
        let answer = question.read(db, asker, MOST_ON_PAPER).await?;
        let cells = |codes: [String; 2], entries: i64, debit: i64, credit: i64| {
            codes.into_iter().map(Text).chain([Count(entries), Money(debit), Money(credit)]).collect::<Vec<_>>()
        };
        let row = |one: LedgerAccount| ReportRow {
            cells: cells([one.code, one.tax_code], one.entries, one.debit_minor, one.credit_minor),
            key: one.account,
            name: Some(one.method_name).filter(|name| !name.is_empty()),
        };
        let total = cells(Default::default(), answer.count, answer.debit_minor, answer.credit_minor);
        let mut journal = Journal { count: answer.count, ..Journal::default() };
        if answer.count <= MOST_ON_PAPER {
            journal.entries = answer.entries;
        }
        let rows = answer.accounts.into_iter().map(row).collect();
        let found = Found { report: "ledger", by: "account".to_owned(), rows, total, journal: Some(journal) };
        paper(db, asker, (self.from, self.to), found).await
    }
}
