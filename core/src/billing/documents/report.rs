//! A report of a span for paper: revenue, or the clinic's work. One shape for all of them, so that one template lays them out.

use super::journal::Journal;
use super::{Document, DocumentFormat};
use crate::access::Permission;
use crate::args;
use crate::billing::frozen::{FrozenClinic, clinic_now};
use crate::billing::revenue::{AskRevenue, RevenueBy, RevenueSums};
use crate::billing::rules;
use crate::clinic::Asker;
use crate::error::Result;
use crate::office::paper_templates::Template;
use crate::question::Ask;
use crate::reports::WorkBy;
use crate::reports::file::WorkReport;
use crate::reports::new_patients::AskNewPatients;
use crate::reports::no_shows::{AskNoShowRate, NoShowSums};
use crate::reports::utilisation::{AskUtilisation, UtilisationSums};
use crate::store::{Db, Read};
use chrono::{NaiveDate, NaiveDateTime, SubsecRound};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Revenue of a span, as `revenue` answers it.
///
/// Errors: `field.out_of_range` (from, to; total when a sum is more than can be said).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskRevenueDocument {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub by: RevenueBy,
}

/// A report of the clinic's work, as its own question answers it. New patients are by month, whatever `by` says.
///
/// Errors: `field.out_of_range` (from, to).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskWorkDocument {
    pub report: WorkReport,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub by: WorkBy,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ReportDocument {
    pub format: DocumentFormat,
    pub number: String,
    pub clinic: FrozenClinic,
    /// revenue, received, payments, ledger, no_shows, new_patients or utilisation: which words stand over the columns.
    pub report: String,
    /// practitioner, service, month, method or account: what the rows are.
    pub by: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub rows: Vec<ReportRow>,
    pub total: Vec<ReportCell>,
    /// What the sums are of, line by line, where a report says it.
    #[serde(default)]
    pub journal: Option<Journal>,
    pub printed_by: String,
    /// The clinic's wall time.
    pub printed_at: NaiveDateTime,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ReportRow {
    /// An id, "2026-11", "cash", "receivables", "rounding" or "other".
    pub key: String,
    pub name: Option<String>,
    pub cells: Vec<ReportCell>,
}

/// Minor units, a number, minutes, a share in hundredths of a percent, or a code of the accountant's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ReportCell {
    Money(#[ts(type = "number")] i64),
    Count(#[ts(type = "number")] i64),
    Minutes(#[ts(type = "number")] i64),
    Share(#[ts(type = "number | null")] Option<i64>),
    Text(String),
}

use ReportCell::{Count, Minutes, Money, Share};

/// What a report found, before it gets its head.
pub(super) struct Found {
    pub report: &'static str,
    pub by: String,
    pub rows: Vec<ReportRow>,
    pub total: Vec<ReportCell>,
    pub journal: Option<Journal>,
}

impl Ask for AskRevenueDocument {
    const PERMISSION: Permission = Permission::BillingReports;
    type Answer = Document;

    fn example() -> Self {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
        AskRevenueDocument { from: day, to: day, by: RevenueBy::Service }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Document> {
        let (from, to, by) = (self.from, self.to, self.by);
        let answer = AskRevenue { from, to, by }.answer(db, asker).await?;
        let received = by == RevenueBy::Method;
        let cells = |sums: RevenueSums| -> Vec<ReportCell> {
            let all = [sums.invoiced_minor, sums.credited_minor, sums.net_minor, sums.tax_minor, sums.total_minor];
            // What was received has no tax of its own.
            let wanted = all.into_iter().enumerate().filter(|(n, _)| !received || ![2, 3].contains(n));
            wanted.map(|(_, minor)| Money(minor)).collect()
        };
        let rows =
            answer.rows.into_iter().map(|row| ReportRow { cells: cells(row.sums), key: row.key, name: row.name });
        let found = Found {
            report: if received { "received" } else { "revenue" },
            by: named(by)?,
            rows: rows.collect(),
            total: cells(answer.total),
            journal: None,
        };
        paper(db, asker, (from, to), found).await
    }
}

impl Ask for AskWorkDocument {
    const PERMISSION: Permission = Permission::WorkReports;
    type Answer = Document;

    fn example() -> Self {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
        AskWorkDocument { report: WorkReport::NoShows, from: day, to: day, by: WorkBy::Practitioner }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Document> {
        let found = match self.report {
            WorkReport::NoShows => self.no_shows(db, asker).await?,
            WorkReport::NewPatients => self.new_patients(db, asker).await?,
            WorkReport::Utilisation => self.utilisation(db, asker).await?,
        };
        paper(db, asker, (self.from, self.to), found).await
    }
}

impl AskWorkDocument {
    async fn no_shows(&self, db: &mut Db, asker: &Asker) -> Result<Found> {
        let answer = AskNoShowRate { from: self.from, to: self.to, by: self.by }.answer(db, asker).await?;
        let cells = |sums: NoShowSums| {
            vec![Count(sums.expected), Count(sums.no_shows), Share(sums.rate), Count(sums.undecided)]
        };
        let rows =
            answer.rows.into_iter().map(|row| ReportRow { cells: cells(row.sums), key: row.key, name: row.name });
        let total = cells(answer.total);
        Ok(Found { report: "no_shows", by: named(self.by)?, rows: rows.collect(), total, journal: None })
    }

    async fn new_patients(&self, db: &mut Db, asker: &Asker) -> Result<Found> {
        let answer = AskNewPatients { from: self.from, to: self.to }.answer(db, asker).await?;
        let cells = |registered: i64, came: i64| vec![Count(registered), Count(came)];
        let rows = answer.rows.into_iter();
        let rows = rows.map(|row| ReportRow { cells: cells(row.registered, row.came), key: row.key, name: None });
        let total = cells(answer.registered, answer.came);
        Ok(Found { report: "new_patients", by: named(WorkBy::Month)?, rows: rows.collect(), total, journal: None })
    }

    async fn utilisation(&self, db: &mut Db, asker: &Asker) -> Result<Found> {
        let answer = AskUtilisation { from: self.from, to: self.to, by: self.by }.answer(db, asker).await?;
        let cells = |sums: UtilisationSums| {
            let minutes = [sums.working_minutes, sums.booked_minutes, sums.missed_minutes];
            minutes.into_iter().map(Minutes).chain([Share(sums.rate)]).collect::<Vec<_>>()
        };
        let rows =
            answer.rows.into_iter().map(|row| ReportRow { cells: cells(row.sums), key: row.key, name: row.name });
        let total = cells(answer.total);
        Ok(Found { report: "utilisation", by: named(self.by)?, rows: rows.collect(), total, journal: None })
    }
}

/// As it stands in JSON.
fn named(by: impl Serialize) -> Result<String> {
    let json = serde_json::to_value(by).map_err(crate::error::Error::internal)?;
    Ok(json.as_str().unwrap_or_default().to_owned())
}

pub(super) async fn paper(
    db: &mut Db,
    asker: &Asker,
    (from, to): (NaiveDate, NaiveDate),
    found: Found,
) -> Result<Document> {
    let by: Option<(String,)> = match asker.user_id {
        Some(user) => db.maybe("SELECT name FROM users WHERE id = ?", args![user]).await?,
        None => None,
    };
    let rules = rules::load(db).await?;
    let kind = found.report.replace('_', "-").to_uppercase();
    Ok(Document::from(ReportDocument {
        format: DocumentFormat::usual(db, &asker.settings, Template::Report).await?,
        number: format!("{kind}-{from}-TO-{to}"),
        clinic: clinic_now(&asker.settings, &rules),
        report: found.report.to_owned(),
        by: found.by,
        from,
        to,
        rows: found.rows,
        total: found.total,
        journal: found.journal,
        printed_by: by.map(|(name,)| name).unwrap_or_default(),
        printed_at: asker.wall_now().trunc_subsecs(0),
    }))
}
