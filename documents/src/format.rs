//! Amounts, dates and names as the clinic writes them. The window does the same in `ui/src/format.js`.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use clinic_core::documents::DocumentFormat;
use clinic_core::patients::patient::PatientNames;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// "1,234.50" from whole minor units; the currency stands beside it once, not at every amount.
pub fn amount(minor: i64, decimals: u32) -> String {
    let size = minor.unsigned_abs();
    let unit = 10_u64.checked_pow(decimals).unwrap_or(1);
    let (whole, fraction) = (grouped(size / unit), size % unit);
    let sign = if minor < 0 { "-" } else { "" };
    match decimals {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{fraction:0width$}", width = decimals as usize),
    }
}

fn grouped(number: u64) -> String {
    let figures = number.to_string();
    let mut grouped = String::with_capacity(figures.len() + figures.len() / 3);
    for (place, figure) in figures.chars().enumerate() {
        if place > 0 && (figures.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(figure);
    }
    grouped
}

/// "36.8" from a number times 1000, without noughts at its end.
pub fn scaled(thousandths: i64) -> String {
    let text = amount(thousandths, 3).replace(',', "");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// "23 Nov 2026" · "Nov 23, 2026" · "2026 Nov 23"
pub fn date(date: NaiveDate, format: &DocumentFormat) -> String {
    let (year, day) = (date.year(), date.day());
    let month = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
    match format.date_order.as_str() {
        "mdy" => format!("{month} {day}, {year}"),
        "ymd" => format!("{year} {month} {day}"),
        _ => format!("{day} {month} {year}"),
    }
}

/// "Nov 2026" from "2026-11".
pub fn month(key: &str) -> Option<String> {
    let (year, number) = key.split_once('-')?;
    let place = number.parse::<usize>().ok()?.checked_sub(1)?;
    Some(format!("{} {year}", MONTHS.get(place)?))
}

/// "12.5 %" from hundredths of a percent, to one decimal, as the screen says it.
pub fn share(hundredths: i64) -> String {
    let tenths = hundredths.saturating_add(5) / 10;
    format!("{}.{} %", tenths / 10, tenths % 10)
}

/// "23 Nov 2026, 10:45" · "Nov 23, 2026, 10:45 am"
pub fn date_time(wall: NaiveDateTime, format: &DocumentFormat) -> String {
    let (hour, minute) = (wall.hour(), wall.minute());
    let time = if format.hour_cycle == "12" {
        let half = if hour < 12 { "am" } else { "pm" };
        format!("{}:{minute:02} {half}", if hour % 12 == 0 { 12 } else { hour % 12 })
    } else {
        format!("{hour:02}:{minute:02}")
    };
    format!("{}, {time}", date(wall.date(), format))
}

/// Title, given and family names in the clinic's order; the preferred name stands in for a missing given name.
pub fn full_name(names: &PatientNames, format: &DocumentFormat) -> String {
    let given = names.given.as_deref().or(names.preferred.as_deref());
    let (title, family) = (names.title.as_deref(), names.family.as_deref());
    let second = names.second_family.as_deref();
    let parts = match format.name_order.as_str() {
        "family_first" => [title, family, second, given],
        _ => [title, given, family, second],
    };
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// "20 %" · "7.5 %" from basis points.
pub fn percent(basis_points: i64) -> String {
    let (whole, rest) = (basis_points / 100, basis_points % 100);
    match rest {
        0 => format!("{whole} %"),
        rest if rest % 10 == 0 => format!("{whole}.{} %", rest / 10),
        rest => format!("{whole}.{rest:02} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(date_order: &str, hour_cycle: &str, name_order: &str) -> DocumentFormat {
        DocumentFormat {
            currency: "EUR".into(),
            decimals: 2,
            date_order: date_order.into(),
            hour_cycle: hour_cycle.into(),
            name_order: name_order.into(),
            patient_number_name: "Patient no.".into(),
            paper: "A4".into(),
            own: vec![],
            own_now: None,
        }
    }

    #[test]
    fn amounts_have_the_decimals_of_their_currency() {
        for (minor, decimals, text) in [
            (4500, 2, "45.00"),
            (5, 2, "0.05"),
            (-120, 2, "-1.20"),
            (1500, 0, "1,500"),
            (1_234_567, 3, "1,234.567"),
            (0, 3, "0.000"),
            (9_007_199_254_740_991, 2, "90,071,992,547,409.91"),
            (i64::MIN, 0, "-9,223,372,036,854,775,808"),
        ] {
            assert_eq!(amount(minor, decimals), text);
        }
    }

    #[test]
    fn dates_are_written_in_the_clinics_order() {
        let wall = NaiveDate::from_ymd_opt(2026, 3, 7).unwrap().and_hms_opt(0, 5, 0).unwrap();
        assert_eq!(date_time(wall, &way("dmy", "24", "")), "7 Mar 2026, 00:05");
        assert_eq!(date_time(wall, &way("mdy", "12", "")), "Mar 7, 2026, 12:05 am");
        assert_eq!(date(wall.date(), &way("ymd", "24", "")), "2026 Mar 7");
    }

    #[test]
    fn names_stand_in_the_clinics_order_and_one_part_is_enough() {
        let text = |text: &str| Some(text.to_owned());
        let names =
            PatientNames { title: text("Dr"), given: text("Ana"), family: text("Ruiz"), ..PatientNames::default() };
        assert_eq!(full_name(&names, &way("dmy", "24", "given_first")), "Dr Ana Ruiz");
        assert_eq!(full_name(&names, &way("dmy", "24", "family_first")), "Dr Ruiz Ana");
        let names = PatientNames { preferred: text("Madonna"), ..PatientNames::default() };
        assert_eq!(full_name(&names, &way("dmy", "24", "given_first")), "Madonna");
    }

    #[test]
    fn months_and_shares_are_read_as_the_screen_says_them() {
        assert_eq!([month("2026-11"), month("2026-13"), month("cash")], [Some("Nov 2026".to_owned()), None, None]);
        assert_eq!([0, 1254, 1255, 10_000, 15_000].map(share), ["0.0 %", "12.5 %", "12.6 %", "100.0 %", "150.0 %"]);
    }

    #[test]
    fn measurements_end_where_their_figures_do() {
        assert_eq!([36_800, 120_000, 70_250, 0, 1_500_000].map(scaled), ["36.8", "120", "70.25", "0", "1500"]);
    }

    #[test]
    fn rates_are_written_as_people_say_them() {
        assert_eq!([2000, 750, 1925, 0].map(percent), ["20 %", "7.5 %", "19.25 %", "0 %"]);
    }
}
