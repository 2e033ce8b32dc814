//! The sheet of a closed day for paper: what the drawer should have held, what was counted, and the seal.

use super::{Document, DocumentFormat};
use crate::access::Permission;
use crate::args;
use crate::billing::drawers::corrected_later;
use crate::billing::frozen::{FrozenClinic, clinic_now};
use crate::billing::rules;
use crate::billing::till::{CLOSED, Expected, Till};
use crate::clinic::Asker;
use crate::documents::mark;
use crate::error::{Code, Error, Result};
use crate::ids::TillId;
use crate::office::paper_templates::Template;
use crate::question::Ask;
use crate::store::{Db, Kind, Read};
use crate::time::Instant;
use chrono::{NaiveDate, NaiveDateTime, SubsecRound};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One's own closed till, or anybody's for those who may correct money.
///
/// Errors in this order: `session.none`, `record.not_found` (till), `till.not_closed` (day).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskTillDocument {
    pub till_id: TillId,
}

/// As it was sealed; amounts in minor units, times the clinic's wall's. The clinic as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct TillDocument {
    pub format: DocumentFormat,
    /// Of the day, with the end of the till's id.
    pub number: String,
    pub clinic: FrozenClinic,
    pub cashier: String,
    pub day: NaiveDate,
    pub closed_at: NaiveDateTime,
    pub expected: Expected,
    #[ts(type = "number")]
    pub counted_minor: i64,
    #[ts(type = "number")]
    pub card_counted_minor: i64,
    /// Counted less expected, cash and card together.
    #[ts(type = "number")]
    pub difference_minor: i64,
    pub reason: Option<String>,
    pub moves: Vec<PaperMove>,
    pub seal: String,
    /// What was put right after the close, and changes nothing of what was sealed.
    #[serde(default)]
    pub corrected_later: Vec<PaperCorrection>,
}

/// A payment of the day that was corrected later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PaperCorrection {
    pub at: NaiveDateTime,
    pub by: String,
    pub receipt: String,
    pub method: String,
    #[serde(default)]
    pub method_name: Option<String>,
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// What was entered instead; nothing where it was never paid.
    pub right_method: Option<String>,
    #[serde(default)]
    pub right_method_name: Option<String>,
    #[ts(type = "number | null")]
    pub right_minor: Option<i64>,
    pub reason: Option<String>,
}

/// Cash that was put into the drawer (above nought) or taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PaperMove {
    #[ts(type = "number")]
    pub amount_minor: i64,
    pub reason: String,
    pub at: NaiveDateTime,
}

/// What of the sealed text stands on the sheet.
#[derive(Deserialize)]
struct Sealed {
    expected: Expected,
    counted_minor: i64,
    card_counted_minor: i64,
}

impl Ask for AskTillDocument {
    const PERMISSION: Permission = Permission::BillingPay;
    type Answer = Document;

    fn example() -> Self {
        AskTillDocument { till_id: TillId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Document> {
        let cashier = asker.user_id.ok_or_else(|| Error::new(Code::SessionNone))?;
        let found: Option<Till> = db.records("WHERE id = ?", args![self.till_id]).await?.into_iter().next();
        let own = |till: &Till| till.cashier_id == cashier || asker.may(Permission::BillingCorrect);
        let till = found.filter(own).ok_or_else(|| Error::new(Code::NotFound).with("kind", Kind::Till))?;
        let (CLOSED, Some(closed_at), Some(sealed), Some(seal)) =
            (till.status.as_str(), till.closed_at, till.sealed, till.seal)
        else {
            return Err(Error::new(Code::TillNotClosed).with("day", till.day));
        };
        let sealed: Sealed = serde_json::from_str(&sealed).map_err(Error::internal)?;
        let (name,): (String,) = db.one("SELECT name FROM users WHERE id = ?", args![till.cashier_id]).await?;
        let on_wall = |at: Instant| at.on_wall(asker.settings.zone).trunc_subsecs(0);
        let moves: Vec<(i64, String, Instant)> = db
            .all(
                "SELECT amount_minor, reason, moved_at FROM till_moves WHERE till_id = ? ORDER BY moved_at, id",
                args![till.id],
            )
            .await?;
        let moves =
            moves.into_iter().map(|(amount_minor, reason, at)| PaperMove { amount_minor, reason, at: on_wall(at) });
        let corrected_later = corrected_later(db, till.id).await?;
        let corrected_later = corrected_later.into_iter().map(|one| PaperCorrection {
            at: on_wall(one.corrected_at),
            by: one.corrected_by,
            receipt: one.receipt,
            method: one.method,
            method_name: one.method_name,
            amount_minor: one.amount_minor,
            right_method: one.right_method,
            right_method_name: one.right_method_name,
            right_minor: one.right_minor,
            reason: one.reason,
        });
        let rules = rules::load(db).await?;
        Ok(Document::from(TillDocument {
            format: DocumentFormat::usual(db, &asker.settings, Template::Till).await?,
            number: format!("TILL-{}-{}", till.day, mark(till.id.0)),
            clinic: clinic_now(&asker.settings, &rules),
            cashier: name,
            day: till.day,
            closed_at: on_wall(closed_at),
            expected: sealed.expected,
            counted_minor: sealed.counted_minor,
            card_counted_minor: sealed.card_counted_minor,
            difference_minor: till.difference_minor.unwrap_or_default(),
            reason: till.reason,
            moves: moves.collect(),
            seal,
            corrected_later: corrected_later.collect(),
        }))
    }
}
