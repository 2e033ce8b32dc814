//! Revenue of a span: what was invoiced less what credit notes took back, by who gave it, what it was or when; and what was received.

use super::lists::{by_months, check_years};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::money;
use crate::question::Ask;
use crate::store::{Clause, Db, Read, Value};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What the rows of the report are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum RevenueBy {
    Practitioner,
    Service,
    Month,
    /// Not what was invoiced but what was received, by how it was paid.
    Method,
}

/// Invoices issued and credit notes written from `from` to `to` (dates of the clinic, both included, at most ten years); by method,
/// payments and what was given back on these days. Write-offs are no revenue and take none away.
///
/// Errors: `field.out_of_range` (from, to; total when a sum is more than can be said).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskRevenue {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub by: RevenueBy,
}

/// The largest first; months and methods in their order, with the months in which nothing was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Revenue {
    pub rows: Vec<RevenueRow>,
    pub total: RevenueSums,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct RevenueRow {
    /// An id, "2026-11", "cash", of the clinic's own methods their id, "rounding", or "other" for lines of no practitioner or service.
    pub key: String,
    pub name: Option<String>,
    #[serde(flatten)]
    #[ts(flatten)]
    pub sums: RevenueSums,
}

/// In minor units, with tax but for `net_minor`. By method: what was taken, what was given back, and the rest without tax.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct RevenueSums {
    #[ts(type = "number")]
    pub invoiced_minor: i64,
    #[ts(type = "number")]
    pub credited_minor: i64,
    /// `total_minor` less its tax.
    #[ts(type = "number")]
    pub net_minor: i64,
    #[ts(type = "number")]
    pub tax_minor: i64,
    /// Invoiced less credited.
    #[ts(type = "number")]
    pub total_minor: i64,
}

impl RevenueSums {
    fn of(invoiced: (i64, i64), credited: (i64, i64)) -> Result<RevenueSums> {
        let (net_minor, tax_minor) = (invoiced.0 - credited.0, invoiced.1 - credited.1);
        Ok(RevenueSums {
            invoiced_minor: money::sum([invoiced.0, invoiced.1])?,
            credited_minor: money::sum([credited.0, credited.1])?,
            net_minor,
            tax_minor,
            total_minor: money::sum([net_minor, tax_minor])?,
        })
    }

    fn total(rows: &[RevenueRow]) -> Result<RevenueSums> {
        let of = |field: fn(&RevenueSums) -> i64| money::sum(rows.iter().map(|row| field(&row.sums)));
        Ok(RevenueSums {
            invoiced_minor: of(|sums| sums.invoiced_minor)?,
            credited_minor: of(|sums| sums.credited_minor)?,
            net_minor: of(|sums| sums.net_minor)?,
            tax_minor: of(|sums| sums.tax_minor)?,
            total_minor: of(|sums| sums.total_minor)?,
        })
    }
}

impl Ask for AskRevenue {
    const PERMISSION: Permission = Permission::BillingReports;
    type Answer = Revenue;

    fn example() -> Self {
        let day = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap_or_default();
        AskRevenue { from: day, to: day, by: RevenueBy::Practitioner }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Revenue> {
        check_years(self.from, self.to)?;
        let rows = match self.by {
            RevenueBy::Practitioner => largest_first(self.grouped(db, asker, PRACTITIONERS).await?),
            RevenueBy::Service => largest_first(self.grouped(db, asker, SERVICES).await?),
            RevenueBy::Month => self.months(db, asker).await?,
            RevenueBy::Method => self.methods(db, asker).await?,
        };
        Ok(Revenue { total: RevenueSums::total(&rows)?, rows })
    }
}

/// The lines of invoices and of credit notes of a span, each with the dates, the line and its sums: `net`, `tax`, and whether it is
/// taken back. To be selected from as `m`. Only what is issued has a day of issue.
const LINES: &str = "(SELECT 0 AS taken_back, i.issued_on AS day, t.id AS item_id, t.invoice_id, t.service_id, t.kind, t.net_minor AS net, t.tax_minor AS tax \
     FROM invoices i JOIN invoice_items t ON t.invoice_id = i.id WHERE i.issued_on >= ? AND i.issued_on <= ? \
     UNION ALL SELECT 1 AS taken_back, n.issued_on AS day, t.id AS item_id, t.invoice_id, t.service_id, t.kind, c.net_minor AS net, c.tax_minor AS tax \
     FROM credit_notes n JOIN credit_note_items c ON c.credit_note_id = n.id JOIN invoice_items t ON t.id = c.item_id \
     WHERE n.issued_on >= ? AND n.issued_on <= ?) m ";
const SUMS: &str = "CAST(SUM(m.net) AS SIGNED) AS net, CAST(SUM(m.tax) AS SIGNED) AS tax FROM ";

/// Columns and what is joined to the lines, with the group.
type Grouping = (&'static str, &'static str);
/// A line without a practitioner of its own belongs to the visit's.
const PRACTITIONERS: Grouping = (
    "SELECT d.id AS id, d.name AS name, 'service' AS kind, m.taken_back AS taken_back, ",
    "JOIN invoices i ON i.id = m.invoice_id LEFT JOIN invoice_item_links l ON l.item_id = m.item_id LEFT JOIN appointments a ON a.id = i.appointment_id \
     LEFT JOIN doctors d ON d.id = COALESCE(l.doctor_id, a.doctor_id) GROUP BY d.id, d.name, m.taken_back",
);
const SERVICES: Grouping = (
    "SELECT s.id AS id, s.name AS name, m.kind AS kind, m.taken_back AS taken_back, ",
    "LEFT JOIN services s ON s.id = m.service_id GROUP BY s.id, s.name, m.kind, m.taken_back",
);

#[derive(sqlx::FromRow)]
struct Group {
    id: Option<Uuid>,
    name: Option<String>,
    kind: String,
    taken_back: i64,
    net: i64,
    tax: i64,
}

/// Net and tax of what was invoiced, and of what was taken back.
type Both = [(i64, i64); 2];

impl AskRevenue {
    fn parts(&self) -> Vec<(NaiveDate, NaiveDate)> {
        by_months(self.from, self.to)
    }

    async fn grouped(&self, db: &mut Db, asker: &Asker, (columns, joined): Grouping) -> Result<Vec<RevenueRow>> {
        let mut found: BTreeMap<String, (Option<String>, Both)> = BTreeMap::new();
        for part in asker.through(self.parts()) {
            let clause = Clause::new(columns, vec![]).and(SUMS, vec![]).and(LINES, twice(part)).and(joined, vec![]);
            for group in db.all_of::<Group>(clause).await? {
                let key = match group.id {
                    Some(id) => id.to_string(),
                    None if group.kind == super::lines::ROUNDING => super::lines::ROUNDING.to_owned(),
                    None => "other".to_owned(),
                };
                let entry = found.entry(key).or_insert((group.name, Both::default()));
                add(&mut entry.1, group.taken_back, (group.net, group.tax))?;
            }
        }
        found.into_iter().map(|(key, (name, both))| row(key, name, both)).collect()
    }

    async fn months(&self, db: &mut Db, asker: &Asker) -> Result<Vec<RevenueRow>> {
        let mut rows = Vec::new();
        for part in asker.through(self.parts()) {
            let clause = Clause::new("SELECT m.taken_back, ", vec![]).and(SUMS, vec![]).and(LINES, twice(part));
            let sums: Vec<(i64, i64, i64)> = db.all_of(clause.and("GROUP BY m.taken_back", vec![])).await?;
            let mut both = Both::default();
            for (taken_back, net, tax) in sums {
                add(&mut both, taken_back, (net, tax))?;
            }
            rows.push(row(part.0.format("%Y-%m").to_string(), None, both)?);
        }
        Ok(rows)
    }

    async fn methods(&self, db: &mut Db, asker: &Asker) -> Result<Vec<RevenueRow>> {
        let sums = super::payments::method_sums(db, asker, &self.parts(), None).await?;
        sums.into_iter()
            .map(|one| {
                row(
                    one.method_id.map_or(one.method, |id| id.to_string()),
                    one.method_name,
                    [(one.taken_minor, 0), (one.returned_minor, 0)],
                )
            })
            .collect()
    }
}

fn twice((from, to): (NaiveDate, NaiveDate)) -> Vec<Value> {
    args![from, to, from, to]
}

fn add(both: &mut Both, taken_back: i64, (net, tax): (i64, i64)) -> Result<()> {
    let sums = &mut both[usize::from(taken_back != 0)];
    *sums = (money::sum([sums.0, net])?, money::sum([sums.1, tax])?);
    Ok(())
}

fn row(key: String, name: Option<String>, [invoiced, credited]: Both) -> Result<RevenueRow> {
    Ok(RevenueRow { key, name, sums: RevenueSums::of(invoiced, credited)? })
}

fn largest_first(mut rows: Vec<RevenueRow>) -> Vec<RevenueRow> {
    rows.sort_by(|a, b| b.sums.total_minor.cmp(&a.sums.total_minor).then_with(|| a.name.cmp(&b.name)));
    rows
}
