//! A person's days as an iCalendar file (RFC 5545), for calendar programs.
//!
//! Times carry the clinic's zone with its clock changes, so that they stay right wherever the file is opened. An appointment's version is
//! its sequence number: a later export replaces an earlier one, and what was cancelled comes as cancelled. So does what was moved to
//! another person or day: a calendar that has it from an earlier file would keep it for ever.

use super::ExportFile;
use super::calendar_gone::gone;
use super::zones::stretches;
use crate::access::Permission;
use crate::appointments::appointment::Status;
use crate::appointments::day::{DayAppointment, SELECT};
use crate::args;
use crate::catalogue::practitioners::Practitioner;
use crate::clinic::Asker;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::PractitionerId;
use crate::question::Ask;
use crate::store::{Clause, Db, Read};
use crate::time::midnight;
use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendar, ICalendarClassification, ICalendarComponent, ICalendarComponentType, ICalendarMethod,
    ICalendarParameter, ICalendarProperty, ICalendarStatus,
};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Timelike};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A year and a day: from a date to the same date of the next year.
const MAX_DAYS: i64 = 367;

/// What a calendar program gets to know of each appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum CalendarDetail {
    /// Only that the time is taken.
    Busy,
    /// The patient's initials and the services.
    Initials,
    /// The patient's name and the services.
    Names,
}

/// The appointments of a practitioner from `from` to `to` (clinic dates, both included, at most 367 days).
///
/// Errors in this order: `field.out_of_range` (to), `record.not_found` (practitioner).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskCalendarFile {
    pub practitioner_id: PractitionerId,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub detail: CalendarDetail,
}

impl Ask for AskCalendarFile {
    const PERMISSION: Permission = Permission::AppointmentExport;
    const EXPORT: Option<&'static str> = Some("calendar");
    type Answer = ExportFile;

    fn example() -> Self {
        let from = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
        AskCalendarFile {
            practitioner_id: PractitionerId::new(),
            from,
            to: from + Days::new(6),
            detail: CalendarDetail::Initials,
        }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<ExportFile> {
        fields::day("from", self.from)?;
        let days = (self.to - self.from).num_days() + 1;
        let after = self.to.checked_add_days(Days::new(1));
        let Some(after) = after.filter(|_| (1..=MAX_DAYS).contains(&days)) else {
            return Err(Error::field(Code::FieldOutOfRange, "to")
                .with("min", self.from)
                .with("max", self.from + Days::new(366)));
        };
        let practitioner: Practitioner = db.record(self.practitioner_id.0).await?;
        let rows: Vec<DayAppointment> = db
            .all_of(Clause::new(SELECT, vec![]).and(
                "WHERE a.doctor_id = ? AND a.starts_at >= ? AND a.starts_at < ? ORDER BY a.starts_at, a.id",
                args![self.practitioner_id, midnight(self.from), midnight(after)],
            ))
            .await?;
        let rows: Vec<DayAppointment> = rows.into_iter().map(DayAppointment::named).collect();
        let zone = asker.settings.zone;
        let mut file = File::new(zone, &practitioner.name);
        file.zone(zone, self.from, after);
        let gone = gone(db, asker, self, after).await?;
        let away =
            |row: &DayAppointment| [Status::Cancelled, Status::TakenBack].iter().any(|gone| gone.text() == row.status);
        let events = rows.iter().map(|row| (row, away(row))).chain(gone.iter().map(|row| (row, true)));
        for (row, cancelled) in events {
            let event = self.event(row, cancelled, zone, asker);
            file.add(0, event);
        }
        Ok(ExportFile {
            file_name: format!("calendar-{}-{}.ics", self.from, self.to),
            content: file.calendar.to_string(),
            count: (rows.len() + gone.len()) as i64,
        })
    }
}

impl AskCalendarFile {
    /// Whether a time of this practitioner lies in the days of the file.
    pub(super) fn holds(&self, practitioner: PractitionerId, starts_at: NaiveDateTime) -> bool {
        practitioner == self.practitioner_id && (self.from..=self.to).contains(&starts_at.date())
    }

    fn event(&self, row: &DayAppointment, cancelled: bool, zone: Tz, asker: &Asker) -> ICalendarComponent {
        let clinic = &asker.settings.details.name;
        let mut event = ICalendarComponent::new(ICalendarComponentType::VEvent);
        event.add_uid(&format!("{}@clinic-desk", row.id.0));
        event.add_dtstamp(PartialDateTime { tz_hour: Some(0), tz_minute: Some(0), ..moment(asker.now.0) });
        event.add_sequence(row.version - 1);
        let status = if cancelled { ICalendarStatus::Cancelled } else { ICalendarStatus::Confirmed };
        event.add_property(ICalendarProperty::Status, status);
        let zone_name = || [ICalendarParameter::tzid(zone.name().to_owned())];
        event.add_property_with_params(ICalendarProperty::Dtstart, zone_name(), moment(row.starts_at));
        event.add_property_with_params(ICalendarProperty::Dtend, zone_name(), moment(row.ends_at));
        let place = row.room_name.as_ref().map_or_else(|| clinic.clone(), |room| format!("{room}, {clinic}"));
        event.add_property(ICalendarProperty::Location, one_break(place.as_ref()));
        let summary = match self.detail {
            CalendarDetail::Busy => "Busy".to_owned(),
            CalendarDetail::Initials => initials(row),
            CalendarDetail::Names => row.name.clone(),
        };
        event.add_property(ICalendarProperty::Summary, one_break(summary.as_ref()));
        if self.detail != CalendarDetail::Busy {
            event.add_property(ICalendarProperty::Description, one_break(&row.services));
        }
        event.add_property(ICalendarProperty::Class, ICalendarClassification::Private);
        event
    }
}

/// The file as its writer wants it: all parts in one list, each naming the parts within it.
struct File {
    calendar: ICalendar,
}

impl File {
    fn new(zone: Tz, name: &str) -> File {
        let mut top = ICalendarComponent::new(ICalendarComponentType::VCalendar);
        top.add_property(ICalendarProperty::Version, "2.0");
        top.add_property(ICalendarProperty::Prodid, "-//Clinic Desk//Calendar//EN");
        top.add_property(ICalendarProperty::Method, ICalendarMethod::Publish);
        top.add_property(ICalendarProperty::Name, name);
        // What the calendar programs of two large makers read instead.
        top.add_property(ICalendarProperty::Other("X-WR-CALNAME".to_owned()), name);
        top.add_property(ICalendarProperty::Other("X-WR-TIMEZONE".to_owned()), zone.name());
        File { calendar: ICalendar { components: vec![top] } }
    }

    fn add(&mut self, within: usize, part: ICalendarComponent) -> usize {
        let place = self.calendar.components.len();
        self.calendar.components.push(part);
        self.calendar.components[within].component_ids.push(u32::try_from(place).unwrap_or(u32::MAX));
        place
    }

    fn zone(&mut self, zone: Tz, first: NaiveDate, last: NaiveDate) {
        let mut part = ICalendarComponent::new(ICalendarComponentType::VTimezone);
        part.add_property(ICalendarProperty::Tzid, zone.name());
        let place = self.add(0, part);
        // A day more on each side: the dates are the clinic's, the changes are found in UTC.
        for stretch in stretches(zone, first - Days::new(1), last + Days::new(1)) {
            let kind = if stretch.summer { ICalendarComponentType::Daylight } else { ICalendarComponentType::Standard };
            let mut part = ICalendarComponent::new(kind);
            part.add_property(ICalendarProperty::Dtstart, moment(stretch.onset));
            part.add_property(ICalendarProperty::Tzoffsetfrom, offset(stretch.from_seconds));
            part.add_property(ICalendarProperty::Tzoffsetto, offset(stretch.to_seconds));
            part.add_property(ICalendarProperty::Tzname, stretch.name.as_str());
            self.add(place, part);
        }
    }
}

/// A time without a zone of its own.
fn moment(at: NaiveDateTime) -> PartialDateTime {
    // Each of these is far below its type's limit.
    let small = |number: u32| u8::try_from(number).ok();
    PartialDateTime {
        year: u16::try_from(at.year()).ok(),
        month: small(at.month()),
        day: small(at.day()),
        hour: small(at.hour()),
        minute: small(at.minute()),
        second: small(at.second()),
        ..PartialDateTime::default()
    }
}

fn offset(seconds: i32) -> PartialDateTime {
    let minutes = seconds.unsigned_abs() / 60;
    PartialDateTime {
        tz_hour: u8::try_from(minutes / 60).ok(),
        tz_minute: u8::try_from(minutes % 60).ok(),
        tz_minus: seconds < 0,
        ..PartialDateTime::default()
    }
}

/// "A. O." for Ada Okafor.
fn initials(row: &DayAppointment) -> String {
    let first =
        |name: &Option<String>| name.as_deref().and_then(|name| name.chars().next()).map(|letter| format!("{letter}."));
    [first(&row.given), first(&row.family)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Calendars know one kind of line break; the other half of ours would be read as letters.
fn one_break(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
