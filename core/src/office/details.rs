//! The clinic's details: name, address, and everything that differs from country to country.

use super::countries;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::RowId;
use crate::money;
use crate::schedule::hours::{self, WeeklySpan};
use crate::store::Read;
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

crate::record! {
    /// A row of `settings`: a name and a JSON text.
    pub struct SettingRow in "settings" as Clinic {
        pub id: RowId,
        pub name: String,
        pub value: String,
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct ClinicDetails {
    pub name: String,
    #[serde(default)]
    pub address_lines: Vec<String>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
    /// ISO 3166-1, two letters.
    pub country: String,
    /// IANA name.
    pub zone: String,
    /// ISO 4217.
    pub currency: String,
    /// dmy, mdy or ymd.
    pub date_order: String,
    /// "24" or "12".
    pub hour_cycle: String,
    /// 1 is Monday.
    #[ts(type = "number")]
    pub week_start: i64,
    pub phone_prefix: String,
    /// A4 or Letter.
    pub paper: String,
    /// given_first or family_first.
    pub name_order: String,
    pub address_format: Vec<String>,
    /// What this clinic calls a patient's number.
    pub patient_number_name: String,
    #[ts(type = "number")]
    pub idle_minutes: i64,
    #[ts(type = "number")]
    pub waiting_limit_minutes: i64,
    /// The largest file that is taken, in MB (1,048,576 bytes).
    #[serde(default = "usual_largest_file")]
    #[ts(type = "number")]
    pub largest_file_mb: i64,
    pub opening_hours: Vec<WeeklySpan>,
}

/// The details with what follows from them; before the first start, sensible defaults.
#[derive(Debug, Clone)]
pub struct Settings {
    pub started: bool,
    pub sample: bool,
    pub id: RowId,
    pub version: i64,
    pub details: ClinicDetails,
    pub zone: Tz,
    pub currency_decimals: u32,
}

/// What stands in the row.
#[derive(Serialize, Deserialize)]
pub(super) struct Stored {
    pub details: ClinicDetails,
    pub sample: bool,
}

impl ClinicDetails {
    /// The largest file that is taken, in bytes.
    pub fn largest_file(&self) -> i64 {
        self.largest_file_mb * 1024 * 1024
    }

    /// Cleaned and checked.
    ///
    /// Errors: field errors in the order of the fields, `hours.overlap`.
    pub fn checked(&self) -> Result<ClinicDetails> {
        let one_of = |field: &str, value: &str, known: &[&str]| {
            if known.contains(&value) { Ok(value.to_owned()) } else { Err(Error::field(Code::FieldInvalid, field)) }
        };
        let range = |field: &str, value: i64, min: i64, max: i64| {
            if (min..=max).contains(&value) {
                Ok(value)
            } else {
                Err(Error::field(Code::FieldOutOfRange, field).with("min", min).with("max", max))
            }
        };
        let lines = self
            .address_lines
            .iter()
            .map(|line| fields::optional("address_lines", Some(line), 120))
            .collect::<Result<Vec<_>>>()?;
        let address_lines: Vec<String> = lines.into_iter().flatten().collect();
        if address_lines.len() > MOST_ADDRESS_LINES {
            let error = Error::field(Code::FieldOutOfRange, "address_lines");
            return Err(error.with("min", 0).with("max", MOST_ADDRESS_LINES));
        }
        if !countries::COUNTRIES.iter().any(|country| country.code == self.country) {
            return Err(Error::field(Code::FieldInvalid, "country"));
        }
        if self.zone.parse::<Tz>().is_err() {
            return Err(Error::field(Code::FieldInvalid, "zone"));
        }
        if money::decimals(&self.currency).is_none() {
            return Err(Error::field(Code::FieldInvalid, "currency"));
        }
        let prefix = self.phone_prefix.trim();
        let digits = prefix.strip_prefix('+').unwrap_or("x");
        let readable = (1..=5).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if !(prefix.is_empty() || readable) {
            return Err(Error::field(Code::FieldInvalid, "phone_prefix"));
        }
        let parts = ["line1", "line2", "city", "region", "postcode", "country"];
        if self.address_format.iter().any(|part| !parts.contains(&part.as_str())) || self.address_format.is_empty() {
            return Err(Error::field(Code::FieldInvalid, "address_format"));
        }
        hours::check("opening_hours", &self.opening_hours)?;
        Ok(ClinicDetails {
            name: fields::text("name", &self.name, 120)?,
            address_lines,
            phone: fields::optional("phone", self.phone.as_deref(), 40)?,
            email: fields::optional("email", self.email.as_deref(), 200)?,
            country: self.country.clone(),
            zone: self.zone.clone(),
            currency: self.currency.clone(),
            date_order: one_of("date_order", &self.date_order, &["dmy", "mdy", "ymd"])?,
            hour_cycle: one_of("hour_cycle", &self.hour_cycle, &["24", "12"])?,
            week_start: range("week_start", self.week_start, 1, 7)?,
            phone_prefix: prefix.to_owned(),
            paper: one_of("paper", &self.paper, &["A4", "Letter"])?,
            name_order: one_of("name_order", &self.name_order, &["given_first", "family_first"])?,
            address_format: self.address_format.clone(),
            patient_number_name: fields::text("patient_number_name", &self.patient_number_name, 20)?,
            idle_minutes: range("idle_minutes", self.idle_minutes, 1, 60)?,
            waiting_limit_minutes: range("waiting_limit_minutes", self.waiting_limit_minutes, 5, 240)?,
            largest_file_mb: range("largest_file_mb", self.largest_file_mb, 1, MOST_FILE_MB)?,
            opening_hours: self.opening_hours.clone(),
        })
    }
}

/// A file is put together and looked at as a whole in the memory of a workstation.
pub const MOST_FILE_MB: i64 = 100;

/// What a clinic has that has not said otherwise.
pub(super) fn usual_largest_file() -> i64 {
    20
}

/// What a letterhead has room for.
const MOST_ADDRESS_LINES: usize = 6;

pub(super) const CLINIC: &str = "clinic";

pub async fn load(read: &mut impl Read) -> Result<Settings> {
    let rows: Vec<SettingRow> = read.records("WHERE name = ?", crate::args![CLINIC]).await?;
    let Some(row) = rows.into_iter().next() else {
        let details = countries::proposal("GB");
        return Ok(Settings {
            started: false,
            sample: false,
            id: RowId(uuid::Uuid::nil()),
            version: 0,
            zone: Tz::UTC,
            currency_decimals: 2,
            details,
        });
    };
    let stored: Stored = serde_json::from_str(&row.value).map_err(Error::internal)?;
    Ok(Settings {
        started: true,
        sample: stored.sample,
        id: row.id,
        version: row.version,
        zone: stored.details.zone.parse().map_err(Error::internal)?,
        currency_decimals: money::decimals(&stored.details.currency).unwrap_or(2),
        details: stored.details,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named() -> ClinicDetails {
        ClinicDetails { name: "Northside Clinic".into(), ..countries::proposal("GB") }
    }

    fn refused(details: ClinicDetails) -> (Code, String) {
        let error = details.checked().unwrap_err();
        (error.code(), error.detail("field").and_then(|field| field.as_str()).unwrap_or_default().to_owned())
    }

    #[test]
    fn what_cannot_be_is_refused_at_its_field() {
        let out_of_range = |field: &str| (Code::FieldOutOfRange, field.to_owned());
        let invalid = |field: &str| (Code::FieldInvalid, field.to_owned());
        assert_eq!(refused(ClinicDetails { idle_minutes: 0, ..named() }), out_of_range("idle_minutes"));
        assert_eq!(refused(ClinicDetails { idle_minutes: 61, ..named() }), out_of_range("idle_minutes"));
        assert_eq!(
            refused(ClinicDetails { waiting_limit_minutes: 4, ..named() }),
            out_of_range("waiting_limit_minutes")
        );
        for mb in [0, 101] {
            assert_eq!(refused(ClinicDetails { largest_file_mb: mb, ..named() }), out_of_range("largest_file_mb"));
        }
        assert_eq!(refused(ClinicDetails { week_start: 8, ..named() }), out_of_range("week_start"));
        assert_eq!(refused(ClinicDetails { zone: "Europe/Nowhere".into(), ..named() }), invalid("zone"));
        assert_eq!(refused(ClinicDetails { currency: "XXX".into(), ..named() }), invalid("currency"));
        assert_eq!(refused(ClinicDetails { country: "gb".into(), ..named() }), invalid("country"));
        assert_eq!(refused(ClinicDetails { date_order: "ydm".into(), ..named() }), invalid("date_order"));
        assert_eq!(refused(ClinicDetails { name: " ".into(), ..named() }), (Code::FieldRequired, "name".to_owned()));
        let seven = vec!["Line".to_owned(); 7];
        assert_eq!(refused(ClinicDetails { address_lines: seven, ..named() }), out_of_range("address_lines"));
        for prefix in ["44", "+", "+4x", "+123456", "é44"] {
            assert_eq!(
                refused(ClinicDetails { phone_prefix: prefix.into(), ..named() }),
                invalid("phone_prefix"),
                "{prefix}"
            );
        }
    }

    #[test]
    fn opening_hours_do_not_overlap() {
        let span = |starts: &str, ends: &str| WeeklySpan::every(1, starts, ends);
        let opening_hours = vec![span("08:00", "12:00"), span("11:00", "13:00")];
        assert_eq!(refused(ClinicDetails { opening_hours, ..named() }).0, Code::HoursOverlap);
    }

    #[test]
    fn texts_are_cleaned_and_empty_lines_left_out() {
        let address_lines = vec![" 12 Linden Square ".to_owned(), String::new()];
        let clean = ClinicDetails { name: " Northside ".into(), address_lines, phone: Some(" ".into()), ..named() };
        let clean = clean.checked().unwrap();
        assert_eq!(
            (clean.name.as_str(), clean.address_lines.as_slice(), clean.phone),
            ("Northside", &["12 Linden Square".to_owned()][..], None)
        );
    }
}
