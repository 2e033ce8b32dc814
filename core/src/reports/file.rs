//! The reports of the clinic's work as CSV files: all rows, shares in percent, dates as 2026-11-23.

use super::WorkBy;
use super::new_patients::AskNewPatients;
use super::no_shows::{AskNoShowRate, NoShowRow};
use super::utilisation::{AskUtilisation, UtilisationRow};
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
pub enum WorkReport {
    NoShows,
    NewPatients,
    Utilisation,
}

/// A report of the clinic's work as a file. New patients are by month, whatever `by` says.
///
/// Errors: those of the report.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskWorkFile {
    pub report: WorkReport,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub by: WorkBy,
}

impl Ask for AskWorkFile {
    const PERMISSION: Permission = Permission::WorkReports;
    const EXPORT: Option<&'static str> = Some("report");
    type Answer = ExportFile;

    fn example() -> Self {
        let day = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap_or_default();
        AskWorkFile { report: WorkReport::NoShows, from: day, to: day, by: WorkBy::Practitioner }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<ExportFile> {
        let (from, to, by) = (self.from, self.to, self.by);
        let (name, head, rows): (&str, &[&str], Vec<Vec<Cell>>) = match self.report {
            WorkReport::NoShows => {
                let answer = AskNoShowRate { from, to, by }.answer(db, asker).await?;
                ("no-shows", NO_SHOWS, answer.rows.into_iter().map(no_shows).collect())
            }
            WorkReport::NewPatients => {
                let answer = AskNewPatients { from, to }.answer(db, asker).await?;
                let row = |row: super::new_patients::NewPatientsRow| {
                    vec![Cell::Plain(row.key), count(row.registered), count(row.came)]
                };
                ("new-patients", NEW_PATIENTS, answer.rows.into_iter().map(row).collect())
            }
            WorkReport::Utilisation => {
                let answer = AskUtilisation { from, to, by }.answer(db, asker).await?;
                ("utilisation", UTILISATION, answer.rows.into_iter().map(utilisation).collect())
            }
        };
        let span = if from == to { to.to_string() } else { format!("{from}-to-{to}") };
        let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        Ok(ExportFile { file_name: format!("{name}-{span}.csv"), content: table(head, rows)?, count })
    }
}

const NO_SHOWS: &[&str] = &["name", "expected", "no_shows", "percent", "undecided"];
const NEW_PATIENTS: &[&str] = &["month", "registered", "came"];
const UTILISATION: &[&str] = &["name", "working_minutes", "booked_minutes", "missed_minutes", "percent"];

fn count(count: i64) -> Cell {
    Cell::Plain(count.to_string())
}

/// Hundredths of a percent as a number with two decimals.
fn percent(rate: Option<i64>) -> Cell {
    rate.map_or(Cell::Plain(String::new()), |rate| amount(rate, 2))
}

fn no_shows(row: NoShowRow) -> Vec<Cell> {
    let sums = row.sums;
    let name = Cell::Text(row.name.unwrap_or(row.key));
    vec![name, count(sums.expected), count(sums.no_shows), percent(sums.rate), count(sums.undecided)]
}

fn utilisation(row: UtilisationRow) -> Vec<Cell> {
    let sums = row.sums;
    let name = Cell::Text(row.name.unwrap_or(row.key));
    let minutes = [sums.working_minutes, sums.booked_minutes, sums.missed_minutes].map(count);
    std::iter::once(name).chain(minutes).chain([percent(sums.rate)]).collect()
}
