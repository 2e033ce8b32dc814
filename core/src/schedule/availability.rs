//! When people and rooms can be booked: weekly hours and exceptions, applied to given days. Everything that asks "is this
//! time free of rules?" asks here; whether somebody else took it already is for the claims.

use super::exception::{ExceptionKind, MAX_DAYS, WorkingException};
use super::hours::{self, Rule};
use super::spans::{Minutes, covers, join, minus, overlap, within};
use crate::args;
use crate::error::Result;
use crate::ids::{ExceptionId, PractitionerId, RoomId};
use crate::store::{Db, Read};
use crate::time::{midnight, skipped};
use chrono::{Days, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

/// The rules that touch some days, for some people and all rooms.
#[derive(Debug, Clone)]
pub struct Availability {
    zone: Tz,
    rules: Vec<Rule>,
    exceptions: Vec<WorkingException>,
}

/// Something that stands in a day, in minutes of that day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing<'a> {
    pub exception: &'a WorkingException,
    pub minutes: Minutes,
}

/// The rules for these people, and what differs for anybody, from `from` to `to` (both included).
///
/// Two statements whatever the range and however long the clinic has been keeping its calendar.
pub async fn availability(
    read: &mut impl Read,
    zone: Tz,
    practitioners: &[PractitionerId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Availability> {
    let rules = hours::weekly_of(read, practitioners).await?;
    let exceptions = touching(read, from, to).await?;
    Ok(Availability { zone, rules, exceptions })
}

/// As `availability`, for a question: both statements at once. Without `practitioners`: of everybody.
pub async fn availability_at_once(
    db: &Db,
    zone: Tz,
    practitioners: Option<&[PractitionerId]>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Availability> {
    let (mut one, mut other) = (db.clone(), db.clone());
    let hours = async {
        match practitioners {
            Some(practitioners) => hours::weekly_of(&mut one, practitioners).await,
            None => hours::weekly(&mut one).await,
        }
    };
    let (rules, exceptions) = tokio::try_join!(hours, touching(&mut other, from, to))?;
    Ok(Availability { zone, rules, exceptions })
}

/// The exceptions that touch a day from `from` to `to`.
pub async fn touching(read: &mut impl Read, from: NaiveDate, to: NaiveDate) -> Result<Vec<WorkingException>> {
    let (start, end) = (midnight(from), midnight(to.checked_add_days(Days::new(1)).unwrap_or(to)));
    let earliest = midnight(from.checked_sub_days(Days::new(MAX_DAYS)).unwrap_or(from));
    // Each side of the OR stands whole, so that each finds its own index.
    read.records(
        "WHERE active = TRUE AND ((weekly = FALSE AND starts_at >= ? AND starts_at < ? AND ends_at > ?) \
         OR (weekly = TRUE AND ends_at > ? AND starts_at < ?)) ORDER BY weekly, starts_at, id",
        args![earliest, end, start, start, end],
    )
    .await
}

impl Availability {
    pub fn new(zone: Tz, rules: Vec<Rule>, exceptions: Vec<WorkingException>) -> Availability {
        Availability { zone, rules, exceptions }
    }

    /// When somebody works that day, leave and holidays aside: what a calendar does not hatch.
    pub fn working(&self, practitioner: PractitionerId, day: NaiveDate) -> Vec<Minutes> {
        let mut spans = self.open(practitioner, day);
        let replaced = self.of(practitioner, ExceptionKind::Open, day).any(|open| open.exception.replaces);
        if !replaced {
            let own = self.rules.iter().filter(|rule| rule.practitioner_id == practitioner && rule.span.holds_on(day));
            spans.extend(own.map(|rule| rule.minutes));
        }
        join(spans)
    }

    /// When somebody can be booked that day without a question: at work, not away, no block, and the clock shows it.
    pub fn spans(&self, practitioner: PractitionerId, day: NaiveDate) -> Vec<Minutes> {
        let away = self.standing(practitioner, day).into_iter().map(|one| one.minutes);
        let cuts: Vec<Minutes> = away.chain(skipped(self.zone, day)).collect();
        minus(self.working(practitioner, day), &cuts)
    }

    /// As `spans`, and the room is in use.
    pub fn spans_in(&self, practitioner: PractitionerId, room: Option<RoomId>, day: NaiveDate) -> Vec<Minutes> {
        let cuts: Vec<Minutes> = self.room_out(room, day).map(|out| out.minutes).collect();
        minus(self.spans(practitioner, day), &cuts)
    }

    /// Leave, holidays and blocks of somebody that day; open hours on a holiday are worked, and cut out of it.
    pub fn standing(&self, practitioner: PractitionerId, day: NaiveDate) -> Vec<Standing<'_>> {
        let open = self.open(practitioner, day);
        let kinds = [ExceptionKind::Leave, ExceptionKind::Holiday, ExceptionKind::Block];
        let parts = |one: Standing<'_>| match one.exception.kind() {
            ExceptionKind::Holiday => minus(vec![one.minutes], &open),
            _ => vec![one.minutes],
        };
        let all = kinds.into_iter().flat_map(|kind| self.of(practitioner, kind, day));
        all.flat_map(|one| parts(one).into_iter().map(move |minutes| Standing { minutes, ..one })).collect()
    }

    /// When the whole clinic is closed that day.
    pub fn holidays(&self, day: NaiveDate) -> Vec<Minutes> {
        self.on(ExceptionKind::Holiday, day).map(|holiday| holiday.minutes).collect()
    }

    /// The rooms out of use that day.
    pub fn rooms_out(&self, day: NaiveDate) -> impl Iterator<Item = Standing<'_>> {
        self.on(ExceptionKind::OutOfUse, day)
    }

    /// What stands in the way of a time within one day: leave, holidays, the room, blocks.
    pub fn obstacles(
        &self,
        practitioner: PractitionerId,
        room: Option<RoomId>,
        starts_at: NaiveDateTime,
        ends_at: NaiveDateTime,
    ) -> Vec<&WorkingException> {
        let day = starts_at.date();
        let Some(wanted) = within(day, starts_at, ends_at) else { return Vec::new() };
        let of_person = self.standing(practitioner, day).into_iter().filter(|one| overlap(one.minutes, wanted));
        let mut found: Vec<&WorkingException> = of_person.map(|one| one.exception).collect();
        found.extend(self.room_out(room, day).filter(|out| overlap(out.minutes, wanted)).map(|out| out.exception));
        found.sort_by_key(|exception| (exception.kind(), exception.id));
        // A holiday around open hours is two parts of one.
        found.dedup_by_key(|exception| exception.id);
        found
    }

    /// Whether somebody works that whole time, leave and blocks aside.
    pub fn works(&self, practitioner: PractitionerId, starts_at: NaiveDateTime, ends_at: NaiveDateTime) -> bool {
        let day = starts_at.date();
        within(day, starts_at, ends_at).is_some_and(|wanted| covers(&self.working(practitioner, day), wanted))
    }

    fn open(&self, practitioner: PractitionerId, day: NaiveDate) -> Vec<Minutes> {
        self.of(practitioner, ExceptionKind::Open, day).map(|open| open.minutes).collect()
    }

    fn room_out(&self, room: Option<RoomId>, day: NaiveDate) -> impl Iterator<Item = Standing<'_>> {
        self.rooms_out(day).filter(move |out| room.is_some() && out.exception.room_id == room)
    }

    fn of(
        &self,
        practitioner: PractitionerId,
        kind: ExceptionKind,
        day: NaiveDate,
    ) -> impl Iterator<Item = Standing<'_>> {
        self.on(kind, day).filter(move |standing| standing.exception.doctor_id.is_none_or(|id| id == practitioner))
    }

    fn on(&self, kind: ExceptionKind, day: NaiveDate) -> impl Iterator<Item = Standing<'_>> {
        let of_kind = self.exceptions.iter().filter(move |exception| exception.kind() == kind);
        of_kind.filter_map(move |exception| Some(Standing { exception, minutes: exception.on(day)? }))
    }
}

/// Those for which what is booked there has to be moved.
pub fn moves_bookings(kind: ExceptionKind) -> bool {
    matches!(kind, ExceptionKind::Leave | ExceptionKind::Holiday | ExceptionKind::OutOfUse)
}

/// The ids that an appointment keeps of the absences it was knowingly booked into.
pub fn write_known(ids: &[ExceptionId]) -> Option<String> {
    let texts: Vec<String> = ids.iter().map(ExceptionId::to_string).collect();
    Some(texts.join(",")).filter(|text| !text.is_empty())
}

pub fn knew(known: Option<&str>, id: ExceptionId) -> bool {
    known.is_some_and(|known| known.split(',').any(|one| one == id.to_string()))
}

#[cfg(test)]
mod tests {
    use super::super::exception::{BlockKind, ExceptionDetails};
    use super::super::hours::{WeeklySpan, Weeks};
    use super::*;
    use crate::time::{clock_text, exists};
    use chrono::{Datelike, Duration};
    use proptest::prelude::*;

    const ZONES: [&str; 5] =
        ["Europe/London", "America/New_York", "Asia/Beirut", "Australia/Lord_Howe", "Africa/Casablanca"];

    fn first_day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()
    }

    fn rule(who: PractitionerId, (weekday, starts, length, weeks, from): (i64, i64, i64, u8, Option<u64>)) -> Rule {
        let minutes = (starts * 5, ((starts + length) * 5).min(1440));
        let span = WeeklySpan {
            weeks: [Weeks::Every, Weeks::Odd, Weeks::Even][usize::from(weeks)],
            valid_from: from.map(|days| first_day() + Days::new(days)),
            ..WeeklySpan::every(weekday, clock_text(minutes.0), clock_text(minutes.1))
        };
        Rule { practitioner_id: who, minutes, span }
    }

    type Given = (usize, bool, u64, u64, i64, i64, bool);

    /// An exception as the property draws it: kind, whose, first day, days, start, length (in slots), replaces.
    fn exception(who: [PractitionerId; 2], given: Given) -> Option<WorkingException> {
        let (kind, own, first, days, starts, length, replaces) = given;
        let kinds = [ExceptionKind::Leave, ExceptionKind::Holiday, ExceptionKind::Block, ExceptionKind::Open];
        let kind = kinds[kind % 4];
        let within_a_day = matches!(kind, ExceptionKind::Open | ExceptionKind::Block);
        let from = first_day() + Days::new(first);
        let details = ExceptionDetails {
            kind,
            block: Some(BlockKind::Lunch).filter(|_| kind == ExceptionKind::Block),
            practitioner_id: Some(who[usize::from(!own)]).filter(|_| kind != ExceptionKind::Holiday),
            room_id: None,
            from,
            to: Some(if within_a_day { from } else { from + Days::new(days) }),
            starts: Some(clock_text(starts * 5)),
            ends: Some(clock_text(((starts + length) * 5).min(1440))),
            weekdays: vec![],
            replaces: replaces && kind == ExceptionKind::Open,
            label: None,
        };
        // A weekly block now and then; what the clock skips or repeats is refused at the form.
        let weekly = kind == ExceptionKind::Block && days > 2;
        let details = if weekly { ExceptionDetails { weekdays: vec![1, 3, 7], to: None, ..details } } else { details };
        details.row(ExceptionId::new(), chrono_tz::UTC).ok()
    }

    /// Minute by minute, by the words of the rules alone.
    fn bookable(
        zone: Tz,
        who: PractitionerId,
        rules: &[Rule],
        exceptions: &[WorkingException],
        at: NaiveDateTime,
    ) -> bool {
        let here = |one: &&WorkingException| match one.weekly {
            false => one.starts_at <= at && at < one.ends_at,
            true => {
                let minute = (at - midnight(at.date())).num_minutes();
                one.starts_at <= at
                    && at < one.ends_at
                    && one.weekdays.contains(&at.weekday().number_from_monday().to_string())
                    && one.starts_minute.unwrap() <= minute
                    && minute < one.ends_minute.unwrap()
            }
        };
        let own = |one: &&WorkingException| one.doctor_id == Some(who);
        let is = |kind: &'static str| move |one: &&WorkingException| one.kind == kind;
        let opens = || exceptions.iter().filter(own).filter(is("open"));
        let replaced = opens().any(|one| one.replaces && one.starts_at.date() == at.date());
        let weekly = rules.iter().any(|rule| {
            let week = at.iso_week().week() % 2;
            let minute = (at - midnight(at.date())).num_minutes();
            rule.practitioner_id == who
                && rule.span.weekday == i64::from(at.weekday().number_from_monday())
                && match rule.span.weeks {
                    Weeks::Every => true,
                    Weeks::Odd => week == 1,
                    Weeks::Even => week == 0,
                }
                && rule.span.valid_from.is_none_or(|from| from <= at.date())
                && rule.minutes.0 <= minute
                && minute < rule.minutes.1
        });
        let open = opens().any(|one| here(&one));
        let away = exceptions
            .iter()
            .filter(own)
            .filter(|one| one.kind == "leave" || one.kind == "block")
            .any(|one| here(&one));
        let holiday = exceptions.iter().filter(is("holiday")).any(|one| here(&one));
        exists(zone, at) && (open || (weekly && !replaced && !holiday)) && !away
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn spans_are_what_minute_by_minute_reading_finds(
            zone in 0..ZONES.len(),
            weekly in prop::collection::vec((1..=7_i64, 0..280_i64, 1..120_i64, 0..3_u8, prop::option::of(0..30_u64)), 0..8),
            differing in prop::collection::vec((0..4_usize, any::<bool>(), 0..35_u64, 0..5_u64, 0..280_i64, 1..200_i64, any::<bool>()), 0..8),
        ) {
            let zone: Tz = ZONES[zone].parse().unwrap();
            let who = [PractitionerId::new(), PractitionerId::new()];
            let rules: Vec<Rule> = weekly.into_iter().map(|given| rule(who[0], given)).collect();
            let exceptions: Vec<WorkingException> =
                differing.into_iter().filter_map(|given| exception(who, given)).collect();
            let availability = Availability::new(zone, rules.clone(), exceptions.clone());
            for day in first_day().iter_days().take(40) {
                let spans = availability.spans(who[0], day);
                for minute in 0..1440 {
                    let at = midnight(day) + Duration::minutes(minute);
                    let found = spans.iter().any(|(starts, ends)| *starts <= minute && minute < *ends);
                    let read = bookable(zone, who[0], &rules, &exceptions, at);
                    prop_assert_eq!(found, read, "{} in {}: {:?}", at, zone, spans);
                    // Whatever is within them is booked without a question, and nothing else is.
                    if minute % 35 == 0 && found {
                        let ends_at = at + Duration::minutes(1);
                        prop_assert!(availability.works(who[0], at, ends_at));
                        prop_assert!(availability.obstacles(who[0], None, at, ends_at).is_empty());
                    }
                }
            }
        }
    }

    #[test]
    fn the_days_of_a_clock_change_lose_the_hour_that_is_skipped() {
        let who = PractitionerId::new();
        let rules: Vec<Rule> = (1..=7).map(|weekday| rule(who, (weekday, 0, 288, 0, None))).collect();
        let on = |zone: &str, day: &str| {
            Availability::new(zone.parse().unwrap(), rules.clone(), vec![]).spans(who, day.parse().unwrap())
        };
        assert_eq!(on("Europe/London", "2026-03-29"), [(0, 60), (120, 1440)]);
        assert_eq!(on("Europe/London", "2026-10-25"), [(0, 1440)]);
        assert_eq!(on("Asia/Beirut", "2026-03-29"), [(60, 1440)], "midnight itself is skipped");
        assert_eq!(on("Australia/Lord_Howe", "2026-10-04"), [(0, 120), (150, 1440)], "half an hour");
        assert_eq!(on("Pacific/Apia", "2011-12-30"), [], "the day that never was");
    }
}
