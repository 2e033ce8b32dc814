//! Who on the waitlist fits a time that became free, the best first.

use super::asked::AskAnswer;
use super::list::{Row, SELECT, SUITS_PRACTITIONER, WaitlistLine, complete};
use super::placing::{Span, first_start, round_up};
use super::wishes::Priority;
use crate::access::Permission;
use crate::appointments::plan::MAX_MINUTES;
use crate::args;
use crate::clinic::Asker;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{PractitionerId, RoomId, WaitlistId};
use crate::question::Ask;
use crate::schedule::availability::availability;
use crate::store::{CHUNK, Clause, Db, Read, Value};
use crate::time;
use chrono::{NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Who could come between `starts_at` and `ends_at` (clinic wall time, one day) to this practitioner, in this room if one is
/// named; at most `limit` (1 to 50). What is past of it, or was taken meanwhile, is not offered.
///
/// Errors: `field.out_of_range` (starts_at, ends_at: see `fields::day`; ends_at: not after the start, or longer than twelve hours, or on another day).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskWaitlistFits {
    pub practitioner_id: PractitionerId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    pub starts_at: NaiveDateTime,
    pub ends_at: NaiveDateTime,
    #[ts(type = "number")]
    pub limit: i64,
}

/// Somebody who fits, and why they stand where they stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct WaitlistFit {
    #[serde(flatten)]
    #[ts(flatten)]
    pub entry: WaitlistLine,
    /// Where in the free time the visit goes.
    pub starts_at: NaiveDateTime,
    #[ts(type = "number")]
    pub waiting_days: i64,
    /// They asked for this practitioner by name.
    pub named: bool,
    /// They can come on some days or at some hours only, and this is one.
    pub picky: bool,
    /// How much of the free time the visit takes.
    #[ts(type = "number")]
    pub gap_minutes: i64,
    /// What they answered when asked about this very time.
    pub answer: Option<String>,
}

impl Ask for AskWaitlistFits {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = Vec<WaitlistFit>;

    fn example() -> Self {
        let at = |hour, minute| {
            NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|day| day.and_hms_opt(hour, minute, 0)).unwrap_or_default()
        };
        AskWaitlistFits {
            practitioner_id: PractitionerId::new(),
            room_id: None,
            starts_at: at(10, 15),
            ends_at: at(10, 45),
            limit: 10,
        }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<WaitlistFit>> {
        fields::moment("starts_at", self.starts_at)?;
        fields::moment("ends_at", self.ends_at)?;
        let minutes = (self.ends_at - self.starts_at).num_minutes();
        let last_moment = self.ends_at - chrono::Duration::seconds(1);
        if !(1..=MAX_MINUTES).contains(&minutes) || last_moment.date() != self.starts_at.date() {
            return Err(Error::field(Code::FieldOutOfRange, "ends_at")
                .with("min", self.starts_at)
                .with("max", MAX_MINUTES));
        }
        let gap = (round_up(self.starts_at.max(asker.wall_now())), self.ends_at);
        let rows = if gap.0 < gap.1 { self.candidates(db, gap).await? } else { Vec::new() };
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let placed = self.place(db, asker, gap, rows).await?;
        let starts: HashMap<WaitlistId, NaiveDateTime> = placed.iter().map(|(row, at)| (row.id, *at)).collect();
        let entries = complete(db, placed.into_iter().map(|(row, _)| row).collect()).await?;
        let fit = |entry: WaitlistLine| {
            let starts_at = starts.get(&entry.waitlist_id).copied().unwrap_or(gap.0);
            self.fit(entry, starts_at, minutes, asker.now)
        };
        let mut fits: Vec<WaitlistFit> = entries.into_iter().map(fit).collect();
        fits.sort_by_key(WaitlistFit::place);
        fits.truncate(usize::try_from(self.limit.clamp(1, 50)).unwrap_or(10));
        Ok(fits)
    }
}

impl AskWaitlistFits {
    /// Those whom day, length, practitioner and services suit.
    async fn candidates(&self, db: &mut Db, (starts_at, ends_at): (NaiveDateTime, NaiveDateTime)) -> Result<Vec<Row>> {
        let day = starts_at.date();
        let clause = Clause::new(SELECT, vec![])
            .and(
                "WHERE w.status = 'waiting' AND w.earliest <= ? AND (w.latest IS NULL OR w.latest >= ?) AND w.minutes <= ? \
                 AND p.died_on IS NULL AND p.merged_into IS NULL AND EXISTS (SELECT 1 FROM doctors d WHERE d.id = ? AND d.active = TRUE) ",
                args![day, day, (ends_at - starts_at).num_minutes(), self.practitioner_id],
            )
            .and(SUITS_PRACTITIONER, args![self.practitioner_id])
            .and(
                "AND NOT EXISTS (SELECT 1 FROM waitlist_services s JOIN services v ON v.id = s.service_id WHERE s.waitlist_id = w.id AND (v.active = FALSE \
                 OR (EXISTS (SELECT 1 FROM service_doctors g WHERE g.service_id = v.id) \
                 AND NOT EXISTS (SELECT 1 FROM service_doctors g WHERE g.service_id = v.id AND g.doctor_id = ?)))) ",
                args![self.practitioner_id],
            )
            .and("ORDER BY w.added_at, w.id", vec![]);
        db.all_of(clause).await
    }

    /// Where each of them would go; those for whom there is no place fall out.
    async fn place(
        &self,
        db: &mut Db,
        asker: &Asker,
        gap: (NaiveDateTime, NaiveDateTime),
        rows: Vec<Row>,
    ) -> Result<Vec<(Row, NaiveDateTime)>> {
        let day = gap.0.date();
        let rules = availability(db, asker.settings.zone, &[self.practitioner_id], day, day).await?;
        let working = rules.spans_in(self.practitioner_id, self.room_id, day);
        let room_capacity = self.room_capacity(db).await?;
        let taken = self.taken(db, gap, &rows).await?;
        let zone = asker.settings.zone;
        let here_free = |at: NaiveDateTime| {
            !taken.contains_key(&(self.practitioner_id.0, at))
                && self.room_id.is_none_or(|room| taken.get(&(room.0, at)).copied().unwrap_or(0) < room_capacity)
                && time::exists(zone, at)
        };
        let placed = rows.into_iter().filter_map(|row| {
            let wish = Span {
                minutes: row.minutes,
                earliest: row.earliest,
                latest: row.latest,
                weekdays: row.weekdays,
                from_minute: row.from_minute,
                to_minute: row.to_minute,
            };
            let free = |at| here_free(at) && !taken.contains_key(&(row.patient_id.0, at));
            let at = first_start(&wish, gap, &working, free)?;
            Some((row, at))
        });
        Ok(placed.collect())
    }

    /// None for a room that is out of use.
    async fn room_capacity(&self, db: &mut Db) -> Result<i64> {
        let Some(room) = self.room_id else { return Ok(0) };
        let found: Option<(i64,)> =
            db.maybe("SELECT capacity FROM clinic_rooms WHERE id = ? AND active = TRUE", args![room]).await?;
        Ok(found.map_or(0, |(capacity,)| capacity))
    }

    /// How often each five minutes of the gap is taken: of the practitioner, the room and the patients.
    async fn taken(
        &self,
        db: &mut Db,
        (starts_at, ends_at): (NaiveDateTime, NaiveDateTime),
        rows: &[Row],
    ) -> Result<HashMap<(Uuid, NaiveDateTime), i64>> {
        let mut resources: HashSet<Uuid> = rows.iter().map(|row| row.patient_id.0).collect();
        resources.insert(self.practitioner_id.0);
        resources.extend(self.room_id.map(|room| room.0));
        let resources: Vec<Uuid> = resources.into_iter().collect();
        let mut taken: HashMap<(Uuid, NaiveDateTime), i64> = HashMap::new();
        for piece in resources.chunks(CHUNK) {
            let ids: Vec<Value> = piece.iter().map(|id| (*id).into()).collect();
            let claims: Vec<(Uuid, NaiveDateTime)> = db
                .all_of(
                    Clause::in_list("SELECT resource_id, slot_at FROM slot_claims WHERE resource_id IN (", ") ", ids)
                        .and("AND slot_at >= ? AND slot_at < ?", args![starts_at, ends_at]),
                )
                .await?;
            for claim in claims {
                *taken.entry(claim).or_default() += 1;
            }
        }
        Ok(taken)
    }

    fn fit(&self, entry: WaitlistLine, starts_at: NaiveDateTime, gap_minutes: i64, now: time::Instant) -> WaitlistFit {
        let wishes = &entry.wishes;
        let about_this = entry.asked.iter().find(|asked| {
            asked.practitioner_id == self.practitioner_id
                && asked.starts_at >= self.starts_at
                && asked.starts_at < self.ends_at
        });
        WaitlistFit {
            starts_at,
            waiting_days: (now.seconds_since(entry.added_at) / 86_400).max(0),
            named: wishes.practitioner_ids.contains(&self.practitioner_id),
            picky: !wishes.weekdays.is_empty() || wishes.from.is_some() || wishes.to.is_some(),
            gap_minutes,
            answer: about_this.map(|asked| asked.answer.clone()),
            entry,
        }
    }
}

impl WaitlistFit {
    /// How good a fit: urgency counts most, then a point per day of waiting up to sixty; who is harder to suit (a named
    /// practitioner, some hours only) and who fills the time gets up to twenty points each.
    fn points(&self) -> i64 {
        let urgency = match self.entry.wishes.priority {
            Priority::Urgent => 300,
            Priority::Soon => 100,
            Priority::Normal => 0,
        };
        let filled = 20 * self.entry.wishes.minutes / self.gap_minutes.max(1);
        urgency + self.waiting_days.min(60) + 20 * i64::from(self.named) + 20 * i64::from(self.picky) + filled
    }

    /// Who said no to this very time comes last; equals stand in the order in which they came.
    fn place(&self) -> (bool, Reverse<i64>, time::Instant, WaitlistId) {
        let declined = self.answer.as_deref() == Some(AskAnswer::Declined.text());
        (declined, Reverse(self.points()), self.entry.added_at, self.entry.waitlist_id)
    }
}
