//! What patients and payers owed on any day, and for how long it had been due.

use super::lists::{MOST, list_name};
use super::unpaid::Ageing;
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{PatientId, PayerId};
use crate::money;
use crate::question::Ask;
use crate::store::{Clause, Db, Read, Value};
use crate::time::{Instant, instant_of, midnight};
use chrono::{Days, Duration, NaiveDate};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What was owed at the end of a day of the clinic: invoices issued by then, less what settled them by then. Later payments, credit
/// notes and write-offs change nothing about it.
///
/// Errors: `field.out_of_range` (on; total when a sum is more than can be said).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskAged {
    pub on: NaiveDate,
}

/// The first 500 who owed something, who owed most first; the sums are of all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Aged {
    pub on: NaiveDate,
    pub lines: Vec<AgedLine>,
    pub ageing: Ageing,
    /// How many owed something.
    #[ts(type = "number")]
    pub count: i64,
    /// What of payments settled nothing yet that day: not taken off what was owed.
    #[ts(type = "number")]
    pub credit_minor: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct AgedLine {
    /// A patient, or a payer with what it owed for all its patients.
    pub patient_id: Option<PatientId>,
    pub payer_id: Option<PayerId>,
    /// Nothing for a payer.
    pub mrn: Option<String>,
    pub name: String,
    #[serde(flatten)]
    #[ts(flatten)]
    pub ageing: Ageing,
}

#[derive(sqlx::FromRow)]
struct AgedRead {
    patient_id: Option<PatientId>,
    payer_id: Option<PayerId>,
    payer: Option<String>,
    mrn: Option<String>,
    family_name: Option<String>,
    given_name: Option<String>,
    preferred_name: Option<String>,
    #[sqlx(flatten)]
    ageing: Ageing,
}

impl Ask for AskAged {
    const PERMISSION: Permission = Permission::BillingReports;
    type Answer = Aged;

    fn example() -> Self {
        AskAged { on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Aged> {
        let mut found = aged(db, self.on, asker.settings.zone).await?;
        found.lines.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
        Ok(found)
    }
}

/// With all who owed something.
///
/// Errors: `field.out_of_range` (on; total when a sum is more than can be said).
pub(super) async fn aged(db: &mut Db, on: NaiveDate, zone: Tz) -> Result<Aged> {
    let lines = aged_lines(db, on, zone).await?;
    let ageing = total(&lines)?;
    let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    Ok(Aged { on, lines, ageing, count, credit_minor: credit(db, on, zone).await? })
}

/// All who owed something.
///
/// Errors: `field.out_of_range` (on).
pub(super) async fn aged_lines(db: &mut Db, on: NaiveDate, zone: Tz) -> Result<Vec<AgedLine>> {
    fields::day("on", on)?;
    let before = |days: u64| on.checked_sub_days(Days::new(days));
    let (d30, d60, d90) = (before(30), before(60), before(90));
    let buckets = args![on, on, d30, d30, d60, d60, d90, d90];
    let clause = Clause::new(
        "SELECT p.id AS patient_id, q.id AS payer_id, q.name AS payer, p.mrn, p.family_name, p.given_name, p.preferred_name, \
         CAST(SUM(CASE WHEN x.due_on >= ? THEN x.open_minor ELSE 0 END) AS SIGNED) AS not_due_minor, \
         CAST(SUM(CASE WHEN x.due_on < ? AND x.due_on >= ? THEN x.open_minor ELSE 0 END) AS SIGNED) AS days_1_30_minor, \
         CAST(SUM(CASE WHEN x.due_on < ? AND x.due_on >= ? THEN x.open_minor ELSE 0 END) AS SIGNED) AS days_31_60_minor, \
         CAST(SUM(CASE WHEN x.due_on < ? AND x.due_on >= ? THEN x.open_minor ELSE 0 END) AS SIGNED) AS days_61_90_minor, \
         CAST(SUM(CASE WHEN x.due_on < ? THEN x.open_minor ELSE 0 END) AS SIGNED) AS days_over_90_minor, \
         CAST(SUM(x.open_minor) AS SIGNED) AS total_minor FROM ",
        buckets,
    )
    .and(
        "(SELECT i.id, COALESCE(y.payer_id, i.patient_id) AS party_id, COALESCE(i.due_on, i.issued_on) AS due_on, SUM(m.minor) AS open_minor FROM ",
        vec![],
    )
    .and(OPEN_OF_INVOICES, opens(zone, on)?)
    .and(
        "JOIN invoices i ON i.id = m.invoice_id LEFT JOIN invoice_payers y ON y.invoice_id = i.id WHERE i.issued_on <= ? GROUP BY i.id, y.payer_id, i.patient_id, i.due_on, i.issued_on HAVING SUM(m.minor) <> 0) x ",
        args![on],
    )
    .and(
        "LEFT JOIN patients p ON p.id = x.party_id LEFT JOIN payers q ON q.id = x.party_id \
         GROUP BY p.id, q.id, q.name, p.mrn, p.family_name, p.given_name, p.preferred_name ORDER BY total_minor DESC, p.mrn, q.name",
        vec![],
    );
    let rows: Vec<AgedRead> = db.all_of(clause).await?;
    let line = |row: AgedRead| AgedLine {
        patient_id: row.patient_id,
        payer_id: row.payer_id,
        mrn: row.mrn,
        name: row.payer.unwrap_or_else(|| list_name(row.family_name, row.given_name, row.preferred_name)),
        ageing: row.ageing,
    };
    Ok(rows.into_iter().map(line).collect())
}

/// What is open of invoices now, and what was settled since: at hand in an index for any day that is not long ago. To be selected from as `m`;
/// the invoices issued later are for the reader to leave out.
pub(super) const OPEN_OF_INVOICES: &str = "(SELECT id AS invoice_id, total_minor - allocated_minor AS minor FROM invoices WHERE status = 'issued' AND issued_on <= ? AND allocated_minor < total_minor \
     UNION ALL SELECT invoice_id, amount_minor AS minor FROM payment_allocations WHERE allocated_at >= ? \
     UNION ALL SELECT invoice_id, total_minor AS minor FROM credit_notes WHERE issued_on > ? \
     UNION ALL SELECT invoice_id, amount_minor AS minor FROM write_offs WHERE written_on > ? \
     UNION ALL SELECT invoice_id, 0 - amount_minor AS minor FROM write_off_undos WHERE undone_on > ? \
     UNION ALL SELECT invoice_id, 0 - amount_minor AS minor FROM cash_roundings WHERE written_on > ?) m ";

/// The days of `OPEN_OF_INVOICES`.
pub(super) fn opens(zone: Tz, on: NaiveDate) -> Result<Vec<Value>> {
    Ok(args![on, end_of(zone, on)?, on, on, on, on])
}

fn total(lines: &[AgedLine]) -> Result<Ageing> {
    let of = |field: fn(&Ageing) -> i64| money::sum(lines.iter().map(|line| field(&line.ageing)));
    Ok(Ageing {
        not_due_minor: of(|ageing| ageing.not_due_minor)?,
        days_1_30_minor: of(|ageing| ageing.days_1_30_minor)?,
        days_31_60_minor: of(|ageing| ageing.days_31_60_minor)?,
        days_61_90_minor: of(|ageing| ageing.days_61_90_minor)?,
        days_over_90_minor: of(|ageing| ageing.days_over_90_minor)?,
        total_minor: of(|ageing| ageing.total_minor)?,
    })
}

/// What was left of all payments at the end of a day.
async fn credit(db: &mut Db, on: NaiveDate, zone: Tz) -> Result<i64> {
    let (left,): (i64,) = db
        .one(
            "SELECT CAST((SELECT COALESCE(SUM(CASE WHEN kind = 'payment' THEN amount_minor ELSE 0 - amount_minor END), 0) FROM payments WHERE taken_on <= ?) \
             - (SELECT COALESCE(SUM(amount_minor), 0) FROM payment_allocations WHERE allocated_at < ?) AS SIGNED)",
            args![on, end_of(zone, on)?],
        )
        .await?;
    Ok(left)
}

/// When a day of the clinic ends. A clock may skip midnight: then it is the first moment after it.
pub(super) fn end_of(zone: Tz, day: NaiveDate) -> Result<Instant> {
    let next = day.checked_add_days(Days::new(1)).map(midnight);
    next.and_then(|next| (0..=1440).find_map(|minute| instant_of(zone, next + Duration::minutes(minute))))
        .ok_or_else(|| Error::field(Code::FieldOutOfRange, "on"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_where_its_clock_says() {
        let end = |zone: Tz, day: &str| end_of(zone, day.parse().unwrap()).unwrap().text();
        assert!(end(chrono_tz::Europe::London, "2026-07-01").starts_with("2026-07-01T23:00:00"));
        // In Beirut the clock goes from midnight to one o'clock.
        assert!(end(chrono_tz::Asia::Beirut, "2026-03-28").starts_with("2026-03-28T22:00:00"));
    }
}
