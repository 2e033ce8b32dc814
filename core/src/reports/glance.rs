//! Today at a glance, for whoever runs the clinic: a few figures, each of which an index answers.

use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::question::Ask;
use crate::store::{Db, Read};
use crate::time::midnight;
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The clinic's figures as they are now.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskGlance {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Glance {
    pub today: NaiveDate,
    /// Today's appointments by status, in the order in which a visit goes; none that nobody has.
    pub visits: Vec<StatusCount>,
    /// Monday, from which the week's no-shows are counted.
    pub week_from: NaiveDate,
    #[ts(type = "number")]
    pub no_shows_week: i64,
    /// Appointments of the week that are over, no-shows among them.
    #[ts(type = "number")]
    pub expected_week: i64,
    #[ts(type = "number")]
    pub waiting: i64,
    /// Of those who wait: the urgent.
    #[ts(type = "number")]
    pub urgent: i64,
    pub tomorrow: NaiveDate,
    /// Booked tomorrow and not confirmed.
    #[ts(type = "number")]
    pub to_confirm: i64,
    #[ts(type = "number")]
    pub confirmed: i64,
    #[ts(type = "number")]
    pub owed_minor: i64,
    #[ts(type = "number")]
    pub owing_invoices: i64,
    /// Drafts of visits that nobody signed.
    #[ts(type = "number")]
    pub unsigned: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct StatusCount {
    pub status: String,
    #[ts(type = "number")]
    pub count: i64,
}

const ORDER: [&str; 9] =
    ["booked", "confirmed", "arrived", "in_room", "to_pay", "done", "left", "no_show", "cancelled"];

impl Ask for AskGlance {
    const PERMISSION: Permission = Permission::Glance;
    type Answer = Glance;

    fn example() -> Self {
        AskGlance {}
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Glance> {
        let now = asker.wall_now();
        let today = now.date();
        let after = |days: u64| today.checked_add_days(Days::new(days)).unwrap_or(today);
        let week_from = today.checked_sub_days(Days::new(today.weekday().num_days_from_monday().into()));
        let week_from = week_from.unwrap_or(today);
        let today_counts = by_status(db, today, after(1)).await?;
        let tomorrow_counts = by_status(db, after(1), after(2)).await?;
        let (expected_week, no_shows_week) = expected(db, midnight(week_from), now).await?;
        let of = |counts: &[(String, i64)], status: &str| {
            counts.iter().find(|(one, _)| one == status).map_or(0, |(_, count)| *count)
        };
        let visits = ORDER.into_iter().map(|status| (status, of(&today_counts, status)));
        let (waiting, urgent): (i64, i64) = db
            .one(
                "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN w.priority = 'urgent' THEN 1 ELSE 0 END), 0) AS SIGNED) \
                 FROM waitlist w JOIN patients p ON p.id = w.patient_id WHERE w.status = 'waiting' AND p.merged_into IS NULL",
                vec![],
            )
            .await?;
        let (owing_invoices, owed_minor): (i64, i64) = db
            .one(
                "SELECT COUNT(*), CAST(COALESCE(SUM(total_minor - allocated_minor), 0) AS SIGNED) FROM invoices WHERE status = 'issued' AND allocated_minor < total_minor",
                vec![],
            )
            .await?;
        let (unsigned,): (i64,) = db
            .one(
                "SELECT COUNT(*) FROM medical_records m LEFT JOIN strikes s ON s.row_id = m.id WHERE m.status = 'draft' AND s.row_id IS NULL",
                vec![],
            )
            .await?;
        Ok(Glance {
            today,
            visits: visits
                .filter(|(_, count)| *count > 0)
                .map(|(status, count)| StatusCount { status: status.to_owned(), count })
                .collect(),
            week_from,
            no_shows_week,
            expected_week,
            waiting,
            urgent,
            tomorrow: after(1),
            to_confirm: of(&tomorrow_counts, "booked"),
            confirmed: of(&tomorrow_counts, "confirmed"),
            owed_minor,
            owing_invoices,
            unsigned,
        })
    }
}

async fn by_status(db: &mut Db, from: NaiveDate, until: NaiveDate) -> Result<Vec<(String, i64)>> {
    db.all(
        "SELECT status, COUNT(*) FROM appointments WHERE starts_at >= ? AND starts_at < ? GROUP BY status",
        args![midnight(from), midnight(until)],
    )
    .await
}

/// Who was expected until now, and who of them did not come; who walked in was never expected.
async fn expected(db: &mut Db, from: NaiveDateTime, now: NaiveDateTime) -> Result<(i64, i64)> {
    db.one(
        "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN status = 'no_show' THEN 1 ELSE 0 END), 0) AS SIGNED) FROM appointments \
         WHERE starts_at >= ? AND starts_at <= ? AND walk_in = FALSE AND status IN ('arrived', 'in_room', 'to_pay', 'done', 'left', 'no_show')",
        args![from, now],
    )
    .await
}
