//! Tickets: the number on the slip of everybody who came today.

use super::appointment::{Appointment, Status};
use crate::args;
use crate::clinic::Context;
use crate::error::Result;
use crate::store::{Read, Tx};
use crate::time::Instant;

/// Who has been in one stage for longer than this is not in the house any more: somebody forgot to say so.
const FORGOTTEN_SECONDS: i64 = 12 * 3600;

/// Since when somebody must have been where they are to count as in the house.
pub(super) fn in_house_since(now: Instant) -> Instant {
    now.minus_seconds(FORGOTTEN_SECONDS)
}

/// Gives this row the day's next ticket, unless it has one of today or of the same stay (past midnight).
///
/// The number comes from one row that everybody who arrives waits for: only what needs it comes after it. The first of a day writes
/// that row; if another desk was first, its key refuses this one and the gate runs the operation again.
pub(super) async fn give(tx: &mut Tx, cx: &Context, before: Option<Status>, row: &mut Appointment) -> Result<()> {
    let today = cx.wall_now().date();
    let same_stay = before.is_some_and(Status::in_house) && row.ticket.is_some();
    if same_stay || row.ticket_day == Some(today) {
        return Ok(());
    }
    let counted = tx.exec("UPDATE ticket_counters SET value = value + 1 WHERE day = ?", args![today]).await?;
    if counted == 0 {
        // Past midnight the numbers go on from those who still sit here, so that no two on the wall are alike.
        let (last,): (Option<i64>,) = tx
            .one(
                "SELECT MAX(ticket) FROM appointments WHERE ticket_day = ? AND status IN ('arrived', 'in_room', 'to_pay') AND status_since >= ?",
                args![today.pred_opt(), in_house_since(cx.now)],
            )
            .await?;
        tx.insert_rows("ticket_counters", &["day", "value"], vec![args![today, last.unwrap_or(0) + 1]]).await?;
    }
    let (number,): (i64,) = tx.one("SELECT value FROM ticket_counters WHERE day = ?", args![today]).await?;
    row.ticket_day = Some(today);
    row.ticket = Some(number);
    Ok(())
}
