//! The report of deliberate overbookings: when, with whom, why, and on whose word.

use crate::access::Permission;
use crate::appointments::day::{DayAppointment, SELECT};
use crate::args;
use crate::clinic::Asker;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::AppointmentId;
use crate::question::Ask;
use crate::store::{Clause, Db, Read};
use crate::time::midnight;
use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const MAX_DAYS: i64 = 367;
/// More than anybody reads; the span can be made shorter.
const MAX_ROWS: i64 = 1000;

/// From `from` to `to` (clinic dates, both included, at most 367 days), in order of time. Those cancelled since are left out.
///
/// Errors: `field.out_of_range` (to).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskOverbooked {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Overbooking {
    #[serde(flatten)]
    #[ts(flatten)]
    pub appointment: DayAppointment,
    pub practitioner_name: String,
    pub reason: String,
    /// Who overbooked.
    pub by: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Why {
    id: AppointmentId,
    practitioner_name: String,
    reason: Option<String>,
    overbooker: Option<String>,
}

/// Held time only: what was cancelled or taken back no longer stands beside anybody.
const WHERE: &str = "WHERE a.starts_at >= ? AND a.starts_at < ? AND a.overbooked = TRUE AND a.status NOT IN ('cancelled', 'taken_back') \
     ORDER BY a.starts_at, a.id LIMIT ?";

impl Ask for AskOverbooked {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = Vec<Overbooking>;

    fn example() -> Self {
        let from = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
        AskOverbooked { from, to: from + Days::new(6) }
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<Overbooking>> {
        fields::day("from", self.from)?;
        let days = (self.to - self.from).num_days() + 1;
        let after = self.to.checked_add_days(Days::new(1));
        let Some(after) = after.filter(|_| (1..=MAX_DAYS).contains(&days)) else {
            return Err(Error::field(Code::FieldOutOfRange, "to")
                .with("min", self.from)
                .with("max", self.from + Days::new(366)));
        };
        let span = || args![midnight(self.from), midnight(after), MAX_ROWS];
        let rows: Vec<DayAppointment> = db.all_of(Clause::new(SELECT, vec![]).and(WHERE, span())).await?;
        let whys: Vec<Why> = db
            .all_of(
                Clause::new(
                    "SELECT a.id, d.short_name AS practitioner_name, a.overbook_reason AS reason, u.name AS overbooker FROM appointments a \
                     JOIN doctors d ON d.id = a.doctor_id LEFT JOIN users u ON u.id = a.overbooked_by ",
                    vec![],
                )
                .and(WHERE, span()),
            )
            .await?;
        let line = |row: DayAppointment| {
            let why = whys.iter().find(|why| why.id == row.id)?;
            Some(Overbooking {
                appointment: row.named(),
                practitioner_name: why.practitioner_name.clone(),
                reason: why.reason.clone().unwrap_or_default(),
                by: why.overbooker.clone(),
            })
        };
        Ok(rows.into_iter().filter_map(line).collect())
    }
}
