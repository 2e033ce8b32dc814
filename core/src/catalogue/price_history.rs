//! How a service's prices came to be: who set which, and when. Read from the journal, which keeps every price as it was written.

use super::price_lists::STANDARD;
use super::prices::{ServicePrice, names};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::{PriceListId, ServiceId};
use crate::question::Ask;
use crate::store::{Db, Kind, Read};
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// The changes to a service's prices, the newest first: the last 500.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPriceHistory {
    pub service_id: ServiceId,
}

/// One price that was set, changed or taken away. Without `valid_from` it is the standard price without dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PriceChange {
    pub at: Instant,
    /// Empty for the app itself.
    pub by: String,
    pub price_list: String,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    /// The end it had before, where that is another.
    pub ended: Option<PriceEnd>,
    #[ts(type = "number | null")]
    pub before_minor: Option<i64>,
    /// Nothing when it was taken away.
    #[ts(type = "number | null")]
    pub after_minor: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PriceEnd {
    pub valid_to: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct TouchRow {
    at: Instant,
    by: Option<String>,
    before_row: Option<String>,
    after_row: Option<String>,
}

impl Ask for AskPriceHistory {
    const PERMISSION: Permission = Permission::RecordHistory;
    type Answer = Vec<PriceChange>;

    fn example() -> Self {
        AskPriceHistory { service_id: ServiceId::new() }
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<PriceChange>> {
        let rows: Vec<TouchRow> = db
            .all(
                "SELECT j.at, u.name AS `by`, t.before_row, t.after_row FROM journal_touches t JOIN journal j ON j.id = t.journal_id \
                 LEFT JOIN users u ON u.id = j.actor_id WHERE t.kind = ? AND t.row_id = ? ORDER BY j.at DESC, j.id DESC LIMIT 500",
                args![Kind::Service.text(), self.service_id],
            )
            .await?;
        let lists = names(db).await?;
        Ok(rows.iter().flat_map(|row| changes(row, &lists)).collect())
    }
}

fn changes(row: &TouchRow, lists: &[(PriceListId, String)]) -> Vec<PriceChange> {
    let read = |text: &Option<String>| -> Map<String, Json> {
        text.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    };
    let (before, after) = (read(&row.before_row), read(&row.after_row));
    let name = |id: PriceListId| lists.iter().find(|(list, _)| *list == id).map(|(_, name)| name.clone());
    let change = |list: PriceListId| PriceChange {
        at: row.at,
        by: row.by.clone().unwrap_or_default(),
        price_list: name(list).unwrap_or_default(),
        valid_from: None,
        valid_to: None,
        ended: None,
        before_minor: None,
        after_minor: None,
    };
    let minor = |fields: &Map<String, Json>| fields.get("price_minor").and_then(Json::as_i64);
    let mut found = Vec::new();
    if minor(&before) != minor(&after) {
        found.push(PriceChange { before_minor: minor(&before), after_minor: minor(&after), ..change(STANDARD) });
    }
    let dated = |fields: &Map<String, Json>| -> Vec<ServicePrice> {
        fields.get("prices").and_then(|prices| serde_json::from_value(prices.clone()).ok()).unwrap_or_default()
    };
    let (before, after) = (dated(&before), dated(&after));
    let same = |one: &ServicePrice, other: &ServicePrice| {
        one.price_list_id == other.price_list_id && one.valid_from == other.valid_from
    };
    for new in &after {
        let old = before.iter().find(|old| same(old, new));
        if old == Some(new) {
            continue;
        }
        let ended = old.filter(|old| old.valid_to != new.valid_to).map(|old| PriceEnd { valid_to: old.valid_to });
        found.push(PriceChange {
            valid_from: Some(new.valid_from),
            valid_to: new.valid_to,
            ended,
            before_minor: old.map(|old| old.price_minor),
            after_minor: Some(new.price_minor),
            ..change(new.price_list_id)
        });
    }
    for old in before.iter().filter(|old| !after.iter().any(|new| same(old, new))) {
        found.push(PriceChange {
            valid_from: Some(old.valid_from),
            valid_to: old.valid_to,
            before_minor: Some(old.price_minor),
            ..change(old.price_list_id)
        });
    }
    found
}
