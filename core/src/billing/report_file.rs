//! The accountant's reports as CSV files: all rows, amounts without a currency, dates as 2026-11-23.

use super::aged::aged_lines;
use super::ledger::AskLedger;
use super::payments::{AskPayments, PaymentLine};
use super::revenue::{AskRevenue, RevenueBy};
use crate::access::Permission;
use crate::clinic::Asker;
use crate::error::Result;
use crate::exchange::ExportFile;
use crate::exchange::csv_file::{Cell, amount, table};
use crate::question::Ask;
use crate::store::Db;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ReportKind {
    Revenue,
    /// What was owed at the end of `to`.
    Aged,
    Payments,
    Ledger,
}

/// A report as a file. `by` is said for revenue alone; without it, it is by month.
///
/// Errors: those of the report; the day of what is owed is `on`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskReportFile {
    pub report: ReportKind,
    pub from: NaiveDate,
    pub to: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<RevenueBy>,
}

impl Ask for AskReportFile {
    const PERMISSION: Permission = Permission::BillingReports;
    const EXPORT: Option<&'static str> = Some("report");
    type Answer = ExportFile;

    fn example() -> Self {
        let day = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap_or_default();
        AskReportFile { report: ReportKind::Revenue, from: day, to: day, by: Some(RevenueBy::Service) }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<ExportFile> {
        let money = |minor: i64| amount(minor, asker.settings.currency_decimals);
        let (name, head, rows): (&str, &[&str], Vec<Vec<Cell>>) = match self.report {
            ReportKind::Revenue => {
                let question = AskRevenue { from: self.from, to: self.to, by: self.by.unwrap_or(RevenueBy::Month) };
                ("revenue", REVENUE, revenue(&question, db, asker, money).await?)
            }
            ReportKind::Aged => ("receivables", AGED, aged(self.to, db, asker, money).await?),
            ReportKind::Payments => {
                let question = AskPayments { from: self.from, to: self.to, cashier_id: None };
                let lines = question.all(db, asker).await?.into_iter();
                ("payments", PAYMENTS, lines.map(|line| payment(line, asker, money)).collect())
            }
            ReportKind::Ledger => ("ledger", LEDGER, ledger(self, db, asker, money).await?),
        };
        let span = if self.report == ReportKind::Aged || self.from == self.to {
            self.to.to_string()
        } else {
            format!("{}-to-{}", self.from, self.to)
        };
        let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        Ok(ExportFile { file_name: format!("{name}-{span}.csv"), content: table(head, rows)?, count })
    }
}

const REVENUE: &[&str] = &["name", "invoiced", "credited", "net", "tax", "total"];
const AGED: &[&str] =
    &["patient_no", "patient", "not_due", "days_1_30", "days_31_60", "days_61_90", "days_over_90", "total"];
const PAYMENTS: &[&str] = &[
    "date",
    "time",
    "receipt",
    "kind",
    "method",
    "patient_no",
    "patient",
    "amount",
    "of_receipt",
    "cashier",
    "workstation",
    "note",
    // Last, so that what reads the others by their place goes on doing so.
    "payer",
    "corrected_by",
    "corrects",
    "of_closed_day",
    "drawer_day",
    "own_method",
];
const LEDGER: &[&str] =
    &["date", "kind", "number", "account", "debit", "credit", "tax_code", "account_code", "own_method"];

fn day(day: NaiveDate) -> Cell {
    Cell::Plain(day.to_string())
}

async fn revenue(
    question: &AskRevenue,
    db: &mut Db,
    asker: &Asker,
    money: impl Fn(i64) -> Cell,
) -> Result<Vec<Vec<Cell>>> {
    let rows = question.answer(db, asker).await?.rows;
    let row = |row: super::revenue::RevenueRow| {
        let sums = row.sums;
        let name = row.name.unwrap_or(row.key);
        let amounts =
            [sums.invoiced_minor, sums.credited_minor, sums.net_minor, sums.tax_minor, sums.total_minor].map(&money);
        std::iter::once(Cell::Text(name)).chain(amounts).collect()
    };
    Ok(rows.into_iter().map(row).collect())
}

async fn aged(on: NaiveDate, db: &mut Db, asker: &Asker, money: impl Fn(i64) -> Cell) -> Result<Vec<Vec<Cell>>> {
    let lines = aged_lines(db, on, asker.settings.zone).await?;
    let row = |line: super::aged::AgedLine| {
        let ages = line.ageing;
        let amounts = [
            ages.not_due_minor,
            ages.days_1_30_minor,
            ages.days_31_60_minor,
            ages.days_61_90_minor,
            ages.days_over_90_minor,
            ages.total_minor,
        ];
        [Cell::Text(line.mrn.unwrap_or_default()), Cell::Text(line.name)]
            .into_iter()
            .chain(amounts.map(&money))
            .collect()
    };
    Ok(lines.into_iter().map(row).collect())
}

/// What was given back is below nought.
fn payment(line: PaymentLine, asker: &Asker, money: impl Fn(i64) -> Cell) -> Vec<Cell> {
    let signed = if line.kind == "payment" { line.amount_minor } else { -line.amount_minor };
    let taken_at = line.taken_at.on_wall(asker.settings.zone);
    vec![
        day(line.taken_on),
        Cell::Plain(taken_at.format("%H:%M").to_string()),
        Cell::Text(line.receipt),
        Cell::Text(line.kind),
        Cell::Text(line.method),
        Cell::Text(line.mrn),
        Cell::Text(line.name),
        money(signed),
        Cell::Text(line.of_receipt.unwrap_or_default()),
        Cell::Text(line.cashier),
        Cell::Text(line.workstation),
        Cell::Text(line.note.unwrap_or_default()),
        Cell::Text(line.payer.unwrap_or_default()),
        Cell::Text(line.corrected_by.unwrap_or_default()),
        Cell::Text(line.corrects_receipt.unwrap_or_default()),
        line.closed_day.map_or_else(|| Cell::Plain(String::new()), day),
        day(line.drawer_on),
        Cell::Text(line.method_name.unwrap_or_default()),
    ]
}

async fn ledger(
    report: &AskReportFile,
    db: &mut Db,
    asker: &Asker,
    money: impl Fn(i64) -> Cell,
) -> Result<Vec<Vec<Cell>>> {
    let question = AskLedger { from: report.from, to: report.to };
    let row = |entry: super::ledger::LedgerEntry| {
        vec![
            day(entry.day),
            Cell::Text(entry.kind),
            Cell::Text(entry.number),
            Cell::Text(entry.account),
            money(entry.debit_minor),
            money(entry.credit_minor),
            Cell::Text(entry.tax_code),
            Cell::Text(entry.code),
            Cell::Text(entry.method_name),
        ]
    };
    Ok(question.all(db, asker).await?.into_iter().map(row).collect())
}
